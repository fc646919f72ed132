"""The Moodle file, read back by moodle-xml-parser where that can, for the rest by the rules of Moodle's own import."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pytest
from lxml import etree

from casebook.evidence import Case
from casebook.exports import Written, moodle
from casebook.quizzes import Bank, payload_of
from casebook.quizzes.questions import CATEGORIES, Choice, Mark
from tests.exports.banks import awkward, real
from tests.exports.marks import marks_of, numbers_to_try

TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "mark": "multichoice",
    "numeric": "numerical",
    "order": "ordering",
    "match": "matching",
    "classify": "matching",
    "short": "essay",
}
# Shares of a mark that Moodle knows; it refuses an answer with any other.
SHARES = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 10, 5, 0}
# Of a plain tag, and of a name that Moodle keeps.
LONGEST_TAG, LONGEST_NAME = 50, 255
HAIR = Decimal("1e-9")


@dataclass
class Read:
    """A bank, and the questions of the file made of it, by their names."""

    case: Case
    bank: Bank
    written: Written

    @property
    def questions(self):
        return self.bank.questions.values()

    @cached_property
    def quiz(self):
        return etree.parse(str(self.written.paths[0])).getroot()

    @cached_property
    def asked(self):
        return {one.findtext("name/text"): one for one in self.quiz if one.get("type") != "category"}


@pytest.fixture(scope="module", params=[real, awkward], ids=["real", "awkward"])
def read_back(request, tmp_path_factory):
    case, bank = request.param()
    return Read(case, bank, moodle.write(bank, case, tmp_path_factory.mktemp("moodle")))


def shown(element, path="text"):
    """What a reader sees of a text in HTML: it must be paragraphs of plain words."""
    raw = element.findtext(path) or ""
    paragraphs = re.findall(r"<p>([^<>]*)</p>", raw)
    assert "".join(f"<p>{words}</p>" for words in paragraphs) == raw, raw
    return "\n".join(html.unescape(words) for words in paragraphs)


def test_every_question_is_there_once_with_its_prompt_and_tags(read_back):
    asked = read_back.asked
    assert sorted(asked) == sorted(read_back.bank.questions)
    assert read_back.written.questions == len(asked) == len(read_back.quiz) - len(read_back.bank.pages)
    for question in read_back.questions:
        one = asked[question.id]
        assert one.get("type") == TYPES[question.type]
        assert shown(one.find("questiontext")).startswith(read_back.case.fill(question.prompt))
        tags = one.xpath("tags/tag/text/text()")
        assert {question.objective, f"difficulty-{question.difficulty}", question.type} < set(tags)
        assert max(map(len, tags)) <= LONGEST_TAG
        assert len(question.id) <= LONGEST_NAME
        assert one.findtext("penalty") == "0"
        if question.hint and question.type != "short":
            assert shown(one.find("hint")) == read_back.case.fill(question.hint)


def test_an_independent_reader_finds_the_options_their_worth_and_their_feedback(read_back):
    parser = pytest.importorskip("moodle_xml_parser.parser", reason="needs moodle-xml-parser")
    found = parser.parse_file(str(read_back.written.paths[0]))["multichoice"]
    choices = {one.id: one for one in read_back.questions if isinstance(one, (Choice, Mark))}
    assert sorted(one.name for one in found) == sorted(choices)
    for one in found:
        question = choices[one.name]
        parts = question.passage if isinstance(question, Mark) else question.options
        fill = read_back.case.fill
        wanted = {f"<p>{fill(part.text)}</p>": (part.right, f"<p>{fill(part.feedback)}</p>") for part in parts}
        assert {option.answer: option.feedback for option in one.options} == {
            text: feedback for text, (_, feedback) in wanted.items()
        }
        assert {option.answer for option in one.options if option.score_fraction > 0} == {
            text for text, (right, _) in wanted.items() if right
        }
        assert one.single == (question.type != "multiple")


def test_options_add_up_as_on_the_page(read_back):
    for question in read_back.questions:
        if not isinstance(question, (Choice, Mark)):
            continue
        parts = question.passage if isinstance(question, Mark) else question.options
        right = sum(part.right for part in parts)
        wanted = {read_back.case.fill(part.text): part for part in parts}
        answers = read_back.asked[question.id].findall("answer")
        assert {shown(answer) for answer in answers} == set(wanted)
        for answer in answers:
            part, worth = wanted[shown(answer)], float(answer.get("fraction"))
            assert abs(worth) in SHARES
            wrong = -100 / right if question.type == "multiple" else 0
            assert worth == pytest.approx(100 / right if part.right else wrong, abs=1e-5)
            assert shown(answer, "feedback/text") == read_back.case.fill(part.feedback)


def test_pairs_and_what_matches_nothing_are_the_banks(read_back):
    fill = read_back.case.fill
    for question in read_back.questions:
        match question.type:
            case "match":
                wanted = {(fill(pair.left), fill(pair.right)) for pair in question.pairs}
                wanted |= {("", fill(text)) for text in question.extra}
            case "classify":
                wanted = {(fill(one.text), CATEGORIES[one.category]) for one in question.statements}
                spare = set(CATEGORIES) - {one.category for one in question.statements}
                wanted |= {("", CATEGORIES[name]) for name in spare}
            case _:
                continue
        pairs = read_back.asked[question.id].findall("subquestion")
        assert {(shown(pair), pair.findtext("answer/text")) for pair in pairs} == wanted


def test_an_order_is_given_in_its_right_order_and_marked_by_places(read_back):
    for question in read_back.questions:
        if question.type == "order":
            one = read_back.asked[question.id]
            items = [shown(answer) for answer in one.findall("answer")]
            assert items == [read_back.case.fill(item.text) for item in question.items]
            assert one.findtext("gradingtype") == "ABSOLUTE_POSITION"
            assert (one.findtext("selecttype"), one.findtext("layouttype")) == ("ALL", "VERTICAL")


def test_numbers_are_marked_as_on_the_page(read_back):
    for question in read_back.questions:
        if question.type != "numeric":
            continue
        payload = payload_of(question, read_back.case)
        answers = read_back.asked[question.id].findall("answer")
        # Moodle shows the first that is worth a whole mark as the right answer.
        shown_as_right = next(one for one in answers if one.get("fraction") == "100")
        assert marks_of(payload, Decimal(shown_as_right.findtext("text")))[0] == "right"
        for number in numbers_to_try(payload):
            # The first that fits is taken.
            taken = next(
                one
                for one in answers
                if abs(number - Decimal(one.findtext("text"))) <= Decimal(one.findtext("tolerance")) + HAIR
            )
            side, feedback = marks_of(payload, number)
            assert taken.get("fraction") == ("100" if side == "right" else "0"), (question.id, number)
            assert shown(taken, "feedback/text") == feedback


def test_what_belongs_to_no_single_answer_is_told_after_it(read_back):
    for question in read_back.questions:
        payload = payload_of(question, read_back.case)
        told = shown(read_back.asked[question.id].find("generalfeedback"))
        texts = [payload.get(name, "") for name in ("matters", "model")]
        texts += payload["feedback"].values() if question.type in ("order", "match", "classify") else []
        assert all(text in told for text in texts), question.id
        if question.type == "short":
            notes = shown(read_back.asked[question.id].find("graderinfo"))
            assert all(line["text"] in notes for line in payload["rubric"])
            points = sum(line["points"] for line in payload["rubric"])
            assert read_back.asked[question.id].findtext("defaultgrade") == str(points)


def test_numbers_without_an_end_and_types_that_moodle_lacks_are_noted(tmp_path):
    case, bank = real()
    notes = moodle.write(bank, case, tmp_path).notes
    cut = {note.question for note in notes if "numbers above" in note.said or "numbers below" in note.said}
    payloads = {one.id: payload_of(one, case) for one in bank.questions.values() if one.type == "numeric"}
    assert cut == {
        name
        for name, payload in payloads.items()
        if payload["value"] is None and None in (payload["lower"], payload["upper"])
    }
    lacking = {name for name, one in bank.questions.items() if one.type in ("mark", "classify", "short")}
    assert lacking | cut == {note.question for note in notes}


@pytest.mark.parametrize("made", [real, awkward])
def test_two_writings_are_the_same_bytes(made, tmp_path):
    case, bank = made()
    first, second = (moodle.write(bank, case, tmp_path / name).paths[0].read_bytes() for name in "ab")
    assert first == second
