"""What a chart needs to know of one number of the case: its words, its bounds, and how it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from casebook.charts.chart import Cell
from casebook.errors import CannotCombine, CasebookError
from casebook.evidence import Case
from casebook.quantity import Bounds, Period, Quantity, places_of, say_number, share, with_unit

NUMBER_COLUMNS = ("Number", "Lowest it can be", "Highest it can be", "How it is known")
OPEN = "not bounded"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure or a derivation, ready to be drawn.

    `words` are the source's own, or the bounds put into words where the number is worked out.
    `assumed` says that it rests on an assumption or a reading, its own or that of a number it is worked out from.
    `supposed` says that a reader took it to be exact.
    `observed` is the share that an estimated interval is built around, where it can be told.
    """

    id: str
    words: str
    quantity: Quantity
    derived: bool
    assumed: bool
    observed: Fraction | None = None
    supposed: bool = False

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
        """The one value there is, where the bounds leave but one."""
        return self.quantity.bounds.lower if self.quantity.bounds.is_exact else None

    @property
    def centre(self) -> Fraction | None:
        """The printed number of an approximate figure, which bounds nothing."""
        return self.quantity.centre if self.low is None and self.high is None else None

    @property
    def reading(self) -> Bounds | None:
        """The bounds of a reading, where the printed words themselves give none."""
        return self.quantity.reading if self.low is None and self.high is None else None

    @property
    def opens_up(self) -> bool:
        """Whether something below it is known, and nothing above."""
        bounded = self.low is not None and self.high is None
        return bounded or (self.reading is not None and self.reading.upper is None)

    @property
    def opens_down(self) -> bool:
        """Whether something above it is known, and nothing below."""
        bounded = self.high is not None and self.low is None
        return bounded or (self.reading is not None and self.reading.lower is None)

    @property
    def values(self) -> list[Fraction]:
        """Every value at which something is drawn."""
        found = [self.low, self.high, self.centre, self.observed]
        found += [self.reading.lower, self.reading.upper] if self.reading else []
        return [value for value in found if value is not None]

    @property
    def known(self) -> str:
        """How the number is known, in words."""
        if self.supposed:
            return "supposed"
        if self.quantity.estimate:
            return "estimated" if not self.assumed else "estimated, on an assumption"
        if not self.derived:
            if self.reading is None:
                return "printed, drawn as it is read" if self.assumed else "printed"
            places = places_of(self.reading.lower, self.reading.upper)
            return f"printed; read as {self.quantity.worked(self.reading).say(places)}, hatched"
        return "worked out, on an assumption" if self.assumed else "worked out"

    @property
    def sentence(self) -> str:
        """The words, with how they are known where they were not printed, or are drawn as a reading."""
        return f"{self.words} ({self.known})" if self.derived or self.supposed or self.reading else self.words

    def cells(self) -> tuple[Cell, ...]:
        """The cells under NUMBER_COLUMNS."""
        return (Cell(self.words, self.id), Cell(self._end("low")), Cell(self._end("high")), Cell(self.known))

    def _end(self, side: str) -> str:
        value = self.low if side == "low" else self.high
        if value is None:
            return OPEN
        quantity, bounds = self.quantity, self.quantity.bounds
        if quantity.estimate:
            return f"{quantity.worked(Bounds.exactly(value)).say(quantity.decimals)} (end of the interval)"
        one_sided = (
            Bounds(value, None, bounds.lower_open) if side == "low" else Bounds(None, value, False, bounds.upper_open)
        )
        end = bounds if bounds.is_exact else one_sided
        places = quantity.decimals if self.derived else max(quantity.decimals, places_of(value))
        return quantity.worked(end).say(places)


def number(case: Case, name: str) -> Number:
    """The number called `name`. Raises UnknownId where no figure or derivation has that id."""
    quantity = case.quantity(name)
    derived = name in case.derivations
    observed = _observed(case, name) if quantity.estimate else None
    return Number(
        name, case.say(name), quantity, derived, _assumed(case, name), observed, supposed=name in case.supposed
    )


def as_read(count: Number) -> Number:
    """A number whose words bound nothing, with the bounds of its reading; any other number as it is."""
    if count.reading is None or count.centre is not None:
        return count
    return replace(count, quantity=count.quantity.worked(count.reading), assumed=True)


def same_unit(numbers: Sequence[Number], chart: str) -> str:
    """The unit that all the numbers share. Raises CasebookError where there are none, or the units differ."""
    if not numbers:
        raise CasebookError(f"chart {chart!r}: no numbers were given; expected at least one id")
    first = numbers[0]
    for other in numbers:
        if other.quantity.unit != first.quantity.unit:
            raise CasebookError(
                f"chart {chart!r}: {other.id!r} is in {other.quantity.unit!r} and {first.id!r} "
                f"in {first.quantity.unit!r}; one axis needs one unit"
            )
    return first.quantity.unit


def source_line(case: Case, names: Iterable[str]) -> str:
    """The short names of all sources behind the ids, in order of first use, each once."""
    found = dict.fromkeys(source for name in names for source in case.sources_of(name))
    return f"{'Source' if len(found) == 1 else 'Sources'}: {shorts(case, found)}."


def shorts(case: Case, sources: Iterable[str]) -> str:
    """The short names of sources, by id."""
    return "; ".join(case.source(source).short for source in sources)


def told(case: Case, sentences: Iterable[str], reads: str) -> str:
    """The text alternative: sentences of the form, then what its author says there is to see, {ids} put into words."""
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


def say_value(value: Fraction, unit: str) -> str:
    """A value of an axis with its unit."""
    return with_unit(say_number(value, places_of(value)), unit)


def say_tick(value: Fraction, unit: str) -> str:
    """A value on an axis: with its sign where it has one; the axis itself names any other unit."""
    return say_value(value, unit if unit in ("per cent", "pound") else "count")


def _assumed(case: Case, name: str) -> bool:
    if name in case.supposed:
        return True
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
