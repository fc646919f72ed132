"""Where an exercise has its page, and what the page offers: notebook, data and zip, and a way to open them live.

A data file is also shown as a table, folded, so that the page can be worked through on paper.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from html import escape
from urllib.parse import quote, urlsplit

from sphinx.config import Config

from casebook.pages import Page

_HUB = "https://mybinder.org"
# Where `postBuild` has the exercises written on Binder.
_RELEASE = "_build/exercises/course/release"


def pages_of_exercises(pages: list[Page]) -> dict[str, str]:
    """The page of each exercise, by its slug."""
    begin = re.compile(r"^`{3,}\{exercise\} *(\S+)", re.MULTILINE)
    return {
        slug: page.name
        for page in pages
        if "exercise" in page.directives
        for slug in begin.findall(page.path.read_text(encoding="utf-8"))
    }


def links_to(slug: str, files: Mapping[str, bytes], folder: str, launch: str) -> str:
    """The files as a list of links in HTML, `folder` leading to where they lie; `launch` is an address, or empty."""
    at = f"{folder}/{slug}"
    items = [
        _item(f"{at}.zip", f"{slug}.zip", "notebook and data together"),
        _item(f"{at}/{slug}.ipynb", f"{slug}.ipynb", "the notebook alone"),
        *(_item(f"{at}/{name}", name, "data") for name in _tables(files)),
    ]
    if launch:
        items.append(f'<li><a href="{escape(launch)}">Open it live on Binder</a> (another host; it takes a while)</li>')
    return f'<ul class="cb-files">\n{"".join(items)}\n</ul>'


def tables_of(files: Mapping[str, bytes]) -> str:
    """The data files as tables in HTML, each folded."""
    return "\n".join(_table(name, content) for name, content in _tables(files).items())


def launch_address(config: Config, slug: str) -> str:
    """Where Binder opens the exercise, if the book's settings name a repository on GitHub; else nothing."""
    options = config.html_theme_options
    address = urlsplit(str(options.get("repository_url") or ""))
    if address.hostname != "github.com" or address.path.count("/") < 2:
        return ""
    hub = str((options.get("launch_buttons") or {}).get("binderhub_url") or _HUB).rstrip("/")
    owner, name = address.path.strip("/").removesuffix(".git").split("/")[:2]
    branch = str(options.get("repository_branch") or "HEAD")
    place = quote(f"lab/tree/{_RELEASE}/{slug}/{slug}.ipynb", safe="")
    return f"{hub}/v2/gh/{owner}/{name}/{quote(branch, safe='')}?urlpath={place}"


def _tables(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.endswith(".csv")}


def _item(address: str, name: str, what: str) -> str:
    return f'<li><a href="{escape(address)}" download><code>{escape(name)}</code></a>, {what}</li>'


def _table(name: str, content: bytes) -> str:
    head, *rows = csv.reader(io.StringIO(content.decode()))
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "\n".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    said = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    return (
        f'<details class="cb-data"><summary><code>{escape(name)}</code> as a table ({said})</summary>\n'
        f'<div class="cb-chart-table" tabindex="0" role="group" aria-label="{escape(name)}">\n'
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table>\n</div></details>"
    )
