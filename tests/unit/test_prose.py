"""The prose tool measures what a reader reads, and names the line of what is to mend."""

from __future__ import annotations

import pytest

from casebook.evidence import Case
from casebook.pages import read_page
from casebook.pages.prose import Passage, Prose, check_prose, measure, misspellings, prose_of

LONG = "It " + "and so on " * 14 + "ends."


@pytest.fixture
def book(mini):
    (mini.root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: more}]\n", encoding="utf-8")
    return mini


def told(book, page):
    (book.root / "more.md").write_text(page, encoding="utf-8")
    return [str(problem) for problem in check_prose(Case.load(book.root), book.root)[1] if "more.md" in problem.path]


def prose_in(book, page):
    path = book.root / "more.md"
    path.write_text(page, encoding="utf-8")
    return prose_of(Case.load(book.root), read_page(path, "more"))


def said(prose: Prose) -> list[tuple[str, int]]:
    return [sentence for passage in prose.passages for sentence in passage.sentences()]


def test_roles_count_as_the_words_they_print_and_brackets_of_sources_as_none(book):
    page = "# Title\n\nIt lent {figure}`loans-2030` ({source}`annual-report, paragraph 2`).\nThen it shut.\n"
    printed = Case.load(book.root).say("loans-2030")
    assert said(prose_in(book, page)) == [(f"It lent {printed}.", 3), ("Then it shut.", 4)]


def test_code_options_headings_and_tables_are_no_sentences(book):
    page = (
        "# Title\n\n```{code-cell} python\n:tags: [hide-input]\nx = 'Code.'\n```\n\n| head |\n|---|\n| Cell. |\n\n"
        ":::{note} A name\n:class: tip\n\nInside it.\n:::\n\n```{glossary}\nterm\n  What it means.\n```\n"
    )
    assert [sentence for sentence, _ in said(prose_in(book, page))] == ["Inside it.", "What it means."]


def test_sentences_end_where_a_reader_ends_them():
    text = "Mr. X lent 3.5 books (see No. 4).\nHe asked: “Why?” She left at p. 9. It ended"
    assert [sentence for sentence, _ in Passage(text, 7).sentences()] == [
        "Mr. X lent 3.5 books (see No. 4).",
        "He asked: “Why?”",
        "She left at p. 9.",
        "It ended",
    ]
    assert [line for _, line in Passage(text, 7).sentences()] == [7, 8, 8, 8]


def test_a_long_sentence_is_told_at_its_line_and_a_reason_excuses_it(book):
    words = f"of {len(LONG.split())} words"
    assert [problem.split(": ")[0] for problem in told(book, f"# T\n\nShort.\n{LONG}\n")] == ["more.md:4"]
    assert words in told(book, f"# T\n\n- {LONG}\n")[0]
    assert told(book, f"# T\n\n% long: it lists\n{{.long}}\n{LONG}\n") == []
    assert told(book, f"# T\n\n% long: it lists\n{{.reasoning .long}}\n- {LONG}\n") == []
    assert "say why" in told(book, f"# T\n\n{{.long}}\n{LONG}\n")[0]


def test_american_spelling_and_misspelling_are_told_with_what_to_write(book):
    page = (
        "# The colors of teh book\n\nIt is the practice of a court to give judgment.\nIt was an honor, in fulfilment.\n"
    )
    assert told(book, page) == [
        "more.md:1: 'colors' is American; write 'colours'",
        "more.md:1: 'teh' is likely a misspelling of 'the'",
        "more.md:4: 'honor' is American; write 'honour'",
    ]


def test_questions_are_spelt_too(book):
    path = next((book.root / "data" / "questions").glob("*.yml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# the color\n{text}", encoding="utf-8")
    problems = [str(problem) for problem in check_prose(Case.load(book.root), book.root)[1]]
    assert f"data/questions/{path.name}:1: 'color' is American; write 'colour'" in problems


def test_hard_prose_is_told_and_a_few_words_are_not_judged(book):
    hard = "Institutional administrative considerations notwithstanding, proportionality necessitates justification. "
    assert any("reading ease" in problem for problem in told(book, f"# T\n\n{hard * 15}\n"))
    assert measure("x", prose_in(book, f"# T\n\n{hard}\n")).ease is None
    easy = "The cat sat on the mat. " * 30
    assert (measure("x", prose_in(book, f"# T\n\n{easy}\n")).ease or 0) > 100


def test_misspellings_go_back_to_their_own_file_and_line():
    found = misspellings({"a": {2: "recieve"}, "b": {}, "c": {1: "right", 5: "adress"}})
    assert {path: [problem.line for problem in problems] for path, problems in found.items()} == {"a": [2], "c": [5]}
