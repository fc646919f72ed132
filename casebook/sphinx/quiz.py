"""The quiz of a page and the page of progress: HTML with a script where there is one, plain words everywhere else."""

from __future__ import annotations

import re
import shutil
from html import unescape
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
from casebook.quizzes.shown import asked_on
from casebook.sphinx.domain import CaseDomain, row_reference
from casebook.sphinx.nodes_of import filled, joined
from casebook.sphinx.state import State, state_of

_STATIC = Path(casebook.quizzes.__file__).parent / "static"
_PAGE_LINK = re.compile(r'href="casebook-page:([^"#]+)#([^"]+)"')
# What a cell shows of a quiz says which it is.
_QUIZ = re.compile(r'<section class="cb-quiz" data-quiz="([^"]*)"')
# For a notebook, which hands the module an element to fill; a page starts its twin by itself.
_DEFAULT = re.compile(r"^export default \{ \w+(?:, \w+)* \};\n", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_MODULE_ONLY = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class quiz_node(nodes.General, nodes.Element):
    """The place of a quiz, until the builder is known."""


class progress_node(nodes.General, nodes.Element):
    """The place of the table of progress, until the builder is known."""


def make_places(app: Sphinx, doctree: nodes.document) -> None:
    """Put a place for the quiz where a cell shows one.

    The kernel knows no pages: the build's own form links marks, gives rows a way back and suits every builder.
    """
    outputs = [node for node in doctree.findall(nodes.container) if node.get("nb_element") == "mime_bundle"]
    for output in outputs:
        if found := _QUIZ.search(output.astext()):
            output.replace_self(_place(app, unescape(found[1])))


def _place(app: Sphinx, name: str) -> quiz_node:
    bank, page = state_of(app).bank, app.env.docname
    what = name if name in bank.pages else tuple(name.split())
    domain = app.env.get_domain("case")
    assert isinstance(domain, CaseDomain)
    marked = domain.marked.setdefault(page, set())
    # Where the prose does not use a row, the row leads back to its first question.
    named = dict.fromkeys(name for question in bank.asked(what) for name in question.ids)
    anchors = [name for name in named if name not in marked]
    marked.update(anchors)
    return quiz_node("", what=what, page=page, anchors=anchors)


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
                html = quiz_html(state.bank, state.case, place["what"], anchors=place["anchors"])
                place.replace_self(_raw(html))
            else:
                place.replace_self(_in_words(state, place["what"], place["page"], place["anchors"]))
        for table in list(self.document.findall(progress_node)):
            if as_page:
                titles = {page.name: self.env.titles[page.name].astext() for page in state.pages}
                html = progress_html(state.bank, state.case, table["page"], titles)
                table.replace_self(_raw(self._linked(html)))
            else:
                words = "Progress is kept by the pages of the website, in the reader's own browser."
                table.replace_self(nodes.paragraph("", "", nodes.Text(words)))

    def _linked(self, html: str) -> str:
        state = state_of(self.app)
        shown = {page.name: {f"question-{one.id}" for one in asked_on(page, state.bank)} for page in state.pages}

        def link(match: re.Match[str]) -> str:
            page, anchor = match.groups()
            uri = self.app.builder.get_relative_uri(self.env.docname, page)
            return f'href="{uri}#{anchor}"' if anchor in shown.get(page, ()) else f'href="{uri}"'

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
    text = _EXPORTED.sub("", _DEFAULT.sub("", module))
    left = _MODULE_ONLY.search(text)
    if left:
        raise ExtensionError(
            f"casebook/quizzes/static/quiz.js: {left[0]!r} has no classic twin; "
            "write 'export' only before function, const, let or class or in 'export default { name };', import nothing"
        )
    return f'(function () {{\n"use strict";\n{text}}})();\n'


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html", casebook="quiz")


def _in_words(state: State, what: str | tuple[str, ...], page: str, anchors: list[str]) -> nodes.container:
    """The questions of a quiz on `page`, then their answers, as any book can print them."""
    questions = state.bank.asked(what)
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


DIRECTIVES = {"progress": Progress}
