"""Who speaks in each source: words quoted, by side of the story; and who is only paraphrased, or did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.charts.canvas import Box, Canvas, text_width, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import listed, source_line, told
from casebook.errors import CasebookError
from casebook.evidence import Case, Voice

_COLUMNS = ("Source", "Side", "Words quoted", "Quoted", "Paraphrased", "The writer", "Asked and not answering")
_MARKS = {"paraphrased": "paraphrased", "writer": "the writer", "declined": "asked, did not answer"}
_MANNERS = ("quoted", "paraphrased", "writer", "declined")
_PITCH = 14.0
_BAR = 10.0


@dataclass(frozen=True, slots=True)
class _Cell:
    """One side in one source: its quoted words, and the names of its speakers by manner."""

    words: int
    speakers: dict[str, list[str]]

    @property
    def marks(self) -> list[str]:
        """One mark for each speaker who is not quoted there, the writer first."""
        return [manner for manner in ("writer", "paraphrased", "declined") for _ in self.speakers.get(manner, [])]


@dataclass(frozen=True, slots=True)
class _Panel:
    """One source: its short name and what each side has in it, in the order of the sides."""

    source: str
    short: str
    cells: list[_Cell]


def voices(case: Case, *, name: str, title: str, sources: Sequence[str], reads: str = "") -> Chart:
    """A row for each source and a column for each side that speaks in any of them: a bar of quoted words, and marks.

    A speaker who is both quoted and paraphrased in one source is marked for both. Narrow, each source stands alone.
    Raises CasebookError where a source has no voices; UnknownId for a source that is not there.
    """
    found = {source: [voice for voice in case.voices if voice.source == case.source(source).id] for source in sources}
    silent = [source for source, voiced in found.items() if not voiced]
    if silent or not found:
        raise CasebookError(
            f"chart {name!r}: no voices are recorded for {listed([repr(each) for each in silent]) or 'no sources'}; "
            "expected sources with rows in voices.csv"
        )
    present = {case.body(voice.body).side for voiced in found.values() for voice in voiced}
    sides = [side for side in case.about["vocabularies"]["side"] if side in present]
    panels = [
        _Panel(source, case.source(source).short, [_cell(case, voiced, side) for side in sides])
        for source, voiced in found.items()
    ]
    said = [case.label("side", side) for side in sides]
    return Chart(
        name=name,
        title=title,
        alt=told(
            case,
            [
                "Words inside quotation marks in each source, by what part the speakers had in the story.",
                *(_sentence(panel, said) for panel in panels),
            ],
            reads,
        ),
        columns=_COLUMNS,
        rows=tuple(row for panel in panels for row in _rows(panel, said)),
        draw=lambda canvas: (
            _paint_panels(canvas, panels, said) if canvas.narrow else _paint_matrix(canvas, panels, said)
        ),
        source_line=source_line(case, sources),
    )


def _cell(case: Case, voiced: Sequence[Voice], side: str) -> _Cell:
    mine = [voice for voice in voiced if case.body(voice.body).side == side]
    speakers: dict[str, list[str]] = {}
    for voice in mine:
        speakers.setdefault(voice.manner, []).append(case.body(voice.body).short)
    return _Cell(sum(voice.quoted_words for voice in mine), speakers)


def _sentence(panel: _Panel, sides: Sequence[str]) -> str:
    said = [f"{side}, {cell.words} words" for side, cell in zip(sides, panel.cells, strict=True) if cell.words]
    silent = [side for side, cell in zip(sides, panel.cells, strict=True) if cell.speakers and not cell.words]
    rest = f"; present without a quoted word: {listed(silent)}" if silent else ""
    return f"{panel.short}: {'; '.join(said) or 'nobody is quoted'}{rest}."


def _rows(panel: _Panel, sides: Sequence[str]) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(panel.short, panel.source), Cell(side), Cell(str(cell.words)),
            *(Cell(listed(cell.speakers.get(manner, [])) or "none") for manner in _MANNERS),
        )
        for side, cell in zip(sides, panel.cells, strict=True) if cell.speakers
    ]  # fmt: skip


def _most(panels: Sequence[_Panel]) -> int:
    return max(1, *(cell.words for panel in panels for cell in panel.cells))


def _paint_matrix(canvas: Canvas, panels: Sequence[_Panel], sides: Sequence[str]) -> None:
    first = 118.0
    step = (canvas.width - first) / len(sides)
    heads = [wrapped(side, step - 8, canvas.small) for side in sides]
    lead = canvas.leading(canvas.small)
    y = _paint_key(canvas, 10.0) + 14
    for position, head in enumerate(heads):
        canvas.lines(first + position * step, y, head, size=canvas.small, colour="muted")
    y += lead * max(len(head) for head in heads) + 4
    scale = (step - 22 - text_width("000", canvas.size)) / _most(panels)
    for panel in panels:
        canvas.line((0, y), (canvas.width, y), colour="grid", order=0)
        name = wrapped(panel.short, first - 12, canvas.size, True)
        canvas.lines(0, y + 16, name, bold=True)
        lowest = y + 16 + canvas.leading() * (len(name) - 1)
        for position, cell in enumerate(panel.cells):
            x = first + position * step
            if cell.words:
                _paint_words(canvas, x, y + 16, cell.words, scale)
            if not cell.speakers:
                canvas.text(x, y + 16, "–", colour="muted")
            marks_y = y + 36 if cell.words else y + 16
            lowest = max(lowest, _paint_marks(canvas, x, marks_y, cell.marks, step - 8))
        y = lowest + 18
    canvas.height = y


def _paint_panels(canvas: Canvas, panels: Sequence[_Panel], sides: Sequence[str]) -> None:
    y = _paint_key(canvas, 10.0) + 8
    left = max(text_width(side, canvas.size) for side in sides) + 10
    left = min(left, canvas.width * 0.5)
    scale = (canvas.width - left - 74 - text_width("000", canvas.size)) / _most(panels)
    for panel in panels:
        canvas.line((0, y), (canvas.width, y), colour="grid", order=0)
        canvas.text(0, y + 14, panel.short, bold=True)
        y += 36
        for side, cell in zip(sides, panel.cells, strict=True):
            lines = wrapped(side, left - 8, canvas.size)
            canvas.lines(0, y, lines, colour="ink" if cell.speakers else "muted")
            x = left
            if cell.words:
                x = _paint_words(canvas, left, y, cell.words, scale) + 10
            if not cell.speakers:
                canvas.text(left, y, "–", colour="muted")
            _paint_marks(canvas, x, y, cell.marks, canvas.width - x)
            y += canvas.leading() * (len(lines) - 1) + 20
    canvas.height = y


def _paint_words(canvas: Canvas, x: float, y: float, words: int, scale: float) -> float:
    """A bar of quoted words with their number after it; returns the pixel at which the number ends."""
    end = x + max(words * scale, 1.5)
    canvas.rect(Box(x, y - _BAR / 2, end, y + _BAR / 2), "ink", kind="words")
    return canvas.text(end + 5, y, str(words)).right


def _paint_marks(canvas: Canvas, x: float, y: float, marks: Sequence[str], room: float) -> float:
    """The marks in lines no longer than `room`; returns the height of the last line."""
    across = max(int(room // _PITCH), 1)
    for position, manner in enumerate(marks):
        _paint_mark(canvas, x + 5 + (position % across) * _PITCH, y + (position // across) * _PITCH, manner)
    return y + (max(len(marks) - 1, 0) // across) * _PITCH


def _paint_mark(canvas: Canvas, x: float, y: float, manner: str) -> None:
    if manner == "declined":
        for slope in (-1, 1):
            canvas.line((x - 4, y - 4 * slope), (x + 4, y + 4 * slope), width=1.8, order=4)
    else:
        canvas.marker(
            x, y, "ink", radius=4.5, shape="diamond" if manner == "writer" else "circle", hollow=manner == "paraphrased"
        )


def _paint_key(canvas: Canvas, y: float) -> float:
    """One line, or two, that says what bar and marks are; returns where the next thing may start."""
    x = 0.0
    canvas.rect(Box(0, y - _BAR / 2, 18, y + _BAR / 2), "ink", kind="words")
    x = canvas.text(23, y, "words quoted", size=canvas.small).right + 16
    for manner, meaning in _MARKS.items():
        if x + 12 + text_width(meaning, canvas.small) > canvas.width:
            x, y = 0.0, y + canvas.leading(canvas.small) + 2
        _paint_mark(canvas, x + 5, y, manner)
        x = canvas.text(x + 14, y, meaning, size=canvas.small).right + 16
    return y + 8
