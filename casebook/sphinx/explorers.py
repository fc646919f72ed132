"""Explorers on the pages of a website, where a script shows their states, and in an e-book, where none can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

import casebook.explorers
from casebook.explorers.page import without_script

_STATIC = Path(casebook.explorers.__file__).parent / "static"


def add_static_files(app: Sphinx) -> None:
    """Bring script and stylesheet to a website."""
    if app.builder.format == "html" and app.builder.name != "epub":
        app.config.html_static_path.append(str(_STATIC))


def load_static_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load script and stylesheet on the pages that need them, and on no other."""
    if doctree is not None and _explorers(doctree):
        app.add_css_file("explorer.css", priority=911)
        app.add_js_file("explorer.js", priority=911, loading_method="defer")


def keep_first_states(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In an e-book, keep of each explorer the first state and the table of all."""
    if app.builder.name == "epub":
        for raw in _explorers(doctree):
            raw.rawsource = without_script(raw.astext())
            raw.children = [nodes.Text(raw.rawsource)]


def _explorers(doctree: nodes.document) -> list[nodes.raw]:
    return [raw for raw in doctree.findall(nodes.raw) if 'class="cb-explorer"' in raw.astext()]
