"""The cards, read back by sqlite and by Anki itself: every question is a note with its answer and its feedback."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from html import escape

import pytest

from casebook.exports import cards
from casebook.exports.chapter import chapters_of
from casebook.exports.posed import posed
from tests.exports.banks import awkward, real


@pytest.fixture(scope="module", params=[real, awkward], ids=["real", "awkward"])
def made(request, tmp_path_factory):
    case, bank = request.param()
    out = tmp_path_factory.mktemp("cards")
    return case, bank, cards.write(bank, case, out)


@pytest.fixture
def tables(made, tmp_path):
    """The deck's database: its notes by the question's id, and its decks' names."""
    with zipfile.ZipFile(made[2].paths[0]) as archive:
        archive.extract("collection.anki2", tmp_path)
        assert json.loads(archive.read("media")) == {}
    database = sqlite3.connect(tmp_path / "collection.anki2")
    notes = {}
    for guid, tags, fields in database.execute("select guid, tags, flds from notes"):
        named = dict(zip(cards._FIELDS, fields.split("\x1f"), strict=True))
        notes[named["Id"]] = named | {"guid": guid, "tags": tags.split()}
    decks = json.loads(database.execute("select decks from col").fetchone()[0])
    count = database.execute("select count(*) from cards").fetchone()[0]
    database.close()
    return notes, {deck["name"] for deck in decks.values()}, count


def test_every_question_is_a_note_with_its_answer_and_its_feedback(made, tables):
    case, bank, written = made
    notes, decks, count = tables
    assert set(notes) == set(bank.questions) and count == len(notes) == written.questions
    assert len({note["guid"] for note in notes.values()}) == count
    for chapter in chapters_of(bank, case):
        assert any(name.endswith(f"::{chapter.title}") for name in decks)
        for question in chapter.questions:
            note, asked = notes[question.id], posed(question, case, chapter.objectives)
            assert note["Question"] == escape(asked.prompt)
            assert note["Answer"] == escape(asked.answer)
            assert note["Hint"] == escape(asked.hint)
            assert note["Matters"] == escape(asked.matters)
            for text in [part.text for part in (*asked.parts, *asked.choices)]:
                assert escape(text) in note["Parts"]
            for text in [text for line in asked.told for text in (line.text, line.feedback)]:
                assert escape(text) in note["Why"]
            assert {f"page::{chapter.name}", f"objective::{question.objective}"} <= set(note["tags"])


def test_no_answer_stands_on_the_front(made):
    front = cards._model(made[0]).templates[0]["qfmt"]
    assert not [name for name in ("Answer", "Why", "Matters", "Rests") if name in front]
    assert all(f"{{{{{name}}}}}" in front for name in ("Question", "Task", "Parts", "Hint"))


def test_two_writings_are_the_same(made, tmp_path):
    case, bank, written = made
    assert cards.write(bank, case, tmp_path).paths[0].read_bytes() == written.paths[0].read_bytes()


def test_a_later_version_of_the_case_has_newer_cards():
    times = [cards._time_of(version) for version in ("0.1", "0.1.1", "0.2.0", "1.0.0", "1.0.1")]
    assert times == sorted(set(times))


def test_anki_itself_takes_every_card_and_shows_it(made, tmp_path):
    """Anki's own library, which reads decks as the program does."""
    collection = pytest.importorskip("anki.collection", reason="the library of Anki is not installed")
    case, bank, written = made
    opened = collection.Collection(str(tmp_path / "collection.anki2"))
    try:
        request = collection.ImportAnkiPackageRequest(package_path=str(written.paths[0]))
        log = opened.import_anki_package(request).log
        assert len(log.new) == len(bank.questions) and not log.conflicting
        for chapter in chapters_of(bank, case):
            for question in chapter.questions:
                (found,) = opened.find_cards(f"Id:{question.id}")
                card, asked = opened.get_card(found), posed(question, case, chapter.objectives)
                assert escape(asked.prompt) in card.question()
                assert escape(asked.answer) in card.answer()
                assert card.question().count("<details>") == bool(asked.hint)
    finally:
        opened.close()
