"""The quiz of a page and the page of progress: HTML with a script where there is one, plain words everywhere else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

import casebook.quizzes
from casebook.quizzes import Question, kind_of, progress_html, quiz_html, words_of
from casebook.quizzes.answers import Line, choices_of, lines_of, parts_of
from casebook.quizzes.questions import Match, Numeric, Order
from casebook.sphinx.domain import CaseDomain, row_reference
from casebook.sphinx.nodes_of import filled, joined
from casebook.sphinx.state import State, state_of

_STATIC = Path(casebook.quizzes.__file__).parent / "static"
_PAGE_LINK = re.compile(r'href="casebook-page:([^"#]+)#([^"]+)"')
_EXPORTED = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_MODULE_ONLY = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class quiz_node(nodes.General, nodes.Element):
    """The place of a quiz, until the builder is known."""


class progress_node(nodes.General, nodes.Element):
    """The place of the table of progress, until the builder is known."""


class Quiz(SphinxDirective):
    """```{quiz}```: the questions of this page, in the order of their file."""

    def run(self) -> list[nodes.Node]:
        bank = state_of(self.env.app).bank
        page = self.env.docname
        if page not in bank.pages:
            raise self.error(f"no questions: no file of data/questions has 'page: {page}'")
        domain = self.env.get_domain("case")
        assert isinstance(domain, CaseDomain)
        marked = domain.marked.setdefault(page, set())
        # Where the prose has not used a row yet, the row leads back to its first question.
        anchors = [name for name in bank.ids_on(page) if name not in marked]
        marked.update(anchors)
        return [quiz_node("", page=page, anchors=anchors)]


class Progress(SphinxDirective):
    """```{progress}```: every objective of the book with what the reader's browser keeps of it."""

    def run(self) -> list[nodes.Node]:
        return [progress_node("", page=self.env.docname)]


class PutIn(SphinxPostTransform):
    """Put quizzes in as the builder can show them, before references are resolved."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        state = state_of(self.app)
        as_page = has_scripts(self.app.builder)
        for place in list(self.document.findall(quiz_node)):
            if as_page:
                html = quiz_html(state.bank, state.case, place["page"], anchors=place["anchors"])
                place.replace_self(_raw(html))
            else:
                place.replace_self(_in_words(state, place["page"], place["anchors"]))
        for table in list(self.document.findall(progress_node)):
            if as_page:
                table.replace_self(_raw(self._linked(progress_html(state.bank, state.case, table["page"]))))
            else:
                words = "Progress is kept by the pages of the website, in the reader's own browser."
                table.replace_self(nodes.paragraph("", "", nodes.Text(words)))

    def _linked(self, html: str) -> str:
        def link(match: re.Match[str]) -> str:
            page, anchor = match.groups()
            uri = self.app.builder.get_relative_uri(self.env.docname, page)
            has_quiz = any(one.name == page and "quiz" in one.directives for one in state_of(self.app).pages)
            return f'href="{uri}#{anchor}"' if has_quiz else f'href="{uri}"'

        return _PAGE_LINK.sub(link, html)


def has_scripts(builder: Builder) -> bool:
    """Whether the builder's pages can run a script: those of a website, not those of an e-book."""
    return builder.format == "html" and builder.name != "epub"


def add_static_files(app: Sphinx) -> None:
    """Write script and stylesheet of the quizzes beside the site's other files.

    Raises ExtensionError where the script is no longer one that both a page and a module can use.
    """
    if has_scripts(app.builder):
        written = Path(app.outdir).parent / ".casebook-quiz"
        written.mkdir(parents=True, exist_ok=True)
        (written / "quiz.js").write_text(classic(_read("quiz.js")), encoding="utf-8")
        shutil.copyfile(_STATIC / "quiz.css", written / "quiz.css")
        app.config.html_static_path.append(str(written))


def load_static_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load script and stylesheet on the pages that need them, and on no other."""
    if doctree is not None and any(raw.get("casebook") == "quiz" for raw in doctree.findall(nodes.raw)):
        app.add_css_file("quiz.css", priority=910)
        app.add_js_file("quiz.js", priority=910, loading_method="defer")


def classic(module: str) -> str:
    """The ES module as a classic script, which browsers also run on pages opened as files."""
    text = _EXPORTED.sub("", module)
    left = _MODULE_ONLY.search(text)
    if left:
        raise ExtensionError(
            f"casebook/quizzes/static/quiz.js: {left[0]!r} has no classic twin; "
            "write 'export' only before function, const, let or class, and import nothing"
        )
    return f'(function () {{\n"use strict";\n{text}}})();\n'


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html", casebook="quiz")


def _in_words(state: State, page: str, anchors: list[str]) -> nodes.container:
    """The questions of a page, then their answers, as any book can print them."""
    questions = state.bank.asked(page)
    left = set(anchors)
    asked = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
    answers = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
    for question in questions:
        here = [name for name in question.ids if name in left]
        left -= set(here)
        asked += nodes.list_item("", *_question(state, question, page, here))
        answers += nodes.list_item("", *_answer(state, question, page))
    heading = nodes.paragraph("", "", nodes.strong("", "Answers"))
    return nodes.container("", asked, heading, answers, classes=["cb-quiz"])


def _question(state: State, question: Question, page: str, anchors: list[str]) -> list[nodes.Node]:
    case = state.case
    targets = [nodes.inline("", "", ids=[f"use-{name}"]) for name in anchors]
    shown: list[nodes.Node] = [nodes.paragraph("", "", *targets, *filled(case, question.prompt, page))]
    parts = [part.text for part in parts_of(question)]
    choices = [choice.text for choice in choices_of(question)]
    if parts:
        shown.append(_bullets([filled(case, text, page) for text in parts]))
    if choices:
        shown.append(nodes.paragraph("", "Match with:" if isinstance(question, Match) else "Choose from:"))
        shown.append(_bullets([filled(case, text, page) for text in choices]))
    if isinstance(question, Numeric):
        shown.append(nodes.paragraph("", "", nodes.Text("…… "), *filled(case, question.unit, page)))
    if question.hint:
        shown.append(nodes.paragraph("", "", nodes.Text("Hint: "), *filled(case, question.hint, page)))
    return shown


def _answer(state: State, question: Question, page: str) -> list[nodes.Node]:
    case = state.case
    lines = [_line(state, line, page) for line in lines_of(question)]
    said: list[nodes.Node] = [_bullets(lines, numbered=isinstance(question, Order))]
    if question.matters:
        said.append(nodes.paragraph("", "", nodes.Text("Why this matters: "), *filled(case, question.matters, page)))
    rests: list[list[nodes.Node]] = [
        [row_reference(kind_of(case, name), name, page, nodes.Text(words_of(case, name)))]
        for name in dict.fromkeys(question.rows)
    ]
    said.append(nodes.paragraph("", "", nodes.Text("Rests on: "), *joined(rests), nodes.Text(".")))
    return said


def _line(state: State, line: Line, page: str) -> list[nodes.Node]:
    label: list[nodes.Node] = [nodes.strong("", f"{state.case.fill(line.label)}:")]
    texts = [filled(state.case, text, page) for text in (line.text, line.feedback) if text]
    return joined(texts if line.label.isdigit() else [label, *texts], " ")


def _bullets(lines: list[list[nodes.Node]], *, numbered: bool = False) -> nodes.Element:
    in_order = {"enumtype": "loweralpha", "prefix": "", "suffix": "."}
    items = [nodes.list_item("", nodes.paragraph("", "", *line)) for line in lines]
    return nodes.enumerated_list("", *items, **in_order) if numbered else nodes.bullet_list("", *items)


DIRECTIVES = {"quiz": Quiz, "progress": Progress}
