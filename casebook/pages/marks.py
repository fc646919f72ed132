"""What a finished book's paragraphs must have: a mark of what carries them, sides of equal length, linked terms."""

from __future__ import annotations

from collections.abc import Sequence

from casebook.evidence import Case
from casebook.pages.carried import check_carried, count_standings
from casebook.pages.check import Problem
from casebook.pages.reader import Page
from casebook.pages.sides import check_sides
from casebook.pages.terms import check_terms, terms_of

_COUNTED = ("carried", "reasoning", "guide", "without")


def marks_required(case: Case) -> bool:
    """Whether the case holds its book to these checks at every build: `marks: required` in data/case.yml."""
    return bool(case.about.get("marks") == "required")


def check_marks(case: Case, pages: Sequence[Page]) -> list[Problem]:
    """Every problem of the pages' marks, page by page in the order of the lines."""
    terms = terms_of(case, pages)
    problems: list[Problem] = []
    for page in pages:
        found = [*check_carried(page), *check_sides(case, page), *(check_terms(case, page, terms) if terms else ())]
        problems += sorted(found, key=lambda problem: problem.line)
    return problems


def table_of_marks(pages: Sequence[Page]) -> str:
    """How many blocks of each page stand how, as lines of a table."""
    counts = {page.name: count_standings(page) for page in pages}
    width = max(len(name) for name in (*counts, "page"))
    lines = [f"{'page':{width}}" + "".join(f"{word:>11}" for word in _COUNTED)]
    lines += [f"{name:{width}}" + "".join(f"{count[word]:>11}" for word in _COUNTED) for name, count in counts.items()]
    total = [sum(count[word] for count in counts.values()) for word in _COUNTED]
    return "\n".join([*lines, f"{'all':{width}}" + "".join(f"{number:>11}" for number in total)])
