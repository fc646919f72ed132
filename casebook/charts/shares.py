"""Shares in per cent, period by period, against an approximate share that a source printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import NUMBER_COLUMNS, Number, number, same_unit, say_period, source_line, told
from casebook.charts.rows import Plot, Reference, Row, paint_rows
from casebook.errors import CasebookError
from casebook.evidence import Case

_PER_CENT = "per cent"


def shares(
    case: Case,
    *,
    name: str,
    title: str,
    ids: Sequence[str],
    against: str | None = None,
    reads: str = "",
    role: str = "refused",
) -> Chart:
    """A bar for each share of `ids` in order of time, and `against` as a line with its words; its reading is hatched.

    Raises CasebookError where a number is no share in per cent or has no period; UnknownId for an id that is not there.
    """
    found = sorted((number(case, name_) for name_ in ids), key=lambda share: _when(share, name))
    line = number(case, against) if against else None
    if same_unit([*found, *([line] if line else [])], name) != _PER_CENT:
        raise CasebookError(
            f"chart {name!r}: {found[0].id!r} is in {found[0].quantity.unit!r}; expected shares in per cent"
        )
    rows = [Row(_period(share), share, share.words, role) for share in found]
    reference = Reference(f"{line.words}, as printed", line) if line else None
    plot = Plot(_PER_CENT, "Per cent", bars=True, reference=reference)
    sentences = ["Bars in per cent from nought, in order of time."]
    sentences += [f"{_period(share)}: {share.sentence}." for share in found]
    if line:
        sentences.append(f"A line marks the printed share, {line.sentence}.")
    extra = ((Cell("Printed share"), *line.cells()),) if line else ()
    return Chart(
        name=name,
        title=title,
        alt=told(case, sentences, reads),
        columns=("Period", *NUMBER_COLUMNS),
        rows=(*((Cell(_period(share)), *share.cells()) for share in found), *extra),
        draw=lambda canvas: paint_rows(canvas, rows, plot),
        source_line=source_line(case, [share.id for share in [*found, *([line] if line else [])]]),
    )


def _when(share: Number, chart: str) -> tuple[date, date]:
    period = share.quantity.period
    if period is None:
        raise CasebookError(
            f"chart {chart!r}: {share.id!r} has no period; expected shares that can be put in order of time"
        )
    return (period.start, period.end)


def _period(share: Number) -> str:
    assert share.quantity.period is not None
    return say_period(share.quantity.period)
