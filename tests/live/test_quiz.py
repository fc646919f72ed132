"""A quiz in a live notebook, by keyboard alone: the same script marks, and Python sees what was answered."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PATIENCE = 60_000  # milliseconds, for a notebook that is opened again
NOTEBOOK = "mini/notebooks/index.ipynb"
FIND = """
import gc
from casebook.quizzes.widget import LiveQuiz
quiz = next(one for one in gc.get_objects() if isinstance(one, LiveQuiz))
"""


class Reader:
    """A reader of a notebook with a keyboard and no mouse."""

    def __init__(self, opened) -> None:
        self.opened = opened
        self.page = opened.page
        self.quiz = self.page.locator(".cb-live .cb-quiz")
        expect(self.quiz).to_have_count(1)
        self.cells = self.page.locator(".jp-Cell").count()
        self.page.locator(".cb-live .cb-quiz input").first.focus()

    def press(self, *keys) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector) -> None:
        """Press Tab until the focus is on `selector`; backwards where it lies behind."""
        where = """selector => {
            const wanted = document.querySelector('.cb-live ' + selector), now = document.activeElement;
            return now === wanted ? "" : now.compareDocumentPosition(wanted) & 2 ? "Shift+Tab" : "Tab";
        }"""
        for _ in range(80):
            if not (key := self.page.evaluate(where, selector)):
                return
            self.press(key)
        raise AssertionError(f"Tab never reaches {selector}")

    def question(self, name):
        return self.quiz.locator(f"#question-{name}")

    def choose(self, name, key) -> None:
        at = self.page.locator(f"#question-{name} input:checked")
        self.tab_to(f"#question-{name} input" + (":checked" if at.count() else ""))
        self.press("Space")
        for _ in range(4):
            if self.page.evaluate("document.activeElement.value") == key:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow reaches {key}")

    def tick(self, name, *keys) -> None:
        for key in keys:
            self.tab_to(f'#question-{name} input[value="{key}"]')
            self.press("Space")

    def select(self, name, **words) -> None:
        """Choose by typing the words, which the notebook must not take for its shortcuts."""
        for key, word in words.items():
            self.tab_to(f'#question-{name} select[name="{name}-{key}"]')
            self.page.keyboard.type(word)

    def type(self, name, text) -> None:
        self.tab_to(f"#question-{name} :is(input[type=text], textarea)")
        self.press("Control+a")
        self.page.keyboard.type(text)

    def check(self, name) -> str:
        """Press the Check button, and return what the live region then says."""
        self.tab_to(f"#question-{name} .cb-check")
        self.press("Enter")
        assert self.page.evaluate("document.activeElement.matches('.cb-check')"), "Check moved the focus"
        region = self.question(name).locator(".cb-feedback")
        assert region.get_attribute("aria-live") == "polite"
        return region.inner_text()

    def again(self, name) -> None:
        self.tab_to(f"#question-{name} .cb-retry")
        self.press("Enter")
        assert self.question(name).locator(".cb-feedback").inner_text() == ""

    def score(self) -> str:
        return self.quiz.locator(".cb-score").inner_text()

    def python(self, expression) -> object:
        """What `expression` about the quiz is in the notebook's own kernel."""
        return json.loads(self.opened.run(f"{FIND}import json\nprint(json.dumps({expression}))"))

    def python_sees(self, expression, wanted) -> None:
        """The same, once what the page sent has arrived: a check travels on a channel of its own."""
        for _ in range(50):
            if (found := self.python(expression)) == wanted:
                return
            self.page.wait_for_timeout(200)
        assert found == wanted

    def saves(self) -> None:
        """Press Ctrl+S in the quiz, which is to save the notebook and not the page."""
        stored = lambda request: request.method == "PUT" and "/api/contents/" in request.url  # noqa: E731
        with self.page.expect_request(stored):
            self.press("Control+s")

    def leaves_the_notebook_alone(self) -> None:
        assert self.page.locator(".jp-Cell").count() == self.cells, "a key typed in the quiz reached the notebook"
        assert self.opened.errors() == [] and self.opened.asked_elsewhere == []


def answer_all(reader) -> None:
    """Answer each of the eight types wrongly, where it can be partly, and in the end rightly."""
    single, multiple, numeric = "what-over-leaves-open", "what-can-be-said", "a-share-that-fits"
    reader.choose(single, "b")
    assert reader.check(single).startswith("✗ Not right.")
    reader.python_sees("[quiz.scores, quiz.answers, quiz.score]", [{single: 0.0}, {single: "b"}, 0.0])
    reader.choose(single, "a")
    assert reader.check(single).startswith("✓ Right.")

    reader.tick(multiple, "c")
    assert reader.check(multiple).startswith("✗ Not right: 0 of 2 right answers chosen, and 1 wrong.")
    reader.tick(multiple, "c", "a")
    assert reader.check(multiple).startswith("◐ Partly right: 1 of 2 right answers chosen.")
    reader.python_sees("quiz.scores", {single: 1.0, multiple: 0.5})
    reader.tick(multiple, "b")
    assert reader.check(multiple).startswith("✓ Right.")

    reader.type(numeric, "30")
    assert "The bound itself is left out" in reader.check(numeric)
    reader.type(numeric, "29.9")
    reader.press("Enter")
    assert reader.question(numeric).locator(".cb-feedback").inner_text().startswith("✓ Right.")
    reader.type("a-month-of-loans", "99")
    assert "Too low" in reader.check("a-month-of-loans")
    reader.type("a-month-of-loans", "100")
    assert reader.check("a-month-of-loans").startswith("✓ Right.")

    order = "which-came-first"
    place = {"The doors open.": 0, "The first book is lent.": 1, "The first report comes out.": 2}
    lines = lambda: reader.question(order).locator("li .cb-line > span:first-child").all_inner_texts()  # noqa: E731
    said = reader.check(order)
    assert re.match(r"(✗ Not right: 0|◐ Partly right: 1) of 3 in their places", said)
    while (now := lines()) != sorted(now, key=place.get):
        late = next(text for text, after in zip(now, now[1:], strict=False) if place[text] > place[after])
        reader.tab_to(f'[aria-label="Later: {late}"]')
        reader.press("Enter")
    assert reader.check(order).startswith("✓ Right.")

    match = "who-counts-what"
    reader.select(match, a="lends", b="counts", c="forgets")
    assert reader.check(match).startswith("◐ Partly right: 1 of 3.")
    reader.select(match, a="forgets")
    assert reader.check(match).startswith("✗ Not right: 0 of 3.")
    reader.select(match, a="lends", b="borrows", c="counts")
    assert reader.check(match).startswith("✓ Right.")

    classify = "what-sort-of-statement"
    reader.select(classify, a="estimate", b="estimate", c="estimate")
    assert reader.check(classify).startswith("◐ Partly right: 1 of 3.")
    reader.select(classify, b="reported")
    assert reader.check(classify).startswith("✗ Not right: 0 of 3.")
    reader.select(classify, a="reported", b="estimate", c="claim")
    assert reader.check(classify).startswith("✓ Right.")

    mark = "where-the-hedge-stands"
    reader.choose(mark, "a")
    assert reader.check(mark).startswith("✗ Not right.")
    reader.choose(mark, "b")
    assert reader.check(mark).startswith("✓ Right.")

    short = "why-the-counts-differ"
    reader.type(short, "bad dd: they agree")  # in command mode these letters delete and insert cells
    assert reader.check(short).startswith("Compare your answer with the model answer.")
    assert reader.check(short).startswith("✗ 0 of 3 points")
    reader.tick(short, "1")
    assert reader.check(short).startswith("◐ 2 of 3 points")
    reader.tick(short, "0")
    assert reader.check(short).startswith("✓ 3 of 3 points")
    assert reader.score() == "Score: 9 of 9. Tried: 9 of 9."
    reader.python_sees("[len(quiz.scores), quiz.score]", [9, 1.0])


TRIES = [2, 3, 2, 2, 2, 3, 3, 2, 3]


def test_every_type_is_answered_in_jupyterlab_and_python_sees_it(lab):
    reader = Reader(lab(NOTEBOOK))
    empty = reader.python("json.loads(quiz.results().to_json(orient='split'))")
    assert empty["columns"] == ["question", "type", "objective", "tries", "score", "answered"]
    assert [row[3:] for row in empty["data"]] == [[0, None, False]] * 9
    reader.opened.run(f"{FIND}seen = []\nquiz.observe(lambda change: seen.append(change.new), 'score')")
    answer_all(reader)
    assert reader.python("seen")[:2] == [pytest.approx(1 / 9), pytest.approx(1.5 / 9)]
    rows = reader.python("quiz.results().values.tolist()")
    assert [row[1] for row in rows] == [
        *("single", "multiple", "numeric", "numeric", "order", "match", "classify", "mark", "short")
    ]
    assert [row[3:] for row in rows] == [[tries, 1.0, True] for tries in TRIES]
    answers = reader.python("quiz.answers")
    assert answers["what-can-be-said"] == ["a", "b"] and answers["a-share-that-fits"] == "29.9"
    assert answers["which-came-first"] == ["a", "b", "c"]
    assert answers["why-the-counts-differ"] == {"text": "bad dd: they agree", "ticked": [0, 1]}
    reader.saves()
    reader.leaves_the_notebook_alone()


def test_a_view_opened_again_shows_the_answers_and_what_was_said_of_them(lab):
    reader = Reader(lab(NOTEBOOK))
    answer_all(reader)
    kept = reader.python("[quiz.answers, quiz.tries]")
    said = reader.quiz.locator(".cb-feedback").all_inner_texts()
    opened = reader.opened
    opened.command("docmanager:save")
    opened.command("application:close")
    expect(opened.page.locator(".cb-live")).to_have_count(0)
    opened.command("docmanager:open", path=NOTEBOOK)
    score = reader.quiz.locator(".cb-score")
    expect(score).to_have_text("From before. Score: 9 of 9. Tried: 9 of 9.", timeout=PATIENCE)
    assert reader.quiz.locator(".cb-feedback").all_inner_texts() == said
    assert reader.quiz.locator("textarea").input_value() == "bad dd: they agree"
    assert reader.quiz.locator('input[type="text"]').first.input_value() == "29.9"
    assert reader.python("[quiz.answers, quiz.tries]") == kept, "to show an answer again is no try"


def test_python_can_put_an_answer_in_and_take_all_out_again(lab):
    reader = Reader(lab(NOTEBOOK))
    reader.type("a-month-of-loans", "7")
    name = "where-the-hedge-stands"
    put = f"{FIND}with quiz.hold_sync():\n    quiz.answers = {{'{name}': 'b'}}\n    quiz.scores = {{'{name}': 1}}"
    reader.opened.run(put)
    expect(reader.question(name).locator(".cb-feedback")).to_contain_text("Yes: a bound, not a count.")
    expect(reader.quiz.locator(".cb-score")).to_contain_text("Score: 1 of 9.")
    reader.opened.run(f"{FIND}with quiz.hold_sync():\n    quiz.answers = {{}}\n    quiz.scores = {{}}")
    expect(reader.question(name).locator(".cb-feedback")).to_have_text("")
    expect(reader.quiz.locator(".cb-score")).to_have_text("")
    assert reader.question("a-month-of-loans").locator("input").input_value() == "7", "what is not checked yet stays"


def test_notebook_7_shows_and_marks_the_same_quiz(notebook7):
    reader = Reader(notebook7(NOTEBOOK))
    answer_all(reader)
    assert [row[3] for row in reader.python("quiz.results().values.tolist()")] == TRIES
    reader.saves()
    reader.leaves_the_notebook_alone()


def test_a_chapter_of_the_book_has_its_quiz_live(lab):
    opened = lab("notebooks/chapters/memorandum/requests.ipynb")
    quiz = opened.page.locator(".cb-live .cb-quiz")
    expect(quiz).to_have_attribute("data-quiz", "chapters/memorandum/requests")
    assert quiz.locator("form").count() >= 5
    assert quiz.locator("a").count() == 0, "a link that leads nowhere in a notebook"
    assert opened.errors() == [] and opened.asked_elsewhere == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_quiz_is_readable_in_the_theme_of_the_notebook(lab, theme):
    from axe_playwright_python.sync_playwright import Axe

    reader = Reader(lab(NOTEBOOK, color_scheme="dark" if "Dark" in theme else "light"))
    reader.opened.command("apputils:change-theme", theme=theme)
    expect(reader.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    for name in ("what-over-leaves-open", "where-the-hedge-stands"):
        reader.choose(name, "b")
        reader.check(name)
    reader.tick("what-can-be-said", "a", "c")
    reader.check("what-can-be-said")
    reader.tab_to("#question-what-can-be-said .cb-reveal")
    reader.press("Enter")
    assert reader.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    found = Axe().run(reader.page, context=".cb-live", options={"preload": False}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120], one["nodes"][0]["failureSummary"]) for one in found] == []
