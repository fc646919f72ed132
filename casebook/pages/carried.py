"""Which paragraphs the evidence carries, which are the author's own reasoning, and which carry nothing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import yaml

from casebook.pages.blocks import Block, blocks_of
from casebook.pages.check import Problem
from casebook.pages.reader import HOLE, Page

CARRIERS = {"figure", "derived", "working", "event", "source", "discrepancy", "claim", "ground", "rests"}
REASONING = "reasoning"
GUIDE = "guide"
OVERVIEW = "cb-overview"
# Sections of the fixed shape of a page that state no fact of their own.
OBJECTIVES = "What you will be able to do"
EXEMPT = {OBJECTIVES, "Check yourself", "For the seminar", "Sources of this page"}

_SHOWN = 8  # words of a paragraph that a message quotes


def standing(block: Block, page_is: str = "") -> str:
    """How a block stands: carried, reasoning, guide, exempt, or without anything.

    `page_is` is what the page's front matter declares its unmarked paragraphs to be.
    """
    if any(role.name in CARRIERS for role in block.roles):
        return "carried"
    for mark in (REASONING, GUIDE):
        if mark in block.marks:
            return mark
    if block.kind == "heading" or block.is_label or OVERVIEW in block.marks:
        return "exempt"
    if block.section in EXEMPT or "glossary" in block.within:
        return "exempt"
    return page_is or "without"


def check_carried(page: Page) -> Iterator[Problem]:
    """Every paragraph of the page that nothing carries."""
    path = f"{page.name}.md"
    page_is = declared(page)
    if page_is not in ("", GUIDE):
        yield Problem(
            path, 1, f"front matter, casebook: carried: {page_is!r} is unknown; the one word it takes is {GUIDE}"
        )
    for block in blocks_of(page):
        if standing(block, page_is) == "without":
            what = "row of a table" if block.kind == "row" else "paragraph"
            yield Problem(
                path,
                block.line,
                f"nothing carries this {what} ({_opening(block)}): end it with {{rests}}`id; id`, or name its evidence "
                f"by another role; or write {{.{REASONING}}} (your own argument) or {{.{GUIDE}}} (tells readers where "
                "to look, states no fact) on the line before it",
            )


def count_standings(page: Page) -> Counter[str]:
    """How many blocks of the page are carried, reasoning, guide and without."""
    page_is = declared(page)
    return Counter(standing(block, page_is) for block in blocks_of(page))


def declared(page: Page) -> str:
    """What the front matter says of paragraphs without a mark: `casebook: {carried: guide}`; else nothing."""
    lines = page.path.read_text(encoding="utf-8").split("\n")
    if lines[0].strip() != "---" or "---" not in lines[1:]:
        return ""
    try:
        front = yaml.safe_load("\n".join(lines[1 : lines.index("---", 1)]))
    except yaml.YAMLError:
        return ""  # the build refuses such a page itself
    about = front.get("casebook") if isinstance(front, dict) else None
    return str(about.get("carried", "")) if isinstance(about, dict) else ""


def _opening(block: Block) -> str:
    words = block.text.replace(HOLE, "…").split()
    return f"“{' '.join(words[:_SHOWN])}{' …' if len(words) > _SHOWN else ''}”"
