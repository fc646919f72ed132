"""The GIFT file, read back by the strict parser gift-pegjs: every question, right answer and feedback is the bank's."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from casebook.evidence import Case
from casebook.exports import Written, gift
from casebook.quizzes import Bank, PageBank, payload_of
from casebook.quizzes.questions import CATEGORIES, KINDS, Choice, Mark
from tests.exports.banks import awkward, real
from tests.exports.marks import marks_of, numbers_to_try

TYPES = {
    "single": "MC",
    "multiple": "MC",
    "mark": "MC",
    "numeric": "Numerical",
    "order": "Matching",
    "match": "Matching",
    "classify": "Matching",
    "short": "Essay",
}
# The parser leaves these as they are in the right side of a pair, where Moodle reads them as signs.
LEFT_OVER = {"&&092;": "\\", "&&058;": ":", "&&035;": "#", "&&061;": "=", "&&123;": "{", "&&125;": "}", "&&126;": "~"}

SCRIPT = Path(__file__).parent / "readers" / "gift.cjs"


# Moodle allows for the last place of binary fractions, and so must a reader that has them.
HAIR = Decimal("1e-9")


@dataclass(frozen=True)
class Read:
    """A bank, and the file made of it as the parser sees it."""

    case: Case
    bank: Bank
    written: Written
    found: list

    @property
    def asked(self):
        return {one["title"]: one for one in self.found if one["type"] != "Category"}

    @property
    def questions(self):
        return self.bank.questions.values()


@pytest.fixture(scope="module", params=[real, awkward], ids=["real", "awkward"])
def read_back(request, readers, tmp_path_factory):
    case, bank = request.param()
    written = gift.write(bank, case, tmp_path_factory.mktemp("gift"))
    return Read(case, bank, written, read(readers, written.paths[0]))


def read(readers, path):
    command = ["node", str(SCRIPT), str(readers), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def right_side(text):
    for left_over, sign in LEFT_OVER.items():
        text = text.replace(left_over, sign)
    return text


def test_every_question_is_there_once_with_its_prompt_and_tags(read_back):
    case, bank, found = read_back.case, read_back.bank, read_back.found
    asked = [one for one in found if one["type"] != "Category"]
    assert sorted(one["id"] for one in asked) == sorted(bank.questions)
    assert read_back.written.questions == len(asked)
    assert sum(one["type"] == "Category" for one in found) == len(bank.pages)
    for one in asked:
        question = bank.questions[one["id"]]
        assert one["type"] == TYPES[question.type]
        assert one["stem"]["text"].startswith(case.fill(question.prompt))
        assert {question.objective, f"difficulty-{question.difficulty}", question.type} < set(one["tags"])


def test_options_have_their_worth_and_their_feedback(read_back):
    case, found = read_back.case, read_back.asked
    for question in read_back.questions:
        if not isinstance(question, (Choice, Mark)):
            continue
        parts = question.passage if isinstance(question, Mark) else question.options
        right = sum(part.right for part in parts)
        wanted = {case.fill(part.text): (part.right, case.fill(part.feedback)) for part in parts}
        choices = found[question.id]["choices"]
        assert {choice["text"]["text"] for choice in choices} == set(wanted)
        for choice in choices:
            is_right, feedback = wanted[choice["text"]["text"]]
            assert choice["feedback"]["text"] == feedback
            if question.type == "multiple":
                assert choice["weight"] == pytest.approx((100 if is_right else -100) / right, abs=1e-5)
            else:
                assert choice["isCorrect"] == is_right


def test_pairs_and_what_matches_nothing_are_the_banks(read_back):
    case, found = read_back.case, read_back.asked
    for question in read_back.questions:
        match question.type:
            case "match":
                wanted = {(case.fill(pair.left), case.fill(pair.right)) for pair in question.pairs}
                wanted |= {("", case.fill(text)) for text in question.extra}
            case "classify":
                wanted = {(case.fill(one.text), CATEGORIES[one.category]) for one in question.statements}
                spare = set(CATEGORIES) - {one.category for one in question.statements}
                wanted |= {("", CATEGORIES[name]) for name in spare}
            case "order":
                wanted = {(case.fill(item.text), str(place)) for place, item in enumerate(question.items, start=1)}
            case _:
                continue
        pairs = found[question.id]["matchPairs"]
        assert {(pair["subquestion"]["text"], right_side(pair["subanswer"])) for pair in pairs} == wanted


def test_numbers_are_marked_as_on_the_page(read_back):
    case, found = read_back.case, read_back.asked
    for question in read_back.questions:
        if question.type != "numeric":
            continue
        payload = payload_of(question, case)
        choices = [
            (Decimal(str(one["text"]["number"])), Decimal(str(one["text"]["range"])), one)
            for one in found[question.id]["choices"]
        ]
        for number in numbers_to_try(payload):
            # The first that fits is taken.
            taken = next(one for middle, off, one in choices if abs(number - middle) <= off + HAIR)
            side, feedback = marks_of(payload, number)
            assert taken["weight"] == (100 if side == "right" else 0), (question.id, number)
            assert taken["feedback"]["text"] == feedback


def test_general_feedback_tells_the_rest(read_back):
    case, found = read_back.case, read_back.asked
    for question in read_back.questions:
        payload = payload_of(question, case)
        told = found[question.id]["globalFeedback"]["text"]
        texts = [payload.get(name, "") for name in ("hint", "matters", "model")]
        texts += [line["text"] for line in payload.get("rubric", [])]
        texts += payload["feedback"].values() if question.type in ("order", "match", "classify") else []
        assert all(text in told for text in texts), question.id


def test_texts_that_look_like_gift_stay_texts(readers, tmp_path):
    case, _ = awkward()
    name = next(iter(case.figures))
    options = {"%50% of all": "[html] is a word", "[html]<b>": "####", "= ~ // -> \\n": "::x::"}
    about = {"objective": "o", "rests_on": [name], "difficulty": 1, "prompt": f"{{{name}}} // ::a::"}
    listed = [{"text": text, "right": text[0] == "%", "feedback": told} for text, told in options.items()]
    pairs = [{"left": f"{letter} -> b", "right": f"=->{letter}", "feedback": "yes"} for letter in "acd"]
    single = KINDS["single"].model_validate(about | {"id": "one", "type": "single", "options": listed})
    match = KINDS["match"].model_validate(about | {"id": "two", "type": "match", "pairs": pairs})
    page = PageBank(page="index", objectives={"o": "Words"}, questions=(single, match))
    gift.write(Bank({"index": page}), case, tmp_path)
    category, one, two = read(readers, tmp_path / "quizzes.gift")
    assert {choice["text"]["text"]: choice["feedback"]["text"] for choice in one["choices"]} == options
    assert [choice["text"]["text"] for choice in one["choices"] if choice["isCorrect"]] == ["%50% of all"]
    found = {(pair["subquestion"]["text"], right_side(pair["subanswer"])) for pair in two["matchPairs"]}
    # GIFT would end the left side at its arrow of two signs.
    assert found == {(f"{letter} → b", f"=->{letter}") for letter in "acd"}


def test_a_note_tells_of_each_type_that_gift_lacks(tmp_path):
    case, bank = real()
    noted = {note.question for note in gift.write(bank, case, tmp_path).notes}
    lacking = {name for name, one in bank.questions.items() if one.type in ("order", "classify", "mark", "short")}
    assert lacking <= noted


@pytest.mark.parametrize("made", [real, awkward])
def test_two_writings_are_the_same_bytes(made, tmp_path):
    case, bank = made()
    first, second = (gift.write(bank, case, tmp_path / name).paths[0].read_bytes() for name in "ab")
    assert first == second
