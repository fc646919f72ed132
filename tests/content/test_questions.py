"""The bank of questions as students meet it: wide enough, tied to the pages' objectives, and giving nothing away."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

import casebook
from casebook.quizzes import load_bank

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("reading", "environment", "memorandum", "grounds", "outcome")
CHAPTERS = [
    "chapters/begin/how-to-read",
    *(
        name
        for name in parse_toc_yaml(ROOT / "_toc.yml")
        if name.startswith(tuple(f"chapters/{part}/" for part in PARTS))
    ),
]
TYPES = {"single", "multiple", "numeric", "order", "match", "classify", "mark", "short"}


@pytest.fixture(scope="module")
def bank():
    return load_bank(casebook.load(ROOT))


def questions_of(bank):
    return [question for page in bank.pages.values() for question in page.questions]


def test_there_are_eighty_questions_or_more_of_every_type_on_every_chapter(bank):
    questions = questions_of(bank)
    assert len(questions) >= 80
    assert {question.type for question in questions} == TYPES
    assert set(bank.pages) == set(CHAPTERS)
    assert min(len(page.questions) for page in bank.pages.values()) >= 5


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_objective_of_a_chapter_is_tested_by_a_question_on_it(bank, name):
    text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
    section = re.search(r"## What you will be able to do\n(.*?)\n## ", text, re.DOTALL)
    stated = {line.replace("*", "") for line in re.findall(r"^- (.+)$", section[1], re.MULTILINE)}
    page = bank.pages[name]
    assert {words.replace("*", "") for words in page.objectives.values()} == stated
    assert {question.objective for question in page.questions} == set(page.objectives)


def test_the_right_answer_is_given_away_neither_by_its_length_nor_by_its_place(bank):
    """Over single choices and passages: were length and place no clue, each would hold for about a quarter."""
    chosen = [question for question in questions_of(bank) if question.type in ("single", "mark")]
    longest, places = 0, Counter()
    for question in chosen:
        options = question.options if question.type == "single" else question.passage
        right = next(position for position, option in enumerate(options) if option.right)
        places[right] += 1
        longest += len(options[right].text) == max(len(option.text) for option in options)
    assert len(chosen) >= 30
    assert longest / len(chosen) <= 0.4
    assert max(places.values()) / len(chosen) <= 0.4
    assert len(places) >= 4


def test_every_question_rests_on_evidence_and_numbers_come_by_id(bank):
    for question in questions_of(bank):
        assert question.rests_on, question.id
