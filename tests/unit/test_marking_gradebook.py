"""The gradebook of nbgrader: what is written, what people wrote into it and is kept, and marks from a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from nbconvert.filters import markdown2html

from casebook.errors import CasebookError
from casebook.marking.byhand import apply_written, write_written
from casebook.marking.course import write_course_folder
from casebook.marking.entries import with_gradebook
from casebook.marking.gradebook import entries_of, opened, write_gradebook
from casebook.marking.result import Result
from tests.unit.loans import POINTS, assignment, result

LOANS = {"loans": assignment()}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "out" / "gradebook.db"


def write(book: Path, *results: Result, **options: Any) -> None:
    write_gradebook(book, results, LOANS, **options)
    write_course_folder(book.parent, results, LOANS, "a course")


def grades(book: Path, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """Points by the program and by hand, and whether a person is asked, as nbgrader's own interface tells them."""
    with opened(book) as found:
        submission = found.find_submission("loans", student)
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for grade in submission.notebooks[0].grades
        }


def mark_by_hand(book: Path, student: str, cell: str, points: float, comment: str = "") -> None:
    """What formgrader does when somebody types points and a comment."""
    with opened(book) as found:
        grade = found.find_grade(cell, "loans", "loans", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        if comment:
            found.find_comment(cell, "loans", "loans", student).manual_comment = comment
        found.db.commit()


def test_marks_stand_as_nbgrader_would_have_them(book: Path) -> None:
    write(book, result("ann", {"sum": 0, "why": 0}), result("Zoë Ångström"))
    assert grades(book, "ann") == {
        "test-sum": (0, None, False),
        "test-share": (3, None, False),
        "written-drawn": (None, None, True),
        "written-why": (0, None, False),
    }
    with opened(book) as found:
        assert [student.id for student in found.students] == ["Zoë Ångström", "ann"]
        submission = found.find_submission("loans", "Zoë Ångström")
        assert (submission.score, submission.max_score) == (5, 13)
        assert submission.timestamp == datetime(2031, 3, 1, 12)


def test_the_gradebook_has_the_cells_that_nbgrader_marks_by_and_no_solution(book: Path) -> None:
    write(book, result("ann"))
    with opened(book) as found:
        cells = {cell.name: cell for cell in found.find_notebook("loans", "loans").source_cells}
        assert {cell.name: cell.max_score for cell in found.find_notebook("loans", "loans").grade_cells} == {
            "test-sum": 2,
            "test-share": 3,
            "written-drawn": 4,
            "written-why": 4,
        }
        assert "HIDDEN TESTS" in cells["test-sum"].source
        assert not [cell.name for cell in cells.values() if "SOLUTION" in cell.source]


def test_a_cell_left_as_it_was_given_has_nbgraders_comment(book: Path) -> None:
    stub = next(cell for cell in LOANS["loans"].cells["cells"] if cell["id"] == "written-why")["source"]
    write(book, result("ann", {"why": 0}, cells={"written-why": stub}))
    with opened(book) as found:
        said = {
            name: found.find_comment(name, "loans", "loans", "ann").comment for name in ("solve-sum", "written-why")
        }
    assert said == {"solve-sum": None, "written-why": "No response."}


def test_lateness_is_told_from_when_it_was_due(book: Path) -> None:
    write(book, result("ann"), due=datetime(2031, 3, 1, 11, tzinfo=UTC))
    with opened(book) as found:
        assert found.find_submission("loans", "ann").total_seconds_late == 3600


def test_what_people_gave_is_kept_and_not_asked_for_again(book: Path) -> None:
    write(book, result("ann"), result("ben"))
    mark_by_hand(book, "ann", "written-why", 3.5, "Well put.")
    write(book, result("ann"))
    assert grades(book, "ann")["written-why"] == (None, 3.5, False)
    assert grades(book, "ben")["written-why"] == (None, None, True)
    entries = entries_of(book, LOANS)
    assert (entries["ann", "loans", "why"].points, entries["ann", "loans", "why"].comment) == (3.5, "Well put.")
    (whole,) = with_gradebook([result("ann")], entries)
    assert [mark.points for mark in whole.marks] == [2, 3, None, 3.5]


def test_a_comment_on_a_cell_of_two_answers_is_told_once(book: Path) -> None:
    write(book, result("ann"))
    with opened(book) as found:
        found.find_comment("solve-sum", "loans", "loans", "ann").manual_comment = "Name your variables."
        found.db.commit()
    entries = entries_of(book, LOANS)
    assert {name: entries["ann", "loans", name].comment for name in POINTS} == {
        **dict.fromkeys(POINTS, ""),
        "sum": "Name your variables.",
    }


def test_points_for_other_work_are_kept_and_asked_for_again(book: Path) -> None:
    write(book, result("ann"))
    mark_by_hand(book, "ann", "written-why", 3, "Well put.")
    write(book, result("ann", attempt=2, cells={"written-why": "Something else."}))
    assert grades(book, "ann")["written-why"] == (None, 3, True)
    assert entries_of(book, LOANS)["ann", "loans", "why"].points is None


def test_points_that_a_person_changed_are_theirs(book: Path) -> None:
    write(book, result("ann", {"sum": 0}, {"sum": "wrong value"}))
    mark_by_hand(book, "ann", "test-sum", 1)
    write(book, result("ann", {"sum": 0}, {"sum": "wrong value"}))
    (whole,) = with_gradebook([result("ann", {"sum": 0}, {"sum": "wrong value"})], entries_of(book, LOANS))
    assert (whole.marks[0].points, whole.marks[0].fault) == (1, None)


def test_a_submission_that_could_not_be_run_has_nothing_and_waits_for_nobody(book: Path) -> None:
    nothing = dict.fromkeys(POINTS, 0.0)
    write(book, result("ann", nothing, flags=(("malformed", "no notebook"),), notebook=None))
    assert set(grades(book, "ann").values()) == {(0, None, False)}


def test_what_the_program_failed_on_has_no_marks_rather_than_nought(book: Path) -> None:
    nothing = dict.fromkeys(POINTS, 0.0)
    write(book, result("ann", nothing, flags=(("unmarked", "a worker ended"),), notebook=None))
    assert set(grades(book, "ann").values()) == {(None, None, True)}


def test_an_exercise_with_other_cells_is_refused_and_the_gradebook_stands_as_it_was(book: Path) -> None:
    write(book, result("ann"))
    before = book.read_bytes()
    other = assignment()
    cells = [cell for cell in other.source["cells"] if cell["id"] != "test-share"]
    changed = {"loans": type(other)(**{**vars(other), "source": {**other.source, "cells": cells}})}
    with pytest.raises(CasebookError, match=r"gradebook\.db: holds submissions of another version of loans.*--out"):
        write_gradebook(book, [result("ann")], changed)
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.glob(".*")] == []


def test_a_file_that_is_no_gradebook_is_refused(book: Path) -> None:
    book.parent.mkdir()
    book.write_text("my grades")
    with pytest.raises(CasebookError, match=r"gradebook\.db: no gradebook of nbgrader.*move it away"):
        write(book, result("ann"))
    assert book.read_text() == "my grades"


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def fill(path: Path, rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding=encoding)
    return path


def waiting(book: Path, *results: Result) -> Path:
    path = book.with_name("written.csv")
    write_written(path, with_gradebook(results, entries_of(book, LOANS)), LOANS)
    return path


@pytest.mark.parametrize(("delimiter", "half"), [(",", "2.5"), (";", "2,5"), ("\t", " 2.5 ")])
def test_a_filled_table_gives_points_and_comments(book: Path, delimiter: str, half: str) -> None:
    results = [result("=ann"), result("ben"), result("cat", {"why": 0})]
    write(book, *results)
    path = waiting(book, *results)
    rows = table(path)
    assert [(row["student"], row["question"], row["out_of"]) for row in rows] == [
        *[(name, "drawn", "4") for name in ("'=ann", "ben", "cat")],
        *[(name, "why", "4") for name in ("'=ann", "ben")],
    ]
    assert rows[3]["answer"] == "One reader may borrow twelve books."
    rows[3] |= {"points": half, "comment": "Say who, please."}
    rows[4] |= {"comment": "Come and see me."}
    assert apply_written(book, fill(path, rows, delimiter), LOANS) == 1
    assert grades(book, "=ann")["written-why"] == (None, 2.5, False)
    assert grades(book, "ben")["written-why"] == (None, None, True)
    assert entries_of(book, LOANS)["=ann", "loans", "why"].comment == "Say who, please."
    left = table(waiting(book, *results))
    assert [(row["student"], row["question"], row["comment"]) for row in left[3:]] == [
        ("ben", "why", "Come and see me.")
    ]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("points", "five", "column points: 'five' is no number from 0 to 4"),
        ("points", "5", "column points: '5' is no number from 0 to 4"),
        ("points", "-1", "column points: '-1' is no number from 0 to 4"),
        ("points", "nan", "column points: 'nan' is no number from 0 to 4"),
        ("student", "nobody", "column student: 'nobody' handed in no loans"),
        ("exercise", "lones", "column exercise: there is no 'lones'; there are loans"),
        ("question", "who", "column question: loans has no 'who'; it has sum, share, drawn, why"),
    ],
)
def test_a_fault_in_a_filled_table_is_named_and_nothing_is_taken(book: Path, column: str, cell: str, said: str) -> None:
    write(book, result("ann"), result("ben"))
    path = waiting(book, result("ann"), result("ben"))
    rows = [row | {"points": "4"} for row in table(path)]
    rows[1][column] = cell
    with pytest.raises(CasebookError) as error:
        apply_written(book, fill(path, rows), LOANS)
    assert f"written.csv, row 3, {said}" in str(error.value)
    assert grades(book, "ann")["written-drawn"] == (None, None, True)


def test_a_table_without_its_columns_is_refused(book: Path, tmp_path: Path) -> None:
    write(book, result("ann"))
    path = fill(tmp_path / "mine.csv", [{"student": "ann", "marks": "3"}])
    with pytest.raises(CasebookError, match=r"mine\.csv, row 1: no column 'exercise', 'question', 'points', 'comment'"):
        apply_written(book, path, LOANS)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CasebookError, match=r"mine\.csv: not readable as a table in UTF-8: .*; save it as 'CSV UTF-8'"):
        apply_written(book, path, LOANS)


def test_a_students_number_is_known_also_without_the_noughts_that_excel_takes_away(book: Path) -> None:
    results = [result("0012"), result("007")]
    write(book, *results)
    path = waiting(book, *results)
    rows = [row | {"student": row["student"].lstrip("0"), "points": "3"} for row in table(path)]
    fill(path, rows, ";")
    assert {(row["student"], row["points"]) for row in table(waiting(book, *results))} == {("0012", "3"), ("007", "3")}
    assert apply_written(book, fill(path, rows, ";"), LOANS) == 4
    assert grades(book, "0012")["written-why"] == (None, 3, False)


def test_what_was_filled_in_and_not_yet_read_back_is_not_lost(book: Path) -> None:
    write(book, result("ann"))
    path = waiting(book, result("ann"))
    fill(path, [row | {"points": "3"} for row in table(path)])
    assert {row["points"] for row in table(waiting(book, result("ann")))} == {"3"}
    path.write_bytes(b"PK\x03\x04\xff a workbook, saved under this name")
    assert {row["points"] for row in table(waiting(book, result("ann")))} == {""}
    assert path.with_name("written-unreadable.csv").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("tag", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- --><svg/onload=a>"])
def test_nbgraders_pages_run_nothing_that_a_student_wrote(book: Path, tag: str) -> None:
    write(book, result("ann", cells={"written-why": f"Fewer than 6, `a < b`, {tag}\n\n{tag}"}))
    marked = json.loads((book.parent / "autograded" / "ann" / "loans" / "loans.ipynb").read_bytes())
    (written,) = (cell["source"] for cell in marked["cells"] if "Fewer than 6" in cell["source"])
    page = markdown2html(written)  # as nbgrader's templates do
    assert not re.search(r"<(script|img|svg|!--)", page)
    assert "alert" in page or "onload" in page  # it is there to be read
    assert "a &lt; b" in page


def test_work_with_html_in_it_is_not_taken_for_changed(book: Path) -> None:
    work = result("ann", cells={"written-why": "<b>Because</b>"})
    write(book, work)
    mark_by_hand(book, "ann", "written-why", 3)
    write(book, work)
    assert grades(book, "ann")["written-why"] == (None, 3, False)
