"""Finding room for labels beside the marks they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from casebook.charts.canvas import Box

_CLEAR = 4.0
_STEP = 8.0
_LEADER_DOT = 1.5
_SLACK = 0.25
_NEAR = 12.0


@dataclass(frozen=True, slots=True)
class Tag:
    """A label to place: the mark it belongs to and the room it needs, in pixels."""

    mark: Box
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went; `leader` joins it to its mark where it stands apart from it."""

    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None


def place(tags: Sequence[Tag], marks: Sequence[Box], area: Box) -> list[Placed] | None:
    """Put each tag near its mark, clear of all marks, of one another and of the lines between.

    Returns None where there is no room.
    """
    taken = [mark.grown(1) for mark in marks]
    placed: list[Placed] = []
    leaders: list[Box] = []
    for tag in tags:
        found = _best(tag, taken, leaders, area)
        if found is None:
            return None
        placed.append(found)
        taken.append(found.box.grown(2))
        if found.leader:
            leaders += _dots(found.leader)
    return placed


def _best(tag: Tag, taken: Sequence[Box], leaders: Sequence[Box], area: Box) -> Placed | None:
    for box in _spots(tag, area):
        if any(box.meets(other) for other in taken) or any(box.meets(dot) for dot in leaders):
            continue
        leader = _leader(tag.mark, box)
        own = tag.mark.grown(2)
        if leader and any(
            dot.meets(other) for dot in _dots(leader) for other in taken if not own.meets(other) or not own.meets(dot)
        ):
            continue
        return Placed(box, leader)
    return None


def _spots(tag: Tag, area: Box) -> list[Box]:
    """Every spot on a grid around the mark that lies in the area, the nearest first."""
    mark, wide, high = tag.mark, tag.wide, tag.high
    lefts = {
        mark.left,
        mark.right - wide,
        (mark.left + mark.right - wide) / 2,
        mark.right + _CLEAR,
        mark.left - wide - _CLEAR,
    }
    lefts |= {area.left + _STEP * step for step in range(int(max(area.right - area.left - wide, 0) / _STEP) + 1)}
    tops = {mark.top - high - _CLEAR, mark.bottom + _CLEAR, (mark.top + mark.bottom - high) / 2}
    tops |= {area.top + _STEP * step for step in range(int(max(area.bottom - area.top - high, 0) / _STEP) + 1)}
    boxes = [Box(left, top, left + wide, top + high) for left in lefts for top in tops]
    inside = [
        box
        for box in boxes
        if box.left >= area.left and box.right <= area.right and box.top >= area.top and box.bottom <= area.bottom
    ]
    return sorted(inside, key=lambda box: (_cost(mark, box), box.top, box.left))


def _cost(mark: Box, box: Box) -> float:
    """How far the label is from its mark; above is a little better than below, and starting with the mark best."""
    across = max(mark.left - box.right, box.left - mark.right, 0.0)
    along = max(mark.top - box.bottom, box.top - mark.bottom, 0.0)
    below = 3.0 if box.top > mark.bottom else 0.0
    aside = min(abs(box.left - mark.left), abs(box.right - mark.right)) * 0.05
    return round(hypot(across, along) + below + aside, 3)


def _leader(mark: Box, box: Box) -> tuple[tuple[float, float], tuple[float, float]] | None:
    # Text drawn in a reader's own typeface may be narrower than the room kept for it.
    slack = (box.right - box.left) * _SLACK
    across = _nearest(box.left + slack, box.right - slack, (mark.left + mark.right) / 2)
    start = (across, _nearest(box.top, box.bottom, mark.top))
    end = (_nearest(mark.left + 2, mark.right - 2, start[0]), _nearest(mark.top, mark.bottom, start[1]))
    return None if _cost(mark, box) <= _NEAR else (start, end)


def _nearest(low: float, high: float, wanted: float) -> float:
    return (low + high) / 2 if low > high else min(max(wanted, low), high)


def _dots(leader: tuple[tuple[float, float], tuple[float, float]]) -> list[Box]:
    (x0, y0), (x1, y1) = leader
    count = max(int(hypot(x1 - x0, y1 - y0) / 4), 1)
    points = [(x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count) for step in range(1, count)]
    return [Box(x, y, x, y).grown(_LEADER_DOT) for x, y in points]
