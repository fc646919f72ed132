"""Read the tables of a case and refuse, in one go and with every place named, what is not as it must be."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from casebook.errors import EvidenceError
from casebook.evidence.rows import REQUIRED_TABLES, Event, Figure
from casebook.evidence.tables import Column, Table, tables
from casebook.quantity import Bounds, relations_of

Vocabularies = dict[str, dict[str, str]]
Rows = dict[str, list[Any]]

_READERS: dict[str, Callable[[str], Any]] = {"number": Fraction, "integer": int, "date": date.fromisoformat}
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FORMS = {"number": r"-?\d+(\.\d+)?", "integer": r"-?\d+", "date": r"\d{4}-\d{2}-\d{2}"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tables something stands; prints as a message begins."""

    filename: str
    row: int
    name: str

    def say(self, column: str, problem: str) -> str:
        return f"data/{self.filename}, row {self.row} ({self.name}), column {column}: {problem}"


def load_tables(folder: Path, vocabularies: Vocabularies) -> Rows:
    """Read every table of `folder` into rows, in file order.

    Raises EvidenceError, with one line for every fault found, naming file, row and column.
    """
    problems: list[str] = []
    loaded: Rows = {}
    places: dict[str, list[_Place]] = {}
    ids: dict[str, set[str]] = {}
    for declared in tables():
        already = len(problems)
        raw = _raw_rows(folder, declared, problems)
        # A row that is refused below still counts as known, so that one fault gives one message;
        # of a table that could not be read, no id is known to be missing.
        if len(problems) == already:
            ids[declared.name] = {cells.get("id") or "" for cells in raw}
        loaded[declared.name], places[declared.name] = _typed_rows(declared, raw, vocabularies, problems)
    problems += _broken_references(loaded, places, ids)
    problems += _unfit_figures(loaded["figures"], places["figures"])
    problems += _unfit_events(loaded["events"], places["events"])
    if problems:
        raise EvidenceError(problems)
    return loaded


def _raw_rows(folder: Path, declared: Table, problems: list[str]) -> list[dict[str, str]]:
    path = folder / declared.filename
    if not path.exists():
        if declared.name in REQUIRED_TABLES:
            problems.append(f"data/{declared.filename}: the file is missing; a case needs {', '.join(REQUIRED_TABLES)}")
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        expected = [column.name for column in declared.columns]
        try:
            if reader.fieldnames != expected:
                problems.append(_wrong_header(declared.filename, expected, reader.fieldnames or []))
                return []
            return list(reader)
        except csv.Error as error:
            problems.append(f"data/{declared.filename}, near line {reader.line_num}: not readable as CSV ({error})")
        except UnicodeDecodeError:
            problems.append(f"data/{declared.filename}: not in UTF-8; save it as UTF-8")
    return []


def _typed_rows(
    declared: Table, raw: list[dict[str, str]], vocabularies: Vocabularies, problems: list[str]
) -> tuple[list[Any], list[_Place]]:
    rows, places = [], []
    for number, cells in enumerate(raw, start=2):
        place = _Place(declared.filename, number, ", ".join(str(cells.get(name)) for name in declared.key))
        faults = list(_faults(declared, cells, vocabularies, place))
        problems += faults
        if not faults:
            values = {column.name: _value(column, cells[column.name]) for column in declared.columns}
            rows.append(declared.row(**values))
            places.append(place)
    problems += _repeated(declared, raw)
    return rows, places


def _wrong_header(filename: str, expected: list[str], found: Iterable[str]) -> str:
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    if missing or extra:
        said = "; ".join(
            f"{word} {', '.join(names)}" for word, names in (("missing", missing), ("unknown", extra)) if names
        )
        return f"data/{filename}, row 1: the columns are not as declared: {said}"
    return f"data/{filename}, row 1: the columns stand in another order than {', '.join(expected)}"


def _faults(declared: Table, cells: dict[str, str], vocabularies: Vocabularies, place: _Place) -> Iterator[str]:
    if None in cells or None in cells.values():
        yield place.say(
            "(all)", f"expected {len(declared.columns)} cells; check the quotation marks and commas of this line"
        )
        return
    for column in declared.columns:
        problem = _cell_problem(column, cells[column.name], vocabularies)
        if problem:
            yield place.say(column.name, problem)


def _cell_problem(column: Column, cell: str, vocabularies: Vocabularies) -> str:
    if cell != cell.strip():
        return f"{cell!r} begins or ends with a space; take it away"
    if not cell:
        return "empty, and it must not be" if column.required else ""
    allowed = tuple(vocabularies.get(column.vocabulary, {})) if column.vocabulary else column.words
    if (column.words or column.vocabulary) and cell not in allowed:
        return f"{cell!r} is not one of: {', '.join(allowed)}"
    if column.pattern and not re.fullmatch(column.pattern, cell):
        return f"{cell!r} is no readable id: lower-case words joined by hyphens"
    try:
        _value(column, cell)
    except ValueError:
        return f"{cell!r} is no {column.kind}"
    return ""


def _value(column: Column, cell: str) -> Any:
    if column.kind == "partial-date" and cell:
        if not _PARTIAL_DATE.fullmatch(cell):
            raise ValueError(cell)
        date.fromisoformat(f"{cell}-01-01"[:10] if len(cell) == 4 else f"{cell}-01"[:10])
        return cell
    if column.kind in ("string", "partial-date"):
        return cell
    if not cell:
        return None
    if not re.fullmatch(_FORMS[column.kind], cell):
        raise ValueError(cell)
    return _READERS[column.kind](cell)


def _repeated(declared: Table, raw: list[dict[str, str]]) -> list[str]:
    counted = Counter(tuple(cells.get(name, "") for name in declared.key) for cells in raw)
    return [
        f"data/{declared.filename}, column {', '.join(declared.key)}: "
        f"{', '.join(map(str, key))!r} names {count} rows; a name must be its own"
        for key, count in counted.items()
        if count > 1
    ]


def _broken_references(loaded: Rows, places: dict[str, list[_Place]], ids: dict[str, set[str]]) -> Iterator[str]:
    for declared in tables():
        for column in declared.columns:
            if column.target not in ids:
                continue
            for row, place in zip(loaded[declared.name], places[declared.name], strict=True):
                value = getattr(row, column.name)
                if value and value not in ids[column.target]:
                    yield place.say(column.name, f"{value!r} is no id of data/{column.target}.csv")


def _unfit_figures(figures: list[Figure], places: list[_Place]) -> Iterator[str]:
    for figure, place in zip(figures, places, strict=True):
        faulty = "period_start, period_end"
        try:
            figure.period  # noqa: B018 - for its fault alone
            faulty = "reading_lower, reading_upper"
            Bounds(figure.reading_lower, figure.reading_upper)
            faulty = "relation, lower, upper"
            quantity = figure.quantity
        except ValueError as error:
            yield place.say(faulty, str(error))
            continue
        if (figure.period_start is None) != (figure.period_end is None):
            yield place.say("period_start, period_end", "a period needs both ends, or neither")
        if figure.value is None and figure.relation not in ("words", "between"):
            yield place.say("value", f"the relation '{figure.relation}' needs the printed number")
        if figure.value is not None and figure.relation in ("eq", "gt", "ge") and figure.value != figure.lower:
            yield place.say(
                "value, lower", f"{figure.value} is printed and {figure.lower} is its lower bound: they must be equal"
            )
        if figure.value is not None and figure.relation in ("lt", "le") and figure.value != figure.upper:
            yield place.say(
                "value, upper", f"{figure.value} is printed and {figure.upper} is its upper bound: they must be equal"
            )
        if quantity.reading is not None and not figure.reading:
            yield place.say("reading", "there are bounds of a reading and no rule that says how they come about")
        allowed = relations_of(figure.hedge)
        if figure.hedge and allowed and figure.relation not in allowed:
            yield place.say("relation", f"'{figure.hedge}' says '{allowed[0]}', not '{figure.relation}'")
        described = figure.words.startswith("[")
        for name, piece in (("hedge", figure.hedge), ("number", figure.number)):
            if piece and not described and piece.lower() not in figure.words.lower():
                yield place.say(name, f"{piece!r} does not stand in the words as printed, {figure.words!r}")


def _unfit_events(events: list[Event], places: list[_Place]) -> Iterator[str]:
    lengths = {"day": 10, "week": 10, "month": 7, "year": 4}
    for event, place in zip(events, places, strict=True):
        if len(event.date) != lengths[event.precision]:
            yield place.say("date, precision", f"{event.date!r} is not a date known to the {event.precision}")
