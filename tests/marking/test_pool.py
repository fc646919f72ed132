"""Processes that end in the midst of their work: it is known whose work it was, and everybody else is marked."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import psutil

from casebook.marking.intake import Submission
from casebook.marking.pool import Processes, Task
from casebook.marking.run import Limits
from tests.marking.cohort import DUE, EXERCISES
from tests.marking.conftest import answered, right

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

SLUG = EXERCISES[0]


class _Deadly(bytes):
    """What ends the process that it is sent to."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def task(assignment: Assignment, student: str, content: bytes) -> Task:
    file = f"{student}/{SLUG}/{SLUG}.ipynb"
    return Task(Submission(student, SLUG, 1, file, DUE.isoformat(), False), content, assignment)


def test_a_process_that_ends_costs_nobody_else_their_marks(assignments: Mapping[str, Assignment]):
    assignment = assignments[SLUG]
    whole = json.dumps(answered(assignment, right(assignment))).encode()
    names = ("anna", "deadly", "ben", "carla")
    tasks = [task(assignment, name, _Deadly() if name == "deadly" else whole) for name in names]
    taken: list[str] = []

    def one_by_one():
        for each in tasks:
            taken.append(each.submission.student)
            yield each

    before = set(psutil.Process().children(recursive=True))
    with Processes(2, Limits(), trusting=False) as pool:
        stream = pool.marked(one_by_one())
        first = next(stream)
        assert len(taken) <= 3, "more is read than is under way"
        done = {one.task.submission.student: one for one in [first, *stream]}
    assert set(done) == set(names)
    assert done["deadly"].result is None and "ended each time" in done["deadly"].trouble
    for name in ("anna", "ben", "carla"):
        result = done[name].result
        assert result is not None and result.student == name
        assert result.points == sum(one["points"] for one in assignment.questions if one["check"])
    left = [
        one for one in psutil.Process().children(recursive=True) if one not in before and "tracker" not in _line(one)
    ]
    assert left == []


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return "tracker"
