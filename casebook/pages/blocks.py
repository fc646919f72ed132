"""Read a page block by block: each paragraph, list item or table row with its roles, its marks and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from casebook.pages.reader import HOLE, MARKDOWN, NOT_PROSE, Page, Role, split_options

_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:-]*)\}\s*(.*)", re.DOTALL)
_CLASS_OPTION = re.compile(r"^:class:(.*)$", re.MULTILINE)
# The class of words used in their plain sense, though the glossary has the same words in another.
PLAIN = "plain"
_OPENING = {"bullet_list", "ordered_list", "list_item", "blockquote", "table", "dl", "dd"}


@dataclass(frozen=True, slots=True)
class Linked:
    """Words inside a link, set as code, or marked as [plain]{.plain}: words for readers, and no place for a link."""

    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of prose. `kind` is paragraph, row (of a table) or heading; `section` the heading of level 2 above it.

    `marks` are the classes that the block or anything around it has, `side` the one that argues in it,
    `within` the directives that it stands in. Line breaks stand in `pieces` as they do on the page.
    """

    kind: str
    line: int
    section: str
    pieces: tuple[str | Role | Linked, ...]
    marks: frozenset[str]
    side: str
    within: tuple[str, ...]
    is_label: bool = False

    @property
    def roles(self) -> list[Role]:
        return [piece for piece in self.pieces if isinstance(piece, Role)]

    @property
    def text(self) -> str:
        """The block's own words, a hole for each role, and of a link its words."""
        return "".join(
            piece if isinstance(piece, str) else piece.text if isinstance(piece, Linked) else HOLE
            for piece in self.pieces
        )


@dataclass(slots=True)
class _Place:
    """Where the reading stands: under which heading, among which marks."""

    section: str = ""
    marks: frozenset[str] = frozenset()
    side: str = ""
    within: tuple[str, ...] = ()


def blocks_of(page: Page) -> list[Block]:
    """Every block of prose on the page, in its order."""
    return list(_blocks(page.path.read_text(encoding="utf-8"), 1, _Place()))


def _blocks(text: str, first_line: int, place: _Place) -> Iterator[Block]:
    parser = create_md_parser(MdParserConfig(enable_extensions=MARKDOWN), RendererHTML)
    around = [place.marks]
    opened: Token | None = None
    row: list[Block] = []
    in_head = False
    for token in parser.parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        name, _, edge = token.type.rpartition("_")
        if name in _OPENING:
            if edge == "open":
                around.append(around[-1] | _classes(token))
            else:
                around.pop()
        elif name == "thead":
            in_head = edge == "open"
        elif name == "tr" and edge == "close":
            if row and not in_head:
                yield replace(row[0], kind="row", pieces=tuple(piece for cell in row for piece in (*cell.pieces, " ")))
            row = []
        elif edge == "open":
            opened = token
        elif token.type == "inline":
            here = replace(place, marks=around[-1] | (_classes(opened) if opened else frozenset()))
            kind = "heading" if opened and opened.type in ("heading_open", "dt_open") else "paragraph"
            block = _block(token, kind, line, here)
            if opened and opened.type in ("td_open", "th_open"):
                row.append(block)
            else:
                yield block
            if opened and opened.tag == "h2":
                place.section = " ".join(block.text.split())
        elif token.type in ("fence", "colon_fence"):
            yield from _of_fence(token, line, replace(place, marks=around[-1] | _classes(token)))


def _of_fence(token: Token, line: int, place: _Place) -> Iterator[Block]:
    match = _DIRECTIVE.match(token.info.strip())
    if not match or match[1] in NOT_PROSE:
        return
    name, argument = match.groups()
    options, body = split_options(token.content)
    head = "\n".join(token.content.split("\n")[:options])
    place.marks |= {word for found in _CLASS_OPTION.findall(head) for word in found.split()}
    place.within += (name,)
    if name == "argued":
        place.side = argument.strip()
    yield from _blocks(body, line + 1 + options, place)


def _block(token: Token, kind: str, line: int, place: _Place) -> Block:
    pieces = tuple(_pieces(token, line))
    children = [child for child in token.children or [] if child.content.strip() or child.type.startswith("strong")]
    is_label = bool(children) and children[0].type == "strong_open" and children[-1].type == "strong_close"
    one_run = sum(child.type == "strong_open" for child in children) == 1
    return Block(kind, line, place.section, pieces, place.marks, place.side, place.within, is_label and one_run)


def _pieces(token: Token, line: int) -> Iterator[str | Role | Linked]:
    links = 0
    spans: list[bool] = []
    for child in token.children or []:
        if child.type in ("link_open", "link_close"):
            links += 1 if child.type == "link_open" else -1
        elif child.type == "span_open":
            spans.append(PLAIN in _classes(child))
            links += spans[-1]
        elif child.type == "span_close":
            links -= spans.pop()
        elif child.type == "myst_role":
            yield Role(child.meta["name"], child.content, line)
        elif child.type in ("softbreak", "hardbreak"):
            line += 1
            yield "\n"
        elif child.type == "code_inline" or (child.type == "text" and links):
            yield Linked(child.content)
        elif child.type == "text":
            yield child.content


def _classes(token: Any) -> frozenset[str]:
    return frozenset(str(token.attrGet("class") or "").split())
