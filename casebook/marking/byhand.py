"""Marks that a person gives in a spreadsheet: what waits is written out, and what was filled in is read back."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.errors import CasebookError
from casebook.marking.assignment import Assignment
from casebook.marking.gradebook import edited, opened
from casebook.marking.result import Result
from casebook.marking.sheet import inert, number, read_sheet, write_sheet

_KEY = ("student", "exercise", "question")
_FILLED = ("points", "comment")
_COLUMNS = (*_KEY, "out_of", *_FILLED, "answer")
_LONGEST = 30_000  # characters, of which a cell of a spreadsheet holds no more than 32 767


def write_written(path: Path, results: Sequence[Result], assignments: Mapping[str, Assignment]) -> None:
    """Write one row for each answer that waits for a person, question by question.

    What is filled in there already, of an answer that still waits, stands in the new file too.
    """
    waiting = [
        (slug, question, result)
        for slug, assignment in sorted(assignments.items())
        for question in assignment.questions
        for result in sorted(results, key=lambda one: one.student)
        if result.exercise == slug
        and any(mark.question == question["id"] and mark.points is None for mark in result.marks)
    ]
    before = _filled(path, _by_name(result.student for _, _, result in waiting))
    rows = []
    for slug, question, result in waiting:
        row = {
            "student": result.student,
            "exercise": slug,
            "question": question["id"],
            "out_of": number(question["points"]),
            "answer": _answer(result, question["solution"]),
        }
        rows.append(row | before.get((result.student, slug, str(question["id"])), {}))
    write_sheet(path, _COLUMNS, rows)


def apply_written(gradebook: Path, file: Path, assignments: Mapping[str, Assignment]) -> int:
    """Put the points and comments of a filled written.csv into the gradebook; says how many points.

    A row without points still waits. Raises CasebookError, naming row and column of every fault in the file, and
    changes nothing then.
    """
    from nbgrader.api import MissingEntry

    rows = _read(file)
    faults: list[str] = []
    count = 0
    with edited(gradebook) as draft, opened(draft) as book:
        students = _by_name(student.id for student in book.students)
        for place, row in rows:
            given = _Given.of(row, f"{file}, row {place}", assignments, faults)
            if given is None:
                continue
            student = students.get(inert(row["student"].strip()), row["student"])
            where = (given.cell, given.exercise, given.exercise, student)
            try:
                grade = book.find_grade(*where)
                if given.points is not None:
                    grade.manual_score, grade.needs_manual_grade = given.points, False
                    count += 1
                if given.comment:
                    book.find_comment(given.solution, *where[1:]).manual_comment = given.comment
            except MissingEntry:
                faults.append(
                    f"{file}, row {place}, column student: {row['student']!r} handed in no {given.exercise}; "
                    "write the name as it stands in marks.csv"
                )
        if faults:
            raise CasebookError("\n".join(faults))
        book.db.commit()
    return count


@dataclass(frozen=True)
class _Given:
    """A filled row: the exercise, the cells that carry points and answer, points (None: still waits), comment."""

    exercise: str
    cell: str
    solution: str
    points: float | None
    comment: str

    @classmethod
    def of(
        cls, row: Mapping[str, str], where: str, assignments: Mapping[str, Assignment], faults: list[str]
    ) -> _Given | None:
        """What a row says; None for a row that says nothing, or whose faults are now among `faults`."""
        if not any(row[name].strip() for name in _FILLED):
            return None
        slug = row["exercise"].strip()
        if slug not in assignments:
            faults.append(f"{where}, column exercise: there is no {slug!r}; there are {', '.join(sorted(assignments))}")
            return None
        questions = {str(one["id"]): one for one in assignments[slug].questions}
        name = row["question"].strip()
        if name not in questions:
            faults.append(f"{where}, column question: {slug} has no {name!r}; it has {', '.join(questions)}")
            return None
        question: Mapping[str, Any] = questions[name]
        text = row["points"].strip()
        points = _number(text)
        if text and (points is None or not 0 <= points <= question["points"]):
            most = number(question["points"])
            faults.append(f"{where}, column points: {text!r} is no number from 0 to {most}; mend it or leave it empty")
            return None
        return cls(slug, question["cell"], question["solution"], points, row["comment"].strip().removeprefix("'"))


def _by_name(students: Iterable[str]) -> dict[str, str]:
    """Students by how a table may name them: inert, and as a number without the noughts that Excel takes from it."""
    names = sorted(set(students))
    shorter = Counter(name.lstrip("0") for name in names if name.isdecimal())
    numbers = {name.lstrip("0"): name for name in names if shorter[name.lstrip("0")] == 1}
    return numbers | {inert(name): name for name in names}


def _read(file: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers as a spreadsheet program counts them."""
    try:
        rows = read_sheet(file)
    except (OSError, ValueError) as error:
        raise CasebookError(
            f"{file}: not readable as a table in UTF-8: {error}; save it as 'CSV UTF-8', as Excel calls it"
        ) from None
    absent = [name for name in (*_KEY, *_FILLED) if rows and name not in rows[0]]
    if absent:
        raise CasebookError(
            f"{file}, row 1: no column {', '.join(map(repr, absent))}; keep the columns that written.csv came with"
        )
    return list(enumerate(rows, start=2))


def _filled(path: Path, students: Mapping[str, str]) -> dict[tuple[str, str, str], dict[str, str]]:
    """What is filled in in a written.csv that is there, by its key, the students being known by what it calls them.

    One that is no such table is kept under another name.
    """
    if not path.is_file():
        return {}
    try:
        rows = [row for _, row in _read(path)]
    except CasebookError:
        path.replace(path.with_name(f"{path.stem}-unreadable{path.suffix}"))
        return {}
    return {
        (students.get(inert(row["student"].strip()), ""), row["exercise"].strip(), row["question"].strip()): {
            name: row[name] for name in _FILLED
        }
        for row in rows
        if any(row[name].strip() for name in _FILLED)
    }


def _number(text: str) -> float | None:
    """The number that a person wrote, with a point or a comma."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _answer(result: Result, cell: str) -> str:
    """What the student wrote in the cell, so that most answers can be marked from the table alone."""
    for source in _sources(result, cell):
        return source if len(source) <= _LONGEST else f"{source[:_LONGEST]} … (cut; the whole is in the feedback)"
    return ""


def _sources(result: Result, cell: str) -> Iterator[str]:
    for one in (result.notebook or {"cells": []})["cells"]:
        if one["metadata"].get("nbgrader", {}).get("grade_id") == cell:
            yield "".join(one["source"])
