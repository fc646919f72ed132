"""Periods and moments: lengths, overlaps, what is left, and how a date known in part is read and said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.quantity import Moment, Period, say_date

DAYS = st.dates(date(2010, 1, 1), date(2020, 12, 31))


def span(text: str) -> Period:
    """A period from '2016-01-01/2016-11-30'."""
    return Period(*map(date.fromisoformat, text.split("/")))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2016-01-01/2016-11-30", 11),
        ("2013-04-01/2014-03-31", 12),
        ("2014-04-01/2016-03-31", 24),
        ("2017-11-01/2018-01-31", 3),
        ("2016-02-01/2016-02-29", 1),
        ("2016-01-01/2016-01-01", Fraction(1, 31)),
        ("2016-01-16/2016-02-29", 1 + Fraction(16, 31)),
        ("2016-04-10/2016-04-12", Fraction(3, 30)),
    ],
)
def test_length_counts_calendar_months_and_shares_of_months(text: str, months: Fraction) -> None:
    assert span(text).months == months


@given(DAYS, DAYS, DAYS)
def test_two_adjoining_periods_are_as_long_as_the_one_they_make(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    if middle == last:
        return
    left, right = Period(first, middle), Period(date.fromordinal(middle.toordinal() + 1), last)
    assert left.joined(right) == right.joined(left) == Period(first, last)
    assert left.months + right.months == Period(first, last).months
    assert Period(first, last).without(left) == right and Period(first, last).without(right) == left


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="^the period ends on 2016-01-01, before it starts on 2016-02-01$"):
        span("2016-02-01/2016-01-01")


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ("2016-01-01/2016-01-31", "2016-01-31/2016-02-28", True),
        ("2016-01-01/2016-01-31", "2016-02-01/2016-02-28", False),
        ("2016-01-01/2016-12-31", "2016-03-01/2016-03-31", True),
    ],
)
def test_one_shared_day_is_an_overlap(first: str, second: str, overlap: bool) -> None:
    assert span(first).overlaps(span(second)) is span(second).overlaps(span(first)) is overlap


@pytest.mark.parametrize("second", ["2016-02-02/2016-02-28", "2016-01-31/2016-02-28", "2016-01-05/2016-01-06"])
def test_periods_with_a_gap_or_an_overlap_do_not_join(second: str) -> None:
    assert span("2016-01-01/2016-01-31").joined(span(second)) is None


@pytest.mark.parametrize("piece", ["2016-03-01/2016-03-31", "2016-01-01/2016-12-31", "2015-12-01/2016-01-31"])
def test_only_a_piece_at_either_end_can_be_cut_off(piece: str) -> None:
    assert span("2016-01-01/2016-12-31").without(span(piece)) is None


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "said"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        ("2017-11-09", date(2017, 11, 9), date(2017, 11, 9), "9 November 2017"),
    ],
)
def test_a_date_known_in_part_is_read_and_said_no_more_exactly(
    text: str, earliest: date, latest: date, said: str
) -> None:
    assert Moment.from_partial(text) == Moment(earliest, latest)
    assert str(Moment.from_partial(text)) == said


@pytest.mark.parametrize("text", ["2016-13", "2016-02-30", "soon", "", "2016-01-01-01"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Moment.from_partial(text)


def test_a_day_is_said_without_a_leading_nought() -> None:
    assert say_date(date(2018, 3, 1)) == "1 March 2018"
    assert str(span("2016-01-01/2016-11-30")) == "1 January 2016 to 30 November 2016"
