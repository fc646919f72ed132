"""Worksheets on paper and the keys to them, apart: for each page and for the whole book, as PDF and as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from casebook.evidence import Case
from casebook.exports.chapter import Chapter, chapters_of
from casebook.exports.posed import posed
from casebook.exports.worksheet_html import html_of
from casebook.exports.written import Written
from casebook.quizzes import Bank

FORMAT = "Worksheets and keys"
LIMITS = (
    "Paper marks nothing: a key stands apart, with what is said of each answer.",
    "Hints stand at the end of a worksheet.",
)

_TEMPLATE = Path(__file__).with_name("worksheet.typ")
# A PDF names the moment of its making; this one makes two writings the same.
_MADE = 0
# Fields of a question that a worksheet shows; all others give answers away, or are for those who mark.
_ASKED = ("id", "number", "type", "prompt", "task", "parts", "choices", "unit", "hint")

Sheet = Mapping[str, Any]


def write(bank: Bank, case: Case, out: Path) -> Written:
    """Write `worksheets/NAME.pdf`, `NAME.html`, `NAME-key.pdf` and `NAME-key.html` into the folder `out`."""
    folder = out / "worksheets"
    folder.mkdir(parents=True, exist_ok=True)
    chapters = chapters_of(bank, case)
    sets = [(chapter.name, chapter.title, [chapter]) for chapter in chapters]
    sets.append(("whole-book", "All questions", chapters))
    compiler = typst.Compiler(_TEMPLATE, ignore_system_fonts=True)
    paths: list[Path] = []
    for name, heading, asked in sets:
        questions = [_questions(chapter, case) for chapter in asked]
        for kind, suffix in (("sheet", ""), ("key", "-key")):
            sheet = _sheet(case, kind, heading, list(zip(asked, questions, strict=True)))
            paths += _write_both(compiler, sheet, folder / f"{name}{suffix}")
    return Written(FORMAT, tuple(paths), sum(len(one.questions) for one in chapters), limits=LIMITS)


def _write_both(compiler: typst.Compiler, sheet: Sheet, stem: Path) -> Iterable[Path]:
    html, pdf = stem.with_name(f"{stem.name}.html"), stem.with_name(f"{stem.name}.pdf")
    html.write_text(html_of(sheet), encoding="utf-8", newline="\n")
    data = {"sheet": json.dumps(sheet, ensure_ascii=False)}
    made = compiler.compile(format="pdf", sys_inputs=data, pdf_standards=["ua-1"], timestamp=_MADE)
    assert isinstance(made, bytes)  # a list is given of images only
    pdf.write_bytes(made)
    return html, pdf


def _questions(chapter: Chapter, case: Case) -> list[dict[str, Any]]:
    """The page's questions as data, numbered, all texts in words."""
    return [
        asdict(asked) | {"number": str(number), "rests": "; ".join(asked.rests)}
        for number, question in enumerate(chapter.questions, start=1)
        for asked in [posed(question, case, chapter.objectives)]
    ]


def _sheet(
    case: Case, kind: str, heading: str, chapters: Sequence[tuple[Chapter, Sequence[Mapping[str, Any]]]]
) -> Sheet:
    """A worksheet or a key as data; a worksheet's holds no answer at all, so none can be shown by a slip."""
    book = str(case.about["title"])
    title = f"{heading} ({'worksheet' if kind == 'sheet' else 'key'})"
    return {
        "kind": kind,
        "book": book,
        "heading": title,
        "title": f"{title}. {book}",
        "footer": title,
        "author": ", ".join(str(one["title"]) for one in case.about["contributors"]),
        "description": "Questions to answer on paper." if kind == "sheet" else "Answers, and what is said of each.",
        "chapters": [
            {"title": chapter.title, "name": chapter.name, "questions": [_seen(kind, one) for one in questions]}
            for chapter, questions in chapters
        ],
    }


def _seen(kind: str, question: Mapping[str, Any]) -> Mapping[str, Any]:
    return question if kind == "key" else {name: question[name] for name in _ASKED}
