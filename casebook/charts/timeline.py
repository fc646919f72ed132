"""The life of a case on an axis of time: to the day a dot, to the month or year a bar, a bound an arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.charts.canvas import Align, Box, Canvas, text_width, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import listed, shorts, source_line, told
from casebook.charts.scale import Days, paint_years
from casebook.errors import CasebookError
from casebook.evidence import Case, Event
from casebook.quantity import Period, say_date

_MOST_IN_LANES = 16
_MOST_TOLD = 16
_MOST_SOURCES = 8
_ARROW = 22.0
_HALF = 4.5
_HEAD = 26.0
_FARTHEST = 130.0
_LABEL = 48.0
_LABEL_UNSCALED = 24.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """An event with the words of its strand and of its date."""

    event: Event
    track: str
    when: str

    @property
    def known_to_day(self) -> bool:
        return self.event.moment.earliest == self.event.moment.latest


def timeline(
    case: Case, *, name: str, title: str, events: Sequence[str], span: tuple[str, str] | None = None, reads: str = ""
) -> Chart:
    """The events on one axis, which runs from the first to the last event of `span`, or over all of them.

    Wide and with few events, strands are lanes on a horizontal axis; otherwise events stand under one another,
    each joined to its place on an upright axis.
    Raises CasebookError where nothing is given or an event lies outside the span; UnknownId for an id that is no event.
    """
    marks = sorted(
        (_mark(case, event) for event in events),
        key=lambda mark: (mark.event.moment.middle, mark.event.moment.earliest),
    )
    if not marks:
        raise CasebookError(f"chart {name!r}: no events were given; expected at least one id")
    shown = _span(case, name, marks, span)
    tracks = [
        case.label("track", track)
        for track in case.about["vocabularies"]["track"]
        if any(mark.event.track == track for mark in marks)
    ]
    sentences = [f"Time line of {_count(marks)} from {marks[0].when} to {marks[-1].when}."]
    if len(marks) <= _MOST_TOLD:
        sentences.append("; ".join(f"{mark.when}: {mark.event.short}" for mark in marks) + ".")
    else:
        sentences.append(
            f"By strand: {listed([f'{track} {sum(mark.track == track for mark in marks)}' for track in tracks])}. "
            "The table lists every event."
        )
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=("Event", "Date", "Strand", "What happened", "Sources"),
        rows=tuple(_row(case, mark) for mark in marks),
        draw=lambda canvas: _paint(canvas, marks, tracks, shown),
        source_line=_source_line(case, [mark.event.id for mark in marks]),
    )


def _mark(case: Case, name: str) -> _Mark:
    event = case.event(name)
    return _Mark(event, case.label("track", event.track), event.printed)


def _row(case: Case, mark: _Mark) -> tuple[Cell, ...]:
    event = mark.event
    return (
        Cell(event.short, event.id),
        Cell(mark.when),
        Cell(mark.track),
        Cell(event.title),
        Cell(shorts(case, case.sources_of(event.id))),
    )


def _source_line(case: Case, events: Sequence[str]) -> str:
    found = {source for event in events for source in case.sources_of(event)}
    if len(found) <= _MOST_SOURCES:
        return source_line(case, events)
    return f"Sources: {len(found)} documents, named event by event in the table."


def _count(marks: Sequence[_Mark]) -> str:
    return "1 event" if len(marks) == 1 else f"{len(marks)} events"


def _span(case: Case, chart: str, marks: Sequence[_Mark], span: tuple[str, str] | None) -> Period:
    ends = [case.event(name).moment for name in span] if span else [mark.event.moment for mark in marks]
    shown = Period(min(moment.earliest for moment in ends), max(moment.latest for moment in ends))
    for mark in marks:
        moment = mark.event.moment
        if moment.earliest < shown.start or moment.latest > shown.end:
            raise CasebookError(
                f"chart {chart!r}: {mark.event.id!r} ({mark.when}) lies outside the span, "
                f"{say_date(shown.start)} to {say_date(shown.end)}; widen the span or leave the event out"
            )
    return shown


def _paint(canvas: Canvas, marks: Sequence[_Mark], tracks: Sequence[str], shown: Period) -> None:
    if canvas.narrow or len(marks) > _MOST_IN_LANES:
        _paint_list(canvas, marks, shown)
    else:
        _paint_lanes(canvas, marks, tracks, shown)


# Lanes: a horizontal axis, one lane a strand.


def _paint_lanes(canvas: Canvas, marks: Sequence[_Mark], tracks: Sequence[str], shown: Period) -> None:
    left = max(text_width(track, canvas.size, True) for track in tracks) + 30
    days = Days(shown, left, canvas.width - 26.0)
    rows = {track: _packed(canvas, [mark for mark in marks if mark.track == track], days) for track in tracks}
    high = canvas.leading() * 2 + 8
    y = top = 8.0
    for track in tracks:
        lane = max(row for *_, row in rows[track]) + 1
        canvas.line((0, y), (canvas.width, y), colour="grid", order=0)
        canvas.text(0, y + 18, track, bold=True)
        for mark, x, align, row in rows[track]:
            middle = y + 18 + row * high
            _paint_across(canvas, mark, days, middle)
            for line, (text, colour) in enumerate(((mark.event.short, "ink"), (mark.when, "muted"))):
                canvas.text(x, middle + line * canvas.leading(), text, colour=colour, align=align)
        y += lane * high + 10
    paint_years(canvas, days, top, y)
    canvas.height = y + 26


def _packed(canvas: Canvas, marks: Sequence[_Mark], days: Days) -> list[tuple[_Mark, float, Align, int]]:
    """Each mark with where its label starts (or ends, before the mark), and its row: nothing in a lane overlaps."""
    ends: list[list[tuple[float, float]]] = []
    found: list[tuple[_Mark, float, Align, int]] = []
    for mark in marks:
        first, last = _reach(mark, days)
        wide = max(text_width(mark.event.short, canvas.size), text_width(mark.when, canvas.size))
        after = last + 6 + wide <= canvas.width
        taken = (first - 8, last + 6 + wide + 8) if after else (first - 6 - wide - 8, last + 8)
        row = next(
            (
                row
                for row, spans in enumerate(ends)
                if all(taken[0] >= end or taken[1] <= start for start, end in spans)
            ),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append(taken)
        found.append((mark, last + 6, "left", row) if after else (mark, first - 6, "right", row))
    return found


def _reach(mark: _Mark, days: Days) -> tuple[float, float]:
    """The pixels between which a mark is drawn on a horizontal axis."""
    first, last = _extent(mark, days)
    return first - (_ARROW if mark.event.bound == "by" else 0), last + (_ARROW if mark.event.bound == "from" else 0)


def _extent(mark: _Mark, days: Days) -> tuple[float, float]:
    first, last = days(mark.event.moment.earliest), days.after(mark.event.moment.latest)
    middle = (first + last) / 2
    return (middle - _HALF, middle + _HALF) if mark.known_to_day or last - first < 2 * _HALF else (first, last)


def _paint_across(canvas: Canvas, mark: _Mark, days: Days, y: float) -> None:
    first, last = _extent(mark, days)
    if mark.known_to_day:
        canvas.marker((first + last) / 2, y, "ink", radius=_HALF)
    else:
        canvas.rect(Box(first, y - _HALF, last, y + _HALF), "ink", kind="span")
    if mark.event.bound != "on":
        before = mark.event.bound == "by"
        canvas.arrow(first if before else last, y, _ARROW, "left" if before else "right", "ink")


# List: events under one another along an upright axis, each joined to its place on it; or, where they crowd too
# unevenly for that, one line an event with the years beside them, which says that it is not to scale.


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event of the list: its label, and the height of the label's first line."""

    mark: _Mark
    lines: list[tuple[str, str, bool]]
    y: float


def _paint_list(canvas: Canvas, marks: Sequence[_Mark], shown: Period) -> None:
    axis = text_width("2000", canvas.small, True) + 14
    left = axis + _LABEL
    entries, bottom = _entries(canvas, marks, left, by_year=False)
    days = Days(shown, 14.0, bottom)
    if max(abs(sum(_extent(entry.mark, days)) / 2 - entry.y) for entry in entries) <= _FARTHEST:
        _paint_to_scale(canvas, entries, days, axis)
    else:
        left = axis + _LABEL_UNSCALED
        entries, bottom = _entries(canvas, marks, left, by_year=True)
        _paint_by_year(canvas, entries, axis, bottom)
    _paint_labels(canvas, entries, left)
    canvas.height = bottom + 8


def _paint_to_scale(canvas: Canvas, entries: Sequence[_Entry], days: Days, axis: float) -> None:
    _paint_upright(canvas, days, axis)
    for entry in entries:
        first, last = _extent(entry.mark, days)
        _paint_along(canvas, entry.mark, axis, first, last)
        start = axis + (16 if entry.mark.event.bound != "on" else 8)
        canvas.line((start, (first + last) / 2), (axis + 34, entry.y), colour="muted", width=0.7)
        canvas.line((axis + 34, entry.y), (axis + _LABEL - 6, entry.y), colour="muted", width=0.7)


def _entries(canvas: Canvas, marks: Sequence[_Mark], left: float, *, by_year: bool) -> tuple[list[_Entry], float]:
    """The events from the top down, and the height at which they end; a little room before each year, if asked."""
    lead, gap = canvas.leading(), 10.0 if canvas.narrow else 7.0
    y, year = (_HEAD + 4 if by_year else 14.0), 0
    entries = []
    for mark in marks:
        if by_year and year and mark.event.moment.middle.year != year:
            y += gap
        year = mark.event.moment.middle.year
        lines = _lines(canvas, mark, canvas.width - left)
        entries.append(_Entry(mark, lines, y + lead / 2))
        y += lead * len(lines) + gap
    return entries, y - gap


def _lines(canvas: Canvas, mark: _Mark, room: float) -> list[tuple[str, str, bool]]:
    """The lines of an event's label, each with its colour and weight; wide, event and strand stand beside the date."""
    if not canvas.narrow:
        return [(mark.when, "muted", False)]
    short = wrapped(mark.event.short, room, canvas.size, True)
    below = wrapped(f"{mark.when} · {mark.track}", room, canvas.size)
    return [*((line, "ink", True) for line in short), *((line, "muted", False) for line in below)]


def _paint_labels(canvas: Canvas, entries: Sequence[_Entry], left: float) -> None:
    dates = max(text_width(entry.mark.when, canvas.size) for entry in entries) + 14
    for entry in entries:
        for line, (text, colour, bold) in enumerate(entry.lines):
            canvas.text(left, entry.y + line * canvas.leading(), text, colour=colour, bold=bold)
        if not canvas.narrow:
            canvas.text(left + dates, entry.y, entry.mark.event.short)
            canvas.text(canvas.width, entry.y, entry.mark.track, colour="muted", align="right")


def _paint_upright(canvas: Canvas, days: Days, axis: float) -> None:
    canvas.line((axis, days.start), (axis, days.end), colour="muted")
    for name, top, bottom in days.years():
        canvas.line((axis - 5, top), (axis, top), colour="muted")
        if bottom - top >= canvas.leading(canvas.small):
            canvas.text(
                axis - 10, min(top + canvas.small * 0.6, bottom), name, size=canvas.small, colour="muted", align="right"
            )


def _paint_by_year(canvas: Canvas, entries: Sequence[_Entry], axis: float, bottom: float) -> None:
    canvas.text(0, 10, "One line an event; not to scale", size=canvas.small, colour="muted")
    canvas.line((axis, _HEAD), (axis, bottom), colour="muted")
    year = 0
    for entry in entries:
        if entry.mark.event.moment.middle.year != year:
            year = entry.mark.event.moment.middle.year
            canvas.text(axis - 12, entry.y, str(year), size=canvas.small, bold=True, align="right")
            canvas.line(
                (0, entry.y - canvas.leading() / 2 - 7),
                (canvas.width, entry.y - canvas.leading() / 2 - 7),
                colour="grid",
                order=0,
            )
        whole_year = entry.mark.event.precision == "year"
        half = 0.0 if entry.mark.known_to_day else 9.0 if whole_year else 5.0
        _paint_along(canvas, entry.mark, axis, entry.y - half, entry.y + half)


def _paint_along(canvas: Canvas, mark: _Mark, axis: float, first: float, last: float) -> None:
    """Draw an event on the upright axis, between two heights."""
    middle = (first + last) / 2
    if mark.known_to_day:
        canvas.marker(axis, middle, "ink", radius=_HALF - 0.5)
    else:
        canvas.rect(Box(axis - 3, first, axis + 3, last), "ink", kind="span")
    if mark.event.bound != "on":
        before = mark.event.bound == "by"
        canvas.arrow(axis + 9, middle + (7 if before else -7), 14, "up" if before else "down", "ink")
