"""Explorers on the real pages, opened as files: by keyboard, on a phone, in print, and without a script."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import opened

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SLIDES = "chapters/reading/hedges"
READINGS = "chapters/memorandum/requests"
PAGES = [SLIDES, READINGS, "chapters/memorandum/outcomes", "chapters/memorandum/whole", "chapters/grounds/deterrence"]
DESCRIBED = "svg => document.getElementById(svg.getAttribute('aria-describedby')).textContent"
HEAVIEST = 60_000  # bytes that an explorer may add to a page, compressed

LISTEN = """
window.announced = [];
addEventListener("DOMContentLoaded", () => document.querySelectorAll(".cb-explorer-said").forEach((region) =>
  new MutationObserver(() => announced.push(region.textContent)).observe(region, { childList: true })));
"""


@pytest.fixture
def visit(site, browser):
    """`visit(name, width=…)` opens a page of the book; what it complains of fails the test."""
    contexts, watched_all = [], []

    def visited(name, *, width=1280, scheme="light", script=True, **more):
        page, watched = opened(browser, "about:blank", width=width, scheme=scheme, script=script)
        page.context.add_init_script(LISTEN)
        page.goto((site / f"{name}.html").as_uri(), wait_until="load")
        contexts.append(page.context)
        watched_all.append(watched)
        return page

    yield visited
    assert [words for watched in watched_all for words in watched.complained] == []
    for context in contexts:
        context.close()


def shown_title(explorer):
    return explorer.locator("figcaption:visible").inner_text()


def test_arrow_keys_slide_to_the_next_state_which_shows_its_own_picture_and_is_told_once(visit):
    page = visit(SLIDES)
    explorer = page.locator(".cb-explorer")
    slider = explorer.get_by_role("slider", name="Traced")
    before = shown_title(explorer)
    alt_before = explorer.locator("svg:visible").evaluate(DESCRIBED)
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    after = shown_title(explorer)
    assert after != before and after.startswith("Suppose 5,250 people were traced and there were 8,127 requests: ")
    assert slider.get_attribute("aria-valuetext") == "5,250"
    assert explorer.locator(".cb-slide-value").first.inner_text() == "5,250"
    picture = explorer.locator("svg:visible")
    assert picture.count() == 1
    described = picture.evaluate(DESCRIBED)
    assert described != alt_before
    expect(explorer.get_by_role("status")).to_have_text(after)
    assert page.evaluate("announced") == [after], "every step on the way was told"


def test_two_sliders_move_each_its_own_number(visit):
    page = visit(SLIDES)
    explorer = page.locator(".cb-explorer")
    explorer.get_by_role("slider", name="Requests").press("End")
    explorer.get_by_role("slider", name="Traced").press("Home")
    assert shown_title(explorer) == "Suppose 5,000 people were traced and there were 10,000 requests: the share is 50%"


def test_arrow_keys_choose_among_readings_and_two_explorers_on_a_page_do_not_mix(visit):
    page = visit(READINGS)
    years, word = page.locator(".cb-explorer").all()
    untouched = shown_title(word)
    years.get_by_role("radio", name="January 2014 to November 2016").focus()
    page.keyboard.press("ArrowDown")
    assert shown_title(years).startswith("Suppose the total covers the calendar years 2014 and 2015: ")
    assert shown_title(word) == untouched
    word.get_by_role("group", name="What the word compares").get_by_role("radio").last.check()
    assert "the years 2014 and 2016" in shown_title(word)
    assert shown_title(years).startswith("Suppose the total covers the calendar years 2014 and 2015: ")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_no_state_moves_the_page_or_leaves_it(visit, name, width):
    page = visit(name, width=width)
    for explorer in page.locator(".cb-explorer").all():
        heights, tops = set(), set()
        for control in explorer.locator("input").all():
            for _ in range(12 if control.get_attribute("type") == "range" else 1):
                control.press("ArrowRight") if control.get_attribute("type") == "range" else control.check()
                heights.add(round(explorer.bounding_box()["height"]))
                tops.add(round(explorer.locator("svg:visible").bounding_box()["y"] + page.evaluate("scrollY")))
        assert len(heights) == 1, f"the page jumps between {heights}"
        assert max(tops) - min(tops) <= 1, "the drawing jumps"
        for box in (explorer, *explorer.locator("input:visible, .cb-state[data-shown] text:visible").all()):
            edges = box.bounding_box()
            assert edges["x"] >= 0 and edges["x"] + edges["width"] <= width + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough_and_focus_is_seen(visit):
    page = visit(READINGS, width=390)
    for target in page.locator(".cb-choice label, .cb-explorer summary:visible").all():
        assert target.bounding_box()["height"] >= 24
    radio = page.locator(".cb-choice input").first
    radio.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_an_open_table_of_numbers_stays_open_in_the_next_state(visit):
    page = visit(SLIDES)
    explorer = page.locator(".cb-explorer")
    explorer.locator("summary:visible", has_text="The numbers behind this chart").click()
    explorer.get_by_role("slider", name="Requests").press("Home")
    assert explorer.locator(".cb-state[data-shown] .cb-chart-data table").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_without_a_script_the_first_state_and_the_table_of_all_are_there(visit, name):
    page = visit(name, width=390, script=False)
    for explorer in page.locator(".cb-explorer").all():
        assert explorer.locator("figure.cb-chart:visible").count() == 1
        assert explorer.locator("input:visible").count() == 0, "a control that does nothing"
        rows = explorer.locator(".cb-states-table tbody tr")
        assert rows.count() == explorer.locator(".cb-state").count()
        assert rows.first.is_visible()


def test_in_print_the_state_that_is_shown_and_the_table_of_all_are_there(visit):
    page = visit(SLIDES)
    page.emulate_media(media="print")
    explorer = page.locator(".cb-explorer")
    assert explorer.locator("figure.cb-chart:visible").count() == 1
    assert explorer.locator("input:visible").count() == 0
    assert explorer.locator(".cb-states-table tbody tr").last.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_an_explorer_adds_at_most_60_kb_to_its_page(site, name):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    starts = [found.start() for found in re.finditer('<div class="cb-explorer"', html)]
    assert starts
    whole = len(gzip.compress(html.encode(), 9))
    for start in starts:
        table = html.index('class="cb-explorer-table"', start)
        end = html.index("</details>\n</div>", table) + len("</details>\n</div>")
        without = len(gzip.compress((html[:start] + html[end:]).encode(), 9))
        assert whole - without <= HEAVIEST


def test_script_and_stylesheet_are_loaded_where_there_is_an_explorer_and_nowhere_else(site):
    for name, has in ((SLIDES, True), ("index", False), ("chapters/grounds/confidence", False)):
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        assert ("explorer.js" in html) == ("explorer.css" in html) == has
