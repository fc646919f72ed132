"""Pages as notebooks: a reader there sees words, and neither roles nor marks that only the site understands."""

# Messages and pages are asserted whole, however long.
# ruff: noqa: E501

from __future__ import annotations

import nbformat
import pytest

from casebook.errors import UnknownId
from casebook.pages.notebooks import as_notebook, in_words, write_notebooks

HEAD = "---\njupytext:\n  text_representation: {extension: .md, format_name: myst}\nkernelspec: {name: python3, display_name: Python 3}\n---\n"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("{figure}`loans-2030` loans", "1,200 loans"),
        ("{figure}`late-2030`", "nearly 300"),
        ("{derived}`late-share`", "below 25%"),
        ("{working}`late-share`", "nearly 300 ÷ 1,200"),
        ("{event}`doors-open`", "January 2030"),
        ("{source}`club-notice`", "club-notice, 2031"),
        ("{source}`club-notice, paragraph 2`", "club-notice, 2031, paragraph 2"),
        ("{body}`reading-club`", "reading-club"),
        ("{discrepancy}`how-many-late`", "How many?"),
        ("{term}`loans <loan>`", "loans"),
        ("{term}`loan`", "loan"),
        ("{doc}`the next page </second>`", "the next page"),
        ("{figure}`loans-2030`, {figure}`late-2030`", "1,200, nearly 300"),
        (
            "```{dropdown} One\n1.\n```\n\n```{dropdown} Two\n2.\n```",
            "<details><summary>One</summary>\n\n1.\n\n</details>\n\n<details><summary>Two</summary>\n\n2.\n\n</details>",
        ),
        (
            "1. A\n\n   ```{dropdown} B\n   C.\n   ```",
            "1. A\n\n   <details><summary>B</summary>\n\n   C.\n\n   </details>",
        ),
        (
            "```{dropdown} Show {figure}`loans-2030`\nThe *answer*.\n```",
            "<details><summary>Show 1,200</summary>\n\nThe *answer*.\n\n</details>",
        ),
        ("{.cb-overview}\nThis page.", "This page."),
        ("1. {.reasoning}\n   It may be.\n\n   {.guide}\n   Look.", "1. It may be.\n\n   Look."),
        ("A [request]{.plain} for it.", "A request for it."),
        (
            "So it is. {rests}`club-notice, paragraph 2; loans-2030; reading-club`",
            "So it is. [club-notice, 2031, paragraph 2; 1,200; reading-club]",
        ),
        (
            "- One\n\n  :::{argued} lender\n  It is.\n\n  {.reasoning}\n  It could be.\n  :::\n\nTwo",
            "- One\n\n  > **lender**\n  >\n  > It is.\n  >\n  > It could be.\n\nTwo",
        ),
        ("Before.\n\n```{ledger}\n```\n\nAfter.", "Before.\n\n\n\nAfter."),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
    ],
)
def test_what_the_site_prints_is_put_into_plain_words(library, markdown: str, words: str) -> None:
    assert in_words(library.load(), markdown) == words


def test_an_unknown_id_is_refused_by_name(library) -> None:
    with pytest.raises(UnknownId, match="'loans-2031' is no figure or derivation of this case"):
        in_words(library.load(), "{figure}`loans-2031`")


def test_code_stays_as_it_is_and_cells_keep_their_names_from_one_writing_to_the_next(library) -> None:
    page = f"{HEAD}# Loans\n\n{{figure}}`loans-2030`\n\n```{{code-cell}} python\n:tags: [hide-input]\nprint('{{figure}}`loans-2030`')\n```\n"
    first, second = as_notebook(library.load(), page), as_notebook(library.load(), page)
    assert first == second
    assert [(cell.cell_type, cell.source) for cell in first.cells] == [
        ("markdown", "# Loans\n\n1,200"),
        ("code", "print('{figure}`loans-2030`')"),
    ]
    assert first.cells[1].metadata.tags == ["hide-input"]


def test_only_pages_with_code_become_notebooks_and_those_are_valid(library, tmp_path) -> None:
    library.page("index", "# Words only\n")
    library.page("code", f"{HEAD}# Code\n\n{{figure}}`loans-2030`\n\n```{{code-cell}} python\n1 + 1\n```\n")
    written = write_notebooks(library.root, tmp_path / "out")
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["out/code.ipynb"]
    notebook = nbformat.read(written[0], as_version=4)
    nbformat.validate(notebook)
    assert "1,200" in notebook.cells[0].source
