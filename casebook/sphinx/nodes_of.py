"""Small builders of document nodes that the generated pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docutils import nodes

from casebook.evidence import Case
from casebook.sphinx.domain import row_reference, use_reference

_BRACES = re.compile(r"\{([a-z0-9-]+)\}")
Content = "str | nodes.Node | list[nodes.Node]"


def filled(case: Case, text: str, docname: str) -> list[nodes.Node]:
    """`text` with each {id} in it as a link to its row."""
    pieces: list[nodes.Node] = []
    for index, piece in enumerate(_BRACES.split(text)):
        if index % 2:
            pieces.append(row_reference(case.kind_of(piece), piece, docname, nodes.Text(case.say(piece))))
        elif piece:
            pieces.append(nodes.Text(piece))
    return pieces


def source_at(case: Case, source: str, place: str, docname: str) -> list[nodes.Node]:
    """A source by its short name, linked, with the place in it."""
    reference = row_reference("source", source, docname, nodes.Text(case.source(source).short))
    return [reference, nodes.Text(f", {place}")] if place else [reference]


def used_in(uses: list[str], name: str, docname: str) -> list[nodes.Node]:
    """Links to the pages that use a row; words that say so where none does."""
    pages = [page for page in uses if page != docname]
    if not pages:
        return [nodes.Text("no page")]
    return joined([[use_reference(page, name, docname)] for page in pages])


def joined(parts: Iterable[Sequence[nodes.Node]], between: str = "; ") -> list[nodes.Node]:
    """Lists of nodes in a row, with `between` them."""
    result: list[nodes.Node] = []
    for part in parts:
        if result:
            result.append(nodes.Text(between))
        result += part
    return result


def fields(rows: Iterable[tuple[str, str | list[nodes.Node]]]) -> nodes.field_list:
    """Names with what they hold; a name that holds nothing is left out."""
    listing = nodes.field_list(classes=["cb-fields"])
    for name, content in rows:
        if not content:
            continue
        body = nodes.paragraph("", "", *([nodes.Text(content)] if isinstance(content, str) else content))
        listing += nodes.field("", nodes.field_name("", name), nodes.field_body("", body))
    return listing


def row(anchor: str, head: list[nodes.Node], *body: nodes.Node) -> nodes.container:
    """One row of a generated page: what it is called, then its fields; links elsewhere lead to its anchor."""
    return nodes.container(
        "", nodes.paragraph("", "", *head, classes=["cb-row-head"]), *body, ids=[anchor], classes=["cb-row"]
    )


def section(title: str, anchor: str, *body: nodes.Node) -> nodes.section:
    """A section with a heading of its own."""
    return nodes.section("", nodes.title("", title), *body, ids=[anchor], names=[anchor])
