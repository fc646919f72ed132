"""What was handed in, in every layout: nobody is lost, nobody is taken for another, and nothing outside is read."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from casebook.marking.intake import MAX_BYTES, Submission, read, submissions_in, time_in
from casebook.marking.naming import named, order_of, shown, told_apart

SLUGS = ("counting", "weighing", "weighing-again")
DUE = datetime(2031, 3, 2, 17, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "submissions"
    made.mkdir()
    return made


def put(folder: Path, *names: str, says: str | None = None, when: datetime = datetime(2031, 3, 1, tzinfo=UTC)) -> None:
    """Notebooks, or other files, at these paths; `says` is the exercise that they claim to be."""
    about = {"metadata": {"casebook": {"exercise": says, "variant": "public"}}} if says else {}
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"cells": [], **about, "nbformat": 4}))
        os.utime(path, (when.timestamp(), when.timestamp()))


def found(folder: Path, slugs: tuple[str, ...] = SLUGS) -> list[tuple[str, str, int, str]]:
    """Student, exercise, attempt and file of everything; what is at fault has its file in brackets."""
    return [
        (one.student, one.exercise, one.attempt, f"({one.file})" if one.fault else one.file)
        for one in submissions_in(folder, slugs, DUE)
    ]


@pytest.mark.parametrize(
    ("path", "says", "student", "exercise"),
    [
        ("jane/counting/counting.ipynb", None, "jane", "counting"),
        ("jane/counting/my work.ipynb", None, "jane", "counting"),
        ("jane/Counting/week 1/x.IPYNB", None, "jane", "counting"),
        ("jane/counting.ipynb", None, "jane", "counting"),
        ("jane/Weighing_again (2).ipynb", None, "jane", "weighing-again"),
        ("jane/notebook.ipynb", "weighing", "jane", "weighing"),
        ("jane/counting/weighing.ipynb", "weighing", "jane", "counting"),
        ("jane/counting.ipynb", "weighing", "jane", "counting"),
        ("counting/jane.ipynb", None, "jane", "counting"),
        ("counting/jane/x.ipynb", None, "jane", "counting"),
        ("counting/Jane Doe_7_assignsubmission_file_/x.ipynb", None, "Jane Doe_7", "counting"),
        ("Jane Doe_7_assignsubmission_file_/counting.ipynb", None, "Jane Doe_7", "counting"),
        ("Jane Doe_7_assignsubmission_file_counting.ipynb", None, "Jane Doe_7", "counting"),
        ("doejane_812_4711_counting-1.ipynb", None, "doejane_812", "counting"),
        ("doejane_LATE_812_4711_counting.ipynb", None, "doejane_812", "counting"),
        ("jane_doe_counting.ipynb", None, "jane_doe", "counting"),
        ("jane-weighing-again (1).ipynb", None, "jane", "weighing-again"),
        ("counting_jane.ipynb", None, "jane", "counting"),
        ("jane.ipynb", "weighing", "jane", "weighing"),
        ("Zoë/counting/counting.ipynb", None, "Zoë", "counting"),
    ],
)
def test_every_layout_tells_the_student_and_the_exercise(
    path: str, says: str | None, student: str, exercise: str, folder: Path
) -> None:
    put(folder, path, says=says)
    assert found(folder) == [(student, exercise, 1, path)]


def test_what_programs_leave_and_what_lies_beside_a_notebook_is_passed_over(folder: Path) -> None:
    beside = ("loans.csv", "timestamp.txt", "chart.png", "README.txt", "notes.pdf", ".ipynb_checkpoints/counting.ipynb")
    put(folder, "jane/counting/counting.ipynb", *(f"jane/counting/{name}" for name in beside))
    put(folder, "__MACOSX/jane/counting.ipynb", ".DS_Store", "roster.csv", "jane/.git/counting.ipynb")
    assert found(folder) == [("jane", "counting", 1, "jane/counting/counting.ipynb")]


def test_a_scratch_notebook_beside_the_real_one_is_no_later_attempt(folder: Path) -> None:
    put(
        folder, "jane/counting/counting.ipynb", "jane/counting/scratch.ipynb", "ann/counting.ipynb", "ann/scratch.ipynb"
    )
    assert [file for *_, file in found(folder)] == ["ann/counting.ipynb", "jane/counting/counting.ipynb"]


def test_a_notebook_that_says_nothing_is_of_the_exercise_that_most_are_of(folder: Path) -> None:
    put(folder, "ann/weighing.ipynb", "bob/weighing.ipynb", "jim/counting.ipynb", "jane/x.ipynb")
    assert ("jane", "weighing", 1, "jane/x.ipynb") in found(folder)


def test_where_nothing_tells_the_exercise_that_is_the_fault(folder: Path) -> None:
    put(folder, "jane/x.ipynb")
    (one,) = submissions_in(folder, SLUGS, DUE)
    assert one.fault and "which exercise" in one.fault.reason
    assert found(folder, ("counting",)) == [("jane", "counting", 1, "jane/x.ipynb")]


def test_attempts_are_in_the_order_of_their_times_then_of_their_names(folder: Path) -> None:
    names = [f"jane/counting{end}.ipynb" for end in ("", " (2)", " (10)")]
    put(folder, *reversed(names))
    assert [file for *_, file in found(folder)] == names
    put(folder, names[0], when=datetime(2031, 3, 3, tzinfo=UTC))
    assert [(one.attempt, one.file, one.late) for one in submissions_in(folder, SLUGS, DUE)] == [
        (1, names[1], False),
        (2, names[2], False),
        (3, names[0], True),
    ]


def test_nbgraders_timestamp_tells_the_time_and_a_students_own_does_not(folder: Path) -> None:
    late = datetime(2031, 3, 4, tzinfo=UTC)
    put(folder, "ann/counting/counting.ipynb", "bob/counting/sub/x.ipynb", when=late)
    put(folder, "cid/counting.ipynb", "Dan_3_assignsubmission_file_/counting/x.ipynb", when=late)
    for name in ("ann/counting", "bob/counting/sub", "cid", "Dan_3_assignsubmission_file_/counting"):
        (folder / name / "timestamp.txt").write_text("2031-03-02 16:59:00.5 UTC\n")
    (folder / "bob/counting/timestamp.txt").write_text("2031-03-02 17:00:01 UTC")
    judged = {one.student: (one.handed_in, one.late) for one in submissions_in(folder, SLUGS, DUE)}
    assert judged["ann"] == ("2031-03-02T16:59:00+00:00", False)
    assert judged["bob"] == ("2031-03-02T17:00:01+00:00", True)  # what nbgrader wrote above, not what lies below
    assert judged["cid"][1] and judged["Dan_3"][1]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2031-03-02 15:58:23.948203 America/Los_Angeles",
            "2031-03-02 15:58:23.948203 UTC",
            "2031-07-02 15:58:23 CET",
        ),
        *("2031-03-02T17:00:00+00:00", "2031-03-02T17:00:00+05:30", "2031-03-02 17:00:00\n"),
    ],
)
def test_a_timestamp_means_what_nbgrader_takes_it_for(text: str) -> None:
    time = time_in(text)
    assert time is not None and time.replace(tzinfo=None) == parse_utc(text.strip())


@pytest.mark.parametrize("text", ["", "soon", "2031-13-02", "1 2 3", "2031-03-02 15:58:23 ../../etc", "9" * 900])
def test_a_timestamp_that_is_none_is_no_error(text: str) -> None:
    assert time_in(text) is None


def test_canvas_itself_says_what_is_late(folder: Path) -> None:
    put(folder, "a_1_2_counting.ipynb", "b_LATE_3_4_counting.ipynb", when=datetime(2032, 1, 1, tzinfo=UTC))
    assert [(one.student, one.late) for one in submissions_in(folder, SLUGS, DUE)] == [("a_1", False), ("b_3", True)]


@pytest.mark.parametrize("end", [".py", ".pdf", ".docx", ".zip", ".ipynb.txt", ".html", ".csv", ""])
def test_a_file_that_is_no_notebook_is_told_and_counts_for_its_student(end: str, folder: Path) -> None:
    put(folder, f"jane/counting/counting{end}", f"ann/counting{end}")
    judged = submissions_in(folder, SLUGS, DUE)
    assert [(one.student, one.exercise) for one in judged] == [("ann", "counting"), ("jane", "counting")]
    for one in judged:
        assert one.fault and one.fault.kind == "malformed"
        assert one.file in one.fault.reason and "hand in the file that ends in .ipynb" in one.fault.reason


def test_a_notebook_counts_before_a_print_of_it(folder: Path) -> None:
    put(folder, "jane/counting.ipynb", "jane/counting.pdf", "jane_weighing.pdf")
    assert found(folder) == [
        ("jane", "counting", 1, "jane/counting.ipynb"),
        ("jane", "weighing", 1, "(jane_weighing.pdf)"),
    ]


def test_a_flat_file_that_does_not_say_whose_it_is_is_told(folder: Path) -> None:
    put(folder, "counting (1).ipynb")
    (one,) = submissions_in(folder, SLUGS, DUE)
    assert one.fault and "call it <student>_<exercise>.ipynb" in one.fault.reason


def test_no_link_is_followed_wherever_it_stands(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "outside", "counting.ipynb", "counting/counting.ipynb")
    put(folder, "good/counting.ipynb")
    (folder / "dir").symlink_to(tmp_path / "outside")
    (folder / "file").mkdir()
    (folder / "file" / "counting.ipynb").symlink_to(tmp_path / "outside" / "counting.ipynb")
    (folder / "inner").mkdir()
    (folder / "inner" / "counting").symlink_to(tmp_path / "outside")
    (folder / "loop").mkdir()
    (folder / "loop" / "counting").symlink_to("..")
    os.mkfifo(folder / "pipe_counting.ipynb")
    judged = {one.student: one for one in submissions_in(folder, SLUGS, DUE)}
    assert set(judged) == {"good", "dir", "file", "inner", "loop", "pipe"}
    for student in ("dir", "file", "inner", "loop"):
        assert judged[student].fault and "symbolic link" in judged[student].fault.reason
    assert judged["pipe"].fault and "no ordinary file" in judged["pipe"].fault.reason
    # A link that came after the look is not followed either.
    swapped = Submission("x", "counting", 1, "dir/counting.ipynb", "", False)
    for path in ("dir/counting.ipynb", "file/counting.ipynb", "pipe_counting.ipynb"):
        with pytest.raises(OSError):
            read(folder, Submission(**{**vars(swapped), "file": path}))


@pytest.mark.parametrize("path", ["../outside.ipynb", "a/../../outside.ipynb", "/etc/passwd", "", "a//b", ".", "a\0b"])
def test_nothing_outside_the_folder_can_be_read(path: str, folder: Path, tmp_path: Path) -> None:
    put(tmp_path, "outside.ipynb")
    put(folder, "a/b")
    with pytest.raises(OSError, match="leads out of the folder"):
        read(folder, Submission("x", "counting", 1, path, "", False))


def test_a_file_too_large_is_not_read(folder: Path) -> None:
    put(folder, "jane/counting.ipynb")
    assert read(folder, submissions_in(folder, SLUGS)[0]).startswith(b"{")
    os.truncate(folder / "jane/counting.ipynb", MAX_BYTES + 1)
    (one,) = submissions_in(folder, SLUGS)
    assert one.fault and "20 MB" in one.fault.reason and "clear its outputs" in one.fault.reason
    with pytest.raises(OSError, match="at most 20 MB"):
        read(folder, one)


def test_names_that_look_alike_belong_to_different_students(folder: Path) -> None:
    twins = ["Zo\u00eb", "Zoe\u0308", "Kim", "kim", "kim "]
    put(folder, *(f"{name}/counting.ipynb" for name in (*twins, "ann")))
    judged = submissions_in(folder, SLUGS)
    assert len({one.student for one in judged}) == len({one.student.casefold() for one in judged}) == 6
    assert all(one.attempt == 1 for one in judged)
    assert [one.student for one in judged if not one.notes] == ["ann"]
    put(folder, "KIM/counting.ipynb")
    assert {one.student for one in judged} < {one.student for one in submissions_in(folder, SLUGS)}


def test_names_that_no_text_can_hold_are_shown_and_still_read(folder: Path) -> None:
    names = [b"Ren\xe9", b"line\nbreak", "\u202egpj".encode(), b"..\\up", b"..%2f", b"100%", "ا\u200cب".encode()]
    for name in names:
        put(folder, f"{os.fsdecode(name)}/counting.ipynb")
    judged = {one.student: one for one in submissions_in(folder, SLUGS)}
    assert set(judged) == {"Ren%E9", "line%0Abreak", "%E2%80%AEgpj", "..%5Cup", "..%252f", "100%25", "ا\u200cب"}
    for one in judged.values():
        one.file.encode()
        assert read(folder, one).startswith(b"{")
    assert len({one.file for one in judged.values()}) == len(names)


def test_a_folder_with_more_files_than_anybody_hands_in_is_told(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr("casebook.marking.intake._MAX_FILES", 30)
    put(folder, *(f"jane/{number}/counting.ipynb" for number in range(40)), "ann/counting.ipynb")
    assert found(folder) == [("ann", "counting", 1, "ann/counting.ipynb"), ("jane", "counting", 1, "(jane)")]


def test_folders_without_end_are_not_gone_into(folder: Path) -> None:
    put(folder, "jane/" + "d/" * 60 + "counting.ipynb")
    (one,) = submissions_in(folder, SLUGS)
    assert one.fault and "deep" in one.fault.reason


def test_the_same_folder_gives_the_same_whatever_the_order_on_the_disk(folder: Path, tmp_path: Path) -> None:
    names = ["b/counting.ipynb", "a_weighing.ipynb", "a/counting/x.ipynb", "C/weighing-again.ipynb"]
    put(folder, *names)
    (tmp_path / "other").mkdir()
    put(tmp_path / "other", *reversed(names))
    assert submissions_in(folder, SLUGS) == submissions_in(tmp_path / "other", SLUGS)


def test_numbers_in_names_are_sorted_as_numbers() -> None:
    names = ["x.ipynb", "x (2).ipynb", "x (10).ipynb"]
    assert sorted(reversed(names), key=order_of) == names


def test_shown_names_are_as_different_as_the_names() -> None:
    names = ["a\nb", "a%0Ab", "a\\b", "a%5Cb", "a\udce9b", "a%E9b"]
    assert len({shown(name) for name in names}) == len(set(told_apart(names).values())) == len(names)


def test_a_students_name_that_holds_an_exercises_is_not_cut_in_it() -> None:
    assert named("counting_jane_weighing.ipynb", SLUGS).student == "counting_jane"
    assert named("accounting_weighing.ipynb", SLUGS).student == "accounting"
