"""Explorers in a real JupyterLab: the same function, now called by ipywidgets, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_arrow_keys_move_a_slider_and_the_kernel_draws_what_follows(lab):
    opened = lab("notebooks/chapters/reading/hedges.ipynb")
    output = opened.page.locator(".jp-OutputArea", has=opened.page.locator(".widget-slider")).first
    expect(output.locator("figcaption").last).to_contain_text("there were 8,127 requests")
    assert opened.page.locator(".cb-explorer").count() == 0, "the static explorer stands beside the live one"
    slider = output.get_by_role("slider").last
    slider.focus()
    for _ in range(2):
        opened.page.keyboard.press("ArrowRight")
    expect(output.locator("figcaption").last).to_contain_text("there were 9,000 requests")
    expect(output.locator(".widget-readout").last).to_have_text("9,000")
    assert opened.asked_elsewhere == []
    assert opened.errors() == []


def test_arrow_keys_choose_a_reading(lab):
    opened = lab("notebooks/chapters/grounds/deterrence.ipynb")
    box = opened.page.locator(".widget-vbox", has=opened.page.locator(".widget-select")).first
    expect(box.locator("figcaption")).to_contain_text("the whole is all adults counted")
    box.get_by_role("listbox").first.focus()
    opened.page.keyboard.press("ArrowDown")
    expect(box.locator("figcaption")).to_contain_text("the whole is the patients counted there as afraid")


def test_an_error_in_the_drawing_is_shown_where_the_chart_was(lab):
    opened = lab("notebooks/chapters/reading/hedges.ipynb")
    opened.run("def broken(*_, **__):\n    raise RuntimeError('this one cannot be drawn')\ncharts.ranges = broken")
    output = opened.page.locator(".jp-OutputArea", has=opened.page.locator(".widget-slider")).first
    output.get_by_role("slider").first.press("ArrowLeft")
    expect(output.locator(".widget-output")).to_contain_text("this one cannot be drawn")
