"""Finish the marks that a builder could not make: links inside raw HTML. Refuse pictures that say nothing."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from casebook.quizzes import kind_of
from casebook.sphinx.domain import CaseDomain
from casebook.sphinx.state import state_of

_MARK = re.compile(r'href="casebook:([a-z0-9-]+)"')


def link_raw_marks(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Point each `casebook:id` in the HTML of a chart or a quiz at the row that it names."""
    if app.builder.format != "html":
        return
    case = state_of(app).case
    domain = app.env.get_domain("case")
    assert isinstance(domain, CaseDomain)

    def link(match: re.Match[str]) -> str:
        kind = kind_of(case, match[1])
        if kind not in domain.homes:
            raise ExtensionError(
                f"{docname}: a chart or a question leads to the {kind} '{match[1]}', "
                f"and no page of the book lists {kind}s"
            )
        return f'href="{app.builder.get_relative_uri(docname, domain.homes[kind])}#{kind}-{match[1]}"'

    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", "") and "casebook:" in raw.astext():
            text = _MARK.sub(link, raw.astext())
            raw.children = [nodes.Text(text)]
            raw.rawsource = text


def refuse_bare_images(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Raise ExtensionError for a picture without a text alternative, wherever it comes from."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            line = f":{image.line}" if image.line else ""
            raise ExtensionError(
                f"{docname}.md{line}: the picture '{image.get('uri')}' has no alt text: "
                "draw it with casebook.charts, which write their own, or give the picture an :alt:"
            )
