"""What is known of several numbers, on one axis: bounds, open ends, estimates, and what rests on an assumption."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import NUMBER_COLUMNS, number, same_unit, source_line, told
from casebook.charts.rows import Plot, Reference, Row, paint_rows
from casebook.evidence import Case


def ranges(
    case: Case,
    *,
    name: str,
    title: str,
    rows: Sequence[tuple[str, str]],
    unit_label: str,
    reference: str | None = None,
    reads: str = "",
    role: str = "whole",
    axis_to: int | None = None,
) -> Chart:
    """A row for each (label, id) on one axis.

    A mark is solid between bounds, fades where it is open, is hatched on an assumption and a thin line if estimated.
    `unit_label` names the axis; `reference` is an id drawn as a line through all rows; `axis_to` is the least value to
    which the axis must reach, so that several drawings can have one axis.
    Raises CasebookError where the units differ or nothing is given; UnknownId for an id that is not there.
    """
    found = [(label, number(case, name_)) for label, name_ in rows]
    line = number(case, reference) if reference else None
    unit = same_unit([other for _, other in found] + ([line] if line else []), name)
    painted = [Row(label, other, other.words, role) for label, other in found]
    held = Fraction(axis_to) if axis_to is not None else None
    plot = Plot(unit, unit_label, bars=False, reference=Reference(line.words, line) if line else None, axis_to=held)
    sentences = [f"Ranges on one axis: {unit_label}."]
    sentences += [f"{label}: {other.sentence}." for label, other in found]
    if line:
        sentences.append(f"A line marks {line.sentence}.")
    named = [*found, *([("The line", line)] if line else [])]
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=("What", *NUMBER_COLUMNS),
        rows=tuple((Cell(label), *other.cells()) for label, other in named),
        draw=lambda canvas: paint_rows(canvas, painted, plot),
        source_line=source_line(case, [other.id for _, other in named]),
    )
