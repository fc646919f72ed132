"""Tables that the book writes about itself: who argues how much, and what tests each objective."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from casebook.pages.sides import sides_of, words_argued
from casebook.quizzes.objectives import Curriculum, Objective, curriculum_of
from casebook.sphinx.domain import question_reference, use_reference
from casebook.sphinx.exercise_files import pages_of_exercises
from casebook.sphinx.nodes_of import joined
from casebook.sphinx.state import State, state_of

Cells = Sequence[Sequence[nodes.Node]]


class Sides(SphinxDirective):
    """```{sides}```: how many words each side argues on each page where any does."""

    def run(self) -> list[nodes.Node]:
        state = state_of(self.env.app)
        sides = sides_of(state.case)
        counts = {page.name: words_argued(state.case, page) for page in state.pages}
        rows: list[Cells] = [
            ([self._page(name)], *([_text(str(count[side]))] for side in sides), [_text(_ratio(list(count.values())))])
            for name, count in counts.items()
            if any(count.values())
        ]
        if not rows:
            return [nodes.paragraph("", "No page holds an argued block yet.")]
        total = [sum(count[side] for count in counts.values()) for side in sides]
        rows.append(([_text("All pages")], *([_text(str(number))] for number in total), [_text(_ratio(total))]))
        ratio = "Ratio" if len(sides) == 2 else "Shortest to longest"
        return [table("Words argued by each side, page by page", ["Page", *sides.values(), ratio], rows)]

    def _page(self, name: str) -> nodes.Node:
        return use_reference(name, "", self.env.docname)


class Objectives(SphinxDirective):
    """```{objectives}```: every objective, with the page that teaches it, its questions and its exercises."""

    def run(self) -> list[nodes.Node]:
        state = state_of(self.env.app)
        curriculum = curriculum_of(state.bank, state.pages, state.case.root)
        if not curriculum.objectives:
            return [nodes.paragraph("", "No page has objectives yet.")]
        rows = [self._row(state, curriculum, objective) for objective in curriculum.objectives]
        heads = ["Objective", "Page", "Questions", "Exercises"]
        return [table("Every objective, and where it is taught, tested and trained", heads, rows)]

    def _row(self, state: State, curriculum: Curriculum, objective: Objective) -> Cells:
        asked = [question.id for question in state.bank.asked(objective.page)]
        links: list[list[nodes.Node]] = [
            [question_reference(objective.page, name, str(asked.index(name) + 1), self.env.docname)]
            for name in objective.questions
        ]
        questions: list[nodes.Node] = (
            [_text(f"{len(links)}: number "), *joined(links, ", ")] if links else [_text("none")]
        )
        page: list[nodes.Node] = [use_reference(objective.page, "", self.env.docname)]
        return [_text(objective.words)], page, questions, self._trained(state, curriculum, objective)

    def _trained(self, state: State, curriculum: Curriculum, objective: Objective) -> list[nodes.Node]:
        """The exercises of the objective, those that have a page as links to it."""
        if not objective.exercises:
            is_no_skill = not objective.is_skill and curriculum.exercises
            return [_text("not a skill" if is_no_skill else "none" if curriculum.is_complete else "no exercise yet")]
        pages = pages_of_exercises(state.pages)
        named: list[list[nodes.Node]] = [
            [use_reference(pages[one.slug], "", self.env.docname) if one.slug in pages else _text(one.title)]
            for one in objective.exercises
        ]
        return joined(named)


def table(title: str, heads: Sequence[str], rows: Sequence[Cells]) -> nodes.table:
    """A table with a caption and a row of headings; each cell is a list of nodes."""
    widths = [40 if number == 0 else 20 for number in range(len(heads))]
    group = nodes.tgroup("", *(nodes.colspec("", colwidth=width) for width in widths), cols=len(heads))
    group += nodes.thead("", _row([[_text(head)] for head in heads]))
    group += nodes.tbody("", *(_row(cells) for cells in rows))
    return nodes.table("", nodes.title("", title), group, classes=["cb-overview-table"])


def _row(cells: Cells) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _ratio(counts: list[int]) -> str:
    first, second = counts if len(counts) == 2 else (min(counts), max(counts))
    return f"{first / second:.2f}" if second else "–"


def _text(words: str) -> nodes.Text:
    return nodes.Text(words)


DIRECTIVES = {"sides": Sides, "objectives": Objectives}
