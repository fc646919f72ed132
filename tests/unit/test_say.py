"""How worked-out numbers are put into words: no narrower than their bounds, and in the reader's own notation."""

from __future__ import annotations

from fractions import Fraction

import pytest

from casebook.quantity import UNBOUNDED, Bounds, places_of, say_number, with_unit
from casebook.quantity.say import say_bounds

COUNT, SHARE, ANY = Bounds(Fraction(0)), Bounds(Fraction(0), Fraction(100)), Bounds()


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        ("8562", 0, "8,562"),
        ("8562", 2, "8,562"),
        ("66000000", 0, "66,000,000"),
        ("3.2648", 2, "3.26"),
        ("0.6016", 2, "0.60"),
        ("72.032", 1, "72.0"),
        ("72", 1, "72"),
        ("-332/10", 1, "−33.2"),
        ("-8500", 0, "−8,500"),
        ("1/3", 3, "0.333"),
        ("-1/10", 0, "0"),
        ("-1/1000", 2, "0.00"),
        ("0", 2, "0"),
        ("100", 1, "100"),
    ],
)
def test_a_number_is_said_with_commas_a_true_minus_and_only_the_places_it_has(
    value: str, decimals: int, said: str
) -> None:
    assert say_number(Fraction(value), decimals) == said


@pytest.mark.parametrize(("value", "places"), [("5", 0), ("7.5", 1), ("54.25", 2), ("1/3", 6), ("1/8", 3)])
def test_a_number_written_in_full_takes_its_own_places_and_no_more_than_six(value: str, places: int) -> None:
    assert places_of(Fraction(value)) == places_of(None, Fraction(value)) == places


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("5", "count", "5"),
        ("55", "per cent", "55%"),
        ("10", "pound", "£10"),
        ("−10", "pound", "−£10"),
        ("3", "times", "3 times"),
        ("1", "day", "1 day"),
        ("2", "day", "2 days"),
        ("6", "month", "6 months"),
        ("5", "count/month", "5 a month"),
        ("9", "pound/year", "£9 a year"),
    ],
)
def test_each_unit_has_its_sign_or_word(number: str, unit: str, said: str) -> None:
    assert with_unit(number, unit) == said


@pytest.mark.parametrize(
    ("bounds", "unit", "natural", "decimals", "said"),
    [
        (Bounds(Fraction(0), Fraction(75), False, True), "per cent", SHARE, 1, "below 75%"),
        (Bounds(Fraction(0), Fraction(7433, 100)), "per cent", SHARE, 1, "at most 74.4%"),
        (Bounds(Fraction(8000), None, True), "count", COUNT, 0, "more than 8,000"),
        (Bounds(Fraction(93409, 10)), "count", COUNT, 0, "at least 9,340"),
        (Bounds(Fraction(5), Fraction(100)), "per cent", SHARE, 0, "at least 5%"),
        (Bounds(Fraction(27095, 10), Fraction(29551, 10)), "count", COUNT, 0, "between 2,709 and 2,956"),
        (Bounds(Fraction(-5), Fraction(3)), "count", ANY, 0, "between −5 and 3"),
        (Bounds(Fraction(-55, 10), Fraction(35, 10)), "count", ANY, 0, "between −6 and 4"),
        (Bounds(Fraction(-7)), "count", ANY, 0, "at least −7"),
        (Bounds(Fraction(5), Fraction(6)), "pound", COUNT, 0, "between £5 and £6"),
        (Bounds(Fraction(5), Fraction(6)), "day", COUNT, 0, "between 5 and 6 days"),
        (Bounds(Fraction(5), Fraction(6)), "count/month", COUNT, 0, "between 5 and 6 a month"),
        (Bounds(Fraction(0), None, True), "count", COUNT, 0, "more than 0"),
        (COUNT, "count", COUNT, 0, UNBOUNDED),
        (SHARE, "per cent", SHARE, 0, UNBOUNDED),
        (ANY, "count", ANY, 0, UNBOUNDED),
        (Bounds.exactly(0), "count", COUNT, 0, "0"),
        (Bounds.exactly(100), "per cent", SHARE, 0, "100%"),
    ],
)
def test_bounds_are_said_no_narrower_than_they_are_and_what_goes_without_saying_is_unsaid(
    bounds, unit, natural, decimals, said
) -> None:
    assert say_bounds(bounds, unit, natural, decimals) == said


def test_an_estimate_is_rounded_to_the_nearest_and_not_called_between() -> None:
    bounds = Bounds(Fraction(648, 100), Fraction(921, 100))
    assert say_bounds(bounds, "per cent", SHARE, 1, estimate=True) == "6.5% to 9.2%"
