"""Write pages as notebooks in which a reader sees words where the page has roles."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import nbformat

from casebook.evidence import Case
from casebook.pages.check import ROLE_KINDS, role_target
from casebook.pages.reader import read_book

_ROLE = re.compile(r"\{(\w+)\}`([^`]+)`")
_ATTRIBUTES = re.compile(r"^\{[.#][^}]*\}\n", re.MULTILINE)
_DROPDOWN = re.compile(r"^( *)```\{dropdown\} *([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LISTING = re.compile(r"^```\{[\w-]+\}\n```$", re.MULTILINE)


def write_notebooks(root: Path, out: Path) -> list[Path]:
    """Write every page of the book at `root` that has code cells as `out/<page>.ipynb`; return the paths."""
    case = Case.load(root)
    written = []
    for page in read_book(root):
        if page.codes:
            path = out / f"{page.name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            notebook = as_notebook(case, page.path.read_text(encoding="utf-8"))
            path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")  # type: ignore[no-untyped-call]
            written.append(path)
    return written


def as_notebook(case: Case, markdown: str) -> nbformat.NotebookNode:
    """The page `markdown` as a notebook: roles put into words, what only the site can show put plainly."""
    notebook: nbformat.NotebookNode = jupytext.reads(markdown, fmt="md:myst")
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # random ids would differ from one writing to the next
        if cell.cell_type == "markdown":
            cell.source = in_words(case, cell.source)
    return notebook


def in_words(case: Case, markdown: str) -> str:
    """`markdown` with each role replaced by the words that it prints."""
    text = _ROLE.sub(lambda match: _say(case, match[1], match[2]), markdown)
    text = _DROPDOWN.sub(r"\1<details><summary>\2</summary>\n\n\3\n\1</details>", text)
    return _LISTING.sub("", _ATTRIBUTES.sub("", text))


def _say(case: Case, role: str, text: str) -> str:
    kind = ROLE_KINDS.get(role)
    name, place = role_target(role, text)
    if role == "working":
        return case.working(name)
    if kind == "source":
        return f"{case.source(name).short}, {place}" if place else case.source(name).short
    if kind == "body":
        return case.body(name).name
    if kind == "discrepancy":
        return case.discrepancies[name].question
    return case.say(name) if kind else text.partition("<")[0].strip()
