"""An argument as a map: claims, the claims that answer them, and the replies; read aloud, a numbered list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.charts.boxes import Words, paint_arrow, paint_box, paint_outline
from casebook.charts.canvas import Box, Canvas
from casebook.charts.chart import Branch, Cell, Chart
from casebook.charts.numbers import listed, shorts, source_line, told
from casebook.errors import CasebookError
from casebook.evidence import Case, unknown

_COLUMNS = ("Claim", "Side", "Made by", "Disputed by", "What is offered for it", "Sources")
_MOST_NAMES = 3
_MOST_SOURCES = 8
# As the blocks of the text have them: a single rule for the first side, a double one for the second.
_EDGES = ("single", "double")
_BETWEEN = 34.0
_INDENT = 20.0
_GAP = 14.0

# A claim, or a claim with the list of those that answer it.
Thread = str | tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class _Node:
    """A claim in the map: its number such as '1.2', its side, and the claims that answer it."""

    id: str
    number: str
    statement: str
    side: str
    makers: tuple[str, ...]
    disputers: tuple[str, ...]
    under: tuple[_Node, ...]

    @property
    def depth(self) -> int:
        return self.number.count(".")

    @property
    def names(self) -> str:
        """Who makes the claim, no more names than a box can hold."""
        if len(self.makers) <= _MOST_NAMES:
            return listed(self.makers)
        return f"{', '.join(self.makers[:2])} and {len(self.makers) - 2} more"

    @property
    def all(self) -> Iterator[_Node]:
        """The claim and all under it, in the order in which they are read."""
        yield self
        for node in self.under:
            yield from node.all


def argument(
    case: Case,
    *,
    name: str,
    title: str,
    threads: Sequence[Thread],
    sides: Mapping[str, Sequence[str]],
    reads: str = "",
) -> Chart:
    """The claims of `threads`: each an id, or an id with the list of the claims that answer it, and so on.

    `sides` names the two sides as case.yml declares them, and says which words of the vocabulary 'side' are whose.
    Wide, answers stand to the right of what they answer; narrow, below it and further in.
    Raises CasebookError where a claim stands twice, is not made by exactly one of the sides, or is answered by
    its own side or by a side that the evidence does not know to dispute it; UnknownId for an id that is no claim.
    """
    if not threads or len(sides) != 2:
        raise CasebookError(f"chart {name!r}: expected at least one thread of claims, and exactly two sides")
    # In the order in which the case declares them, so that the map's edges are the rules of the text's blocks.
    declared = [*case.about.get("sides", {}), *sides]
    sides = {_label_of(case, name, side): sides[side] for side in sorted(sides, key=declared.index)}
    roots = [_node(case, name, thread, str(position), sides) for position, thread in enumerate(threads, 1)]
    nodes = [node for root in roots for node in root.all]
    twice = [node.id for position, node in enumerate(nodes) if node.id in [other.id for other in nodes[:position]]]
    if twice:
        raise CasebookError(f"chart {name!r}: {twice[0]!r} stands in the map twice; expected each claim once")
    sources = list(dict.fromkeys(source for node in nodes for source in _sources(case, node.id)))
    parts = [f"{sum(node.side == side for node in nodes)} {side[0].lower()}{side[1:]}" for side in sides]
    sentences = [f"A map of {len(nodes)} claims, {listed(parts)}. A claim numbered below another answers it."]
    sentences += [f"{_spoken(node)}: {_closed(node.statement)}" for node in nodes]
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=_COLUMNS,
        rows=tuple(_row(case, node) for node in nodes),
        draw=lambda canvas: (
            _paint_narrow(canvas, roots, list(sides)) if canvas.narrow else _paint_wide(canvas, roots, list(sides))
        ),
        source_line=source_line(case, sources)
        if len(sources) <= _MOST_SOURCES
        else f"Sources: {len(sources)} documents, named claim by claim in the table.",
        outline=tuple(_branch(node) for node in roots),
        behind="The argument as a list, and its sources",
    )


def _label_of(case: Case, chart: str, side: str) -> str:
    labels = case.about.get("sides", {})
    if side not in labels:
        raise CasebookError(
            f"chart {chart!r}: {side!r} is no side that data/case.yml declares; expected {listed(list(labels))}"
        )
    return str(labels[side])


def _node(case: Case, chart: str, thread: Thread, number: str, sides: Mapping[str, Sequence[str]]) -> _Node:
    claim, answers = (thread, ()) if isinstance(thread, str) else thread
    if claim not in case.claims:
        raise unknown(claim, list(case.claims), "claim")
    side = _side(case, chart, claim, sides)
    under = tuple(
        _node(case, chart, answer, f"{number}.{position}", sides) for position, answer in enumerate(answers, 1)
    )
    for answer in under:
        _check_answer(case, chart, claim, answer, side, sides)
    makers, disputers = _bodies(case, claim, "makes"), _bodies(case, claim, "disputes")
    names = [tuple(case.body(body).short for body in bodies) for bodies in (makers, disputers)]
    return _Node(claim, number, case.fill(case.claims[claim].statement), side, names[0], names[1], under)


def _bodies(case: Case, claim: str, stance: str) -> list[str]:
    return list(dict.fromkeys(row.body for row in case.claim_sides if (row.claim, row.stance) == (claim, stance)))


def _side(case: Case, chart: str, claim: str, sides: Mapping[str, Sequence[str]]) -> str:
    makers = _bodies(case, claim, "makes")
    found = [side for side, words in sides.items() if any(case.body(body).side in words for body in makers)]
    if len(found) != 1:
        raise CasebookError(
            f"chart {chart!r}: the claim {claim!r} is made by {listed(found) or 'neither side'}; "
            "expected a claim of one side alone"
        )
    return found[0]


def _check_answer(
    case: Case, chart: str, claim: str, answer: _Node, side: str, sides: Mapping[str, Sequence[str]]
) -> None:
    if answer.side == side:
        raise CasebookError(f"chart {chart!r}: {answer.id!r} is of the same side as {claim!r}, which it is to answer")
    if not any(case.body(body).side in sides[answer.side] for body in _bodies(case, claim, "disputes")):
        raise CasebookError(
            f"chart {chart!r}: {answer.id!r} is to answer {claim!r}, and data/claim_sides.csv has nobody of that side "
            "who disputes it"
        )


def _sources(case: Case, claim: str) -> list[str]:
    return list(dict.fromkeys(row.source for row in case.claim_sides if row.claim == claim))


def _closed(statement: str) -> str:
    return statement if statement.endswith((".", "?", "!")) else f"{statement}."


def _spoken(node: _Node) -> str:
    answers = f", in answer to {node.number.rpartition('.')[0]}" if node.depth else ""
    return f"{node.number}, {node.side[0].lower()}{node.side[1:]}{answers}"


def _branch(node: _Node) -> Branch:
    said = f"{node.number} {node.side} ({listed(node.makers)}): {_closed(node.statement)}"
    return Branch(Cell(said, node.id), tuple(_branch(answer) for answer in node.under))


def _row(case: Case, node: _Node) -> tuple[Cell, ...]:
    return (
        Cell(f"{node.number} {node.statement}", node.id),
        Cell(node.side),
        Cell(listed(node.makers)),
        Cell(listed(node.disputers) or "nobody found"),
        Cell(case.fill(case.claims[node.id].evidence)),
        Cell(shorts(case, _sources(case, node.id))),
    )


def _label(node: _Node) -> str:
    return f"{node.number} · {node.names}"


def _paint(canvas: Canvas, node: _Node, box: Box, words: Words, sides: Sequence[str]) -> None:
    paint_box(canvas, box, words, edge=_EDGES[list(sides).index(node.side)])


def _paint_key(canvas: Canvas, sides: Sequence[str]) -> float:
    """Which outline is whose; returns where the map may start."""
    x = 0.0
    for position, side in enumerate(sides):
        box = Box(x + 1, 4, x + 25, 18)
        paint_outline(canvas, box, edge=_EDGES[position])
        x = canvas.text(x + 32, 11, side, bold=True).right + 20
    return 36.0


# Wide: one column a depth, answers to the right.


def _paint_wide(canvas: Canvas, roots: Sequence[_Node], sides: Sequence[str]) -> None:
    depths = max(node.depth for root in roots for node in root.all) + 1
    wide = (canvas.width - 2 - _BETWEEN * (depths - 1)) / depths
    y = _paint_key(canvas, sides)
    for position, head in enumerate(("Claim", "answered by", "and replied to by")[:depths]):
        canvas.text(1 + position * (wide + _BETWEEN), y - 4, head, size=canvas.small, colour="muted")
    y += 12
    for position, root in enumerate(roots):
        if position:
            canvas.line((0, y), (canvas.width, y), colour="grid", order=0)
            y += _GAP
        y = _paint_branch(canvas, root, y, wide, sides)[1]
    canvas.height = y - _GAP + 3


def _paint_branch(canvas: Canvas, node: _Node, y: float, wide: float, sides: Sequence[str]) -> tuple[Box, float]:
    """Draw a claim and all that answers it from `y` down; returns its box, and where the next may start."""
    left = 1 + node.depth * (wide + _BETWEEN)
    words = Words.of(canvas, node.statement, wide, above=_label(node))
    box = Box(left, y, left + wide, y + words.high(canvas))
    _paint(canvas, node, box, words, sides)
    lowest = y
    for position, answer in enumerate(node.under):
        below, lowest = _paint_branch(canvas, answer, lowest, wide, sides)
        at = below.top + 16
        if position == 0:
            paint_arrow(canvas, [(box.right, at), (below.left - 1, at)])
        else:
            middle = box.right + _BETWEEN / 2 - 4
            paint_arrow(canvas, [(middle, box.top + 16), (middle, at), (below.left - 1, at)])
    return box, max(lowest, box.bottom + _GAP)


# Narrow: answers below what they answer, further in.


def _paint_narrow(canvas: Canvas, roots: Sequence[_Node], sides: Sequence[str]) -> None:
    y = _paint_key(canvas, sides) - 8
    feet: dict[str, float] = {}
    for node in (node for root in roots for node in root.all):
        left = 1 + node.depth * _INDENT
        words = Words.of(canvas, node.statement, canvas.width - 1 - left, above=_label(node))
        box = Box(left, y, canvas.width - 1, y + words.high(canvas))
        _paint(canvas, node, box, words, sides)
        parent = node.number.rpartition(".")[0]
        if parent:
            stem = left - _INDENT + 6
            paint_arrow(canvas, [(stem, feet[parent]), (stem, y + 16), (left - 1, y + 16)])
        feet[node.number] = box.bottom
        y = box.bottom + _GAP
    canvas.height = y - _GAP + 3
