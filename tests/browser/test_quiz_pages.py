"""Every page with a quiz or the table of progress, all of it answered: accessible, and never scrolling sideways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[2]
NAMES = list(parse_toc_yaml(ROOT / "_toc.yml"))
HAS_QUIZ = re.compile(r"^casebook\.quiz\(|^```\{progress\}", re.MULTILINE)
QUIZ_PAGES = [name for name in NAMES if HAS_QUIZ.search((ROOT / f"{name}.md").read_text(encoding="utf-8"))]
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"color_scheme": "dark", "forced_colors": "active"},
}

# Some answer to every question, then what comes of it: the feedback, the rubric of a short answer, the answer itself.
ANSWER = """() => {
  for (const form of document.querySelectorAll("form.cb-question")) {
    const all = (selector) => [...form.querySelectorAll(selector)];
    all(".cb-option input").slice(0, 2).forEach((option) => option.click());
    all("select").forEach((select) => { select.selectedIndex = 1; });
    all("input[type=text]").forEach((input) => { input.value = "1"; });
    all("textarea").forEach((area) => { area.value = "Some words."; });
    form.querySelector(".cb-hint")?.click();
    form.querySelector(".cb-check").click();
    form.querySelector(".cb-rubric input")?.click();
    form.querySelector(".cb-check").click();
    form.querySelector(".cb-reveal").click();
  }
}"""
# Forms that lack their verdict, or their answer.
UNANSWERED = """() => [...document.querySelectorAll("form.cb-question")]
  .filter((form) => !form.querySelector(".cb-verdict") || !form.querySelector(".cb-answer").open)
  .map((form) => form.id)"""
# What reaches beyond the window, or scrolls inside itself. A control cuts its own text off, and what only listeners
# hear is cut off on purpose.
TOO_WIDE = """() => [...document.querySelectorAll(":is(.cb-quiz, .cb-progress), :is(.cb-quiz, .cb-progress) *")]
  .filter((one) => one.checkVisibility() && !one.closest("option, .cb-aside, .cb-spoken"))
  .filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    const holds = !one.matches("input, select") && getComputedStyle(one).display !== "inline";
    const inner = holds && one.scrollWidth > one.clientWidth + 1;
    return left < 0 || right > document.documentElement.clientWidth + 0.5 || inner;
  })
  .map((one) => one.outerHTML.slice(0, 120))"""

# The theme lets a keyboard reach whatever scrolls, some time after the window's size has changed.
SETTLED = """() => [...document.querySelectorAll(".pst-scrollable-table-container")].every((one) => {
  const scrolls = one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight;
  return scrolls === (one.tabIndex === 0);
})"""

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module", params=LOOKS)
def tab(request, browser, site):
    """A page of the browser in one look, for all pages of the book; of the network it reaches nothing."""
    context = browser.new_context(
        viewport={"width": 320, "height": 900}, reduced_motion="reduce", **LOOKS[request.param]
    )
    context.set_offline(True)
    yield context.new_page()
    context.close()


def sized(page, width, text):
    """Give all text a size, then the window a width in pixels."""
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
    page.set_viewport_size({"width": width, "height": 900})


def violations(page, *, but=()):
    """What the checker finds on the whole page, by all its rules `but` some."""
    page.wait_for_function(SETTLED)
    rules = {rule: {"enabled": False} for rule in but}
    options = {"preload": False, "resultTypes": ["violations"], "rules": rules}
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


@pytest.mark.parametrize("name", QUIZ_PAGES)
def test_a_page_with_every_question_answered_is_accessible_and_fits(tab, site, name):
    tab.goto((site / f"{name}.html").as_uri(), wait_until="load")
    tab.evaluate(ANSWER)
    assert tab.evaluate(UNANSWERED) == []
    assert violations(tab) == []
    assert tab.evaluate(TOO_WIDE) == []
    sized(tab, 320, "200%")
    assert tab.evaluate(TOO_WIDE) == []
    sized(tab, 1280, "200%")
    # The dearest rule: colours that are told apart in small type are in large type too.
    assert violations(tab, but=["color-contrast"]) == []
    assert tab.evaluate(TOO_WIDE) == []
    sized(tab, 320, "")


def test_every_page_that_shows_a_quiz_or_the_progress_is_looked_at(site):
    shown = re.compile(r'class="cb-(?:quiz|progress)"')
    built = {name for name in NAMES if shown.search((site / f"{name}.html").read_text(encoding="utf-8"))}
    assert built == set(QUIZ_PAGES)
