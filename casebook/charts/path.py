"""The path of one thing through a procedure: who does what, what is handed on, and where the path can end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casebook.charts.boxes import Words, paint_arrow, paint_box
from casebook.charts.canvas import Box, Canvas, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import listed, source_line, told
from casebook.charts.style import ROLES, role_of
from casebook.errors import CasebookError
from casebook.evidence import Case

_COLUMNS = ("Step", "Who", "What happens", "What is handed on", "Told by")
_ENDS = 150.0
_TO_END = 26.0
_GAP = 24.0
_INDENT = 26.0
_STEM = 14.0


@dataclass(frozen=True, slots=True)
class End:
    """Where the path can stop: `outcome` in a word or two, the role that gives its colour, and when it does."""

    outcome: str
    role: str
    when: str
    rests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the body that takes it, what it does, what it hands on, and where the path can stop there.

    `rests` are the ids that carry the step; a step marked `unknown` says what nobody tells, and may have none.
    `role` colours a step that is itself an outcome.
    """

    who: str
    does: str
    rests: tuple[str, ...] = ()
    hands: str = ""
    end: End | None = None
    role: str = ""
    unknown: bool = False


def path(case: Case, *, name: str, title: str, steps: Sequence[Step], reads: str = "") -> Chart:
    """The steps in order, each in the lane of its body; in the texts, {ids} are put into words.

    Wide, lanes stand side by side and ends at the right; narrow, the steps stand under one another, lanes indented.
    Raises CasebookError where nothing is given, a step rests on nothing, or a path can stop in a lane
    that is not the last; UnknownId for an id that is not there.
    """
    if not steps:
        raise CasebookError(f"chart {name!r}: no steps were given; expected at least one")
    lanes = list(dict.fromkeys(case.body(step.who).id for step in steps))
    _check(name, steps, lanes)
    filled = [_filled(case, step) for step in steps]
    shorts = {lane: case.body(lane).short for lane in lanes}
    rests = [id_ for step in steps for id_ in [*step.rests, *(step.end.rests if step.end else ())]]
    sentences = [f"A path of {len(steps)} steps between {listed(list(shorts.values()))}."]
    sentences += [_sentence(position, step, shorts) for position, step in enumerate(filled, 1)]
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=_COLUMNS,
        rows=tuple(row for position, step in enumerate(filled, 1) for row in _rows(case, position, step, shorts)),
        draw=lambda canvas: (
            _paint_narrow(canvas, filled, lanes, shorts)
            if canvas.narrow
            else _paint_wide(canvas, filled, lanes, shorts)
        ),
        source_line=source_line(case, rests),
        behind="The steps in a table, with their sources",
    )


def _check(chart: str, steps: Sequence[Step], lanes: Sequence[str]) -> None:
    for position, step in enumerate(steps, 1):
        if not step.rests and not step.unknown:
            raise CasebookError(f"chart {chart!r}: step {position} rests on nothing; expected ids, or unknown=True")
        role_of(step.role or next(iter(ROLES)))
        if step.end is None:
            continue
        role_of(step.end.role)
        if not step.end.rests:
            raise CasebookError(f"chart {chart!r}: the end of step {position} rests on nothing; expected ids")
        if step.who != lanes[-1]:
            raise CasebookError(
                f"chart {chart!r}: step {position} of {step.who!r} can end the path; "
                f"only steps of {lanes[-1]!r}, the last to come in, have room for that"
            )


def _filled(case: Case, step: Step) -> Step:
    end = step.end and End(case.fill(step.end.outcome), step.end.role, case.fill(step.end.when), step.end.rests)
    return replace(step, does=case.fill(step.does), hands=case.fill(step.hands), end=end)


def _sentence(position: int, step: Step, shorts: dict[str, str]) -> str:
    said = f"Step {position}, {'what is not known' if step.unknown else shorts[step.who]}: {step.does}"
    if step.end:
        said += f"; it can end here as {step.end.outcome.lower()}: {step.end.when}"
    return said + (f"; handed on: {step.hands}." if step.hands else ".")


def _rows(case: Case, position: int, step: Step, shorts: dict[str, str]) -> list[tuple[Cell, ...]]:
    who = "not known" if step.unknown else shorts[step.who]
    rows: list[tuple[Cell, ...]] = [
        (Cell(str(position)), Cell(who), Cell(step.does), Cell(step.hands or "–"), _told_by(case, step.rests))
    ]
    if step.end:
        ended = f"{step.end.outcome}: {step.end.when}"
        rows.append((Cell(f"{position}, end"), Cell(who), Cell(ended), Cell("–"), _told_by(case, step.end.rests)))
    return rows


def _told_by(case: Case, rests: Sequence[str]) -> Cell:
    return Cell.of((Cell(_named(case, name), name) for name in rests), "nobody")


def _named(case: Case, name: str) -> str:
    return case.source(name).short if case.kind_of(name) == "source" else case.say(name)


# Wide: a lane for each body, ends in a column of their own at the right.


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Where the lanes and the ends stand."""

    lefts: list[float]
    wide: float
    between: float
    ends: float

    @classmethod
    def of(cls, canvas: Canvas, steps: Sequence[Step], lanes: Sequence[str]) -> _Lanes:
        ends = any(step.end for step in steps)
        right = canvas.width - 1 - (_ENDS + _TO_END if ends else 0)
        between = 118.0 if len(lanes) > 1 else 0.0
        wide = (right - 1 - between * (len(lanes) - 1)) / len(lanes)
        return cls([1 + position * (wide + between) for position in range(len(lanes))], wide, between, right + _TO_END)


def _paint_wide(canvas: Canvas, steps: Sequence[Step], lanes: Sequence[str], shorts: dict[str, str]) -> None:
    across = _Lanes.of(canvas, steps, lanes)
    rows = _rows_of([lanes.index(step.who) for step in steps])
    words = [_words(canvas, step, across.wide) for step in steps]
    ends = [_end_words(canvas, step.end, _ENDS) if step.end else None for step in steps]
    carried = [wrapped(step.hands, across.between - 22, canvas.small) for step in steps]
    for lane, left in zip(lanes, across.lefts, strict=True):
        canvas.text(left, 10, shorts[lane], bold=True)
    middles, bottom = _middles(canvas, rows, words, ends, carried)
    boxes = []
    for position, step in enumerate(steps):
        left, half = across.lefts[lanes.index(step.who)], words[position].high(canvas) / 2
        middle = middles[rows[position]]
        boxes.append(Box(left, middle - half, left + across.wide, middle + half))
    for position, step in enumerate(steps):
        _paint_step(canvas, step, boxes[position], words[position])
        end = ends[position]
        if step.end and end:
            middle, half = middles[rows[position]], end.high(canvas) / 2
            box = Box(across.ends, middle - half, across.ends + _ENDS - 1, middle + half)
            _paint_end(canvas, step.end, box, end, from_x=boxes[position].right)
        if position + 1 < len(steps):
            _paint_onwards(canvas, boxes[position], boxes[position + 1], carried[position])
    canvas.height = bottom + 6


def _middles(
    canvas: Canvas,
    rows: Sequence[int],
    words: Sequence[Words],
    ends: Sequence[Words | None],
    carried: Sequence[Sequence[str]],
) -> tuple[list[float], float]:
    """The middle height of each row, and where the last one ends: no box or label runs into another."""
    lead = canvas.leading(canvas.small)
    middles: list[float] = []
    y = 30.0
    for row in range(rows[-1] + 1):
        mine = [position for position, at in enumerate(rows) if at == row]
        boxes = [words[position] for position in mine] + [end for position in mine if (end := ends[position])]
        half = max(box.high(canvas) for box in boxes) / 2
        # What goes across stands above its arrow, what goes down beside it.
        across = [len(carried[position]) for position in mine if position + 1 in mine]
        middles.append(y + max([half, *(lines * lead + 4 for lines in across)]))
        down = [len(carried[position]) * lead + 12 for position in mine if position + 1 not in mine]
        y = middles[-1] + half + max([_GAP, *down])
    return middles, middles[-1] + half


def _rows_of(lanes: Sequence[int]) -> list[int]:
    """The row of each step: the same as the last one's where its own lane is still free there."""
    rows, taken = [0], {(0, lanes[0])}
    for lane in lanes[1:]:
        row = rows[-1] if (rows[-1], lane) not in taken else rows[-1] + 1
        taken.add((row, lane))
        rows.append(row)
    return rows


def _paint_onwards(canvas: Canvas, start: Box, end: Box, carried: Sequence[str]) -> None:
    """The arrow to the next step, with what is handed on written beside it or above it."""
    lead = canvas.leading(canvas.small)
    if start.left == end.left:
        x = (start.left + start.right) / 2
        paint_arrow(canvas, [(x, start.bottom), (x, end.top - 1)])
        first = (start.bottom + end.top) / 2 - lead * (len(carried) - 1) / 2
        canvas.lines(x + 12, first, list(carried), size=canvas.small, colour="ink")
        return
    rightwards = end.left > start.left
    y = (end.top + end.bottom) / 2
    same_row = start.top < y < start.bottom
    tip = (end.left - 1, y) if rightwards else (end.right + 1, y)
    if same_row:
        paint_arrow(canvas, [(start.right if rightwards else start.left, y), tip])
    else:
        middle = (start.left + start.right) / 2
        paint_arrow(canvas, [(middle, start.bottom), (middle, y), tip])
    x = end.left - 14 if rightwards else end.right + 14
    canvas.lines(
        x, y - lead * (len(carried) - 0.35), list(carried), size=canvas.small, align="right" if rightwards else "left"
    )


# Narrow: steps under one another, a later lane further in; where the path can end, a stub to the right.


def _paint_narrow(canvas: Canvas, steps: Sequence[Step], lanes: Sequence[str], shorts: dict[str, str]) -> None:
    y = 1.0
    lead = canvas.leading(canvas.small)
    for position, step in enumerate(steps):
        left = 1 + _INDENT * lanes.index(step.who)
        last = position + 1 == len(steps)
        wide = canvas.width - 1 - _INDENT * (len(lanes) - 1)
        words = _words(canvas, step, wide, above="" if step.unknown else shorts[step.who])
        box = Box(left, y, left + wide, y + words.high(canvas))
        _paint_step(canvas, step, box, words)
        y = box.bottom
        following = left if last else 1 + _INDENT * lanes.index(steps[position + 1].who)
        stem = max(left, following) + _STEM
        if step.end:
            end_left = stem + 22
            end = _end_words(canvas, step.end, canvas.width - 1 - end_left)
            end_box = Box(end_left, y + 12, canvas.width - 1, y + 12 + end.high(canvas))
            _paint_end(canvas, step.end, end_box, end, from_x=stem)
            y = end_box.bottom
        carried = wrapped(step.hands, canvas.width - stem - 14, canvas.small)
        if last:
            break
        canvas.lines(stem + 12, y + 8 + lead / 2, carried, size=canvas.small)
        y += max(_GAP, lead * len(carried) + 16)
        paint_arrow(canvas, [(stem, box.bottom), (stem, y - 1)])
    canvas.height = y + 6


def _words(canvas: Canvas, step: Step, wide: float, above: str = "") -> Words:
    return Words.of(canvas, step.does, wide, above="Not known" if step.unknown else above)


def _paint_step(canvas: Canvas, step: Step, box: Box, words: Words) -> None:
    paint_box(canvas, box, words, colour=step.role or "ink", dashed=step.unknown, edge="single" if step.role else "")


def _end_words(canvas: Canvas, end: End, wide: float) -> Words:
    return Words.of(canvas, end.outcome, wide, below=end.when, bold=True)


def _paint_end(canvas: Canvas, end: End, box: Box, words: Words, *, from_x: float) -> None:
    """An end of the path, and the stub that leads to it."""
    y = (box.top + box.bottom) / 2
    paint_arrow(canvas, [(from_x, y), (box.left - 1, y)], colour=end.role)
    paint_box(canvas, box, words, colour=end.role, edge="single")
