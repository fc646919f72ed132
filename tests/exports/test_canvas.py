"""The package for Canvas, read back by lxml: every question, right answer and word of feedback is the bank's."""

from __future__ import annotations

import re
import tarfile
import zipfile
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from casebook.exports import canvas
from casebook.quizzes import load_bank
from casebook.quizzes.answers import choices_of, parts_of
from casebook.quizzes.limits import limits_of
from casebook.quizzes.payload import payload_of
from casebook.quizzes.questions import CATEGORIES
from tests.exports.banks import awkward, real

TYPES = {
    "single": "multiple_choice_question",
    "mark": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "numeric": "numerical_question",
    "order": "matching_question",
    "match": "matching_question",
    "classify": "matching_question",
    "short": "essay_question",
}
QTI = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
PACKAGE = {"p": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"}


# The schema's owner offers it no more; a release of another project carries it among its own tests.
DTD = "pyslet-0.7.20170805/unittests/data_imsqtiv1p2p1/ims_qtiasiv1p2p1.dtd"


@pytest.fixture(scope="session")
def qti12_dtd(qti12_dtd_carrier):
    """The DTD of QTI 1.2.1."""
    with tarfile.open(qti12_dtd_carrier) as archive:
        return etree.DTD(archive.extractfile(DTD))


@pytest.fixture(scope="module", params=[real, awkward], ids=["real", "awkward"])
def made(request, tmp_path_factory):
    case, bank = request.param()
    out = tmp_path_factory.mktemp("canvas")
    return case, bank, canvas.write(bank, case, out)


@pytest.fixture(scope="module")
def items(made):
    """Every item of the package, by the question's id."""
    with zipfile.ZipFile(made[2].paths[0]) as archive:
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        quizzes = manifest.xpath("//p:resource[@type='imsqti_xmlv1p2']/p:file/@href", namespaces=PACKAGE)
        named = manifest.xpath("//p:file/@href", namespaces=PACKAGE)
        assert sorted([*named, "imsmanifest.xml"]) == sorted(archive.namelist())
        found = [item for name in quizzes for item in find(etree.fromstring(archive.read(name)), "//q:item")]
    assert len(found) == len(made[1].questions) == made[2].questions
    assert len({item.get("ident") for item in found}) == len(found)
    return {item.get("title"): item for item in found}


def find(node, path):
    return node.xpath(path, namespaces=QTI)


def words(node):
    """The plain words of the one material in a node, whether HTML or text."""
    (text,) = find(node, ".//q:mattext")
    if text.get("texttype") != "text/html":
        return text.text
    return "\n".join(line.get_text() for line in BeautifulSoup(text.text, "html.parser").find_all("p"))


def feedback(item, name):
    (node,) = find(item, f"q:itemfeedback[@ident='{name}']")
    return words(node)


def of_types(bank, *types):
    return [question for question in bank.questions.values() if question.type in types]


def test_every_question_is_there_with_its_type_and_its_words(made, items):
    case, bank, _ = made
    assert list(items) and set(items) == set(bank.questions)
    for name, question in bank.questions.items():
        item = items[name]
        (kind,) = find(item, ".//q:qtimetadatafield[q:fieldlabel='question_type']/q:fieldentry/text()")
        assert kind == TYPES[question.type]
        prompt = words(find(item, "q:presentation/q:material")[0])
        assert prompt.split("\n")[0] == case.fill(question.prompt)
        assert not find(item, ".//q:matimage")
        general = feedback(item, "general_fb") if find(item, "q:itemfeedback[@ident='general_fb']") else ""
        for text in (question.hint, question.matters):
            assert text is None or case.fill(text) in general


def test_the_right_options_are_right_and_each_has_its_feedback(made, items):
    case, bank, _ = made
    for question in of_types(bank, "single", "multiple", "mark"):
        item, key = items[question.id], payload_of(question, case)["options"]
        labels = find(item, ".//q:response_label")
        assert [words(label) for label in labels] == [case.fill(part.text) for part in parts_of(question)]
        (scored,) = find(item, ".//q:respcondition[q:setvar]")
        right = find(scored, ".//q:varequal[not(parent::q:not)]/text()")
        for label, part in zip(labels, parts_of(question), strict=True):
            assert (label.get("ident") in right) == key[part.key]["right"]
            assert feedback(item, f"{label.get('ident')}_fb") == key[part.key]["feedback"]


def test_each_line_of_a_matching_question_goes_with_what_it_belongs_to(made, items):
    case, bank, _ = made
    for question in of_types(bank, "order", "match", "classify"):
        item, key = items[question.id], payload_of(question, case)
        if question.type == "order":
            wanted = {name: str(place) for place, name in enumerate(key["order"], start=1)}
        else:
            shown = {choice.key: case.fill(choice.text) for choice in choices_of(question)}
            wanted = {name: shown[choice] for name, choice in key["answers"].items()}
        lines = find(item, ".//q:response_lid")
        assert [words(find(line, "q:material")[0]) for line in lines] == [
            case.fill(part.text) for part in parts_of(question)
        ]
        total = Decimal(0)
        for line, part in zip(lines, parts_of(question), strict=True):
            choices = {label.get("ident"): words(label) for label in find(line, ".//q:response_label")}
            assert all(name.isdecimal() for name in choices), "Canvas reads the first digits of a choice as its name"
            name = line.get("ident")
            (scored,) = find(item, f".//q:respcondition[q:setvar][.//q:varequal/@respident='{name}']")
            assert choices[find(scored, ".//q:varequal/text()")[0]] == wanted[part.key]
            total += Decimal(find(scored, "q:setvar/text()")[0])
            (told,) = find(item, f".//q:respcondition[.//q:not/q:varequal/@respident='{name}']")
            assert feedback(item, find(told, "q:displayfeedback/@linkrefid")[0]) == key["feedback"][part.key]
        assert abs(total - 100) < Decimal("0.1")
        if question.type == "classify":
            assert set(choices.values()) == set(CATEGORIES.values())


def accepts(item, number):
    """Whether the item gives the score for a number, by its own conditions."""
    (scored,) = find(item, ".//q:respcondition[q:setvar]/q:conditionvar")
    low, high = (find(scored, f".//q:{name}/text()") for name in ("vargte", "varlte"))
    return Decimal(low[0]) <= number <= Decimal(high[0])


def test_a_number_is_right_where_the_bank_has_it_right(made, items):
    case, bank, _ = made
    step = Decimal("0.0001")
    for question in of_types(bank, "numeric"):
        item, key = items[question.id], payload_of(question, case)
        if question.ask == "exact":
            value, margin = Decimal(key["value"]), Decimal(key["tolerance"])
            tried = {value: True, value + margin + step: False, value - margin - step: False}
        else:
            ends = limits_of(case.quantity(question.quantity))
            tried = {}
            if ends.lower is not None:
                tried |= {ends.lower: not ends.lower_open, ends.lower - 2 * step: False, ends.lower + step: True}
            if ends.upper is not None:
                tried |= {ends.upper: not ends.upper_open, ends.upper + 2 * step: False, ends.upper - step: True}
        assert tried
        assert {number: accepts(item, number) for number in tried} == tried, question.id
        assert feedback(item, "correct_fb") == key["feedback"]["right"]
        others = feedback(item, "general_incorrect_fb")
        assert all(case.fill(text) in others for name, text in question.feedback if name != "right" and text)


def test_a_short_answer_shows_its_model_and_its_rubric(made, items):
    case, bank, _ = made
    for question in of_types(bank, "short"):
        general = feedback(items[question.id], "general_fb")
        assert case.fill(question.model) in general
        assert all(case.fill(line.text) in general for line in question.rubric)


def test_what_the_format_holds_otherwise_is_said_of_each_such_question(made):
    _, bank, written = made
    noted = {note.question for note in written.notes}
    assert noted == {question.id for question in of_types(bank, "mark", "order", "classify", "short", "numeric")}


def test_two_writings_are_the_same(made, tmp_path):
    case, bank, written = made
    again = canvas.write(bank, case, tmp_path)
    assert again.paths[0].read_bytes() == written.paths[0].read_bytes()


def test_the_file_is_valid_by_the_standard_where_its_dtd_can_be_had(made, qti12_dtd):
    with zipfile.ZipFile(made[2].paths[0]) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and name.count("casebook-") == 2:
                # The DTD is older than namespaces, and knows no attribute of the root.
                tree = etree.fromstring(re.sub(rb"<questestinterop[^>]*>", b"<questestinterop>", archive.read(name)))
                assert qti12_dtd.validate(tree), qti12_dtd.error_log.last_error


def test_a_question_keeps_its_name_in_canvas_when_its_words_change(tmp_path):
    case, spoilt = awkward()
    names = []
    for number, bank in enumerate((spoilt, load_bank(case))):
        with zipfile.ZipFile(canvas.write(bank, case, tmp_path / str(number)).paths[0]) as archive:
            (quiz,) = [name for name in archive.namelist() if name.count("casebook-") == 2]
            names.append([item.get("ident") for item in find(etree.fromstring(archive.read(quiz)), "//q:item")])
    assert names[0] == names[1]
