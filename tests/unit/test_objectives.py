"""Every objective is tested, and every skill trained once exercises are complete: what is said where one is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.errors import EvidenceError
from casebook.pages import read_book
from casebook.quizzes import load_bank
from casebook.quizzes.objectives import check_objectives, curriculum_of

QUESTION = """\
  - id: {id}
    type: short
    objective: {objective}
    rests_on: [loans-2030]
    difficulty: 1
    prompt: "Why?"
    model: "So."
    rubric: [{{text: "Says so.", points: 1}}, {{text: "Says why.", points: 1}}]
"""
PAGE = "# Loans\n\n{figure}`loans-2030`\n\n## What you will be able to do\n\n- Count.\n- Weigh.\n"


def bank_file(library, skills: str, *objectives: str) -> None:
    questions = "".join(QUESTION.format(id=f"why-{n}-times", objective=name) for n, name in enumerate(objectives))
    path: Path = library.root / "data" / "questions" / "index.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"page: index\nobjectives: {{to-count: Count., to-weigh: Weigh.}}\n{skills}questions:\n{questions}",
        encoding="utf-8",
    )


def exercise(library, text: str) -> None:
    path = library.root / "exercises" / "weighing" / "exercise.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def said(library) -> list[str]:
    bank = load_bank(library.load())
    return [str(one) for one in check_objectives(curriculum_of(bank, read_book(library.root), library.root))]


@pytest.fixture
def book(library):
    library.page("index", PAGE)
    return library


TWICE = ("to-count", "to-count", "to-weigh", "to-weigh")


def test_an_objective_needs_two_questions(book) -> None:
    bank_file(book, "", "to-count", "to-count", "to-weigh")
    assert said(book) == ["data/questions/index.yml: objective 'to-weigh': one question tests it; at least 2 must"]


def test_an_objective_of_a_page_that_no_file_has_is_told(book) -> None:
    bank_file(book, "", *TWICE)
    book.page("second", "# Second\n\n## What you will be able to do\n\n- Guess.\n")
    (problem,) = said(book)
    assert problem.startswith("second.md: ") and "“Guess.”" in problem


def case_says(library, words: str) -> None:
    path: Path = library.root / "data" / "case.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}exercises: {words}\n", encoding="utf-8")


def test_a_skill_is_missed_by_exercises_only_once_they_are_called_complete(book) -> None:
    bank_file(book, "skills: [to-weigh]\n", *TWICE)
    exercise(book, "title: Counting\nobjectives: [to-count]\n")
    assert said(book) == []
    case_says(book, "complete")
    (problem,) = said(book)
    assert problem.startswith("data/questions/index.yml: skill 'to-weigh': no exercise trains it")


def test_another_word_for_complete_is_told(book) -> None:
    bank_file(book, "", *TWICE)
    case_says(book, "finished")
    assert said(book) == [
        "data/case.yml: field exercises: 'finished' says nothing; write  exercises: complete  once all are there, "
        "or leave it out"
    ]


def test_an_exercise_names_objectives_that_there_are(book) -> None:
    bank_file(book, "skills: [to-weigh]\n", *TWICE)
    exercise(book, "title: Weighing\nobjectives: [to-weigh, to-wait]\n")
    (problem,) = said(book)
    assert problem.startswith("exercises/weighing/exercise.yml: field objectives: 'to-wait' is no objective")


def test_an_exercise_that_cannot_be_read_is_named(book) -> None:
    bank_file(book, "", *TWICE)
    exercise(book, "title: Weighing\n")
    assert said(book)[0].startswith("exercises/weighing/exercise.yml: not readable: it needs a title")


@pytest.mark.parametrize(
    ("skills", "complaint"),
    [
        ("skills: to-weigh\n", "field skills: 'to-weigh' is no list"),
        ("skills: [to-wait]\n", "field skills[1]: 'to-wait' is no objective of this file"),
        ("skills: [to-weigh, to-weigh]\n", "field skills[2]: 'to-weigh' stands here twice"),
    ],
)
def test_a_fault_in_the_list_of_skills_is_told_with_its_field(book, skills: str, complaint: str) -> None:
    bank_file(book, skills, *TWICE)
    with pytest.raises(EvidenceError) as caught:
        load_bank(book.load())
    assert f"data/questions/index.yml, {complaint}" in str(caught.value)
