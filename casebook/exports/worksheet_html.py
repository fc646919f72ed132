"""A worksheet or its key as one HTML file: no script, no other file, made to be printed as well as read."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

_STYLE = Path(__file__).with_name("worksheet.css")

Data = Mapping[str, Any]


def html_of(sheet: Data) -> str:
    """The file's text; every text of the sheet in it is escaped."""
    several = len(sheet["chapters"]) > 1
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en-GB">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(sheet['title'])}</title>",
            f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style></head>",
            "<body>",
            f'<header><p class="book">{escape(sheet["book"])}</p><h1>{escape(sheet["heading"])}</h1>',
            *([_NAME_AND_DATE] if sheet["kind"] == "sheet" else []),
            "</header>",
            *([_contents(sheet)] if several else []),
            "<main>",
            *(_chapter(chapter, sheet["kind"], several=several) for chapter in sheet["chapters"]),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


_NAME_AND_DATE = (
    '<p class="who"><span>Name</span><span class="rule"></span><span>Date</span><span class="rule"></span></p>'
)
_WIDE = '<span class="box wide"></span>'


def _contents(sheet: Data) -> str:
    links = "".join(
        f'<li><a href="#{escape(chapter["name"])}">{escape(chapter["title"])}</a></li>' for chapter in sheet["chapters"]
    )
    return f'<nav aria-label="Contents"><ol>{links}</ol></nav>'


def _chapter(chapter: Data, kind: str, *, several: bool) -> str:
    level = 3 if several else 2
    asked = [_question(question, kind, level) for question in chapter["questions"]]
    hints = _hints(chapter, level) if kind == "sheet" else ""
    heading = f"<h2>{escape(chapter['title'])}</h2>" if several else ""
    opening = f'<section class="chapter" id="{escape(chapter["name"])}">{heading}'
    return "\n".join([opening, *asked, hints, "</section>"])


def _question(question: Data, kind: str, level: int) -> str:
    shown = _key(question) if kind == "key" else f'<p class="task">{escape(question["task"])}</p>\n{_parts(question)}'
    return "\n".join(
        [
            f'<section class="question {question["type"]}">',
            f"<h{level}>Question {question['number']}</h{level}>",
            f'<p class="prompt">{escape(question["prompt"])}</p>',
            shown,
            "</section>",
        ]
    )


def _parts(question: Data) -> str:
    match question["type"]:
        case "single" | "multiple" | "mark":
            kind = "box" if question["type"] == "multiple" else "box round"
            return _rows(f'<span class="{kind}"></span><span>{{name}}</span>', question["parts"])
        case "order":
            return _rows(_WIDE, question["parts"])
        case "match" | "classify":
            choices = "".join(
                f"<li><strong>{choice['name']}</strong><span>{escape(choice['text'])}</span></li>"
                for choice in question["choices"]
            )
            parts = _rows(f"{_WIDE}<span>{{name}}</span>", question["parts"])
            return f'{parts}\n<ul class="choices">{choices}</ul>'
        case "numeric":
            return f'<p class="number">Your number: <span class="rule"></span> {escape(question["unit"])}</p>'
    return f'<div class="lines">{"<span class=rule></span>" * 7}</div>'


def _rows(opening: str, parts: list[Data]) -> str:
    rows = "".join(
        f"<li>{opening.replace('{name}', part['name'])}<span>{escape(part['text'])}</span></li>" for part in parts
    )
    return f'<ul class="parts">{rows}</ul>'


def _key(question: Data) -> str:
    told = "".join(
        f"<li><strong>{escape(line['label'])}:</strong> "
        f"{'<br>'.join(escape(text) for text in (line['text'], line['feedback']) if text)}</li>"
        for line in question["told"]
    )
    notes = "".join(
        f'<p class="note">{label}: {escape(text)}</p>'
        for label, text in (
            ("Hint", question["hint"]),
            ("Why this matters", question["matters"]),
            ("Tests", question["objective"]),
            ("Rests on", question["rests"]),
        )
        if text
    )
    answer = f'<p class="answer"><strong>Answer: {escape(question["answer"])}</strong></p>'
    return f'{answer}\n<ul class="told">{told}</ul>\n{notes}'


def _hints(chapter: Data, level: int) -> str:
    hints = "".join(
        f"<li><span>Question {question['number']}:</span> {escape(question['hint'])}</li>"
        for question in chapter["questions"]
        if question["hint"]
    )
    return f'<section class="hints"><h{level}>Hints</h{level}><ul>{hints}</ul></section>' if hints else ""
