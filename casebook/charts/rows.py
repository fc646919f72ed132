"""Numbers under one another on one axis: what readings, shares, ranges and narrow outcomes are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebook.charts.canvas import FADE, Box, Canvas, Direction, text_width, wrapped
from casebook.charts.numbers import Number, say_tick
from casebook.charts.scale import Scale, scale_over
from casebook.charts.style import role_of

_ARROW = FADE + 12
_LEAST_ARROW = 26.0
_PIECE = 10.0
_BAR = 14.0
_GAP = 12.0
_PAD = 8.0
_INSET = 6.0
_ASIDE = 60.0
_HELD = 0.2


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
    """How rows are drawn: as bars from nought or as marks where the numbers lie, and what the axis counts.

    `axis_to` holds the axis of several drawings to one length, whatever their numbers.
    """

    unit: str
    axis: str
    bars: bool
    reference: Reference | None = None
    axis_to: Fraction | None = None


def paint_rows(canvas: Canvas, rows: Sequence[Row], plot: Plot) -> None:
    """Draw the rows from the top of the canvas and set its height."""
    left = 1.0 if canvas.narrow else _label_width(canvas, rows) + 14
    scale = _scale(canvas, rows, plot, left)
    top = y = _head_height(canvas, plot)
    spots = []
    for row in rows:
        spot = _Spot.of(canvas, row, scale, plot, y)
        spots.append(spot)
        y += spot.height + _GAP
    bottom = y
    for spot in spots:
        spot.paint(canvas, scale, plot)
    _paint_axis(canvas, scale, plot, top, bottom)
    if plot.reference:
        _paint_reference(canvas, plot.reference, scale, top, bottom)
    canvas.height = bottom + 26 + canvas.leading(canvas.small)


def mark_end(number: Number, scale: Scale) -> float:
    """The rightmost pixel of a number's mark."""
    if not number.values:
        return scale.start
    end = scale(max(number.values))
    if number.opens_up:
        return end + _ARROW
    return end + (FADE if number.centre is not None and number.reading is None else 7)


def mark_start(number: Number, scale: Scale, *, bars: bool) -> float:
    """The leftmost pixel of a number's mark."""
    if not number.values or (bars and (number.exact or number.low is not None)):
        return scale.start
    start = scale(min(number.values))
    fades = number.opens_down or (number.centre is not None and number.reading is None)
    return max(scale.start, start - _ARROW) if fades else start - 7


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
    else:
        _paint_unbounded(canvas, number, role, scale, y)


def _paint_exact(
    canvas: Canvas, value: Fraction, role: str, scale: Scale, y: float, *, bars: bool, hatched: bool
) -> None:
    if bars and value != 0:
        ends = scale(Fraction(0)), scale(value)
        canvas.rect(_band(min(ends), max(ends), y), role, hatched=hatched)
    elif hatched:
        canvas.rect(_band(scale(value) - 6, scale(value) + 6, y), role, hatched=True)
    else:
        canvas.marker(scale(value), y, role, shape=role_of(role).marker)


def _paint_open(
    canvas: Canvas, bound: Fraction, role: str, scale: Scale, y: float, *, right: bool, bar: bool, hatched: bool
) -> None:
    at = scale(bound)
    if bar:
        canvas.rect(_band(scale(Fraction(0)), at, y), role, hatched=hatched)
    elif hatched:
        # The hatched piece lies on the side that the bound allows.
        canvas.rect(_band(*((at, at + _PIECE) if right else (at - _PIECE, at)), y), role, hatched=True)
    else:
        canvas.rect(_band(at - 2, at + 2, y), role)
    inset = _PIECE if hatched and not bar else 2.0
    _paint_fade(canvas, at, role, y, inset=inset, room=_ARROW if right else min(_ARROW, at - scale.start), right=right)


def _paint_fade(canvas: Canvas, at: float, role: str, y: float, *, inset: float, room: float, right: bool) -> None:
    """Fade away from a bound, from `inset` pixels beside it; end in an arrow where there is room to point."""
    direction: Direction = "right" if right else "left"
    # A number that cannot lie below nought has only so much room to fade in.
    arrow = room > _LEAST_ARROW
    length = max(room - 12 if arrow else room - 1, inset)
    canvas.fade(_band(*((at + inset, at + length) if right else (at - length, at - inset)), y), direction, role)
    if arrow:
        canvas.arrow(at + inset if right else at - inset, y, room - inset, direction, role)


def _paint_unbounded(canvas: Canvas, number: Number, role: str, scale: Scale, y: float) -> None:
    """Words that bound nothing: their reading hatched, or a fade both ways; and the printed number as a stroke."""
    reading, centre = number.reading, number.centre
    if reading and reading.lower is not None and reading.upper is not None:
        canvas.rect(_band(scale(reading.lower), scale(reading.upper), y), role, hatched=True)
    elif reading:
        bound = reading.lower if reading.lower is not None else reading.upper
        assert bound is not None
        _paint_open(canvas, bound, role, scale, y, right=number.opens_up, bar=False, hatched=True)
    elif centre is not None:
        canvas.fade(_band(scale(centre), scale(centre) + FADE, y), "right", role)
        canvas.fade(_band(max(scale.start, scale(centre) - FADE), scale(centre), y), "left", role)
    if centre is not None:
        canvas.line((scale(centre), y - _BAR / 2 - 3), (scale(centre), y + _BAR / 2 + 3), colour=role, width=3, order=4)


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
    def of(cls, canvas: Canvas, row: Row, scale: Scale, plot: Plot, y: float) -> _Spot:
        lead = canvas.leading()
        label = wrapped(row.label, canvas.width - 2 * _INSET if canvas.narrow else scale.start - 14, canvas.size)
        above = lead * len(label) + 3 if canvas.narrow else 0
        side = 0 if canvas.narrow else lead * len(label)
        beside = _beside(canvas, row, scale, plot)
        if beside is not None:
            words, x = [row.words], beside
            height = max(above + max(_BAR, lead), side)
            mark_y = y + height - max(_BAR, lead) / 2 if canvas.narrow else y + height / 2
            words_y = mark_y
        else:
            # Words that do not fit beside the mark stand above it, as near its end as the edge allows.
            words = wrapped(row.words, canvas.width - scale.start - _INSET, canvas.size, canvas.narrow)
            longest = max((text_width(line, canvas.size, canvas.narrow) for line in words), default=0)
            x = max(scale.start + _INSET, min(mark_end(row.number, scale) - longest, canvas.width - longest))
            height = max(above + lead * len(words) + _BAR, side)
            mark_y, words_y = y + height - _BAR / 2, y + height - _BAR - lead * (len(words) - 0.5)
        label_y = y + lead / 2 if canvas.narrow else mark_y - lead * (len(label) - 1) / 2
        return cls(row, label, label_y, words, (x, words_y), mark_y, height)

    def paint(self, canvas: Canvas, scale: Scale, plot: Plot) -> None:
        if canvas.narrow:
            canvas.lines(scale.start + _INSET, self.label_y, self.label, colour="muted")
        else:
            canvas.lines(scale.start - 14, self.label_y, self.label, align="right")
        paint_mark(canvas, self.row, scale, self.mark_y, bars=plot.bars)
        canvas.lines(*self.words_at, self.words, bold=canvas.narrow)


def _beside(canvas: Canvas, row: Row, scale: Scale, plot: Plot) -> float | None:
    """Where the words start on the line of the mark: after it, before it, or beyond a reference line that is near.

    None where they have no room in any of these places without that line running through them.
    """
    wide = text_width(row.words, canvas.size, canvas.narrow)
    after = mark_end(row.number, scale) + _PAD
    before = mark_start(row.number, scale, bars=plot.bars) - _PAD - wide
    line = scale(max(plot.reference.number.values)) if plot.reference else None
    starts = [after, before]
    if line is not None and after <= line + _PAD <= after + _ASIDE:
        starts.append(line + _PAD)
    for start in starts:
        inside = scale.start + _INSET <= start and start + wide <= canvas.width
        if inside and (line is None or not start - 4 < line < start + wide + 4):
            return start
    return None


def _label_width(canvas: Canvas, rows: Sequence[Row]) -> float:
    most = canvas.width * 0.3
    lines = [line for row in rows for line in wrapped(row.label, most, canvas.size)]
    return max(text_width(line, canvas.size) for line in lines)


def _scale(canvas: Canvas, rows: Sequence[Row], plot: Plot, left: float) -> Scale:
    numbers = [row.number for row in rows] + ([plot.reference.number] if plot.reference else [])
    values = [value for number in numbers for value in number.values]
    widest = max(text_width(row.words, canvas.size, canvas.narrow) for row in rows) + 2 * _PAD
    room = canvas.width - left
    if plot.axis_to is not None:
        return scale_over([*values, plot.axis_to], left, canvas.width - room * _HELD)
    right = canvas.width - max(14.0, min(widest, room * (0.3 if canvas.narrow else 0.42)))
    return scale_over(values, left, right)


def _head_height(canvas: Canvas, plot: Plot) -> float:
    if not plot.reference:
        return 6.0
    return 8.0 + canvas.leading() * len(_reference_lines(canvas, plot.reference))


def _reference_lines(canvas: Canvas, reference: Reference) -> list[str]:
    return wrapped(reference.words, canvas.width * (0.75 if canvas.narrow else 0.5), canvas.size, True)


def _paint_axis(canvas: Canvas, scale: Scale, plot: Plot, top: float, bottom: float) -> None:
    words = list(canvas.texts)
    for tick in _ticks(canvas, scale, plot.unit):
        x = scale(tick)
        for start, end in _gaps(x, x, top, bottom, words):
            canvas.line((x, start), (x, end), colour="grid", order=0)
        canvas.text(
            x,
            bottom + 13,
            say_tick(tick, plot.unit),
            size=canvas.small,
            colour="muted",
            align="left" if x < 12 else "center",
        )
    canvas.line((scale.start, bottom), (scale.end, bottom), colour="muted")
    canvas.line((scale(Fraction(0)), top), (scale(Fraction(0)), bottom), colour="muted")
    canvas.text(scale.start, bottom + 30, plot.axis, size=canvas.small, colour="muted")


def _paint_reference(canvas: Canvas, reference: Reference, scale: Scale, top: float, bottom: float) -> None:
    number, lines = reference.number, _reference_lines(canvas, reference)
    x = scale(max(number.values))
    words = list(canvas.texts)
    longest = max(text_width(line, canvas.size, True) for line in lines)
    at = min(max(x, longest / 2), canvas.width - longest / 2)
    canvas.lines(at, top - 6 - canvas.leading() * (len(lines) - 0.5), lines, align="center", bold=True)
    reading = number.reading
    if reading and reading.lower is not None and reading.upper is not None:
        low, high = scale(reading.lower), scale(reading.upper)
        for start, end in _gaps(low, high, top, bottom, words, least=6.0):
            canvas.rect(Box(low, start, high, end), "muted", hatched=True, kind="reading", order=1)
    if number.centre is not None:
        x = scale(number.centre)
    for start, end in _gaps(x, x, top - 3, bottom, words):
        canvas.line((x, start), (x, end), width=1.6, dashed=number.exact is None, order=4)
    if number.exact is None and number.centre is None:
        canvas.arrow(x, top + 4, 22, "right" if number.high is None else "left", "ink")


def _ticks(canvas: Canvas, scale: Scale, unit: str) -> list[Fraction]:
    """As many round values as have room for their words."""
    for most in (7, 6, 5, 4, 3):
        ticks = scale.ticks(most)
        widest = max(text_width(say_tick(tick, unit), canvas.small) for tick in ticks)
        if len(ticks) < 2 or scale(ticks[1]) - scale(ticks[0]) >= widest + 12:
            return ticks
    return ticks


def _gaps(
    left: float, right: float, top: float, bottom: float, words: list[Box], least: float = 1.0
) -> list[tuple[float, float]]:
    """The pieces of an upright line or band that do not run through words, those shorter than `least` left out."""
    crossed = sorted(
        (box.top, box.bottom)
        for box in words
        if box.left - 3 < right and left < box.right + 3 and box.bottom > top and box.top < bottom
    )
    pieces, start = [], top
    for upper, lower in crossed:
        if upper - start >= least:
            pieces.append((start, upper))
        start = max(start, lower)
    return [*pieces, (start, bottom)] if bottom - start >= least else pieces
