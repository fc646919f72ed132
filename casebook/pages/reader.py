"""Read a page as a reader would: its prose, its roles and its code cells, each with its line.

The Markdown is parsed by MyST's own parser, so that what counts as prose here is what the build prints.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from sphinx_external_toc.parsing import parse_toc_yaml

# Stands in a run of text where a role prints something.
HOLE = "￼"

_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:-]*)\}\s*(.*)", re.DOTALL)
# Directives whose body is no Markdown.
NOT_PROSE = {
    "code-cell",
    "code",
    "code-block",
    "raw",
    "mermaid",
    "math",
    "toctree",
    "tableofcontents",
    "literalinclude",
    "eval-rst",
    "csv-table",
    "index",
    "corrections",
}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_IN_BRACES = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)+)\}")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
MARKDOWN = {"colon_fence", "deflist", "attrs_inline", "attrs_block"}


@dataclass(frozen=True, slots=True)
class Role:
    """A role in the prose: {name}`text`."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """A run of prose, a block's worth; each role in it is one HOLE."""

    text: str
    line: int

    def line_at(self, position: int) -> int:
        """The line of the page on which the character at `position` stands."""
        return self.line + self.text.count("\n", 0, position)


@dataclass(frozen=True, slots=True)
class QuizCall:
    """A call of `casebook.quiz`: the page or the question ids that it names, empty where it computes them."""

    what: str | tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Code:
    """The source of a code cell; `line` is that of its first line of code."""

    source: str
    line: int

    def quizzes(self) -> Iterator[QuizCall]:
        """Every call of `casebook.quiz` in the code."""
        for call in _quiz_calls(_tree_of(self.source)):
            yield QuizCall(_asked_for(call), self.line + call.lineno - 1)

    def slugs(self) -> Iterator[tuple[str, int]]:
        """What looks like an id (words joined by hyphens) in the code's strings, alone or in braces, with its line."""
        tree = _tree_of(self.source)
        # What a quiz is asked for names questions, not evidence.
        of_quizzes = {inner for call in _quiz_calls(tree) for inner in ast.walk(call)}
        for node in ast.walk(tree):
            if node in of_quizzes:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _looks_like_id(node.value):
                yield node.value, self.line + node.lineno - 1
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                for name in _IN_BRACES.findall(node.value):
                    yield name, self.line + node.lineno - 1


@dataclass(slots=True)
class Page:
    """A page of the book: `name` is its path in the book without the suffix."""

    name: str
    path: Path
    roles: list[Role] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)

    @property
    def quizzes(self) -> list[QuizCall]:
        """The quizzes that the page's cells call for, in order."""
        return [call for code in self.codes for call in code.quizzes()]


def read_page(path: Path, name: str) -> Page:
    """Read the page at `path`."""
    page = Page(name, path)
    _read_blocks(path.read_text(encoding="utf-8"), 1, page)
    return page


def read_book(root: Path) -> list[Page]:
    """Every Markdown page that the book's contents list (`_toc.yml`) names, in its order."""
    names = list(parse_toc_yaml(root / "_toc.yml"))
    return [read_page(path, name) for name in names if (path := root / f"{name}.md").exists()]


def _read_blocks(text: str, first_line: int, page: Page) -> None:
    parser = create_md_parser(MdParserConfig(enable_extensions=MARKDOWN), RendererHTML)
    for token in parser.parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            _read_inline(token, line, page)
        elif token.type == "html_block":
            page.texts.append(Text(_TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), token.content), line))
        elif token.type in ("fence", "colon_fence"):
            _read_fence(token, line, page)


def _read_inline(token: Token, line: int, page: Page) -> None:
    pieces: list[str] = []
    for child in token.children or []:
        here = line + "".join(pieces).count("\n")
        if child.type == "myst_role":
            page.roles.append(Role(child.meta["name"], child.content, here))
            pieces.append(HOLE)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type == "image" or child.type == "text":
            pieces.append(child.content)
        elif child.type == "code_inline":
            pieces.append(HOLE)
    page.texts.append(Text("".join(pieces), line))


def _read_fence(token: Token, line: int, page: Page) -> None:
    match = _DIRECTIVE.match(token.info.strip())
    if not match:
        return
    name, argument = match.groups()
    page.directives.append(name)
    options, body = split_options(token.content)
    body_line = line + 1 + options
    if name == "code-cell":
        page.codes.append(Code(body, body_line))
    elif name not in NOT_PROSE:
        if argument.strip():
            _read_blocks(argument, line, page)
        _read_blocks(body, body_line, page)


def _tree_of(source: str) -> ast.Module:
    """The code's syntax tree; an empty one for what is no Python, which the run of the cell will tell."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _quiz_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "casebook.quiz":
            yield node


def _asked_for(call: ast.Call) -> str | tuple[str, ...]:
    try:
        asked = ast.literal_eval(call.args[0])
    except (IndexError, ValueError):
        return ""
    if isinstance(asked, list | tuple) and all(isinstance(one, str) for one in asked):
        return tuple(asked)
    return asked if isinstance(asked, str) else ""


def _looks_like_id(text: str) -> bool:
    return bool(_SLUG.fullmatch(text)) and not _DAY.fullmatch(text)


def split_options(content: str) -> tuple[int, str]:
    """How many lines of a directive are its options, and what follows them."""
    lines = content.split("\n")
    if lines and lines[0].strip() == "---":
        closing = next((number for number, text in enumerate(lines[1:], 1) if text.strip() == "---"), 0)
        return closing + 1, "\n".join(lines[closing + 1 :])
    count = 0
    while count < len(lines) and re.match(r":[\w-]+:", lines[count]):
        count += 1
    return count, "\n".join(lines[count:])
