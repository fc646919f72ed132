"""Moodle XML: a category for each page, a question of Moodle's own types for each question of the bank."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from casebook.evidence import Case
from casebook.exports.chapter import Chapter
from casebook.exports.plain import Option, Plain, digits, held_otherwise, pages_of, questions_of
from casebook.exports.tolerance import cut_off, in_turn
from casebook.exports.weights import share
from casebook.exports.written import Written
from casebook.quizzes import Bank

FORMAT = "Moodle XML"
FILE = "moodle.xml"
LIMITS = (
    "Moodle marks by its own rules: it reads numbers by the site's language and takes a part for a blank as wrong, "
    "where the page asks for it first. Scores of whole answers are the same.",
    "What is said of each line of an order, a match or a classification stands in the general feedback, all together: "
    "Moodle has no feedback for a single line.",
    "A hint is shown only where the quiz's behaviour allows several tries. A further try costs nothing.",
    "Questions of order need Moodle 4.4 or newer, or the plugin 'ordering'.",
    "Objectives and difficulty are tags; the words of the objectives stand with the category.",
)
_OTHERWISE = {
    "mark": "the sentences of the passage stand in a list to choose one from",
    "classify": "a matching question: each statement is matched with what it is",
    "short": "an essay, which a person marks by the rubric in the notes for graders; the hint stands there too",
}


def write(bank: Bank, case: Case, out: Path) -> Written:
    """Write `moodle.xml` into the folder `out`."""
    pages = pages_of(bank, case)
    quiz = ET.Element("quiz")
    for page in pages:
        quiz.append(_category(page.chapter, case))
        quiz.extend(_question(question, page.chapter) for question in page.questions)
    questions = questions_of(pages)
    notes = [note for question in questions for note in (*held_otherwise(question, _OTHERWISE), *cut_off(question))]
    ET.indent(quiz)
    path = out / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ET.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n")
    return Written(FORMAT, (path,), len(questions), tuple(notes), LIMITS)


def _category(chapter: Chapter, case: Case) -> ET.Element:
    question = ET.Element("question", type="category")
    # A slash parts categories, so one in a title is written twice.
    path = "/".join(name.replace("/", "//") for name in (str(case.about["title"]), chapter.title))
    _text(ET.SubElement(question, "category"), f"$course$/top/{path}")
    _html(question, "info", *(f"{name}: {words}" for name, words in chapter.objectives.items()))
    ET.SubElement(question, "idnumber").text = chapter.name
    return question


def _question(question: Plain, chapter: Chapter) -> ET.Element:
    made = ET.Element("question", type=_type(question))
    _text(ET.SubElement(made, "name"), question.id)
    unit = (f"Unit: {question.number.unit}",) if question.number else ()
    _html(made, "questiontext", question.prompt, *unit)
    after = (f"{label}: {text}" for label, text in question.after)
    _html(made, "generalfeedback", *question.answer, *after)
    for name, value in (
        ("defaultgrade", f"{question.points}"),
        ("penalty", "0"),
        ("hidden", "0"),
        ("idnumber", question.id),
    ):
        ET.SubElement(made, name).text = value
    _body(made, question)
    if question.hint and question.type != "short":
        _html(made, "hint", question.hint)
    tags = ET.SubElement(made, "tags")
    for tag in (chapter.name, question.objective, f"difficulty-{question.difficulty}", question.type):
        _text(ET.SubElement(tags, "tag"), tag)
    return made


def _type(question: Plain) -> str:
    match question.type:
        case "single" | "multiple" | "mark":
            return "multichoice"
        case "match" | "classify":
            return "matching"
        case "order":
            return "ordering"
        case "numeric":
            return "numerical"
    return "essay"


def _body(made: ET.Element, question: Plain) -> None:
    match question.type:
        case "single" | "multiple" | "mark":
            _choice(made, question)
        case "match" | "classify":
            _matching(made, question)
        case "order":
            _ordering(made, question)
        case "numeric":
            _numerical(made, question)
        case _:
            _essay(made, question)


def _choice(made: ET.Element, question: Plain) -> None:
    ET.SubElement(made, "single").text = "false" if question.type == "multiple" else "true"
    ET.SubElement(made, "shuffleanswers").text = "true" if question.shuffled else "false"
    ET.SubElement(made, "answernumbering").text = "none" if question.type == "mark" else "abc"
    right = sum(option.right for option in question.options)
    for option in question.options:
        answer = _html(made, "answer", option.text, fraction=_fraction(option, question, right))
        _html(answer, "feedback", option.feedback)


def _fraction(option: Option, question: Plain, right: int) -> str:
    """The share of the mark in per cent: a wrong option of several takes off what a right one gives, as on the page."""
    if question.type != "multiple":
        return "100" if option.right else "0"
    return share(option.right, right)


def _matching(made: ET.Element, question: Plain) -> None:
    ET.SubElement(made, "shuffleanswers").text = "true"
    words = dict(question.choices)
    for pair in question.pairs:
        _text(ET.SubElement(_html(made, "subquestion", pair.text), "answer"), words[pair.belongs])
    matched = {pair.belongs for pair in question.pairs}
    for key, text in question.choices:
        if key not in matched:
            _text(ET.SubElement(_html(made, "subquestion"), "answer"), text)


def _ordering(made: ET.Element, question: Plain) -> None:
    for name, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(question.pairs))),
        ("gradingtype", "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "123"),
    ):
        ET.SubElement(made, name).text = value
    for pair in sorted(question.pairs, key=lambda pair: int(pair.belongs)):
        answer = _html(made, "answer", pair.text, fraction=pair.belongs)
        _html(answer, "feedback", pair.feedback)


def _numerical(made: ET.Element, question: Plain) -> None:
    assert question.number
    for middle, tolerance, span in in_turn(question.number):
        answer = ET.SubElement(made, "answer", fraction="100" if span.right else "0", format="plain_text")
        ET.SubElement(answer, "text").text = digits(middle)
        _html(answer, "feedback", span.feedback)
        ET.SubElement(answer, "tolerance").text = digits(tolerance)
    ET.SubElement(made, "unitgradingtype").text = "0"
    ET.SubElement(made, "showunits").text = "3"  # none: the unit stands in the question


def _essay(made: ET.Element, question: Plain) -> None:
    ET.SubElement(made, "responseformat").text = "editor"
    ET.SubElement(made, "responserequired").text = "1"
    ET.SubElement(made, "responsefieldlines").text = "10"
    ET.SubElement(made, "attachments").text = "0"
    hint = (f"Hint: {question.hint}",) if question.hint else ()
    _html(made, "graderinfo", *question.answer, *hint)
    _html(made, "responsetemplate")


def _html(parent: ET.Element, name: str, *paragraphs: str, **attributes: str) -> ET.Element:
    """A child of Moodle's text kind, each text a paragraph, with nothing in it that could be markup."""
    made = ET.SubElement(parent, name, attributes | {"format": "html"})
    _text(made, "".join(_paragraphs(paragraphs)))
    return made


def _paragraphs(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        yield f"<p>{escape(text, quote=False)}</p>"


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text
