"""How much each side of the dispute is given to say, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from casebook.errors import EvidenceError
from casebook.evidence import Case
from casebook.pages.blocks import Block, Linked, blocks_of
from casebook.pages.check import Problem, ids_in_role, rows_of
from casebook.pages.reader import Page, Role
from casebook.pages.words import words_of_role

# The shorter side has at least this share of the words of the longer: 0.8 one way round is 1.25 the other.
EVEN = 0.8

# Roles that say whence, and add nothing to the argument.
_CITATIONS = {"source", "rests", "discrepancy", "working"}
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")


def sides_of(case: Case) -> Mapping[str, str]:
    """The sides that argue in this case, each with its label: `sides` in data/case.yml. Raises EvidenceError."""
    sides: Any = case.about.get("sides", {})
    if not isinstance(sides, dict) or not all(isinstance(label, str) and label.strip() for label in sides.values()):
        raise EvidenceError(
            ["data/case.yml, sides: write each side's id and its label, such as  claimant: For the claimant"]
        )
    return sides


def is_two_sided(case: Case, page: str) -> bool:
    """Whether the page lies in a folder of which `two_sided` in data/case.yml says that every side argues there."""
    folders: Any = case.about.get("two_sided", [])
    return any(page == folder or page.startswith(f"{str(folder).rstrip('/')}/") for folder in folders)


def words_argued(case: Case, page: Page) -> dict[str, int]:
    """How many words each declared side argues on the page, marks of evidence not counted."""
    counts = dict.fromkeys(sides_of(case), 0)
    for block in blocks_of(page):
        if block.side in counts and block.kind != "heading":
            counts[block.side] += len(_WORD.findall(words_in(case, block)))
    return counts


def check_sides(case: Case, page: Page) -> Iterator[Problem]:
    """Sides that are unknown, missing from a page where each must argue, or given unequal room."""
    sides = sides_of(case)
    path = f"{page.name}.md"
    for block in blocks_of(page):
        if block.side and block.side not in sides:
            known = ", ".join(sides) or "none: declare them in data/case.yml under sides"
            yield Problem(path, block.line, f"{block.side!r} is no side of this case ({known}); mend {{argued}} above")
    counts = words_argued(case, page)
    speaking = {side: count for side, count in counts.items() if count}
    if is_two_sided(case, page.name) and len(speaking) < len(sides):
        silent = ", ".join(side for side in sides if side not in speaking)
        yield Problem(path, 0, f"no words are argued by: {silent}; give each side a block {{argued}} on this page")
    elif len(speaking) > 1 and min(speaking.values()) < EVEN * max(speaking.values()):
        said = ", ".join(f"{side} {count}" for side, count in speaking.items())
        yield Problem(
            path,
            0,
            f"the sides argue at unequal length ({said} words): the shorter needs at least {EVEN:.0%} of the longer",
        )


def words_in(case: Case, block: Block) -> str:
    """The block as it is heard: what roles print as words of the sentence, without citations and marks."""
    return "".join(
        piece if isinstance(piece, str) else piece.text if isinstance(piece, Linked) else _heard(case, piece)
        for piece in block.pieces
    )


def _heard(case: Case, role: Role) -> str:
    known = {name for rows in rows_of(case).values() for name in rows}
    if role.name in _CITATIONS or not known.issuperset(ids_in_role(role)):
        return ""
    return words_of_role(case, role.name, role.text)
