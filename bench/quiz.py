"""From the click on Check to the feedback, on a page of twenty questions, as a ratio to one frame of a 60 Hz screen.

    python bench/quiz.py

Every run starts a browser anew, since what a browser has drawn once it draws faster.
Needs a Chromium, at /usr/bin/chromium or where CHROMIUM says.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections import defaultdict
from itertools import chain, zip_longest
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

import casebook
from casebook.quizzes import load_bank, quiz_html
from casebook.sphinx.quiz import classic

ROOT = Path(__file__).resolve().parent.parent
FRAME = 1000 / 60
QUESTIONS = 20
RUNS = 5
CLICK = """button => {
  const begun = performance.now();
  button.click();
  button.closest("form").getBoundingClientRect();
  return performance.now() - begun;
}"""


def page_of(questions: int) -> str:
    """A page with that many questions of all kinds that a script marks, with script and stylesheet in it."""
    case = casebook.load(ROOT)
    bank = load_bank(case)
    kinds: dict[str, list[str]] = defaultdict(list)
    for question in bank.questions.values():
        if question.type != "short":  # its writer marks it
            kinds[question.type].append(question.id)
    ids = [name for name in chain(*zip_longest(*kinds.values())) if name]
    static = Path(casebook.__file__).parent / "quizzes" / "static"
    script = classic((static / "quiz.js").read_text(encoding="utf-8"))
    style = (static / "quiz.css").read_text(encoding="utf-8")
    body = quiz_html(bank, case, ids[:questions])
    return f"<!doctype html><meta charset='utf-8'><style>{style}</style>{body}<script>{script}</script>"


def answer(form: Locator) -> None:
    """Give some answer that can be marked."""
    match form.get_attribute("data-type"):
        case "numeric":
            form.locator("input").fill("1")
        case "match" | "classify":
            for select in form.locator("select").all():
                select.select_option(index=1)
        case "order":
            pass
        case _:
            form.locator("input").first.check()


def clicks_on(page: Page) -> list[float]:
    """Answer every question of the page once: the milliseconds from each click to its feedback being laid out."""
    took = []
    for form in page.locator("form.cb-question").all():
        answer(form)
        took.append(form.locator(".cb-check").evaluate(CLICK))
        assert form.locator(".cb-feedback .cb-verdict").inner_text(), "no feedback"
    return took


def main() -> None:
    """Run, and print the time that a click takes."""
    runs = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "quiz.html"
        path.write_text(page_of(QUESTIONS), encoding="utf-8")
        for _ in range(RUNS):
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto(path.as_uri())
            runs.append(clicks_on(page))
            browser.close()
    times = list(chain(*runs))
    print(f"{'click to feedback':<22}{'ms':>8}{'of a frame':>12}")
    for name, value in (
        ("median", statistics.median(times)),
        ("worst first click", max(run[0] for run in runs)),
        (f"worst of {len(times)}", max(times)),
    ):
        print(f"{name:<22}{value:>8.1f}{value / FRAME:>12.2f}")


if __name__ == "__main__":
    main()
