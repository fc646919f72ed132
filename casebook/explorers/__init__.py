"""Charts in which a reader moves what a hedge leaves open, and sees what follows.

    from casebook import charts, explorers

    def draw(orders):
        return charts.ranges(case.suppose("some-id", orders), name="chart-orders", ...)

    explorers.explore(draw, explorers.slide(case, "some-id", label="Orders", suppose="there were {} orders", step=10))

On a page each state is drawn beforehand and a control of the browser's own shows it; in a live notebook the same
function is called by ipywidgets.
"""

from casebook.explorers.controls import Control, Stop, choose, slide
from casebook.explorers.explorer import Explorer, State, explore

__all__ = ["Control", "Explorer", "State", "Stop", "choose", "explore", "slide"]
