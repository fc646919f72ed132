"""Pages are read as the build reads them: prose, roles and code, each at its exact line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.pages.reader import HOLE, Page, read_book, read_page

PAGE = """\
---
jupytext: {text_representation: {format_name: myst}}
title: front 11
---
# Heading {figure}`in-heading`

First line `code 12` here,
second {derived}`in-prose` line,
third with **bold 13** and [a link 14](https://example.org/15).

| head {figure}`in-head` | b |
|---|---|
| {figure}`in-table` | 16 |
| x | {event}`in-last-row` |

:::{note} Title {source}`in-title, paragraph 9`
:class: tip-17

Inside 18 {body}`in-note`.
:::

::::{admonition} Colon
---
class: x-19
---
Text {event}`in-colon`.

:::{dropdown} Nested {figure}`in-nested-title`
:open:
{discrepancy}`in-nested`
:::

```{tip}
{figure}`in-nested-fence`
```
::::

```{code-cell} python
:tags: [hide-input]

x = "in-code"
y = f"{x} and {{in-f-string}}"
z = ["in-list", "Not An Id", "word", "2016-01-01"]
charts.rates(reads="so {in-braces} and more")
```

- item
  1. {derived}`in-list-item`

> {figure}`in-quote`

term
: a definition {figure}`in-definition`

```python
not_a_cell = "in-plain-code"
```

% a comment 20 {figure}`in-comment`

![alt 21](picture.png)

<p>raw 22
html 23</p>
"""


@pytest.fixture
def page(tmp_path: Path) -> Page:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return read_page(path, "page")


def line_of(words: str) -> int:
    return PAGE[: PAGE.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("figure", "in-heading"),
        ("derived", "in-prose"),
        ("figure", "in-head"),
        ("figure", "in-table"),
        ("event", "in-last-row"),
        ("source", "in-title, paragraph 9"),
        ("body", "in-note"),
        ("event", "in-colon"),
        ("figure", "in-nested-title"),
        ("discrepancy", "in-nested"),
        ("figure", "in-nested-fence"),
        ("derived", "in-list-item"),
        ("figure", "in-quote"),
        ("figure", "in-definition"),
    ],
)
def test_a_role_is_found_once_at_its_line_wherever_it_stands(page: Page, name: str, text: str) -> None:
    found = [role for role in page.roles if role.text == text]
    assert [(role.name, role.line) for role in found] == [(name, line_of(f"`{text}`"))]


def test_what_is_not_printed_has_no_roles(page: Page) -> None:
    assert not {role.text for role in page.roles} & {"in-comment", "in-plain-code"}


@pytest.mark.parametrize("words", ["bold 13", "a link 14", "16", "Inside 18", "alt 21", "raw 22", "html 23"])
def test_prose_is_found_at_its_line(page: Page, words: str) -> None:
    lines = [text.line_at(text.text.index(words)) for text in page.texts if words in text.text]
    assert lines == [line_of(words)]


@pytest.mark.parametrize(
    "words",
    ["11", "12", "15", "17", "19", "20"],
    ids=["front matter", "code", "address", "option", "options", "comment"],
)
def test_what_is_no_prose_is_not_read_as_prose(page: Page, words: str) -> None:
    assert not any(words in text.text for text in page.texts)


def test_a_role_leaves_a_hole_in_the_prose(page: Page) -> None:
    assert f"second {HOLE} line," in page.texts[1].text


def test_only_code_cells_are_code(page: Page) -> None:
    (code,) = page.codes
    assert "in-code" in code.source and ":tags:" not in code.source and "in-plain-code" not in code.source


def test_ids_in_code_are_found_at_their_lines_alone_or_in_braces(page: Page) -> None:
    found = set(page.codes[0].slugs())
    wanted = {name: line_of(name) for name in ("in-code", "in-list", "in-braces")}
    assert wanted.items() <= found
    assert {name for name, _ in found} <= {*wanted, "in-f-string"}


def test_directives_are_listed_in_order(page: Page) -> None:
    assert page.directives == ["note", "admonition", "dropdown", "tip", "code-cell"]


@pytest.mark.parametrize(
    "text",
    ["```{csv-table}\n8,127\n```", "```{math}\nx = 8\n```", "```{raw} html\n8\n```", "```{mermaid}\n8\n```"],
)
def test_directives_that_hold_no_prose_are_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert not read_page(tmp_path / "page.md", "page").texts


def test_code_that_does_not_parse_has_no_ids_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text('```{code-cell}\n%matplotlib "an-id"\n```\n', encoding="utf-8")
    assert not list(read_page(tmp_path / "page.md", "page").codes[0].slugs())


def test_a_book_is_read_in_the_order_of_its_contents(library) -> None:
    for name in ("index", "second", "first"):
        library.page(name, f"# {name}\n")
    assert [page.name for page in read_book(library.root)] == ["index", "second", "first"]
