"""A small cohort that hands in what real ones do, and what marking made of it, without what no two runs share."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT
from tests.marking.conftest import KEY, answered, right

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

DUE = datetime(2026, 3, 2, 17, tzinfo=UTC)
EXERCISES = ("read-the-ledger", "two-readings-of-a-total")


def hand_in(folder: Path, name: str, content: bytes, when: datetime) -> Path:
    """Put a file into the folder of submissions as if it had been handed in at that time."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def write_cohort(folder: Path, assignments: Mapping[str, Assignment], students: int) -> int:
    """Submissions of so many students, each with fewer right answers than the one before; gives their number.

    One is handed in twice, one late, one is cut off, one ends its kernel, and each has a written answer.
    """
    count = 0
    for place in range(students):
        for slug in EXERCISES:
            assignment = assignments[slug]
            answers = dict(list(right(assignment).items())[: max(0, 6 - place % 7)])
            answers |= {one["id"]: f"My view, number {place}." for one in assignment.questions if not one["check"]}
            content = json.dumps(answered(assignment, answers)).encode()
            hand_in(folder, f"student-{place:02}/{slug}/{slug}.ipynb", content, DUE - timedelta(hours=place + 1))
            count += 1
    slug = EXERCISES[0]
    whole = json.dumps(answered(assignments[slug], right(assignments[slug]))).encode()
    ends = json.dumps(answered(assignments[slug], {next(iter(right(assignments[slug]))): "__import__('os')._exit(3)"}))
    hand_in(folder, f"student-01/{slug}/{slug} (1).ipynb", whole, DUE - timedelta(minutes=1))
    hand_in(folder, f"Zoë Ångström/{slug}/{slug}.ipynb", whole, DUE + timedelta(days=1))
    hand_in(folder, f"cut-off/{slug}/{slug}.ipynb", whole[: len(whole) // 2], DUE - timedelta(days=1))
    hand_in(folder, f"ends-it/{slug}/{slug}.ipynb", ends.encode(), DUE - timedelta(days=1))
    return count + 4


def command(folder: Path, out: Path, *words: str, key: str = KEY) -> list[str]:
    """The command line that marks the cohort."""
    given = ["--submissions", str(folder), "--out", str(out), "--key", key, "--due", DUE.isoformat()]
    return [sys.executable, "-m", "casebook", "--root", str(ROOT), "grade", *given, *words]


def grade(folder: Path, out: Path, *words: str, key: str = KEY) -> subprocess.CompletedProcess[str]:
    """Mark with the real command, to its end."""
    return subprocess.run(
        command(folder, out, *words, key=key), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def results_in(out: Path) -> dict[str, Any]:
    """Every stored result by its path, without the seconds that it took."""
    found = {}
    for path in sorted((out / "results").glob("*/*/*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        assert raw.pop("seconds") >= 0
        found[path.relative_to(out).as_posix()] = raw
    return found


def table(out: Path, name: str = "marks.csv") -> str:
    return (out / name).read_text(encoding="utf-8")


def gradebook_in(out: Path) -> dict[str, list[Any]]:
    """Marks, comments and states in nbgrader's own database: rows sorted, without its random ids."""
    with sqlite3.connect(f"file:{out / 'gradebook.db'}?mode=ro", uri=True) as book:
        whose = """
            FROM {} AS it
            JOIN submitted_notebook ON submitted_notebook.id = it.notebook_id
            JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
            JOIN assignment ON assignment.id = submitted_assignment.assignment_id
            JOIN base_cell ON base_cell.id = it.cell_id
            ORDER BY student_id, assignment.name, base_cell.name"""
        key = "SELECT student_id, assignment.name, base_cell.name, "
        asked = {
            "grades": key + "auto_score, manual_score, extra_credit, needs_manual_grade" + whose.format("grade"),
            "comments": key + "auto_comment, manual_comment" + whose.format("comment"),
            "submissions": "SELECT student_id, name, timestamp FROM submitted_assignment JOIN assignment "
            "ON assignment.id = submitted_assignment.assignment_id ORDER BY student_id, name",
            "students": "SELECT id FROM student ORDER BY id",
        }
        return {what: book.execute(query).fetchall() for what, query in asked.items()}
