"""Every page in a real browser, opened as a file with the network out of reach: quiet, whole and accessible."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[2]
NAMES = list(parse_toc_yaml(ROOT / "_toc.yml"))

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@dataclass
class Watched:
    """What a page did besides showing itself."""

    asked_elsewhere: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)


def opened(browser, address, *, width, scheme, script=True):
    """The page at `address`, and what it did while it opened."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    watched = Watched()

    def allow_files_only(route):
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            watched.asked_elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", allow_files_only)
    page.on("console", lambda said: watched.complained.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watched.complained.append(str(error)))
    page.goto(address, wait_until="load")
    return page, watched


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_quiet_fits_its_width_and_passes_the_accessibility_checker(site, browser, name, width, scheme):
    page, watched = opened(browser, (site / f"{name}.html").as_uri(), width=width, scheme=scheme)
    try:
        assert watched.asked_elsewhere == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        assert watched.complained == []
        # Without its preloading of stylesheets, which a page opened as a file does not allow.
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(found["id"], found["nodes"][0]["html"][:120]) for found in violations] == []
    finally:
        page.context.close()


@pytest.mark.parametrize(("width", "shown"), [(1280, "wide"), (390, "narrow")])
def test_a_reader_sees_the_drawing_that_fits_and_no_text_of_it_is_cut_off(site, browser, width, shown):
    page, _ = opened(browser, (site / "chapters/memorandum/requests.html").as_uri(), width=width, scheme="light")
    charts = page.locator("figure.cb-chart:visible")  # of an explorer, the state that shows
    assert charts.count() >= 3
    for chart in charts.all():
        assert chart.locator(f"svg.cb-{shown}").is_visible()
        assert chart.locator("svg:visible").count() == 1
        frame = chart.locator("svg:visible").bounding_box()
        for text in chart.locator("svg:visible text").all():
            box = text.bounding_box()
            assert box["x"] >= frame["x"] - 1, text.text_content()
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1, text.text_content()
            assert box["height"] >= 9, "too small to read"
    page.context.close()


def test_a_mark_is_a_link_with_a_name_that_leads_to_its_row_and_the_row_leads_back(site, browser):
    page, _ = opened(browser, (site / "chapters/reading/hedges.html").as_uri(), width=1280, scheme="light")
    mark = page.get_by_role("link", name="more than 8000 (source: HOPE not hate, April 2017)").first
    mark.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    mark.press("Enter")
    page.wait_for_url("**/ledger.html#figure-requests-2016-jan-nov-hnh")
    row = page.locator("#figure-requests-2016-jan-nov-hnh")
    assert "“More than 8000 requests for data”" in row.inner_text() or "More than 8000" in row.inner_text()
    row.get_by_role("link", name="What a hedge allows").click()
    page.wait_for_url("**/hedges.html#use-requests-2016-jan-nov-hnh")
    page.context.close()


def test_without_javascript_a_page_is_all_there(site, browser):
    page, _ = opened(
        browser, (site / "chapters/memorandum/outcomes.html").as_uri(), width=390, scheme="light", script=False
    )
    assert page.locator("article h1").is_visible()
    charts = page.locator("figure.cb-chart:visible").all()
    assert len(charts) >= 3 and all(chart.locator("svg:visible").count() == 1 for chart in charts)
    details = page.locator("details.cb-chart-data").first
    details.locator("summary").click()
    assert details.locator("table").is_visible()
    page.context.close()


def test_a_chosen_theme_stays_chosen_on_the_next_page(site, browser):
    page, _ = opened(browser, (site / "index.html").as_uri(), width=1280, scheme="light")
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.mode") == "dark":
            break
        page.locator("button.theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto((site / "chapters/reading/drift.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.context.close()
