"""A case: its tables, loaded and checked, with every number in them ready to reckon with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml

from casebook.errors import CasebookError, EvidenceError, UnknownId
from casebook.evidence import derive
from casebook.evidence.load import Rows, load_tables
from casebook.evidence.rows import (
    Body,
    Claim,
    ClaimSide,
    Derivation,
    Discrepancy,
    DiscrepancySide,
    Event,
    EventSource,
    Figure,
    Ground,
    GroundListing,
    Item,
    Source,
    Voice,
)
from casebook.quantity import Bounds, Moment, Quantity, places_of

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Case:
    """The evidence of one case, read from `root/data`. Every mapping goes from id to row, in file order.

    `supposed` holds the numbers that a reader took to be exact (see `suppose`); it is empty in a case as loaded.
    """

    root: Path
    about: Mapping[str, Any]
    rows: Rows
    supposed: Mapping[str, Quantity] = field(default_factory=dict)

    @classmethod
    def load(cls, root: str | Path | None = None) -> Case:
        """Read the case at `root`, or the one that the working directory lies in.

        Raises EvidenceError, naming every fault found by file, row and column.
        """
        found = Path(root).resolve() if root is not None else find_root(Path.cwd())
        about = _read_about(found / "data" / "case.yml")
        case = cls(found, about, load_tables(found / "data", about["vocabularies"]))
        # Worked out and read through now, so that a fault shows here and not on the page that first uses it.
        case._check_braces(known={*case.figures, *case.derived, *case.events})
        return case

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        return _by_id(self.rows["sources"])

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        return _by_id(self.rows["bodies"])

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        return _by_id(self.rows["figures"])

    @cached_property
    def derivations(self) -> Mapping[str, Derivation]:
        return _by_id(self.rows["derivations"])

    @cached_property
    def events(self) -> Mapping[str, Event]:
        return _by_id(self.rows["events"])

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        return _by_id(self.rows["grounds"])

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        return _by_id(self.rows["claims"])

    @cached_property
    def discrepancies(self) -> Mapping[str, Discrepancy]:
        return _by_id(self.rows["discrepancies"])

    @property
    def event_sources(self) -> list[EventSource]:
        return self.rows["event_sources"]

    @property
    def voices(self) -> list[Voice]:
        return self.rows["voices"]

    @property
    def ground_listings(self) -> list[GroundListing]:
        return self.rows["ground_listings"]

    @property
    def items(self) -> list[Item]:
        return self.rows["items"]

    @property
    def claim_sides(self) -> list[ClaimSide]:
        return self.rows["claim_sides"]

    @property
    def discrepancy_sides(self) -> list[DiscrepancySide]:
        return self.rows["discrepancy_sides"]

    @cached_property
    def derived(self) -> Mapping[str, Quantity]:
        """Every derivation, worked out."""
        known: dict[str, Quantity | Moment] = {name: figure.quantity for name, figure in self.figures.items()}
        known |= {name: event.moment for name, event in self.events.items()}
        rows = self.derivations.values()
        clashes = [row.id for row in rows if row.id in known]
        if clashes:
            raise EvidenceError(
                [f"data/derivations.csv, column id: {name!r} is a figure or event already" for name in clashes]
            )
        return derive.evaluate_all(
            {row.id: row.expression for row in rows}, known, {row.id: row.decimals for row in rows}
        )

    def label(self, vocabulary: str, word: str) -> str:
        """The words that a reader sees for a `word` of one of the case's vocabularies."""
        return str(self.about["vocabularies"][vocabulary][word])

    def figure(self, name: str) -> Figure:
        return _find(self.figures, name, "figure")

    def derivation(self, name: str) -> Derivation:
        return _find(self.derivations, name, "derivation")

    def event(self, name: str) -> Event:
        return _find(self.events, name, "event")

    def source(self, name: str) -> Source:
        return _find(self.sources, name, "source")

    def body(self, name: str) -> Body:
        return _find(self.bodies, name, "body")

    def quantity(self, name: str) -> Quantity:
        """The number behind a figure or a derivation. Raises UnknownId for any other name."""
        if name in self.supposed:
            return self.supposed[name]
        if self.supposed and name in self.derivations:
            row = self.derivations[name]
            worked = derive.evaluate(row.expression, self._number)
            # The row's decimals were chosen for a hedged result; an exact one has those of the operation.
            return worked if worked.bounds.is_exact else replace(worked, decimals=row.decimals)
        if name in self.figures:
            return self.figures[name].quantity
        return _find(self.derived, name, "figure or derivation")

    def suppose(self, name: str, value: int | Fraction) -> Case:
        """This case, were the figure or derivation `name` exactly `value`: what is worked out from it follows.

        Raises CasebookError for a value that the bounds of the number exclude, UnknownId for a name that is neither.
        """
        number, exact = self.quantity(name), Fraction(value)
        if exact not in number.bounds:
            raise CasebookError(f"{name!r} cannot be supposed to be {exact}: it is {number}")
        bounds = Bounds.exactly(exact)
        decimals = max(number.decimals, min(places_of(exact), 1))
        # Whatever asks for a reading of the words is given the supposition, which leaves nothing to read into them.
        supposed = number.worked(bounds, reading=bounds, decimals=decimals)
        return replace(self, supposed={**self.supposed, name: supposed})

    def say(self, name: str) -> str:
        """A figure, a derivation or an event in words: the hedge as printed, or no narrower than the bounds."""
        if name in self.events:
            return self.events[name].printed
        return str(self.quantity(name))

    def working(self, name: str) -> str:
        """The working of a derivation, its numbers in words."""
        return derive.working(self.derivation(name).expression, self._number, self.say)

    def fill(self, text: str) -> str:
        """`text` with each {id} in it put into words."""
        for name in derive.ids_in(text):
            text = text.replace(f"{{{name}}}", self.say(name))
        return text

    def kind_of(self, name: str) -> str:
        """Which table holds the id: 'figure', 'derivation', 'event' or 'source'. Raises UnknownId if none."""
        for kind, rows in self.citable.items():
            if name in rows:
                return kind
        raise unknown(
            name, [name for rows in self.citable.values() for name in rows], "figure, derivation, event or source"
        )

    @cached_property
    def citable(self) -> Mapping[str, Mapping[str, Any]]:
        """The rows that a page can cite by a role, by kind."""
        return {"figure": self.figures, "derivation": self.derivations, "event": self.events, "source": self.sources}

    def leans_on(self, name: str) -> list[str]:
        """The ids of figures, derivations and events that a derivation is worked out from."""
        return derive.ids_in(self.derivation(name).expression)

    def sources_of(self, name: str) -> list[str]:
        """The ids of the sources behind a figure, derivation, event or source."""
        kind = self.kind_of(name)
        if kind == "source":
            return [name]
        if kind == "figure":
            return [self.figures[name].source]
        if kind == "event":
            return list(dict.fromkeys(row.source for row in self.event_sources if row.event == name))
        return list(dict.fromkeys(source for leg in self.leans_on(name) for source in self.sources_of(leg)))

    def _number(self, name: str) -> Quantity | Moment:
        return self.events[name].moment if name in self.events else self.quantity(name)

    def _check_braces(self, known: set[str]) -> None:
        cells = [("discrepancies", row.id, row.working) for row in self.discrepancies.values()]
        cells += [("discrepancies", row.id, row.finding) for row in self.discrepancies.values()]
        cells += [("discrepancy_sides", row.discrepancy, row.says) for row in self.discrepancy_sides]
        cells += [("derivations", row.id, f"{row.meaning} {row.assumes}") for row in self.derivations.values()]
        problems = []
        for table, row, text in cells:
            for name in derive.ids_in(text):
                if name not in known:
                    problems.append(f"data/{table}.csv, row {row}: {{{name}}} is no figure, derivation or event")
        if problems:
            raise EvidenceError(problems)


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a case. Raises EvidenceError where there is none."""
    for folder in (start, *start.parents):
        if (folder / "data" / "case.yml").exists():
            return folder
    raise EvidenceError(
        [f"no case here: neither this folder nor one above it holds data/case.yml (looked from '{start.name}' upwards)"]
    )


def _read_about(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        raise EvidenceError(["data/case.yml: the file is missing; it names the case and lists its vocabularies"])
    try:
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise EvidenceError([f"data/case.yml: not readable as YAML in UTF-8: {error}"]) from None
    missing = [key for key in ("name", "title", "licences", "contributors", "vocabularies") if key not in (about or {})]
    if missing:
        raise EvidenceError([f"data/case.yml: missing {', '.join(missing)}"])
    return dict(about)


def _by_id(rows: list[Any]) -> Mapping[str, Any]:
    return {row.id: row for row in rows}


def _find(rows: Mapping[str, _Row], name: str, what: str) -> _Row:
    if name not in rows:
        raise unknown(name, list(rows), what)
    return rows[name]


def unknown(name: str, known: list[str], what: str) -> UnknownId:
    """The error for an id that is none of `known`, with what may have been meant."""
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    hint = f"; did you mean {' or '.join(repr(guess) for guess in near)}?" if near else ""
    return UnknownId(f"{name!r} is no {what} of this case{hint}")
