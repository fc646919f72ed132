"""The operations on quantities that have a name: shares, ratios, rates, what is left, what a reading supposes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import isqrt

from casebook.errors import CannotCombine
from casebook.quantity.bounds import Bounds
from casebook.quantity.period import Moment, Period
from casebook.quantity.quantity import (
    Quantity,
    certain,
    disjoint,
    inside,
    is_amount,
    ratio,
    rest_of,
    same_kind,
    say_period,
    share,
    take,
)

_HUNDRED = Bounds.exactly(100)


def rest(whole: Quantity, *parts: Quantity) -> Quantity:
    """What is left of `whole` when disjoint `parts` of it, over the same period, are taken away.

    Raises CannotCombine where a part lies outside the whole, has another period, or overlaps another part.
    """
    left = whole.bounds
    for position, part in enumerate(parts):
        same_kind(whole, part, "subtract")
        if not inside(part.part, whole.part) or part.part == whole.part:
            raise CannotCombine(f"'{part.part}' is no part of '{whole.part}'")
        if part.period != whole.period:
            raise CannotCombine(f"cannot subtract across periods ({say_period(whole)}; {say_period(part)})")
        for other in parts[:position]:
            if not disjoint(part.part, other.part):
                raise CannotCombine(f"cannot subtract both '{other.part}' and '{part.part}': one holds the other")
        left = left - part.bounds
    return whole.worked(left, part=rest_of(whole.part))


def remainder(portion: Quantity) -> Quantity:
    """What a share leaves of its whole, in per cent. Raises CannotCombine for anything but a share."""
    if portion.unit != "per cent" or not portion.whole:
        raise CannotCombine(f"'{portion}' is no share of anything, so it leaves nothing over")
    return portion.worked(_HUNDRED - portion.bounds, part=rest_of(portion.whole))


def each(total: Quantity, count: Quantity) -> Quantity:
    """A sum of money or time divided over a count: so much for each.

    Raises CannotCombine unless it is divided by a count.
    """
    if count.unit != "count" or total.unit == "count":
        raise CannotCombine(f"'{total}' ({total.unit}) cannot be shared out over '{count}' ({count.unit})")
    return total.worked(total.bounds / count.bounds, decimals=2)


def gap(a: Quantity, b: Quantity) -> Quantity:
    """`a` less `b`, where both count the same thing over the same period: how far two counts differ, with its sign.

    Raises CannotCombine where they count different things or periods.
    """
    same_kind(a, b, "compare")
    if a.part != b.part:
        raise CannotCombine(
            f"'{a.part}' and '{b.part}' are different parts: a gap is between two counts of the same thing"
        )
    if a.period != b.period:
        raise CannotCombine(
            f"cannot compare counts across periods ({say_period(a)}; {say_period(b)}): during() supposes one"
        )
    return a.worked(a.bounds - b.bounds, signed=True, whole="")


def per_month(a: Quantity) -> Quantity:
    """The mean monthly rate of a count over its period. Raises CannotCombine where no period is stated."""
    return a.worked(a.bounds / Bounds.exactly(_months(a)), unit=f"{a.unit}/month")


def per_year(a: Quantity) -> Quantity:
    """The mean rate of a count over its period, as a number for twelve months."""
    return a.worked(a.bounds / Bounds.exactly(_months(a)) * Bounds.exactly(12), unit=f"{a.unit}/year")


def scaled(a: Quantity, months: int | Fraction) -> Quantity:
    """The count that `months` would hold at the mean rate of the period: a supposition, so it has no period."""
    return a.worked(a.bounds / Bounds.exactly(_months(a)) * Bounds.exactly(Fraction(months)), period=None)


def mean(a: Quantity, periods: int) -> Quantity:
    """The mean over `periods` equal periods."""
    return a / periods


def read(a: Quantity) -> Quantity:
    """The bounds that the figure's reading gives: an interpretation, not the printed words.

    Raises CannotCombine where the figure has no reading.
    """
    if a.reading is None:
        raise CannotCombine(f"'{a}' has no reading: its words support nothing narrower")
    return a.worked(a.reading)


def whole(part: Quantity, portion: Quantity) -> Quantity:
    """The whole of which `part` is the share `portion`. Raises CannotCombine where they do not fit."""
    if portion.unit != "per cent" or portion.part != part.part or portion.population != part.population:
        raise CannotCombine(f"'{portion}' is not a share that '{part.part}' has of some whole")
    if portion.period != part.period:
        raise CannotCombine(
            f"cannot find a whole across periods ({say_period(part)}; {say_period(portion)}): during() supposes one"
        )
    certain(part, portion)
    return part.worked(part.bounds / portion.bounds * _HUNDRED, part=portion.whole)


def excess(times: Quantity) -> Quantity:
    """A ratio as growth in per cent: 3 times is 200% more. Raises CannotCombine for anything but a ratio."""
    if times.unit != "times":
        raise CannotCombine(f"'{times}' is no ratio")
    return times.worked((times.bounds - Bounds.exactly(1)) * _HUNDRED, unit="per cent", signed=True, decimals=1)


def recount(a: Quantity, population: str, part: str) -> Quantity:
    """Read `a` as a count of something else: an interpretation, to be stated wherever it is used."""
    return a.worked(a.bounds, population=population, part=part, reading=a.reading)


def during(a: Quantity, start: str, end: str) -> Quantity:
    """Suppose that `a` holds for the days from `start` to `end` (ISO dates): an assumption, to be stated."""
    return a.worked(a.bounds, period=Period(date.fromisoformat(start), date.fromisoformat(end)), reading=a.reading)


def at_most(a: Quantity) -> Quantity:
    """Whatever does not exceed `a`."""
    return a.worked(Bounds(None, a.bounds.upper, False, a.bounds.upper_open))


def at_least(a: Quantity) -> Quantity:
    """Whatever is not below `a`."""
    return a.worked(Bounds(a.bounds.lower, None, a.bounds.lower_open, False))


def between(a: Quantity, b: Quantity) -> Quantity:
    """The range from the lowest that `a` may be to the highest that `b` may be."""
    same_kind(a, b, "span")
    if a.part != b.part:
        raise CannotCombine(
            f"'{a.part}' and '{b.part}' are different parts: a range is between two counts of the same thing"
        )
    if a.period != b.period:
        raise CannotCombine(
            f"cannot span counts across periods ({say_period(a)}; {say_period(b)}): during() supposes one"
        )
    return a.worked(Bounds(a.bounds.lower, b.bounds.upper, a.bounds.lower_open, b.bounds.upper_open))


def days(first: Moment, second: Moment) -> Quantity:
    """Days from one event to another: exact where both are known to the day, bounded where they are not."""
    low = Fraction((second.earliest - first.latest).days)
    high = Fraction((second.latest - first.earliest).days)
    return Quantity(Bounds(low, high), unit="day", population="day", signed=low < 0)


def wilson(part: Quantity, of: Quantity) -> Quantity:
    """The 95% Wilson score interval of a share of two exact counts (E. B. Wilson, 1927), as an estimate in per cent.

    Raises CannotCombine where either count is not exact.
    """
    portion = share(part, of)
    if not (part.bounds.is_exact and of.bounds.is_exact) or part.bounds.lower is None or of.bounds.lower is None:
        raise CannotCombine("an interval needs exact counts: a hedge is no sample")
    n, p = of.bounds.lower, part.bounds.lower / of.bounds.lower
    z = Fraction(1959964, 1000000)
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * _root(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return portion.worked(Bounds((middle - half) * 100, (middle + half) * 100), estimate=True)


def _root(value: Fraction) -> Fraction:
    """The square root to twelve decimal places."""
    scale = 10**24
    return Fraction(isqrt(value.numerator * scale // value.denominator), 10**12)


def _months(a: Quantity) -> Fraction:
    if a.period is None:
        raise CannotCombine(f"'{a}' has no stated period, so it has no rate: during() supposes one")
    if not is_amount(a):
        raise CannotCombine(f"'{a}' is a share, a ratio or a rate already, so it has no rate of its own")
    return a.period.months


FUNCTIONS = {
    function.__name__: function
    for function in (
        share, ratio, rest, remainder, each, gap, per_month, per_year, scaled, mean, read, take, whole, excess,
        recount, during, at_most, at_least, between, days, wilson,
    )
}  # fmt: skip
