"""What roles and marks print, as words alone: for notebooks, for counting and for readers who listen."""

from __future__ import annotations

import re
from typing import Any

from casebook.evidence import Case
from casebook.pages.check import ROLE_KINDS, rests_on, role_target, rows_of

_OWN_WORDS = re.compile(r"(.+?)\s*<[^<>]+>\s*", re.DOTALL)


def words_of_role(case: Case, role: str, text: str) -> str:
    """What {role}`text` prints; of a role that is not of the evidence, its text or its own words before <target>."""
    kind = ROLE_KINDS.get(role)
    if kind is None:
        own = _OWN_WORDS.fullmatch(text)
        return own[1] if own else text
    name, more = role_target(role, text)
    if role == "working":
        return case.working(name)
    if kind == "claim" and not more:
        return case.fill(case.claims[name].statement).rstrip(".")
    if kind in ("claim", "ground"):
        return more or case.grounds[name].title
    return _with_place(words_of_row(case, kind, name), more)


def words_of_rests(case: Case, text: str) -> str:
    """What a paragraph rests on, in brackets: sources by their short names, other rows by theirs."""
    kinds = {name: kind for kind, rows in reversed(rows_of(case).items()) for name in rows}
    parts = [_with_place(words_of_row(case, kinds[name], name), place) for name, place in rests_on(text)]
    return f"[{'; '.join(parts)}]"


def words_of_row(case: Case, kind: str, name: str) -> str:
    """A row by the words that stand for it in a sentence. Raises UnknownId for figures, dates, sources and bodies."""
    if kind == "source":
        return case.source(name).short
    if kind == "body":
        return case.body(name).name
    if kind == "discrepancy":
        return str(case.discrepancies[name].question)
    if kind == "claim":
        return case.fill(case.claims[name].statement).rstrip(".")
    if kind == "ground":
        return str(case.grounds[name].title)
    return case.say(name)


def _with_place(words: str, place: Any) -> str:
    return f"{words}, {place}" if place else words
