"""Counts over different spans of time made comparable: each as a monthly rate, at the place of its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebook.charts.canvas import FADE, Align, Box, Canvas, text_width, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import Number, as_read, number, say_period, say_value, source_line, told
from casebook.charts.place import Tag, place
from casebook.charts.scale import Days, Scale, paint_years, scale_over, whole_years
from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.quantity import Period, Quantity, during, per_month, say_number

_Block = Sequence[tuple[str, bool]]

_BEFORE: Align = "right"
_AFTER: Align = "left"
_THICK = 6.0
_PLOT_HEIGHTS = range(300, 1300, 80)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A count, its rate, and where it lies in time; `supposed` says that the period is a reading of the source."""

    label: str
    count: Number
    rate: Quantity
    period: Period
    role: str
    supposed: bool

    @property
    def low(self) -> Fraction | None:
        """The height at which the rate is bounded below, by words printed and not by nought alone."""
        return None if self.count.low is None else self.rate.bounds.lower

    @property
    def high(self) -> Fraction | None:
        return None if self.count.high is None else self.rate.bounds.upper

    @property
    def at(self) -> Fraction:
        """The height of the bar: a bound, or the printed number of an approximate count spread over its months."""
        found = self.low if self.low is not None else self.high
        return found if found is not None else (self.count.centre or Fraction(0)) / self.period.months

    @property
    def reading(self) -> tuple[Fraction, Fraction] | None:
        """The rates that the reading of an approximate count gives, where it has one with two ends."""
        reading = self.count.reading
        if self.count.centre is None or reading is None or reading.lower is None or reading.upper is None:
            return None
        return reading.lower / self.period.months, reading.upper / self.period.months

    @property
    def hatched(self) -> bool:
        return self.supposed or self.count.assumed

    @property
    def said(self) -> str:
        places = 0 if self.at >= 100 else 1
        if self.count.centre is not None:
            return f"about {say_number(self.at, places)} a month"
        return self.rate.say(places)

    @property
    def words(self) -> str:
        return f"{self.label}: {self.count.words}" if self.label else self.count.words

    @property
    def known(self) -> str:
        return f"{self.count.known}, period read into it" if self.supposed else self.count.known


def rates(
    case: Case,
    *,
    name: str,
    title: str,
    ids: Sequence[str | tuple[str, str, str]],
    labels: Mapping[str, str] | None = None,
    reads: str = "",
    roles: Mapping[str, str] | None = None,
) -> Chart:
    """A horizontal bar for each count, from the start to the end of its period, at the height of its monthly rate.

    A count whose source states no period is given as (id, first day, last day), in ISO dates, and hatched: a reading.
    `labels` adds words before the count's own, and `roles` gives its colour, both by id.
    Raises CasebookError where a number has no period or is no count; UnknownId for an id that is not there.
    """
    if not ids:
        raise CasebookError(f"chart {name!r}: no counts were given; expected at least one id")
    found = [_rate(case, name, given, labels or {}, roles or {}) for given in ids]
    sentences = ["Each count is drawn over its period, as high as its number a month."]
    sentences += [f"{rate.words} ({rate.known}), {say_period(rate.period)}: {rate.said}." for rate in found]
    rows = [
        (
            Cell(rate.label or say_period(rate.period)),
            Cell(say_period(rate.period)),
            Cell(rate.count.words, rate.count.id),
            Cell(rate.said),
            Cell(rate.known),
        )
        for rate in found
    ]
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=("Count", "Period", "Number", "Rate", "How it is known"),
        rows=tuple(rows),
        draw=lambda canvas: _paint(canvas, name, found),
        source_line=source_line(case, [rate.count.id for rate in found]),
    )


def _rate(
    case: Case, chart: str, given: str | tuple[str, str, str], labels: Mapping[str, str], roles: Mapping[str, str]
) -> _Rate:
    name = given if isinstance(given, str) else given[0]
    count = as_read(number(case, name))
    quantity = count.quantity if isinstance(given, str) else during(count.quantity, *given[1:])
    if quantity.period is None:
        raise CasebookError(
            f"chart {chart!r}: {name!r} has no period; give it as (id, first day, last day) to draw it as a reading"
        )
    if not count.values:
        raise CasebookError(
            f"chart {chart!r}: {name!r} is {count.words!r}, which bounds no number; nothing can be drawn"
        )
    rate = quantity if quantity.unit.endswith("/month") else per_month(quantity)
    return _Rate(
        labels.get(name, ""), count, rate, quantity.period, roles.get(name, "whole"), not isinstance(given, str)
    )


def _paint(canvas: Canvas, name: str, found: Sequence[_Rate]) -> None:
    """Grow the plot until every label finds room, then draw it."""
    blocks = [_block(canvas, rate) for rate in found]
    for high in _PLOT_HEIGHTS:
        days, heights = _scales(canvas, found, high)
        area = Box(days.start + 2, 20.0, float(canvas.width), float(high) - 2)
        bars = [_bar(rate, days, heights) for rate in found]
        pairs = list(zip(found, bars, strict=True))
        marks = bars + [
            box for rate, bar in pairs for box in [*_fades(rate, bar, heights), *_reading_box(rate, bar, heights)]
        ]
        order = sorted(range(len(found)), key=lambda position: (bars[position].top, position))
        tags = [Tag(bars[position], *_size(canvas, blocks[position])) for position in order]
        placed = place(tags, marks, area)
        if placed is None:
            continue
        _paint_axes(canvas, days, heights)
        for rate, bar in sorted(pairs, key=lambda pair: _layer(pair[0])):
            _paint_bar(canvas, rate, bar, heights)
        for position, spot in zip(order, placed, strict=True):
            if spot.leader:
                canvas.line(*spot.leader, colour="muted", width=0.8, order=1)
            _paint_block(canvas, blocks[position], spot.box, before=spot.box.right <= bars[position].left)
        canvas.height = float(high) + 24
        return
    raise CasebookError(
        f"chart {name!r}: {len(found)} counts are too many to label at {canvas.width} pixels; draw fewer of them"
    )


def _layer(rate: _Rate) -> int:
    """What is drawn under what: fades below, then what is hatched, and solid bars on top."""
    return 0 if rate.low is None or rate.high is None else 1 if rate.hatched else 2


def _block(canvas: Canvas, rate: _Rate) -> _Block:
    """The lines of a label: its words, and under them the rate."""
    most = 116 if canvas.narrow else 190
    said = wrapped(rate.words, most, canvas.size, True)
    return [*((line, True) for line in said), *((line, False) for line in wrapped(rate.said, most, canvas.size))]


def _size(canvas: Canvas, block: _Block) -> tuple[float, float]:
    return max(text_width(line, canvas.size, bold) for line, bold in block), canvas.leading() * len(block)


def _paint_block(canvas: Canvas, block: _Block, box: Box, *, before: bool) -> None:
    """Write a label in its box, up against the mark that follows it where it stands before one."""
    y = box.top + canvas.leading() / 2
    x, align = box.right if before else box.left, _BEFORE if before else _AFTER
    for position, (line, bold) in enumerate(block):
        canvas.text(x, y + position * canvas.leading(), line, bold=bold, align=align)


def _scales(canvas: Canvas, found: Sequence[_Rate], high: int) -> tuple[Days, Scale]:
    span = whole_years(Period(min(rate.period.start for rate in found), max(rate.period.end for rate in found)))
    heights = scale_over(
        [rate.at for rate in found] + [rate.high or rate.at for rate in found], float(high), 30.0, room=Fraction(1, 4)
    )
    widest = max(text_width(say_value(tick, "count"), canvas.small) for tick in heights.ticks(5))
    return Days(span, widest + 8, canvas.width - 4.0), heights


def _bar(rate: _Rate, days: Days, heights: Scale) -> Box:
    y = heights(rate.at)
    top = heights(rate.high) if rate.high is not None and rate.low is not None else y
    return Box(days(rate.period.start), top - _THICK / 2, days.after(rate.period.end), y + _THICK / 2)


def _fades(rate: _Rate, bar: Box, heights: Scale) -> list[Box]:
    """Where the bar fades, upwards and downwards, and where the arrow ends."""
    tall = FADE + 8.0
    if rate.reading:
        return []
    up = [Box(bar.left, bar.top - tall, bar.right, bar.top)] if rate.high is None else []
    down = [Box(bar.left, bar.bottom, bar.right, min(bar.bottom + tall, heights.start - 2))] if rate.low is None else []
    return up + down


def _reading_box(rate: _Rate, bar: Box, heights: Scale) -> list[Box]:
    """The heights that the reading of an approximate count gives."""
    return [Box(bar.left, heights(rate.reading[1]), bar.right, heights(rate.reading[0]))] if rate.reading else []


def _paint_bar(canvas: Canvas, rate: _Rate, bar: Box, heights: Scale) -> None:
    for fade in _fades(rate, bar, heights):
        up = fade.bottom <= bar.top
        body = (
            Box(fade.left, fade.top + 8, fade.right, fade.bottom)
            if up
            else Box(fade.left, fade.top, fade.right, fade.bottom - 8)
        )
        canvas.fade(body, "up" if up else "down", rate.role)
        if rate.count.centre is None:
            canvas.arrow(
                (bar.left + bar.right) / 2,
                bar.top if up else bar.bottom,
                fade.bottom - fade.top,
                "up" if up else "down",
                rate.role,
            )
    for reading in _reading_box(rate, bar, heights):
        canvas.rect(reading, rate.role, hatched=True, kind="reading")
    if rate.hatched:
        canvas.rect(Box(bar.left, bar.top - 1.5, bar.right, bar.bottom + 1.5), rate.role, hatched=True)
    else:
        canvas.rect(bar, rate.role, kind="bar")


def _paint_axes(canvas: Canvas, days: Days, heights: Scale) -> None:
    paint_years(canvas, days, 24, heights.start)
    for tick in heights.ticks(6):
        y = heights(tick)
        canvas.line((days.start, y), (days.end, y), colour="grid", order=0)
        canvas.text(days.start - 6, y, say_value(tick, "count"), size=canvas.small, colour="muted", align="right")
    canvas.text(0, 10, "Number a month", size=canvas.small, colour="muted")
