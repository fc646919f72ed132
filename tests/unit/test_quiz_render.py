"""The HTML of a quiz and the key in it: every type, every text escaped, the same from the same bank."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from casebook.errors import UnknownId
from casebook.evidence import Case
from casebook.quizzes import Bank, PageBank, load_bank, payload_of, progress_html, quiz_html
from casebook.quizzes.payload import as_json
from casebook.quizzes.questions import KINDS
from casebook.sphinx.quiz import classic

# The invented library's book has a question of every type.
MINI = Path(__file__).resolve().parents[1] / "mini"


@pytest.fixture(scope="module")
def case():
    return Case.load(MINI)


@pytest.fixture(scope="module")
def bank(case):
    return load_bank(case)


@pytest.fixture(scope="module")
def page(bank, case):
    return BeautifulSoup(quiz_html(bank, case, "index"), "html.parser")


def form(page, name: str):
    return page.find("form", id=f"question-{name}")


def test_every_form_has_what_the_script_and_a_reader_without_one_need(page, bank) -> None:
    section = page.find("section", class_="cb-quiz")
    assert section["data-page"] == section["data-quiz"] == "index"
    assert section["data-case"] == "harbour-street-library"
    forms = section.find_all("form", class_="cb-question")
    assert [one["id"] for one in forms] == [f"question-{name}" for name in bank.questions]
    for number, one in enumerate(forms, start=1):
        question = bank.questions[one["id"].removeprefix("question-")]
        assert one.has_attr("novalidate")
        assert (one["data-type"], one["data-objective"]) == (question.type, question.objective)
        legend = one.find("fieldset").find("legend")
        assert legend.find(class_="cb-question-number").get_text() == f"Question {number} of {len(forms)}"
        assert legend.find(class_="cb-prompt").get_text()
        assert one.find(class_="cb-actions").has_attr("hidden")
        assert one.find(class_="cb-check")["type"] == "submit"
        assert all(one.find(class_=name).has_attr("hidden") for name in ("cb-retry", "cb-reveal"))
        assert (one.find("button", class_="cb-hint") is not None) == (question.hint is not None)
        feedback = one.find(class_="cb-feedback")
        assert (feedback["role"], feedback["aria-live"], feedback.contents) == ("status", "polite", [])
        key = one.find("script", class_="cb-key")
        assert key["type"] == "application/json"
        assert json.loads(key.string)["id"] == question.id
        answer = one.find("details", class_="cb-answer")
        assert answer.find("summary").get_text() == f"Answer to question {number}"
        assert not answer.has_attr("open")
    assert section.find(class_="cb-score")["role"] == "status"
    assert section.find("button", class_="cb-retry-missed").has_attr("hidden")


def test_no_script_of_a_quiz_runs_and_nothing_is_styled_or_handled_in_place(page) -> None:
    assert {script["type"] for script in page.find_all("script")} == {"application/json"}
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"]


def test_every_control_has_a_name_and_a_label(page) -> None:
    for control in page.find_all(["input", "select", "textarea"]):
        assert control["name"]
        label = control.find_parent("label")
        assert label is not None and label.get_text().strip()


def test_no_link_stands_in_a_label(page) -> None:
    assert not [label for label in page.find_all("label") if label.find("a")]


@pytest.mark.parametrize(
    ("name", "kind", "keys"),
    [
        ("what-over-leaves-open", "radio", "abc"),
        ("what-can-be-said", "checkbox", "abc"),
        ("where-the-hedge-stands", "radio", "abc"),
    ],
)
def test_options_are_native_controls_keyed_by_the_file(page, case, bank, name: str, kind: str, keys: str) -> None:
    inputs = form(page, name).find("fieldset").find_all("input")
    assert {(one["type"], one["name"]) for one in inputs} == {(kind, name)}
    assert sorted(one["value"] for one in inputs) == list(keys)
    question = bank.questions[name]
    options = getattr(question, "options", None) or question.passage
    shown = {one["value"]: one.find_parent("label").find("span").get_text() for one in inputs}
    assert [shown[key] for key in keys] == [case.fill(option.text) for option in options]


def test_options_are_shuffled_and_sentences_of_a_passage_are_not(page) -> None:
    def shown(name: str) -> list[str]:
        return [one["value"] for one in form(page, name).find("fieldset").find_all("input")]

    assert shown("what-over-leaves-open") != ["a", "b", "c"]
    assert shown("where-the-hedge-stands") == ["a", "b", "c"]


def test_options_that_keep_their_order_do(bank, case) -> None:
    kept = bank.questions["what-over-leaves-open"].model_copy(update={"keep_order": True})
    html = quiz_html(Bank({"index": bank.pages["index"].model_copy(update={"questions": (kept,)})}), case, "index")
    assert re.findall(r'type="radio" name="[a-z-]+" value="(.)"', html) == ["a", "b", "c"]


def test_a_number_is_typed_into_a_text_box_with_its_unit(page) -> None:
    box = form(page, "a-share-that-fits").find("input")
    assert (box["type"], box["inputmode"], box["autocomplete"]) == ("text", "decimal", "off")
    assert box.find_next("span", class_="cb-unit").get_text() == "per cent"


def test_an_order_is_a_list_of_places_and_never_stands_in_the_right_one(page) -> None:
    items = form(page, "which-came-first").find("ol").find_all("li", recursive=False)
    names = [item.find("select")["name"] for item in items]
    assert sorted(names) == [f"which-came-first-{key}" for key in "abc"] != names
    for item in items:
        assert [one["value"] for one in item.find_all("option")] == ["", "1", "2", "3"]


def test_matches_and_categories_begin_with_an_empty_choice(page) -> None:
    lefts = form(page, "who-counts-what").find_all("select")
    assert [one["name"][-1] for one in lefts] == ["a", "b", "c"]
    for left in lefts:
        options = left.find_all("option")
        assert (options[0]["value"], options[0].get_text()) == ("", "Choose")
        assert sorted(one["value"] for one in options[1:]) == ["k1", "k2", "k3", "k4"]
    statement = form(page, "what-sort-of-statement").find("select")
    assert [(one["value"], one.get_text()) for one in statement.find_all("option")] == [
        ("", "Choose"),
        ("reported-fact", "Reported fact"),
        ("estimate", "Estimate"),
        ("claim", "Claim by a party"),
        ("inference", "Inference"),
    ]


def test_a_reasoned_answer_has_room(page) -> None:
    assert form(page, "why-the-counts-differ").find("textarea")["name"] == "why-the-counts-differ"


def test_the_answer_says_what_is_right_every_feedback_and_what_it_rests_on(page) -> None:
    for name, words in {
        "what-over-leaves-open": ["Right: There were over 1000 loans", "Not right: Nothing", "Hint: Read the word"],
        "a-share-that-fits": ["Right: below 30%. Yes", "Too high: Too high", "The bound itself: The bound"],
        "which-came-first": ["The doors open (January 2030). Nothing could", "comes out (1 February 2031). It tells"],
        "who-counts-what": ["The library: lends. It has the books.", "Rests on: The library; The club."],
        "what-sort-of-statement": ["Claim by a party: The club says", "Rests on: Annual report, 2031."],
        "why-the-counts-differ": ["Model answer: No: the first", "2 points: Names the bound."],
    }.items():
        text = form(page, name).find("details").get_text(" ")
        text = re.sub(r"\s+", " ", text).replace(" .", ".").replace(" :", ":").replace(" ;", ";").replace("( ", "(")
        text = text.replace(" )", ")")
        for one in words:
            assert one in text, (name, text)


def test_ids_become_links_to_rows_in_prompt_and_answer(page) -> None:
    prompt = form(page, "what-over-leaves-open").find(class_="cb-prompt").find("a")
    assert (prompt["href"], prompt.get_text()) == ("casebook:loans-2030-club", "over 1000")
    assert "cb-mark" in prompt["class"]
    rests = form(page, "what-over-leaves-open").find(class_="cb-rests").find_all("a")
    assert [one["href"] for one in rests] == ["casebook:loans-2030-club", "casebook:reading-club"]
    assert "{" not in page.get_text()


def test_anchors_stand_at_the_first_question_that_names_their_row(bank, case) -> None:
    soup = BeautifulSoup(quiz_html(bank, case, "index", anchors=["loans-2030", "report-out"]), "html.parser")
    assert soup.find(id="use-loans-2030").parent["id"] == "question-what-can-be-said"
    assert len(soup.find_all(id=re.compile("^use-"))) == 2


def test_chosen_questions_make_a_quiz_of_their_own(bank, case) -> None:
    soup = BeautifulSoup(quiz_html(bank, case, ["who-counts-what", "a-month-of-loans"]), "html.parser")
    assert [one["id"] for one in soup.find_all("form")] == ["question-who-counts-what", "question-a-month-of-loans"]
    with pytest.raises(UnknownId):
        quiz_html(bank, case, ["nothing-at-all"])


def test_the_keys_are_as_the_script_marks_by(bank, case) -> None:
    keys = {name: payload_of(question, case) for name, question in bank.questions.items()}
    about = {"id": "what-over-leaves-open", "type": "single", "objective": "read-a-hedge"}
    single = keys["what-over-leaves-open"]
    assert {name: single[name] for name in about} == about
    assert single["hint"] and single["matters"]
    assert [option["right"] for option in single["options"].values()] == [True, False, False]
    assert list(single["options"]) == list(keys["where-the-hedge-stands"]["options"]) == ["a", "b", "c"]
    share = keys["a-share-that-fits"]
    assert (share["lower"], share["upper"], share["lower_open"], share["upper_open"]) == ("0", "30", False, True)
    assert (share["ask"], share["value"], share["tolerance"], share["words"]) == ("admissible", None, None, "below 30%")
    assert share["feedback"] == {
        "right": "Yes: anything below 30% would fit.",
        "above": "Too high for the two counts.",
        "at_bound": "The bound itself is left out by both counts.",
        "below": "This number cannot be below nought.",
    }
    month = keys["a-month-of-loans"]
    assert (month["ask"], month["value"], month["tolerance"]) == ("exact", "100", "0.5")
    assert (month["lower"], month["upper"], month["unit"]) == (None, None, "loans")
    assert keys["which-came-first"]["order"] == ["a", "b", "c"]
    assert keys["which-came-first"]["feedback"]["c"] == "It tells of a whole year."
    assert keys["who-counts-what"]["answers"] == {"a": "k1", "b": "k2", "c": "k3"}
    assert keys["what-sort-of-statement"]["answers"] == {"a": "reported-fact", "b": "estimate", "c": "claim"}
    assert [line["points"] for line in keys["why-the-counts-differ"]["rubric"]] == [1, 2]
    assert keys["why-the-counts-differ"]["model"].startswith("No")


HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)> " \' & <!-- ]]> \u2028 href="casebook:x"'


def spoilt(question):
    """The question with every text hostile: past the bank's check, as if it had failed."""

    def spoil(value, key=""):
        if isinstance(value, dict):
            return {name: spoil(inner, name) for name, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(spoil(inner, key) for inner in value)
        names = ("id", "type", "objective", "rests_on", "ask", "quantity", "event", "is")
        return HOSTILE if isinstance(value, str) and key not in names else value

    return KINDS[question.type].model_validate(spoil(question.model_dump(by_alias=True)))


def test_no_text_can_inject_markup_or_script(bank, case) -> None:
    plain = BeautifulSoup(quiz_html(bank, case, "index"), "html.parser")
    page = PageBank(page="index", objectives={"x": HOSTILE}, questions=tuple(map(spoilt, bank.asked("index"))))
    html = quiz_html(Bank({"index": page}), case, "index")
    soup = BeautifulSoup(html, "html.parser")
    for tag in ("script", "img", "form", "input", "select", "details"):
        assert len(soup.find_all(tag)) == len(plain.find_all(tag)), tag
    assert not [tag for tag in soup.find_all(True) if "onerror" in tag.attrs]
    assert 'href="casebook:x"' not in html
    assert soup.find(class_="cb-prompt").get_text() == " ".join(HOSTILE.split())
    for key in soup.find_all("script"):
        assert "<" not in key.string and "&" not in key.string
        assert " ".join(HOSTILE.split()) in json.dumps(json.loads(key.string), ensure_ascii=False).replace('\\"', '"')


def test_json_for_a_page_is_read_back_as_it_was() -> None:
    assert json.loads(as_json({"text": HOSTILE})) == {"text": HOSTILE}
    assert not set("<>&\u2028\u2029") & set(as_json({"text": HOSTILE + "\u2029"}))


def test_progress_lists_each_objective_with_its_questions(bank, case) -> None:
    soup = BeautifulSoup(progress_html(bank, case, "progress"), "html.parser")
    rows = soup.find("tbody").find_all("tr")
    assert [row["data-objective"] for row in rows] == ["read-a-hedge", "order-what-happened"]
    assert rows[1]["data-questions"] == "which-came-first who-counts-what"
    assert rows[1].find("a")["href"] == "casebook-page:index#question-which-came-first"
    assert rows[1].find("a").get_text() == "Put what happened in order."
    assert (rows[1].find(class_="cb-state").get_text(), rows[1].find(class_="cb-tally").get_text()) == (
        "not tried",
        "0 of 2",
    )
    assert soup.find("section")["data-case"] == "harbour-street-library"
    for name in ("cb-save-json", "cb-save-csv", "cb-erase", "cb-load"):
        assert soup.find(class_="cb-actions").find(class_=name) is not None
    assert soup.find(class_="cb-said")["role"] == "status"


def test_progress_follows_the_order_of_the_book_under_the_pages_titles(bank, case) -> None:
    first = bank.pages["index"]
    two = Bank({"index": first, "more": first.model_copy(update={"page": "more"})})
    html = progress_html(two, case, "progress", {"more": "More & later", "empty": "No questions", "index": "Loans"})
    groups = BeautifulSoup(html, "html.parser").find_all("tbody")
    assert [group.find(class_="cb-progress-page").get_text() for group in groups] == ["More & later", "Loans"]
    assert [group.find("a")["href"].partition("#")[0] for group in groups] == [
        "casebook-page:more",
        "casebook-page:index",
    ]


def test_an_objective_without_questions_is_not_listed(bank, case) -> None:
    index = bank.pages["index"]
    more = index.model_copy(update={"objectives": {**index.objectives, "idle": "Do nothing."}})
    assert "Do nothing." not in progress_html(Bank({"index": more}), case, "progress")


def test_the_classic_twin_of_a_module_has_no_exports() -> None:
    module = (
        "export function mark() {}\nexport const A = 1;\nconst text = 'export const';\nexport async function b() {}\n"
    )
    twin = classic(module)
    assert twin.startswith('(function () {\n"use strict";\nfunction mark() {}\nconst A = 1;\n')
    assert "const text = 'export const';\nasync function b() {}\n})();\n" in twin
    assert classic("function a() {}\n\nexport default { a };\n") == classic("function a() {}\n\n")


@pytest.mark.parametrize(
    "line", ["import x from './x.js';", "export { mark };", "export default mark;", "export default { mark: 1 };"]
)
def test_a_module_that_has_no_classic_twin_is_refused(line: str) -> None:
    with pytest.raises(Exception, match="has no classic twin"):
        classic(f"function mark() {{}}\n{line}\n")
