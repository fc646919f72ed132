"""How a worked-out number is put into words: as exact as its bounds, and never more."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from casebook.quantity.bounds import Bounds

UNBOUNDED = "not bounded by what was printed"


def say_number(value: Fraction, decimals: int = 0, rounding: str = ROUND_HALF_EVEN) -> str:
    """`value` rounded to `decimals` places, with thousands marked by commas and a true minus sign."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
        rounded = rounded if rounded else abs(rounded)  # no minus before a nought
    said = f"{rounded:,}".replace("-", "−")
    # A noughts-only tail would claim places that a whole number does not have.
    return said.rstrip("0").rstrip(".") if decimals and rounded == exact else said


def places_of(*values: Fraction | None) -> int:
    """How many decimal places it takes to write `values` out in full; six where they have no end."""
    needed = 0
    for value in filter(None, values):
        while needed < 6 and (value * 10**needed).denominator != 1:
            needed += 1
    return needed


def with_unit(number: str, unit: str) -> str:
    """`number` with its unit: a sign for per cent and pounds, a word for time, nothing for a count."""
    base, _, per = unit.partition("/")
    if base == "per cent":
        number = f"{number}%"
    elif base == "pound":
        number = f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
    elif base == "times":
        number = f"{number} times"
    elif base in ("day", "month", "year"):
        number = f"{number} {base}" if number == "1" else f"{number} {base}s"
    return f"{number} a {per}" if per else number


def say_bounds(bounds: Bounds, unit: str, natural: Bounds, decimals: int = 0, *, estimate: bool = False) -> str:
    """Put `bounds` into words.

    An end that only repeats what is true of every such number (`natural`: no count is below nought) goes unsaid.
    A lower bound is rounded down and an upper one up, so that the words are never narrower than the number;
    an `estimate`, being no bound, is rounded to the nearest.
    """
    if bounds.is_exact and bounds.lower is not None:
        return with_unit(say_number(bounds.lower, decimals), unit)
    lower, upper = (bounds.lower, bounds.upper) if estimate else telling_ends(bounds, natural)
    down, up = (ROUND_HALF_EVEN, ROUND_HALF_EVEN) if estimate else (ROUND_FLOOR, ROUND_CEILING)
    if lower is not None and upper is not None:
        ends = say_number(lower, decimals, down), say_number(upper, decimals, up)
        return _joined(*ends, unit, "{} to {}" if estimate else "between {} and {}")
    low = "" if lower is None else with_unit(say_number(lower, decimals, down), unit)
    high = "" if upper is None else with_unit(say_number(upper, decimals, up), unit)
    if low:
        return f"{'more than' if bounds.lower_open else 'at least'} {low}"
    if high:
        return f"{'below' if bounds.upper_open else 'at most'} {high}"
    return UNBOUNDED


def _joined(low: str, high: str, unit: str, pattern: str) -> str:
    """Two ends in one phrase: signs stand at both, words only after the second."""
    sign, _, per = unit.partition("/")
    if sign in ("per cent", "pound"):
        said = pattern.format(with_unit(low, sign), with_unit(high, sign))
        return f"{said} a {per}" if per else said
    return pattern.format(low, with_unit(high, unit))


def telling_ends(bounds: Bounds, natural: Bounds) -> tuple[Fraction | None, Fraction | None]:
    """The ends that say more than what is true of every such number; None for one that does not.

    That a number is above nought says nothing worth a word once its other end is known.
    """
    low_tells, high_tells = bounds.lower != natural.lower, bounds.upper != natural.upper
    return (
        bounds.lower if low_tells or (bounds.lower_open and not high_tells) else None,
        bounds.upper if high_tells or (bounds.upper_open and not low_tells) else None,
    )
