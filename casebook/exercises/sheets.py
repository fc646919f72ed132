"""What an instructor reads beside the notebooks: the answer key and the rubric as plain pages."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from casebook.exercises.variant import Check, Variant

_STYLE = """\
body { font: 1rem/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #888; padding: .4rem; text-align: left; vertical-align: top }
code { font-family: monospace; overflow-wrap: anywhere } td { overflow-wrap: anywhere }
blockquote { border-left: 3px solid #888; margin-left: 0; padding-left: 1rem }"""


def answer_key(variant: Variant, misconceptions: Mapping[str, str]) -> str:
    """The page of answers: for each question its points, its answer, and what each known mistake would have given."""
    rows = []
    for question in variant.questions:
        check = variant.checks.get(question.id)
        answer = "by the rubric" if check is None else _said(check["expected"], check)
        wrong = "" if check is None else _mistakes(check, misconceptions)
        cells = (
            f"{escape(question.id)}<br><code>{escape(question.name)}</code>",
            escape(question.what),
            str(question.points),
            f"<code>{escape(answer)}</code>",
            wrong,
        )
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Question", "What is asked", "Points", "Answer", "Known mistakes, and what each gives")
    )
    about = variant.exercise.about
    intro = (
        f"<p>{escape(about.summary)}</p><p>Variant: {escape(variant.tag)}. {variant.exercise.points} points, "
        f"about {about.minutes} minutes. Not for students.</p>"
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return _page(f"Answer key: {variant.exercise.title}", intro + table)


def rubric_page(variant: Variant, rubric: str) -> str:
    """The rubric as a page."""
    return _page(f"Rubric: {variant.exercise.title}", str(MarkdownIt("commonmark").render(rubric)), heading=False)


def _mistakes(check: Check, misconceptions: Mapping[str, str]) -> str:
    items = "".join(
        f"<li>{escape(misconceptions[slug])}: <code>{escape(_said(value, check))}</code></li>"
        for slug, value in check["mistakes"].items()
    )
    return f"<ul>{items}</ul>" if items else ""


def _page(title: str, body: str, *, heading: bool = True) -> str:
    top = f"<h1>{escape(title)}</h1>\n" if heading else ""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<main>\n{top}{body}\n</main>\n</body>\n</html>\n"
    )


def _said(value: Any, check: Check) -> str:
    """An answer in words."""
    if check["kind"] == "interval":
        return " and ".join(f"{word} {_number(end)}" for word, end in value.items()) or "no bound at either end"
    if check["kind"] == "table":
        return "; ".join(
            f"{label}: " + ", ".join(f"{column} {_number(cell)}" for column, cell in row.items())
            for label, row in value.items()
        )
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return _number(value)


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "none" if value is None else str(value)
