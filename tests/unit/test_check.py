"""What the check of a book's pages refuses, and what it says and where."""

# Messages and pages are asserted whole, however long.
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace

import pytest

from casebook.errors import EvidenceError
from casebook.pages import check_book, check_pages, read_book, uses_of

INDEX = """\
# Loans

{figure}`loans-2030` and {figure}`late-2030`, so {derived}`late-share`; {working}`rate-2030`.
It opened in {event}`doors-open` and reported on {event}`report-out` ({source}`club-notice, paragraph 2`).

```{code-cell} python
chart("loans-spring", name="chart-loans", reads="{late-2030} of them")
```
"""


@pytest.fixture
def book(library):
    library.page("index", INDEX)
    return library


def said(book) -> list[str]:
    return [str(problem) for problem in check_book(book.load(), book.root)]


def test_a_sound_book_has_no_problem(book) -> None:
    assert said(book) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            "{figure}`loan-2030`",
            "{figure}`loan-2030`: 'loan-2030' is no figure of this case; did you mean 'loans-2030' or 'late-2030' or 'fines-2030'?",
        ),
        (
            "{derived}`late-shares`",
            "{derived}`late-shares`: 'late-shares' is no derivation of this case; did you mean 'late-share'?",
        ),
        ("{event}`door-open`", "{event}`door-open`: 'door-open' is no event of this case; did you mean 'doors-open'?"),
        (
            "{source}`club-notices, p 2`",
            "{source}`club-notices, p 2`: 'club-notices' is no source of this case; did you mean 'club-notice'?",
        ),
        ("{figure}`late-share`", "{figure}`late-share`: 'late-share' is a derivation; write {derived}"),
        ("{derived}`loans-2030`", "{derived}`loans-2030`: 'loans-2030' is a figure; write {figure}"),
        ("{event}`club-notice`", "{event}`club-notice`: 'club-notice' is a source; write {source}"),
        ("{figure}`doors-open`", "{figure}`doors-open`: 'doors-open' is an event; write {event}"),
        ("{source}`reading-club`", "{source}`reading-club`: 'reading-club' is a body; write {body}"),
        ("{figure}`how-many-late`", "{figure}`how-many-late`: 'how-many-late' is a discrepancy; write {discrepancy}"),
        (
            "{body}`reading-clubs`",
            "{body}`reading-clubs`: 'reading-clubs' is no body of this case; did you mean 'reading-club'?",
        ),
        (
            "{discrepancy}`how-many-lates`",
            "{discrepancy}`how-many-lates`: 'how-many-lates' is no discrepancy of this case; did you mean 'how-many-late'?",
        ),
        (
            "There were 8,127.",
            "'8,127' is typed by hand: add it to data/ and write its id in a {figure}, {derived} or {event} role",
        ),
    ],
)
def test_a_fault_of_the_prose_is_named_with_its_line(book, line: str, complaint: str) -> None:
    book.page("second", f"# Second\n\nAn innocent line,\nthen {line}\n")
    assert said(book) == [f"second.md:4: {complaint}"]


def test_a_typed_number_is_found_in_tables_notes_and_raw_html_at_its_line(book) -> None:
    book.page(
        "second", "# S\n\n| a | b |\n|---|---|\n| x | 71 |\n\n```{note} 72\n:class: x\n\ny\nz 73\n```\n\n<p>\n74</p>\n"
    )
    assert [line.split(" is typed")[0] for line in said(book)] == [
        f"second.md:{n}: '{m}'" for n, m in ((5, 71), (7, 72), (11, 73), (15, 74))
    ]


@pytest.mark.parametrize(
    ("code", "name"), [('chart("loans-2031")', "loans-2031"), ('chart(reads="of {loans-2031}")', "loans-2031")]
)
def test_an_unknown_id_in_code_is_named_with_its_line(book, code: str, name: str) -> None:
    book.page("second", f"# Second\n\n```{{code-cell}} python\n:tags: [hide-input]\n\nx = 1\n{code}\n```\n")
    assert said(book) == [
        f"second.md:7: '{name}' in the code is no id of this case (names of charts begin with 'chart-')"
    ]


def test_a_source_that_no_page_leads_to_is_named(book) -> None:
    book.page("index", INDEX.replace(" ({source}`club-notice, paragraph 2`)", ""))
    assert said(book) == ["data/sources.csv: the source 'club-notice' is used by no page: cite it, or take its row out"]


def test_a_source_counts_as_used_through_a_figure_or_a_derivation(book) -> None:
    book.page("index", INDEX.replace("{source}`club-notice, paragraph 2`", "{figure}`fines-2030`"))
    assert said(book) == []


@pytest.mark.parametrize(
    ("table", "kind", "name"), [("figures", "figure", "loans-spring"), ("events", "event", "doors-open")]
)
def test_core_evidence_that_no_page_reaches_is_named(book, table: str, kind: str, name: str) -> None:
    book.page("index", INDEX.replace('"loans-spring", ', "").replace("{event}`doors-open`", "winter"))
    assert f"data/{table}.csv: the {kind} '{name}' of a core source is reached from no page: use its id" in said(book)


def test_evidence_of_other_grades_may_stay_unused(book) -> None:
    assert "fines-2030" not in uses_of(book.load(), read_book(book.root))
    assert said(book) == []


def test_problems_of_one_page_stand_in_the_order_of_its_lines(book) -> None:
    book.page("second", "# S\n\n71\n\n{figure}`none`\n\n72\n")
    assert [line.split(":")[1] for line in said(book)] == ["3", "5", "7"]


def test_uses_are_the_pages_that_name_an_id_in_prose_or_code_in_order(book) -> None:
    book.page("second", "# S\n\n{figure}`loans-2030`, {figure}`loans-2030`\n")
    uses = uses_of(book.load(), read_book(book.root))
    assert uses["loans-2030"] == ["index", "second"]
    assert uses["loans-spring"] == uses["late-2030"] == uses["rate-2030"] == ["index"]


@pytest.mark.parametrize("name", ["loans-2030", "late-2030", "loans-spring"])
def test_a_figure_that_a_page_uses_cannot_be_taken_out_unnoticed(book, name: str) -> None:
    case, pages = book.load(), read_book(book.root)
    uses = sum(role.text == name for page in pages for role in page.roles)
    uses += sum(slug == name for page in pages for code in page.codes for slug, _ in code.slugs())
    left = replace(case, rows=case.rows | {"figures": [row for row in case.rows["figures"] if row.id != name]})
    try:
        assert left.derived
    except EvidenceError as error:
        assert any(f"{name!r} is no figure" in problem for problem in error.problems)
    assert (
        sum(
            f"'{name}'" in str(problem)
            for problem in check_pages(replace(left, rows=left.rows | {"derivations": []}), pages)
        )
        == uses
    )
