"""The named operations: each holds every value that its operands admit, and refuses what does not fit."""

# Messages and pages are asserted whole, however long.
# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casebook.errors import CannotCombine
from casebook.quantity import (
    FUNCTIONS,
    UNBOUNDED,
    Bounds,
    Moment,
    Period,
    Quantity,
    at_least,
    at_most,
    between,
    days,
    during,
    each,
    excess,
    gap,
    mean,
    per_month,
    per_year,
    ratio,
    read,
    recount,
    remainder,
    rest,
    scaled,
    share,
    take,
    whole,
    wilson,
)

YEAR = Period(date(2030, 1, 1), date(2030, 12, 31))
SPRING = Period(date(2030, 1, 1), date(2030, 3, 31))
LATER = Period(date(2030, 4, 1), date(2030, 12, 31))
VALUES = st.integers(0, 12).map(Fraction) | st.fractions(0, 2000, max_denominator=20)
POSITIVE = VALUES.filter(bool)
SHARES = st.integers(0, 100).map(Fraction) | st.fractions(0, 100, max_denominator=20)
SIGNED = st.integers(-12, 12).map(Fraction) | st.fractions(-2000, 2000, max_denominator=20)


def count(bounds: Bounds | int, part: str = "lib", **other: Any) -> Quantity:
    held = bounds if isinstance(bounds, Bounds) else Bounds.exactly(bounds)
    return Quantity(held, part=part, **({"unit": "count", "population": "loan", "period": YEAR} | other))


def per_cent(bounds: Bounds | int, part: str = "lib/late", of: str = "lib", **other: Any) -> Quantity:
    return count(bounds, part, unit="per cent", whole=of, **other)


def around(draw: st.DrawFn, value: Fraction) -> Bounds:
    """Any bounds that admit `value`: an end may be missing, left out, or the value itself."""
    steps = (
        st.none()
        | st.just(Fraction(0))
        | st.integers(1, 9).map(Fraction)
        | st.fractions(Fraction(1, 20), 500, max_denominator=20)
    )
    below, above = draw(steps), draw(steps)
    return Bounds(
        None if below is None else value - below,
        None if above is None else value + above,
        bool(below) and draw(st.booleans()),
        bool(above) and draw(st.booleans()),
    )


# For each operation: draw admissible operands and give the result with the value that it must hold.
Case = Callable[[st.DrawFn], tuple[Quantity, Fraction]]
OPERATIONS: dict[str, Case] = {}


def operation(case: Case) -> Case:
    OPERATIONS[case.__name__.strip("_").replace("_", " ")] = case
    return case


@operation
def add_parts(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = draw(VALUES), draw(VALUES)
    return count(around(draw, a), "lib/a") + count(around(draw, b), "lib/b"), a + b


@operation
def add_periods(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = draw(VALUES), draw(VALUES)
    return count(around(draw, a), period=SPRING) + count(around(draw, b), period=LATER), a + b


@operation
def subtract_part(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = sorted((draw(VALUES), draw(VALUES)), reverse=True)
    return count(around(draw, a)) - count(around(draw, b), "lib/a"), a - b


@operation
def subtract_period(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = sorted((draw(VALUES), draw(VALUES)), reverse=True)
    return count(around(draw, a)) - count(around(draw, b), period=SPRING), a - b


@operation
def multiply(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, factor = draw(VALUES), draw(VALUES)
    return count(around(draw, a)) * factor, a * factor


@operation
def divide(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, divisor = draw(VALUES), draw(POSITIVE)
    return count(around(draw, a)) / divisor, a / divisor


@operation
def scale_a_difference(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, factor = draw(SIGNED), draw(SIGNED)
    return count(around(draw, a), signed=True) * factor, a * factor


@operation
def share_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    part, of = sorted((draw(VALUES), draw(POSITIVE)))
    assume(of)
    return share(count(around(draw, part), "lib/late"), count(around(draw, of))), part / of * 100


@operation
def ratio_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = draw(VALUES), draw(POSITIVE)
    return ratio(count(around(draw, a)), count(around(draw, b), "shop")), a / b


@operation
def ratio_of_differences(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = draw(SIGNED), draw(SIGNED.filter(bool))
    return ratio(count(around(draw, a), signed=True), count(around(draw, b), signed=True)), a / b


@operation
def rest_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b, left = draw(VALUES), draw(VALUES), draw(VALUES)
    parts = count(around(draw, a), "lib/a"), count(around(draw, b), "lib/b")
    return rest(count(around(draw, a + b + left)), *parts), left


@operation
def gap_between(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, b = draw(VALUES), draw(VALUES)
    return gap(count(around(draw, a)), count(around(draw, b))), a - b


@operation
def monthly(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a = draw(VALUES)
    return per_month(count(around(draw, a), period=SPRING)), a / 3


@operation
def yearly(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a = draw(VALUES)
    return per_year(count(around(draw, a), period=SPRING)), a * 4


@operation
def scaled_to(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, months = draw(VALUES), draw(st.integers(0, 48))
    return scaled(count(around(draw, a)), months), a * months / 12


@operation
def mean_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, periods = draw(VALUES), draw(st.integers(1, 12))
    return mean(count(around(draw, a)), periods), a / periods


@operation
def take_a_share(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    portion, a = draw(SHARES), draw(VALUES)
    return take(per_cent(around(draw, portion)), count(around(draw, a))), portion * a / 100


@operation
def take_a_multiple(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    times, a = draw(VALUES), draw(VALUES)
    return take(count(around(draw, times), unit="times"), count(around(draw, a))), times * a


@operation
def whole_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    part, portion = draw(VALUES), draw(SHARES.filter(bool))
    return whole(count(around(draw, part), "lib/late"), per_cent(around(draw, portion))), part / portion * 100


@operation
def excess_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    times = draw(VALUES)
    return excess(count(around(draw, times), unit="times")), (times - 1) * 100


@operation
def remainder_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    portion = draw(SHARES)
    return remainder(per_cent(around(draw, portion))), 100 - portion


@operation
def each_of(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    total, shared = draw(VALUES), draw(POSITIVE)
    return each(count(around(draw, total), unit="pound"), count(around(draw, shared))), total / shared


@operation
def between_two(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    low, middle, high = sorted((draw(VALUES), draw(VALUES), draw(VALUES)))
    return between(count(around(draw, low)), count(around(draw, high))), middle


@operation
def no_more_than(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    less, a = sorted((draw(VALUES), draw(VALUES)))
    return at_most(count(around(draw, a))), less


@operation
def no_less_than(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a, more = sorted((draw(VALUES), draw(VALUES)))
    return at_least(count(around(draw, a))), more


@operation
def read_as(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a = draw(VALUES)
    return read(count(Bounds(), reading=around(draw, a))), a


@operation
def supposed(draw: st.DrawFn) -> tuple[Quantity, Fraction]:
    a = draw(VALUES)
    return during(recount(count(around(draw, a), period=None), "reader", "lib/a"), "2030-01-01", "2030-01-31"), a


@st.composite
def results(draw: st.DrawFn, name: str) -> tuple[Quantity, Fraction]:
    return OPERATIONS[name](draw)


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
def test_a_result_holds_every_value_that_admissible_operands_give(name: str, data: st.DataObject) -> None:
    result, value = data.draw(results(name))
    assert value in result.bounds


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data(), decimals=st.integers(0, 3))
def test_the_words_of_a_result_are_never_narrower_than_its_bounds(
    name: str, data: st.DataObject, decimals: int
) -> None:
    result, _ = data.draw(results(name))
    said, held = said_bounds(result.say(decimals)), result.bounds
    if held.is_exact:
        assert said.is_exact and abs(said.lower - held.lower) * 2 * 10**decimals <= 1
    else:
        assert held.intersect(said) == held


def said_bounds(words: str) -> Bounds:
    """What a reader understands by the words of a result: their bounds."""
    if words == UNBOUNDED:
        return Bounds()
    numbers = [
        Fraction(found.replace(",", "").replace("−", "-"))
        for found in re.findall(r"−?\d[\d,]*(?:\.\d+)?", words.replace("−£", "£−"))
    ]
    for hedge, ends in {
        "more than ": (True, True),
        "at least ": (True, False),
        "below ": (False, True),
        "at most ": (False, False),
    }.items():
        if words.startswith(hedge):
            lower, is_open = ends
            return Bounds(numbers[0], None, is_open) if lower else Bounds(None, numbers[0], False, is_open)
    return Bounds(numbers[0], numbers[-1]) if words.startswith("between ") else Bounds.exactly(numbers[0])


def test_every_function_that_a_table_may_name_is_tested_here() -> None:
    tried = {name for case in OPERATIONS.values() for name in case.__code__.co_names}
    assert set(FUNCTIONS) - tried == {"days", "wilson"}


MORE_THAN_8000 = count(Bounds(Fraction(8000), None, True), printed="more than 8000")
UNDER_6000 = count(Bounds(None, Fraction(6000), False, True), "lib/late", printed="nearly 6000")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (share(UNDER_6000, MORE_THAN_8000), "below 75%"),
        (share(count(5854, "lib/late"), count(8127)), "72.0%"),
        (ratio(count(2367), count(725)), "3.26 times"),
        (rest(count(8127), count(5854, "lib/a"), count(1583, "lib/b")), "690"),
        (gap(count(10204), count(10275)), "−71"),
        (per_month(count(900, period=SPRING)), "300 a month"),
        (per_month(UNDER_6000), "below 500 a month"),
        (per_year(count(725, period=SPRING)), "2,900 a year"),
        (scaled(count(8000, period=SPRING), 12), "32,000"),
        (mean(count(10275), 2), "5,138"),
        (take(per_cent(Bounds(Fraction(90), None, True)), count(5854)), "between 5,268 and 5,854"),
        (whole(count(55, "lib/late"), per_cent(55)), "100"),
        (whole(count(10, "lib/late"), per_cent(Bounds())), "at least 10"),
        (excess(count(3, unit="times")), "200%"),
        (excess(ratio(count(1), count(2))), "−50%"),
        (remainder(per_cent(55)), "45%"),
        (remainder(per_cent(Bounds(Fraction(10), None, True))), "below 90%"),
        (each(count(13440, unit="pound"), count(481)), "£27.94"),
        (between(count(5), count(Bounds(None, Fraction(9), False, True))), "between 5 and 9"),
        (at_most(count(7)), "at most 7"),
        (at_least(UNDER_6000), UNBOUNDED),
        (read(count(Bounds(), reading=Bounds(Fraction(2), Fraction(4)))), "between 2 and 4"),
    ],
)
def test_a_worked_example_is_said_as_it_should_be(result: Quantity, said: str) -> None:
    assert str(result) == said


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2017-11-09", "2018-11-02", "358 days"),
        ("2017-01-01", "2018-11-09", "677 days"),
        ("2016-11", "2017-01-24", "between 55 and 84 days"),
        ("2018-02-28", "2018-03-01", "1 day"),
        ("2018-03-02", "2018-03-01", "−1 days"),
    ],
)
def test_days_run_from_one_event_to_the_other_within_what_is_known_of_both(first: str, second: str, said: str) -> None:
    assert str(days(Moment.from_partial(first), Moment.from_partial(second))) == said


@given(st.tuples(*[st.dates(date(2000, 1, 1), date(2030, 1, 1))] * 2), st.tuples(*[st.integers(0, 400)] * 2), st.data())
def test_days_hold_the_span_between_any_two_days_that_the_dates_admit(starts, lengths, data) -> None:
    moments = [Moment(start, start + timedelta(days=length)) for start, length in zip(starts, lengths, strict=True)]
    first, second = (data.draw(st.dates(moment.earliest, moment.latest)) for moment in moments)
    assert (second - first).days in days(*moments).bounds


@pytest.mark.parametrize(
    ("part", "of", "said"),
    [
        (114, 1474, "6.5% to 9.2%"),
        (151, 1474, "8.8% to 11.9%"),
        (0, 10, "0% to 27.8%"),
        (10, 10, "72.2% to 100%"),
        (5, 10, "23.7% to 76.3%"),
    ],
)
def test_the_wilson_interval_is_that_of_the_textbooks(part: int, of: int, said: str) -> None:
    assert str(wilson(count(part, "lib/late"), count(of))) == said


def test_what_is_worked_out_from_an_estimate_is_an_estimate_or_refused() -> None:
    interval = wilson(count(114, "lib/late"), count(1474))
    assert remainder(interval).estimate
    for work in (
        lambda: take(interval, count(100)),
        lambda: whole(count(5, "lib/late"), interval),
        lambda: gap(per_cent(9), interval),
    ):
        with pytest.raises(CannotCombine, match="estimate"):
            work()


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (
            lambda: share(count(5, "lib/late", population="reader"), count(8)),
            "cannot compare a number of readers and a number of loans: they count different things; recount() says that one is read as the other",
        ),
        (lambda: share(count(5, "shop"), count(8)), "'shop' is no part of 'lib', so it has no share of it"),
        (
            lambda: share(count(5, "lib/late", period=SPRING), count(8)),
            "cannot take a share across periods (1 January 2030 to 31 March 2030; 1 January 2030 to 31 December 2030): during() supposes one",
        ),
        (lambda: rest(count(8), count(5)), "'lib' is no part of 'lib'"),
        (lambda: rest(count(8), count(5, "shop")), "'shop' is no part of 'lib'"),
        (
            lambda: rest(count(8), count(5, "lib/a", period=None)),
            "cannot subtract across periods (1 January 2030 to 31 December 2030; no stated period)",
        ),
        (
            lambda: rest(count(8), count(5, "lib/a"), count(2, "lib/a/x")),
            "cannot subtract both 'lib/a' and 'lib/a/x': one holds the other",
        ),
        (lambda: remainder(count(5)), "'5' is no share of anything, so it leaves nothing over"),
        (lambda: each(count(5), count(8)), "'5' (count) cannot be shared out over '8' (count)"),
        (
            lambda: each(count(5, unit="pound"), count(8, unit="pound")),
            "'£5' (pound) cannot be shared out over '£8' (pound)",
        ),
        (
            lambda: gap(count(5), count(5, "shop")),
            "'lib' and 'shop' are different parts: a gap is between two counts of the same thing",
        ),
        (
            lambda: gap(count(5), count(5, period=SPRING)),
            "cannot compare counts across periods (1 January 2030 to 31 December 2030; 1 January 2030 to 31 March 2030): during() supposes one",
        ),
        (
            lambda: per_month(count(5, period=None)),
            "'5' has no stated period, so it has no rate: during() supposes one",
        ),
        (
            lambda: scaled(count(5, period=None), 12),
            "'5' has no stated period, so it has no rate: during() supposes one",
        ),
        (lambda: read(count(5)), "'5' has no reading: its words support nothing narrower"),
        (lambda: whole(count(5, "shop"), per_cent(55)), "'55%' is not a share that 'shop' has of some whole"),
        (
            lambda: whole(count(5, "lib/late"), count(55, "lib/late")),
            "'55' is not a share that 'lib/late' has of some whole",
        ),
        (
            lambda: whole(count(5, "lib/late", period=SPRING), per_cent(55)),
            "cannot find a whole across periods (1 January 2030 to 31 March 2030; 1 January 2030 to 31 December 2030): during() supposes one",
        ),
        (lambda: take(per_cent(55, population="reader"), count(5)), "a share of readers cannot be taken of loans"),
        (
            lambda: take(per_cent(55, of="shop"), count(5)),
            "a share of 'shop' cannot be taken of 'lib': the wrong whole",
        ),
        (lambda: excess(count(5)), "'5' is no ratio"),
        (lambda: wilson(UNDER_6000, count(8000)), "an interval needs exact counts: a hedge is no sample"),
        (
            lambda: ratio(count(5), count(5, period=SPRING)),
            "cannot compare counts over periods of unequal length "
            "(1 January 2030 to 31 December 2030; 1 January 2030 to 31 March 2030): use per_month() first",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(work, reason: str) -> None:
    with pytest.raises(CannotCombine) as caught:
        work()
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    "work",
    [
        lambda: between(count(5), count(9, "shop")),
        lambda: between(count(5), count(9, period=SPRING)),
        lambda: gap(per_cent(5), per_cent(9, of="all")),
        lambda: per_month(per_cent(5)),
        lambda: per_month(per_month(count(5))),
    ],
    ids=[
        "a range over two parts",
        "a range over two periods",
        "a gap of shares of two wholes",
        "a share a month",
        "a rate a month",
    ],
)
def test_what_would_mean_nothing_is_refused(work) -> None:
    with pytest.raises(CannotCombine):
        work()


def test_rates_of_periods_of_unequal_length_can_be_compared() -> None:
    assert str(ratio(per_month(count(600)), per_month(count(300, period=SPRING)))) == "0.5 times"


def test_a_reading_outlives_a_supposed_period_and_another_count() -> None:
    figure = count(Bounds(), reading=Bounds(Fraction(2), Fraction(4)))
    assert str(read(during(recount(figure, "reader", "all"), "2030-01-01", "2030-01-31"))) == "between 2 and 4"


def test_only_a_reading_that_is_asked_for_narrows_the_words() -> None:
    figure = replace(MORE_THAN_8000, reading=Bounds(Fraction(8000), Fraction(8500)))
    assert (figure * 2).say() == "more than 16,000"
    assert (read(figure) * 2).say() == "between 16,000 and 17,000"
