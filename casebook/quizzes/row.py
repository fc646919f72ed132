"""Any row of the evidence by its id alone: of what kind it is, and how it is called in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casebook.evidence import Case
from casebook.evidence.case import unknown


def rows_by_kind(case: Case) -> Mapping[str, Mapping[str, Any]]:
    """Every table whose rows a question can rest on. Where two hold one id, the first is meant."""
    return {
        **case.citable,
        "claim": case.claims,
        "ground": case.grounds,
        "discrepancy": case.discrepancies,
        "body": case.bodies,
    }


def kind_of(case: Case, name: str) -> str:
    """Which table holds the id. Raises UnknownId if none does."""
    tables = rows_by_kind(case)
    for kind, rows in tables.items():
        if name in rows:
            return kind
    raise unknown(name, [name for rows in tables.values() for name in rows], f"{', '.join(tables)}")


def words_of(case: Case, name: str) -> str:
    """The row in a line of words, for a list of what a question rests on."""
    kind = kind_of(case, name)
    row = rows_by_kind(case)[kind][name]
    if kind == "figure":
        return f"{case.say(name)} ({case.source(row.source).short})"
    if kind == "derivation":
        return f"{case.say(name)} (worked out)"
    if kind == "event":
        return f"{row.short}: {case.say(name)}"
    if kind == "claim":
        return case.fill(row.statement)
    if kind == "ground":
        return str(row.title)
    if kind == "discrepancy":
        return str(row.question)
    return str(row.short)
