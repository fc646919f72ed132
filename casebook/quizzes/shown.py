"""Which quizzes the pages of a book show, told from their code cells without running them."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.errors import UnknownId
from casebook.pages import Page, Problem
from casebook.quizzes.bank import Bank
from casebook.quizzes.questions import Question


def asked_on(page: Page, bank: Bank) -> list[Question]:
    """The questions that `page` shows, in its order; a call that names none is passed over."""
    return [question for call in page.quizzes for question in _asked(bank, call.what)]


def ids_on(page: Page, bank: Bank) -> list[str]:
    """Every id of the evidence that the quizzes of `page` name, once each."""
    return list(dict.fromkeys(name for question in asked_on(page, bank) for name in question.ids))


def problems_of_quizzes(bank: Bank, pages: list[Page]) -> list[Problem]:
    """What is wrong with how the pages call for quizzes, each with its line."""
    return [problem for page in pages for problem in _problems(bank, page)]


def _problems(bank: Bank, page: Page) -> Iterator[Problem]:
    seen: set[str] = set()
    for call in page.quizzes:
        if not call.what:
            message = "casebook.quiz needs its page or its question ids written out in quotation marks"
            yield Problem(f"{page.name}.md", call.line, message)
            continue
        try:
            questions = bank.asked(call.what)
        except UnknownId as error:
            mend = "; name a file of data/questions, without its suffix" if isinstance(call.what, str) else ""
            yield Problem(f"{page.name}.md", call.line, f"casebook.quiz: {error}{mend}")
            continue
        for question in questions:
            if question.id in seen:
                yield Problem(f"{page.name}.md", call.line, f"the question '{question.id}' stands twice on this page")
            seen.add(question.id)


def _asked(bank: Bank, what: str | tuple[str, ...]) -> list[Question]:
    try:
        return bank.asked(what)
    except UnknownId:
        return []
