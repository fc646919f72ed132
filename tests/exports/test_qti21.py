"""The QTI 2.1 package, converted by one tool and played in another: what a reader answers, SCORE and what is said."""

from __future__ import annotations

import os
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from qti_convert import upgrade_package

from casebook.evidence import Case
from casebook.exports import Written, qti21
from casebook.quizzes import Bank, payload_of
from casebook.quizzes.questions import CATEGORIES, keys_of
from tests.exports.banks import awkward, real
from tests.exports.marks import marks_of, numbers_to_try

QTI = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1"}
CP = {"cp": "http://www.imsglobal.org/xsd/imscp_v1p1", "md": "http://www.imsglobal.org/xsd/imsmd_v1p2"}
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
# Open each item once; answer it in every way asked for; hand back SCORE and the feedback shown after each.
PLAY = """async (plays) => {
  const soon = (promise, what) =>
    Promise.race([promise, new Promise((_, no) => setTimeout(() => no(new Error(what)), 20000))]);
  const results = [];
  for (const { name, xml, responses } of plays) {
    document.body.innerHTML = "<qti-item><item-container></item-container></qti-item>";
    const container = document.querySelector("item-container");
    await container.updateComplete;
    const connected = new Promise((yes) =>
      document.addEventListener("qti-assessment-item-connected", (event) => yes(event.detail), { once: true }));
    container.itemXML = xml;
    const item = await soon(connected, `${name} does not open`);
    await item.updateComplete;
    const body = item.querySelector("qti-item-body");
    const scorers = [...body.querySelectorAll("qti-rubric-block")].map((block) => getComputedStyle(block).display);
    const marks = [];
    for (const given of responses) {
      item.updateResponseVariable("RESPONSE", given);
      item.processResponse(true, false);
      const shown = [...item.querySelectorAll("qti-modal-feedback")].filter((said) => said.showStatus === "on");
      marks.push({ score: Number(item.getOutcome("SCORE").value), said: shown.map((said) => said.textContent) });
    }
    results.push({ marks, scorers, text: body.textContent });
  }
  return results;
}"""


@dataclass(frozen=True)
class Packed:
    """A bank, and the package made of it."""

    case: Case
    bank: Bank
    written: Written

    @property
    def questions(self):
        return self.bank.questions.values()

    def file(self, name):
        with zipfile.ZipFile(self.written.paths[0]) as package:
            return etree.fromstring(package.read(name))

    def item(self, question):
        return self.file(f"items/{question.id}.xml")


@pytest.fixture(scope="module", params=[real, awkward], ids=["real", "awkward"])
def packed(request, tmp_path_factory):
    case, bank = request.param()
    return Packed(case, bank, qti21.write(bank, case, tmp_path_factory.mktemp("qti21")))


@pytest.fixture(scope="module")
def play(readers):
    """Play items in the player, with no network: from (name, QTI 2.1 file's text in QTI 3, responses) to marks."""
    assert CHROMIUM, "no Chromium: install Debian's chromium, or set CHROMIUM to one"
    player = readers / "node_modules" / "@citolab" / "qti-components" / "cdn" / "index.js"

    def played(plays):
        # In a thread of its own: Playwright allows one at a time in a thread.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(_played, player, plays).result()

    return played


def _played(player: Path, plays: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page()
            page.route("**/*", lambda route: route.abort())
            page.add_script_tag(path=player, type="module")
            page.wait_for_function("!!customElements.get('item-container')")
            return page.evaluate(PLAY, plays)
        finally:
            browser.close()


def plays_of(packed):
    """Every question with what is answered and the score that follows by the page's rule."""
    files = upgrade_package(str(packed.written.paths[0])).files
    for question in packed.questions:
        tries = list(tries_of(question, payload_of(question, packed.case)))
        xml = files[f"items/{question.id}.xml"]
        xml = xml if isinstance(xml, str) else xml.decode()
        yield question, tries, {"name": question.id, "xml": xml, "responses": [given for given, _, _ in tries]}


def tries_of(question, payload):
    """A response, the score it should get, and words that should be said of it."""
    yield None, 0, []
    match question.type:
        case "single" | "mark":
            for key, option in payload["options"].items():
                yield key, float(option["right"]), [option["feedback"]]
        case "multiple":
            yield from several(payload["options"])
        case "numeric":
            for number in numbers_to_try(payload):
                side, feedback = marks_of(payload, number)
                yield f"{number:f}", float(side == "right"), [feedback]
        case "order":
            keys = payload["order"]
            swapped = [keys[1], keys[0], *keys[2:]]
            said = list(payload["feedback"].values())
            yield keys, 1.0, said
            yield swapped, (len(keys) - 2) / len(keys), said
            yield [*keys[1:], keys[0]], 0.0, said
        case "match" | "classify":
            yield from paired(question, payload)
        case "short":
            yield "An answer.", 0.0, [payload["model"], *(line["text"] for line in payload["rubric"])]


def several(options):
    right = [key for key, option in options.items() if option["right"]]
    wrong = [key for key in options if key not in right]
    for chosen in (right, right[:1], wrong[:1], [*right, *wrong], [*right, wrong[0]]):
        hits = sum(key in right for key in chosen)
        score = max(0.0, (2 * hits - len(chosen)) / len(right))
        yield chosen, score, [options[key]["feedback"] for key in chosen]


def paired(question, payload):
    answers = payload["answers"]
    choices = list(CATEGORIES) if question.type == "classify" else keys_of(question.rights, "k")
    said = list(payload["feedback"].values())
    first = next(iter(answers))
    other = next(choice for choice in choices if choice != answers[first])
    astray = {key: next(choice for choice in choices if choice != right) for key, right in answers.items()}
    for given in (answers, answers | {first: other}, astray, {first: answers[first]}):
        score = sum(answers[key] == value for key, value in given.items()) / len(answers)
        yield [f"{key} {value}" for key, value in given.items()], score, said


@pytest.mark.slow
@pytest.mark.browser
def test_a_player_scores_and_explains_every_answer_as_the_page_does(packed, play):
    plays = list(plays_of(packed))
    results = play([one for _, _, one in plays])
    for (question, tries, _), result in zip(plays, results, strict=True):
        # Spaces aside: the player lays paragraphs out anew.
        prompt = " ".join(packed.case.fill(question.prompt).split())
        assert prompt in " ".join(result["text"].split()), question.id
        assert set(result["scorers"]) <= {"none"}, f"{question.id} shows its rubric to the reader"
        for (given, score, said), got in zip(tries, result["marks"], strict=True):
            # The player rounds to three places.
            assert got["score"] == pytest.approx(score, abs=6e-4), (question.id, given)
            told = " ".join(" ".join(got["said"]).split())
            for words in said:
                assert words in told, (question.id, given)
            if given is None:
                assert not got["said"], question.id
            elif question.matters:
                assert packed.case.fill(question.matters) in told
            if question.hint and question.type != "short" and given is not None:
                assert (packed.case.fill(question.hint) in told) == (score < 1), (question.id, given)


def test_the_right_answer_declared_is_the_banks(packed):
    for question in packed.questions:
        payload = payload_of(question, packed.case)
        values = packed.item(question).xpath("q:responseDeclaration/q:correctResponse/q:value/text()", namespaces=QTI)
        match question.type:
            case "single" | "multiple" | "mark":
                assert values == [key for key in shown_in(packed.item(question)) if payload["options"][key]["right"]]
            case "order":
                assert values == payload["order"]
            case "match" | "classify":
                assert sorted(values) == sorted(f"{key} {value}" for key, value in payload["answers"].items())
            case "numeric":
                assert marks_of(payload, Decimal(values[0]))[0] == "right"
            case "short":
                assert values == []


def shown_in(item):
    return item.xpath("//q:simpleChoice/@identifier | //q:hottext/@identifier", namespaces=QTI)


def test_the_manifest_lists_every_file_and_says_what_each_question_is(packed):
    with zipfile.ZipFile(packed.written.paths[0]) as package:
        names = set(package.namelist())
    manifest = packed.file("imsmanifest.xml")
    assert set(manifest.xpath("//cp:file/@href", namespaces=CP)) == names - {"imsmanifest.xml"}
    items = manifest.xpath("//cp:resource[@type='imsqti_item_xmlv2p1']", namespaces=CP)
    assert len(items) == packed.written.questions == len(packed.bank.questions)
    for item in items:
        question = packed.bank.questions[item.get("identifier").removeprefix("q-")]
        words = item.xpath(".//md:keyword/md:langstring/text()", namespaces=CP)
        assert {question.objective, f"difficulty {question.difficulty}"} < set(words)
    refs = packed.file("test.xml").xpath("//q:assessmentItemRef/@identifier", namespaces=QTI)
    assert sorted(refs) == sorted(item.get("identifier") for item in items)


def test_a_note_tells_of_each_type_that_qti_lacks(tmp_path):
    case, bank = real()
    noted = {note.question for note in qti21.write(bank, case, tmp_path).notes}
    assert noted == {name for name, one in bank.questions.items() if one.type in ("classify", "short")}


@pytest.mark.parametrize("made", [real, awkward])
def test_two_writings_are_the_same_bytes(made, tmp_path):
    case, bank = made()
    first, second = (qti21.write(bank, case, tmp_path / name).paths[0].read_bytes() for name in "ab")
    assert first == second


@pytest.mark.skipif("QTI21_SCHEMAS" not in os.environ, reason="QTI21_SCHEMAS names no folder with the XSDs of QTI 2.1")
def test_every_file_is_valid(packed):
    folder = Path(os.environ["QTI21_SCHEMAS"])
    schemas = {name: etree.XMLSchema(file=next(folder.rglob(f"{name}.xsd"))) for name in ("imsqti_v2p1", "imscp_v1p1")}
    with zipfile.ZipFile(packed.written.paths[0]) as package:
        for name in package.namelist():
            schema = schemas["imscp_v1p1" if name == "imsmanifest.xml" else "imsqti_v2p1"]
            schema.assertValid(etree.fromstring(package.read(name)))
