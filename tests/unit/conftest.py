"""A tiny invented case, a lending library, written to a temporary folder so that a test can spoil it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from casebook.errors import EvidenceError
from casebook.evidence import Case
from casebook.evidence.tables import tables

# A busy machine must not fail a property for being slow.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ABOUT = """\
name: tiny-library
title: A tiny library
licences: [{name: CC0-1.0}]
contributors: [{title: Nobody, role: author}]
vocabularies:
  source-kind: {report: report, notice: notice}
  seat: {library: the library, readers: its readers}
  body-kind: {library: library, club: club}
  side: {lends: lends, borrows: borrows}
  track: {house: The house}
"""


def _source(name: str, **cells: str) -> dict[str, str]:
    about = {
        "short": f"{name}, 2031",
        "title": "Loans",
        "publisher": "Library",
        "date": "2031-02-01",
        "date_basis": "printed",
    }
    return {"id": name, "kind": "report", "seat": "library", "grade": "core"} | about | cells


def _body(name: str, **cells: str) -> dict[str, str]:
    return {
        "id": name,
        "name": name,
        "short": name,
        "kind": "library",
        "side": "lends",
        "role": "It lends.",
        "source": "annual-report",
    } | cells


def _figure(name: str, words: str, number: str, value: str, **cells: str) -> dict[str, str]:
    bounds = {"relation": "eq", "value": value, "lower": value, "upper": value}
    counted = {
        "unit": "count",
        "population": "loan",
        "part": "all",
        "period_start": "2030-01-01",
        "period_end": "2030-12-31",
    }
    said = {"speaker": "harbour-library", "source": "annual-report", "place": "paragraph 1", "grade": "core"}
    return {"id": name, "words": words, "number": number} | bounds | counted | said | cells


def rows_of_library() -> dict[str, list[dict[str, str]]]:
    """Every table of the tiny case that has rows."""
    return {
        "sources": [
            _source("annual-report"),
            _source("club-notice", kind="notice", seat="readers", grade="press", date="2031-03"),
        ],
        "bodies": [
            _body("harbour-library"),
            _body("reading-club", kind="club", side="borrows", belongs_to="harbour-library"),
        ],
        "figures": [
            _figure("loans-2030", "1,200 loans", "1,200", "1200"),
            _figure(
                "late-2030",
                "nearly 300 came back late",
                "300",
                "300",
                hedge="nearly",
                relation="lt",
                lower="",
                part="late",
            ),
            _figure(
                "loans-spring",
                "about 400 loans",
                "400",
                "400",
                hedge="about",
                relation="approx",
                lower="",
                upper="",
                period_end="2030-03-31",
            ),
            _figure(
                "fines-2030",
                "between £40 and £60",
                "£40 and £60",
                "",
                hedge="between",
                relation="between",
                lower="40",
                upper="60",
                unit="pound",
                population="fine",
                source="club-notice",
                speaker="reading-club",
                grade="press",
            ),
        ],
        "derivations": [
            {
                "id": "late-share",
                "expression": "share({late-2030}, {loans-2030})",
                "decimals": "1",
                "meaning": "The late share of {loans-2030}.",
            },
            {"id": "rate-2030", "expression": "per_month({loans-2030})", "decimals": "0", "meaning": "Loans a month."},
            {"id": "days-open", "expression": "days({doors-open}, {report-out})", "decimals": "0", "meaning": "Days."},
        ],
        "events": [
            {
                "id": "doors-open",
                "date": "2030-01",
                "precision": "month",
                "bound": "on",
                "title": "It opens.",
                "short": "Open",
                "track": "house",
                "grade": "core",
            },
            {
                "id": "report-out",
                "date": "2031-02-01",
                "precision": "day",
                "bound": "on",
                "title": "It reports.",
                "short": "Report",
                "track": "house",
                "grade": "core",
            },
        ],
        "event_sources": [
            {"event": "doors-open", "source": "annual-report", "place": "", "dated": "January", "agrees": "yes"},
            {"event": "report-out", "source": "annual-report", "place": "", "dated": "1 February", "agrees": "yes"},
        ],
        "discrepancies": [
            {
                "id": "how-many-late",
                "question": "How many?",
                "working": "From {late-2030}.",
                "finding": "{late-share}.",
                "open": "nothing",
                "state": "settled",
            },
        ],
        "discrepancy_sides": [
            {
                "discrepancy": "how-many-late",
                "order": "1",
                "says": "The report says {late-2030}.",
                "source": "annual-report",
                "place": "",
            },
        ],
    }


class Library:
    """The tiny case on disk: change a cell or a line, then load it and see what is said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows = rows_of_library()
        (root / "data").mkdir(parents=True)
        (root / "data" / "case.yml").write_text(ABOUT, encoding="utf-8")
        for name in self.rows:
            self.write(name)

    def path(self, table: str) -> Path:
        return self.root / "data" / f"{table}.csv"

    def columns(self, table: str) -> list[str]:
        return [column.name for found in tables() if found.name == table for column in found.columns]

    def write(self, table: str, columns: list[str] | None = None) -> None:
        with self.path(table).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(
                stream, columns or self.columns(table), restval="", extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(self.rows[table])

    def change(self, table: str, row: str | int, **cells: str) -> None:
        """Put other cells into the row with that id (or that place in the list)."""
        found = self.rows[table][row] if isinstance(row, int) else next(r for r in self.rows[table] if r["id"] == row)
        found.update(cells)
        self.write(table)

    def add(self, table: str, **cells: str) -> None:
        self.rows[table].append(cells)
        self.write(table)

    def page(self, name: str, text: str) -> None:
        """Write a page and list it in the book's contents, the first page being its root."""
        (self.root / f"{name}.md").write_text(text, encoding="utf-8")
        contents = self.root / "_toc.yml"
        if contents.exists() and f": {name}\n" in contents.read_text(encoding="utf-8"):
            return
        if contents.exists():
            old = contents.read_text(encoding="utf-8")
            more = "" if "chapters:" in old else "chapters:\n"
            contents.write_text(f"{old}{more}  - file: {name}\n", encoding="utf-8")
        else:
            contents.write_text(f"format: jb-book\nroot: {name}\n", encoding="utf-8")

    def load(self) -> Case:
        return Case.load(self.root)

    def problems(self) -> list[str]:
        """What loading the case complains of; fails the test where it complains of nothing."""
        with pytest.raises(EvidenceError) as caught:
            self.load()
        return caught.value.problems


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    yield Library(tmp_path / "library")
