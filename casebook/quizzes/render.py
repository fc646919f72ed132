"""A quiz as HTML: native controls that work without a script, the key beside them, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape

from casebook.evidence import Case
from casebook.quizzes.answers import Line, choices_of, lines_of, parts_of
from casebook.quizzes.bank import Bank, PageBank
from casebook.quizzes.payload import as_json, payload_of
from casebook.quizzes.questions import Numeric, Order, Question
from casebook.quizzes.row import kind_of, words_of

_BRACES = re.compile(r"\{([a-z0-9-]+)\}")
_ACTIONS = (
    '<button type="submit" class="cb-check">Check</button> '
    '<button type="button" class="cb-retry" hidden>Try again</button> '
    '<button type="button" class="cb-reveal" hidden>Show the answer</button>'
)
_LINK = re.compile(r'<a class="cb-mark[^"]*" href="casebook:[^"]*">(.*?)</a>', re.DOTALL)
# The beginnings of lines that are nothing without the script.
_FOR_SCRIPT = (
    '<p class="cb-actions"',
    '<div class="cb-feedback"',
    '<script type="application/json"',
    '<div class="cb-score"',
    '<p><button type="button" class="cb-retry-missed"',
)
_HINT = ' <button type="button" class="cb-hint">Hint</button>'


def quiz_html(bank: Bank, case: Case, what: str | Sequence[str], *, anchors: Collection[str] = ()) -> str:
    """The questions of a page, or those with these ids, as one quiz.

    Ids in texts become links `casebook:ID`, which the build points at their rows.
    At the first question that names an id of `anchors` stands an anchor `use-ID`, to which the row can lead back.
    Raises UnknownId for a page without questions and for an id that no question has.
    """
    questions = bank.asked(what)
    page = bank.page_of[questions[0].id] if questions else ""
    name = page if isinstance(what, str) else " ".join(what)
    left = set(anchors)
    forms = []
    for number, question in enumerate(questions, start=1):
        here = [name for name in question.ids if name in left]
        left -= set(here)
        forms.append(_form(question, case, number, len(questions), here))
    opening = f'<section class="cb-quiz" data-quiz="{escape(name)}" data-page="{escape(page)}"{_case(case)}>'
    closing = (
        '<div class="cb-score" role="status" aria-live="polite"></div>\n'
        '<p><button type="button" class="cb-retry-missed" hidden>Retry what was missed</button></p>\n</section>'
    )
    return "\n".join([opening, *forms, closing])


def without_links(html: str) -> str:
    """A quiz's HTML with each mark as its words alone, for where no page lists the rows."""
    return _LINK.sub(r"\1", html)


def without_script(html: str) -> str:
    """A quiz's HTML without what only the script brings to life: the questions, each with its answer folded below."""
    return "\n".join(line for line in html.split("\n") if not line.startswith(_FOR_SCRIPT))


def progress_html(bank: Bank, case: Case, page: str, titles: Mapping[str, str] | None = None) -> str:
    """A table of the objectives that the bank tests, for the script to fill in from what the reader's browser keeps.

    `titles` names the pages in the order in which the table is to have them; without it they stand as in the bank,
    and without headings. Links lead from `page`, a page of the book, to those that hold the questions as
    `casebook-page:NAME`.
    """
    groups = [_group(bank.pages[name], title) for name, title in (titles or {}).items() if name in bank.pages]
    groups = groups or [_group(one, "") for one in bank.pages.values()]
    return "\n".join(
        [
            f'<section class="cb-progress" data-page="{escape(page)}"{_case(case)}>',
            "<noscript><p>Progress is kept and shown by a script, and scripts are switched off here.</p></noscript>",
            # A phone folds it by a changed `display`, which costs a table its meaning unless the roles are written out.
            '<table role="table"><caption>Each objective of the book that has questions</caption>',
            '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Objective</th>'
            '<th scope="col" role="columnheader">State</th>'
            '<th scope="col" role="columnheader">Right</th></tr></thead>',
            *groups,
            "</table>",
            '<div class="cb-actions" hidden><button type="button" class="cb-save-json">Save as JSON</button> '
            '<button type="button" class="cb-save-csv">Save as CSV</button> '
            '<button type="button" class="cb-erase">Erase all</button> '
            "<label>Bring back progress saved as JSON "
            '<input type="file" class="cb-load" accept=".json,application/json"></label></div>',
            '<p class="cb-said" role="status" aria-live="polite"></p>',
            "</section>",
        ]
    )


def _group(one: PageBank, title: str) -> str:
    """The objectives of a page that have questions, below the page's title if there is one."""
    rows = []
    if title:
        rows.append(
            '<tr role="row" class="cb-progress-page"><th scope="rowgroup" role="rowheader" colspan="3">'
            f"{escape(title)}</th></tr>"
        )
    for objective, words in one.objectives.items():
        ids = [question.id for question in one.questions if question.objective == objective]
        if ids:
            rows.append(
                f'<tr role="row" data-objective="{escape(objective)}" data-questions="{escape(" ".join(ids))}">'
                f'<th scope="row" role="rowheader">'
                f'<a href="casebook-page:{escape(one.page)}#question-{escape(ids[0])}">'
                f'{escape(words)}</a></th><td role="cell" class="cb-state">not tried</td>'
                f'<td role="cell" class="cb-tally">0 of {len(ids)}</td></tr>'
            )
    return "\n".join(['<tbody role="rowgroup">', *rows, "</tbody>"])


def linked(case: Case, text: str) -> str:
    """`text` escaped, each id in it as a link to its row."""
    pieces = _BRACES.split(text)
    return "".join(
        _mark(case, piece, case.say(piece)) if index % 2 else escape(piece) for index, piece in enumerate(pieces)
    )


def _said(case: Case, text: str) -> str:
    """`text` escaped, each id in it put into words: for controls, in which no link can stand."""
    return escape(case.fill(text))


def _mark(case: Case, name: str, words: str) -> str:
    return f'<a class="cb-mark cb-mark-{kind_of(case, name)}" href="casebook:{escape(name)}">{escape(words)}</a>'


def _case(case: Case) -> str:
    return f' data-case="{escape(str(case.about["name"]))}"'


def _form(question: Question, case: Case, number: int, total: int, anchors: Sequence[str]) -> str:
    key = as_json(payload_of(question, case))
    return "\n".join(
        [
            f'<form method="dialog" class="cb-question" id="question-{question.id}" data-type="{question.type}" '
            f'data-objective="{question.objective}" data-difficulty="{question.difficulty}" novalidate>',
            *(f'<span id="use-{escape(name)}"></span>' for name in anchors),
            f'<fieldset><legend><span class="cb-question-number">Question {number} of {total}</span> '
            f'<span class="cb-prompt">{linked(case, question.prompt)}</span></legend>',
            _controls(question, case),
            "</fieldset>",
            f'<p class="cb-actions" hidden>{_ACTIONS}{_HINT if question.hint else ""}</p>',
            '<div class="cb-feedback" role="status" aria-live="polite"></div>',
            f'<script type="application/json" class="cb-key">{key}</script>',
            f'<details class="cb-answer"><summary>Answer to question {number}</summary>',
            _answer(question, case),
            "</details>",
            "</form>",
        ]
    )


def _controls(question: Question, case: Case) -> str:
    name = question.id
    parts = parts_of(question)
    match question.type:
        case "single" | "multiple" | "mark":
            kind = "checkbox" if question.type == "multiple" else "radio"
            return "\n".join(
                f'<label class="cb-option"><input type="{kind}" name="{name}" value="{part.key}"> '
                f"<span>{_said(case, part.text)}</span></label>"
                for part in parts
            )
        case "order":
            places = "".join(f'<option value="{place}">{place}</option>' for place in range(1, len(parts) + 1))
            items = [f"<li>{_line(case, part.text, _select(name, part.key, 'Place', places))}</li>" for part in parts]
            return "\n".join(["<ol>", *items, "</ol>"])
        case "match" | "classify":
            choices = "".join(
                f'<option value="{choice.key}">{_said(case, choice.text)}</option>' for choice in choices_of(question)
            )
            return "\n".join(_line(case, part.text, _select(name, part.key, "Choose", choices)) for part in parts)
        case "numeric":
            assert isinstance(question, Numeric)
            return (
                f'<label>Your number: <input type="text" inputmode="decimal" name="{name}" autocomplete="off"> '
                f'<span class="cb-unit">{_said(case, question.unit)}</span></label>'
            )
    return f'<label class="cb-line"><span>Your answer</span> <textarea name="{name}" rows="5"></textarea></label>'


def _line(case: Case, text: str, control: str) -> str:
    return f'<label class="cb-line"><span>{_said(case, text)}</span> {control}</label>'


def _select(name: str, key: str, empty: str, options: str) -> str:
    return f'<select name="{name}-{key}" autocomplete="off"><option value="">{empty}</option>{options}</select>'


def _answer(question: Question, case: Case) -> str:
    lines = lines_of(question)
    tag = "ol" if isinstance(question, Order) else "ul"
    listed = "\n".join(f"<li>{_answer_line(line, case, numbered=tag == 'ol')}</li>" for line in lines)
    rests = "; ".join(_mark(case, name, words_of(case, name)) for name in dict.fromkeys(question.rows))
    notes = [
        f"<p>{label}: {linked(case, text)}</p>"
        for label, text in (("Hint", question.hint), ("Why this matters", question.matters))
        if text
    ]
    return "\n".join([f"<{tag}>", listed, f"</{tag}>", *notes, f'<p class="cb-rests">Rests on: {rests}.</p>'])


def _answer_line(line: Line, case: Case, *, numbered: bool) -> str:
    label = "" if numbered else f"<strong>{_said(case, line.label)}:</strong> "
    return f"{label}{' '.join(linked(case, text) for text in (line.text, line.feedback) if text)}"
