"""The index and the list of corrections of a built book."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow

PAGE = """\
# Index

```{index} single: loans; late
```
```{index} see: lending; loans
```

It lists what the pages mark.

```{index-of-book}
```
"""


def with_page(book, text):
    (book.root / "words.md").write_text(text, encoding="utf-8")
    book.edit("_toc.yml", "  - file: reference", "  - file: reference\n  - file: words")
    return book


def test_the_index_links_words_to_their_places_and_to_one_another(mini):
    built = with_page(mini, PAGE).build()
    assert built.code == 0, built.said
    page = mini.html("words")
    place = re.search(r"<strong>late</strong>: <a [^>]*href=\"#(index-\d+)\">Index</a>", page)
    assert place and f'id="{place[1]}"' in page
    assert re.search(r"<strong>lending</strong>, <em>see</em> <a [^>]*href=\"#entry-loans\">loans</a>", page)
    assert 'id="entry-loans"' in page


def test_a_word_that_sends_readers_nowhere_ends_the_build(mini):
    built = with_page(mini, PAGE.replace("see: lending; loans", "see: lending; borrowing")).build()
    assert built.code != 0
    assert "index: 'lending' sends readers to 'borrowing', which has no entry" in built.said


def test_a_correction_must_be_a_discrepancy_of_the_case(mini):
    built = with_page(mini, "# Slips\n\n```{corrections}\nno-such-slip\n```\n").build()
    assert built.code != 0
    assert "'no-such-slip' is no discrepancy of this case" in built.said
