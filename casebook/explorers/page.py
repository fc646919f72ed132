"""An explorer as HTML: native controls, every state drawn, and a table of all for readers without a script.

It is written as XML, every element closed and every attribute with a value, since e-books take nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from casebook.charts import Cell, Chart
from casebook.explorers.controls import Control, Stop

# Says where a block ends that waits for the script, whatever blocks stand in it.
_END = "<!-- so far for the script -->"
_HIDDEN = rf'<div class="(?:cb-explorer-controls|cb-state)"[^>]* hidden="">\n.*?\n</div>{_END}\n'
_FOR_SCRIPT = re.compile(rf'{_HIDDEN}|<p class="cb-explorer-said".*?</p>\n', re.DOTALL)


@dataclass(frozen=True, slots=True)
class State:
    """One supposition and what follows.

    Shape: `name` is the explorer's; `positions` has the stop of each control; `chart` has its own name and title.
    """

    name: str
    positions: tuple[int, ...]
    supposed: str
    result: str
    chart: Chart

    @property
    def key(self) -> str:
        """The positions as the script writes them: '2-0'."""
        return "-".join(str(position) for position in self.positions)


def page_html(controls: Sequence[Control], states: Sequence[State], first: tuple[int, ...]) -> str:
    """Controls (which wait for the script), all states of which the first shows, and the table."""
    name = states[0].name
    return "\n".join(
        [
            f'<div class="cb-explorer" id="{name}">',
            '<div class="cb-explorer-controls" hidden="">',
            *(_control(control, f"{name}-control-{number}") for number, control in enumerate(controls)),
            f"</div>{_END}",
            '<div class="cb-states">',
            *(_state(state, shown=state.positions == first) for state in states),
            "</div>",
            '<p class="cb-explorer-said" role="status" aria-live="polite"></p>',
            # Open until the script has run: without it, and in an e-book, the table is how the states are read.
            '<details class="cb-explorer-table" open=""><summary>All that can be supposed here, as a table</summary>',
            _table(controls, states),
            "</details>",
            "</div>",
        ]
    )


def without_script(html: str) -> str:
    """`html` that holds explorers, without the controls and the states that only the script could show."""
    return _FOR_SCRIPT.sub("", html)


def plain_html(controls: Sequence[Control], states: Sequence[State], first: tuple[int, ...]) -> str:
    """The first state and the table of all."""
    return f"{_at(states, first).chart.html}\n{_table(controls, states)}"


def states_markdown(controls: Sequence[Control], states: Sequence[State], first: tuple[int, ...]) -> str:
    """The first state and the table of all as Markdown."""
    return f"{_at(states, first).chart.markdown}\n{_as_chart(controls, states).markdown}"


def _at(states: Sequence[State], positions: tuple[int, ...]) -> State:
    return next(state for state in states if state.positions == positions)


def _state(state: State, *, shown: bool) -> str:
    hidden, end = ("", "") if shown else (' hidden=""', _END)
    return f'<div class="cb-state" data-state="{state.key}"{hidden}>\n{state.chart.html}\n</div>{end}'


def _control(control: Control, name: str) -> str:
    return _slide(control, name) if control.kind == "slide" else _choice(control, name)


def _slide(control: Control, name: str) -> str:
    said = escape(json.dumps([stop.said for stop in control.stops], ensure_ascii=False))
    now = escape(control.stops[control.first].said)
    # No <output> for the value: it would tell every step on the way, and the slider tells its value itself.
    return (
        f'<div class="cb-slide"><label for="{name}">{escape(control.label)}</label> '
        f'<span class="cb-slide-value">{now}</span>\n'
        f'<input type="range" id="{name}" min="0" max="{len(control.stops) - 1}" step="1" value="{control.first}" '
        f'aria-valuetext="{now}" aria-describedby="{name}-note" data-said="{said}" autocomplete="off"/>\n'
        f'<p class="cb-slide-note" id="{name}-note">{escape(control.note)}</p></div>'
    )


def _choice(control: Control, name: str) -> str:
    return "\n".join(
        [
            f'<fieldset class="cb-choice"><legend>{escape(control.label)}</legend>',
            *(_radio(stop, name, position, position == control.first) for position, stop in enumerate(control.stops)),
            "</fieldset>",
        ]
    )


def _radio(stop: Stop, name: str, position: int, checked: bool) -> str:
    state = ' checked=""' if checked else ""
    return (
        f'<label><input type="radio" name="{name}" value="{position}"{state} autocomplete="off"/> '
        f"<span>{escape(_sentence(stop.said))}</span></label>"
    )


def _table(controls: Sequence[Control], states: Sequence[State]) -> str:
    chart = _as_chart(controls, states)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in chart.columns)
    rows = [
        f'<tr><th scope="row">{escape(row[0].text)}</th>'
        + "".join(f"<td>{escape(cell.text)}</td>" for cell in row[1:])
        + "</tr>"
        for row in chart.rows
    ]
    return "\n".join(
        [
            f'<table class="cb-states-table">\n<caption>{escape(chart.title)}</caption>',
            f"<thead><tr>{heads}</tr></thead>\n<tbody>",
            *rows,
            "</tbody>\n</table>",
        ]
    )


def _as_chart(controls: Sequence[Control], states: Sequence[State]) -> Chart:
    """The table of states, in the keeping of a chart, which checks it and can write it as Markdown."""
    return Chart(
        name=f"{states[0].name}-all",
        title="What follows from each supposition",
        alt=" ".join(control.note for control in controls if control.note) or "Each reading with what follows from it.",
        columns=(*(control.label for control in controls), "What follows"),
        rows=tuple(
            (
                *(
                    Cell(_sentence(control.stops[position].said))
                    for control, position in zip(controls, state.positions, strict=True)
                ),
                Cell(_sentence(state.result)),
            )
            for state in states
        ),
        draw=lambda canvas: None,
        source_line="",
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
