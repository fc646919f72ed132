"""What a question may not do that its declaration cannot tell: have no answer, rest on nothing, type a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.evidence.case import unknown
from casebook.evidence.derive import ids_in
from casebook.pages.numbers import typed_numbers
from casebook.pages.reader import HOLE
from casebook.quantity import Moment
from casebook.quizzes.limits import limits_of
from casebook.quizzes.questions import (
    Asked,
    Choice,
    Classify,
    Mark,
    Match,
    Multiple,
    Numeric,
    Option,
    Order,
    folded,
    texts_in,
)
from casebook.quizzes.row import kind_of

Fault = tuple[str, str]  # the field, and what is wrong with it

_IN_BRACES = re.compile(r"\{[a-z0-9-]+\}")
_TAG = re.compile(r"<[A-Za-z/!?][^>]*>?|&(?:[A-Za-z]+|#\w+);")
_MARKDOWN = re.compile(r"\*\*|`|\]\(|(?<![\w*])[*_](?=\S)[^*_]*(?<=\S)[*_](?![\w*])|^(?:#+|[-*+>]) ")


def faults_of_texts(raw: Any, case: Case) -> Iterator[Fault]:
    """What the texts of a question must not hold: markup, an id that is none, a number typed by hand."""
    for field, text in texts_in(raw):
        for name in ids_in(text):
            if not _sayable(case, name):
                yield field, _not_sayable(case, name)
        prose = _IN_BRACES.sub(HOLE, text)
        if "{" in prose or "}" in prose:
            yield field, "a brace that holds no id; braces are for ids of figures, derivations and events alone"
        if tag := _TAG.search(prose):
            yield field, f"{tag[0]!r} is HTML; texts are plain, so write it in words"
        if mark := _MARKDOWN.search(prose):
            yield field, f"{mark[0]!r} is Markdown; texts are plain, so take the marks away"
        for _, words in typed_numbers(prose):
            yield (
                field,
                f"{words!r} is typed by hand; add the number to data/ and write its id in braces, such as {{some-id}}",
            )


def faults_of_question(question: Asked, objectives: Mapping[str, str], case: Case) -> Iterator[Fault]:
    """What is wrong with a question that is of the right shape."""
    if question.objective not in objectives:
        near = _near(question.objective, objectives)
        yield "objective", f"{question.objective!r} is none of this file's objectives{near}; add it to them, or mend it"
    for number, name in enumerate(question.rests_on, start=1):
        if name in question.rests_on[: number - 1]:
            yield f"rests_on[{number}]", f"{name!r} is named already; take it out"
        try:
            kind_of(case, name)
        except CasebookError as error:
            yield f"rests_on[{number}]", str(error)
    match question:
        case Choice():
            yield from _of_options("options", question.options, several=isinstance(question, Multiple))
        case Mark():
            yield from _of_options("passage", question.passage, several=False)
        case Numeric():
            yield from _of_numeric(question, case)
        case Order():
            yield from _of_order(question, case)
        case Match():
            yield from _repeated("pairs[{}].left", [pair.left for pair in question.pairs])
            rights = [f"pairs[{number}].right" for number in range(1, len(question.pairs) + 1)]
            extras = [f"extra[{number}]" for number in range(1, len(question.extra) + 1)]
            yield from _repeated_at(zip([*rights, *extras], question.rights, strict=True))
        case Classify():
            yield from _repeated("statements[{}].text", [statement.text for statement in question.statements])
            if len({statement.category for statement in question.statements}) < 2:
                yield "statements", "all are of one category; use at least two"


def _of_options(field: str, options: Sequence[Option], *, several: bool) -> Iterator[Fault]:
    yield from _repeated(f"{field}[{{}}].text", [option.text for option in options])
    right = [number for number, option in enumerate(options, start=1) if option.right]
    one = "one" if several else "exactly one"
    if not right:
        yield field, f"none is right; give {one} of them 'right: true'"
    elif several and len(right) == len(options):
        yield field, "all are right; at least one must be wrong, or there is nothing to tell apart"
    elif not several and len(right) > 1:
        which = " and ".join(map(str, right))
        yield (
            field,
            f"{len(right)} are right (numbers {which}); leave 'right: true' at one"
            + (", or make the type 'multiple'" if field == "options" else ""),
        )


def _of_numeric(question: Numeric, case: Case) -> Iterator[Fault]:
    name = question.quantity
    if name not in case.figures and name not in case.derivations:
        yield "quantity", str(unknown(name, [*case.figures, *case.derivations], "figure or derivation"))
        return
    quantity = case.quantity(name)
    told = question.feedback
    if question.ask == "exact":
        if not quantity.bounds.is_exact:
            yield "ask", f"{name!r} is '{quantity}', which is no one number; ask for an admissible one"
            return
        if question.decimals is None:
            yield "decimals", "missing; say how many decimal places are asked for"
        needed = allowed = {"below": True, "above": True, "at_bound": False}
        why = dict.fromkeys(needed, "the number is exact")
    else:
        if question.decimals is not None:
            yield "decimals", "belongs to 'ask: exact' alone; take it out"
        if quantity.bounds.is_exact:
            yield "ask", f"{name!r} is exactly '{quantity}', so only one number is right; write 'ask: exact'"
            return
        limits = limits_of(quantity)
        if quantity.estimate or not (limits.below_told or limits.above_told):
            what = "an estimate" if quantity.estimate else "a number without a bound"
            yield "quantity", f"{name!r} ('{quantity}') is {what}, so no answer can be marked; choose one with a bound"
            return
        needed = {"below": limits.below_told, "above": limits.above_told, "at_bound": limits.has_open_end}
        # Below nought, or above the whole, a reader may type whatever the words say.
        allowed = needed | {"below": limits.lower is not None, "above": limits.upper is not None}
        why = {
            "below": f"'{quantity}' has {'a' if limits.below_told else 'no'} lower bound",
            "above": f"'{quantity}' has {'an' if limits.above_told else 'no'} upper bound",
            "at_bound": f"'{quantity}' {'leaves its own bound out' if limits.has_open_end else 'leaves no bound out'}",
        }
    for key, is_needed in needed.items():
        if is_needed and getattr(told, key) is None:
            yield f"feedback.{key}", f"missing; {why[key]}, so say what a reader who types such a number mistakes"
        if not allowed[key] and getattr(told, key) is not None:
            yield f"feedback.{key}", f"never shown, since {why[key]}; take it out"


def _of_order(question: Order, case: Case) -> Iterator[Fault]:
    yield from _repeated("items[{}].text", [item.text for item in question.items])
    dated: list[tuple[int, str]] = []
    for number, item in enumerate(question.items, start=1):
        if item.event is None:
            continue
        if item.event in case.events:
            dated.append((number, item.event))
        else:
            yield f"items[{number}].event", str(unknown(item.event, list(case.events), "event"))
    for (_, first), (number, second) in pairwise(dated):
        if not _surely_before(case, first, second):
            field = f"items[{number}].event"
            said = f"{first!r} ({case.say(first)}) and {second!r} ({case.say(second)})"
            if _surely_before(case, second, first):
                yield field, f"stands after a later one: {said}; put the items in the order of their dates"
            else:
                yield field, f"two items for one place: {said} may be of the same day or either way round; take one out"


def _surely_before(case: Case, first: str, second: str) -> bool:
    """Whether the first event happened before the second, on any date that the evidence leaves open."""
    earlier, later = case.event(first), case.event(second)
    one, other = earlier.moment, later.moment
    assert isinstance(one, Moment)
    return earlier.bound != "from" and later.bound != "by" and one.latest < other.earliest


def _repeated(field: str, texts: Sequence[str]) -> Iterator[Fault]:
    yield from _repeated_at((field.format(number), text) for number, text in enumerate(texts, start=1))


def _repeated_at(texts: Iterator[tuple[str, str]] | zip[tuple[str, str]]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for field, text in texts:
        if folded(text) in seen:
            yield field, f"says the same as {seen[folded(text)]} ({text!r}); say something else, or take it out"
        seen.setdefault(folded(text), field)


def _sayable(case: Case, name: str) -> bool:
    return name in case.figures or name in case.derivations or name in case.events


def _not_sayable(case: Case, name: str) -> str:
    try:
        kind = kind_of(case, name)
    except CasebookError:
        known = [*case.figures, *case.derivations, *case.events]
        return str(unknown(name, known, "figure, derivation or event"))
    return f"{{{name}}} is a {kind}; only figures, derivations and events can be put into words by braces"


def _near(name: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f" ({', '.join(known) or 'there are none'})"
