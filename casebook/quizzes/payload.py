"""What `quiz.js` marks a question by, and how it stands in a page: as data, never as script."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from casebook.evidence import Case
from casebook.quizzes.limits import exact_value, limits_of, plain
from casebook.quizzes.questions import (
    Choice,
    Classify,
    Item,
    Mark,
    Match,
    Numeric,
    Option,
    Order,
    Pair,
    Question,
    Short,
    Statement,
    keys_of,
)

# Nothing of these may stand in a script element as it is, lest a text end it or open another.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_NOT_BELOW = "This number cannot be below nought."
_NOT_ABOVE = "This share cannot be above the whole."


def payload_of(question: Question, case: Case) -> dict[str, Any]:
    """The key to a question, every id in its texts put into words."""
    about: dict[str, Any] = {"id": question.id, "type": question.type, "objective": question.objective}
    for name in ("hint", "matters"):
        if text := getattr(question, name):
            about[name] = case.fill(text)
    return about | _key(question, case)


def as_json(data: Any) -> str:
    """`data` as JSON that can stand inside a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _UNSAFE.items():
        text = text.replace(character, escaped)
    return text


def _key(question: Question, case: Case) -> dict[str, Any]:
    match question:
        case Choice():
            return {"options": _options(question.options, case)}
        case Mark():
            return {"options": _options(question.passage, case)}
        case Numeric():
            return _numeric(question, case)
        case Order():
            return {"order": keys_of(question.items), "feedback": _feedback(question.items, case)}
        case Match():
            answers = dict(zip(keys_of(question.pairs), keys_of(question.pairs, "k"), strict=True))
            return {"answers": answers, "feedback": _feedback(question.pairs, case)}
        case Classify():
            answers = {
                key: statement.category
                for key, statement in zip(keys_of(question.statements), question.statements, strict=True)
            }
            return {"answers": answers, "feedback": _feedback(question.statements, case)}
        case Short():
            rubric = [{"text": case.fill(line.text), "points": line.points} for line in question.rubric]
            return {"model": case.fill(question.model), "rubric": rubric}


def _options(options: tuple[Option, ...], case: Case) -> dict[str, Any]:
    return {
        key: {"right": option.right, "feedback": case.fill(option.feedback)}
        for key, option in zip(keys_of(options), options, strict=True)
    }


def _feedback(parts: Iterable[Item | Pair | Statement], case: Case) -> dict[str, str]:
    parts = list(parts)
    return {key: case.fill(part.feedback) for key, part in zip(keys_of(parts), parts, strict=True)}


def _numeric(question: Numeric, case: Case) -> dict[str, Any]:
    quantity = case.quantity(question.quantity)
    told = question.feedback.model_dump(exclude_none=True)
    key: dict[str, Any] = {"ask": question.ask, "unit": case.fill(question.unit), "words": case.say(question.quantity)}
    if question.ask == "exact":
        assert quantity.bounds.lower is not None and question.decimals is not None  # the bank was checked
        value, tolerance = exact_value(quantity.bounds.lower, question.decimals)
        ends: dict[str, Any] = {"lower": None, "upper": None, "lower_open": False, "upper_open": False}
        key |= ends | {"value": plain(value), "tolerance": plain(tolerance)}
    else:
        limits = limits_of(quantity)
        key |= {
            "lower": plain(limits.lower),
            "upper": plain(limits.upper),
            "lower_open": limits.lower_open,
            "upper_open": limits.upper_open,
            "value": None,
            "tolerance": None,
        }
        # Ends that hold of every such number go unsaid in the bank, and a reader may still type beyond them.
        if limits.lower is not None and not limits.below_told:
            told.setdefault("below", _NOT_BELOW)
        if limits.upper is not None and not limits.above_told:
            told.setdefault("above", _NOT_ABOVE)
    return key | {"feedback": {name: case.fill(text) for name, text in told.items()}}
