"""What marking found of one submission: a mark for each question, and what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What is wrong with an answer, besides the slugs of the known misconceptions.
MISSING, WRONG_TYPE, WRONG_VALUE = "missing", "wrong type", "wrong value"
# The answer to a written question stands as it was released: nothing to read.
UNTOUCHED = "untouched"


@dataclass(frozen=True)
class Mark:
    """The mark of one question.

    `points` is None while it waits for a person. `fault` is None where the answer is right or waits; otherwise one of
    the words above or the slug of a misconception. `hint` says where to look again, and never what is right.
    """

    question: str
    points: float | None
    out_of: float
    fault: str | None = None
    hint: str = ""


@dataclass(frozen=True)
class Flag:
    """Something that a person should look at: a kind of `flags.KINDS`, and the reason in a sentence."""

    kind: str
    reason: str


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    `digest` is of all that the marks follow from (the file, the exercise's variant, the limits), so that a result is
    found again when marking goes on after an interruption, and only then. `handed_in` is an ISO time in UTC.
    `notebook` is the notebook as it was run, with nbgrader's metadata, and without a hidden test; None where the
    submission could not be run, in which case every question has no points.
    """

    student: str
    exercise: str
    variant: str
    attempt: int
    file: str
    handed_in: str
    late: bool
    digest: str
    marks: tuple[Mark, ...]
    flags: tuple[Flag, ...]
    seconds: float
    notebook: Mapping[str, Any] | None

    @property
    def points(self) -> float:
        """The points so far, without what waits for a person."""
        return sum(mark.points or 0 for mark in self.marks)

    @property
    def waits(self) -> bool:
        """Whether a person has yet to mark something."""
        return any(mark.points is None for mark in self.marks)

    def to_json(self) -> dict[str, Any]:
        """The result as JSON holds it."""
        fields = dict(vars(self))
        return {**fields, "marks": [vars(mark) for mark in self.marks], "flags": [vars(flag) for flag in self.flags]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Result:
        """The result that `to_json` wrote. Raises TypeError or KeyError for anything else."""
        marks = tuple(Mark(**mark) for mark in raw["marks"])
        return cls(**{**raw, "marks": marks, "flags": tuple(Flag(**flag) for flag in raw["flags"])})
