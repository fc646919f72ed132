"""Sums of money of different kinds on one axis: what was had, what was aimed at, and a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebook.charts.canvas import Box, Canvas, text_width, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import NUMBER_COLUMNS, Number, number, same_unit, say_tick, source_line, told
from casebook.charts.scale import Scale, scale_over
from casebook.errors import CasebookError
from casebook.evidence import Case

KINDS = {"had": "money given or promised", "aim": "an aim", "limit": "a limit"}
_BAR = 14.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class _Sum:
    label: str
    number: Number
    value: Fraction
    kind: str


def sums(case: Case, *, name: str, title: str, rows: Sequence[tuple[str, str, str]], reads: str = "") -> Chart:
    """A row for each (label, id, kind): a bar for what was 'had', a ring for an 'aim', a stroke for a 'limit'.

    Only a bar stands for money that somebody gave or promised; a ring and a stroke stand alone.
    Raises CasebookError where a sum is not exact, its kind is none of these or the units differ; UnknownId for an id
    that is not there.
    """
    found = [_sum(case, name, *row) for row in rows]
    unit = same_unit([each.number for each in found], name)
    return Chart(
        name=name,
        title=title,
        alt=told(
            case,
            [
                "Sums on one axis, drawn by their kind.",
                *(f"{each.label}: {each.number.words}, {KINDS[each.kind]}." for each in found),
            ],
            reads,
        ),
        columns=("What", "Kind", *NUMBER_COLUMNS),
        rows=tuple((Cell(each.label), Cell(KINDS[each.kind]), *each.number.cells()) for each in found),
        draw=lambda canvas: _paint(canvas, found, unit),
        source_line=source_line(case, [each.number.id for each in found]),
    )


def _sum(case: Case, chart: str, label: str, name: str, kind: str) -> _Sum:
    found = number(case, name)
    if kind not in KINDS:
        raise CasebookError(f"chart {chart!r}: {kind!r} is no kind of sum; expected one of {', '.join(KINDS)}")
    if found.exact is None:
        raise CasebookError(
            f"chart {chart!r}: {name!r} is {found.words!r}, which is not exact; expected exact sums, or 'ranges'"
        )
    return _Sum(label, found, found.exact, kind)


def _paint(canvas: Canvas, found: Sequence[_Sum], unit: str) -> None:
    lead = canvas.leading()
    widest = max(text_width(each.label, canvas.size) for each in found)
    left = 1.0 if canvas.narrow else min(widest, canvas.width * 0.34) + 14
    words = max(text_width(each.number.words, canvas.size, True) for each in found)
    scale = scale_over([each.value for each in found], left, canvas.width - words - 20)
    y = top = _paint_key(canvas, found) + 8
    for each in found:
        label = wrapped(each.label, canvas.width if canvas.narrow else left - 14, canvas.size)
        high = lead * len(label)
        if canvas.narrow:
            canvas.lines(8, y + lead / 2, label)
            middle, high = y + high + _BAR / 2 + 2, high + _BAR + 4
        else:
            canvas.lines(left - 14, y + lead / 2, label, align="right")
            middle = y + high / 2
        _paint_sum(canvas, each.kind, scale.start, scale(each.value), middle)
        canvas.text(scale(each.value) + 13, middle, each.number.words, bold=True)
        y += high + _GAP
    _paint_axis(canvas, scale, unit, top, y)
    canvas.height = y + 24


def _paint_sum(canvas: Canvas, kind: str, start: float, at: float, y: float) -> None:
    if kind == "had":
        canvas.rect(Box(start, y - _BAR / 2, at, y + _BAR / 2), "ink", kind="bar")
    elif kind == "aim":
        canvas.marker(at, y, "ink", radius=5.5, hollow=True)
    else:
        canvas.line((at, y - _BAR / 2 - 2), (at, y + _BAR / 2 + 2), width=3.5, order=4)


def _paint_axis(canvas: Canvas, scale: Scale, unit: str, top: float, bottom: float) -> None:
    ticks = scale.ticks(4 if canvas.narrow else 6)
    for tick in ticks:
        x = scale(tick)
        canvas.line((x, bottom - 4), (x, bottom), colour="muted")
        said = say_tick(tick, unit)
        canvas.text(x, bottom + 13, said, size=canvas.small, colour="muted", align="left" if x < 12 else "center")
    canvas.line((scale.start, bottom), (scale.end, bottom), colour="muted")
    canvas.line((scale.start, top), (scale.start, bottom), colour="muted")


def _paint_key(canvas: Canvas, found: Sequence[_Sum]) -> float:
    """What bar, ring and stroke mean; returns where the next thing may start."""
    x, y = 0.0, 10.0
    for kind in [kind for kind in KINDS if any(each.kind == kind for each in found)]:
        if x + 27 + text_width(KINDS[kind], canvas.small) > canvas.width:
            x, y = 0.0, y + canvas.leading(canvas.small) + 4
        _paint_sum(canvas, kind, x, x + (18 if kind == "had" else 8), y)
        after = x + (24 if kind == "had" else 18)
        x = canvas.text(after, y, KINDS[kind], size=canvas.small, colour="muted").right + 18
    return y + 12
