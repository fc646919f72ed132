"""A drawing of how many reached how many points: a dot for each, so that few look few."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup, escape

_WIDTH, _LEFT, _AXIS = 360, 12, 26
_MOST_BINS, _MOST_DOTS = 30, 12  # beyond so many dots upon each other, columns are drawn
_HIGHEST = 110
_AS_COLUMNS = Markup(
    '<rect class="dot" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    '<text x="{middle:.1f}" y="{above:.1f}" text-anchor="middle">{count}</text>'
)


def drawing(points: Sequence[float], most: float) -> Markup:
    """The drawing of `points`, each from 0 to `most`, as SVG with its alternative text."""
    step = _step(most)
    bins = int(most // step) + 1
    counts = Counter(min(int(one // step), bins - 1) for one in points)
    tallest = max(counts.values(), default=1)
    room = (_WIDTH - 2 * _LEFT) / bins
    size = min(room, 16, _HIGHEST / min(tallest, _MOST_DOTS))
    high = size * tallest if tallest <= _MOST_DOTS else _HIGHEST + 12
    parts = []
    for place, count in sorted(counts.items()):
        middle = _LEFT + (place + 0.5) * room
        if tallest <= _MOST_DOTS:
            parts += [_dot(middle, high - (row + 0.5) * size, size) for row in range(count)]
        else:
            height = _HIGHEST * count / tallest
            width = room * 0.8
            values = {"x": middle - width / 2, "y": high - height, "width": width, "height": height}
            parts.append(_AS_COLUMNS.format(middle=middle, above=high - height - 3, count=count, **values))
    label = escape(f"{len(points)} submissions by points, of {most:g}: {in_words(points, most)}")
    drawn = Markup("").join([*parts, _axis(high, bins, step, room)])
    return Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {:.0f}">{}</svg>').format(
        label, _WIDTH, high + _AXIS, drawn
    )


def in_words(points: Sequence[float], most: float) -> str:
    """The same in words: '2 with 0, 1 with 4 to 5, 3 with 6 to under 7'."""
    step = _step(most)
    groups: dict[int, list[float]] = {}
    for one in sorted(points):
        groups.setdefault(int(one // step) * step, []).append(one)
    return ", ".join(f"{len(group)} with {_span(low, step, most, group)}" for low, group in groups.items())


def _step(most: float) -> int:
    """How many points are drawn in one column."""
    return max(1, math.ceil((most + 1) / _MOST_BINS))


def _span(low: int, step: int, most: float, group: Sequence[float]) -> str:
    if any(one != int(one) for one in group):
        return f"{low} to under {low + step}"
    high = min(low + step - 1, math.floor(most))
    return f"{low} to {high}" if high > low else str(low)


def _dot(x: float, y: float, size: float) -> Markup:
    return Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, size * 0.42)


def _axis(high: float, bins: int, step: int, room: float) -> Markup:
    every = max(1, math.ceil(bins / 12))
    labels = [
        Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
            _LEFT + (place + 0.5) * room, high + 16, place * step
        )
        for place in range(0, bins, every)
    ]
    line = Markup('<line class="axis" x1="{}" y1="{y:.1f}" x2="{}" y2="{y:.1f}"/>').format(
        _LEFT, _WIDTH - _LEFT, y=high + 2
    )
    return Markup("").join([line, *labels])
