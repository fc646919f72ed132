"""What a student gets back: their own work with its marks, and what was wrong in words. No test, no right answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.marking.assignment import Assignment
from casebook.marking.course import student_folder
from casebook.marking.entries import Entry, Key, key_of
from casebook.marking.pages import page
from casebook.marking.result import Mark, Result
from casebook.marking.shown import Shown, plain, shown_by
from casebook.marking.store import write_whole
from casebook.marking.words import said_of, told_to_the_student

_LONGEST = 20_000  # characters of one cell


@dataclass(frozen=True)
class Marked:
    """One question as the page shows it."""

    number: int
    what: str
    points: float | None
    out_of: float
    said: str
    comment: str


@dataclass(frozen=True)
class Cell:
    """A cell that the student wrote."""

    is_code: bool
    source: str
    shown: Sequence[Shown]


@dataclass
class Part:
    """A cell for an answer: its questions, what the student wrote in it, and in cells of their own behind it."""

    questions: list[Marked] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


def write_feedback(
    folder: Path,
    results: Sequence[Result],
    assignments: Mapping[str, Assignment],
    entries: Mapping[Key, Entry],
) -> None:
    """Write `<student>/<exercise>.html` into `folder` for each result of an attempt that counts."""
    for result in results:
        path = folder / student_folder(result.student) / f"{result.exercise}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, feedback_page(result, assignments[result.exercise], entries))


def feedback_page(result: Result, assignment: Assignment, entries: Mapping[Key, Entry]) -> bytes:
    """The page for one result, whose marks are those of the gradebook; `entries` has the comments."""
    parts = list(_parts(result, assignment, entries))
    return page(
        "feedback.html",
        title=assignment.title,
        result=result,
        handed_in=result.handed_in.replace("T", " ")[:16],
        out_of=sum(mark.out_of for mark in result.marks),
        told=told_to_the_student(result),
        parts=parts,
        marked=sorted((one for part in parts for one in part.questions), key=lambda one: one.number),
    )


def _parts(result: Result, assignment: Assignment, entries: Mapping[Key, Entry]) -> Iterator[Part]:
    """The parts in the order of the exercise; cells before the first answer make one without questions."""
    parts: dict[str, Part] = {"": Part()}
    marks = {mark.question: mark for mark in result.marks}
    for place, question in enumerate(assignment.questions, start=1):
        mark = marks[question["id"]]
        comment = entries.get(key_of(result, mark))
        marked = _marked(place, question["what"], mark, assignment, comment.comment if comment else "")
        parts.setdefault(question["solution"], Part()).questions.append(marked)
    here = parts[""]
    given = {_name_of(cell): cell for cell in assignment.cells["cells"]}
    for cell in (result.notebook or {"cells": []})["cells"]:
        name = _name_of(cell)
        here = parts.get(name, here) if name else here
        if name in parts or _is_own(cell, given.get(name)):
            here.cells.append(_cell(cell))
    yield from (part for part in parts.values() if part.questions or part.cells)


def _marked(place: int, what: str, mark: Mark, assignment: Assignment, comment: str) -> Marked:
    asked = what[:1].upper() + what[1:].rstrip(".")
    return Marked(place, asked, mark.points, mark.out_of, said_of(mark, assignment), plain(comment).strip())


def _name_of(cell: Mapping[str, Any]) -> str:
    """What nbgrader calls the cell, or its id where it has no part in the marking."""
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or cell.get("id", ""))


def _is_own(cell: Mapping[str, Any], given: Mapping[str, Any] | None) -> bool:
    """Whether the student put this cell there: it is none of those that were released."""
    return given is None and cell["cell_type"] in ("code", "markdown") and bool("".join(cell["source"]).strip())


def _cell(cell: Mapping[str, Any]) -> Cell:
    source = plain("".join(cell["source"]))
    if len(source) > _LONGEST:
        source = f"{source[:_LONGEST]}\n… (the rest is left out)"
    return Cell(cell["cell_type"] == "code", source, shown_by(cell) if cell["cell_type"] == "code" else ())
