"""The declared columns of each table, as data: what the loader checks and what `datapackage.json` says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import cache
from inspect import getdoc
from typing import Any, get_type_hints

from casebook.evidence.rows import KEYS, ROWS


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind (string, number, integer, date, partial-date) and what may stand in it."""

    name: str
    kind: str
    meaning: str
    required: bool
    words: tuple[str, ...]
    vocabulary: str
    pattern: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """One file of `data/`: the class of its rows, its columns in order, and the columns that name a row."""

    name: str
    meaning: str
    row: type
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def filename(self) -> str:
        return f"{self.name}.csv"


@cache
def tables() -> tuple[Table, ...]:
    """Every table, in the order in which they build on one another."""
    return tuple(
        Table(name, getdoc(row) or "", row, _columns(row), KEYS.get(name, ("id",))) for name, row in ROWS.items()
    )


def _columns(row: Any) -> tuple[Column, ...]:
    hints = get_type_hints(row)
    return tuple(
        Column(
            name=declared.name,
            kind=declared.metadata["kind"] or _kind(hints[declared.name]),
            **{key: value for key, value in declared.metadata.items() if key != "kind"},
        )
        for declared in fields(row)
    )


def _kind(hint: Any) -> str:
    for python_type, kind in ((Fraction, "number"), (int, "integer"), (date, "date")):
        if hint is python_type or hint == python_type | None:
            return kind
    return "string"
