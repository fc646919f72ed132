"""The pages as text: sound, of one shape, and long enough to be worth reading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

import casebook
from casebook.pages import check_book

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("reading", "environment", "memorandum", "grounds", "outcome")
CHAPTERS = [name for name in parse_toc_yaml(ROOT / "_toc.yml") if name.split("/")[1:2] and name.split("/")[1] in PARTS]
SHAPE = [
    "What you will be able to do",
    "Check yourself",
    "For the seminar",
    "What remains unknown",
    "Sources of this page",
]


def text_of(name: str) -> str:
    return (ROOT / f"{name}.md").read_text(encoding="utf-8")


def test_the_book_is_carried_by_its_evidence():
    assert [str(problem) for problem in check_book(casebook.load(ROOT), ROOT)] == []


def test_there_are_about_fourteen_chapters_and_every_part_has_some():
    assert 14 <= len(CHAPTERS) <= 20
    assert {name.split("/")[1] for name in CHAPTERS} == set(PARTS)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_has_the_shape_that_readers_know(name):
    headings = re.findall(r"^## (.+)$", text_of(name), re.MULTILINE)
    assert [heading for heading in headings if heading in SHAPE] == SHAPE
    body = headings[1 : headings.index("Check yourself")]
    assert len(body) >= 2, "no argued body"
    assert "{.cb-overview}" in text_of(name)


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_section_of_a_chapter_is_empty_and_the_whole_is_worth_reading(name):
    text = text_of(name)
    for title, section in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        assert len(section.split()) >= 12, title
    assert len(text.split()) >= 700


@pytest.mark.parametrize("name", CHAPTERS)
def test_objectives_begin_with_a_verb_in_the_imperative(name):
    section = re.search(r"## What you will be able to do\n(.*?)\n## ", text_of(name), re.DOTALL)
    objectives = re.findall(r"^- (\w+)", section[1], re.MULTILINE)
    assert 3 <= len(objectives) <= 5
    assert not {"Understand", "Know", "Learn", "Appreciate", "The", "A"} & set(objectives)


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_cites_its_sources_by_role(name):
    assert len(set(re.findall(r"\{source\}`([a-z0-9-]+)", text_of(name)))) >= 3
