"""What the pages of a book may not do: name an id that does not exist, type a number by hand, leave evidence unused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook.charts.style import ROLES
from casebook.evidence import Case
from casebook.evidence.case import unknown
from casebook.pages.numbers import typed_numbers
from casebook.pages.reader import Page, read_book

# Which table each role prints from.
ROLE_KINDS = {
    "figure": "figure",
    "derived": "derivation",
    "working": "derivation",
    "event": "event",
    "source": "source",
    "body": "body",
    "discrepancy": "discrepancy",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on a page, at a line (0 where the whole file is meant)."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


def role_target(name: str, text: str) -> tuple[str, str]:
    """The id that a role names, and what is written after it: ', paragraph 9' behind a source."""
    if name == "source":
        found, _, place = text.partition(",")
        return found.strip(), place.strip()
    return text.strip(), ""


def uses_of(case: Case, pages: list[Page]) -> dict[str, list[str]]:
    """For each id, the names of the pages whose prose or code uses it, in the book's order."""
    known = {name for rows in _rows(case).values() for name in rows}
    uses: dict[str, list[str]] = {}
    for page in pages:
        named = [role_target(role.name, role.text)[0] for role in page.roles if role.name in ROLE_KINDS]
        named += [slug for code in page.codes for slug, _ in code.slugs()]
        for name in dict.fromkeys(named):
            if name in known:
                uses.setdefault(name, []).append(page.name)
    return uses


def check_book(case: Case, root: Path) -> list[Problem]:
    """Every problem of the book at `root`: of each page, and of evidence that no page uses."""
    return check_pages(case, read_book(root))


def check_pages(case: Case, pages: list[Page]) -> list[Problem]:
    """Every problem of `pages` taken together as a book.

    What no page uses is told only once the pages are sound, since a mistyped id would show there again.
    """
    problems = [problem for page in pages for problem in check_page(case, page)]
    return problems or list(_unused(case, uses_of(case, pages)))


def check_page(case: Case, page: Page) -> Iterator[Problem]:
    """The problems of one page, in the order of its lines."""
    problems = [*_bad_roles(case, page), *_bad_code(case, page), *_typed(page)]
    yield from sorted(problems, key=lambda problem: problem.line)


def _bad_roles(case: Case, page: Page) -> Iterator[Problem]:
    rows = _rows(case)
    for role in page.roles:
        kind = ROLE_KINDS.get(role.name)
        if kind is None:
            continue
        name, _ = role_target(role.name, role.text)
        if name in rows[kind]:
            continue
        yield Problem(f"{page.name}.md", role.line, f"{{{role.name}}}`{role.text}`: {_why(case, name, kind)}")


def _why(case: Case, name: str, kind: str) -> str:
    rows = _rows(case)
    for other, table in rows.items():
        if name in table:
            right = next(role for role, target in ROLE_KINDS.items() if target == other)
            return f"{name!r} is {'an' if other[0] in 'aeiou' else 'a'} {other}; write {{{right}}}"
    return str(unknown(name, list(rows[kind]), kind))


def _bad_code(case: Case, page: Page) -> Iterator[Problem]:
    known = {name for rows in _rows(case).values() for name in rows}
    for code in page.codes:
        for slug, line in code.slugs():
            if slug not in known and slug not in ROLES and not slug.startswith("chart-"):
                yield Problem(
                    f"{page.name}.md",
                    line,
                    f"'{slug}' in the code is no id of this case (names of charts begin with 'chart-')",
                )


def _typed(page: Page) -> Iterator[Problem]:
    for text in page.texts:
        for position, words in typed_numbers(text.text):
            message = (
                f"'{words}' is typed by hand: add it to data/ and write its id in a "
                "{figure}, {derived} or {event} role"
            )
            yield Problem(f"{page.name}.md", text.line_at(position), message)


def _unused(case: Case, uses: dict[str, list[str]]) -> Iterator[Problem]:
    reached = {source for name in uses if _is_citable(case, name) for source in case.sources_of(name)}
    for name in case.sources:
        if name not in reached:
            yield Problem(
                "data/sources.csv", 0, f"the source '{name}' is used by no page: cite it, or take its row out"
            )
    for kind, rows in (("figure", case.figures), ("event", case.events)):
        for name, row in rows.items():
            if row.grade == "core" and name not in uses:
                yield Problem(
                    f"data/{kind}s.csv", 0, f"the {kind} '{name}' of a core source is reached from no page: use its id"
                )


def _is_citable(case: Case, name: str) -> bool:
    return any(name in rows for rows in case.citable.values())


def _rows(case: Case) -> dict[str, dict[str, object]]:
    return {kind: dict(rows) for kind, rows in case.citable.items()} | {
        "body": dict(case.bodies),
        "discrepancy": dict(case.discrepancies),
    }
