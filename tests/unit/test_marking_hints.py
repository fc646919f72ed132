"""Hints say where to look again and never what is right."""

from __future__ import annotations

from typing import Any

import pytest

from casebook.exercises import checks
from casebook.marking.hints import hint


def check(kind: str, expected: Any, **about: Any) -> dict[str, Any]:
    usual = {"tolerance": 0, "mistakes": {}, "natural": [0, None], "columns": [], "by": "", "options": []}
    return {"kind": kind, "expected": expected, **usual, **about}


SHARES = {"May": {"share": 0.5}, "June": {"share": 0.25}}
BY_MONTH = check("table", SHARES, columns=["share"], by="month")


@pytest.mark.parametrize(
    ("value", "asked", "said"),
    [
        (0.72, check("number", 0.7242), "close"),
        (0.2, check("number", 0.7242), ""),
        (1, check("number", 0), ""),
        ({"above": 10, "below": 30}, check("interval", {"above": 10, "below": 20}), "its lower end is right"),
        ({"above": 10, "below": 20}, check("interval", {"below": 20}), "its upper end is right"),
        ({"from": 10}, check("interval", {"above": 10}), ""),
        (["a"], check("choices", ["a", "b"]), "left out"),
        (["a", "b", "c"], check("choices", ["a", "b"]), "does not belong"),
        (["a", "c"], check("choices", ["a", "b"]), "left out, and"),
        (["b", "a"], check("order", ["a", "b"]), "another order"),
        (["b", "c"], check("order", ["a", "b"]), ""),
        ("both", check("choice", "one"), ""),
        ({"May": 0.5, "June": 0.5}, BY_MONTH, "1 of its 2 rows is right"),
        ({"May": 0.5}, BY_MONTH, "not those that were asked for"),
        ({"May": 0.1, "June": 0.1}, BY_MONTH, ""),
        ("no table", BY_MONTH, ""),
    ],
)
def test_a_wrong_answer_gets_a_place_to_look(value: Any, asked: dict[str, Any], said: str) -> None:
    assert checks.fault(value, asked) is not None
    found = hint(value, asked)
    assert said in found if said else found == ""
    for secret in ("0.7242", "'b'", "0.25"):
        assert secret not in found
