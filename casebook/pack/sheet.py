"""A Markdown text as one HTML file that needs nothing else: no script, no other host, made to be printed."""

from __future__ import annotations

from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

_STYLE = Path(__file__).with_name("sheet.css")


def html_of(title: str, markdown: str, stamp: str) -> str:
    """The file's text; HTML in `markdown` is shown and not obeyed. `stamp` says at the foot what this belongs to."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    body = body.replace("<th>", '<th scope="col">')
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en-GB">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style></head>",
            "<body>",
            f"<main>\n{body}</main>",
            f"<footer><p>{escape(stamp)}</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    )
