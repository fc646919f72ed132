"""What a hostile or broken submission is: what it tries, how it is put into the folder, and what must become of it.

Most are one sheet: the first question answered right, the attack in the place of the second's answer, the last question
answered right. So what was earned before and after the attack must be kept, and nothing else be gained.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.marking.conftest import answered, cell_called, right

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

EXERCISE = "two-readings-of-a-total"
BEFORE, AFTER = "usable", "counted-once"  # the questions that an attacker has answered right
ATTACKED = "calendar-years"  # the question in whose cell the attack stands
HONEST = frozenset({BEFORE, AFTER})
NOTHING: frozenset[str] = frozenset()

# What an attack prints: that it was made, and what it reached. A target that it should not see is never harmed blindly.
TRIED, GOT = "tried it all", "got hold of"


@dataclass(frozen=True)
class Ground:
    """Where the attacks are played: what each knows of the machine, which is more than a student would."""

    submissions: Path
    canary: Path  # a folder outside every sandbox
    project: Path
    out: Path
    key: str
    port: int  # where the test listens, on this machine
    socket: str  # and the name of its socket that no file holds
    mark: str  # in the command line of every process that an attack begins
    assignment: Assignment
    other: Assignment  # another exercise of the same course
    foreign: Assignment  # the same exercise of another course

    @property
    def names(self) -> str:
        """The line of Python that lets an attack know all this."""
        known = {
            "SUBMISSIONS": str(self.submissions),
            "CANARY": str(self.canary),
            "PROJECT": str(self.project),
            "OUT": str(self.out),
            "KEY": self.key,
            "PORT": self.port,
            "SOCKET": self.socket,
            "MARK": self.mark,
        }
        # In two parts, so that no error that quotes this line says that something was reached.
        known_in_parts = {name: f"{value[:4]!r} {value[4:]!r}" for name, value in (("TRIED", TRIED), ("GOT", GOT))}
        shown = {name: repr(value) for name, value in known.items()} | known_in_parts
        return "; ".join(f"{name} = {value}" for name, value in shown.items())


@dataclass(frozen=True)
class Hostile:
    """One submission: `put` writes it below the folder of submissions.

    `keeps` are the questions that it answered right. `kinds` are the flags that are a fair description, of which one
    must be there and `says` (in any case of letters) in its reason; without kinds, no flag is asked for. `shows` must
    stand in the outputs, `hides` in no byte of the result.
    """

    student: str
    tries: str
    put: Callable[[Path, Ground], None]
    keeps: frozenset[str] = HONEST
    kinds: tuple[str, ...] = ()
    says: str = ""
    shows: str = ""
    hides: tuple[str, ...] = field(default=())
    attack: str = ""  # its source, to be tried without a sandbox too
    is_passed_over: bool = False  # whether no result of it is fair


def attack(
    student: str,
    tries: str,
    source: str,
    *,
    kinds: tuple[str, ...] = (),
    says: str = "",
    keeps: frozenset[str] = HONEST,
    lives: bool = True,
    shows: str = "",
) -> Hostile:
    """A submission whose second answer is this source. An attack that `lives` must show that it was made."""

    def put(folder: Path, ground: Ground) -> None:
        sheet(folder, ground, student, attacked(ground, source))

    return Hostile(student, tries, put, keeps, kinds, says, shows or (TRIED if lives else ""), attack=source)


def attacked(ground: Ground, source: str, at: str = ATTACKED) -> dict[str, Any]:
    """The notebook with HONEST's answers, and the source in the place of another."""
    answers = {name: value for name, value in right(ground.assignment).items() if name in HONEST}
    notebook = answered(ground.assignment, answers)
    cell_called(notebook, f"solve-{at}")["source"] += f"\n{ground.names}\n{source.strip()}\n"
    return notebook


def honest(ground: Ground, ids: frozenset[str] | None = None) -> dict[str, Any]:
    """The notebook with right answers to these questions, or to all that have one."""
    answers = right(ground.assignment)
    return answered(ground.assignment, {name: answers[name] for name in (answers if ids is None else ids)})


def sheet(folder: Path, ground: Ground, student: str, notebook: Any) -> Path:
    """Hand a notebook in, as bytes or as what JSON holds."""
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    path = folder / student / f"{ground.assignment.slug}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
