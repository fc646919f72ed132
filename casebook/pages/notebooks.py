"""Write pages as notebooks in which a reader sees words where the page has roles."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import nbformat

from casebook.evidence import Case
from casebook.pages.check import RESTS
from casebook.pages.reader import read_book
from casebook.pages.sides import sides_of
from casebook.pages.words import words_of_rests, words_of_role

_ROLE = re.compile(r"\{(\w+)\}`([^`]+)`")
_ATTRIBUTES = re.compile(r"^ *\{[.#][^}]*\}\n", re.MULTILINE)
# As the first thing in a list item, the text begins on the next line.
_ATTRIBUTES_OF_ITEM = re.compile(r"^( *(?:[-*+]|\d+\.) +)\{[.#][^}]*\}\n +", re.MULTILINE)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{\.[^}]*\}")
_ARGUED = re.compile(r"^( *)(:{3,}|`{3,})\{argued\} *(\S*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
_DROPDOWN = re.compile(r"^( *)```\{dropdown\} *([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LISTING = re.compile(r"^```\{[\w-]+\}\n```$", re.MULTILINE)
_INDEX = re.compile(r"^```\{index\}.*?^```\n?", re.MULTILINE | re.DOTALL)


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
    text = _ROLE.sub(lambda match: _say(case, match[1], match[2]), _INDEX.sub("", markdown))
    text = _DROPDOWN.sub(r"\1<details><summary>\2</summary>\n\n\3\n\1</details>", text)
    text = _ATTRIBUTES.sub("", _ATTRIBUTES_OF_ITEM.sub(r"\1", _SPAN.sub(r"\1", text)))
    text = _ARGUED.sub(lambda block: _quoted(case, block), text)
    return _LISTING.sub("", text)


def _say(case: Case, role: str, text: str) -> str:
    return words_of_rests(case, text) if role == RESTS else words_of_role(case, role, text)


def _quoted(case: Case, block: re.Match[str]) -> str:
    """An argued block as a quotation under its label, so that a reader sees where it ends."""
    indent, _, side, body = block.groups()
    lines = [line.removeprefix(indent) for line in body.rstrip("\n").split("\n")]
    label = sides_of(case).get(side, side)
    return "\n".join(f"{indent}> {line}".rstrip() for line in [f"**{label}**", "", *lines])
