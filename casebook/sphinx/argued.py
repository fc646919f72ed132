"""```{argued} side```: a block in which one side of the dispute argues, under a label of its own."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from casebook.pages.sides import sides_of
from casebook.sphinx.state import state_of


class argued_node(nodes.General, nodes.Element):
    """What one side argues: its label, then its words. `place` is the side's number, for its look."""


class Argued(SphinxDirective):
    """The side is one of those that data/case.yml declares under `sides`."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = False

    def run(self) -> list[nodes.Node]:
        sides = sides_of(state_of(self.env.app).case)
        side = self.arguments[0]
        if side not in sides:
            known = ", ".join(sides) or "none is declared in data/case.yml under sides"
            raise self.error(f"{side!r} is no side of this case ({known})")
        self.assert_has_content()
        label = nodes.paragraph("", "", nodes.strong("", sides[side]), classes=["cb-argued-label"])
        place = list(sides).index(side) + 1
        block = argued_node("", label, label=sides[side], classes=["cb-argued", f"cb-argued-{place}"])
        block += self.parse_content_to_nodes()
        return [block]


def _open_html(translator: Any, node: argued_node) -> None:
    # A group, so that a listener hears where one side's words begin and where they end.
    classes = " ".join(node["classes"])
    translator.body.append(f'<div class="{escape(classes)}" role="group" aria-label="{escape(node["label"])}">\n')
    # What stands before a block, such as an entry of the index, leaves its anchor to the block.
    translator.body += [f'<span id="{escape(anchor)}"></span>' for anchor in node["ids"]]


def _close_html(translator: Any, node: argued_node) -> None:
    translator.body.append("</div>\n")


def _open_latex(translator: Any, node: argued_node) -> None:
    translator.body.append("\n\\begin{quote}")


def _close_latex(translator: Any, node: argued_node) -> None:
    translator.body.append("\\end{quote}\n")


def _nothing(translator: Any, node: argued_node) -> None:
    """The label says enough."""


# By format: an entry for one builder of HTML, such as epub, would hide from it what others register for HTML.
VISITORS: dict[str, Any] = {
    "html": (_open_html, _close_html),
    "latex": (_open_latex, _close_latex),
    "text": (_nothing, _nothing),
    "man": (_nothing, _nothing),
    "texinfo": (_nothing, _nothing),
}
DIRECTIVES = {"argued": Argued}
