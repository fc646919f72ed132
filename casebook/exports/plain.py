"""A question as a learning platform needs it: ids put into words, parts in the order shown, a number as its bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from casebook.evidence import Case
from casebook.exports.chapter import Chapter, chapters_of
from casebook.exports.written import Note
from casebook.quizzes import Bank, Question, payload_of, words_of
from casebook.quizzes.answers import choices_of, lines_of, parts_of
from casebook.quizzes.limits import plain as as_decimal
from casebook.quizzes.questions import Choice, Classify, Mark, Match, Numeric, Order, Short

# What quiz.js says where the bank has no words for a side.
_SIDES = {"below": "The number is too low.", "above": "The number is too high."}


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from; `key` outlives shuffling."""

    key: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side, a statement or a thing to order, with the key of the choice or the place that belongs to it."""

    key: str
    text: str
    belongs: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from `lower` to `upper`, None being no end; whether they are right, and what is said of them."""

    lower: Decimal | None
    upper: Decimal | None
    lower_open: bool
    upper_open: bool
    verdict: str
    feedback: str

    @property
    def right(self) -> bool:
        return self.verdict == "right"


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric question's unit, its words, the numbers that are told apart, and one number that is right."""

    unit: str
    words: str
    spans: tuple[Span, ...]
    example: Decimal

    @property
    def right(self) -> Span:
        """The numbers that are right."""
        return next(span for span in self.spans if span.right)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of a rubric and what it is worth."""

    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A question of any type. What its type has no use for is empty.

    `answer` are the lines of the key where feedback belongs to no single answer; `after` is what is said once the
    question is answered, whatever the answer was, each with its label.
    """

    id: str
    type: str
    objective: str
    difficulty: int
    prompt: str
    hint: str
    shuffled: bool
    options: tuple[Option, ...]
    pairs: tuple[Pair, ...]
    choices: tuple[tuple[str, str], ...]
    number: Number | None
    model: str
    rubric: tuple[Criterion, ...]
    answer: tuple[str, ...]
    after: tuple[tuple[str, str], ...]

    @property
    def points(self) -> int:
        """What the question is worth: a rubric's points, else one."""
        return sum(line.points for line in self.rubric) or 1


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the book and its questions, in their order."""

    chapter: Chapter
    questions: tuple[Plain, ...]


def pages_of(bank: Bank, case: Case) -> list[Page]:
    """Every page that has questions, in the order of the table of contents, with every id put into words."""
    return [
        Page(chapter, tuple(plain_of(asked, case) for asked in chapter.questions))
        for chapter in chapters_of(bank, case)
    ]


def questions_of(pages: Iterable[Page]) -> list[Plain]:
    """The questions of all these pages."""
    return [question for page in pages for question in page.questions]


def plain_of(question: Question, case: Case) -> Plain:
    """The question with every id in its texts put into words."""
    key = payload_of(question, case)
    return Plain(
        id=question.id,
        type=question.type,
        objective=question.objective,
        difficulty=question.difficulty,
        prompt=case.fill(question.prompt),
        hint=key.get("hint", ""),
        shuffled=isinstance(question, Choice) and not question.keep_order,
        options=tuple(_options(question, key, case)),
        pairs=tuple(_pairs(question, key, case)),
        choices=tuple((choice.key, case.fill(choice.text)) for choice in choices_of(question)),
        number=_number(key) if isinstance(question, Numeric) else None,
        model=key.get("model", ""),
        rubric=tuple(Criterion(line["text"], line["points"]) for line in key.get("rubric", ())),
        answer=tuple(_answer(question, case)),
        after=tuple(_after(question, key, case)),
    )


def digits(number: Decimal) -> str:
    """A number in figures, without an exponent."""
    return as_decimal(number) or ""


def held_otherwise(question: Plain, said: Mapping[str, str]) -> list[Note]:
    """A note if the format holds the question's type otherwise; `said` has what to say of such a type."""
    return [Note(question.id, said[question.type])] if question.type in said else []


def _options(question: Question, key: Mapping[str, Any], case: Case) -> Iterator[Option]:
    if isinstance(question, (Choice, Mark)):
        for part in parts_of(question):
            told = key["options"][part.key]
            yield Option(part.key, case.fill(part.text), told["right"], told["feedback"])


def _pairs(question: Question, key: Mapping[str, Any], case: Case) -> Iterator[Pair]:
    if isinstance(question, Order):
        belongs = {name: str(place) for place, name in enumerate(key["order"], start=1)}
    elif isinstance(question, (Match, Classify)):
        belongs = key["answers"]
    else:
        return
    for part in parts_of(question):
        yield Pair(part.key, case.fill(part.text), belongs[part.key], key["feedback"][part.key])


def _answer(question: Question, case: Case) -> Iterator[str]:
    if isinstance(question, (Order, Match, Classify, Short)):
        for line in lines_of(question):
            texts = (f"{line.label}:", line.text, line.feedback)
            yield " ".join(case.fill(text) for text in texts if text)


def _after(question: Question, key: Mapping[str, Any], case: Case) -> Iterator[tuple[str, str]]:
    if isinstance(question, Numeric) and question.ask == "admissible":
        yield "What the figure allows", key["words"]
    if question.matters:
        yield "Why this matters", key["matters"]
    rows = dict.fromkeys(question.rows)
    yield "Rests on", "; ".join(words_of(case, name) for name in rows)


def _number(key: Mapping[str, Any]) -> Number:
    told = _SIDES | key["feedback"]
    right = _right_span(key)
    spans = [right]
    for end, is_open in ((right.lower, right.lower_open), (right.upper, right.upper_open)):
        if end is not None and is_open:
            spans.append(Span(end, end, False, False, "at_bound", told.get("at_bound", "")))
    if right.lower is not None:
        spans.append(Span(None, right.lower, False, True, "below", told["below"]))
    if right.upper is not None:
        spans.append(Span(right.upper, None, True, False, "above", told["above"]))
    example = _rounded(key) if key["ask"] == "exact" else _example(right)
    return Number(key["unit"], key["words"], tuple(spans), example)


def _right_span(key: Mapping[str, Any]) -> Span:
    told = key["feedback"]["right"]
    if key["ask"] == "exact":
        value, off = Decimal(key["value"]), Decimal(key["tolerance"])
        return Span(value - off, value + off, False, False, "right", told)
    return Span(_decimal(key["lower"]), _decimal(key["upper"]), key["lower_open"], key["upper_open"], "right", told)


def _rounded(key: Mapping[str, Any]) -> Decimal:
    """An exact value to the last place asked for, of which the tolerance is half a unit."""
    return Decimal(key["value"]).quantize(Decimal(1).scaleb(Decimal(key["tolerance"]).adjusted() + 1))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _example(span: Span) -> Decimal:
    """A number inside the span, as near to its ends as their own last decimal place allows."""
    lower, upper = span.lower, span.upper
    step = min(_step(end) for end in (lower, upper) if end is not None)
    if upper is not None and (lower is None or lower == 0):
        near = upper - step if span.upper_open else upper
    else:
        assert lower is not None  # a number without any end is no question
        near = lower + step if span.lower_open else lower
    if _within(near, span):
        return near
    assert lower is not None and upper is not None
    return (lower + upper) / 2


def _within(number: Decimal, span: Span) -> bool:
    above = span.lower is None or number > span.lower or (number == span.lower and not span.lower_open)
    below = span.upper is None or number < span.upper or (number == span.upper and not span.upper_open)
    return above and below


def _step(end: Decimal) -> Decimal:
    exponent = end.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(0, exponent))
