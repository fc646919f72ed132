"""A drawing surface measured in CSS pixels, y downwards: every form paints on it, whatever the width.

Text is measured in a wide typeface, so that what fits here also fits in a reader's own sans serif.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle

from casebook.charts.style import NARROW, ROLES, colour_of

Align = Literal["left", "center", "right"]
Direction = Literal["left", "right", "up", "down"]

FONT = "DejaVu Sans"
FADE = 40
_FADE_STEPS = 8
_HEAD = 5.0
_SIDES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; `top` is above `bottom`, so it is the smaller number."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two boxes share any room."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def grown(self, by: float) -> Box:
        """The box with `by` pixels more on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


# Measured in headless Chromium: its lines run up to 3% longer than matplotlib's in the same font.
_SLACK = 1.05


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text in pixels, with room for the wider letters that a reader's own font may have."""
    font = get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))
    font.set_size(size, 72)
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64 * _SLACK


def wrapped(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `width`, broken at spaces; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Canvas:
    """`width` pixels wide; as high as `height` says when the painting is done."""

    def __init__(self, width: int) -> None:
        """Start an empty canvas; its height is set when the painting is done."""
        self.width = width
        self.height = 0.0
        self.narrow = width <= NARROW
        self.size = 12.0 if self.narrow else 13.0
        self.small = 11.0 if self.narrow else 12.0
        self.texts: list[Box] = []
        self.figure = Figure(dpi=72)
        self.figure.patch.set_visible(False)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.axis("off")
        self._axes.set_xlim(0, width)
        self._counts: Counter[str] = Counter()

    def finish(self) -> Figure:
        """The figure at its final height, one pixel of the painting to one of the page."""
        self.figure.set_size_inches(self.width / 72, self.height / 72)
        self._axes.set_ylim(self.height, 0)
        return self.figure

    def leading(self, size: float | None = None) -> float:
        """The distance from one line of text to the next."""
        return round((size or self.size) * 1.3)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        colour: str = "ink",
        align: Align = "left",
        bold: bool = False,
    ) -> Box:
        """Write one line whose middle height is at `y`; returns the box it takes."""
        size = size or self.size
        made = self._axes.text(
            x,
            y + size * 0.36,
            text,
            fontsize=size,
            color=colour_of(colour),
            ha=align,
            va="baseline",
            parse_math=False,
            fontfamily=FONT,
            fontweight="bold" if bold else "normal",
            zorder=5,
        )
        made.set_clip_on(False)
        wide = text_width(text, size, bold)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        box = Box(left, y - size * 0.6, left + wide, y + size * 0.6)
        self.texts.append(box)
        return box

    def lines(self, x: float, y: float, lines: list[str], *, size: float | None = None, **look: str | bool) -> None:
        """Write lines one under another, the middle of the first at `y`."""
        for position, line in enumerate(lines):
            self.text(x, y + position * self.leading(size), line, size=size, **look)  # type: ignore[arg-type]

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = "ink",
        width: float = 1.0,
        dashed: bool = False,
        order: float = 2,
    ) -> None:
        """Draw a straight line between two points."""
        (x0, y0), (x1, y1) = start, end
        made = Line2D([x0, x1], [y0, y1], color=colour_of(colour), linewidth=width, zorder=order)
        if dashed:
            made.set_dashes((4, 3))
        made.set_clip_on(False)
        self._axes.add_line(made)

    def rect(
        self, box: Box, colour: str, *, hatched: bool = False, alpha: float = 1.0, kind: str = "", order: float = 3
    ) -> None:
        """Fill a box, or hatch and outline it; `kind` names it in the SVG."""
        corner, wide, high = (box.left, box.top), box.right - box.left, box.bottom - box.top
        hex_code = colour_of(colour)
        if hatched:
            hatch = ROLES[colour].hatch if colour in ROLES else "////"
            face = colour_of("paper") if colour in ROLES else "none"
            made = Rectangle(
                corner,
                wide,
                high,
                facecolor=face,
                edgecolor=hex_code,
                hatch=hatch,
                linewidth=0 if kind == "reading" else 1.2,
                zorder=order,
            )
        else:
            made = Rectangle(corner, wide, high, facecolor=hex_code, edgecolor="none", alpha=alpha, zorder=order)
        self._add(made, "hatch" if hatched and not kind else kind)

    def marker(
        self, x: float, y: float, colour: str, *, radius: float = 5.0, shape: str = "circle", hollow: bool = False
    ) -> None:
        """A point: a circle, square, triangle or diamond."""
        hex_code = colour_of(colour)
        look = {
            "facecolor": colour_of("paper") if hollow else hex_code,
            "edgecolor": hex_code,
            "linewidth": 1.5,
            "zorder": 4,
        }
        if shape == "circle":
            self._add(Circle((x, y), radius, **look), "")
            return
        corners = {
            "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
            "triangle": [(0, -1.15), (1.1, 0.85), (-1.1, 0.85)],
        }[shape]
        self._add(Polygon([(x + radius * a, y + radius * b) for a, b in corners], closed=True, **look), "")

    def arrow(self, x: float, y: float, length: float, direction: Direction, colour: str) -> None:
        """A line from a point outwards that ends in a head: the number goes on, nobody says how far."""
        dx, dy = _SIDES[direction]
        tip = (x + dx * length, y + dy * length)
        self.line((x, y), (tip[0] - dx * _HEAD, tip[1] - dy * _HEAD), colour=colour, width=1.5, order=4)
        back = (tip[0] - dx * 2 * _HEAD, tip[1] - dy * 2 * _HEAD)
        corners = [tip, (back[0] + dy * _HEAD, back[1] + dx * _HEAD), (back[0] - dy * _HEAD, back[1] - dx * _HEAD)]
        self._add(Polygon(corners, closed=True, facecolor=colour_of(colour), edgecolor="none", zorder=4), "arrow")

    def fade(self, box: Box, direction: Direction, colour: str) -> None:
        """Fill a box that grows fainter in steps towards one side: what a hedge leaves open."""
        for step in range(_FADE_STEPS):
            near, far = step / _FADE_STEPS, (step + 1) / _FADE_STEPS
            self.rect(_slice(box, direction, near, far), colour, alpha=round(0.6 * (1 - near) ** 1.3, 3), kind="fade")

    def _add(self, made: Patch, kind: str) -> None:
        made.set_clip_on(False)
        self._axes.add_patch(made)
        if kind:
            self._name(made, kind)

    def _name(self, made: Artist, kind: str) -> None:
        self._counts[kind] += 1
        made.set_gid(f"{kind}-{self._counts[kind]}")


def _slice(box: Box, direction: Direction, near: float, far: float) -> Box:
    wide, high = box.right - box.left, box.bottom - box.top
    if direction == "right":
        return Box(box.left + wide * near, box.top, box.left + wide * far, box.bottom)
    if direction == "left":
        return Box(box.right - wide * far, box.top, box.right - wide * near, box.bottom)
    if direction == "down":
        return Box(box.left, box.top + high * near, box.right, box.top + high * far)
    return Box(box.left, box.bottom - high * far, box.right, box.bottom - high * near)
