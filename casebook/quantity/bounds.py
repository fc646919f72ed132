"""What is known of a number: a lower and an upper bound, each included or not, either of them possibly missing.

Arithmetic is exact (fractions) and never narrows: the result holds every value that can be had by choosing
one value inside each operand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from casebook.errors import CannotCombine


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of exact numbers; `None` as an end means that nothing bounds it on that side."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self) -> None:
        if self.lower is None:
            object.__setattr__(self, "lower_open", False)
        if self.upper is None:
            object.__setattr__(self, "upper_open", False)
        if self.lower is None or self.upper is None:
            return
        if self.lower > self.upper:
            raise ValueError(f"the lower bound {self.lower} lies above the upper bound {self.upper}")
        if self.lower == self.upper and (self.lower_open or self.upper_open):
            raise ValueError(f"nothing lies between {self.lower} and {self.upper} when an end is left out")

    @classmethod
    def exactly(cls, value: Fraction | int) -> Bounds:
        return cls(Fraction(value), Fraction(value))

    @property
    def is_exact(self) -> bool:
        return self.lower is not None and self.lower == self.upper

    @property
    def is_unbounded(self) -> bool:
        return self.lower is None and self.upper is None

    def __contains__(self, value: Fraction | int) -> bool:
        if self.lower is not None and (value < self.lower or (value == self.lower and self.lower_open)):
            return False
        return self.upper is None or value < self.upper or (value == self.upper and not self.upper_open)

    def holds(self, other: Bounds) -> bool:
        """Whether every value of `other` is a value of this interval."""
        try:
            return self.intersect(other) == other
        except ValueError:
            return False

    def __neg__(self) -> Bounds:
        return Bounds(_negated(self.upper), _negated(self.lower), self.upper_open, self.lower_open)

    def __add__(self, other: Bounds) -> Bounds:
        lower = None if self.lower is None or other.lower is None else self.lower + other.lower
        upper = None if self.upper is None or other.upper is None else self.upper + other.upper
        return Bounds(lower, upper, self.lower_open or other.lower_open, self.upper_open or other.upper_open)

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        corners = [_times(a, b) for a, b in product(self._ends(), other._ends())]
        return _hull(corners)

    def __truediv__(self, other: Bounds) -> Bounds:
        return self * other._reciprocal()

    def intersect(self, other: Bounds) -> Bounds:
        """The values in both. Raises ValueError where there is none."""
        lower, lower_open = max(
            ((b.lower, b.lower_open) for b in (self, other) if b.lower is not None), default=(None, False)
        )
        upper, not_open = min(
            ((b.upper, not b.upper_open) for b in (self, other) if b.upper is not None), default=(None, True)
        )
        return Bounds(lower, upper, lower_open, not not_open)

    def _ends(self) -> tuple[_End, _End]:
        low = _End(-1, None, True) if self.lower is None else _End(0, self.lower, self.lower_open)
        high = _End(1, None, True) if self.upper is None else _End(0, self.upper, self.upper_open)
        return low, high

    def _reciprocal(self) -> Bounds:
        if self.lower == 0 == self.upper:
            raise CannotCombine("cannot divide by a number that is exactly nought")
        if self.lower is not None and self.lower >= 0:
            # Nought itself can be no divisor, so an end at nought counts as left out.
            return Bounds(
                Fraction(0) if self.upper is None else 1 / self.upper,
                None if self.lower == 0 else 1 / self.lower,
                self.upper is None or self.upper_open,
                self.lower_open,
            )
        if self.upper is not None and self.upper <= 0:
            return -(-self)._reciprocal()
        return Bounds()


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an interval: `side` is -1 or 1 at infinity and 0 where `value` holds."""

    side: int
    value: Fraction | None
    open: bool

    @property
    def sign(self) -> int:
        if self.value is None:
            return self.side
        return (self.value > 0) - (self.value < 0)

    def rank(self) -> tuple[int, Fraction]:
        return (self.side, self.value or Fraction(0))


def _negated(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _times(a: _End, b: _End) -> _End:
    if a.sign == 0 or b.sign == 0:
        # A nought that is itself included gives nought whatever the other factor is.
        reached = (a.sign == 0 and not a.open) or (b.sign == 0 and not b.open)
        return _End(0, Fraction(0), not reached)
    if a.value is None or b.value is None:
        return _End(a.sign * b.sign, None, True)
    return _End(0, a.value * b.value, a.open or b.open)


def _hull(ends: Iterable[_End]) -> Bounds:
    ends = list(ends)
    low = min(ends, key=lambda end: (end.rank(), end.open))
    high = max(ends, key=lambda end: (end.rank(), not end.open))
    return Bounds(low.value, high.value, low.open, high.open)
