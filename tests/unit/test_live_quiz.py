"""What `casebook.quiz` hands to a notebook, told without one: a widget with traits, and words for other viewers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from traitlets import TraitError

import casebook
from casebook.kernel import BUILDING
from casebook.quizzes import StillQuiz
from casebook.quizzes.widget import LiveQuiz

MINI = Path(__file__).resolve().parents[1] / "mini"
STATIC = Path(casebook.__file__).parent / "quizzes" / "static"
ASKED = [
    *("what-over-leaves-open", "what-can-be-said", "a-share-that-fits", "a-month-of-loans", "which-came-first"),
    *("who-counts-what", "what-sort-of-statement", "where-the-hedge-stands", "why-the-counts-differ"),
]


@pytest.fixture
def quiz() -> LiveQuiz:
    made = casebook.quiz("index", root=MINI)
    assert isinstance(made, LiveQuiz)
    return made


def test_the_widget_has_the_very_script_and_stylesheet_of_the_page(quiz) -> None:
    assert quiz._esm == (STATIC / "quiz.js").read_text(encoding="utf-8")
    assert quiz._css == (STATIC / "quiz.css").read_text(encoding="utf-8")
    forms = BeautifulSoup(quiz.html, "html.parser").find_all("form")
    assert [form["id"] for form in forms] == [f"question-{name}" for name in ASKED]


def test_a_mark_is_words_where_no_row_is_to_be_reached(quiz) -> None:
    assert "href" not in quiz.html and "casebook:" not in quiz.html and "<a" not in quiz.html
    prompt = BeautifulSoup(quiz.html, "html.parser").find(class_="cb-prompt").get_text()
    assert prompt == "The club counted over 1000 loans. What is sure?"
    assert "Rests on: over 1000 (Reading club, 2031); The club." in BeautifulSoup(quiz.html, "html.parser").get_text()


def test_a_quiz_can_be_some_questions_in_an_order_of_their_own() -> None:
    some = casebook.quiz(["which-came-first", "what-can-be-said"], root=MINI)
    assert some.results()["question"].tolist() == ["which-came-first", "what-can-be-said"]
    case = casebook.load(MINI)
    assert casebook.quiz("index", case=case).results()["question"].tolist() == ASKED


@pytest.mark.parametrize("what", ["indx", ["what-can-be-sad"]])
def test_a_mistyped_name_is_told_with_what_was_meant(what) -> None:
    with pytest.raises(casebook.UnknownId, match="did you mean '(index|what-can-be-said)'"):
        casebook.quiz(what, root=MINI)


def test_the_score_is_the_share_of_the_whole_set_and_can_be_observed(quiz) -> None:
    seen: list[float] = []
    quiz.observe(lambda change: seen.append(change.new), "score")
    quiz.scores = {"which-came-first": 1, "what-can-be-said": 0.5}
    quiz.scores = {}
    assert seen == [pytest.approx(1.5 / 9), 0.0]
    with pytest.raises(TraitError):
        quiz.score = 1.0
    with pytest.raises(TraitError):
        quiz.scores = {"which-came-first": 1.5}


def test_results_are_a_row_a_question_tried_or_not(quiz) -> None:
    quiz.scores, quiz.tries = {"what-can-be-said": 0.5}, {"what-can-be-said": 3, "which-came-first": 1}
    results = quiz.results()
    assert list(results.columns) == ["question", "type", "objective", "tries", "score", "answered"]
    assert results["question"].tolist() == ASKED
    tried = results.set_index("question").loc["what-can-be-said"]
    assert tried.tolist() == ["multiple", "read-a-hedge", 3, 0.5, True]
    again = results.set_index("question").loc["which-came-first"]
    assert (again.tries, again.answered) == (1, False) and results["score"].isna().sum() == 8
    assert results.dtypes.astype(str).tolist()[3:] == ["int64", "float64", "bool"]


def test_a_viewer_without_widgets_has_questions_with_their_answers_and_no_dead_button(quiz) -> None:
    data, _ = quiz._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    still = BeautifulSoup(data["text/html"], "html.parser")
    assert len(still.find_all("form")) == len(still.find_all("details")) == 9
    assert not still.find_all(["button", "script", "a"])
    assert "The word says the opposite: the number was passed." in still.find("details").get_text()
    assert data["text/plain"] == "<quiz of 9 questions, 0 marked, score 0%>"


def test_markdown_has_the_questions_then_the_answers(quiz) -> None:
    text = quiz._repr_mimebundle_()[0]["text/markdown"]
    page = BeautifulSoup(MarkdownIt().render(text), "html.parser")
    questions, answers = page.find_all("ol", recursive=False)
    assert [len(one.find_all("li", recursive=False)) for one in (questions, answers)] == [9, 9]
    assert "The club counted over 1000 loans. What is sure?" in questions.get_text()
    assert "The word says the opposite" not in questions.get_text()
    assert 'Loans & readers are the same: if a < b in one, then in the "other" too.' in questions.get_text()
    order = answers.find_all("li", recursive=False)[4].find("ol").find_all("li")
    assert order[0].get_text() == "The doors open (January 2030). Nothing could be lent before."
    assert "Right: There were over 1000 loans, and how many more is open. Yes:" in answers.get_text()


def test_a_build_gets_html_and_words_and_no_widget(monkeypatch) -> None:
    monkeypatch.setenv(BUILDING, "1")
    still = casebook.quiz("index", root=MINI)
    assert isinstance(still, StillQuiz)
    data = still._repr_mimebundle_()
    assert set(data) == {"text/html", "text/markdown", "text/plain"}
    assert data["text/html"].startswith('<section class="cb-quiz" data-quiz="index"')
    assert data == casebook.quiz("index", root=MINI)._repr_mimebundle_(), "two builds differ"


def test_the_script_keeps_to_what_every_front_end_of_widgets_has() -> None:
    """The rules of editors that show widgets in a frame of their own, under a policy that lets little through."""
    source = (STATIC / "quiz.js").read_text(encoding="utf-8")
    assert re.search(r"^export default \{ render \};$", source, re.MULTILINE)
    view = source[source.index("function render(") : source.index("export default")]
    assert not re.search(
        r"\bimport\b|require|define\(|(?<![.\w])(?:window|parent)\.|Jupyter|fetch|XMLHttpRequest|Worker", source
    )
    assert not re.search(r"\bdocument\b|localStorage", view), "a view has its element and its model, and no more"
