"""Numbers under one another on one axis: what readings, shares, ranges and narrow outcomes are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebook.charts.canvas import FADE, Box, Canvas, text_width, wrapped
from casebook.charts.numbers import Number, say_value
from casebook.charts.scale import Scale, scale_over
from casebook.charts.style import role_of

_ARROW = FADE + 12
_BAR = 14.0
_GAP = 12.0
_PAD = 8.0


@dataclass(frozen=True, slots=True)
class Row:
    """One number to draw: what it is, the words at its mark, and the role that gives its colour."""

    label: str
    number: Number
    words: str
    role: str = "whole"
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A number that the rows are held against: a line through all of them, with its words above."""

    words: str
    number: Number


@dataclass(frozen=True, slots=True)
class Plot:
    """How rows are drawn: as bars from nought or as marks where the numbers lie, and what the axis counts."""

    unit: str
    axis: str
    bars: bool
    reference: Reference | None = None


def paint_rows(canvas: Canvas, rows: Sequence[Row], plot: Plot) -> None:
    """Draw the rows from the top of the canvas and set its height."""
    left = 4.0 if canvas.narrow else _label_width(canvas, rows) + 14
    scale = _scale(canvas, rows, plot, left)
    top = y = _head_height(canvas, plot)
    spots = []
    for row in rows:
        spot = _Spot.of(canvas, row, scale, left, y)
        spots.append(spot)
        y += spot.height + _GAP
    bottom = y
    _paint_axis(canvas, scale, plot, top, bottom)
    for spot in spots:
        spot.paint(canvas, scale, plot)
    if plot.reference:
        _paint_reference(canvas, plot.reference, scale, top, bottom)
    canvas.height = bottom + 26 + canvas.leading(canvas.small)


def mark_end(number: Number, scale: Scale) -> float:
    """The rightmost pixel of a number's mark."""
    if not number.values:
        return scale.start
    end = scale(max(number.values))
    opens = number.high is None and (number.low is not None or (number.centre is not None and number.quantity.reading is None))
    return end + _ARROW if opens else end + 7


def paint_mark(canvas: Canvas, row: Row, scale: Scale, y: float, *, bars: bool) -> None:
    """Draw one number with its middle height at `y`.

    What is known is solid; what stays open fades and ends in an arrow; what is a reading is hatched;
    an estimate is a thin line with a dot.
    """
    number, role = row.number, row.role
    hatched = row.hatched or number.assumed
    if number.quantity.estimate:
        _paint_estimate(canvas, number, role, scale, y)
    elif number.exact is not None:
        _paint_exact(canvas, number.exact, role, scale, y, bars=bars, hatched=hatched)
    elif number.low is not None and number.high is not None:
        canvas.rect(_band(scale(number.low), scale(number.high), y), role, hatched=hatched)
    elif number.low is not None:
        _paint_open(canvas, number.low, role, scale, y, right=True, bar=bars, hatched=hatched)
    elif number.high is not None:
        _paint_open(canvas, number.high, role, scale, y, right=False, bar=False, hatched=hatched)
    elif number.centre is not None:
        _paint_centre(canvas, number, role, scale, y)


def _paint_exact(canvas: Canvas, value: Fraction, role: str, scale: Scale, y: float, *, bars: bool, hatched: bool) -> None:
    if bars and value != 0:
        canvas.rect(_band(*sorted((scale(Fraction(0)), scale(value))), y), role, hatched=hatched)
    elif hatched:
        canvas.rect(_band(scale(value) - 6, scale(value) + 6, y), role, hatched=True)
    else:
        canvas.marker(scale(value), y, role, shape=role_of(role).marker)


def _paint_open(canvas: Canvas, bound: Fraction, role: str, scale: Scale, y: float, *, right: bool, bar: bool, hatched: bool) -> None:
    at = scale(bound)
    if bar:
        canvas.rect(_band(scale(Fraction(0)), at, y), role, hatched=hatched)
    else:
        canvas.rect(_band(at - 2, at + 2, y), role)
    length = FADE if right else max(10.0, min(FADE, at - scale.start - 14))
    near, far = (at + 2, at + 2 + length) if right else (at - 2 - length, at - 2)
    direction = "right" if right else "left"
    canvas.fade(_band(near, far, y), direction, role)
    canvas.arrow(at, y, length + 12, direction, role)


def _paint_centre(canvas: Canvas, number: Number, role: str, scale: Scale, y: float) -> None:
    assert number.centre is not None
    at, reading = scale(number.centre), number.quantity.reading
    if reading and reading.lower is not None and reading.upper is not None:
        canvas.rect(_band(scale(reading.lower), scale(reading.upper), y), role, hatched=True)
    else:
        canvas.fade(_band(at, at + FADE, y), "right", role)
        canvas.fade(_band(max(scale.start, at - FADE), at, y), "left", role)
    canvas.line((at, y - _BAR / 2 - 3), (at, y + _BAR / 2 + 3), colour=role, width=3, order=4)


def _paint_estimate(canvas: Canvas, number: Number, role: str, scale: Scale, y: float) -> None:
    if number.low is not None and number.high is not None:
        canvas.line((scale(number.low), y), (scale(number.high), y), colour=role, width=2, order=3)
    if number.observed is not None:
        canvas.marker(scale(number.observed), y, role, radius=4, shape=role_of(role).marker)


def _band(left: float, right: float, y: float) -> Box:
    return Box(left, y - _BAR / 2, right, y + _BAR / 2)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a row goes: its label, its words and the middle of its mark."""

    row: Row
    label: list[str]
    label_y: float
    words: list[str]
    words_at: tuple[float, float]
    mark_y: float
    height: float

    @classmethod
    def of(cls, canvas: Canvas, row: Row, scale: Scale, left: float, y: float) -> _Spot:
        lead = canvas.leading()
        label = wrapped(row.label, canvas.width - 4 if canvas.narrow else left - 14, canvas.size)
        end = mark_end(row.number, scale) + _PAD
        beside = wrapped(row.words, max(canvas.width - end, 1), canvas.size)
        fits = len(beside) <= 2 and all(text_width(line, canvas.size) <= canvas.width - end for line in beside)
        words = beside if fits else wrapped(row.words, canvas.width - scale.start, canvas.size)
        above = lead * (len(label) if canvas.narrow else 0)
        over = 0 if fits else lead * len(words)
        body = max(_BAR, lead * len(words)) if fits else _BAR
        side = 0 if canvas.narrow else lead * len(label)
        height = max(above + over + body, side)
        mark_y = y + height - body / 2 if canvas.narrow or not fits else y + height / 2
        words_y = mark_y - lead * (len(words) - 1) / 2 if fits else y + above + lead / 2
        # Words that do not fit beside the mark stand above it, as near its end as the edge allows.
        longest = max((text_width(line, canvas.size) for line in words), default=0)
        x = end if fits else max(scale.start, min(end - _PAD - longest, canvas.width - longest))
        label_y = y + lead / 2 if canvas.narrow else mark_y - lead * (len(label) - 1) / 2
        return cls(row, label, label_y, words, (x, words_y), mark_y, height)

    def paint(self, canvas: Canvas, scale: Scale, plot: Plot) -> None:
        if canvas.narrow:
            canvas.lines(0, self.label_y, self.label, colour="muted")
        else:
            canvas.lines(scale.start - 14, self.label_y, self.label, align="right")
        paint_mark(canvas, self.row, scale, self.mark_y, bars=plot.bars)
        canvas.lines(*self.words_at, self.words, bold=canvas.narrow)


def _label_width(canvas: Canvas, rows: Sequence[Row]) -> float:
    most = canvas.width * 0.3
    lines = [line for row in rows for line in wrapped(row.label, most, canvas.size)]
    return max(text_width(line, canvas.size) for line in lines)


def _scale(canvas: Canvas, rows: Sequence[Row], plot: Plot, left: float) -> Scale:
    numbers = [row.number for row in rows] + ([plot.reference.number] if plot.reference else [])
    values = [value for number in numbers for value in number.values]
    widest = max(text_width(row.words, canvas.size) for row in rows) + _PAD
    room = canvas.width - left
    right = canvas.width - max(14.0, min(widest, room * (0.3 if canvas.narrow else 0.42)))
    return scale_over(values, left, right)


def _head_height(canvas: Canvas, plot: Plot) -> float:
    if not plot.reference:
        return 6.0
    return 8.0 + canvas.leading() * len(_reference_lines(canvas, plot.reference))


def _reference_lines(canvas: Canvas, reference: Reference) -> list[str]:
    return wrapped(reference.words, canvas.width * (0.75 if canvas.narrow else 0.5), canvas.size)


def _paint_axis(canvas: Canvas, scale: Scale, plot: Plot, top: float, bottom: float) -> None:
    for tick in scale.ticks(4 if canvas.narrow else 6):
        x = scale(tick)
        canvas.line((x, top), (x, bottom + 4), colour="grid", order=0)
        canvas.text(x, bottom + 13, say_value(tick, plot.unit), size=canvas.small, colour="muted", align="left" if x < 12 else "center")
    canvas.line((scale.start, bottom), (scale.end, bottom), colour="muted")
    canvas.line((scale(Fraction(0)), top), (scale(Fraction(0)), bottom), colour="muted")
    canvas.text(scale.start, bottom + 30, plot.axis, size=canvas.small, colour="muted")


def _paint_reference(canvas: Canvas, reference: Reference, scale: Scale, top: float, bottom: float) -> None:
    number, lines = reference.number, _reference_lines(canvas, reference)
    x = scale(max(number.values))
    words = list(canvas.texts)
    longest = max(text_width(line, canvas.size) for line in lines)
    at = min(max(x, longest / 2), canvas.width - longest / 2)
    canvas.lines(at, top - 6 - canvas.leading() * (len(lines) - 0.5), lines, align="center", bold=True)
    reading = number.quantity.reading if number.centre is not None else None
    if reading and reading.lower is not None and reading.upper is not None:
        canvas.rect(Box(scale(reading.lower), top, scale(reading.upper), bottom), "muted", hatched=True, kind="reading", order=1)
    if number.centre is not None:
        x = scale(number.centre)
    for start, end in _gaps(x, top - 3, bottom, words):
        canvas.line((x, start), (x, end), width=1.6, dashed=number.exact is None, order=4)
    if number.exact is None and number.centre is None:
        canvas.arrow(x, top + 4, 22, "right" if number.high is None else "left", "ink")


def _gaps(x: float, top: float, bottom: float, words: list[Box]) -> list[tuple[float, float]]:
    """The pieces of an upright line that do not run through words."""
    crossed = sorted((box.top, box.bottom) for box in words if box.left - 3 < x < box.right + 3 and box.bottom > top and box.top < bottom)
    pieces, start = [], top
    for upper, lower in crossed:
        if upper > start:
            pieces.append((start, upper))
        start = max(start, lower)
    return [*pieces, (start, bottom)] if start < bottom else pieces
