"""Say of the author's own reasoning that it is: a rule for the eye, a word for the ear and in print."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from casebook.pages.carried import REASONING
from casebook.sphinx.roles import for_ear_only

WORD = "Our reasoning:"


class SayReasoning(SphinxPostTransform):
    """Put the word before each paragraph, list or quotation that has the class; the style sheet draws the rule."""

    default_priority = 6

    def run(self, **kwargs: object) -> None:
        on_screen = self.app.builder.format == "html"
        for marked in self.document.findall(lambda node: isinstance(node, nodes.Element) and _is_outermost(node)):
            first = marked if isinstance(marked, nodes.paragraph) else marked.next_node(nodes.paragraph)
            if first is not None:
                said = [for_ear_only(f"{WORD} ")] if on_screen else [nodes.emphasis("", WORD), nodes.Text(" ")]
                first.insert(0, said)


def _is_outermost(node: nodes.Element) -> bool:
    above = node.parent
    while above is not None:
        if REASONING in above.get("classes", ()):
            return False
        above = above.parent
    return REASONING in node.get("classes", ())
