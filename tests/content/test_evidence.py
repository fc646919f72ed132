"""The evidence itself: whole, sane, and in agreement with results worked out by hand from the dossier."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from casebook.errors import EvidenceError
from casebook.evidence import Case
from casebook.pages import check_pages, read_book
from casebook.pages.check import RESTS, rests_on
from casebook.quantity import UNBOUNDED, relations_of

ROOT = Path(__file__).resolve().parents[2]
CASE = Case.load(ROOT)
PAGES = read_book(ROOT)
CORE = ("ein-2017-11", "independent-2018-03", "liberty-2018-11", "mrn-blog-2017", "hope-not-hate-2017-04")


def test_the_five_core_articles_are_the_core_sources() -> None:
    assert {source.id for source in CASE.sources.values() if source.grade == "core"} == set(CORE)


@pytest.mark.parametrize("source", CORE)
def test_a_core_article_has_figures_events_and_voices(source: str) -> None:
    assert [figure.id for figure in CASE.figures.values() if figure.source == source]
    assert [row.event for row in CASE.event_sources if row.source == source]
    assert [row.body for row in CASE.voices if row.source == source]


def test_a_figure_has_the_grade_of_its_source_and_core_figures_come_from_core_articles() -> None:
    assert [figure.id for figure in CASE.figures.values() if (figure.grade == "core") != (figure.source in CORE)] == []


def test_every_core_event_is_told_by_a_core_article() -> None:
    told = {row.event for row in CASE.event_sources if row.source in CORE}
    assert [event.id for event in CASE.events.values() if event.grade == "core" and event.id not in told] == []


def test_every_event_claim_ground_and_discrepancy_leads_to_a_source() -> None:
    linked = {
        "events": {row.event for row in CASE.event_sources},
        "claims": {row.claim for row in CASE.claim_sides if row.stance == "makes"},
        "grounds": {row.ground for row in CASE.ground_listings},
        "discrepancies": {row.discrepancy for row in CASE.discrepancy_sides},
    }
    assert {
        name: [row.id for row in CASE.rows[name] if row.id not in found] for name, found in linked.items()
    } == dict.fromkeys(linked, [])


def test_a_discrepancy_has_two_sides_and_says_what_remains_open() -> None:
    sides = [row.discrepancy for row in CASE.discrepancy_sides]
    assert [name for name in CASE.discrepancies if sides.count(name) < 2] == []
    assert [
        row.id
        for row in CASE.discrepancies.values()
        if (row.state == "settled") != (row.open.lower().strip(".") == "nothing")
    ] == []


def test_every_source_says_how_its_date_is_known_and_no_undated_one_claims_a_printed_date() -> None:
    assert [source.id for source in CASE.sources.values() if not source.date_basis] == []
    assert [
        source.id for source in CASE.sources.values() if not source.date and source.date_basis.startswith("printed")
    ] == []


def test_every_period_lies_within_the_story() -> None:
    for figure in CASE.figures.values():
        if figure.period:
            assert date(2008, 1, 1) <= figure.period.start <= figure.period.end <= date(2021, 12, 31), figure.id


def test_no_source_counts_a_period_that_ends_after_it_was_published() -> None:
    late = []
    for figure in CASE.figures.values():
        published = CASE.sources[figure.source].date
        if figure.period and published and published < figure.period.end.isoformat()[: len(published)]:
            late.append(figure.id)
    assert late == []


def test_every_hedge_is_one_that_the_book_knows_and_agrees_with_the_relation() -> None:
    odd = {
        figure.id: figure.hedge
        for figure in CASE.figures.values()
        if figure.hedge and figure.relation not in relations_of(figure.hedge)
    }
    assert odd == {}


def test_only_an_exact_print_has_equal_bounds_and_no_hedge_narrows_the_printed_words() -> None:
    for figure in CASE.figures.values():
        said = figure.quantity.say()
        if figure.relation in ("approx", "words"):
            assert said == UNBOUNDED, figure.id
        if figure.relation in ("gt", "ge", "lt", "le"):
            assert figure.lower is None or figure.upper is None, figure.id


WORDS = {
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "twelve": 12,
    "one": 1,
    "a day": 1,
    "two days": 2,
    "two years": 2,
    "first": 1,
    "decade": 10,
    "tripled": 3,
    "11 months": 11,
    "70th": 70,
    "1 in 10": 10,
    "ten per cent": 10,
    "66 million": 66_000_000,
    "six months": 6,
}


@pytest.mark.parametrize(
    "figure", [figure for figure in CASE.figures.values() if figure.value is not None], ids=lambda figure: figure.id
)
def test_the_value_of_a_figure_is_the_number_as_printed(figure) -> None:
    printed = figure.number.lower()
    digits = re.fullmatch(r"£?([\d,.]+)(?:%| per cent| or more| months or more)?", printed)
    assert figure.value == (Fraction(digits[1].replace(",", "")) if digits else WORDS[printed])


@pytest.mark.parametrize(
    "figure", [figure for figure in CASE.figures.values() if figure.quantity.reading], ids=lambda figure: figure.id
)
def test_a_reading_lies_about_the_printed_number_and_within_the_printed_bounds(figure) -> None:
    reading, printed = figure.quantity.reading, figure.quantity.bounds
    if figure.relation in ("gt", "lt"):
        assert printed.lower in (None, 0) or reading.lower >= printed.lower
        assert printed.upper is None or reading.upper <= printed.upper
    if figure.value is not None:
        assert reading.lower <= figure.value <= reading.upper


# Typed in from the dossier, where they were worked out by hand; never from the expressions in the table.
BY_HAND = {
    "requests-2014-and-2015": "8,562",
    "requests-2014-15-and-2015-16": "10,204",
    "gap-to-review-total": "71",
    "gap-share-of-review-total": "0.7%",
    "gap-calendar-years-to-review-total": "1,713",
    "requests-2014-15-and-2015-16-with-misprint": "9,804",
    "gap-with-misprint": "471",
    "gap-share-with-misprint": "4.6%",
    "gap-between-prints-of-2016": "400",
    "2014-and-2015-left-if-three-years": "below 2,275",
    "mean-month-behind-review-total": "428",
    "requests-q1-growth-2014-2016": "3.26 times",
    "requests-q1-increase-2014-2016": "226.5%",
    "requests-q1-increase-2015-2016": "83.6%",
    "growth-2014-q1-to-2016-sep-nov": "3.10 times",
    "requests-2014-q1-at-yearly-rate": "2,900 a year",
    "requests-2016-at-yearly-rate": "8,866 a year",
    "rejected-2016-jan-nov": "690",
    "rejected-share-2016-jan-nov": "8.5%",
    "rejected-share-2016-sep-nov": "3.1%",
    "rejected-2016-jan-aug": "621",
    "requests-2016-jan-aug": "5,883",
    "rejected-share-2016-jan-aug": "10.6%",
    "rejected-share-2017-apr-jun": "10.2%",
    "trace-rate-bound-2016": "below 75%",
    "trace-rate-reading-2016": "between 64.7% and 75%",
    "trace-rate-2016-jan-nov": "72.0%",
    "trace-rate-of-approved-2016-jan-nov": "78.7%",
    "not-found-bound-2016": "more than 1,720",
    "whole-2015-16-range": "between 9,340 and 18,682",
    "whole-2015-16-outside": "between 12,154 and 12,602",
    "answered-change-2017": "−33.2%",
    "home-office-share-2013-14": "70.5%",
    "home-office-share-2016": "72.8%",
    "home-office-share-2017": "71.9%",
    "afraid-share-worked-out": "7.7%",
    "afraid-interval-2016": "6.5% to 9.2%",
    "denied-share-worked-out": "10.2%",
    "denied-interval-2016": "8.8% to 11.9%",
    "left-after-exclusion-2016": "below 586",
    "left-for-home-office-2020-jan": "0",
    "days-claim-to-confirmation": "358 days",
    "days-in-force": "677 days",
    "days-to-commons-statement": "493 days",
}


@pytest.mark.parametrize(("name", "result"), BY_HAND.items())
def test_a_derivation_agrees_with_the_result_worked_out_by_hand(name: str, result: str) -> None:
    assert CASE.say(name) == result


def test_the_print_that_differs_in_one_digit_fits_the_reviews_total_worse_than_the_others() -> None:
    assert (CASE.figure("requests-2016-jan-nov").value, CASE.figure("requests-2016-jan-nov-mail").value) == (8127, 8527)
    assert 10275 - 10204 < 10275 - 9804 == 471


def test_the_parts_of_the_autumn_quarter_show_which_total_is_the_misprint() -> None:
    parts = [CASE.figure(f"{part}-2016-sep-nov").value for part in ("traced", "not-traced", "rejected")]
    assert sum(parts) == CASE.figure("requests-2016-sep-nov").value == 2244
    assert CASE.figure("requests-2016-sep-nov-independent").value == 2224
    assert (CASE.say("sum-of-parts-2016-sep-nov"), CASE.say("gap-misprint-2224")) == ("2,244", "20")


def test_hedges_of_the_core_articles_hold_for_the_counts_that_others_printed() -> None:
    exact = {
        "requests-2016-jan-nov-hnh": 8127,
        "traced-2016-jan-nov-hnh": 5854,
        "requests-2016-jan-nov-guardian": 8127,
        "traced-2016-jan-nov-together": 5854,
    }
    assert {name: count for name, count in exact.items() if count not in CASE.quantity(name).bounds} == {}


def uses_of_figures() -> dict[str, int]:
    """How often roles and code of the book's pages use each figure."""
    named = [role.text.strip() for page in PAGES for role in page.roles if role.name == "figure"]
    marks = [role for page in PAGES for role in page.roles if role.name == RESTS]
    named += [target for mark in marks for target, _ in rests_on(mark.text)]
    named += [slug for page in PAGES for code in page.codes for slug, _ in code.slugs()]
    return {name: named.count(name) for name in CASE.figures if name in named}


def test_the_book_uses_figures_and_has_no_problem() -> None:
    assert len(uses_of_figures()) >= 31
    assert [str(problem) for problem in check_pages(CASE, PAGES)] == []


@pytest.mark.parametrize(("name", "uses"), uses_of_figures().items())
def test_a_row_that_a_page_uses_cannot_be_taken_out_of_the_figures_unnoticed(name: str, uses: int) -> None:
    rows = dict(CASE.rows) | {"figures": [row for row in CASE.rows["figures"] if row.id != name]}
    left = replace(CASE, rows=rows)
    leaning = [row.id for row in CASE.derivations.values() if name in CASE.leans_on(row.id)]
    if leaning:
        with pytest.raises(EvidenceError) as caught:
            left.derived  # noqa: B018 - worked out when a case is loaded
        assert any(f"({leaning[0]})" in line and f"'{name}' is no figure" in line for line in caught.value.problems)
    # The pages are checked whether or not the derivations can be worked out: one message for each use, no more.
    kept = [row for row in CASE.rows["derivations"] if row.id not in leaning]
    said = [str(problem) for problem in check_pages(replace(left, rows=rows | {"derivations": kept}), PAGES)]
    assert sum(f"'{name}'" in line for line in said) == uses
    assert all(re.match(r"\S+\.md:\d+: ", line) for line in said if f"'{name}'" in line)
