"""Tables as spreadsheet programs take them: comma-separated, in UTF-8, and no cell that they would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from casebook.marking.store import write_whole

# A cell that begins so is a formula to a spreadsheet program, also one that a student called themselves.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(text: str) -> str:
    """The text, with an apostrophe before what would make it a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def number(points: float | None) -> str:
    """Points without needless decimals; nothing for none."""
    return "" if points is None else f"{round(points, 4):g}"


def write_sheet(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows (texts by column; an absent one is empty) with a header, every cell inert."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([inert(column) for column in columns])
    writer.writerows([[inert(str(row.get(column, ""))) for column in columns] for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    # With the mark by which Excel knows UTF-8.
    write_whole(path, text.getvalue().encode("utf-8-sig", "replace"))


def read_sheet(path: Path) -> list[dict[str, str]]:
    """The rows of a table that a spreadsheet program may have saved: with commas, semicolons or tabs.

    Raises OSError for a file that cannot be read, ValueError for one that is no text in UTF-8.
    """
    text = path.read_bytes().decode("utf-8-sig")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    # An absent last cell is an empty one.
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")]
    except csv.Error as error:
        raise ValueError(str(error)) from None
