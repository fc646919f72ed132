"""All outputs of one marking together: what is there, the same again from the same results, and with marks by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from casebook.errors import CasebookError
from casebook.marking.outputs import write_outputs
from tests.unit.loans import POINTS, SECRET, assignment, result

BOTH = {"loans": assignment(), "returns": assignment("returns", "Counting returns")}
RESULTS = [
    result("ann", {"sum": 0}, {"sum": "one-left-out"}, attempt=1),
    result("ann", attempt=2),
    result("Zoë Ångström", late=True),
    result("cut-off", dict.fromkeys(POINTS, 0.0), flags=(("malformed", "it ends too early"),), notebook=None),
]


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def fill(path: Path, points: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([row | {"points": points} for row in rows])


def test_everything_is_there_and_nothing_of_an_exercise_that_nobody_handed_in(tmp_path: Path) -> None:
    write_outputs(tmp_path, RESULTS, BOTH)
    assert set(files(tmp_path)) == {
        *("gradebook.db", "marks.csv", "marks/loans.csv", "moodle.csv", "moodle/loans.csv", "canvas.csv"),
        *("written.csv", "report.html", "nbgrader_config.py"),
        *("source/loans/loans.ipynb", "source/loans/loans.csv", "release/loans/loans.ipynb", "release/loans/loans.csv"),
        *(f"feedback/{name}/loans.html" for name in ("ann", "Zoë Ångström", "cut-off")),
        *(
            f"autograded/{name}/loans/{file}"
            for name in ("ann", "Zoë Ångström")
            for file in ("loans.ipynb", "timestamp.txt")
        ),
    }


def test_what_is_marked_again_without_news_is_written_the_same(tmp_path: Path) -> None:
    write_outputs(tmp_path, RESULTS, BOTH)
    before = files(tmp_path)
    write_outputs(tmp_path, RESULTS, BOTH)
    after = files(tmp_path)
    assert [name for name in before if before[name] != after[name] and name != "gradebook.db"] == []


def test_marks_by_hand_reach_every_output_and_the_file_they_came_in_may_be_our_own(tmp_path: Path) -> None:
    write_outputs(tmp_path, RESULTS, BOTH)
    fill(tmp_path / "written.csv", "3.5")
    final = write_outputs(tmp_path, RESULTS, BOTH, written=tmp_path / "written.csv")
    assert [one.points for one in final] == [3, 12, 12, 0]
    found = {name: content.decode(errors="replace") for name, content in files(tmp_path).items()}
    assert "12 of 13 points" in found["feedback/ann/loans.html"]
    assert ",3.5,3.5,12,13,marked," in found["marks.csv"]
    assert "ann,,12" in found["canvas.csv"]
    assert "n = 3, of 13 points: 0, 12, 12." in found["report.html"]
    assert found["written.csv"].count("\n") == 1


def test_a_fault_in_the_marks_by_hand_leaves_them_to_be_mended(tmp_path: Path) -> None:
    write_outputs(tmp_path, RESULTS, BOTH)
    fill(tmp_path / "written.csv", "9")
    before = (tmp_path / "written.csv").read_bytes()
    with pytest.raises(CasebookError, match="column points: '9' is no number from 0 to 4"):
        write_outputs(tmp_path, RESULTS, BOTH, written=tmp_path / "written.csv")
    assert (tmp_path / "written.csv").read_bytes() == before


def test_an_attempt_that_cannot_be_run_takes_the_earlier_ones_notebook_away(tmp_path: Path) -> None:
    write_outputs(tmp_path, [result("ann")], BOTH)
    nothing = result("ann", dict.fromkeys(POINTS, 0.0), flags=(("malformed", "cut off"),), notebook=None)
    write_outputs(tmp_path, [nothing], BOTH)
    assert not (tmp_path / "autograded" / "ann" / "loans").exists()


def test_what_a_killed_marking_had_begun_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".gradebook.db.17.tmp", ".gradebook.db.17.tmp-journal", "feedback/ann/.loans.html.17.tmp", ".my.tmp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("half")
    write_outputs(tmp_path, RESULTS, BOTH)
    assert [name for name in files(tmp_path) if name.split("/")[-1].startswith(".")] == [".my.tmp"]


def test_students_folders_hold_no_right_answer(tmp_path: Path) -> None:
    write_outputs(tmp_path, RESULTS, BOTH)
    for name, content in files(tmp_path).items():
        if name.startswith(("feedback/", "release/", "autograded/")):
            assert SECRET.encode() not in content, name
