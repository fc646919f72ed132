"""The bank by page, in the book's order and under the pages' own titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sphinx_external_toc.parsing import parse_toc_yaml

from casebook.evidence import Case
from casebook.quizzes import Bank, PageBank, Question
from casebook.quizzes.bank import plain_words

_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Chapter:
    """The questions of one page, and what the page calls itself."""

    title: str
    bank: PageBank

    @property
    def name(self) -> str:
        """The name of the page's quiz: 'part-page'."""
        return self.bank.name

    @property
    def objectives(self) -> Mapping[str, str]:
        """The objectives that the questions test, by their ids."""
        return self.bank.objectives

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The page's questions, in their order."""
        return tuple(self.bank.questions)  # type: ignore[arg-type]  # each is one of the kinds


def chapters_of(bank: Bank, case: Case) -> list[Chapter]:
    """Every page that has questions, in the order of the table of contents; pages that it does not list come last."""
    toc = case.root / "_toc.yml"
    listed = list(parse_toc_yaml(toc)) if toc.exists() else []
    places = {name: place for place, name in enumerate(listed)}
    names = sorted(bank.pages, key=lambda name: places.get(name, len(places)))
    return [Chapter(_title_of(case, name), bank.pages[name]) for name in names]


def _title_of(case: Case, page: str) -> str:
    found = _TITLE.search((case.root / f"{page}.md").read_text(encoding="utf-8"))
    return plain_words(found[1]) if found else page.rsplit("/", 1)[-1]
