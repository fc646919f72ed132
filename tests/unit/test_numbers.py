"""Which numbers may be typed into prose and which must come from the data."""

from __future__ import annotations

import pytest

from casebook.pages.numbers import typed_numbers


@pytest.mark.parametrize(
    "text",
    [
        "In 2016 and 2017 it ran.",
        "From 2014-15 to 2015–16.",
        "the 1990s",
        "in 2016/17",
        "Between 2014 and 2016.",
        "section 251 of the Act",
        "s 251",
        "Sections 2, 3 and 4.",
        "section 261(5)(a)",
        "Article 8(2)",
        "Articles 8 and 14",
        "article 6.",
        "paragraph 12",
        "paragraphs 13 to 16",
        "Part 4.",
        "grounds 1, 2 and 5",
        "regulation 3A",
        "rule 54",
        "Schedule 2",
        "Protocol 1",
        "chapter 3",
        "question 4",
        "seminar 2",
        "step 1",
        "No. 5",
        "version 2",
        "[2018] EWHC 2480 (Admin)",
        "[2015] EWCA Civ 1034",
        "[2016] UKSC 31",
        "[1999] QB 12",
        "SI 2018/123",
        "CC BY 4.0",
        "Python 3.11",
        "BSD-3",
        "four strands in one sentence",
        "It is one of three.",
        "",
    ],
)
def test_years_and_the_numbers_of_laws_and_lists_are_free_to_type(text: str) -> None:
    assert list(typed_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("There were 8,127 requests.", ["8,127"]),
        ("8,127, of which 690.", ["8,127", "690"]),
        ("more than 8000", ["8000"]),
        ("about 55% of it", ["55%"]),
        ("about 55 % of it", ["55 %"]),
        ("£10,000 was sought", ["£10,000"]),
        ("3.26 times", ["3.26"]),
        ("on 9 November 2017", ["9"]),
        ("the 70th birthday", ["70"]),
        ("2000% more", ["2000%"]),
        ("in 2016, 500 of them", ["500"]),
        ("2,016 requests", ["2,016"]),
        ("20180 requests", ["20180"]),
        ("one in ten patients", ["one in ten"]),
        ("Ten per cent said so", ["Ten per cent"]),
        ("a thousand requests", ["a thousand"]),
        ("thousands of requests", ["thousands"]),
        ("several hundred thousand", ["several hundred", "thousand"]),
        ("66 million records", ["66", "million"]),
        ("the register's 8127 requests", ["8127"]),
        ("the review’s 55% share", ["55%"]),
        ("In section 3, 8,127 requests", ["8,127"]),
        ("part 55%", ["55%"]),
        ("In 2018 UK ministers named 500 cases", ["500"]),
        ("no 500 people", ["500"]),
        ("number 8,127", ["8,127"]),
        ("article 8 and 5,854 traced", ["5,854"]),
    ],
)
def test_a_number_that_counts_something_is_found(text: str, typed: list[str]) -> None:
    found = list(typed_numbers(text))
    assert [words for _, words in found] == typed
    assert all(text[position:].startswith(words) for position, words in found)
