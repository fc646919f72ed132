"""The index at the back of the book: what the pages mark with `{index}`, and the terms of the glossary.

Where a book of paper gives page numbers, this one gives the pages' titles, each a link to the place.
LaTeX makes its own index, with page numbers, so there the page only says where that is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import make_refnode

from casebook.sphinx.nodes_of import joined, section
from casebook.sphinx.state import state_of

NAME = "index-of-book"

logger = logging.getLogger(__name__)


class index_node(nodes.General, nodes.Element):
    """The place of the index, until every page has been read."""


@dataclass(slots=True)
class Entry:
    """What stands under one word: the places, the words under it, and where else to look."""

    places: dict[str, tuple[str, bool]] = field(default_factory=dict)  # by page: the anchor, and whether it explains
    under: dict[str, Entry] = field(default_factory=dict)
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)

    def add(self, page: str, anchor: str, *, explains: bool) -> None:
        """Note a place; of several on one page the first stands, unless a later one explains."""
        if page not in self.places or explains and not self.places[page][1]:
            self.places[page] = (anchor, explains)


class IndexOfBook(SphinxDirective):
    """```{index-of-book}```: the index of all pages."""

    def run(self) -> list[nodes.Node]:
        return [index_node("")]


class PutIn(SphinxPostTransform):
    """Put the index in once every page is known, before references are resolved."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(index_node)):
            if self.app.builder.format == "latex":
                words = "The index, with page numbers, stands at the end of the book."
                place.replace_self(nodes.paragraph("", "", nodes.Text(words)))
            else:
                place.replace_self(self._listing())

    def _listing(self) -> list[nodes.Node]:
        entries = entries_of(self.env)
        for word, missing in dead_ends(entries):
            logger.warning(
                "index: %r sends readers to %r, which has no entry: mark that somewhere, or correct it", word, missing
            )
        letters: dict[str, nodes.bullet_list] = {}
        for word in sorted(entries, key=sorting_key):
            first = sorting_key(word)[:1]
            letter = first.upper() if first.isalpha() else "Numbers"
            listing = letters.setdefault(letter, nodes.bullet_list(classes=["cb-index"]))
            listing += self._item(word, entries[word], entries)
        anchors = {letter: f"index-{letter.lower()}" for letter in letters}
        leaps = [[nodes.reference("", letter, internal=True, refid=anchors[letter])] for letter in letters]
        return [
            nodes.paragraph("", "", *joined(leaps, " "), classes=["cb-letters"]),
            *(section(letter, anchors[letter], listing) for letter, listing in letters.items()),
        ]

    def _item(self, word: str, entry: Entry, entries: dict[str, Entry]) -> nodes.list_item:
        said: list[list[nodes.Node]] = [self._place(page, entry) for page in self._in_order(entry)]
        head: list[nodes.Node] = [nodes.strong("", word)]
        if said:
            head += [nodes.Text(": "), *joined(said)]
        for words, targets in (("see", entry.see), ("see also", entry.see_also)):
            if targets:
                begin = "; " if said else ", "
                links = joined([self._entry_link(target, entries) for target in sorted(set(targets), key=sorting_key)])
                head += [nodes.Text(begin), nodes.emphasis("", words), nodes.Text(" "), *links]
        item = nodes.list_item("", nodes.paragraph("", "", *head), ids=[anchor_of(word)] if word in entries else [])
        if entry.under:
            item += nodes.bullet_list(
                "", *(self._item(sub, entry.under[sub], {}) for sub in sorted(entry.under, key=sorting_key))
            )
        return item

    def _in_order(self, entry: Entry) -> list[str]:
        """The pages of an entry in the book's order, those that explain it first."""
        order = [page.name for page in state_of(self.app).pages]
        return sorted(
            entry.places, key=lambda page: (not entry.places[page][1], order.index(page) if page in order else -1)
        )

    def _place(self, page: str, entry: Entry) -> list[nodes.Node]:
        anchor, _ = entry.places[page]
        title = nodes.Text(self.env.titles[page].astext())
        return [make_refnode(self.app.builder, self.env.docname, page, anchor, title)]

    def _entry_link(self, word: str, entries: dict[str, Entry]) -> list[nodes.Node]:
        if word not in entries:
            return [nodes.Text(word)]
        return [nodes.reference("", word, internal=True, refid=anchor_of(word))]


def entries_of(env: BuildEnvironment) -> dict[str, Entry]:
    """Every entry of the pages, by its word."""
    entries: dict[str, Entry] = {}
    for page, marked in sorted(env.get_domain("index").data.get("entries", {}).items()):
        for kind, value, anchor, main, _ in marked:
            words = [word for word in split_index_msg(kind, value) if word]
            entry = entries.setdefault(words[0], Entry())
            if kind == "see":
                entry.see.append(words[1])
            elif kind == "seealso":
                entry.see_also.append(words[1])
            elif kind == "pair":
                entry.under.setdefault(words[1], Entry()).add(page, anchor, explains=bool(main))
                turned = entries.setdefault(words[1], Entry())
                turned.under.setdefault(words[0], Entry()).add(page, anchor, explains=bool(main))
            elif len(words) > 1:
                entry.under.setdefault(words[1], Entry()).add(page, anchor, explains=bool(main))
            else:
                entry.add(page, anchor, explains=bool(main))
    return entries


def dead_ends(entries: dict[str, Entry]) -> list[tuple[str, str]]:
    """Each word that sends readers to one that has no entry, with that one."""
    return [
        (word, target)
        for word, entry in entries.items()
        for target in [*entry.see, *entry.see_also]
        if target not in entries
    ]


def sorting_key(word: str) -> str:
    """What an entry is sorted by: letters without capitals, quotation marks or a leading article; 8 before 14."""
    plain = word.casefold().strip("“”\"‘’' ").removeprefix("the ")
    return re.sub(r"\d+", lambda number: number[0].zfill(6), plain)


def anchor_of(word: str) -> str:
    """The id of an entry on the page of the index."""
    return f"entry-{nodes.make_id(word)}"


def rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The page of the index is written anew whenever any page was read."""
    return [page.name for page in state_of(app).pages if NAME in page.directives]


DIRECTIVES = {NAME: IndexOfBook}
