"""A quiz in a real browser, by keyboard alone: on three pages written by hand, opened as files under a strict CSP."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from casebook.sphinx.hygiene import colours
from casebook.sphinx.quiz import classic

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "casebook" / "quizzes" / "static"
PAGES = Path(__file__).parent / "quiz"
KEY = "casebook:tiny-library:progress:1"
LATE_FINE = "The first fine is charged to a reader who had kept a book over the summer"
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages beside what a build would put there, the script as its classic twin."""
    made = tmp_path_factory.mktemp("quiz")
    for page in PAGES.iterdir():
        shutil.copy(page, made)
    source = (STATIC / "quiz.js").read_text(encoding="utf-8")
    (made / "quiz.js").write_text(classic(source), encoding="utf-8")
    shutil.copy(STATIC / "quiz.css", made)
    shutil.copy(ROOT / "casebook" / "sphinx" / "static" / "casebook.css", made)
    (made / "casebook-colours.css").write_text(colours(), encoding="utf-8")
    return made


class Visit:
    """A reader in one browser profile, with a keyboard and no mouse."""

    def __init__(self, browser, folder, *, width=1280, script=True, before="", **context):
        self.folder = folder
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, accept_downloads=True, **context
        )
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.add_init_script(LISTEN + before)
        self.open("page")

    def open(self, name):
        self.page.goto((self.folder / f"{name}.html").as_uri(), wait_until="load")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector):
        """Press Tab until the focus is on `selector`, as a reader would."""
        for _ in range(120):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def question(self, name):
        return self.page.locator(f"#question-{name}")

    def choose(self, name, key):
        """Choose a radio button: its group is one stop of Tab, and arrows move and choose inside it."""
        self.tab_to(f"#question-{name} input")
        self.press("Space")
        for _ in range(4):
            if self.page.evaluate("document.activeElement.value") == key:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow reaches {key}")

    def tick(self, name, *keys):
        for key in keys:
            self.tab_to(f'#question-{name} input[value="{key}"]')
            self.press("Space")

    def select(self, name, **places):
        for key, downs in places.items():
            self.tab_to(f'#question-{name} select[name="{name}-{key}"]')
            self.press("Home", *["ArrowDown"] * downs)

    def type(self, name, text):
        self.tab_to(f"#question-{name} :is(input[type=text], textarea)")
        self.press("Control+a")
        self.page.keyboard.type(text)

    def check(self, name):
        """Press the Check button, and return what the live region then says."""
        self.tab_to(f"#question-{name} .cb-check")
        self.press("Enter")
        assert self.page.evaluate("document.activeElement.matches('.cb-check')"), "Check moved the focus"
        return self.said(name)

    def again(self, name):
        self.tab_to(f"#question-{name} .cb-retry")
        self.press("Enter")
        assert self.said(name) == ""
        first = f"#question-{name} fieldset :is(input, select, textarea)"
        assert self.page.evaluate("all => document.activeElement === document.querySelector(all)", first)

    def said(self, name):
        return self.question(name).locator(".cb-feedback").inner_text()

    def aside(self, name):
        return self.question(name).locator(".cb-aside").text_content()

    def score(self):
        return self.page.locator(".cb-score").inner_text()

    def kept(self):
        return json.loads(self.page.evaluate("key => localStorage.getItem(key)", KEY) or "{}")

    def items(self):
        return self.question("what-came-first").locator("li .cb-line > span:first-child").all_inner_texts()

    def close(self):
        violations = self.page.evaluate("window.violations")
        self.context.close()
        assert violations == []
        assert self.complaints == []


@pytest.fixture
def visit(browser, folder):
    made = Visit(browser, folder)
    yield made
    made.close()


def test_a_single_choice_by_keyboard(visit):
    visit.choose("what-was-counted", "b")
    said = visit.check("what-was-counted")
    assert said.startswith("✗ Not right.") and "One reader may stand behind many loans." in said
    assert "Why this matters: A count of acts" in said
    assert visit.question("what-was-counted").locator("label", has_text="Readers").inner_text().endswith("✗ Not right")
    visit.again("what-was-counted")
    assert visit.question("what-was-counted").locator("input:checked").count() == 0
    visit.choose("what-was-counted", "a")
    assert "A loan is one lending" in visit.check("what-was-counted")
    assert visit.score() == "Score: 1 of 9. Tried: 1 of 9."
    assert visit.kept()["what-was-counted"]["score"] == 1 and visit.kept()["what-was-counted"]["tries"] == 2


def test_markup_in_a_text_stays_text(visit):
    visit.choose("what-was-counted", "c")
    assert "<b>Not bold</b>" in visit.check("what-was-counted")
    assert visit.question("what-was-counted").locator(".cb-feedback b").count() == 0


def test_a_multiple_choice_by_keyboard(visit):
    visit.tick("which-hold", "a")
    said = visit.check("which-hold")
    assert (
        said.startswith("◐ Partly right: 1 of 2 right answers chosen.") and "Loans came to 1,200 ✓ Right. It is" in said
    )
    assert visit.score() == "Score: 0.5 of 9. Tried: 1 of 9."
    visit.again("which-hold")
    visit.tick("which-hold", "b", "d")
    said = visit.check("which-hold")
    assert said.startswith("✗ Not right: 0 of 2 right answers chosen, and 2 wrong.")
    assert "Every reader borrowed ✗ Not right. The report names no readers." in said
    visit.again("which-hold")
    visit.tick("which-hold", "a", "c")
    assert visit.check("which-hold").startswith("✓ Right.")
    assert visit.score() == "Score: 1 of 9. Tried: 1 of 9."


def test_a_hedged_number_by_keyboard(visit):
    visit.type("late-number", "8000")
    visit.press("Enter")
    assert "✗ Not right." in visit.said("late-number") and "Exactly 8000 is not more" in visit.said("late-number")
    visit.type("late-number", "lots")
    visit.press("Enter")
    assert visit.said("late-number").startswith("This is not marked yet")
    assert visit.kept()["late-number"]["tries"] == 1, "words are no try"
    visit.type("late-number", "8,000.01")
    visit.press("Enter")
    assert visit.said("late-number").startswith("✓ Right.") and "allows: more than 8000." in visit.said("late-number")
    assert visit.page.evaluate("document.activeElement.name") == "late-number"
    assert visit.score() == "Score: 1 of 9. Tried: 1 of 9."


def test_an_exact_number_by_keyboard(visit):
    visit.type("share-exact", "33")
    assert "Too low." in visit.check("share-exact")
    visit.again("share-exact")
    visit.type("share-exact", "33.3 %")
    assert visit.check("share-exact").startswith("✓ Right.")


def test_an_order_by_its_buttons(visit):
    name = "what-came-first"
    said = visit.check(name)
    assert said.startswith("✗ Not right: 0 of 3 in their places.") and "The report counts the fines." in said
    visit.again(name)
    visit.tab_to('[aria-label="Later: The report is printed"]')
    visit.press("Enter")
    assert visit.aside(name) == "The report is printed: place 2 of 3."
    assert visit.items() == ["The doors open", "The report is printed", LATE_FINE]
    assert visit.check(name).startswith("◐ Partly right: 1 of 3 in their places.")
    visit.again(name)
    visit.tab_to('[aria-label="Later: The report is printed"]')
    visit.press("Enter", "Enter")
    assert visit.page.evaluate("document.activeElement.ariaLabel") == "Later: The report is printed", (
        "the focus is lost"
    )
    assert visit.aside(name) == "The report is printed: place 3 of 3. This is the last."
    visit.press("Enter")
    assert visit.items() == ["The doors open", LATE_FINE, "The report is printed"]
    visit.tab_to(f"#question-{name} .cb-check")
    assert visit.check(name).startswith("✓ Right.")
    assert visit.score() == "Score: 1 of 9. Tried: 1 of 9."
    visit.again(name)
    assert visit.items() == ["The report is printed", "The doors open", LATE_FINE], "as it was shown at first"
    places = visit.question(name).locator("select").evaluate_all("all => all.map((select) => select.value)")
    assert places == ["1", "2", "3"]


def test_an_order_by_its_selects_and_by_dragging(visit):
    name = "what-came-first"
    visit.tab_to(f'#question-{name} select[name="{name}-c"]')
    visit.press("End")
    assert visit.aside(name) == "The report is printed: place 3 of 3. This is the last."
    assert visit.page.evaluate("document.activeElement.name") == f"{name}-c"
    assert visit.said(name) == "" and visit.items()[2] == "The report is printed"
    assert visit.check(name).startswith("✓ Right.")
    grip = visit.question(name).locator(".cb-grip").nth(2)
    grip.scroll_into_view_if_needed()
    box, first = grip.bounding_box(), visit.question(name).locator("li").first.bounding_box()
    visit.page.mouse.move(box["x"] + 8, box["y"] + 8)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 8, first["y"] + 4, steps=12)
    visit.page.mouse.up()
    assert visit.items()[0] == "The report is printed"
    assert visit.aside(name) == "The report is printed: place 1 of 3. This is the first."


def test_a_match_by_keyboard(visit):
    visit.select("who-does-what", a=2)
    assert visit.check("who-does-what") == "Choose an answer on every line first: 1 of 2 still to choose."
    visit.select("who-does-what", b=2)
    said = visit.check("who-does-what")
    assert said.startswith("◐ Partly right: 1 of 2.") and "Reading club ✗ Not right. The club borrows." in said
    visit.again("who-does-what")
    visit.select("who-does-what", a=1, b=2)
    assert visit.check("who-does-what").startswith("✗ Not right: 0 of 2.")
    visit.select("who-does-what", a=2, b=1)
    assert visit.check("who-does-what").startswith("✓ Right.")
    assert visit.score() == "Score: 1 of 9. Tried: 1 of 9."


def test_a_classification_by_keyboard(visit):
    visit.select("what-kind", a=1, b=1, c=1)
    said = visit.check("what-kind")
    assert said.startswith("◐ Partly right: 1 of 3.") and "cheats its readers.” ✗ Not right. The club says so" in said
    assert visit.score() == "Score: 0.33 of 9. Tried: 1 of 9."
    visit.again("what-kind")
    visit.select("what-kind", a=2, b=4, c=3)
    assert visit.check("what-kind").startswith("✗ Not right: 0 of 3.")
    visit.again("what-kind")
    visit.select("what-kind", a=1, b=3, c=2)
    assert visit.check("what-kind").startswith("✓ Right.")


def test_a_marked_sentence_by_keyboard(visit):
    assert visit.check("which-hedges") == "Choose an answer first."
    assert visit.question("which-hedges").locator(".cb-retry").is_hidden()
    visit.choose("which-hedges", "c")
    assert "It holds no number at all." in visit.check("which-hedges")
    visit.again("which-hedges")
    visit.choose("which-hedges", "b")
    assert visit.check("which-hedges").startswith("✓ Right.")


def test_a_short_answer_is_marked_by_its_writer(visit):
    name = "why-not-add"
    assert visit.check(name) == "Write your answer first."
    visit.type(name, "They overlap.")
    assert visit.check(name).startswith("Compare your answer with the model answer.")
    assert "counted twice" in visit.question(name).locator(".cb-rubric").inner_text()
    assert visit.kept() == {}, "nothing is marked before the writer marks it"
    assert visit.check(name).startswith("✗ 0 of 3 points, by your own count.")
    visit.page.locator(f"#question-{name} textarea").focus()
    visit.tick(name, "0")
    assert visit.check(name).startswith("◐ 2 of 3 points")
    assert visit.score() == "Score: 0.67 of 9. Tried: 1 of 9."
    visit.page.locator(f"#question-{name} textarea").focus()
    visit.tick(name, "1")
    assert visit.check(name).startswith("✓ 3 of 3 points")
    visit.again(name)
    assert visit.question(name).locator(".cb-rubric").count() == 0


def test_arrows_and_choosing_never_mark(visit):
    visit.choose("what-was-counted", "c")
    visit.press("ArrowUp", "ArrowDown", "ArrowDown")
    visit.tick("which-hold", "a", "b")
    visit.type("late-number", "8001")
    visit.press("ArrowUp", "ArrowDown", "Tab")
    visit.select("who-does-what", a=1, b=2)
    visit.select("what-kind", a=1, b=2, c=3)
    assert visit.page.locator(".cb-feedback").all_inner_texts() == [""] * 9
    assert visit.score() == "" and visit.kept() == {}


def test_changing_an_answer_takes_its_sign_away(visit):
    visit.choose("what-was-counted", "b")
    visit.check("what-was-counted")
    assert visit.question("what-was-counted").locator("label .cb-sign").count() == 1
    visit.page.locator("#question-what-was-counted input").first.focus()
    visit.press("ArrowDown")
    assert visit.question("what-was-counted").locator("label .cb-sign").count() == 0


def test_live_regions_stand_in_the_page_before_their_text(visit):
    for region in visit.page.locator(".cb-feedback, .cb-score, .cb-aside").all():
        assert region.get_attribute("role") == "status"
        assert region.text_content() == ""
        assert region.evaluate("node => getComputedStyle(node).display") != "none"


def test_hint_and_revealed_answer(visit):
    name = "what-was-counted"
    assert visit.question("which-hold").locator(".cb-hint").count() == 0
    visit.tab_to(f"#question-{name} .cb-hint")
    visit.press("Enter")
    assert visit.said(name) == "Hint: One reader can borrow twice."
    answer = visit.question(name).locator(".cb-answer")
    assert answer.is_hidden()
    visit.choose(name, "b")
    visit.check(name)
    visit.tab_to(f"#question-{name} .cb-reveal")
    visit.press("Enter")
    assert answer.locator("p").is_visible() and "Right: Times that a book was lent." in answer.inner_text()
    assert visit.aside(name) == "The answer is shown below."
    assert visit.page.evaluate("document.activeElement.textContent") == "Hide the answer"
    visit.press("Enter")
    assert answer.is_hidden()


def test_only_what_was_missed_is_tried_again(visit):
    visit.choose("what-was-counted", "a")
    visit.check("what-was-counted")
    assert visit.page.locator(".cb-retry-missed").is_hidden()
    visit.tick("which-hold", "a")
    visit.check("which-hold")
    visit.type("late-number", "7")
    visit.check("late-number")
    visit.tab_to(".cb-retry-missed")
    visit.press("Enter")
    assert visit.page.evaluate("document.activeElement.name") == "which-hold"
    assert visit.score() == "2 to try again. Score: 1 of 9. Tried: 1 of 9."
    assert visit.said("which-hold") == visit.said("late-number") == ""
    assert visit.said("what-was-counted").startswith("✓ Right."), "what was right stays"
    assert visit.page.locator(".cb-retry-missed").is_hidden()


def state_of(visit):
    return {
        row.get_attribute("data-objective"): (
            row.locator(".cb-state").inner_text(),
            row.locator(".cb-tally").inner_text(),
        )
        for row in visit.page.locator("[data-objective]").all()
    }


def saved(visit, selector):
    visit.tab_to(selector)
    with visit.page.expect_download() as waiting:
        visit.press("Enter")
    return waiting.value


def bring_back(visit, path):
    visit.page.set_input_files(".cb-load", path)
    said = visit.page.locator(".cb-said")
    expect(said).to_have_text(re.compile("rought back"))
    return said.inner_text()


def erase(visit, answer):
    visit.page.once("dialog", lambda dialog: dialog.accept() if answer else dialog.dismiss())
    visit.tab_to(".cb-erase")
    visit.press("Enter")


def test_progress_is_kept_across_pages_saved_brought_back_and_erased(visit, tmp_path):
    visit.choose("what-was-counted", "a")
    visit.check("what-was-counted")
    visit.tick("which-hold", "a")
    visit.check("which-hold")
    visit.open("second")
    assert visit.score() == ""
    visit.choose("who-fines", "b")
    visit.check("who-fines")
    visit.open("page")
    assert visit.score() == "From before. Score: 1.5 of 9. Tried: 2 of 9."
    visit.open("progress")
    before = {
        "units": ("begun", "1 of 2"),
        "hedges": ("not tried", "0 of 3"),
        "sequence": ("begun", "0 of 3"),
        "kinds": ("not tried", "0 of 2"),
    }
    assert state_of(visit) == before
    as_json = saved(visit, ".cb-save-json")
    assert as_json.suggested_filename == "tiny-library-progress.json"
    file = tmp_path / "kept.json"
    as_json.save_as(file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["casebook"] == "tiny-library" and told["questions"]["which-hold"]["score"] == 0.5
    rows = list(csv.DictReader(Path(saved(visit, ".cb-save-csv").path()).read_text(encoding="utf-8").splitlines()))
    assert [(row["objective"], row["question"], row["score"], row["tries"]) for row in rows] == [
        ("units", "what-was-counted", "1", "1"),
        ("units", "which-hold", "0.5", "1"),
        ("sequence", "who-fines", "0", "1"),
    ]
    erase(visit, answer=False)
    assert state_of(visit) == before
    erase(visit, answer=True)
    assert visit.page.locator(".cb-said").inner_text() == "All progress is erased."
    assert visit.kept() == {} and state_of(visit)["units"] == ("not tried", "0 of 2")
    assert bring_back(visit, file) == "Brought back: 3."
    assert state_of(visit) == before


def test_an_objective_is_reached_when_each_of_its_questions_is_right(visit):
    visit.choose("what-was-counted", "a")
    visit.check("what-was-counted")
    visit.tick("which-hold", "a", "c")
    visit.check("which-hold")
    visit.open("progress")
    assert state_of(visit)["units"] == ("reached", "2 of 2")


GOOD = {"score": 1, "tries": 2, "at": "2031-02-01T10:00:00.000Z"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("no json", "Nothing was brought back: the file is not JSON."),
        ("null", "Nothing was brought back: the file is not progress that was saved from this book."),
        (
            '{"casebook": "another", "progress": 1, "questions": {}}',
            "Nothing was brought back: the file is not progress",
        ),
        ('{"casebook": "tiny-library", "progress": 1}', "Brought back: 0."),
        (
            json.dumps(
                {
                    "casebook": "tiny-library",
                    "progress": 1,
                    "questions": {
                        "what-was-counted": GOOD,
                        "which-hold": GOOD | {"score": 7},
                        "late-number": GOOD | {"tries": "<b>"},
                        "what-kind": GOOD | {"at": "=1+1"},
                        "which-hedges": None,
                        "gone": GOOD,
                    },
                }
            ),
            "Brought back: 1. Left out, being damaged or about no question of this book: 5.",
        ),
    ],
)
def test_a_file_is_looked_at_before_it_is_brought_back(visit, tmp_path, text, answer):
    visit.open("progress")
    file = tmp_path / "file.json"
    file.write_text(text, encoding="utf-8")
    assert bring_back(visit, file).startswith(answer)


def test_a_newer_record_is_not_overwritten_by_an_older_one(visit, tmp_path):
    visit.choose("what-was-counted", "b")
    visit.check("what-was-counted")
    visit.open("progress")
    file = tmp_path / "file.json"
    old = GOOD | {"at": "2001-02-01T10:00:00.000Z"}
    saved_file = {"casebook": "tiny-library", "progress": 1, "questions": {"what-was-counted": old}}
    file.write_text(json.dumps(saved_file), encoding="utf-8")
    bring_back(visit, file)
    assert visit.kept()["what-was-counted"]["score"] == 0


def test_a_browser_that_keeps_nothing_still_marks_and_says_so(browser, folder):
    denied = "get() { throw new DOMException('no', 'SecurityError'); }"
    visit = Visit(browser, folder, before=f"Object.defineProperty(window, 'localStorage', {{ {denied} }});")
    visit.choose("what-was-counted", "a")
    assert visit.check("what-was-counted").startswith("✓ Right.")
    assert "does not let the page keep progress" in visit.score()
    visit.open("progress")
    assert state_of(visit)["units"] == ("not tried", "0 of 2")
    visit.close()


def test_damaged_storage_is_passed_over(browser, folder):
    visit = Visit(browser, folder)
    visit.page.evaluate("key => localStorage.setItem(key, '{broken')", KEY)
    visit.open("page")
    visit.choose("what-was-counted", "a")
    assert visit.check("what-was-counted").startswith("✓ Right.")
    assert list(visit.kept()) == ["what-was-counted"]
    visit.close()


HOLD = """
window.idle = [];
window.requestIdleCallback = (work) => idle.push(work);
window.heard = [];
addEventListener("casebook:marked", ({ detail }) => heard.push(detail.id), true);
"""
FILL = """for (const control of document.querySelectorAll("fieldset :is(input, select, textarea)")) {
  if (control.matches("[type=radio], [type=checkbox]")) control.checked = true;
  else if (control.matches("select")) control.selectedIndex = 1;
  else control.value = "1";
}"""
# What a click does besides marking: reckon the score, and keep it.
KEEPING = {"show", "missed", "add", "write", "isRecord"}


def called(cdp):
    """The names of the script's functions that ran since this was last asked."""
    scripts = cdp.send("Profiler.takePreciseCoverage")["result"]
    return {
        function["functionName"]
        for script in scripts
        if script["url"].endswith("/quiz.js")
        for function in script["functions"]
        if function["ranges"][0]["count"]
    }


def test_a_click_is_rehearsed_in_idle_time_by_every_type(browser, folder):
    visit = Visit(browser, folder, before=HOLD)
    cdp = visit.context.new_cdp_session(visit.page)
    cdp.send("Profiler.enable")
    cdp.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})
    visit.open("page")
    ran = called(cdp)
    assert not {"mark", "sign", "wordsOfResult", "showSigns"} & ran, "the page waits for it"
    visit.page.evaluate("idle.forEach((work) => work())")
    ran |= called(cdp)
    visit.page.evaluate(FILL)
    visit.page.locator("form.cb-question").evaluate_all("forms => forms.forEach((form) => form.requestSubmit())")
    assert visit.page.locator(".cb-feedback:not(:empty)").count() == 9
    # A function without a name stands in one that has a name.
    assert {name for name in called(cdp) if name} - ran <= KEEPING
    visit.close()


def test_the_rehearsal_leaves_no_trace(browser, folder):
    visit = Visit(browser, folder, before=HOLD)
    visit.choose("what-was-counted", "b")
    visit.type("late-number", "12")
    shown = (
        "[document.body.outerHTML, ...[...document.querySelectorAll('input')].map((one) => one.checked || one.value)]"
    )
    before = visit.page.evaluate(shown)
    assert visit.page.evaluate("idle.length") > 1
    visit.page.evaluate("idle.forEach((work) => work())")
    assert visit.page.evaluate(shown) == before
    assert visit.page.evaluate("document.activeElement.value") == "12"
    assert visit.page.evaluate("heard") == [] and visit.kept() == {}
    assert visit.check("what-was-counted").startswith("✗ Not right.")
    assert visit.page.evaluate("heard") == ["what-was-counted"]
    visit.close()


WATCH = """
delete window.requestIdleCallback;
new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
  if (added.some((node) => node.inert)) document.documentElement.dataset.rehearsed = "";
}).observe(document, { childList: true, subtree: true });
"""


def test_a_browser_that_tells_no_idle_time_rehearses_all_the_same(browser, folder):
    visit = Visit(browser, folder, before=WATCH)
    visit.page.locator("html[data-rehearsed]").wait_for()
    visit.close()


def test_what_was_checked_last_is_kept_though_the_page_is_left_at_once(visit):
    visit.choose("what-was-counted", "a")
    visit.page.evaluate(
        "document.querySelector('#question-what-was-counted .cb-check').click(); location.href = 'second.html'"
    )
    visit.page.wait_for_url("**/second.html")
    assert list(visit.kept()) == ["what-was-counted"]


def test_without_javascript_the_questions_and_the_folded_key_are_there(browser, folder):
    visit = Visit(browser, folder, script=False)
    answers = visit.page.locator(".cb-answer")
    assert answers.count() == visit.page.locator("form.cb-question:visible").count() == 9
    answers.first.locator("summary").focus()
    visit.press("Enter")
    assert answers.first.locator("p").is_visible()
    assert visit.page.locator("button:visible").count() == 0
    assert visit.question("what-came-first").locator("select").count() == 3
    visit.context.close()


def test_paper_has_the_questions_and_the_answers(visit):
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".cb-answer[open]:visible").count() == 9
    assert visit.page.locator("button:visible").count() == 0
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visit.page.locator(".cb-answer:visible").count() == 0


def answer_everything(visit):
    """Every kind of feedback at once, the answers shown as well."""
    visit.choose("what-was-counted", "b")
    visit.check("what-was-counted")
    visit.tick("which-hold", "a", "b", "c")
    visit.check("which-hold")
    visit.type("late-number", "8001")
    visit.check("late-number")
    visit.check("what-came-first")
    visit.select("who-does-what", a=2, b=3)
    visit.check("who-does-what")
    visit.select("what-kind", a=1, b=2, c=3)
    visit.check("what-kind")
    visit.type("why-not-add", "They overlap.")
    visit.check("why-not-add")
    for shown in visit.page.locator(".cb-reveal:visible").all():
        shown.press("Enter")


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


def dress(visit, look, size="100%"):
    visit.page.evaluate(
        "([theme, size]) => { const { dataset, style } = document.documentElement;"
        " dataset.theme = theme; style.fontSize = size; }",
        ["dark" if look == "dark" else "light", size],
    )


def assert_sound(visit, width):
    found = Axe().run(visit.page, options={"preload": False}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    inner = "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 90))"
    boxes = "fieldset, legend, .cb-option, .cb-line, .cb-feedback, .cb-answer, .cb-actions, li, table, td, th"
    assert visit.page.locator(boxes).evaluate_all(inner) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (320, "200%"), (1280, "100%")])
def test_a_quiz_is_accessible_and_never_scrolls_sideways(browser, folder, look, width, size):
    visit = Visit(browser, folder, width=width, reduced_motion="reduce", **LOOKS[look])
    dress(visit, look, size)
    assert_sound(visit, width)
    answer_everything(visit)
    assert_sound(visit, width)
    visit.open("progress")
    dress(visit, look, size)
    assert_sound(visit, width)
    visit.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_target_is_large_enough(browser, folder, width):
    visit = Visit(browser, folder, width=width)
    answer_everything(visit)
    targets = "button:visible, select:visible, textarea:visible, input[type=text]:visible, .cb-option, summary:visible"
    measured = visit.page.locator(targets).evaluate_all(
        "all => all.map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"
    )
    assert measured == []
    visit.open("progress")
    for target in visit.page.locator("button:visible, input:visible").all():
        assert target.bounding_box()["height"] >= 24
    visit.close()


@pytest.mark.parametrize("look", LOOKS)
def test_the_focus_can_be_seen_on_every_control(browser, folder, look):
    visit = Visit(browser, folder, **LOOKS[look])
    dress(visit, look)
    answer_everything(visit)
    unseen, stops = [], set()
    visit.page.evaluate("document.activeElement.blur()")
    for _ in range(80):
        visit.press("Tab")
        tag, outline, width = visit.page.evaluate(
            "() => { const on = document.activeElement, look = getComputedStyle(on);"
            " return [`${on.tagName} ${on.className}`, look.outlineStyle, parseFloat(look.outlineWidth)]; }"
        )
        stops.add(re.sub(r" .*", "", tag))
        if not tag.startswith("BODY") and (outline == "none" or width < 2):
            unseen.append(tag)
    assert unseen == []
    assert {"INPUT", "BUTTON", "SELECT", "TEXTAREA", "SUMMARY"} <= stops
    visit.close()
