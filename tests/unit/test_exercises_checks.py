"""Answers in plain values, and what marking says of them."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.exercises import checks

CHECK = {"kind": "number", "tolerance": 0.001, "options": [], "columns": [], "by": "", "natural": [0, None]}


def said(value: object, expected: object, **about: object) -> str | None:
    check = {**CHECK, "mistakes": {}, "expected": checks.plain(expected), **about}
    return checks.fault(checks.seen({"answer": value}, "answer"), check)


class Agreeable(float):
    """Equal to everything, near to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __le__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class DataFrame:
    """Calls itself a table of pandas, and breaks when it is asked for anything."""

    __module__ = "pandas.core.frame"

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("gone")


@pytest.mark.parametrize(
    "value", [0.75, np.float64(0.75), np.float32(0.75), np.array(0.75), Fraction(3, 4), Decimal("0.75"), 0.7509]
)
def test_a_number_counts_in_every_honest_form(value: object) -> None:
    assert said(value, 0.75) is None


@pytest.mark.parametrize("value", [0.752, 75, -0.75])
def test_another_number_is_wrong(value: object) -> None:
    assert said(value, 0.75) == "wrong value"


@pytest.mark.parametrize(
    "value",
    [
        *(Agreeable(1), True, np.True_, "0.75", None, [0.75], {"a": 0.75}, float("nan"), float("inf")),
        *(0.75j, int, lambda: 0.75, pd.Series([0.75]), list(range(30_000))),
    ],
)
def test_what_is_no_number_is_the_wrong_type_and_is_never_asked(value: object) -> None:
    assert said(value, 0.75) == "wrong type"


def test_an_object_that_breaks_when_asked_is_the_wrong_type() -> None:
    assert said(DataFrame(), 0.75) == "wrong type"


def test_an_answer_that_is_not_there_is_missing() -> None:
    assert said(..., 0.75) == "missing"
    assert checks.seen({}, "answer") == checks.MISSING


def test_a_planted_mistake_is_called_by_its_name() -> None:
    assert said(75.0, 0.75, mistakes={"per-cent-for-fraction": 75}) == "per-cent-for-fraction"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"above": 8000}, None),
        ({"above": 8000.0, "below": None}, None),
        ({"above": np.int64(8000), "to": float("inf")}, None),
        ({"from": 8000}, "closed"),
        ({"above": 8000, "below": 9000}, "wrong value"),
        ({}, "wrong value"),
        ({"over": 8000}, "wrong type"),
        ({"above": 8000, "from": 8000}, "wrong type"),
        ({"above": "8000"}, "wrong type"),
        ((8000, None), "wrong type"),
    ],
)
def test_an_interval_is_right_with_its_ends_and_their_kind(value: object, fault: str | None) -> None:
    assert said(value, {"above": 8000}, kind="interval", mistakes={"closed": {"from": 8000}}) == fault


@pytest.mark.parametrize("value", [{"below": 0.75}, {"from": 0, "below": 0.75}, {"above": -1, "below": 0.75}])
def test_an_end_that_is_true_of_every_such_number_need_not_be_said(value: object) -> None:
    assert said(value, {"below": 0.75}, kind="interval", natural=[0, 1]) is None
    assert said({**value, "to": 1} if "below" not in value else {"from": 0.1, "below": 0.75}, {"below": 0.75},
                kind="interval", natural=[0, 1]) == "wrong value"  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("choice", " Neither END ", None),
        ("choice", "both", "wrong value"),
        ("choice", ["neither end"], "wrong type"),
        ("choices", ["b", "a", "A"], None),
        ("choices", {"a", "b"}, None),
        ("choices", pd.Series(["a", "b"]), None),
        ("choices", np.array(["a", "b"]), None),
        ("choices", pd.Index(["a", "b"]), None),
        ("choices", ["a"], "wrong value"),
        ("choices", "ab", "wrong type"),
        ("order", ["b", "c", "a"], None),
        ("order", ("b", "c", "a"), None),
        ("order", ["a", "b", "c"], "wrong value"),
        ("order", {"a", "b", "c"}, "wrong type"),
    ],
)
def test_words_count_without_case_in_the_form_of_their_kind(kind: str, value: object, fault: str | None) -> None:
    expected: Any = {"choice": "neither end", "choices": ["a", "b"], "order": ["b", "c", "a"]}[kind]
    assert said(value, expected, kind=kind) == fault


ROWS = {"May": {"asked": 12, "share": 0.5}, "June": {"asked": 20, "share": None}}
FRAME = pd.DataFrame({"Month": ["June", "May"], "asked": [20, 12], "share": [np.nan, 0.5], "more": ["x", "y"]})


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (FRAME, None),
        (FRAME.set_index("Month"), None),
        (FRAME.rename(columns=str.upper), None),
        (ROWS, None),
        (FRAME.drop(columns="asked"), "wrong type"),
        (FRAME.head(1), "wrong value"),
        (pd.concat([FRAME, FRAME]), "wrong type"),
        (FRAME.assign(asked=[12, 20]), "wrong value"),
        (FRAME.assign(asked=["20", "12"]), "wrong value"),
        (FRAME["asked"], "wrong type"),
        ([1, 2], "wrong type"),
    ],
)
def test_a_table_is_right_by_its_rows_and_columns_in_any_order(value: object, fault: str | None) -> None:
    assert said(value, ROWS, kind="table", by="month", columns=["asked", "share"]) == fault


@pytest.mark.parametrize(
    "value", [pd.Series({2016: 3, 2017: 4}), {2016: 3, "2017": 4}, pd.Series([3, 4], [2016.0, 2017.0])]
)
def test_a_table_of_one_column_may_be_a_series_or_a_mapping(value: object) -> None:
    expected = {"2016": {"asked": 3}, "2017": {"asked": 4}}
    assert said(value, expected, kind="table", by="year", columns=["asked"]) is None


def test_a_day_in_a_table_may_be_a_date_of_pandas() -> None:
    days = pd.DataFrame({"event": ["letter"], "earliest": pd.to_datetime(["2031-07-04"])})
    expected = {"letter": {"earliest": "2031-07-04"}}
    assert said(days, expected, kind="table", by="event", columns=["earliest"]) is None
    days["earliest"] += pd.Timedelta(days=1)
    assert said(days, expected, kind="table", by="event", columns=["earliest"]) == "wrong value"


def test_plain_values_survive_json() -> None:
    for value in (FRAME, pd.Series([1.5, np.nan]), {1: {2, 3}}, pd.Timestamp("2016-05-01"), pd.NA, [np.int8(3), "é"]):
        found = checks.plain(value)
        assert json.loads(json.dumps(found)) == found


def test_the_module_runs_where_nothing_of_ours_is() -> None:
    script = "import sys; names = {}; exec(sys.stdin.read(), names); print(names['plain']((1, 2.5)))"
    text = Path(checks.__file__).read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], input=text, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[1, 2.5]"


_LEAVES = st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text(max_size=5)
_MARKS = st.sampled_from(
    ["__set__", "__series__", "__table__", "columns", "index", "rows", "values", "above", "to", "a"]
)
_ANYTHING = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_MARKS, inner, max_size=3), max_leaves=8
)
_CHECKS: dict[str, dict[str, Any]] = {
    "number": {"expected": 1.5},
    "interval": {"expected": {"above": 10}},
    "choice": {"expected": "a"},
    "choices": {"expected": ["a"]},
    "order": {"expected": ["a", "b"]},
    "table": {"expected": {"a": {"share": 0.5}}},
}


@given(st.sampled_from(sorted(_CHECKS)), _ANYTHING)
@example("number", 10**400)
@example("choices", {"__set__": {"__series__": 5}})
@example("table", {"__table__": {"columns": [1], "index": [], "rows": []}})
def test_no_value_stops_the_marking(kind: str, value: Any) -> None:
    about = {"kind": kind, "tolerance": 0.01, "mistakes": {}, "natural": [0, None], "columns": ["share"], "by": "name"}
    found = checks.fault(value, {**about, "options": ["a", "b"], **_CHECKS[kind]})
    assert found in (None, "missing", "wrong type", "wrong value")
    if found is None and kind == "number":
        assert isinstance(value, (int, float))


class _Breaks(Exception):
    def __str__(self) -> str:
        raise SystemExit


class _Refuses:
    def __init__(self, error: BaseException) -> None:
        self._error = error

    def isoformat(self) -> str:
        raise self._error


_Refuses.__module__ = "datetime"


@pytest.mark.parametrize("error", [_Breaks(), SystemExit(), KeyboardInterrupt(), ValueError(_Breaks())])
def test_an_answer_that_raises_anything_is_refused(error: BaseException) -> None:
    assert checks.seen({"answer": _Refuses(error)}, "answer") == {"__refused__": "it cannot be read"}


@pytest.mark.parametrize(
    "value", [1 << 9999, {"__set__": [1]}, {"__missing__": True}], ids=["digits", "set", "missing"]
)
def test_what_could_be_taken_for_something_else_is_refused(value: object) -> None:
    assert "__refused__" in checks.seen({"answer": value}, "answer")
