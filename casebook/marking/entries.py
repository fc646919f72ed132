"""What a gradebook holds of one answer, and the results as they are with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.marking.result import Mark, Result

# Of a student, an exercise and a question.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """The points of one answer (None while it waits for a person), whether a person gave them, and their comment."""

    points: float | None
    by_hand: bool
    comment: str


def with_gradebook(results: Sequence[Result], entries: Mapping[Key, Entry]) -> list[Result]:
    """The results with the points that stand in the gradebook, where people may have given or changed them."""
    return [
        replace(result, marks=tuple(_mark(mark, entries.get(key_of(result, mark))) for mark in result.marks))
        for result in results
    ]


def key_of(result: Result, mark: Mark) -> Key:
    """Where the gradebook has the entry of this mark."""
    return (result.student, result.exercise, mark.question)


def is_unmarked(result: Result) -> bool:
    """Whether the program itself failed on it: it has no marks then, which is not the same as no points."""
    return any(flag.kind == "unmarked" for flag in result.flags)


def _mark(mark: Mark, entry: Entry | None) -> Mark:
    if entry is None:
        return mark
    # Whoever gave points by hand has judged the answer anew.
    return replace(mark, points=entry.points, fault=None if entry.by_hand else mark.fault)
