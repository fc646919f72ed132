"""GIFT, Moodle's plain text for questions, which other platforms read too."""

from __future__ import annotations

import re
from pathlib import Path

from casebook.evidence import Case
from casebook.exports.chapter import Chapter
from casebook.exports.plain import Page, Plain, digits, held_otherwise, pages_of, questions_of
from casebook.exports.tolerance import cut_off, in_turn
from casebook.exports.weights import share
from casebook.exports.written import Written
from casebook.quizzes import Bank

FORMAT = "GIFT"
FILE = "quizzes.gift"
LIMITS = (
    "Platforms mark by their own rules: how a number may be typed, and what a part left blank is worth, can differ.",
    "What is said of each line of an order, a match or a classification stands in the general feedback, all together.",
    "GIFT has no hints: a hint opens the general feedback, which is shown after the answer.",
    "Objectives, difficulty and the page are tags in the comment over each question, which Moodle reads from 3.7 on. "
    "GIFT cannot say that an order of options is to be kept: where the platform shuffles, it shuffles.",
)
_OTHERWISE = {
    "mark": "the sentences of the passage stand in a list to choose one from",
    "order": "a matching question: each item is matched with its place",
    "classify": "a matching question: each statement is matched with what it is",
    "short": "an essay, which a person marks; the model answer and the rubric stand in the general feedback",
}
_RESERVED = re.compile(r"[\\~=#{}:]")
# A text that begins so could be taken for a format or a weight.
_MISTAKABLE = ("[", "%")


def write(bank: Bank, case: Case, out: Path) -> Written:
    """Write `quizzes.gift` into the folder `out`."""
    pages = pages_of(bank, case)
    blocks = [block for page in pages for block in _blocks(page, case)]
    questions = questions_of(pages)
    notes = [note for question in questions for note in (*held_otherwise(question, _OTHERWISE), *cut_off(question))]
    path = out / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{block}\n\n" for block in blocks).encode())
    return Written(FORMAT, (path,), len(questions), tuple(notes), LIMITS)


def _blocks(page: Page, case: Case) -> list[str]:
    return [_category(page.chapter, case), *(_question(question, page.chapter) for question in page.questions)]


def _category(chapter: Chapter, case: Case) -> str:
    # A slash parts categories, so one in a title is written twice.
    path = "/".join(name.replace("/", "//") for name in (str(case.about["title"]), chapter.title))
    return f"$CATEGORY: $course$/top/{path}"


def _question(question: Plain, chapter: Chapter) -> str:
    tags = (chapter.name, question.objective, f"difficulty-{question.difficulty}", question.type)
    comment = " ".join([f"// [id:{question.id}]", *(f"[tag:{tag}]" for tag in tags)])
    unit = f" ({question.number.unit})" if question.number else ""
    opening = "{#" if question.number else "{"
    lines = [
        comment,
        f"::{_escaped(question.id)}::[plain]{_escaped(question.prompt + unit)}{opening}",
        *(f"\t{line}" for line in _answers(question)),
        f"\t####{_text(*_general(question))}",
        "}",
    ]
    return "\n".join(lines)


def _answers(question: Plain) -> list[str]:
    match question.type:
        case "single" | "mark":
            return [
                f"{'=' if option.right else '~'}{_text(option.text)}#{_text(option.feedback)}"
                for option in question.options
            ]
        case "multiple":
            right = sum(option.right for option in question.options)
            return [
                f"~%{share(option.right, right)}%{_text(option.text)}#{_text(option.feedback)}"
                for option in question.options
            ]
        case "numeric":
            return _numbers(question)
        case "order":
            return [f"={_left(pair.text)} -> {pair.belongs}" for pair in question.pairs]
        case "match" | "classify":
            words = dict(question.choices)
            matched = {pair.belongs for pair in question.pairs}
            pairs = [f"={_left(pair.text)} -> {_escaped(words[pair.belongs])}" for pair in question.pairs]
            return [*pairs, *(f"= -> {_escaped(text)}" for key, text in question.choices if key not in matched)]
    return []


def _numbers(question: Plain) -> list[str]:
    assert question.number
    return [
        f"=%{100 if span.right else 0}%{digits(middle)}:{digits(tolerance)}#{_text(span.feedback)}"
        for middle, tolerance, span in in_turn(question.number)
    ]


def _general(question: Plain) -> list[str]:
    hint = [f"Hint: {question.hint}"] if question.hint else []
    return [*hint, *question.answer, *(f"{label}: {text}" for label, text in question.after)]


def _text(*texts: str) -> str:
    """Texts on lines of their own, in GIFT's way of writing them on one."""
    return r"\n".join(_plainly(text) if place == 0 else _escaped(text) for place, text in enumerate(texts))


def _left(text: str) -> str:
    """A left side, in which an arrow of two signs would end it."""
    return _plainly(text.replace("->", "→"))


def _plainly(text: str) -> str:
    return f"[plain]{_escaped(text)}" if text.startswith(_MISTAKABLE) else _escaped(text)


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text)
