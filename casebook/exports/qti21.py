"""QTI 2.1: a content package with an item for each question, which marks itself, and a test of a section a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from casebook.archive import write_zip
from casebook.evidence import Case
from casebook.exports.plain import Page, Plain, held_otherwise, pages_of, questions_of
from casebook.exports.qti21_item import item_of
from casebook.exports.qti21_parts import as_xml, child, identifier, outcome, root
from casebook.exports.written import Written
from casebook.quizzes import Bank

FORMAT = "QTI 2.1"
FILE = "qti21.zip"
LIMITS = (
    "A line left without an answer is marked as wrong, where the page asks for it first.",
    "A number is to be typed in plain figures, such as 8001 or 0.5: players differ in what else they can read.",
    "A hint is shown after an answer that is not fully right: players have no common way to offer it before.",
    "What is said of each line of an order, a match or a classification is shown together, after the answer.",
    "The page's words, the objective and the difficulty stand in the manifest, as keywords.",
)
_OTHERWISE = {
    "classify": "a matching question: each statement is matched with what it is",
    "short": "a person marks it by the rubric that scorers see: SCORE stays 0 until then, out of as many points",
}
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MD = "http://www.imsglobal.org/xsd/imsmd_v1p2"


def write(bank: Bank, case: Case, out: Path) -> Written:
    """Write `qti21.zip` into the folder `out`."""
    pages = pages_of(bank, case)
    questions = questions_of(pages)
    files = {"imsmanifest.xml": as_xml(_manifest(pages, case)), "test.xml": as_xml(_test(pages, case))}
    files |= {_href(question): as_xml(item_of(question)) for question in questions}
    notes = [note for question in questions for note in held_otherwise(question, _OTHERWISE)]
    path = write_zip(out / FILE, files)
    return Written(FORMAT, (path,), len(questions), tuple(notes), LIMITS)


def _href(question: Plain) -> str:
    return f"items/{question.id}.xml"


def _manifest(pages: Sequence[Page], case: Case) -> ET.Element:
    made = ET.Element("manifest", {"identifier": "manifest", "xmlns": _CP, "xmlns:imsmd": _MD})
    about = child(made, "metadata")
    child(about, "schema", "QTIv2.1 Package")
    child(about, "schemaversion", "1.0.0")
    _described(about, str(case.about["title"]), [])
    child(made, "organizations")
    resources = child(made, "resources")
    test = child(resources, "resource", identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    child(test, "file", href="test.xml")
    for page in pages:
        for question in page.questions:
            name, href = identifier(question.id), _href(question)
            item = child(resources, "resource", identifier=name, type="imsqti_item_xmlv2p1", href=href)
            objective = page.chapter.objectives[question.objective]
            words = [page.chapter.title, objective, question.objective, f"difficulty {question.difficulty}"]
            _described(child(item, "metadata"), question.id, words)
            child(item, "file", href=href)
            child(test, "dependency", identifierref=name)
    return made


def _described(parent: ET.Element, title: str, keywords: Sequence[str]) -> None:
    general = child(child(parent, "imsmd:lom"), "imsmd:general")
    for name, words in (("title", title), *(("keyword", keyword) for keyword in keywords)):
        child(child(general, f"imsmd:{name}"), "imsmd:langstring", words).set("xml:lang", "en-GB")


def _test(pages: Sequence[Page], case: Case) -> ET.Element:
    made = root("assessmentTest", identifier="test", title=str(case.about["title"]))
    outcome(made, "SCORE", "float", "0")
    part = child(made, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    # Self-checks: an answer can be tried again as often as a reader likes, and is told what it is worth.
    child(part, "itemSessionControl", maxAttempts="0", showFeedback="true")
    for page in pages:
        name = identifier(page.chapter.name)
        section = child(part, "assessmentSection", identifier=name, title=page.chapter.title, visible="true")
        for question in page.questions:
            child(section, "assessmentItemRef", identifier=identifier(question.id), href=_href(question))
    total = child(child(made, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    child(child(total, "sum"), "testVariables", variableIdentifier="SCORE")
    return made
