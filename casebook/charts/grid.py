"""A grid of what several lists name: a row for each thing, a column for each list, a dot where the list names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.charts.canvas import Canvas, text_width, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import listed, number, source_line, told
from casebook.errors import CasebookError
from casebook.evidence import Case

_DOT = 5.0
_ASIDE = "named, but not in the list"
_NOT = "not named"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list and a thing meet: what the list has of it, and what its source says of it beside the list."""

    listed: tuple[Cell, ...] = ()
    aside: tuple[Cell, ...] = ()

    @property
    def cell(self) -> Cell:
        """What the table says here."""
        if self.listed or not self.aside:
            return Cell.of(self.listed, _NOT)
        return Cell.of(Cell(f"{_ASIDE}: {cell.text}", cell.id) for cell in self.aside)


@dataclass(frozen=True, slots=True)
class Column:
    """A list: its label, its marks in the order of the rows, its source, and the figure that counts it, if any."""

    label: str
    marks: tuple[Mark, ...]
    source: str
    count: str = ""

    @property
    def size(self) -> int:
        """How many things the list names."""
        return sum(len(mark.listed) for mark in self.marks)


def grid(
    case: Case, *, name: str, title: str, rows: Sequence[str], columns: Sequence[Column], things: str, reads: str
) -> Chart:
    """The columns over the rows; `things` names what is listed, in the plural, as in '4 things'.

    Raises CasebookError where there is nothing to draw, or a list holds another number than the figure that counts it.
    """
    if not rows or not columns:
        raise CasebookError(f"chart {name!r}: a grid needs a row and a column; expected at least one of each")
    for column in columns:
        _check(case, name, column, things)
    counted = [Cell(str(column.size), column.count) for column in columns]
    sentences = [f"A grid of {len(rows)} rows, {listed(list(rows))}, and {len(columns)} columns, one for each list."]
    sentences += [_sentence(rows, column, things) for column in columns]
    body = [(Cell(row), *(column.marks[position].cell for column in columns)) for position, row in enumerate(rows)]
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=("What is listed", *(column.label for column in columns)),
        rows=(*body, (Cell(f"Number of {things}"), *counted)),
        draw=lambda canvas: _paint(canvas, rows, columns, things),
        source_line=source_line(case, [column.source for column in columns]),
        behind="The grid as a table",
    )


def _check(case: Case, chart: str, column: Column, things: str) -> None:
    if not column.size:
        raise CasebookError(f"chart {chart!r}: the list {column.label!r} names none of the rows; expected at least one")
    if column.count and number(case, column.count).exact != column.size:
        raise CasebookError(
            f"chart {chart!r}: the list {column.label!r} has {column.size} {things} here, and {column.count!r} "
            f"says {case.say(column.count)!r}; correct the table or the figure"
        )


def _sentence(rows: Sequence[str], column: Column, things: str) -> str:
    pairs = list(zip(rows, column.marks, strict=True))
    named = [f"{row} ({len(mark.listed)})" if len(mark.listed) > 1 else row for row, mark in pairs if mark.listed]
    aside = [row for row, mark in pairs if mark.aside and not mark.listed]
    rest = f"; {_ASIDE}: {listed(aside)}" if aside else ""
    return f"{column.label}, {column.size} {things}: {listed(named)}{rest}."


def _paint(canvas: Canvas, rows: Sequence[str], columns: Sequence[Column], things: str) -> None:
    """Labels of columns go down like stairs, each over its own column; labels of rows stand before the dots.

    Narrow, there is no room before them, and they stand after.
    """
    pitch = 31.0 if canvas.narrow else 46.0
    lead = canvas.leading()
    before = 0.0 if canvas.narrow else max(text_width(row, canvas.size) for row in [*rows, _total(things)]) + 24
    at = [before + 12 + position * pitch for position in range(len(columns))]
    y = _paint_key(canvas, any(mark.aside and not mark.listed for column in columns for mark in column.marks))
    feet = []
    for x, column in zip(at, columns, strict=True):
        lines = wrapped(column.label, canvas.width - x + 4, canvas.size)
        canvas.lines(x - 5, y, lines, bold=False)
        y += lead * len(lines)
        feet.append(y - lead / 2 + 2)
    y += 4
    top = y
    label_x = at[-1] + 22 if canvas.narrow else 0.0
    for position, row in enumerate([*rows, _total(things)]):
        lines = wrapped(row, (canvas.width if canvas.narrow else before) - label_x, canvas.size)
        last = position == len(rows)
        canvas.line((0, y), (canvas.width, y), colour="muted" if last else "grid", order=0)
        middle = y + lead * len(lines) / 2 + 4
        canvas.lines(label_x, y + lead / 2 + 4, lines, bold=last)
        for x, column in zip(at, columns, strict=True):
            if last:
                canvas.text(x, middle, str(column.size), align="center", bold=True)
            else:
                _paint_mark(canvas, x, middle, column.marks[position])
        y += lead * len(lines) + 8
    for x, foot in zip(at, feet, strict=True):
        canvas.line((x, foot), (x, top), colour="muted", order=0)
    canvas.height = y


def _total(things: str) -> str:
    return f"Number of {things}"


def _paint_mark(canvas: Canvas, x: float, y: float, mark: Mark) -> None:
    if not mark.listed:
        if mark.aside:
            canvas.marker(x, y, "ink", radius=_DOT, hollow=True)
        else:
            canvas.line((x - 4, y), (x + 4, y), colour="muted")
        return
    first = x - (len(mark.listed) - 1) * (_DOT + 1)
    for position in range(len(mark.listed)):
        canvas.marker(first + position * 2 * (_DOT + 1), y, "ink", radius=_DOT)


def _paint_key(canvas: Canvas, aside: bool) -> float:
    """What a dot, a ring and a dash mean; returns where the labels may start."""
    x, y = 0.0, 10.0
    entries = [("in the list", Mark(listed=(Cell("1"),))), (_NOT, Mark())]
    entries[1:1] = [(_ASIDE, Mark(aside=(Cell("1"),)))] if aside else []
    for meaning, mark in entries:
        if x + 17 + text_width(meaning, canvas.small) > canvas.width:
            x, y = 0.0, y + canvas.leading(canvas.small) + 2
        _paint_mark(canvas, x + 6, y, mark)
        x = canvas.text(x + 16, y, meaning, size=canvas.small, colour="muted").right + 16
    return y + 26
