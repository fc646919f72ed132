"""The real book, as built: its evidence is reached, its links arrive, and it asks no other host for anything."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup
from sphinx_external_toc.parsing import parse_toc_yaml

import casebook

ROOT = Path(__file__).resolve().parents[2]
NAMES = list(parse_toc_yaml(ROOT / "_toc.yml"))
HOMES = {
    "figure": "chapters/reference/ledger",
    "event": "chapters/reference/timeline",
    "derivation": "chapters/reference/workings",
}

# The pages that list rows, and so lead to them without using them.
LISTINGS = {
    f"chapters/reference/{name}"
    for name in (
        "ledger",
        "workings",
        "timeline",
        "people-and-bodies",
        "discrepancies",
        "corrections",
        "grounds-and-claims",
        "bibliography",
    )
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def pages(site):
    """Every page of the contents list, parsed."""
    return {name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser") for name in NAMES}


@pytest.fixture(scope="session")
def case():
    return casebook.load(ROOT)


def arrives_at(page: str, href: str) -> tuple[str, str]:
    """The page and the anchor that a relative link on `page` leads to."""
    path, anchor = urldefrag(href)
    target = (Path("/") / page).parent / path if path else Path("/") / f"{page}.html"
    parts: list[str] = []
    for part in target.parts[1:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts).removesuffix(".html"), unquote(anchor)


def internal_links(page: str, soup: BeautifulSoup):
    for link in soup.find("article").find_all("a", href=True):
        if "://" not in link["href"] and not link["href"].startswith("mailto:"):
            yield arrives_at(page, link["href"])


@pytest.mark.parametrize("kind", HOMES)
def test_the_reference_pages_list_exactly_the_pages_that_use_a_row(pages, case, kind):
    """'Used in' is compared with the links that stand in the built pages, charts' tables included."""
    home = HOMES[kind]
    used = defaultdict(set)
    for name, soup in pages.items():
        if name not in LISTINGS:
            for target, anchor in internal_links(name, soup):
                if target == home and anchor.startswith(f"{kind}-"):
                    used[anchor.removeprefix(f"{kind}-")].add(name)
    rows = case.citable[kind]
    for row in rows:
        entry = pages[home].find(id=f"{kind}-{row}")
        field = next(term for term in entry.find_all("dt") if term.get_text().startswith("Used in")).find_next("dd")
        listed = {arrives_at(home, link["href"])[0] for link in field.find_all("a")}
        assert used[row] <= listed, f"{row}: {sorted(used[row] - listed)} use it and are not listed"
        # The text alternative of a chart names numbers too, and holds no links.
        silent = {name for name in listed - used[row] if f"{{{row}}}" not in (ROOT / f"{name}.md").read_text("utf-8")}
        assert not silent, f"{row}: listed as used in {sorted(silent)}, where no link leads to it"


@pytest.mark.parametrize("kind", ["figure", "event"])
def test_every_figure_and_event_of_the_core_articles_is_reached_from_a_page(pages, case, kind):
    reached = {
        anchor
        for name, soup in pages.items()
        if name not in LISTINGS
        for target, anchor in internal_links(name, soup)
        if target == HOMES[kind]
    }
    missing = [
        row.id for row in case.citable[kind].values() if row.grade == "core" and f"{kind}-{row.id}" not in reached
    ]
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_every_internal_link_arrives(pages, site, name):
    lost = []
    for target, anchor in internal_links(name, pages[name]):
        found = pages.get(target)
        if found is None:
            if not (site / f"{target}.html").exists() and not (site / target).exists():
                lost.append(f"{target}#{anchor}")
        elif anchor and found.find(id=anchor) is None:
            lost.append(f"{target}#{anchor}")
    assert not lost


@pytest.mark.parametrize("name", NAMES)
def test_no_page_loads_anything_from_another_host(pages, name):
    loaded = [tag.get("src") for tag in pages[name].find_all(["script", "img", "iframe", "video", "audio", "source"])]
    loaded += [tag.get("href") for tag in pages[name].find_all("link") if tag.get("rel") != ["canonical"]]
    assert not [address for address in loaded if address and address.startswith(("http:", "https:", "//"))]


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_one_title_and_none_is_empty_or_skips_a_level(pages, name):
    headings = [
        (int(tag.name[1]), tag.get_text().strip("# \n"))
        for tag in pages[name].find("article").find_all(["h1", "h2", "h3", "h4"])
    ]
    assert [level for level, _ in headings].count(1) == 1
    assert all(text for _, text in headings)
    assert all(after - before <= 1 for (before, _), (after, _) in zip(headings, headings[1:], strict=False))


def test_the_book_has_its_charts_and_each_brings_title_alternative_text_and_table(pages):
    charts = [(name, chart) for name, soup in pages.items() for chart in soup.find_all("figure", class_="cb-chart")]
    assert len(charts) >= 8
    ids = [chart["id"] for _, chart in charts]
    assert len(ids) == len(set(ids)), "two charts share a name"
    for name, chart in charts:
        alternative = chart.find(class_="cb-chart-alt").get_text()
        cells = [cell.get_text() for cell in chart.find("table").find_all("td")]
        assert chart.find("figcaption").get_text().strip(), name
        assert len(alternative.split()) > 15, (name, chart["id"])
        assert cells, (name, chart["id"])
        for svg in chart.find_all("svg"):
            assert svg["role"] == "img"
            for attribute in ("aria-labelledby", "aria-describedby"):
                assert chart.find(id=svg[attribute]) is not None, (name, attribute)


def test_every_id_on_a_page_is_its_own(pages):
    for name, soup in pages.items():
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        repeated = {one for one in ids if ids.count(one) > 1}
        assert not repeated, (name, sorted(repeated)[:5])


def test_no_page_still_shows_role_syntax_or_a_placeholder(pages):
    for name, soup in pages.items():
        text = soup.find("article").get_text()
        for left_over in ("{figure}", "{derived}", "{event}", "{source}", "casebook:", "TODO"):
            if not (left_over.startswith("{") and name.startswith("chapters/begin/")):
                assert left_over not in text, (name, left_over)
