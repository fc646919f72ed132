"""The index gathers what pages mark, keeps one place a page, and knows where it sends readers."""

from __future__ import annotations

from types import SimpleNamespace

from casebook.sphinx.back_index import dead_ends, entries_of, sorting_key


def gathered(**pages):
    """The entries of pages, each a list of (kind, value, main)."""
    marked = {
        page: [(kind, value, f"index-{number}", main, None) for number, (kind, value, main) in enumerate(entries)]
        for page, entries in pages.items()
    }
    return entries_of(SimpleNamespace(get_domain=lambda name: SimpleNamespace(data={"entries": marked})))


def test_each_page_stands_once_under_a_word_at_its_first_place():
    entries = gathered(a=[("single", "loan", ""), ("single", "loan", "")], b=[("single", "loan", "")])
    assert {page: place for page, (place, _) in entries["loan"].places.items()} == {"a": "index-0", "b": "index-0"}


def test_the_place_that_explains_a_word_is_the_one_that_counts():
    entries = gathered(a=[("single", "loan", ""), ("single", "loan", "main"), ("single", "loan", "main")])
    assert entries["loan"].places == {"a": ("index-1", True)}


def test_words_stand_under_words_and_pairs_under_both():
    entries = gathered(a=[("single", "loan; late", ""), ("pair", "club; book", "")])
    assert set(entries["loan"].under) == {"late"} and not entries["loan"].places
    assert set(entries["club"].under) == {"book"} and set(entries["book"].under) == {"club"}


def test_a_word_that_leads_nowhere_is_found():
    entries = gathered(a=[("see", "lending; loan", ""), ("seealso", "loan; book", ""), ("single", "loan", "")])
    assert entries["lending"].see == ["loan"] and entries["loan"].see_also == ["book"]
    assert dead_ends(entries) == [("loan", "book")]


def test_sorting_is_a_readers():
    words = ["Article 14", "zebra", "the Hague", "Article 8", "“hostile”", "apple"]
    assert sorted(words, key=sorting_key) == ["apple", "Article 8", "Article 14", "the Hague", "“hostile”", "zebra"]
