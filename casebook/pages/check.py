"""What the pages of a book may not do: name an id that does not exist, type a number by hand, leave evidence unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook.evidence import Case
from casebook.evidence.case import unknown
from casebook.evidence.series import SERIES
from casebook.pages.numbers import typed_numbers
from casebook.pages.reader import Page, Role, read_book

# Which table each role prints from.
ROLE_KINDS = {
    "figure": "figure",
    "derived": "derivation",
    "working": "derivation",
    "event": "event",
    "source": "source",
    "body": "body",
    "discrepancy": "discrepancy",
    "claim": "claim",
    "ground": "ground",
}
# The role that prints a mark and no words: it names every row, of any kind, that a paragraph rests on.
RESTS = "rests"

_OWN_WORDS = re.compile(r"(.+?)\s*<([^<>]+)>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on a page, at a line (0 where the whole file is meant)."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


def role_target(name: str, text: str) -> tuple[str, str]:
    """The id that a role names, and what else is written in it.

    That is ', paragraph 9' behind a source, and before a claim or ground in angle brackets the words to print for it.
    """
    if name == "source":
        found, _, place = text.partition(",")
        return found.strip(), place.strip()
    if name in ("claim", "ground") and (own := _OWN_WORDS.fullmatch(text)):
        return own[2].strip(), " ".join(own[1].split())
    return text.strip(), ""


def rests_on(text: str) -> list[tuple[str, str]]:
    """The ids that a {rests} role names, each with its place in the source where one is given."""
    return [role_target("source", part) for part in text.split(";")]


def ids_in_role(role: Role) -> list[str]:
    """Every id that a role of the prose names; none for roles that are not of the evidence."""
    if role.name == RESTS:
        return [name for name, _ in rests_on(role.text)]
    return [role_target(role.name, role.text)[0]] if role.name in ROLE_KINDS else []


def rows_of(case: Case) -> dict[str, dict[str, object]]:
    """Every row that a role can name, by kind. Where two kinds hold one id, the first is meant."""
    others = {"claim": case.claims, "ground": case.grounds, "discrepancy": case.discrepancies, "body": case.bodies}
    return {kind: dict(rows) for kind, rows in (*case.citable.items(), *others.items())}


def uses_of(case: Case, pages: list[Page]) -> dict[str, list[str]]:
    """For each id, the names of the pages whose prose or code uses it, in the book's order."""
    known = {name for rows in rows_of(case).values() for name in rows}
    uses: dict[str, list[str]] = {}
    for page in pages:
        named = [name for role in page.roles for name in ids_in_role(role)]
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
    rows = rows_of(case)
    for role in page.roles:
        if role.name == RESTS:
            yield from _bad_rests(page, role, rows)
        kind = ROLE_KINDS.get(role.name)
        if kind is None:
            continue
        name, _ = role_target(role.name, role.text)
        if name in rows[kind]:
            continue
        yield Problem(f"{page.name}.md", role.line, f"{{{role.name}}}`{role.text}`: {_why(case, name, kind)}")


def _bad_rests(page: Page, role: Role, rows: dict[str, dict[str, object]]) -> Iterator[Problem]:
    known = [name for table in rows.values() for name in table]
    for name, place in rests_on(role.text):
        if not name:
            problem = "an id is missing; write ids with a semicolon between them, and none after the last"
        elif name not in known:
            problem = str(unknown(name, known, "row of the evidence"))
        elif place and name not in rows["source"]:
            problem = f"{name!r} is no source, so no place ({place!r}) can follow it; put a semicolon between ids"
        else:
            continue
        yield Problem(f"{page.name}.md", role.line, f"{{{role.name}}}`{role.text}`: {problem}")


def _why(case: Case, name: str, kind: str) -> str:
    rows = rows_of(case)
    for other, table in rows.items():
        if name in table:
            right = next(role for role, target in ROLE_KINDS.items() if target == other)
            return f"{name!r} is {'an' if other[0] in 'aeiou' else 'a'} {other}; write {{{right}}}"
    return str(unknown(name, list(rows[kind]), kind))


def _bad_code(case: Case, page: Page) -> Iterator[Problem]:
    known = {name for rows in rows_of(case).values() for name in rows}
    known |= {word for words in case.about["vocabularies"].values() for word in words}
    known |= {row.listing for row in case.items}
    for code in page.codes:
        for slug, line in code.slugs():
            if slug not in known and slug not in SERIES and not slug.startswith("chart-"):
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
