"""An exercise as marking needs it: what was released, what is asked of which cell, and what is right.

Apart from `assignments`, which makes them, so that the processes that mark start without what making them takes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Assignment:
    """One variant of an exercise, in plain values that can be sent to another process or computer.

    `cells` is the notebook that students got and `source` the instructor's, both as nbformat's dictionaries.
    `questions` are those of `exercises.release.key_of`: each with "id", "points", "kind", "cell" (the grade id of the
    cell that carries its points), "solution" (that of the cell it is answered in), "name", "what" and "check".
    `files` are the data files by name. `misconceptions` are the words of each, by slug. It holds every answer, so it
    must never reach a student's kernel whole.
    """

    slug: str
    variant: str
    title: str
    points: float
    cells: Mapping[str, Any]
    questions: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes]
    source: Mapping[str, Any]
    misconceptions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that a mark may follow from."""
        files = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        told = [self.slug, self.variant, self.title, self.cells, self.questions, files, self.misconceptions]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
