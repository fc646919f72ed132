"""What marks a finished page needs, and what is said where one is missing."""

# Messages are asserted whole, however long.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from casebook.pages import read_book
from casebook.pages.blocks import blocks_of
from casebook.pages.carried import count_standings
from casebook.pages.marks import check_marks, table_of_marks
from casebook.pages.sides import words_argued

SIDES = "sides: {lender: For the lender, reader: For the reader}\ntwo_sided: [second]\nplain_words: [fine]\n"


@pytest.fixture
def book(library):
    about = library.root / "data" / "case.yml"
    about.write_text(about.read_text(encoding="utf-8") + SIDES, encoding="utf-8")
    library.page("index", "# Loans\n\n{figure}`loans-2030`\n")
    return library


def said(book) -> list[str]:
    return [str(problem) for problem in check_marks(book.load(), read_book(book.root))]


@pytest.mark.parametrize(
    "text",
    [
        "A fact. {rests}`annual-report, paragraph 2; reading-club`",
        "{.reasoning}\nIt may be so.",
        "{.guide}\n- Look here.\n- Then there.",
        "- {.guide}\n  Look here.",
        "{.guide}\n| a | b |\n|---|---|\n| c | d |",
        "| a | b |\n|---|---|\n| c | {source}`club-notice` |",
        "**What follows.**",
        "{.cb-overview}\nIn short.",
        "## For the seminar\n\n1. Is it fair?",
        "{.guide}\n```{dropdown} More\nLook here.\n```",
        "```{glossary}\nfine\n  A sum.\n```",
    ],
)
def test_a_paragraph_with_a_mark_or_without_facts_passes(book, text: str) -> None:
    book.page("third", f"# Third\n\n{text}\n")
    assert said(book) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A fact.", 3),
        ("{.reasonning}\nA fact.", 4),
        ("{body}`reading-club` met.", 3),
        ("- One. {rests}`club-notice`\n- Two.", 4),
        ("1. **One.**\n\n   Two.", 5),
        ("| a | b |\n|---|---|\n| c | d |", 5),
        ("```{note}\n:class: other\nA fact.\n```", 5),
        ("{.guide}\nLook.\n\nA fact.", 6),
        ("## For the seminar ahead\n\nA fact.", 5),
    ],
)
def test_a_paragraph_that_nothing_carries_is_named_with_its_line(book, text: str, line: int) -> None:
    book.page("third", f"# Third\n\n{text}\n")
    (problem,) = said(book)
    assert problem.startswith(f"third.md:{line}: nothing carries this ")


def test_a_page_may_be_declared_a_guide_and_still_counts_what_is_carried(book) -> None:
    book.page("third", "---\ncasebook: {carried: guide}\n---\n# Third\n\nLook.\n\nA fact. {rests}`club-notice`\n")
    assert said(book) == []
    assert count_standings(read_book(book.root)[1]) == {"guide": 1, "carried": 1, "exempt": 1}
    assert table_of_marks(read_book(book.root)).splitlines()[-1].split() == ["all", "2", "0", "1", "0"]


def test_a_page_cannot_be_declared_what_the_book_does_not_know(book) -> None:
    book.page("third", "---\ncasebook: {carried: yes please}\n---\n# Third\n")
    assert said(book) == [
        "third.md:1: front matter, casebook: carried: 'yes please' is unknown; the one word it takes is guide"
    ]


def argued(side: str, words: str) -> str:
    return f":::{{argued}} {side}\n{words} {{rests}}`club-notice`\n:::\n"


def test_sides_are_counted_in_lists_too_and_marks_are_no_words(book) -> None:
    text = argued("lender", "It is {figure}`late-2030` {term}`late loans <loan>`.")
    inside = "- **One**\n\n  " + argued("reader", "It is not.").replace("\n", "\n  ")
    book.page("second", f"# Second\n\n{text}\n{inside}\n")
    assert words_argued(book.load(), read_book(book.root)[1]) == {"lender": 6, "reader": 3}
    assert [block.side for block in blocks_of(read_book(book.root)[1]) if block.side] == ["lender", "reader"]


@pytest.mark.parametrize(
    ("page", "lender", "reader", "complaint"),
    [
        ("second", "a b c d", "a b c d e", ""),
        ("second", "a b c", "a b c d", "the sides argue at unequal length (lender 3, reader 4 words)"),
        ("third", "a b c d", "a b c", "the sides argue at unequal length (lender 4, reader 3 words)"),
        ("second", "a b c", "", "no words are argued by: reader"),
        ("third", "a b c", "", ""),
    ],
)
def test_sides_have_equal_room_and_both_speak_where_both_must(book, page, lender, reader, complaint) -> None:
    text = argued("lender", lender) + (f"\n{argued('reader', reader)}" if reader else "")
    book.page(page, f"# Page\n\n{text}\n")
    found = said(book)
    assert len(found) == bool(complaint)
    assert not found or found[0].startswith(f"{page}.md: {complaint}")


def test_an_unknown_side_is_named_with_those_there_are(book) -> None:
    book.page("third", f"# Third\n\n{argued('lander', 'It is so.')}\n")
    assert said(book) == ["third.md:4: 'lander' is no side of this case (lender, reader); mend {argued} above"]


GLOSSARY = (
    "# Words\n\n```{glossary}\nloan\n  One.\n\nloan period\n  Two.\n\nArticle 8\n  Three.\n\nfine\n  Four.\n```\n"
)


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("{term}`Loans <loan>` and loans.", []),
        (
            "The {term}`loan period`, then a loan.",
            ["4: 'loan' of the glossary is used here first: link it as {term}`loan`"],
        ),
        (
            "A\nloan's end, {term}`loan`.",
            ["5: 'loan' of the glossary is used here first: link it as {term}`loan's <loan>`"],
        ),
        ("A loan period.", ["4: 'loan period' of the glossary is used here first: link it as {term}`loan period`"]),
        ("A [loan]{.plain}, [loans](words.md), `loan`, a pre-loan fine, article 8.", []),
        ("Article 8.", ["4: 'Article 8' of the glossary is used here first: link it as {term}`Article 8`"]),
        ("Nothing.\n\n## A loan\n\n{.guide}\nNothing.", []),
    ],
)
def test_a_term_is_linked_where_the_text_first_uses_it(book, text: str, complaints: list[str]) -> None:
    book.page("words", GLOSSARY)
    book.page("third", f"# A loan\n\n{{.guide}}\n{text}\n")
    assert [problem.removeprefix("third.md:").split(", or, ")[0] for problem in said(book)] == complaints


def test_a_term_in_the_overview_and_among_the_objectives_is_not_yet_running_text(book) -> None:
    book.page("words", GLOSSARY)
    head = "# Third\n\n{.cb-overview}\nOf a loan.\n\n## What you will be able to do\n\n- Return a loan.\n\n## Then\n\n"
    book.page("third", f"{head}{{.guide}}\nA {{term}}`loan`.\n")
    assert said(book) == []
