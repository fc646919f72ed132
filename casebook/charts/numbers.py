"""What a chart needs to know of one number of the case: its words, its bounds, and how it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebook.charts.chart import Cell
from casebook.errors import CannotCombine, CasebookError
from casebook.evidence import Case
from casebook.quantity import Bounds, Period, Quantity, say_number, share, with_unit

NUMBER_COLUMNS = ("Number", "Lowest it can be", "Highest it can be", "How it is known")
OPEN = "not bounded"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure or a derivation, ready to be drawn.

    `words` are the source's own, or the bounds put into words where the number is worked out.
    `assumed` says that the number rests on an assumption or a reading, its own or that of a number it is worked out from.
    `observed` is the share that an estimated interval is built around, where it can be told.
    """

    id: str
    words: str
    quantity: Quantity
    derived: bool
    assumed: bool
    observed: Fraction | None = None

    @property
    def low(self) -> Fraction | None:
        """The lower bound, where something printed bounds it: not the nought below which no count can lie."""
        bounds, natural = self.quantity.bounds, self.quantity.natural
        return None if bounds.lower == natural.lower and not bounds.is_exact and not bounds.lower_open else bounds.lower

    @property
    def high(self) -> Fraction | None:
        """The upper bound, where something printed bounds it."""
        bounds, natural = self.quantity.bounds, self.quantity.natural
        return None if bounds.upper == natural.upper and not bounds.is_exact and not bounds.upper_open else bounds.upper

    @property
    def exact(self) -> Fraction | None:
        return self.quantity.bounds.lower if self.quantity.bounds.is_exact else None

    @property
    def centre(self) -> Fraction | None:
        """The printed number of an approximate figure, which bounds nothing."""
        return self.quantity.centre if self.low is None and self.high is None else None

    @property
    def values(self) -> list[Fraction]:
        """Every value at which something is drawn."""
        reading = self.quantity.reading if self.centre is not None else None
        found = [self.low, self.high, self.centre, self.observed]
        found += [reading.lower, reading.upper] if reading else []
        return [value for value in found if value is not None]

    @property
    def known(self) -> str:
        """How the number is known, in words."""
        if self.quantity.estimate:
            return "estimated" if not self.assumed else "estimated, on an assumption"
        if not self.derived:
            return "printed"
        return "worked out, on an assumption" if self.assumed else "worked out"

    @property
    def sentence(self) -> str:
        """The words, with how they are known where they were not printed."""
        return f"{self.words} ({self.known})" if self.derived else self.words

    def cells(self) -> tuple[Cell, ...]:
        """The cells under NUMBER_COLUMNS."""
        return (Cell(self.words, self.id), Cell(self._end("low")), Cell(self._end("high")), Cell(self.known))

    def _end(self, side: str) -> str:
        low = side == "low"
        value = self.low if low else self.high
        if value is None:
            return OPEN
        bounds = self.quantity.bounds
        is_open = bounds.lower_open if low else bounds.upper_open
        said = self.quantity.worked(Bounds(value, value), signed=self.quantity.signed).say(self._places(value))
        return f"{'more' if low else 'less'} than {said}" if is_open else said

    def _places(self, value: Fraction) -> int:
        return max(self.quantity.decimals, places_of(value)) if not self.derived else self.quantity.decimals


def number(case: Case, name: str) -> Number:
    """The number called `name`. Raises UnknownId where no figure or derivation has that id."""
    quantity = case.quantity(name)
    derived = name in case.derivations
    observed = _observed(case, name) if quantity.estimate else None
    return Number(name, case.say(name), quantity, derived, derived and _assumed(case, name), observed)


def same_unit(numbers: Sequence[Number], chart: str) -> str:
    """The unit that all the numbers share. Raises CasebookError where there are none, or the units differ."""
    if not numbers:
        raise CasebookError(f"chart {chart!r}: no numbers were given; expected at least one id")
    first = numbers[0]
    for other in numbers:
        if other.quantity.unit != first.quantity.unit:
            raise CasebookError(
                f"chart {chart!r}: {other.id!r} is in {other.quantity.unit!r} and {first.id!r} in {first.quantity.unit!r}; "
                "one axis needs one unit"
            )
    return first.quantity.unit


def source_line(case: Case, names: Iterable[str]) -> str:
    """The short names of all sources behind the ids, in order of first use, each once."""
    found = dict.fromkeys(source for name in names for source in case.sources_of(name))
    shorts = "; ".join(case.source(source).short for source in found)
    return f"{'Source' if len(found) == 1 else 'Sources'}: {shorts}."


def told(case: Case, sentences: Iterable[str], reads: str) -> str:
    """The text alternative: sentences of the form, then what the author says there is to see, its {ids} put into words."""
    return " ".join(sentence.strip() for sentence in [*sentences, case.fill(reads)] if sentence.strip())


def listed(items: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def say_period(period: Period) -> str:
    """A period as short as its days allow: 'January to November 2016', '2016', or the two days."""
    start, end = period.start, period.end
    if Period(start, end).months.denominator != 1 or start.day != 1:
        return str(period)
    if (start.month, end.month) == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    return f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"


def places_of(value: Fraction, most: int = 3) -> int:
    """The decimal places needed to write `value` exactly, at most `most`."""
    return next((places for places in range(most) if (value * 10**places).denominator == 1), most)


def say_value(value: Fraction, unit: str) -> str:
    """A value of an axis with its unit."""
    return with_unit(say_number(value, places_of(value)), unit)


def _assumed(case: Case, name: str) -> bool:
    if name not in case.derivations:
        return False
    return bool(case.derivations[name].assumes) or any(_assumed(case, leg) for leg in case.leans_on(name))


def _observed(case: Case, name: str) -> Fraction | None:
    legs = [leg for leg in case.leans_on(name) if leg not in case.events]
    if len(legs) != 2:
        return None
    try:
        return share(case.quantity(legs[0]), case.quantity(legs[1])).bounds.lower
    except CannotCombine:
        return None
