"""Worksheets and keys: a student's sheet asks everything and answers nothing, and the key answers everything."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import cache

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from casebook.exports import worksheets
from casebook.exports.chapter import chapters_of
from casebook.exports.posed import posed
from tests.exports.banks import awkward, real


@pytest.fixture(scope="module", params=[real, awkward], ids=["real", "awkward"])
def made(request, tmp_path_factory):
    case, bank = request.param()
    return case, bank, worksheets.write(bank, case, tmp_path_factory.mktemp("sheets"))


def squeezed(text):
    """A text without any space: PDFs break lines where they like."""
    return re.sub(r"\s", "", text)


@cache
def text_of(path):
    if path.suffix == ".pdf":
        return squeezed("".join(page.extract_text() for page in PdfReader(path).pages))
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return squeezed(page.body.get_text())


def sheets_of(written, chapter):
    """The texts of a page's worksheets, and of its keys."""
    named = {path.name: path for path in written.paths}
    sheets = [text_of(named[f"{chapter.name}{end}"]) for end in (".html", ".pdf")]
    return sheets, [text_of(named[f"{chapter.name}-key{end}"]) for end in (".html", ".pdf")]


def test_a_worksheet_asks_every_question_and_shows_all_that_it_needs(made):
    case, bank, written = made
    assert written.questions == len(bank.questions)
    for chapter in chapters_of(bank, case):
        sheets, _ = sheets_of(written, chapter)
        for sheet in sheets:
            for question in chapter.questions:
                asked = posed(question, case, chapter.objectives)
                needed = [asked.prompt, asked.task, asked.unit, asked.hint]
                needed += [part.text for part in (*asked.parts, *asked.choices)]
                assert [text for text in needed if squeezed(text) not in sheet] == []


def test_a_worksheet_gives_no_answer_away(made):
    case, bank, written = made
    for chapter in chapters_of(bank, case):
        sheets, _ = sheets_of(written, chapter)
        for sheet in sheets:
            for question in chapter.questions:
                asked = posed(question, case, chapter.objectives)
                told = [line.feedback for line in asked.told] + [asked.matters]
                told += [line.text for line in asked.told] if asked.type == "short" else []
                assert [text for text in told if text and squeezed(text) in sheet] == []
            assert "Answer:" not in sheet and "Notright" not in sheet


def test_a_key_holds_every_right_answer_and_all_that_is_said_of_answers(made):
    case, bank, written = made
    for chapter in chapters_of(bank, case):
        _, keys = sheets_of(written, chapter)
        for key in keys:
            for question in chapter.questions:
                asked = posed(question, case, chapter.objectives)
                held = [f"Answer: {asked.answer}", asked.matters, asked.hint, asked.objective, *asked.rests]
                held += [text for line in asked.told for text in (line.text, line.feedback)]
                assert [text for text in held if squeezed(text) not in key] == []


def test_the_whole_book_has_every_question_once(made):
    _, bank, written = made
    (sheet,) = [path for path in written.paths if path.name == "whole-book.html"]
    page = BeautifulSoup(sheet.read_text(encoding="utf-8"), "html.parser")
    assert len(page.select(".question")) == len(bank.questions)


def test_the_answer_names_what_the_bank_has_right():
    case, bank = awkward()
    (chapter,) = chapters_of(bank, case)
    asked = {question.id: posed(question, case, chapter.objectives) for question in chapter.questions}
    answers = {name: one.answer for name, one in asked.items()}
    by_name = {name: {part.name: part.text for part in one.parts} for name, one in asked.items()}
    assert "how many more is open" in by_name["what-over-leaves-open"][answers["what-over-leaves-open"]]
    both = answers["what-can-be-said"].split(" and ")
    assert sorted(both) == both and not any("A loan" in by_name["what-can-be-said"][name] for name in both)
    places = answers["which-came-first"].removeprefix("From the top: ").split(", ")
    in_order = dict(zip(places, [part.text for part in asked["which-came-first"].parts], strict=True))
    starts = ["The doors open", "The first book", "The first report"]
    assert all(in_order[str(place)].startswith(words) for place, words in enumerate(starts, start=1))
    choices = {part.name: part.text for part in asked["who-counts-what"].choices}
    given = dict(pair.split() for pair in answers["who-counts-what"].split(", "))
    assert [choices[given[str(number)]].split()[0] for number in (1, 2, 3)] == ["lends", "borrows", "counts"]
    given = dict(pair.split() for pair in answers["what-sort-of-statement"].split(", "))
    assert given == {"1": "A", "2": "B", "3": "C"}
    assert answers["a-share-that-fits"].startswith("Any number that fits: ")
    assert answers["why-the-counts-differ"] == "3 points, by the lines below"


def test_a_pdf_is_tagged_titled_and_in_a_language(made):
    for path in made[2].paths:
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            catalogue = reader.trailer["/Root"]
            assert catalogue["/MarkInfo"]["/Marked"]
            assert catalogue["/Lang"] == "en-GB"
            assert reader.metadata.title and "(" in reader.metadata.title
            assert "pdfuaid" in catalogue["/Metadata"].get_data().decode()


def test_html_asks_nothing_of_anywhere_else_and_its_headings_go_down_by_one(made):
    for path in made[2].paths:
        if path.suffix == ".html":
            page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            assert page.html["lang"] and page.title.get_text()
            assert not page.select("script, link, img, iframe, [src], [onclick]")
            assert {link["href"][0] for link in page.select("[href]")} <= {"#"}
            levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
            assert levels[0] == 1
            assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_two_writings_are_the_same(made, tmp_path):
    case, bank, written = made
    again = worksheets.write(bank, case, tmp_path)
    assert [path.read_bytes() for path in again.paths] == [path.read_bytes() for path in written.paths]


def test_the_data_of_a_worksheet_holds_no_field_that_answers():
    case, bank = real()
    chapter = chapters_of(bank, case)[0]
    sheet = worksheets._sheet(case, "sheet", "x", [(chapter, worksheets._questions(chapter, case))])
    answering = {"answer", "told", "matters", "rests", "objective", "difficulty"}
    assert answering < set(asdict(posed(chapter.questions[0], case, chapter.objectives)))
    assert not any(answering & set(question) for one in sheet["chapters"] for question in one["questions"])
