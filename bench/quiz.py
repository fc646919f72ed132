"""From the click on Check to the feedback, on a page of twenty questions, as a ratio to one frame of a 60 Hz screen.

    python bench/quiz.py

Needs a Chromium, at /usr/bin/chromium or where CHROMIUM says.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import casebook
from casebook.quizzes import load_bank, quiz_html
from casebook.sphinx.quiz import classic

ROOT = Path(__file__).resolve().parent.parent
FRAME = 1000 / 60
QUESTIONS = 20
CLICK = """button => {
  const begun = performance.now();
  button.click();
  button.closest("form").getBoundingClientRect();
  return performance.now() - begun;
}"""


def page_of(questions: int) -> str:
    """A page with that many questions to choose from, their script and stylesheet in it."""
    case = casebook.load(ROOT)
    bank = load_bank(case)
    ids = [one.id for page in bank.pages.values() for one in page.questions if one.type in ("single", "mark")]
    static = Path(casebook.__file__).parent / "quizzes" / "static"
    script = classic((static / "quiz.js").read_text(encoding="utf-8"))
    style = (static / "quiz.css").read_text(encoding="utf-8")
    body = quiz_html(bank, case, ids[:questions])
    return f"<!doctype html><meta charset='utf-8'><style>{style}</style>{body}<script>{script}</script>"


def main() -> None:
    """Answer every question once and print the time that each click took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "quiz.html"
        path.write_text(page_of(QUESTIONS), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(path.as_uri())
        took = []
        for form in page.locator("form.cb-question").all():
            form.locator("input").first.check()
            took.append(form.locator(".cb-check").evaluate(CLICK))
            assert form.locator(".cb-feedback").inner_text(), "no feedback"
        browser.close()
    print(f"{'click to feedback':<22}{'ms':>8}{'of a frame':>12}")
    for name, value in (("median", statistics.median(took)), ("worst of 20", max(took))):
        print(f"{name:<22}{value:>8.1f}{value / FRAME:>12.2f}")


if __name__ == "__main__":
    main()
