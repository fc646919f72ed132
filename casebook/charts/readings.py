"""One printed count against what independent counts give under each reading of it."""

from __future__ import annotations

from collections.abc import Sequence

from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import NUMBER_COLUMNS, Number, number, same_unit, source_line, told
from casebook.charts.rows import Plot, Reference, Row, paint_rows
from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.quantity import Bounds, Quantity


def readings(
    case: Case, *, name: str, title: str, claimed: str, readings: Sequence[tuple[str, str]], reads: str = ""
) -> Chart:
    """The count `claimed` as a line, and a bar for the id of each (label, id), with how far it lies from the line.

    Raises CasebookError where units or things counted differ, or nothing is given; UnknownId for an id that is none.
    """
    line = number(case, claimed)
    found = [(label, number(case, name_)) for label, name_ in readings]
    unit = same_unit([line, *(other for _, other in found)], name)
    for _, other in found:
        if (other.quantity.population, other.quantity.part) != (line.quantity.population, line.quantity.part):
            raise CasebookError(
                f"chart {name!r}: {other.id!r} counts '{other.quantity.part}' and "
                f"{line.id!r} counts '{line.quantity.part}'; readings are counts of the same thing"
            )
    gaps = [say_gap(line.quantity, other.quantity) for _, other in found]
    rows = [Row(label, other, f"{other.words}: {gap}") for (label, other), gap in zip(found, gaps, strict=True)]
    axis = f"Number of {line.quantity.population}s"
    plot = Plot(unit, axis, bars=True, reference=Reference(f"{line.words}, as printed", line))
    sentences = [f"Bars from nought on one axis, against a line at {line.words}, the printed count."]
    sentences += [f"{label}: {other.sentence}, {gap}." for (label, other), gap in zip(found, gaps, strict=True)]
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=("Reading", *NUMBER_COLUMNS, "Against the printed count"),
        rows=((Cell("Printed count"), *line.cells(), Cell("")), *_cells(found, gaps)),
        draw=lambda canvas: paint_rows(canvas, rows, plot),
        source_line=source_line(case, [claimed, *(other.id for _, other in found)]),
    )


def say_gap(line: Quantity, other: Quantity) -> str:
    """How far `other` lies from `line`, in words: '71 below', 'at least 71 above', or that it may be either."""
    gap = line.bounds - other.bounds
    if gap == Bounds.exactly(0):
        return "the same"
    side = "below" if gap.lower is not None and gap.lower >= 0 else "above"
    if side == "above" and (gap.upper is None or gap.upper > 0):
        return "below or above, as its bounds allow"
    size = gap if side == "below" else -gap
    return f"{other.worked(size, signed=True).say()} {side}"


def _cells(found: Sequence[tuple[str, Number]], gaps: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell(label), *other.cells(), Cell(gap)) for (label, other), gap in zip(found, gaps, strict=True))
