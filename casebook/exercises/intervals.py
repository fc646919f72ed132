"""Intervals as students write them, {'above': 8000} or {'from': 5, 'to': 7}, and as the machinery reckons with them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from casebook.quantity import Bounds

Interval = dict[str, int | float]


def interval_of(bounds: Bounds) -> Interval:
    """`bounds` in a student's words: 'above' and 'below' leave the end out, 'from' and 'to' take it in."""
    ends: Interval = {}
    if bounds.lower is not None:
        ends["above" if bounds.lower_open else "from"] = _number(bounds.lower)
    if bounds.upper is not None:
        ends["below" if bounds.upper_open else "to"] = _number(bounds.upper)
    return ends


def bounds_of(interval: Mapping[str, int | float | Fraction]) -> Bounds:
    """The bounds that an answer in words names."""
    low = interval.get("above", interval.get("from"))
    high = interval.get("below", interval.get("to"))
    return Bounds(
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        "above" in interval,
        "below" in interval,
    )


def closed(interval: Mapping[str, int | float]) -> Interval:
    """The same ends taken in: what is had by forgetting that 'more than' leaves its number out."""
    return {{"above": "from", "below": "to"}.get(word, word): end for word, end in interval.items()}


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
