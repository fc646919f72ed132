"""Find numbers that somebody typed into prose, where an id should stand.

A number that a source printed, or that follows from one, reaches the page through a role. Free to type are years,
list numbers and the numbers of statutes, sections, cases and the like, which count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_YEAR = r"(?:1[89]|20)\d\d(?!\d|,\d|\s?%)"
# The number of a section or the like: it has no thousands, no decimals and no per cent.
_PLACE = r"\d{1,4}(?![\d%]|[,.]\d)[A-Z]*(?:\(\w+\))*"
_NUMBERED = (
    "section|sections|s|ss|subsection|article|articles|art|arts|schedule|schedules|sch|paragraph|paragraphs|para|paras|"
    "regulation|regulations|reg|rule|rules|part|parts|ground|grounds|chapter|chapters|page|pages|clause|clauses|"
    "step|question|seminar|table|chart|version|no(?=[.])|number|protocol|principle|cpr|hc|si|cm|day"
)
# What may be typed as it stands; each form is blanked before the search for numbers begins.
_FREE = [
    re.compile(
        r"\[" + _YEAR + r"\]\s+(?:\d+\s+)?(?:UK|EW|WL|AC|QB|Ch|SI|S\.I\.)[A-Z]*[^.;\n]{0,24}?\d+(?:\s*\([A-Za-z]+\))?"
    ),
    re.compile(r"\bSI\s+\d{4}/\d+", re.I),
    re.compile(rf"(?<![\w'’])(?:{_NUMBERED})(?:\.\s*|\s+){_PLACE}(?:\s*(?:,|and|or|to|–|-)\s*{_PLACE})*", re.I),
    re.compile(rf"(?<![\d,.£]){_YEAR}(?:s|[-–/](?:{_YEAR}|\d\d(?!\d)))?(?![\d,]\d)"),
    re.compile(r"\b(?:CC BY|BSD|Python|UTF)[- ]?\d+(?:\.\d+)*", re.I),
]
_COUNTING = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_TYPED = [
    re.compile(r"[£$€]?\d(?:[\d,.]*\d)?(?:\s?%)?"),
    re.compile(rf"\b(?:{_COUNTING})\s+in\s+(?:{_COUNTING})\b", re.I),
    re.compile(rf"\b(?:{_COUNTING}|hundred)\s+per\s?cent\b", re.I),
    re.compile(r"\b(?:(?:a|an|several|many|" + _COUNTING + r")\s+)?(?:hundreds?|thousands?|millions?)\b", re.I),
]


def typed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Each hand-typed number in `text`, with the position at which it begins."""
    for free in _FREE:
        text = free.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found: list[tuple[int, int, str]] = []
    for pattern in _TYPED:
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), match[0].strip()))
    yield from ((start, words) for start, _, words in sorted(found))
