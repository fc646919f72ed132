"""{rests}`id; id, paragraph 4`: at a paragraph's end, a small mark for each row that the paragraph rests on."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from casebook.evidence import Case
from casebook.pages.check import RESTS, rests_on
from casebook.quizzes import kind_of, words_of
from casebook.sphinx.domain import row_reference
from casebook.sphinx.nodes_of import joined, source_at
from casebook.sphinx.roles import first_uses, for_ear_only
from casebook.sphinx.state import state_of

# What stands raised on the page. A listener hears the name of the row in its place.
SIGN = "†"


class rests_node(nodes.General, nodes.Inline, nodes.Element):
    """The place of a mark, until the builder is known."""


class RestsRole(SphinxRole):
    """The page check has refused unknown ids before any role runs."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        named = rests_on(self.text)
        anchors = first_uses(self.env, [name for name, _ in named])
        return [rests_node("", named=named, docname=self.env.docname, ids=anchors)], []


class PutMarksIn(SphinxPostTransform):
    """Put each mark in, before references are resolved: raised on a screen, in words where a book is printed."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        case = state_of(self.app).case
        for place in list(self.document.findall(rests_node)):
            on_screen = self.app.builder.format == "html"
            _set_space_before(place, "" if on_screen else " ")
            make = _raised if on_screen else _in_brackets
            place.replace_self(make(case, place["named"], place["docname"], place["ids"]))


def _set_space_before(place: nodes.Element, space: str) -> None:
    """A raised mark stands close to the words before it, so that no line begins with it; brackets stand apart."""
    siblings = place.parent.children
    before = siblings[siblings.index(place) - 1] if siblings.index(place) else None
    if isinstance(before, nodes.Text):
        place.parent.replace(before, nodes.Text(f"{before.astext().rstrip()}{space}"))
    elif before is not None and space:
        place.parent.insert(siblings.index(place), nodes.Text(space))


def _raised(case: Case, named: list[tuple[str, str]], docname: str, anchors: list[str]) -> nodes.inline:
    marks = nodes.inline("", "", ids=anchors)
    for name, place in named:
        said = f"Rests on: {_called(case, name, place)}"
        sign = nodes.raw("", f'<span aria-hidden="true">{SIGN}</span>', format="html")
        mark = row_reference(kind_of(case, name), name, docname, sign, for_ear_only(f" {said}."), title=said)
        mark["classes"] += ["cb-rests"]
        marks += mark
    return marks


def _in_brackets(case: Case, named: list[tuple[str, str]], docname: str, anchors: list[str]) -> nodes.inline:
    """The sources by their short names, and other rows by theirs."""
    parts = [
        source_at(case, name, place, docname)
        if kind_of(case, name) == "source"
        else [row_reference(kind_of(case, name), name, docname, nodes.Text(_called(case, name, place)))]
        for name, place in named
    ]
    return nodes.inline("", "", nodes.Text("["), *joined(parts), nodes.Text("]"), ids=anchors)


def _called(case: Case, name: str, place: str) -> str:
    words = words_of(case, name).rstrip(".")
    return f"{words}, {place}" if place else words


ROLES = {RESTS: RestsRole()}
