"""What a reader may suppose: a number slid inside its bounds, or one of several named readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.quantity import Quantity, places_of, say_number, with_unit


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to suppose: the value given to the drawing, its words, and what else is known of it."""

    value: Any
    words: str
    note: str = ""

    @property
    def said(self) -> str:
        """The words with their note: '5,854, the register's count'."""
        return f"{self.words}, {self.note}" if self.note else self.words


@dataclass(frozen=True, slots=True)
class Control:
    """A row of stops to slide along, or to choose from.

    Shape: `first` is the position among `stops` at which a reader begins; `suppose` is a clause with {} for the words.
    `note` says what bounds the stops, and which end of a scale is only the drawing's.
    """

    kind: Literal["slide", "choose"]
    label: str
    stops: tuple[Stop, ...]
    first: int
    suppose: str
    note: str = ""

    def supposition(self, position: int) -> str:
        """What is supposed at the stop in that position: 'there were 5,854 orders'."""
        return self.suppose.format(self.stops[position].words)


def slide(
    case: Case,
    name: str,
    *,
    label: str,
    suppose: str,
    step: int | Fraction,
    start: int | Fraction | None = None,
    end: int | Fraction | None = None,
    marks: Sequence[tuple[str, str]] = (),
) -> Control:
    """Stops at the multiples of `step` inside the bounds of the figure or derivation `name`, in its unit; and its ends.

    `start` and `end` cut the scale short, and must be given where nothing printed bounds it; the control then says that
    this end is only the drawing's. A count that its hedge excludes ('more than 8000') gives way to the next whole one.
    `marks` adds a stop at the exact number of each (id, what it is), as does the printed number of an approximate
    figure; the reader begins at the first of these stops.
    Raises CasebookError where the scale has no end, a mark is not exact, or a stop lies outside the bounds.
    """
    number = case.quantity(name)
    low = _inside(number, _end(name, number, start, number.bounds.lower, "start"))
    high = _inside(number, _end(name, number, end, number.bounds.upper, "end"))
    printed = {number.centre: "as printed"} if number.relation == "approx" and number.centre is not None else {}
    marked = printed | {_exact(case, mark): what for mark, what in marks}
    steps = [step * Fraction(count) for count in range(floor(low / step) + 1, ceil(high / step))]
    values = sorted({low, *steps, high, *marked})
    outside = [value for value in values if value not in number.bounds]
    if outside:
        raise CasebookError(f"explorer: {name!r} cannot be {_words(outside[0], number)}: it is {number}")
    return Control(
        "slide",
        label,
        tuple(Stop(value, _words(value, number), marked.get(value, "")) for value in values),
        values.index(next(iter(marked), values[0])),
        suppose,
        _note(number, start, end),
    )


def choose(label: str, readings: Sequence[tuple[str, Any]], *, suppose: str = "{}") -> Control:
    """One of several readings, each (words, value): the reader begins at the first of them.

    Raises CasebookError where there are fewer than two, or two in the same words.
    """
    words = [words for words, _ in readings]
    if len(readings) < 2 or len({*words}) < len(words):
        raise CasebookError(f"explorer: {label!r} has the readings {words}; expected two or more that differ")
    return Control("choose", label, tuple(Stop(value, words) for words, value in readings), 0, suppose)


def _end(name: str, number: Quantity, given: int | Fraction | None, bound: Fraction | None, which: str) -> Fraction:
    if given is not None:
        return Fraction(given)
    if bound is None:
        raise CasebookError(
            f"explorer: {name!r} is {number}, which has no such end: give '{which}', the {which} of the drawing's scale"
        )
    return bound


def _inside(number: Quantity, value: Fraction) -> Fraction:
    """The value; of a count the nearest whole number that its bounds do not leave out."""
    bounds = number.bounds
    if number.unit != "count":
        return value
    if value == bounds.lower:
        return Fraction(floor(value) + 1 if bounds.lower_open else ceil(value))
    if value == bounds.upper:
        return Fraction(ceil(value) - 1 if bounds.upper_open else floor(value))
    return value


def _exact(case: Case, name: str) -> Fraction:
    bounds = case.quantity(name).bounds
    if not bounds.is_exact or bounds.lower is None:
        raise CasebookError(f"explorer: {name!r} is {case.say(name)}, which is not exact; expected a count to mark")
    return bounds.lower


def _words(value: Fraction, number: Quantity) -> str:
    return with_unit(say_number(value, min(places_of(value), 1)), number.unit)


def _note(number: Quantity, start: int | Fraction | None, end: int | Fraction | None) -> str:
    """What bounds the number, and which ends of the scale bound nothing."""
    kind = "Printed" if number.printed else "Worked out"
    ends = []
    if start not in (None, number.bounds.lower, number.natural.lower):
        ends.append(f"starts at {_words(Fraction(start or 0), number)}")
    if end not in (None, number.bounds.upper, number.natural.upper):
        ends.append(f"ends at {_words(Fraction(end or 0), number)}")
    drawn = f" That the scale {' and '.join(ends)} is only a choice of this drawing." if ends else ""
    return f"{kind}: {number}.{drawn}"
