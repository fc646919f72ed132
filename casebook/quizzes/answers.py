"""What a question shows and what its answer says, before either is put into HTML or into a book's nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.quizzes.questions import (
    CATEGORIES,
    Choice,
    Classify,
    Mark,
    Match,
    Numeric,
    Option,
    Order,
    Question,
    Short,
    keys_of,
)
from casebook.quizzes.shuffle import shuffled


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a question as a reader meets it: its key, which outlives shuffling, and its text."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer: in a word what it is, then its text and what it teaches; texts still hold ids in braces."""

    label: str
    text: str
    feedback: str = ""


def parts_of(question: Question) -> list[Shown]:
    """Options, sentences, items, lefts or statements, in the order in which they are shown."""
    match question:
        case Choice():
            shown = _shown([option.text for option in question.options])
            return shown if question.keep_order else _mixed(shown, question.id)
        case Mark():
            return _shown([sentence.text for sentence in question.passage])
        case Order():
            return _mixed(_shown([item.text for item in question.items]), question.id, never_as_given=True)
        case Match():
            return _shown([pair.left for pair in question.pairs])
        case Classify():
            return _shown([statement.text for statement in question.statements])
    return []


def choices_of(question: Question) -> list[Shown]:
    """What each part can be matched with: the rights of a match, the categories of statements."""
    match question:
        case Match():
            rights = _shown(question.rights, "k")
            return rights if question.keep_order else _mixed(rights, question.id)
        case Classify():
            return [Shown(key, words) for key, words in CATEGORIES.items()]
    return []


def lines_of(question: Question) -> list[Line]:
    """The answer: what is right, what is not, and why."""
    match question:
        case Choice():
            return _options(question.options)
        case Mark():
            return _options(question.passage)
        case Numeric():
            told = question.feedback
            others = (("Too low", told.below), ("Too high", told.above), ("The bound itself", told.at_bound))
            right = Line("Right", f"{{{question.quantity}}}.", told.right)
            return [right, *(Line(label, "", text) for label, text in others if text)]
        case Order():
            return [
                Line(str(place), _sentence(item.text, f" ({{{item.event}}})" if item.event else ""), item.feedback)
                for place, item in enumerate(question.items, start=1)
            ]
        case Match():
            return [Line(pair.left, _sentence(pair.right), pair.feedback) for pair in question.pairs]
        case Classify():
            return [Line(CATEGORIES[one.category], _sentence(one.text), one.feedback) for one in question.statements]
        case Short():
            rubric = [
                Line("1 point" if one.points == 1 else f"{one.points} points", one.text) for one in question.rubric
            ]
            return [Line("Model answer", question.model), *rubric]


def _options(options: Sequence[Option]) -> list[Line]:
    lines = [
        Line("Right" if option.right else "Not right", _sentence(option.text), option.feedback) for option in options
    ]
    return sorted(lines, key=lambda line: line.label != "Right")


def _sentence(text: str, more: str = "") -> str:
    """The text with `more` before its full stop, and a full stop where it ends without a mark."""
    if text.endswith((".", "?", "!", "”", '"')) and not (more and text.endswith(".")):
        return f"{text}{more}"
    return f"{text.removesuffix('.')}{more}."


def _shown(texts: Sequence[str], prefix: str = "") -> list[Shown]:
    return [Shown(key, text) for key, text in zip(keys_of(texts, prefix), texts, strict=True)]


def _mixed(parts: list[Shown], seed: str, *, never_as_given: bool = False) -> list[Shown]:
    by_key = {part.key: part for part in parts}
    return [by_key[key] for key in shuffled(list(by_key), seed, never_as_given=never_as_given)]
