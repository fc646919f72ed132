"""What was wrong with an answer, in words for the student who gave it."""

from __future__ import annotations

from casebook.marking.assignment import Assignment
from casebook.marking.entries import is_unmarked
from casebook.marking.marking import reason_of
from casebook.marking.result import Mark, Result

# What a student is told of the flags; of a mere suspicion they are not.
_TOLD = ("malformed", "wrong-exercise", "crashed", "timed-out", "too-much", "repaired", "refused-value")


def said_of(mark: Mark, assignment: Assignment) -> str:
    """What was wrong, in a sentence; nothing where the answer is right or waits. It never gives the answer away."""
    words = assignment.misconceptions.get(mark.fault or "")
    if mark.points is not None and words:
        return f"You {words.rstrip('.')}."
    reason = reason_of(mark, assignment)
    return f"{reason[0].upper()}{reason[1:]}." if reason.startswith("there ") else reason and f"{reason}."


def told_to_the_student(result: Result) -> list[str]:
    """What happened to the submission as a whole, as far as its student should know."""
    if is_unmarked(result):
        return ["Your work could not be marked yet. That is no fault of yours."]
    return list(dict.fromkeys(flag.reason for flag in result.flags if flag.kind in _TOLD))
