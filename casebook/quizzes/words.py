"""A quiz as Markdown: the questions, then the answers, for whatever shows neither HTML nor widgets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casebook.evidence import Case
from casebook.quizzes.answers import Line, choices_of, lines_of, parts_of
from casebook.quizzes.bank import Bank
from casebook.quizzes.questions import Match, Numeric, Order, Question
from casebook.quizzes.row import words_of


def quiz_markdown(bank: Bank, case: Case, what: str | Sequence[str]) -> str:
    """The questions of a page, or those with these ids, in words alone.

    Raises UnknownId for a page without questions and for an id that no question has.
    """
    questions = bank.asked(what)
    asked = [f"{number}. {_indented(_question(one, case))}" for number, one in enumerate(questions, start=1)]
    answers = [f"{number}. {_indented(_answer(one, case))}" for number, one in enumerate(questions, start=1)]
    return "\n\n".join([*asked, "**Answers**", *answers]) + "\n"


def _question(question: Question, case: Case) -> Iterator[str]:
    yield _plain(case.fill(question.prompt))
    if parts := parts_of(question):
        yield _bullets(_plain(case.fill(part.text)) for part in parts)
    if choices := choices_of(question):
        yield "Match with:" if isinstance(question, Match) else "Choose from:"
        yield _bullets(_plain(case.fill(choice.text)) for choice in choices)
    if isinstance(question, Numeric):
        yield f"…… {_plain(case.fill(question.unit))}"
    if question.hint:
        yield f"Hint: {_plain(case.fill(question.hint))}"


def _answer(question: Question, case: Case) -> Iterator[str]:
    numbered = isinstance(question, Order)
    yield _bullets((_line(line, case, numbered=numbered) for line in lines_of(question)), numbered=numbered)
    if question.matters:
        yield f"Why this matters: {_plain(case.fill(question.matters))}"
    rests = "; ".join(_plain(words_of(case, name)) for name in dict.fromkeys(question.rows))
    yield f"Rests on: {rests}."


def _line(line: Line, case: Case, *, numbered: bool) -> str:
    label = "" if numbered else f"**{_plain(case.fill(line.label))}:** "
    return label + " ".join(_plain(case.fill(text)) for text in (line.text, line.feedback) if text)


def _bullets(lines: Iterator[str], *, numbered: bool = False) -> str:
    return "\n".join(f"{f'{place}.' if numbered else '-'} {line}" for place, line in enumerate(lines, start=1))


def _indented(blocks: Iterator[str]) -> str:
    """The blocks of one list item, each under the first."""
    return "\n\n".join(blocks).replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _plain(text: str) -> str:
    """`text` on one line, with the signs escaped that Markdown would read as markup."""
    return re.sub(r"([\\`*_\[\]<>{}$#|])", r"\\\1", " ".join(text.split()))
