"""Pages that ask no other host for anything and leave the console quiet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from casebook.charts.style import INKS

_STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"

# Thebe would fetch a kernel front end from a public host; its settings also stand on each page twice and clash.
# The icon script draws icons that others may add; the theme's own come from its icon font.
_UNWANTED = ("thebe", "fontawesome.js")


def add_templates(app: Sphinx, config: Config) -> None:
    """Put this project's few templates before the theme's."""
    config.templates_path.append(str(_TEMPLATES))


def add_static_files(app: Sphinx) -> None:
    """Bring the house style to every HTML page."""
    if app.builder.format == "html":
        written = Path(app.outdir).parent / ".casebook"
        written.mkdir(parents=True, exist_ok=True)
        (written / "casebook-colours.css").write_text(colours(), encoding="utf-8")
        app.config.html_static_path += [str(_STATIC), str(written)]
        app.add_css_file("casebook-colours.css", priority=890)
        app.add_css_file("casebook.css", priority=900)


def colours() -> str:
    """A stylesheet with the colours that charts are drawn in, for light and for dark pages."""
    light = "".join(f"  {ink.variable}: {ink.light};\n" for ink in INKS)
    dark = "".join(f"  {ink.variable}: {ink.dark};\n" for ink in INKS)
    return f':root, html[data-theme="light"] {{\n{light}}}\nhtml[data-theme="dark"] {{\n{dark}}}\n'


def clean_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take out of the page's list of scripts those that it does not need and that reach for other hosts."""
    if "script_files" in context:
        context["script_files"] = [script for script in context["script_files"] if not _is_unwanted(script)]


def _is_unwanted(script: Any) -> bool:
    text = (
        f"{getattr(script, 'filename', script) or ''} {getattr(script, 'attributes', {}).get('body', '') or ''}".lower()
    )
    return any(word in text for word in _UNWANTED)
