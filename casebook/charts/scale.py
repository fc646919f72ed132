"""From values and days to pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor, log10

from casebook.charts.canvas import Canvas, text_width
from casebook.quantity import Period

_MIN_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from `low` at pixel `start` to `high` at pixel `end`."""

    low: Fraction
    high: Fraction
    start: float
    end: float

    def __call__(self, value: Fraction) -> float:
        """The pixel of a value."""
        return self.start + float((value - self.low) / (self.high - self.low)) * (self.end - self.start)

    def ticks(self, most: int) -> list[Fraction]:
        """Round values inside the scale, at most `most` or so of them, nought among them where it is inside."""
        step = _round_step((self.high - self.low) / max(most - 1, 1))
        first = -(-self.low // step)
        return [step * count for count in range(int(first), int(self.high // step) + 1)]


def scale_over(values: Iterable[Fraction], start: float, end: float, *, room: Fraction = Fraction(0)) -> Scale:
    """A scale from nought (or the lowest value below it) to the highest value and `room` of it more."""
    values = list(values)
    low, high = min([*values, Fraction(0)]), max([*values, Fraction(0)])
    high = high + (high - low) * room if high > low else low + 1
    return Scale(low, high, start, end)


def _round_step(rough: Fraction) -> Fraction:
    power = Fraction(10) ** floor(log10(rough))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough)


@dataclass(frozen=True, slots=True)
class Days:
    """A straight line from the first day at pixel `start` to the last day's end at pixel `end`."""

    period: Period
    start: float
    end: float

    def __call__(self, day: date) -> float:
        """The pixel at which `day` starts."""
        whole = (self.period.end - self.period.start).days + 1
        return self.start + (day - self.period.start).days / whole * (self.end - self.start)

    def after(self, day: date) -> float:
        """The pixel at which `day` ends."""
        return self(day + timedelta(days=1))

    def years(self) -> list[tuple[str, float, float]]:
        """Each year that shows: its name, and the pixels at which it starts and ends."""
        found = []
        for year in range(self.period.start.year, self.period.end.year + 1):
            first, last = max(date(year, 1, 1), self.period.start), min(date(year, 12, 31), self.period.end)
            if abs(self.after(last) - self(first)) >= _MIN_SHOWN:
                found.append((str(year), self(first), self.after(last)))
        return found


def paint_years(canvas: Canvas, days: Days, top: float, bottom: float) -> None:
    """Light lines where years begin, from `top` to `bottom`, and under them the years' names where they fit."""
    for name, left, right in days.years():
        canvas.line((left, top), (left, bottom + 4), colour="grid", order=0)
        if text_width(name, canvas.small) <= right - left:
            canvas.text((left + right) / 2, bottom + 14, name, size=canvas.small, colour="muted", align="center")
    canvas.line((days.start, bottom), (days.end, bottom), colour="muted")


def whole_years(period: Period) -> Period:
    """The years that hold a period, from the first of January to the last of December."""
    return Period(date(period.start.year, 1, 1), date(period.end.year, 12, 31))
