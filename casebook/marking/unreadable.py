"""What stops a submission from being marked: an error that carries its reason."""

from __future__ import annotations

from casebook.marking.result import Flag


class Unreadable(Exception):
    """A submission cannot be marked. `flag` says why, in words for a person."""

    def __init__(self, kind: str, reason: str) -> None:
        self.flag = Flag(kind, reason)
        super().__init__(reason)
