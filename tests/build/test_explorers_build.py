"""An explorer in a build: states and script on a website, one state and a table of all everywhere else."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.slow

CELL = """
from casebook import explorers


def share(late):
    supposed = case.suppose("late-2030-club", late)
    return charts.ranges(
        supposed,
        name="chart-suppose-late",
        title=supposed.fill("the share is {late-share-bound}"),
        rows=[("Late", "late-share-bound")],
        unit_label="per cent of loans",
    )


explorers.explore(
    share,
    explorers.slide(case, "late-2030-club", label="Late", suppose="{} came back late", step=100, start=0),
)
"""


@pytest.fixture
def explored(mini):
    """The mini book, with an explorer where its one chart stood: a cell shows the last of its results alone."""
    page = (mini.root / "index.md").read_text(encoding="utf-8")
    chart = next(line for line in page.splitlines() if line.startswith("charts.rates("))
    mini.edit("index.md", chart, f"{chart}\n{CELL}")
    return mini


def test_the_site_has_every_state_its_marks_linked_and_no_widget(explored):
    built = explored.build()
    assert built.code == 0, built.said[-3000:]
    html = explored.html()
    assert re.findall(r'data-state="(\d)"', html) == ["0", "1", "2", "3"]
    assert "Suppose 299 came back late: the share is below 30%" in html
    assert 'href="casebook:' not in html and 'href="reference.html#derivation-late-share-bound"' in html
    assert "widget-state" not in html and "widget-view" not in html
    for name in ("explorer.js", "explorer.css"):
        assert re.search(rf'(src|href)="_static/{name}', html)
        assert (explored.root / "_build" / "html" / "_static" / name).exists()
        assert name not in explored.html("reference")


def test_without_html_the_first_state_is_in_words_and_all_are_in_a_table(explored):
    built = explored.build("text")
    assert built.code == 0, built.said[-3000:]
    text = (explored.root / "_build" / "text" / "index.txt").read_text(encoding="utf-8")
    assert "Suppose 0 came back late" in text
    assert re.search(r"\| 299 +\| The share is below 30% +\|", text)


def test_an_e_book_shows_one_state_and_the_table_and_loads_no_script(explored):
    built = explored.build("epub")
    assert built.code == 0, built.said[-3000:]
    assert not list((explored.root / "_build" / "epub").rglob("explorer.js"))
    page = (explored.root / "_build" / "epub" / "index.xhtml").read_text(encoding="utf-8")
    read = ElementTree.fromstring(page)  # an e-book's pages must be XML, their drawings named as such
    assert len(read.findall(".//{http://www.w3.org/2000/svg}svg")) == 2
    assert re.findall(r'data-state="(\d)"', page) == ["0"]
    assert "<input" not in page
    assert page.count("<tr>") > 4 and "The share is below 30%" in page
