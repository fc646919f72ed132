"""Boxes of words and the arrows between them: what diagrams are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from casebook.charts.canvas import Box, Canvas, Direction, wrapped

_PAD = 11.0
_HEAD = 10.0


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a box, in lines: its own, and muted ones above and below them where there are any."""

    above: list[str]
    lines: list[str]
    below: list[str]
    bold: bool

    @classmethod
    def of(
        cls, canvas: Canvas, text: str, wide: float, *, above: str = "", below: str = "", bold: bool = False
    ) -> Words:
        """The words wrapped to fit a box `wide` pixels wide."""
        room = wide - 2 * _PAD
        small = [wrapped(each, room, canvas.small) if each else [] for each in (above, below)]
        return cls(small[0], wrapped(text, room, canvas.size, bold), small[1], bold)

    def high(self, canvas: Canvas) -> float:
        """The height of a box that holds the words."""
        muted = len(self.above) + len(self.below)
        return canvas.leading(canvas.small) * muted + canvas.leading() * len(self.lines) + 2 * _PAD - 4


def paint_outline(canvas: Canvas, box: Box, *, colour: str = "ink", dashed: bool = False, edge: str = "") -> None:
    """Outline a box; `dashed` says that it is not known, and a left `edge`, single or double, whose it is."""
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    for start, end in pairwise([*corners, corners[0]]):
        canvas.line(start, end, colour=colour, width=1.3, dashed=dashed)
    if edge:
        canvas.rect(Box(box.left, box.top, box.left + (2 if edge == "double" else 5), box.bottom), colour)
    if edge == "double":
        canvas.rect(Box(box.left + 4, box.top, box.left + 6, box.bottom), colour)


def paint_box(
    canvas: Canvas, box: Box, words: Words, *, colour: str = "ink", dashed: bool = False, edge: str = ""
) -> None:
    """Outline a box and write its words in it."""
    paint_outline(canvas, box, colour=colour, dashed=dashed, edge=edge)
    x, y = box.left + _PAD, box.top + _PAD - 2
    small = canvas.leading(canvas.small)
    canvas.lines(x, y + small / 2, words.above, size=canvas.small, colour="muted")
    y += small * len(words.above)
    canvas.lines(x, y + canvas.leading() / 2, words.lines, bold=words.bold)
    y += canvas.leading() * len(words.lines)
    canvas.lines(x, y + small / 2, words.below, size=canvas.small, colour="muted")


def paint_arrow(canvas: Canvas, points: Sequence[tuple[float, float]], *, colour: str = "ink") -> None:
    """A line through the points, each straight above or beside the last, with a head at the end."""
    (x, y), (to_x, to_y) = points[-2:]
    for start, end in pairwise(points[:-1]):
        canvas.line(start, end, colour=colour, width=1.5)
    length = abs(to_x - x) + abs(to_y - y)
    direction: Direction = ("right" if to_x > x else "left") if to_y == y else ("down" if to_y > y else "up")
    canvas.arrow(x, y, max(length, _HEAD), direction, colour)
