"""Marks of what carries a paragraph, sides and objectives, as each kind of book shows them."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow


def test_marks_sides_and_tables_stand_on_the_pages(mini):
    assert mini.build().code == 0
    page, reference = mini.html("dispute"), mini.html("reference")
    marks = re.findall(r'href="reference.html#([^"]+)" title="Rests on: ([^"]+)"><span aria-hidden', page)
    assert marks[:2] == [
        ("source-annual-report", "Annual report, 2031, paragraph 4"),
        ("source-club-notice", "Reading club, 2031"),
    ]
    assert marks[2][0] == "figure-loans-2030-club", "each row has a mark of its own"
    assert 'notice.<span id="use-annual-report">' in page, "a line may begin with the mark"
    assert 'role="group" aria-label="For the library"' in page
    assert '<p class="reasoning"><span class="cb-spoken">Our reasoning: </span>It could' in page
    assert re.search(r'<ul class="[^"]*reasoning', page)
    assert re.search(r'href="reference.html#claim-club-is-careful"[^>]*>its members are careful<', page)
    row = reference.split('id="claim-club-is-careful"')[1].split('class="cb-row docutils')[0]
    assert 'href="dispute.html#use-club-is-careful"' in row
    assert re.search(r'dispute.html">Who is to blame.*?<p>27</p>.*?<p>25</p>.*?<p>1.08</p>', reference, re.DOTALL)
    assert 'href="index.html#question-which-came-first">5</a>' in reference


@pytest.mark.parametrize(
    ("builder", "pattern", "found"),
    [
        (
            "text",
            "text/dispute.txt",
            ["**For the library**", "waited. [Reading club, 2031]", "*Our reasoning:* It could"],
        ),
        ("latex", "latex/*.tex", ["For the library", "begin{quote}", "Our reasoning:", "Reading club, 2031"]),
        ("epub", "epub/dispute.xhtml", ['aria-label="For the library"', "†", "Our reasoning: "]),
    ],
)
def test_other_builders_show_marks_and_sides(mini, builder, pattern, found):
    built = mini.build(builder)
    assert built.code == 0, built.said[-3000:]
    text = "".join(path.read_text(encoding="utf-8") for path in (mini.root / "_build").glob(pattern))
    for words in found:
        assert words in re.sub(r"[ \n]+", " ", text), words


FAULTS = {
    "a paragraph that nothing carries": (
        "who waited. {rests}`club-notice`",
        "who waited.",
        "dispute.md:8: nothing carries",
    ),
    "an unknown side": (":::{argued} library", ":::{argued} librarian", "'librarian' is no side of this case"),
    "an unknown row": (
        "{rests}`late-books`",
        "{rests}`late-book`",
        "dispute.md:16: {rests}`late-book`: 'late-book' is no row",
    ),
    "a place behind what is no source": (
        "{rests}`late-books`",
        "{rests}`late-books, p 2`",
        "'late-books' is no source",
    ),
    "unequal sides": ("It could say more about who waited, and for what.\n", "", "the sides argue at unequal length"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_case_that_requires_marks_is_not_built_without(mini, fault):
    old, new, expected = FAULTS[fault]
    about = mini.root / "data" / "case.yml"
    about.write_text(about.read_text(encoding="utf-8") + "marks: required\n", encoding="utf-8")
    mini.edit("dispute.md", old, new)
    built = mini.build()
    assert built.code != 0
    assert expected in built.said, built.said[-2000:]
