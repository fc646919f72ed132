"""Words of the glossary: each is linked where a page's running text first uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.evidence import Case
from casebook.pages.blocks import PLAIN, Block, blocks_of
from casebook.pages.carried import EXEMPT, OVERVIEW
from casebook.pages.check import Problem
from casebook.pages.reader import Page, Role

_GLOSSARY = re.compile(r"^(`{3,}|:{3,})\{glossary\}[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_TARGET = re.compile(r".*<([^<>]+)>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that are looked for, and one pattern for all, the longer ones first."""

    named: dict[str, str]
    pattern: re.Pattern[str]

    def found(self, text: str) -> Iterator[tuple[str, int]]:
        """Each term in the text, as the glossary has it, with its position."""
        for match in self.pattern.finditer(text):
            yield self.named[str(match.lastgroup)], match.start()


def terms_of(case: Case, pages: Sequence[Page]) -> Terms | None:
    """The terms of every glossary of the book, without those of `plain_words` in data/case.yml; None if there are none.

    Plain words are terms that are also common words in another sense: only a reader can tell which is meant.
    """
    plain: Any = case.about.get("plain_words", [])
    skipped = {str(word).casefold() for word in plain}
    entries = [entry for page in pages if "glossary" in page.directives for entry in _entries(page)]
    wanted = sorted(
        {entry for entry in entries if entry.casefold() not in skipped}, key=lambda word: (-len(word), word)
    )
    if not wanted:
        return None
    named = {f"t{number}": term for number, term in enumerate(wanted)}
    parts = [f"(?P<{key}>{_pattern(term)})" for key, term in named.items()]
    return Terms(named, re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])"))


def check_terms(case: Case, page: Page, terms: Terms) -> Iterator[Problem]:
    """Terms that the page uses before it links them, each at its first use."""
    if "glossary" in page.directives:
        return
    bodies = {body.id: (body.name, body.short) for body in case.bodies.values()}
    linked: set[str] = set()
    for block in filter(_is_running, blocks_of(page)):
        line = block.line
        for piece in block.pieces:
            if isinstance(piece, Role):
                linked |= {words.casefold() for words in _linked_by(piece, bodies)}
            elif isinstance(piece, str):
                for term, position in terms.found(piece):
                    if term.casefold() not in linked:
                        linked.add(term.casefold())
                        yield Problem(f"{page.name}.md", line, _mend(term, piece[position:]))
                line += piece.count("\n")


def _entries(page: Page) -> Iterator[str]:
    for match in _GLOSSARY.finditer(page.path.read_text(encoding="utf-8")):
        for line in match[2].split("\n"):
            if line.strip() and not line[0].isspace() and not line.startswith((":", "..", "%")):
                yield re.split(r"\s+:\s+", line.strip())[0]


def _pattern(term: str) -> str:
    words = r"\s+".join(re.escape(word) for word in term.split())
    # A term in lower case may begin a sentence; one with capitals is a name.
    either = f"(?i:{words})" if term == term.lower() else words
    return rf"{either}(?:['’]s|e?s)?"


def _is_running(block: Block) -> bool:
    """Whether the block is running text: not a heading, nor the overview, nor one of the lists around the text."""
    asked_apart = EXEMPT - {"For the seminar"}
    return block.kind != "heading" and OVERVIEW not in block.marks and block.section not in asked_apart


def _linked_by(role: Role, bodies: dict[str, tuple[str, str]]) -> Sequence[str]:
    if role.name == "term":
        target = _TARGET.fullmatch(role.text)
        return [(target[1] if target else role.text).strip()]
    # A body's own role prints its name and leads to its row.
    return bodies.get(role.text.strip(), ()) if role.name == "body" else ()


def _mend(term: str, text: str) -> str:
    match = re.match(_pattern(term), text)
    words = " ".join(match[0].split()) if match else term
    shown = term if words == term else f"{words} <{term}>"
    return (
        f"'{term}' of the glossary is used here first: link it as {{term}}`{shown}`, "
        f"or, where the word has another sense, write [{words}]{{.{PLAIN}}}"
    )
