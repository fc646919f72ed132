"""Which numbers answer a numeric question: the ends of a quantity, as far as its words print them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from casebook.quantity import Quantity, places_of
from casebook.quantity.say import telling_ends

_LONG = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """The ends between which a number is admissible, as decimals; None where there is none.

    `below_told` and `above_told` say whether the words set that end, and not just what holds of every such number.
    """

    lower: Decimal | None
    upper: Decimal | None
    lower_open: bool
    upper_open: bool
    below_told: bool
    above_told: bool

    @property
    def has_open_end(self) -> bool:
        """Whether the words leave out the very number at one of their ends."""
        return (self.below_told and self.lower_open) or (self.above_told and self.upper_open)


def limits_of(quantity: Quantity) -> Limits:
    """The ends of `quantity`: of a printed figure its own, of a worked-out number no narrower than its words.

    A reader who sees 'more than 83.3' is not told that 83.31 is too low because the bound is a third more.
    """
    bounds = quantity.bounds
    low, high = telling_ends(bounds, quantity.natural)
    return Limits(
        _end(bounds.lower, quantity, ROUND_FLOOR),
        _end(bounds.upper, quantity, ROUND_CEILING),
        bounds.lower_open,
        bounds.upper_open,
        low is not None,
        high is not None,
    )


def exact_value(value: Fraction, decimals: int) -> tuple[Decimal, Decimal]:
    """The value asked for, in full or far beyond the places asked for, and half a unit of the last of those."""
    places = places_of(value)
    in_full = (value * 10**places).denominator == 1
    return _rounded(value, places if in_full else decimals + _LONG, ROUND_HALF_EVEN), Decimal(5).scaleb(-decimals - 1)


def plain(number: Decimal | None) -> str | None:
    """A decimal as its shortest string without an exponent."""
    if number is None:
        return None
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _end(value: Fraction | None, quantity: Quantity, rounding: str) -> Decimal | None:
    if value is None:
        return None
    if not quantity.printed:
        return _rounded(value, quantity.decimals, rounding)
    places = places_of(value)
    return _rounded(value, places if (value * 10**places).denominator == 1 else _LONG, rounding)


def _rounded(value: Fraction, places: int, rounding: str) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), rounding=rounding)
