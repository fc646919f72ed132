"""Periods of time: from a first day to a last day, both included; and moments known only within limits."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}")

    @property
    def months(self) -> Fraction:
        """Length in calendar months; a part of a month counts by its share of that month's days."""
        total = Fraction(0)
        year, month = self.start.year, self.start.month
        while (year, month) <= (self.end.year, self.end.month):
            length = monthrange(year, month)[1]
            first = self.start.day if (year, month) == (self.start.year, self.start.month) else 1
            last = self.end.day if (year, month) == (self.end.year, self.end.month) else length
            total += Fraction(last - first + 1, length)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return total

    def holds(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def joined(self, other: Period) -> Period | None:
        """The one period that two make when the second begins the day after the first ends; else None."""
        first, second = sorted((self, other))
        return Period(first.start, second.end) if first.end + _DAY == second.start else None

    def without(self, other: Period) -> Period | None:
        """What is left when `other` is cut off at the start or at the end; None if it cannot be."""
        if not self.holds(other) or other == self:
            return None
        if other.end == self.end:
            return Period(self.start, other.start - _DAY)
        if other.start == self.start:
            return Period(other.end + _DAY, self.end)
        return None

    def __str__(self) -> str:
        return f"{say_date(self.start)} to {say_date(self.end)}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that is known to lie between two days, which are the same where it is known exactly."""

    earliest: date
    latest: date

    @classmethod
    def from_partial(cls, text: str) -> Moment:
        """Read 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'. Raises ValueError for anything else."""
        pieces = [int(piece) for piece in text.split("-")]
        if len(pieces) == 3:
            day = date(*pieces)
            return cls(day, day)
        if len(pieces) == 2:
            year, month = pieces
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        (year,) = pieces
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def middle(self) -> date:
        return self.earliest + (self.latest - self.earliest) / 2

    def __str__(self) -> str:
        if self.earliest == self.latest:
            return say_date(self.earliest)
        if (self.earliest.year, self.earliest.month) == (self.latest.year, self.latest.month):
            return f"{self.earliest:%B %Y}"
        return str(self.earliest.year)


def say_date(day: date) -> str:
    """A day as British readers write it: 9 November 2017."""
    return f"{day.day} {day:%B %Y}"
