"""Good work under names that lead elsewhere, cannot be shown, or are one another's twins."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.marking.hostile.case import EXERCISE, HONEST, NOTHING, Ground, Hostile, honest, sheet
from tests.marking.hostile.cells import ALL

STUDENTS = {
    "..%2f..%2fetc": "goes up, written for the web",
    "%2e%2e": "is two dots, written for the web",
    "..\\..\\windows": "goes up, written for Windows",
    "line\nbreak": "is two lines",
    "\x1b[2J\x07bell": "speaks to the terminal",
    "n" * 255: "is as long as a name may be",
    "ñ" * 127: "is as long, and longer for every letter",
    "-rf": "is an option",
    "--help": "is a longer option",
    "__init__": "is a name of Python's own",
    "~": "is the home of whoever marks",
    "$(touch was-here)`touch was-here`": "is a command",
    "CON": "is a device on Windows",
    "ends in a dot.": "loses its dot on Windows",
    " ": "is a blank",
    "=HYPERLINK(1)": "is a formula",
    "<img src=x onerror=alert(1)>": "is a picture with a script",
    "{{ 7 * 7 }}": "is a template",
    "%s%n%(student)s": "is a pattern for printing",
    "'; drop table student; --": "is a statement in SQL",
    "gradebook.db": "is the gradebook's name",
    "results": "is the name of a folder of the marker's",
    "\u202egpj.exe": "is written from right to left",
    "שלום-עולם": "is in Hebrew",
    "🦆\u200d🦆": "is two ducks",
    "null\ufffd\ufeff": "has what cannot be seen",
    os.fsdecode(b"\xff\xfe\x80"): "is no text at all",
}
TWINS = (("Zo\u00eb", "Zoe\u0308"), ("Kim", "kim"), ("ﬁona", "fiona"), ("stra\u00dfe", "strasse"))
FILES = {
    f"-{EXERCISE}.ipynb": "a file that looks like an option",
    f"{EXERCISE.upper()}.IPYNB": "capitals throughout",
    f"{EXERCISE}\n.ipynb": "a line break in the file's name",
    f"{'n' * 220}-{EXERCISE}.ipynb": "a file's name that is as long as may be",
    "🦆.ipynb": "a file's name that says nothing",
    f"..%2f{EXERCISE}.ipynb": "a file's name that goes up, written for the web",
    f"..\\{EXERCISE}.ipynb": "a file's name that goes up, written for Windows",
}


def cases() -> list[Hostile]:
    """All of them."""
    found = [_named(name, f"is called by a name that {why}") for name, why in STUDENTS.items()]
    for one, other in TWINS:
        found += [_named(one, f"is almost called {other!r}"), _named(other, f"is almost called {one!r}", HONEST)]
    found += [_filed(f"file-{place}", name, why) for place, (name, why) in enumerate(FILES.items())]
    found.append(
        Hostile(
            "...",
            "is called by dots alone, as files are that nobody should see",
            _put("..."),
            NOTHING,
            is_passed_over=True,
        )
    )
    return found


def _named(student: str, tries: str, keeps: frozenset[str] = ALL) -> Hostile:
    return Hostile(student, tries, _put(student, keeps), keeps)


def _put(student: str, keeps: frozenset[str] = ALL) -> Callable[[Path, Ground], None]:
    def put(folder: Path, ground: Ground) -> None:
        sheet(folder, ground, student, honest(ground, keeps))

    return put


def _filed(student: str, name: str, why: str) -> Hostile:
    def put(folder: Path, ground: Ground) -> None:
        path = sheet(folder, ground, student, honest(ground))
        path.rename(path.with_name(name))

    return Hostile(student, f"hands in {why}", put, ALL)
