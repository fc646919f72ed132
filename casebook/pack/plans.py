"""Pages of the book for instructors as plain HTML that prints: roles put into words, links kept within the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import PurePosixPath

from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.pack.sheet import html_of
from casebook.pages.notebooks import in_words
from casebook.pages.reader import read_book
from casebook.quizzes import Bank
from casebook.quizzes.objectives import Objective, curriculum_of

# What the case calls its pages for instructors, by their names in the contents list.
PAGES = "instructor_pages"

_FRONT = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_OBJECTIVES = re.compile(r"^```\{objectives\}\n```$", re.MULTILINE)
_BOXED = re.compile(r"^```\{admonition\} *([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"^```\{code-cell\}.*?^```\n", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^% .*\n", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+\.md)(#[^()\s]*)?\)")
_DIRECTIVE = re.compile(r"^(?:```|:::)\{(\w[\w-]*)\}", re.MULTILINE)


def plans_of(case: Case, bank: Bank, stamp: str) -> dict[str, str]:
    """Each page that the case lists for instructors, by its file's name in the pack: HTML, with `stamp` at its foot.

    Raises CasebookError for a page that is not in the book, and for a directive that cannot be put into words.
    """
    names = [str(name) for name in case.about.get(PAGES) or ()]
    pages = {page.name: page for page in read_book(case.root)}
    for name in names:
        if name not in pages:
            raise CasebookError(f"data/case.yml, field {PAGES}: {name!r} is no page of _toc.yml")
    files = {name: f"{PurePosixPath(name).name}.html" for name in names}
    objectives = curriculum_of(bank, list(pages.values()), case.root).objectives
    titles = {name: _title_of(case, page.path.read_text(encoding="utf-8")) for name, page in pages.items()}
    made = {}
    for name in names:
        text = pages[name].path.read_text(encoding="utf-8")
        markdown = in_plain(case, text, _table_of(objectives, titles, bank))
        if left := _DIRECTIVE.search(markdown):
            raise CasebookError(f"{name}.md: the pack cannot print {{{left[1]}}}; take it out, or out of {PAGES}")
        made[files[name]] = html_of(titles[name], _linked(markdown, name, files), stamp)
    return made


def in_plain(case: Case, page: str, objectives: str = "") -> str:
    """A page's text as plain Markdown: no front matter, no directive that can be said otherwise, roles in words."""
    text = _COMMENT.sub("", _CELL.sub("", _FRONT.sub("", page)))
    text = _OBJECTIVES.sub(lambda _: objectives, text)
    text = _BOXED.sub(lambda box: _quoted(f"**{box[1].strip()}**\n\n{box[2].strip()}"), text)
    return in_words(case, text)


def _title_of(case: Case, text: str) -> str:
    found = _TITLE.search(text)
    return in_words(case, found[1]) if found else ""


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _linked(markdown: str, page: str, files: Mapping[str, str]) -> str:
    """`markdown` with links to pages of the pack as links to their files, and those to other pages as words."""

    def link(match: re.Match[str]) -> str:
        words, target, _ = match.groups()
        steps: list[str] = list(PurePosixPath(page).parent.parts)
        for step in PurePosixPath(target.removesuffix(".md")).parts:
            steps = steps[:-1] if step == ".." else [*steps, step]
        file = files.get("/".join(steps))
        return f"[{words}]({file})" if file else words

    return _LINK.sub(link, markdown)


def _table_of(objectives: list[Objective], titles: Mapping[str, str], bank: Bank) -> str:
    """Every objective with its page, the numbers of the questions that test it and the exercises that train it."""
    lines = ["| Objective | Page | Questions | Exercises |", "|---|---|---|---|"]
    for one in objectives:
        asked = [question.id for question in bank.asked(one.page)]
        numbers = ", ".join(str(asked.index(name) + 1) for name in one.questions) or "none"
        trained = "; ".join(exercise.title for exercise in one.exercises) or "none"
        lines.append(f"| {one.words} | {titles.get(one.page) or one.page} | {numbers} | {trained} |")
    return "\n".join(lines)


def titles_in(plans: Mapping[str, str]) -> dict[str, str]:
    """The title of each printed page, by its file."""
    return {file: unescape(html.partition("<title>")[2].partition("</title>")[0]) for file, html in plans.items()}
