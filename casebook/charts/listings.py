"""Which list names what: items that sources list, and grounds as they were summarised and as they were pleaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.charts.chart import Cell, Chart
from casebook.charts.grid import Column, Mark, grid
from casebook.errors import CasebookError
from casebook.evidence import Case, GroundListing, Item, unknown


@dataclass(frozen=True, slots=True)
class Listed:
    """One list to show: its label and its source, and which of the source's lists is meant.

    `listing` names a list of items, `form` a form of grounds; `places` narrows a source that has two lists.
    `count` is the figure that counts the list, against which it is checked.
    """

    label: str
    source: str
    listing: str = ""
    form: str = "summarised"
    places: tuple[str, ...] = ()
    count: str = ""


def items(
    case: Case, *, name: str, title: str, lists: Sequence[Listed], things: str = "items", reads: str = ""
) -> Chart:
    """A grid of the items that the lists name, in the order in which the lists, from the left, first name them.

    Raises CasebookError where a list names nothing or another number of items than its count; UnknownId for a source
    or a figure that is not there.
    """
    found = [[row for row in case.items if _is_in(case, row, shown)] for shown in lists]
    rows = list(dict.fromkeys(row.item for listed in found for row in listed))
    columns = [
        Column(shown.label, tuple(_item_mark(listed, row) for row in rows), shown.source, shown.count)
        for shown, listed in zip(lists, found, strict=True)
    ]
    said = [f"{row[0].upper()}{row[1:]}" for row in rows]
    return grid(case, name=name, title=title, rows=said, columns=columns, things=things, reads=reads)


def grounds(
    case: Case,
    *,
    name: str,
    title: str,
    rows: Sequence[tuple[str, Sequence[str]]],
    lists: Sequence[Listed],
    things: str = "grounds",
    reads: str = "",
) -> Chart:
    """A grid of grounds, grouped into the (label, ids) of `rows`, over the lists that name them.

    A ground that a list's source names in the other form alone, or outside the places of the list, is a ring.
    Raises CasebookError where a list names nothing or another number of grounds than its count; UnknownId for a ground,
    a source or a figure that is not there.
    """
    for _, ids in rows:
        for ground in ids:
            if ground not in case.grounds:
                raise unknown(ground, list(case.grounds), "ground")
    columns = []
    for shown in lists:
        listings = [row for row in case.ground_listings if row.source == case.source(shown.source).id]
        marks = tuple(_ground_mark(case, listings, shown, ids) for _, ids in rows)
        columns.append(Column(shown.label, marks, shown.source, shown.count))
    labels = [label for label, _ in rows]
    return grid(case, name=name, title=title, rows=labels, columns=columns, things=things, reads=reads)


def _is_in(case: Case, row: Item, shown: Listed) -> bool:
    known = sorted({each.listing for each in case.items})
    if shown.listing not in known:
        raise CasebookError(f"{shown.listing!r} names no list of data/items.csv; expected one of {', '.join(known)}")
    return (row.source, row.listing) == (case.source(shown.source).id, shown.listing)


def _item_mark(listed: Sequence[Item], item: str) -> Mark:
    return Mark(tuple(Cell(row.put_as or row.item, row.source) for row in listed if row.item == item))


def _ground_mark(case: Case, listings: Sequence[GroundListing], shown: Listed, ids: Sequence[str]) -> Mark:
    mine = [row for row in listings if row.ground in ids]
    inside = [
        row
        for row in mine
        if case.grounds[row.ground].form == shown.form and (not shown.places or row.place in shown.places)
    ]
    # A source with two lists is shown twice; what one list leaves to the other is no remark beside it.
    beside = [] if inside or shown.places else mine
    named = dict.fromkeys(row.ground for row in inside)
    return Mark(
        tuple(Cell(case.grounds[ground].title, ground) for ground in named),
        tuple(Cell(case.grounds[row.ground].title, row.ground) for row in beside),
    )
