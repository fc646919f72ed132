"""One question as an item of QTI 2.1: what is asked, what is right, how SCORE follows, and what is said then.

Modal feedback is told by three outcomes: FEEDBACK has the answers given, HINT is set where not all was right,
AFTER wherever there was an answer.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from casebook.exports.plain import Number, Plain, Span, digits
from casebook.exports.qti21_parts import answered, child, identifier, outcome, response, root, set_outcome, set_to


def item_of(question: Plain) -> ET.Element:
    """The item of a question."""
    name = identifier(question.id)
    made = root("assessmentItem", identifier=name, title=question.id, adaptive="false", timeDependent="false")
    made.set("xml:lang", "en-GB")
    _declare(made, question)
    outcome(made, "SCORE", "float", "0")
    outcome(made, "MAXSCORE", "float", str(question.points))
    outcome(made, "FEEDBACK", "identifier", cardinality="multiple" if question.type == "multiple" else "single")
    outcome(made, "HINT", "identifier")
    outcome(made, "AFTER", "identifier")
    body = child(made, "itemBody")
    _ask(body, question)
    _mark(child(made, "responseProcessing"), question)
    _tell(made, question)
    return made


# What is right


def _declare(item: ET.Element, question: Plain) -> None:
    right = [option.key for option in question.options if option.right]
    match question.type:
        case "single" | "mark":
            response(item, "single", "identifier", *right)
        case "multiple":
            declared = response(item, "multiple", "identifier", *right)
            worth = {option.key: "1" if option.right else "-1" for option in question.options}
            _map(declared, worth, len(right))
        case "match" | "classify":
            pairs = [f"{pair.key} {pair.belongs}" for pair in question.pairs]
            _map(response(item, "multiple", "directedPair", *pairs), dict.fromkeys(pairs, "1"), len(pairs))
        case "order":
            response(item, "ordered", "identifier", *_in_order(question))
        case "numeric":
            assert question.number
            response(item, "single", "float", digits(question.number.example))
        case _:
            response(item, "single", "string")


def _map(declared: ET.Element, worth: dict[str, str], most: int) -> None:
    made = child(declared, "mapping", lowerBound="0", upperBound=str(most), defaultValue="0")
    for key, value in worth.items():
        child(made, "mapEntry", mapKey=key, mappedValue=value)


def _in_order(question: Plain) -> list[str]:
    return [pair.key for pair in sorted(question.pairs, key=lambda pair: int(pair.belongs))]


# What is asked


def _ask(body: ET.Element, question: Plain) -> None:
    match question.type:
        case "single" | "multiple":
            most = "0" if question.type == "multiple" else "1"
            asked = _interaction(body, "choice", question, shuffle=_yes(question.shuffled), maxChoices=most)
            for option in question.options:
                child(asked, "simpleChoice", option.text, identifier=option.key)
        case "mark":
            # Players pass over the prompt of this kind of interaction.
            child(body, "p", question.prompt)
            passage = child(child(body, "hottextInteraction", responseIdentifier="RESPONSE", maxChoices="1"), "p")
            for option in question.options:
                child(passage, "hottext", option.text, identifier=option.key).tail = " "
        case "order":
            asked = _interaction(body, "order", question, shuffle="false")
            for pair in question.pairs:
                child(asked, "simpleChoice", pair.text, identifier=pair.key)
        case "match" | "classify":
            _ask_pairs(body, question)
        case "numeric":
            assert question.number
            child(body, "p", question.prompt)
            line = child(body, "p")
            entry = child(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
            entry.tail = f" {question.number.unit}"
        case _:
            _ask_short(body, question)


def _ask_pairs(body: ET.Element, question: Plain) -> None:
    every = str(len(question.pairs))
    asked = _interaction(body, "match", question, shuffle="false", maxAssociations=every)
    lefts = child(asked, "simpleMatchSet")
    for pair in question.pairs:
        child(lefts, "simpleAssociableChoice", pair.text, identifier=pair.key, matchMax="1")
    rights = child(asked, "simpleMatchSet")
    for key, text in question.choices:
        child(rights, "simpleAssociableChoice", text, identifier=key, matchMax=every)


def _ask_short(body: ET.Element, question: Plain) -> None:
    scorers = child(body, "rubricBlock", view="scorer")
    hint = [f"Hint: {question.hint}"] if question.hint else []
    for line in (*question.answer, *hint):
        child(scorers, "p", line)
    _interaction(body, "extendedText", question, expectedLines="6")


def _interaction(body: ET.Element, kind: str, question: Plain, **attributes: str) -> ET.Element:
    asked = child(body, f"{kind}Interaction", responseIdentifier="RESPONSE", **attributes)
    child(asked, "prompt", question.prompt)
    return asked


def _yes(whether: bool) -> str:
    return "true" if whether else "false"


# How SCORE follows


def _mark(rules: ET.Element, question: Plain) -> None:
    branch = answered(rules)
    match question.type:
        case "single" | "mark":
            _mark_choice(branch)
        case "multiple" | "match" | "classify":
            parts = len(question.pairs) or sum(option.right for option in question.options)
            share = child(set_outcome(branch, "SCORE"), "divide")
            child(share, "mapResponse", identifier="RESPONSE")
            child(share, "baseValue", str(parts), baseType="float")
        case "order":
            _mark_order(branch, question)
        case "numeric":
            assert question.number
            _mark_number(branch, question.number)
    if question.options:
        child(set_outcome(branch, "FEEDBACK"), "variable", identifier="RESPONSE")
    if _hints(question):
        condition = child(branch, "responseCondition")
        wrong = child(condition, "responseIf")
        less = child(wrong, "lt")
        child(less, "variable", identifier="SCORE")
        child(less, "baseValue", "1", baseType="float")
        set_to(wrong, "HINT", "identifier", "hint")
        # Said and not left out: a player may go on showing the hint of the try before.
        set_to(child(condition, "responseElse"), "HINT", "identifier", "none")
    set_to(branch, "AFTER", "identifier", "after")


def _hints(question: Plain) -> bool:
    """Whether a hint can follow an answer: a short one is marked later, by a person."""
    return bool(question.hint) and question.type != "short"


def _mark_choice(rules: ET.Element) -> None:
    branch = child(child(rules, "responseCondition"), "responseIf")
    same = child(branch, "match")
    child(same, "variable", identifier="RESPONSE")
    child(same, "correct", identifier="RESPONSE")
    set_to(branch, "SCORE", "float", "1")


def _mark_order(rules: ET.Element, question: Plain) -> None:
    """Count the items in their places, then take the share of all."""
    keys = _in_order(question)
    for place, key in enumerate(keys, start=1):
        branch = child(child(rules, "responseCondition"), "responseIf")
        same = child(branch, "match")
        child(child(same, "index", n=str(place)), "variable", identifier="RESPONSE")
        child(same, "baseValue", key, baseType="identifier")
        more = child(set_outcome(branch, "SCORE"), "sum")
        child(more, "variable", identifier="SCORE")
        child(more, "baseValue", "1", baseType="float")
    share = child(set_outcome(rules, "SCORE"), "divide")
    child(share, "variable", identifier="SCORE")
    child(share, "baseValue", str(len(keys)), baseType="float")


def _mark_number(rules: ET.Element, number: Number) -> None:
    condition = child(rules, "responseCondition")
    for place, span in enumerate(number.spans):
        branch = child(condition, "responseElseIf" if place else "responseIf")
        _inside(branch, span)
        if span.right:
            set_to(branch, "SCORE", "float", "1")
        set_to(branch, "FEEDBACK", "identifier", span.verdict)


def _inside(branch: ET.Element, span: Span) -> None:
    """True of a number between the ends of the span, as far as it has any."""
    both = child(branch, "and")
    for end, is_open, closed, opened in (
        (span.lower, span.lower_open, "gte", "gt"),
        (span.upper, span.upper_open, "lte", "lt"),
    ):
        if end is not None:
            compared = child(both, opened if is_open else closed)
            child(compared, "variable", identifier="RESPONSE")
            child(compared, "baseValue", digits(end), baseType="float")


# What is said then


def _tell(item: ET.Element, question: Plain) -> None:
    for option in question.options:
        _feedback(item, "FEEDBACK", option.key, option.feedback)
    if question.number:
        told = {span.verdict: span.feedback for span in question.number.spans}
        for verdict, words in told.items():
            _feedback(item, "FEEDBACK", verdict, words)
    if _hints(question):
        _feedback(item, "HINT", "hint", f"Hint: {question.hint}")
    _feedback(item, "AFTER", "after", *question.answer, *(f"{label}: {text}" for label, text in question.after))


def _feedback(item: ET.Element, by: str, name: str, *paragraphs: str) -> None:
    made = child(item, "modalFeedback", outcomeIdentifier=by, identifier=name, showHide="show")
    for words in paragraphs:
        child(made, "p", words)
