"""In the exercises' tables of real figures, the source named in a row printed the numbers that stand in it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import casebook
from casebook.exercises.exercise import load_exercise
from casebook.exercises.variant import variant_of

ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(path.parent.name for path in ROOT.glob("exercises/*/exercise.yml"))
_PLACES = ("where", "source")
_TELLING = 3  # digits: smaller numbers are printed by everybody


def printed_by(case: casebook.Case) -> dict[str, set[str]]:
    """The sources that print a number, by the number without its commas."""
    found: dict[str, set[str]] = {}
    for figure in case.figures.values():
        if figure.source:
            found.setdefault(str(figure.printed).replace(",", ""), set()).add(case.source(figure.source).short)
    return found


def unattested(text: str, known: dict[str, set[str]]) -> list[str]:
    """Numbers of a table that sources print, but not the ones that their rows name."""
    faults = []
    for row in csv.DictReader(io.StringIO(text)):
        named = " ".join(row[place] for place in _PLACES if row.get(place))
        for column, cell in row.items():
            sources = known.get(cell or "", set()) if len(cell or "") >= _TELLING else set()
            if named and column not in _PLACES and sources and not any(short in named for short in sources):
                faults.append(f"{column} {cell}: printed by {', '.join(sorted(sources))}, and the row names {named}")
    return faults


@pytest.mark.parametrize("slug", SLUGS)
def test_each_row_names_who_printed_its_numbers(slug: str) -> None:
    case = casebook.load(ROOT)
    known = printed_by(case)
    variant = variant_of(load_exercise(ROOT, slug), case)
    faults = [
        f"{name}: {fault}"
        for name, content in variant.files.items()
        if name.endswith(".csv")
        for fault in unattested(content.decode(), known)
    ]
    assert not faults, "\n".join(faults)


def test_a_row_that_names_another_source_is_found() -> None:
    known = {"2244": {"The Guardian, Jan 2017"}}
    assert unattested("requests,where\n2244,The Independent\n", known)
    assert not unattested('requests,where\n2244,"The Guardian, Jan 2017 (press)"\n', known)
