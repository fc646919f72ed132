"""Bounds hold every value that can be had from admissible operands, and no end is tighter or looser than it must be."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import CannotCombine
from casebook.quantity import Bounds

NUMBERS = st.integers(-6, 6).map(Fraction) | st.fractions(-20, 20, max_denominator=12)
STEPS = st.integers(1, 6).map(Fraction) | st.fractions(Fraction(1, 12), 20, max_denominator=12)


@st.composite
def bounds_with_a_value(draw: st.DrawFn) -> tuple[Bounds, Fraction]:
    """Any bounds at all, and a value that they admit."""
    value = draw(NUMBERS)
    below, above = draw(st.none() | st.just(Fraction(0)) | STEPS), draw(st.none() | st.just(Fraction(0)) | STEPS)
    return (
        Bounds(
            None if below is None else value - below,
            None if above is None else value + above,
            bool(below) and draw(st.booleans()),
            bool(above) and draw(st.booleans()),
        ),
        value,
    )


def read(text: str) -> Bounds:
    """Bounds in the notation of textbooks: '[1,2)', '(-,5]' with '-' for an end that is missing."""
    low, high = text[1:-1].split(",")
    return Bounds(
        None if low == "-" else Fraction(low),
        None if high == "-" else Fraction(high),
        low != "-" and text[0] == "(",
        high != "-" and text[-1] == ")",
    )


@pytest.mark.parametrize("work", [operator.add, operator.sub, operator.mul], ids=["+", "-", "×"])
@given(first=bounds_with_a_value(), second=bounds_with_a_value())
def test_sum_difference_and_product_hold_those_of_any_admissible_values(work, first, second) -> None:
    assert work(first[1], second[1]) in work(first[0], second[0])


@given(first=bounds_with_a_value(), second=bounds_with_a_value().filter(lambda drawn: drawn[1] != 0))
def test_a_quotient_holds_that_of_any_admissible_values(first, second) -> None:
    assert first[1] / second[1] in first[0] / second[0]


@given(drawn=bounds_with_a_value())
def test_negated_bounds_hold_the_negated_value(drawn) -> None:
    negated = -drawn[0]
    assert -drawn[1] in negated and -negated == drawn[0]


@given(first=bounds_with_a_value(), second=bounds_with_a_value(), value=NUMBERS)
def test_an_intersection_holds_exactly_what_both_hold(first, second, value) -> None:
    in_both = value in first[0] and value in second[0]
    try:
        assert (value in first[0].intersect(second[0])) == in_both
    except ValueError:
        assert not in_both


@given(first=bounds_with_a_value(), second=bounds_with_a_value())
def test_bounds_that_hold_others_hold_every_value_of_them(first, second) -> None:
    if first[0].holds(second[0]):
        assert second[1] in first[0]
    elif second[0].holds(first[0]):
        assert first[1] in second[0]


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        ("[1,5]", "[2,3]", True),
        ("[1,5]", "(1,5)", True),
        ("(1,5)", "[1,5]", False),
        ("(-,5]", "[2,3]", True),
        ("[2,3]", "(-,5]", False),
        ("[1,2]", "[3,4]", False),
        ("[1,2)", "[2,4]", False),
    ],
)
def test_one_interval_holds_another_or_does_not(outer: str, inner: str, holds: bool) -> None:
    assert read(outer).holds(read(inner)) is holds


@pytest.mark.parametrize(
    ("left", "sign", "right", "result"),
    [
        ("[1,2]", "+", "(3,4]", "(4,6]"),
        ("(8000,-)", "+", "[1,1]", "(8001,-)"),
        ("[1,2]", "-", "(3,4]", "[-3,-1)"),
        ("[0,6000)", "-", "(-,-)", "(-,-)"),
        ("[2,3]", "*", "[-1,4]", "[-3,12]"),
        ("[0,2)", "*", "(1,5)", "[0,10)"),
        ("(0,2)", "*", "[1,5]", "(0,10)"),
        ("[0,0]", "*", "(-,-)", "[0,0]"),
        ("[0,1]", "*", "[2,-)", "[0,-)"),
        ("(-,-2]", "*", "(-,-3)", "(6,-)"),
        ("[0,6000)", "/", "(8000,-)", "[0,3/4)"),
        ("[1,1]", "/", "[0,4]", "[1/4,-)"),
        ("[1,1]", "/", "(2,4)", "(1/4,1/2)"),
        ("[1,1]", "/", "[-4,-2]", "[-1/2,-1/4]"),
        ("[1,1]", "/", "(-,0]", "(-,0)"),
        ("[1,1]", "/", "[-1,1]", "(-,-)"),
        ("[0,0]", "/", "[-1,1]", "[0,0]"),
    ],
)
def test_ends_are_exactly_where_they_must_be(left: str, sign: str, right: str, result: str) -> None:
    work = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[sign]
    assert work(read(left), read(right)) == read(result)


def test_division_by_exactly_nought_is_refused() -> None:
    with pytest.raises(CannotCombine, match="^cannot divide by a number that is exactly nought$"):
        read("[1,2]") / Bounds.exactly(0)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[3,2]", "the lower bound 3 lies above the upper bound 2"),
        ("[2,2)", "nothing lies between 2 and 2 when an end is left out"),
        ("(2,2]", "nothing lies between 2 and 2 when an end is left out"),
    ],
)
def test_bounds_that_admit_nothing_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^{complaint}$"):
        read(text)


@pytest.mark.parametrize(
    ("text", "value", "inside"),
    [
        ("[1,2)", 1, True),
        ("(1,2]", 1, False),
        ("[1,2)", 2, False),
        ("(1,2]", 2, True),
        ("(-,2]", -999, True),
        ("[1,-)", 999, True),
        ("(-,-)", 0, True),
        ("[1,2]", Fraction(5, 2), False),
    ],
)
def test_an_end_counts_only_where_it_is_included(text: str, value: Fraction, inside: bool) -> None:
    assert (value in read(text)) is inside
