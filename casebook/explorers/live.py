"""An explorer in a live notebook: ipywidgets controls, and an output area in which the drawing is made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from casebook.charts import Chart
from casebook.explorers.controls import Control

_KEYS = Path(__file__).parent / "keys.js"


def widget_of(controls: Sequence[Control], first: Sequence[int], draw: Callable[[list[int]], Chart]) -> Any:
    """A box of one control for each of `controls` over an output that shows `draw` of their positions.

    What `draw` raises is shown in the output, in the place of the chart.
    """
    # A build never comes here, and needs none of these.
    import ipywidgets
    from anywidget import AnyWidget
    from IPython.display import display

    made = [_widget(ipywidgets, control, position) for control, position in zip(controls, first, strict=True)]

    def show(**positions: int) -> None:
        display(draw([positions[f"control_{number}"] for number in range(len(made))]))  # type: ignore[no-untyped-call]

    shown = ipywidgets.interactive_output(show, {f"control_{number}": widget for number, widget in enumerate(made)})
    rows: list[Any] = []
    for control, widget in zip(controls, made, strict=True):
        rows.append(widget)
        if control.note:
            rows.append(ipywidgets.Label(control.note))
    keys = AnyWidget(_esm=_KEYS.read_text(encoding="utf-8"))
    box = ipywidgets.VBox([*rows, shown, keys])
    box.add_class("cb-explorer-live")
    return box


def _widget(ipywidgets: Any, control: Control, position: int) -> Any:
    options = [(stop.said, number) for number, stop in enumerate(control.stops)]
    look = {"style": {"description_width": "initial"}, "layout": {"width": "auto", "max_width": "44rem"}}
    if control.kind == "choose":
        # A list, since the radio buttons of ipywidgets are no group, and arrow keys do nothing in them.
        return ipywidgets.Select(options=options, value=position, description=control.label, rows=len(options), **look)
    # Drawn when the reader lets go of the handle, or at each press of an arrow key: a drawing takes a moment.
    return ipywidgets.SelectionSlider(
        options=options, value=position, description=control.label, continuous_update=False, **look
    )
