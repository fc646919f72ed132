"""Flash cards for Anki: a note for each question, in a deck for each page."""

from __future__ import annotations

import hashlib
import io
import zipfile
from html import escape
from pathlib import Path

import genanki

from casebook.archive import write_zip
from casebook.evidence import Case
from casebook.exports.chapter import Chapter, chapters_of
from casebook.exports.posed import Part, Posed, posed
from casebook.exports.written import Note, Written
from casebook.quizzes import Bank

FORMAT = "Anki cards"
LIMITS = (
    "A card is turned, not marked: the reader judges the own answer by what stands on the back.",
    "The parts of a question stand in the order of the book and under letters, by which the back names them.",
)

_FOLDER = Path(__file__).parent
_FIELDS = ("Question", "Task", "Parts", "Answer", "Why", "Hint", "Matters", "Rests", "Page", "Id")
# Anki tells by its time which of two cards is newer: that of a later version of the case has a later one.
_FIRST = 1_577_836_800  # 1 January 2020
_HOUR = 3600


def write(bank: Bank, case: Case, out: Path) -> Written:
    """Write `cards.apkg` into the folder `out`: for Anki, 'File', 'Import'."""
    model = _model(case)
    decks = [_deck(chapter, case, model) for chapter in chapters_of(bank, case)]
    made = io.BytesIO()
    genanki.Package(decks).write_to_file(made, timestamp=_time_of(str(case.about.get("version", "0"))))
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    path = write_zip(out / "cards.apkg", files)
    count = sum(len(deck.notes) for deck in decks)
    notes = tuple(Note(name, said) for name in bank.questions if (said := _otherwise(bank.questions[name].type)))
    return Written(FORMAT, (path,), count, notes, LIMITS)


def _otherwise(kind: str) -> str:
    if kind in ("order", "match", "classify"):
        return "answered in the head: nothing can be moved or chosen on a card"
    return "answered in the head, or on paper" if kind in ("numeric", "short") else ""


def _model(case: Case) -> genanki.Model:
    template = {
        "name": "Question",
        "qfmt": (_FOLDER / "card-front.html").read_text(encoding="utf-8"),
        "afmt": (_FOLDER / "card-back.html").read_text(encoding="utf-8"),
    }
    return genanki.Model(
        _number(case, "model"),
        f"Casebook question ({case.about['name']})",
        fields=[{"name": name} for name in _FIELDS],
        templates=[template],
        css=(_FOLDER / "card.css").read_text(encoding="utf-8"),
    )


def _deck(chapter: Chapter, case: Case, model: genanki.Model) -> genanki.Deck:
    # Two colons put a deck inside another, so a title's own stay single.
    book = str(case.about["title"]).replace("::", ":")
    deck = genanki.Deck(_number(case, "deck", chapter.name), f"{book}::{chapter.title.replace('::', ':')}")
    for question in chapter.questions:
        about = posed(question, case, chapter.objectives)
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[*_fields(about), escape(chapter.title), escape(question.id)],
                guid=genanki.guid_for(str(case.about["name"]), question.id),
                tags=[f"page::{chapter.name}", f"objective::{question.objective}", f"type::{question.type}"],
            )
        )
    return deck


def _fields(about: Posed) -> list[str]:
    """The note's fields but the last two, as HTML."""
    unit = f"Unit: {about.unit}." if about.unit else ""
    return [
        escape(about.prompt),
        escape(" ".join(text for text in (_task_of(about), unit) if text)),
        "".join(_list(parts) for parts in (about.parts, about.choices) if parts),
        escape(about.answer),
        _why(about),
        escape(about.hint),
        escape(about.matters),
        escape("; ".join(about.rests)),
    ]


def _task_of(about: Posed) -> str:
    tasks = {
        "single": "Choose one.",
        "multiple": "Choose all that are right.",
        "mark": "Choose one sentence.",
        "order": "Put these in order.",
        "match": "Give each number its letter.",
        "classify": "Give each number its letter. A letter can be used more than once, or not at all.",
        "numeric": "Say one number." if about.task == "Write one number." else "Say one number that fits.",
    }
    return tasks.get(about.type, "Answer in a few sentences.")


def _list(parts: tuple[Part, ...]) -> str:
    rows = (f"<li>{f'<b>{part.name}</b> ' if part.name else ''}{escape(part.text)}</li>" for part in parts)
    return f"<ul>{''.join(rows)}</ul>"


def _why(about: Posed) -> str:
    rows = []
    for line in about.told:
        said = "<br>".join(escape(text) for text in (line.text, line.feedback) if text)
        rows.append(f"<li><b>{escape(line.label)}:</b> {said}</li>")
    return f"<ul>{''.join(rows)}</ul>"


def _number(case: Case, *names: str) -> int:
    """A number in the range that Anki's own ids have, the same in every export of this case."""
    text = "\0".join([str(case.about["name"]), *names])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % (1 << 30) + (1 << 30)


def _time_of(version: str) -> int:
    """Seconds since 1970 that grow with the case's version."""
    numbers = [int(part) if part.isdecimal() else 0 for part in f"{version}.0.0".split(".")[:3]]
    return _FIRST + _HOUR * (10_000 * numbers[0] + 100 * numbers[1] + numbers[2])
