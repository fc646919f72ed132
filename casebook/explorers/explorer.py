"""An explorer: one function that draws a supposition, and every supposition that a reader may make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from casebook.charts import Chart
from casebook.errors import CasebookError
from casebook.explorers.controls import Control
from casebook.explorers.live import widget_of
from casebook.explorers.page import State, page_html, plain_html, states_markdown
from casebook.kernel import is_building

__all__ = ["Explorer", "State", "explore"]

# Each state is drawn into the page: beyond this it grows heavy, and a table of all states is no longer read.
MOST_STATES = 48


@dataclass(frozen=True)
class Explorer:
    """A drawing of suppositions.

    `draw` takes one value for each of `controls` and returns a Chart, whose title is the clause that follows
    ('the rate is 72%'); of every state it must have the same name.
    """

    draw: Callable[..., Chart]
    controls: Sequence[Control]

    def state(self, positions: Sequence[int]) -> State:
        """What follows when each control is at its stop in that position.

        Raises CasebookError where `draw` returns something else than a chart.
        """
        at = list(zip(self.controls, positions, strict=True))
        chart = self.draw(*(control.stops[position].value for control, position in at))
        if not isinstance(chart, Chart):
            raise CasebookError(f"explorer: 'draw' returned a {type(chart).__name__}; expected a Chart")
        supposed = " and ".join(control.supposition(position) for control, position in at)
        number = "-".join(str(position) for position in positions)
        drawn = replace(chart, name=f"{chart.anchor}-{number}", title=f"Suppose {supposed}: {chart.title}")
        return State(chart.anchor, tuple(positions), supposed, chart.title, drawn)

    @property
    def first(self) -> tuple[int, ...]:
        """Where each control stands before the reader moves it."""
        return tuple(control.first for control in self.controls)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state, the last control moving fastest. Raises CasebookError where their names differ."""
        places = [range(len(control.stops)) for control in self.controls]
        states = tuple(self.state(positions) for positions in product(*places))
        names = {state.name for state in states}
        if len(names) > 1:
            raise CasebookError(f"explorer: 'draw' names its charts {', '.join(sorted(names))}; expected one name")
        return states

    @property
    def html(self) -> str:
        """All states with the controls that show them, for a page with the script of explorers."""
        return page_html(self.controls, self.states, self.first)

    @property
    def plain(self) -> str:
        """The first state and a table of all, for a viewer that runs neither script nor kernel."""
        return plain_html(self.controls, self.states, self.first)

    @property
    def markdown(self) -> str:
        """The first state and a table of all as Markdown, for builders that show no HTML."""
        return states_markdown(self.controls, self.states, self.first)

    @cached_property
    def widget(self) -> Any:
        """The controls and the drawing as an ipywidgets box, for a live kernel."""
        return widget_of(self.controls, self.first, lambda positions: self.state(positions).chart)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """What a notebook shows: a widget where a kernel runs, all states on a page, words everywhere else."""
        words = {"text/markdown": self.markdown, "text/plain": str(self)}
        if is_building():
            return words | {"text/html": self.html}
        view: dict[str, Any] = self.widget._repr_mimebundle_()
        return view | words | {"text/html": self.plain}

    def __str__(self) -> str:
        """Every supposition with what follows from it, one a line."""
        return "\n".join(f"Suppose {state.supposed}: {state.result}" for state in self.states)


def explore(draw: Callable[..., Chart], *controls: Control) -> Explorer:
    """A chart for each combination of the controls' stops, drawn by `draw`, which takes one value a control.

    Raises CasebookError where there is no control, or more combinations than a page can carry.
    """
    many = prod(len(control.stops) for control in controls)
    if not controls or many > MOST_STATES:
        raise CasebookError(
            f"explorer: {len(controls)} controls make {many} states; expected one control or more, "
            f"and at most {MOST_STATES} states"
        )
    return Explorer(draw, controls)
