"""What an exporter hands back: the files it wrote, and what their format could not hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Note:
    """One question that a format holds otherwise than the page does, and in what way."""

    question: str
    said: str


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one format, how many questions they hold, and how they differ from the bank.

    `notes` are about single questions; `limits` hold of every question of the format.
    """

    format: str
    paths: tuple[Path, ...]
    questions: int
    notes: tuple[Note, ...] = ()
    limits: tuple[str, ...] = ()
