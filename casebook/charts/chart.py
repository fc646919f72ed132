"""A chart: a picture that carries its title, its text alternative and its numbers. Without them it cannot be made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from casebook.charts.canvas import Canvas
from casebook.charts.style import NARROW, WIDE
from casebook.charts.svg import render, serialised
from casebook.errors import CasebookError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a data table. `id` names the evidence behind it; it is empty where there is none to lead to.

    `more` stands in the same cell, after a semicolon, where a cell leads to several rows.
    """

    text: str
    id: str = ""
    more: tuple[Cell, ...] = ()

    @classmethod
    def of(cls, cells: Iterable[Cell], empty: str = "none") -> Cell:
        """All of the cells in one; `empty` where there is none."""
        first, *others = [*cells] or [cls(empty)]
        return cls(first.text, first.id, tuple(others))

    @property
    def html(self) -> str:
        """The text, leading to the row of evidence where there is one."""
        text = escape(self.text)
        own = f'<a class="cb-mark" href="casebook:{escape(self.id)}">{text}</a>' if self.id else text
        return "; ".join([own, *(cell.html for cell in self.more)])

    @property
    def plain(self) -> str:
        """The text without its links."""
        return "; ".join([self.text, *(cell.plain for cell in self.more)])


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a nested list, and the lines that belong under it."""

    line: Cell
    under: tuple[Branch, ...] = ()

    @property
    def html(self) -> str:
        """The line and what is under it, as an item of a list."""
        return f"<li>{self.line.html}{nested(self.under)}</li>"

    def markdown(self, indent: str = "") -> str:
        """The line and what is under it, as items of a list."""
        below = "".join(branch.markdown(indent + "  ") for branch in self.under)
        return f"{indent}- {_plain(self.line.plain)}\n{below}"


def nested(branches: Sequence[Branch]) -> str:
    """The branches as a list in HTML; nothing where there are none. Their own words carry their numbers."""
    return f'<ul class="cb-chart-outline">{"".join(branch.html for branch in branches)}</ul>' if branches else ""


@dataclass(frozen=True)
class Chart:
    """One chart, drawn at two widths.

    Shape: `columns` are the headings of the data table; each of `rows` has as many cells, of which the first heads it.
    `draw` paints on a canvas of any width in pixels and sets the canvas's height.
    `alt` says in full sentences what the picture shows, with its numbers; `source_line` says whence they come.
    `outline`, where there is one, says the same as a nested list, before the table; `behind` heads the two.

    Raises CasebookError where the name is no slug, title or text alternative is missing, or the table empty or ragged.
    """

    name: str
    title: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    draw: Callable[[Canvas], None]
    source_line: str
    outline: tuple[Branch, ...] = ()
    behind: str = "The numbers behind this chart"

    def __post_init__(self) -> None:
        """Refuse a chart that a reader could not read."""
        if not _SLUG.fullmatch(self.name):
            raise CasebookError(f"chart {self.name!r}: the name must be a slug, such as 'orders-by-year'")
        for what, text in (("title", self.title), ("text alternative", self.alt)):
            if not text.strip():
                raise CasebookError(f"chart {self.name!r}: the {what} is empty; a chart without one cannot be made")
        if not self.rows:
            raise CasebookError(f"chart {self.name!r}: the data table has no row; expected at least one")
        ragged = [position for position, row in enumerate(self.rows, 1) if len(row) != len(self.columns)]
        if ragged:
            raise CasebookError(
                f"chart {self.name!r}: row {ragged[0]} of the data table has {len(self.rows[ragged[0] - 1])} cells; "
                f"expected one for each of the {len(self.columns)} columns"
            )

    @property
    def anchor(self) -> str:
        """The id of the figure on its page: the name, with 'chart-' before it where it is not there already."""
        return self.name if self.name.startswith("chart-") else f"chart-{self.name}"

    def svg(self, width: int) -> str:
        """The drawing at `width` pixels, named by the figure's title and described by its text alternative."""
        kind = "narrow" if width <= NARROW else "wide"
        root = render(self.draw, width, f"{self.anchor}-{kind}")
        around = {
            # An e-book's page is XML, in which a drawing without this is none.
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"cb-{kind}",
            "role": "img",
            "aria-labelledby": f"{self.anchor}-title",
            "aria-describedby": f"{self.anchor}-alt",
        }
        if kind == "narrow":
            # Where no stylesheet chooses between the widths, only the wide drawing shows.
            around["display"] = "none"
        root.attrib = around | root.attrib
        return serialised(root)

    @property
    def html(self) -> str:
        """The whole figure: title, drawing at both widths, text alternative, sources and the table of numbers."""
        name = self.anchor
        return "\n".join(
            [
                f'<figure class="cb-chart" id="{name}">',
                f'<figcaption class="cb-chart-title" id="{name}-title">{escape(self.title)}</figcaption>',
                self.svg(WIDE),
                self.svg(NARROW),
                f'<p class="cb-chart-alt" id="{name}-alt">{escape(self.alt)}</p>',
                f'<p class="cb-chart-source">{escape(self.source_line)}</p>',
                f'<details class="cb-chart-data"><summary>{escape(self.behind)}</summary>',
                *([nested(self.outline)] if self.outline else []),
                self._table,
                "</details>",
                "</figure>",
            ]
        )

    @property
    def markdown(self) -> str:
        """Title, text alternative, table and sources as Markdown, for builders that show no HTML."""
        lines = [
            self.columns,
            tuple("---" for _ in self.columns),
            *(tuple(cell.plain for cell in row) for row in self.rows),
        ]
        table = "\n".join("| " + " | ".join(_plain_cell(text) for text in line) + " |" for line in lines)
        outline = "".join(branch.markdown() for branch in self.outline)
        parts = [f"**{_plain(self.title)}**", _plain(self.alt), outline.rstrip(), table, _plain(self.source_line)]
        return "\n\n".join(part for part in parts if part) + "\n"

    @property
    def text(self) -> str:
        """Title, text alternative and sources as plain text."""
        return f"{self.title}\n{self.alt}\n{self.source_line}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What a notebook shows: HTML, Markdown or plain text; never a picture without its words."""
        return {"text/html": self.html, "text/markdown": self.markdown, "text/plain": self.text}

    def __str__(self) -> str:
        """Title, text alternative and sources."""
        return self.text

    @property
    def _table(self) -> str:
        heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in self.columns)
        body = "\n".join(f"<tr>{_row_html(row)}</tr>" for row in self.rows)
        head = f"<caption>{escape(self.title)}</caption>\n<thead><tr>{heads}</tr></thead>"
        table = f"<table>\n{head}\n<tbody>\n{body}\n</tbody>\n</table>"
        # A table wider than a phone moves inside this box, which the keyboard can reach.
        return (
            f'<div class="cb-chart-table" tabindex="0" role="group" aria-label="{escape(self.title)}">\n{table}\n</div>'
        )


def _row_html(row: tuple[Cell, ...]) -> str:
    head, *others = row
    return f'<th scope="row">{head.html}</th>' + "".join(f"<td>{cell.html}</td>" for cell in others)


def _plain(text: str) -> str:
    """`text` with the signs escaped that Markdown would read as markup."""
    return re.sub(r"([\\`*_\[\]<>{}$#])", r"\\\1", text)


def _plain_cell(text: str) -> str:
    return "---" if text == "---" else _plain(text).replace("|", r"\|")
