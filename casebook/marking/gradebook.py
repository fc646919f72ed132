"""nbgrader's own gradebook, by its own programming interface: what was marked, and what people marked in it."""

from __future__ import annotations

import copy
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from casebook.errors import CasebookError
from casebook.exercises.template import CODE_STUB, RELEASE_STEPS, TEXT_STUB
from casebook.marking.assignment import Assignment
from casebook.marking.course import same_work
from casebook.marking.entries import Entry, Key, is_unmarked
from casebook.marking.result import Result

COURSE = "casebook"  # the name of a course that nobody named


def write_gradebook(
    path: Path,
    results: Sequence[Result],
    assignments: Mapping[str, Assignment],
    *,
    course: str = COURSE,
    due: datetime | None = None,
) -> None:
    """Write the results of the attempts that count into the gradebook at `path`, which is made where there is none.

    What people marked and commented on there is kept; where the work itself has changed since (what lies in
    `autograded/` beside the gradebook is compared), nbgrader's own sign asks them to look again. The file is
    replaced at the end, whole. Raises CasebookError for a file that is no gradebook, and for one that holds
    submissions of an exercise with other cells.
    """
    counted = sorted(results, key=lambda result: (result.exercise, result.student))
    with edited(path) as draft:
        _write_assignments(draft, path, assignments, course, due)
        with opened(draft, course) as book:
            for result in counted:
                changed = not same_work(path.parent, result)
                _write_result(book, result, assignments[result.exercise], changed)


def entries_of(path: Path, assignments: Mapping[str, Assignment]) -> dict[Key, Entry]:
    """What the gradebook at `path` holds of each answer; nothing where there is none."""
    if not path.is_file():
        return {}
    found = {}
    with opened(path) as book:
        for slug, assignment in assignments.items():
            questions = {question["cell"]: question for question in assignment.questions}
            # A comment is on the cell of an answer, and stands with the first question that the cell answers.
            first = {question["solution"]: question["id"] for question in reversed(assignment.questions)}
            comments = {(student, cell): one.manual_comment for student, cell, one in _comments(book, slug)}
            for student, cell, grade in _grades(book, slug):
                if question := questions.get(cell):
                    comment = comments.get((student, question["solution"])) or ""
                    found[student, slug, question["id"]] = Entry(
                        points=None if grade.needs_manual_grade else float(grade.score),
                        by_hand=grade.manual_score is not None,
                        comment=comment if first[question["solution"]] == question["id"] else "",
                    )
    return found


@contextmanager
def edited(path: Path) -> Iterator[Path]:
    """A copy of the gradebook at `path` to work on, which takes its place if all goes well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    try:
        if path.exists():
            _copy(path, draft)
        else:
            _begin(draft)
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            left.unlink(missing_ok=True)


@contextmanager
def opened(path: Path, course: str = COURSE) -> Iterator[Any]:
    """Nbgrader's Gradebook on the file at `path`."""
    from nbgrader.api import Gradebook  # here, so that what needs no gradebook starts without it
    from sqlalchemy import text

    with closing(Gradebook(f"sqlite:///{path}", course)) as book:
        # What is written is a draft, and on the disk as a whole once it is done.
        book.db.execute(text("PRAGMA synchronous=OFF"))
        yield book


def _begin(draft: Path) -> None:
    """Begin a gradebook with the version of its form, for which nbgrader itself would start another program."""
    import nbgrader
    from alembic.script import ScriptDirectory

    version = ScriptDirectory(str(Path(nbgrader.__file__).with_name("alembic"))).get_current_head()
    with closing(sqlite3.connect(draft)) as book:
        book.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        book.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        book.commit()


def _copy(path: Path, draft: Path) -> None:
    """Copy by sqlite's own means, which also take in what another program has not yet written back."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as copied:
            source.execute("SELECT count(*) FROM submitted_assignment")
            source.backup(copied)
    except sqlite3.DatabaseError as error:
        raise CasebookError(
            f"{path}: no gradebook of nbgrader ({error}); move it away, and a new one will be written"
        ) from None


def _write_assignments(
    draft: Path, path: Path, assignments: Mapping[str, Assignment], course: str, due: datetime | None
) -> None:
    from nbgrader.preprocessors import SaveCells

    with opened(draft, course) as book:
        for slug in sorted(assignments):
            book.update_or_create_assignment(slug, course_id=course, **({"duedate": due} if due else {}))
    for slug, assignment in sorted(assignments.items()):
        about = {"notebook": slug, "assignment": slug, "db_url": f"sqlite:///{draft}"}
        try:
            SaveCells().preprocess(_as_saved(assignment.source), {"nbgrader": about})
        except RuntimeError:  # nbgrader keeps the cells of an exercise that it has submissions of
            raise CasebookError(
                f"{path}: holds submissions of another version of {slug}, with other cells; "
                "mark into another folder (--out), or move this gradebook away"
            ) from None


def _as_saved(source: Mapping[str, Any]) -> Any:
    """The instructor's notebook as nbgrader has it in its gradebook: without solutions, with its hidden tests."""
    from nbgrader import preprocessors
    from traitlets.config import Config

    settings = Config()
    settings.ClearSolutions.code_stub = {"python": CODE_STUB}
    settings.ClearSolutions.text_stub = TEXT_STUB
    notebook = nbformat.from_dict(copy.deepcopy(dict(source)))  # type: ignore[no-untyped-call]
    resources: Any = {}
    for name in RELEASE_STEPS[: RELEASE_STEPS.index("ComputeChecksums") + 1]:
        notebook, resources = getattr(preprocessors, name)(config=settings).preprocess(notebook, resources)
    return notebook


def _write_result(book: Any, result: Result, assignment: Assignment, changed: bool) -> None:
    """Write the marks as nbgrader's own marking does, which never touches what people gave."""
    book.update_or_create_student(result.student)
    when = {"timestamp": result.handed_in} if result.handed_in else {}
    with book.db.no_autoflush:  # else SQLAlchemy warns of how nbgrader puts a submission together
        submission = book.update_or_create_submission(result.exercise, result.student, **when)
    marks = {mark.question: mark for mark in result.marks}
    cells = {question["cell"]: marks[question["id"]] for question in assignment.questions}
    for _, cell, grade in _grades(book, result.exercise, submission.id):
        points = cells[cell].points if not is_unmarked(result) else None
        changed_here = changed or grade.auto_score != points
        grade.auto_score = points
        if grade.manual_score is None:
            grade.needs_manual_grade = points is None
        elif changed_here:
            grade.needs_manual_grade = True
    unanswered = _unanswered(result)
    for _, cell, comment in _comments(book, result.exercise, submission.id):
        comment.auto_comment = "No response." if cell in unanswered else None  # nbgrader's own words
    book.db.commit()


def _unanswered(result: Result) -> set[str]:
    """The cells for answers that stand as they were released, told as nbgrader tells them."""
    from nbgrader import utils

    notebook: Any = nbformat.from_dict(dict(result.notebook or {"cells": []}))  # type: ignore[no-untyped-call]
    return {
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if utils.is_solution(cell) and cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
    }


def _grades(book: Any, slug: str, submission: str | None = None) -> list[Any]:
    """Student, cell's name and grade of every answer to an exercise, or of those of one submission."""
    from nbgrader import api

    asked = (
        book.db.query(api.Student.id, api.GradeCell.name, api.Grade)
        .select_from(api.Grade)
        .join(api.GradeCell, api.GradeCell.id == api.Grade.cell_id)
    )
    return list(_of(asked, api.Grade, slug, submission))


def _comments(book: Any, slug: str, submission: str | None = None) -> list[Any]:
    """Student, cell's name and comment of every cell for answers, or of those of one submission."""
    from nbgrader import api

    asked = (
        book.db.query(api.Student.id, api.SolutionCell.name, api.Comment)
        .select_from(api.Comment)
        .join(api.SolutionCell, api.SolutionCell.id == api.Comment.cell_id)
    )
    return list(_of(asked, api.Comment, slug, submission))


def _of(asked: Any, what: Any, slug: str, submission: str | None) -> Any:
    from nbgrader import api

    found = (
        asked.join(api.SubmittedNotebook, api.SubmittedNotebook.id == what.notebook_id)
        .join(api.SubmittedAssignment, api.SubmittedAssignment.id == api.SubmittedNotebook.assignment_id)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .join(api.Student, api.Student.id == api.SubmittedAssignment.student_id)
        .filter(api.Assignment.name == slug)
    )
    return found.filter(api.SubmittedAssignment.id == submission) if submission else found
