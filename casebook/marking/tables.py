"""The marks as tables: for reading, and in the shapes that Moodle and Canvas import."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook.marking.assignment import Assignment
from casebook.marking.entries import Entry, Key, is_unmarked, key_of
from casebook.marking.result import Mark, Result
from casebook.marking.sheet import number, write_sheet
from casebook.marking.words import said_of

# How Moodle calls the folder of a submission, and Canvas its file.
_MOODLE = re.compile(r"(?:^|/)(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?=/)")
_CANVAS = re.compile(r"(?:^|/)(?P<name>[^/_]+)(?:_LATE)?_(?P<number>\d+)_\d+_[^/]+$")
_WORKSHEET = (
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed"),
    *("Last modified (submission)", "Last modified (grade)", "Feedback comments"),
)
_CANVAS_HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_ABOUT = ("student", "exercise", "attempt", "handed_in", "late")
_SUM = ("total", "out_of", "state", "look_at")


def write_tables(
    out: Path,
    results: Sequence[Result],
    assignments: Mapping[str, Assignment],
    entries: Mapping[Key, Entry],
) -> None:
    """Write into the folder `out`, of the attempts that count:

    - `marks.csv`: a row for each student and exercise, a column for each question; `marks/<exercise>.csv`: the same of
      one exercise, with what was wrong;
    - `moodle/<exercise>.csv`: Moodle's grading worksheet of one assignment, by the numbers that its folders have;
      `moodle.csv`: all exercises, for Moodle's import of grades;
    - `canvas.csv`: all exercises, as Canvas's gradebook takes them, by the numbers that its files have.

    Where an answer still waits for a person, Moodle and Canvas get neither grade nor comment.
    """
    slugs = [slug for slug in assignments if any(result.exercise == slug for result in results)]
    asked = list(dict.fromkeys(question["id"] for slug in slugs for question in assignments[slug].questions))
    write_sheet(out / "marks.csv", (*_ABOUT, *asked, *_SUM), [_row(result) for result in results])
    for slug in slugs:
        own = [result for result in results if result.exercise == slug]
        _write_exercise(out / "marks" / f"{slug}.csv", own, assignments[slug])
        comments = {result.student: _comments(result, assignments[slug], entries) for result in own}
        _write_worksheet(out / "moodle" / f"{slug}.csv", own, comments)
    chosen = {slug: assignments[slug] for slug in slugs}
    _write_moodle(out / "moodle.csv", results, chosen, entries)
    _write_canvas(out / "canvas.csv", results, chosen)


def _row(result: Result) -> dict[str, str]:
    return {
        "student": result.student,
        "exercise": result.exercise,
        "attempt": str(result.attempt),
        "handed_in": result.handed_in,
        "late": "late" if result.late else "",
        **{mark.question: number(mark.points) for mark in result.marks},
        "total": number(result.points),
        "out_of": number(sum(mark.out_of for mark in result.marks)),
        "state": _state(result),
        "look_at": "; ".join(dict.fromkeys(flag.kind for flag in result.flags)),
    }


def _state(result: Result) -> str:
    if is_unmarked(result):
        return "not marked: the program failed on it"
    if result.notebook is None:
        return "could not be run"
    waiting = sum(mark.points is None for mark in result.marks)
    return "marked" if not waiting else f"waits: {waiting} answer{'s' if waiting > 1 else ''} to mark by hand"


def _write_exercise(path: Path, results: Sequence[Result], assignment: Assignment) -> None:
    names = [question["id"] for question in assignment.questions]
    wrong = {name: f"{name}: what was wrong" for name in names}
    rows = [
        {**_row(result), **{wrong[mark.question]: said_of(mark, assignment) for mark in result.marks}}
        for result in results
    ]
    write_sheet(path, (*_ABOUT, *names, *_SUM, *wrong.values()), rows)


def _write_worksheet(path: Path, results: Sequence[Result], comments: Mapping[str, str]) -> None:
    rows = []
    for result in results:
        found = _MOODLE.search(result.file)
        rows.append(
            {
                # Moodle takes the number behind this word, and no other name, for the student.
                "Identifier": f"Participant {found['number']}" if found else result.student,
                "Full name": found["name"] if found else result.student,
                "Status": "Submitted for grading",
                "Grade": _final(result),
                "Maximum Grade": number(sum(mark.out_of for mark in result.marks)),
                "Grade can be changed": "Yes",
                "Feedback comments": comments[result.student],
            }
        )
    write_sheet(path, _WORKSHEET, rows)


def _write_moodle(
    path: Path, results: Sequence[Result], assignments: Mapping[str, Assignment], entries: Mapping[Key, Entry]
) -> None:
    rows: dict[str, dict[str, str]] = {}
    for result in results:
        found = _MOODLE.search(result.file)
        row = rows.setdefault(result.student, {"Username": result.student, "Full name": result.student})
        if found:
            row |= {"Identifier": f"Participant {found['number']}", "Full name": found["name"]}
        title = assignments[result.exercise].title
        row[title] = _final(result)
        row[f"{title} (feedback)"] = _comments(result, assignments[result.exercise], entries)
    titles = [name for one in assignments.values() for name in (one.title, f"{one.title} (feedback)")]
    write_sheet(path, ("Identifier", "Username", "Full name", *titles), list(rows.values()))


def _write_canvas(path: Path, results: Sequence[Result], assignments: Mapping[str, Assignment]) -> None:
    most = {one.title: number(one.points) for one in assignments.values()}
    rows: dict[str, dict[str, str]] = {}
    for result in results:
        found = _CANVAS.search(result.file)
        row = rows.setdefault(result.student, {"Student": result.student})
        row |= {"ID": found["number"]} if found else {"SIS Login ID": result.student}
        row[assignments[result.exercise].title] = _final(result)
    # Canvas knows the row of the highest points by these spaces.
    write_sheet(path, (*_CANVAS_HEAD, *most), [{"Student": "    Points Possible", **most}, *rows.values()])


def _final(result: Result) -> str:
    """The points where nothing waits any more: half a mark that is imported is a wrong one."""
    return "" if result.waits else number(result.points)


def _comments(result: Result, assignment: Assignment, entries: Mapping[Key, Entry]) -> str:
    """What a student reads beside the grade, a line a question, as the HTML that Moodle takes it for."""
    if result.waits:
        return ""
    lines = [_line(mark, assignment, entries.get(key_of(result, mark))) for mark in result.marks]
    return "<br>".join(html.escape(line, quote=False).replace("\n", " ") for line in lines)


def _line(mark: Mark, assignment: Assignment, entry: Entry | None) -> str:
    said = [said_of(mark, assignment), entry.comment.strip() if entry else ""]
    return " ".join(filter(None, [f"{mark.question}: {number(mark.points)} of {number(mark.out_of)}.", *said]))
