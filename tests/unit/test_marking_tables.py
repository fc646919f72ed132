"""The tables of marks: each row as its reader needs it, in the shapes of Moodle and Canvas, and no cell a formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from casebook.marking.entries import Entry
from casebook.marking.result import Result
from casebook.marking.sheet import inert
from casebook.marking.tables import write_tables
from tests.unit.loans import POINTS, assignment, result

LOANS = {"loans": assignment()}
WHOLE: dict[str, float | None] = {"sum": 0, "share": 3, "drawn": 2.5, "why": 4}
FAULT = {"sum": "one-left-out"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def written(tmp_path: Path):
    def write(*results: Result, **entries: Entry) -> Path:
        write_tables(tmp_path, results, LOANS, {("ann", "loans", name): entry for name, entry in entries.items()})
        return tmp_path

    return write


def test_a_row_a_student_has_each_question_the_sum_and_what_is_left_to_do(written) -> None:
    out = written(
        result("ann", WHOLE, FAULT, attempt=2, late=True),
        result("ben", flags=(("crashed", "one"), ("crashed", "two"), ("tampering", "three"))),
        result("cat", {"drawn": 0}),
        result("dan", dict.fromkeys(POINTS, 0.0), flags=(("malformed", "no notebook"),), notebook=None),
        result("eve", dict.fromkeys(POINTS), flags=(("unmarked", "a worker ended"),), notebook=None),
    )
    ann, ben, cat, dan, eve = rows(out / "marks.csv")
    assert ann == {
        **{"student": "ann", "exercise": "loans", "attempt": "2", "handed_in": "2031-03-01T12:00:00+00:00"},
        **{"late": "late", "sum": "0", "share": "3", "drawn": "2.5", "why": "4"},
        **{"total": "9.5", "out_of": "13", "state": "marked", "look_at": ""},
    }
    assert (ben["drawn"], ben["total"]) == ("", "5")
    assert (ben["state"], ben["look_at"]) == ("waits: 2 answers to mark by hand", "crashed; tampering")
    assert cat["state"] == "waits: 1 answer to mark by hand"
    assert (dan["state"], dan["total"]) == ("could not be run", "0")
    assert eve["state"] == "not marked: the program failed on it" and eve["sum"] == ""
    (ann, *_) = rows(out / "marks" / "loans.csv")
    assert ann["sum: what was wrong"] == "You left one house out."
    assert ann["share: what was wrong"] == ""


def test_two_exercises_stand_in_one_table(tmp_path: Path) -> None:
    both = {"loans": assignment(), "returns": assignment("returns", "Counting returns")}
    write_tables(tmp_path, [result("ann", WHOLE), result("ann", WHOLE, of=both["returns"])], both, {})
    assert [(row["exercise"], row["sum"]) for row in rows(tmp_path / "marks.csv")] == [("loans", "0"), ("returns", "0")]
    assert (tmp_path / "marks" / "returns.csv").is_file()
    (row,) = rows(tmp_path / "moodle.csv")
    assert (row["Counting loans"], row["Counting returns"]) == ("9.5", "9.5")
    most, row = rows(tmp_path / "canvas.csv")
    assert (most["Counting loans"], row["Counting returns"]) == ("13", "9.5")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(written, name: str) -> None:
    out = written(result(name, WHOLE), result("ann", WHOLE, FAULT), sum=Entry(0, True, name))
    for path in (*out.glob("*.csv"), *out.glob("*/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell != inert(cell)] == [], path.name
    assert rows(out / "marks.csv")[0]["student"].startswith("'")


MOODLE = "Ann Lee_4711_assignsubmission_file_/loans.ipynb"


def test_moodles_worksheet_knows_students_by_its_own_numbers(written) -> None:
    out = written(result("ann", WHOLE, FAULT, file=MOODLE), why=Entry(4, True, "Well <i>put</i>."))
    (row,) = rows(out / "moodle" / "loans.csv")
    # What Moodle's importer of worksheets looks for, by these very words.
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(row)
    assert (row["Identifier"], row["Full name"]) == ("Participant 4711", "Ann Lee")
    assert (row["Grade"], row["Maximum Grade"]) == ("9.5", "13")
    assert row["Feedback comments"] == (
        "sum: 0 of 2. You left one house out.<br>share: 3 of 3.<br>drawn: 2.5 of 4.<br>"
        "why: 4 of 4. Well &lt;i&gt;put&lt;/i&gt;."
    )
    (row,) = rows(out / "moodle.csv")
    assert (row["Identifier"], row["Full name"], row["Counting loans"]) == ("Participant 4711", "Ann Lee", "9.5")


@pytest.mark.parametrize("file", ["leeann_LATE_4711_815_loans.ipynb", "loans/leeann_4711_815_loans-1.ipynb"])
def test_canvas_knows_students_by_its_own_numbers(written, file: str) -> None:
    out = written(result("leeann", WHOLE, file=file), result("ben", WHOLE))
    most, ann, ben = rows(out / "canvas.csv")
    assert list(most)[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert most["Student"] == "    Points Possible" and most["Counting loans"] == "13"
    assert (ann["Student"], ann["ID"], ann["SIS Login ID"], ann["Counting loans"]) == ("leeann", "4711", "", "9.5")
    assert (ben["Student"], ben["ID"], ben["SIS Login ID"]) == ("ben", "", "ben")


def test_nothing_goes_to_moodle_or_canvas_while_an_answer_waits(written) -> None:
    out = written(result("ann", file=MOODLE))
    (row,) = rows(out / "moodle" / "loans.csv")
    assert (row["Identifier"], row["Grade"], row["Feedback comments"]) == ("Participant 4711", "", "")
    (row,) = rows(out / "moodle.csv")
    assert (row["Counting loans"], row["Counting loans (feedback)"]) == ("", "")
    assert rows(out / "canvas.csv")[1]["Counting loans"] == ""
