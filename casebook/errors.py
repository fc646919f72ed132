"""Errors that a user of the book meets: each says what, where, and what would mend it."""

from __future__ import annotations


class CasebookError(Exception):
    """Something in a case is wrong in a way that its author can mend."""


class CannotCombine(CasebookError, ValueError):
    """Two quantities do not fit together: other units, other populations, periods that overlap."""


class EvidenceError(CasebookError, ValueError):
    """The tables of a case are not as they must be. `problems` has one line for each fault found."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class UnknownId(CasebookError, KeyError):
    """No row has this id."""

    def __str__(self) -> str:
        return str(self.args[0])
