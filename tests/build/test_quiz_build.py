"""The quiz in a built book: forms on the page, words in every other form, and no build from an unsound bank."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.slow

BANK = "data/questions/index.yml"


def with_progress(mini) -> None:
    (mini.root / "progress.md").write_text("# My progress\n\n```{progress}\n```\n", encoding="utf-8")
    mini.edit("_toc.yml", "  - file: reference\n", "  - file: reference\n  - file: progress\n")


def test_the_page_has_the_forms_and_its_links_arrive(mini):
    with_progress(mini)
    built = mini.build()
    assert built.code == 0, built.said
    assert "WARNING" not in built.said
    page = BeautifulSoup(mini.html(), "html.parser")
    forms = page.find_all("form", class_="cb-question")
    assert [form["data-type"] for form in forms] == [
        *("single", "multiple", "numeric", "numeric", "order", "match", "classify", "mark", "short")
    ]
    assert "casebook:" not in page.find("article").decode()
    reference = BeautifulSoup(mini.html("reference"), "html.parser")
    links = [link["href"] for form in forms for link in form.find_all("a")]
    assert {link.partition("-")[0] for link in links} == {
        "reference.html#figure",
        "reference.html#derivation",
        "reference.html#event",
        "reference.html#body",
        "reference.html#source",
    }
    assert all(reference.find(id=link.partition("#")[2]) for link in links)
    assert json.loads(forms[0].find("script").string)["id"] == "what-over-leaves-open"
    # A mark of an id that the prose has not used is where its row leads back to.
    assert page.find(id="use-rate-2030").find_parent("form")["id"] == "question-a-month-of-loans"
    assert len(page.find_all(id="use-loans-2030")) == 1
    assert reference.find(id="derivation-rate-2030").find("a", href="index.html#use-rate-2030")
    # The text of a question is shown as it was written.
    assert 'if a < b in one, then in the "other" too' in page.find(id="question-what-can-be-said").get_text()
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))

    progress = BeautifulSoup(mini.html("progress"), "html.parser")
    row = progress.find("tr", attrs={"data-objective": "order-what-happened"})
    assert row.find("a")["href"] == "index.html#question-which-came-first"
    for name, loads in (("index", True), ("progress", True), ("reference", False)):
        text = mini.html(name)
        assert bool(re.search(r'<script defer="defer" src="_static/quiz\.js\?v=\w+">', text)) == loads
        assert bool(re.search(r'href="_static/quiz\.css\?v=\w+"', text)) == loads
    script = (mini.root / "_build/html/_static/quiz.js").read_text(encoding="utf-8")
    assert script.startswith("(function () {") and not re.search(r"^(export|import)\b", script, re.MULTILINE)
    assert (mini.root / "_build/html/_static/quiz.css").exists()


QUESTIONS = [
    "The club counted over 1000 loans. What is sure?",
    "There were a few loans fewer than the number",
    "Type a share that could have come back late.",
    "What happened first?",
    "forgets",
    "Claim by a party",
    "Then it went home.",
    "Do 1,200 and over 1000 disagree? Say why.",
]
KEY = [
    "Answers",
    "Yes: the word gives a lower bound and no upper one.",
    "below 30%. Yes: anything below 30% would fit.",
    "The doors open (January 2030). Nothing could be lent before.",
    "It has the readers.",
    "Nobody counted what was read.",
    "Yes: a bound, not a count.",
    "Names the bound.",
    "Why this matters: A hedge is part of the number.",
    "Rests on: over 1000 (Reading club, 2031); The club.",
]


@pytest.mark.parametrize(
    ("builder", "path"), [("text", "text/index.txt"), ("latex", "latex/*.tex"), ("epub", "epub/index.xhtml")]
)
def test_other_builders_print_the_questions_and_the_key(mini, builder, path):
    with_progress(mini)
    built = mini.build(builder)
    assert built.code == 0, built.said[-3000:]
    (found,) = (mini.root / "_build").glob(path)
    text = readable(found.read_text(encoding="utf-8"), builder)
    places = [text.index(words) if words in text else words for words in (*QUESTIONS, *KEY)]
    assert all(isinstance(place, int) for place in places), [place for place in places if isinstance(place, str)]
    assert max(places[: len(QUESTIONS)]) < places[len(QUESTIONS)] < min(places[len(QUESTIONS) + 1 :])
    assert "cb-key" not in text and "Check</button>" not in text
    assert not list((mini.root / "_build" / builder).rglob("quiz.js"))


def readable(text: str, builder: str) -> str:
    """The words of what a builder wrote, without its marks."""
    if builder == "epub":
        text = BeautifulSoup(text, "html.parser").get_text()
    elif builder == "latex":
        text = re.sub(r"\\phantomsection|\\label\{[^}]*\}|\\(?:hyperref|hyperlink)(?:\[[^]]*\]|\{[^}]*\})", "", text)
        text = re.sub(r"\\[a-zA-Z]+\*?(?=\{)|[{}]", "", text).replace("\\sphinxhyphen", "-").replace("\\%", "%")
    text = text.replace("**", "")
    return re.sub(r"\s+([.);])", r"\1", re.sub(r"[ \n\t]+", " ", text))


def test_two_builds_give_the_same_bytes(mini):
    with_progress(mini)
    digests = []
    for _ in range(2):
        assert mini.build().code == 0
        html = mini.root / "_build" / "html"
        digests.append({path: digest_of(path) for path in sorted(html.rglob("*")) if path.is_file()})
        shutil.rmtree(mini.root / "_build")
    assert digests[0] == digests[1]


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# Each fault: what stands in the file of questions, what is put there instead, and what the build must say.
FAULTS = {
    "an unknown id": (
        'prompt: "The club counted {loans-2030-club} loans.',
        'prompt: "The club counted {loans-2030-clubs} loans.',
        "question what-over-leaves-open, field prompt: 'loans-2030-clubs' is no figure, derivation or event of this "
        "case; did you mean 'loans-2030-club'",
    ),
    "an unknown id that it rests on": (
        "rests_on: [annual-report]",
        "rests_on: [annual-reports]",
        "question what-sort-of-statement, field rests_on[1]: 'annual-reports' is no figure, derivation, event, source",
    ),
    "no right answer": (
        'is open."\n        right: true\n',
        'is open."\n',
        "question what-over-leaves-open, field options: none is right; give exactly one of them 'right: true'",
    ),
    "two right answers": (
        '        feedback: "The word says the opposite',
        '        right: true\n        feedback: "The word says the opposite',
        "question what-over-leaves-open, field options: 2 are right (numbers 1 and 2); leave 'right: true' at one",
    ),
    "a duplicate option": (
        "Nothing at all, since the club did not count.",
        "There were {loans-2030-club} loans, and how many more is open.",
        "question what-over-leaves-open, field options[3].text: says the same as options[1].text",
    ),
    "missing feedback": (
        '        feedback: "A loan is not a reader."\n',
        "",
        "question what-can-be-said, field options[3].feedback: missing; add it",
    ),
    "two items for one place": (
        '{text: "The first book is lent.", feedback',
        '{text: "The first book is lent.", event: doors-open, feedback',
        "question which-came-first, field items[2].event: two items for one place: 'doors-open' (January 2030) and "
        "'doors-open' (January 2030)",
    ),
    "HTML in a text": (
        "Read the word before the number.",
        "Read the <em>word</em> before the number.",
        "question what-over-leaves-open, field hint: '<em>' is HTML; texts are plain",
    ),
    "script in a text": (
        "A loan is not a reader.",
        "</script><script>alert()</script>",
        "question what-can-be-said, field options[3].feedback: '</script>' is HTML; texts are plain",
    ),
    "a typed number": (
        "Nobody counted what was read.",
        "Nobody counted 1,234 books.",
        "question what-sort-of-statement, field statements[2].feedback: '1,234' is typed by hand",
    ),
    "an unknown field": (
        "    matters: ",
        "    matter: ",
        "question what-over-leaves-open, field matter: unknown; did you mean 'matters'?",
    ),
    "an unknown objective": (
        "objective: order-what-happened\n    rests_on: [harbour-library",
        "objective: order-what-happens\n    rests_on: [harbour-library",
        "question who-counts-what, field objective: 'order-what-happens' is none of this file's objectives; did you "
        "mean 'order-what-happened'?",
    ),
    "an objective whose words are not on the page": (
        "Say what a hedge leaves open.",
        "Say what every hedge leaves open.",
        "field objectives.read-a-hedge: these words are not in the list 'What you will be able to do' of index.md; "
        "did you mean 'Say what a hedge leaves open.'?",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_unsound_bank_is_refused_with_file_question_and_field(mini, fault):
    old, new, message = FAULTS[fault]
    mini.edit(BANK, old, new)
    built = mini.build()
    assert built.code != 0
    assert "the questions are not sound (1 problem)" in built.said, built.said[-2000:]
    assert f"{BANK}, {message}" in built.said, built.said[-2000:]
    assert not (mini.root / "_build" / "html" / "index.html").exists()


CALLS = {
    "a page without questions": (
        'casebook.quiz("reference")',
        "index.md:32: casebook.quiz: 'reference' is no page with questions of this case; name a file of "
        "data/questions, without its suffix",
    ),
    "a mistyped page": ('casebook.quiz("indx")', "did you mean 'index'?"),
    "a mistyped question": (
        'casebook.quiz(["what-can-be-sad"])',
        "index.md:32: casebook.quiz: 'what-can-be-sad' is no question of this case; did you mean 'what-can-be-said'?",
    ),
    "a page that is not written out": (
        'casebook.quiz("in" + "dex")',
        "index.md:32: casebook.quiz needs its page or its question ids written out in quotation marks",
    ),
    "a question twice": (
        'casebook.quiz("index")\n```\n\n```{code-cell} python\ncasebook.quiz(["what-can-be-said"])',
        "index.md:36: the question 'what-can-be-said' stands twice on this page",
    ),
}


@pytest.mark.parametrize("fault", CALLS)
def test_a_call_that_shows_no_quiz_is_refused_with_its_line_before_any_cell_runs(mini, fault):
    call, message = CALLS[fault]
    mini.edit("index.md", 'casebook.quiz("index")', call)
    built = mini.build()
    assert built.code != 0
    assert message in built.said, built.said[-2000:]
    assert "Executing" not in built.said


def test_a_few_questions_by_their_ids_are_a_quiz_of_their_own(mini):
    mini.edit("index.md", 'casebook.quiz("index")', 'casebook.quiz(["a-month-of-loans", "what-can-be-said"])')
    with_progress(mini)
    built = mini.build()
    assert built.code == 0, built.said[-3000:]
    page = BeautifulSoup(mini.html(), "html.parser")
    asked = [form["id"] for form in page.find_all("form", class_="cb-question")]
    assert asked == ["question-a-month-of-loans", "question-what-can-be-said"]
    assert page.find(id="use-rate-2030").find_parent("form")["id"] == "question-a-month-of-loans"
    progress = BeautifulSoup(mini.html("progress"), "html.parser")
    row = progress.find("tr", attrs={"data-objective": "order-what-happened"})
    assert row.find("a")["href"] == "index.html", "its questions are not on the page"


def test_the_build_makes_no_widget(mini):
    assert mini.build().code == 0
    assert "application/vnd.jupyter" not in mini.html()
    (ran,) = (mini.root / "_build").rglob("index.ipynb")
    assert "widget" not in ran.read_text(encoding="utf-8")


def test_questions_that_no_page_shows_count_as_no_use(mini):
    mini.edit(
        "index.md", '\n```{code-cell} python\n:tags: [remove-input]\ncasebook.quiz("index")\n```\n', "\nNothing yet.\n"
    )
    assert mini.build().code == 0
    assert "index.html#use-rate-2030" not in mini.html("reference")
    assert "quiz.js" not in mini.html()
