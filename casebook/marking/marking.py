"""Mark one submission: its notebook run by a kernel elsewhere, its answers judged here."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from casebook.exercises import checks
from casebook.marking.assignment import Assignment
from casebook.marking.fitting import Fitted, fitted
from casebook.marking.hints import hint
from casebook.marking.inert import inert
from casebook.marking.intake import Submission
from casebook.marking.reading import check_identity, notebook_in
from casebook.marking.result import MISSING, UNTOUCHED, WRONG_TYPE, WRONG_VALUE, Flag, Mark, Result
from casebook.marking.run import CRASHED, ERROR, SKIPPED, TIMED_OUT, TOO_MUCH, CellRun, Job, Limits, Run
from casebook.marking.suspicion import suspected
from casebook.marking.unreadable import Unreadable

_RULES = 2  # goes up whenever the same submission would be marked otherwise than before
_NAMED_AT_MOST = 5
_DISK_FULL = ("[Errno 27]", "[Errno 28]", "[Errno 122]")
_FORMS = {
    "number": "a number",
    "interval": "an interval",
    "choice": "one of the words that were offered",
    "choices": "a list of the words that were offered",
    "order": "a list in order",
    "table": "a table with the rows and columns that were asked for",
}


class Runner(Protocol):
    """What runs notebooks: `kernels.Kernels`."""

    def run(self, job: Job) -> Run: ...


def mark(submission: Submission, content: bytes, assignment: Assignment, limits: Limits, kernels: Runner) -> Result:
    """The result of one submission, whatever it is.

    Raises only what `kernels` raises where no kernel can be had.
    """
    began = time.monotonic()
    try:
        if submission.fault:
            raise Unreadable(submission.fault.kind, submission.fault.reason)
        notebook = notebook_in(content)
        check_identity(notebook, assignment)
    except Unreadable as error:
        return _result(submission, content, assignment, limits, _none(assignment), (error.flag,), None)
    fit = fitted(notebook.cells, assignment)
    run = kernels.run(Job(fit.run, assignment.files, limits))
    marks = tuple(_mark(question, fit, run, assignment) for question in assignment.questions)
    flags = (
        *notebook.flags,
        *_of_run(fit, run),
        *suspected(fit, assignment),
        *fit.flags,
        *_refusals(run, assignment),
        *_drawn_elsewhere(fit, run, marks, assignment),
    )
    marked = _marked_notebook(fit, run, marks, assignment)
    result = _result(submission, content, assignment, limits, marks, flags, marked)
    return dataclasses.replace(result, seconds=round(time.monotonic() - began, 3))


def digest_of(submission: Submission, content: bytes, assignment: Assignment, limits: Limits) -> str:
    """SHA-256, in hexadecimal, of all that a result follows from; who handed it in under which name is not in it."""
    fault = vars(submission.fault) if submission.fault else None
    notes = [vars(note) for note in submission.notes]
    told = [_RULES, assignment.digest, dataclasses.asdict(limits), submission.late, fault, notes]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode() + b"\0" + content).hexdigest()


def reason_of(mark: Mark, assignment: Assignment) -> str:
    """Why a question earned nothing, in words for its student; '' where it earned points or waits for them."""
    question = next(one for one in assignment.questions if one["id"] == mark.question)
    name = question["name"]
    if mark.points is None or mark.fault is None:
        return ""
    if mark.fault == MISSING:
        return f"there is no answer called {name}" if name else "there is no answer"
    if mark.fault == WRONG_TYPE:
        return f"{name} is not {_FORMS.get(str(question['kind']), 'in the form that was asked for')}"
    if mark.fault == UNTOUCHED:
        return "there is no answer"
    if mark.fault == WRONG_VALUE:
        return f"{name} is not right{f': {mark.hint}' if mark.hint else ''}"
    return f"{name} is not right: {assignment.misconceptions.get(mark.fault, mark.fault)}"


def _result(
    submission: Submission,
    content: bytes,
    assignment: Assignment,
    limits: Limits,
    marks: tuple[Mark, ...],
    flags: tuple[Flag, ...],
    notebook: Mapping[str, Any] | None,
) -> Result:
    digest = digest_of(submission, content, assignment, limits)
    return _of(submission, assignment, digest, marks, (*flags, *submission.notes), notebook)


def unmarked(submission: Submission, assignment: Assignment, why: str) -> Result:
    """The result of a submission that the program itself failed on: no points and no digest, so that it is tried again.

    `why` is the reason for the person who looks.
    """
    return _of(submission, assignment, "", _none(assignment), (Flag("unmarked", why),), None)


def _of(
    submission: Submission,
    assignment: Assignment,
    digest: str,
    marks: tuple[Mark, ...],
    flags: tuple[Flag, ...],
    notebook: Mapping[str, Any] | None,
) -> Result:
    return Result(
        student=submission.student,
        exercise=assignment.slug,
        variant=assignment.variant,
        attempt=submission.attempt,
        file=submission.file,
        handed_in=submission.handed_in,
        late=submission.late,
        digest=digest,
        marks=marks,
        flags=flags,
        seconds=0.0,
        notebook=notebook,
    )


def _none(assignment: Assignment) -> tuple[Mark, ...]:
    return tuple(Mark(one["id"], 0.0, float(one["points"]), MISSING) for one in assignment.questions)


def _mark(question: Mapping[str, Any], fit: Fitted, run: Run, assignment: Assignment) -> Mark:
    name, out_of = str(question["id"]), float(question["points"])
    if question["check"] is None:
        if _source(fit.notebook, question["cell"]) == _source(assignment.cells, question["cell"]):
            return Mark(name, 0.0, out_of, UNTOUCHED)
        return Mark(name, None, out_of)
    seen = run.seen.get(question["name"], checks.MISSING)
    fault = _fault(seen, question["check"])
    where = hint(seen, question["check"]) if fault == WRONG_VALUE else ""
    return Mark(name, 0.0 if fault else out_of, out_of, fault, where)


def _fault(value: Any, check: dict[str, Any]) -> str | None:
    """What is wrong with an answer. A value that was made up to trip the comparison is of the wrong type."""
    if _refusal(value):
        return WRONG_TYPE
    try:
        found = checks.fault(value, check)
    except Exception:
        return WRONG_TYPE
    return None if found is None else str(found)


def _refusal(value: Any) -> str:
    """Why an answer could not be read at all; '' where it could."""
    if isinstance(value, dict) and set(value) == {"__refused__"}:
        return str(value["__refused__"])[:200] or "it cannot be read"
    return ""


def _refusals(run: Run, assignment: Assignment) -> Iterator[Flag]:
    for question in assignment.questions:
        if why := _refusal(run.seen.get(question["name"])):
            # What a student's object says of itself may be anything.
            told = "".join(one if one.isprintable() else " " for one in why)
            yield Flag("refused-value", f"the answer {question['name']} cannot be read: {told}")


def _drawn_elsewhere(fit: Fitted, run: Run, marks: tuple[Mark, ...], assignment: Assignment) -> Iterator[Flag]:
    """A chart that has no answer in its own cell, where another cell of the student's shows a picture."""
    asked = list(zip(assignment.questions, marks, strict=True))
    waits = {question["cell"] for question, mark in asked if mark.points is None}
    codes: dict[str, str] = {}  # what nbgrader calls each code cell that is the student's, by its id
    for cell in fit.notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and not about.get("locked"):
            codes[cell["id"]] = about.get("grade_id", "")
    drawn = [
        fit.where[cell]
        for cell, name in codes.items()
        if name not in waits
        and any("image/png" in (output.get("data") or {}) for output in run.cells.get(cell, CellRun()).outputs)
    ]
    for question, mark in asked:
        if drawn and mark.fault == UNTOUCHED and question["cell"] in codes.values():
            places = ", ".join(drawn[:_NAMED_AT_MOST])
            yield Flag("repaired", f"cell {question['cell']} has no answer, but a picture is shown in {places}")


def _of_run(fit: Fitted, run: Run) -> Iterator[Flag]:
    """What went beyond a wrong answer while the cells ran, the same thing once for all cells."""
    found: dict[tuple[str, str], list[str]] = {}
    for cell in fit.run:
        one = run.cells.get(cell.id, CellRun())
        if told := _trouble(one):
            found.setdefault(told, []).append(fit.where.get(cell.id, cell.id))
    for (kind, reason), places in found.items():
        more = f" and {len(places) - _NAMED_AT_MOST} more" if len(places) > _NAMED_AT_MOST else ""
        yield Flag(kind, f"{', '.join(places[:_NAMED_AT_MOST])}{more}: {reason}")


def _trouble(one: CellRun) -> tuple[str, str] | None:
    if one.ended in (TIMED_OUT, CRASHED, TOO_MUCH):
        return one.ended, one.reason or "it had to be ended"
    if one.ended == SKIPPED:
        return TIMED_OUT, one.reason or "it was not run: the time, or the kernels, were used up"
    if one.reason:
        return TOO_MUCH, one.reason
    errors = [output for output in one.outputs if output.get("output_type") == "error"]
    if one.ended == ERROR and any(error.get("ename") == "MemoryError" for error in errors):
        return TOO_MUCH, "it asked for more memory than is allowed"
    if one.ended == ERROR and any(sign in str(error.get("evalue")) for error in errors for sign in _DISK_FULL):
        return TOO_MUCH, "it wrote more to the disk than is allowed"
    return None


def _marked_notebook(fit: Fitted, run: Run, marks: tuple[Mark, ...], assignment: Assignment) -> dict[str, Any]:
    """The notebook with its outputs; the test of an answer that earned nothing has one error, and no other has any."""
    tests = {
        question["cell"]: reason_of(mark, assignment)
        for question, mark in zip(assignment.questions, marks, strict=True)
        if question["check"] is not None
    }
    for cell in fit.notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name not in tests:
            cell["outputs"] = inert(run.cells.get(cell["id"], CellRun()).outputs)
        elif reason := tests[name]:
            cell["outputs"] = [
                {"output_type": "error", "ename": "AssertionError", "evalue": reason, "traceback": [reason]}
            ]
        else:
            cell["outputs"] = []
    return fit.notebook


def _source(notebook: Mapping[str, Any], name: str) -> str:
    """The source of the cell with this grade id."""
    cells = notebook["cells"]
    return next(str(one["source"]) for one in cells if one["metadata"].get("nbgrader", {}).get("grade_id") == name)
