"""A number with its hedge: bounds, unit, what is counted, and when.

Combining two quantities never invents precision, and is refused, with the reason, where they do not fit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from numbers import Rational
from os.path import commonprefix

from casebook.errors import CannotCombine
from casebook.quantity.bounds import Bounds
from casebook.quantity.hedge import Relation
from casebook.quantity.period import Period
from casebook.quantity.say import places_of, say_bounds, telling_ends

_NONNEGATIVE = Bounds(Fraction(0))
_SHARE = Bounds(Fraction(0), Fraction(100))
_ANY = Bounds()
_HUNDRED = Bounds.exactly(100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is known of a number.

    Shape: `part` is a path from the whole population to the part counted ('orders/returned'); 'all' holds every part.
    `whole` is set for shares only: the part of which it is a share, in per cent.
    `centre` is the printed number of an approximate figure: it is printed and drawn, and never calculated with.
    `printed` are the source's own words for the number; worked-out numbers have none.
    `reading` are bounds under an interpretation that must be asked for (see `read`).
    `signed` marks differences, the only numbers that may be negative.
    `estimate` marks a statistical interval, which is no bound.

    Raises ValueError when the bounds contradict what every such number is (a count below nought).
    """

    bounds: Bounds
    unit: str
    population: str
    part: str = "all"
    whole: str = ""
    period: Period | None = None
    centre: Fraction | None = None
    printed: str = ""
    reading: Bounds | None = None
    signed: bool = False
    estimate: bool = False
    decimals: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bounds", self.bounds.intersect(self.natural))

    @property
    def natural(self) -> Bounds:
        """What holds of every such number, whatever was printed: counts are not negative, shares end at a hundred."""
        if self.signed:
            return _ANY
        return _SHARE if self.unit == "per cent" and self.whole else _NONNEGATIVE

    @property
    def relation(self) -> Relation:
        """What the bounds say about the true value."""
        if self.bounds.is_exact:
            return "eq"
        lower_known, upper_known = (end is not None for end in telling_ends(self.bounds, self.natural))
        if lower_known and upper_known:
            return "between"
        if lower_known:
            return "gt" if self.bounds.lower_open else "ge"
        if upper_known:
            return "lt" if self.bounds.upper_open else "le"
        return "words" if self.centre is None else "approx"

    def __str__(self) -> str:
        return self.printed or self.say()

    def say(self, decimals: int | None = None) -> str:
        """The bounds in words, with the unit, rounded so that the words are never narrower than the number."""
        places = self.decimals if decimals is None else decimals
        return say_bounds(self.bounds, self.unit, self.natural, places, estimate=self.estimate)

    def say_in_full(self) -> str:
        """The bounds in words, written out to their last decimal place."""
        return self.say(places_of(self.bounds.lower, self.bounds.upper))

    def worked(self, bounds: Bounds, **changes: object) -> Quantity:
        """A quantity worked out from this one: other bounds, no words, no reading; of an estimate, an estimate."""
        blank: dict[str, object] = {"printed": "", "centre": None, "reading": None}
        return replace(self, bounds=bounds, **(blank | changes))  # type: ignore[arg-type]

    def __add__(self, other: Quantity) -> Quantity:
        """The sum of two counts that overlap neither in time nor in what they count.

        Raises CannotCombine where units or populations differ, or something would be counted twice.
        """
        same_kind(self, other, "add")
        if self.part == other.part:
            over_time(self, other, "add")
            return self.worked(self.bounds + other.bounds, period=_joined_period(self, other))
        if not disjoint(self.part, other.part):
            raise CannotCombine(
                f"cannot add '{self.part}' and '{other.part}': one holds the other, so it would count twice"
            )
        if self.period != other.period:
            raise CannotCombine(
                f"cannot add two parts over different periods ({say_period(self)}; {say_period(other)})"
            )
        return self.worked(self.bounds + other.bounds, part=f"{self.part}+{other.part}")

    def __sub__(self, other: Quantity) -> Quantity:
        """What is left of a count when a part of it, or a piece of its period, is taken away.

        Raises CannotCombine where the second does not lie inside the first.
        """
        same_kind(self, other, "subtract")
        if self.period == other.period and inside(other.part, self.part) and other.part != self.part:
            return self.worked(self.bounds - other.bounds, part=rest_of(self.part))
        if self.part == other.part and self.period and other.period:
            over_time(self, other, "subtract")
            left = self.period.without(other.period)
            if left:
                return self.worked(self.bounds - other.bounds, period=left)
        raise CannotCombine(
            f"cannot subtract '{other.part}' ({say_period(other)}) from '{self.part}' ({say_period(self)}): "
            "the second must be a part of the first, or the same part over a piece of its period at either end"
        )

    def __mul__(self, factor: int | Fraction | Quantity) -> Quantity:
        """A count multiplied by a plain number, or a share of a count.

        Multiplying moves a count away from the period it was counted over, so the result has none.
        """
        if isinstance(factor, Quantity):
            return take(self, factor) if self.unit in ("per cent", "times") else take(factor, self)
        return self.worked(self.bounds * Bounds.exactly(_plain(factor)), period=None)

    __rmul__ = __mul__

    def __truediv__(self, divisor: int | Fraction | Quantity) -> Quantity:
        """A share (part of a whole, same period), a ratio of two counts, or a count divided by a plain number."""
        if isinstance(divisor, Quantity):
            is_share = inside(self.part, divisor.part) and self.part != divisor.part and self.period == divisor.period
            return share(self, divisor) if is_share else ratio(self, divisor)
        if divisor == 0:
            raise CannotCombine("cannot divide by nought")
        return self.worked(self.bounds / Bounds.exactly(_plain(divisor)), period=None)


def same_kind(a: Quantity, b: Quantity, verb: str) -> None:
    """Raise CannotCombine unless both have the same unit and count the same population."""
    if a.unit != b.unit:
        raise CannotCombine(f"cannot {verb} '{a.unit}' and '{b.unit}': the units differ")
    if a.population != b.population:
        raise CannotCombine(
            f"cannot {verb} a number of {a.population}s and a number of {b.population}s: "
            "they count different things; recount() says that one is read as the other"
        )
    if a.whole != b.whole:
        raise CannotCombine(
            f"cannot {verb} shares of different wholes ('{a.whole or 'none'}' and '{b.whole or 'none'}')"
        )
    certain(a, b)


def certain(*quantities: Quantity) -> None:
    """Raise CannotCombine if any is an estimate: an interval is no bound, so it does not combine as bounds do."""
    for quantity in quantities:
        if quantity.estimate:
            raise CannotCombine(
                f"'{quantity}' is an estimate, not a bound, so it cannot be combined with another number"
            )


def is_amount(a: Quantity) -> bool:
    """Whether twice the time may hold twice as much: true of counts and sums, not of shares, ratios, rates or ranks."""
    return a.unit not in ("per cent", "times", "rank") and "/" not in a.unit


def over_time(a: Quantity, b: Quantity, verb: str) -> None:
    """Raise CannotCombine unless both are amounts, which alone add up from period to period."""
    if not (is_amount(a) and is_amount(b)):
        raise CannotCombine(
            f"cannot {verb} {a.unit} over two periods ({say_period(a)}; {say_period(b)}): "
            "shares, ratios and rates do not add up over time"
        )


def inside(part: str, whole: str) -> bool:
    """Whether `part` lies in `whole` or is it; each is a path, or the paths of a sum joined by '+'."""
    return all(any(_within(piece, holder) for holder in whole.split("+")) for piece in part.split("+"))


def disjoint(a: str, b: str) -> bool:
    """Whether nothing can be in both parts, so far as their paths tell.

    Of a rest, they tell nothing within its whole.
    """
    reaches = ([f"{piece}/".split("/rest/")[0].rstrip("/") for piece in part.split("+")] for part in (a, b))
    return not any(_within(x, y) or _within(y, x) for x, y in product(*reaches))


def rest_of(part: str) -> str:
    """The path of what is left of `part`: for a sum, within the narrowest path that holds it all."""
    shared = commonprefix([piece.split("/") for piece in part.split("+")])
    return "/".join([*(shared or ["all"]), "rest"])


def _within(part: str, whole: str) -> bool:
    return whole == "all" or part == whole or part.startswith(f"{whole}/")


def _joined_period(a: Quantity, b: Quantity) -> Period:
    if a.period is None or b.period is None:
        raise CannotCombine("cannot add two counts of the same part when a period is not stated: during() supposes one")
    if a.period.overlaps(b.period):
        raise CannotCombine(f"cannot add overlapping periods ({a.period}; {b.period}): the overlap would count twice")
    joined = a.period.joined(b.period)
    if joined is None:
        raise CannotCombine(f"cannot add periods with a gap between them ({a.period}; {b.period})")
    return joined


def _plain(number: int | Fraction) -> Fraction:
    if not isinstance(number, Rational):
        raise CannotCombine(f"{number!r} is no exact number: write it as a whole number or a fraction")
    return Fraction(number)


def share(part: Quantity, whole: Quantity) -> Quantity:
    """`part` as per cent of `whole`: two counts of one population over one period, the first inside the second.

    Raises CannotCombine otherwise.
    """
    same_kind(part, whole, "compare")
    if not inside(part.part, whole.part):
        raise CannotCombine(f"'{part.part}' is no part of '{whole.part}', so it has no share of it")
    if part.period != whole.period:
        raise CannotCombine(
            f"cannot take a share across periods ({say_period(part)}; {say_period(whole)}): during() supposes one"
        )
    bounds = part.bounds / whole.bounds * _HUNDRED
    return part.worked(bounds, unit="per cent", whole=whole.part, decimals=1)


def ratio(a: Quantity, b: Quantity) -> Quantity:
    """How many times as large `a` is as `b`: one unit, one population, periods of equal length.

    Raises CannotCombine otherwise; counts over periods of unequal length are compared by their rates.
    """
    same_kind(a, b, "compare")
    lengths = [quantity.period.months if quantity.period else None for quantity in (a, b)]
    if lengths[0] != lengths[1] and not a.unit.endswith(("/month", "/year")):
        raise CannotCombine(
            f"cannot compare counts over periods of unequal length ({say_period(a)}; {say_period(b)}): "
            "use per_month() first"
        )
    return a.worked(a.bounds / b.bounds, unit="times", whole="", period=None, decimals=2)


def take(portion: Quantity, count: Quantity) -> Quantity:
    """That share (or that many times) of a count.

    Raises CannotCombine where the share is of another whole, population or period than the count.
    """
    if portion.unit == "times":
        return count.worked(portion.bounds * count.bounds, period=None)
    if portion.unit != "per cent" or not portion.whole:
        raise CannotCombine(f"'{portion}' is no share of anything, so it cannot be taken of a count")
    certain(portion, count)
    if portion.population != count.population:
        raise CannotCombine(f"a share of {portion.population}s cannot be taken of {count.population}s")
    if portion.whole != count.part:
        raise CannotCombine(f"a share of '{portion.whole}' cannot be taken of '{count.part}': the wrong whole")
    if portion.period != count.period:
        raise CannotCombine(
            f"cannot take a share across periods ({say_period(portion)}; {say_period(count)}): during() supposes one"
        )
    return count.worked(portion.bounds * count.bounds / _HUNDRED, part=portion.part)


def say_period(a: Quantity) -> str:
    """The period of a quantity, for messages."""
    return str(a.period) if a.period else "no stated period"
