"""What a notebook's cells did when they were run: the words that the sandbox's two sides share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OK, ERROR = "ok", "error"  # how a cell ends of itself
TIMED_OUT, CRASHED, TOO_MUCH = "timed-out", "crashed", "too-much"  # how it is ended, or ends the kernel
SKIPPED = "skipped"  # the time of the whole notebook was up, or the kernel had been ended too often


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds of clock time, bytes, and how often its kernel is started anew.

    `memory` is address space, of which the libraries themselves take up to one gibibyte. `output` is for all cells
    together; one cell may write a quarter of it.
    """

    cell_seconds: float = 30
    notebook_seconds: float = 180
    memory: int = 3 << 30
    disk: int = 64 << 20
    output: int = 4 << 20
    restarts: int = 3


@dataclass(frozen=True)
class CodeCell:
    """A cell to run. `probes` are the names of the questions' variables that are looked at once it has run."""

    id: str
    source: str
    probes: tuple[str, ...] = ()


@dataclass
class CellRun:
    """What one cell did: how it ended, its outputs as nbformat holds them, and the reason where it was ended."""

    ended: str = SKIPPED
    outputs: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""


@dataclass
class Run:
    """What all cells did, by their ids, and what was seen of each probed name (see `exercises.checks.seen`)."""

    cells: dict[str, CellRun] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One notebook to run: its code cells in order, and the data files that lie beside it."""

    cells: Sequence[CodeCell]
    files: Mapping[str, bytes]
    limits: Limits = Limits()
