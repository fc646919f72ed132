"""How a marking ends before all is marked."""

from __future__ import annotations

from casebook.errors import CasebookError


class Refused(CasebookError):
    """An argument cannot be right: a folder, a key, a time, an address. Nothing was begun."""


class Interrupted(CasebookError):
    """Something came between: Ctrl-C, or a cluster that went away. What is marked is kept; the same command goes on."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code  # of the command's exit
