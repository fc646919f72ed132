"""What no student may find, and every reading of a file in which it might stand: raw, unpacked, without tags."""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.exercises.rubric import rubric_of
from casebook.exercises.template import drafted
from casebook.exercises.variant import Variant

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# Of the tests and of the key; never words of a page.
MARKERS = (
    *("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "END HIDDEN", "_checks["),
    *("'expected':", '"expected":', "'mistakes':", '"mistakes":'),
)
_TAG = re.compile(r"<[^<>]*>")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}")
_SHORTEST = 16
_DIGITS = 8


@dataclass
class Needles:
    """Texts to look for, by what they are: markers, lines of solutions, long numbers, names of mistakes, rubrics."""

    kinds: dict[str, list[str]] = field(default_factory=dict)

    def among(self, texts: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
        """What was found of each kind: the needle, and where."""
        found: dict[str, list[tuple[str, str]]] = {}
        for where, text in texts:
            for kind, needles in self.kinds.items():
                found.setdefault(kind, []).extend((needle, where) for needle in needles if needle in text)
        return {kind: pairs for kind, pairs in found.items() if pairs}


def needles_of(variant: Variant) -> Needles:
    """All that the release of `variant` must not hold."""
    inside, outside = _lines(variant)
    rubric = [line.strip("#>- ").strip() for line in rubric_of(variant).split("\n")]
    return Needles(
        {
            "marker": list(MARKERS),
            "solution": [line for line in inside if not any(line in other for other in outside)],
            "number": sorted(set(_long_numbers([check["expected"] for check in variant.checks.values()]))),
            "mistake": sorted({slug for check in variant.checks.values() for slug in check["mistakes"]}),
            "rubric": [line for line in rubric if len(line) > 3 * _SHORTEST],
        }
    )


def texts_of(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Every reading of every file, archives opened to any depth: (where, text)."""
    for name, content in files:
        yield name, content.decode("utf-8", "replace")
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from texts_of((f"{name}!{inner}", archive.read(inner)) for inner in archive.namelist())
        elif content[:4] == b"%PDF":
            for packed in _STREAM.findall(content):
                try:
                    yield f"{name} (a stream)", zlib.decompress(packed).decode("latin-1")
                except zlib.error:
                    continue
        elif name.endswith((".ipynb", ".json")):
            yield from _strings(name, json.loads(content))
        elif name.endswith((".html", ".htm", ".xhtml")):
            yield f"{name} (untagged)", html.unescape(_TAG.sub("", content.decode("utf-8", "replace")))


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below `folder`, hidden ones too, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)


def _lines(variant: Variant) -> tuple[list[str], set[str]]:
    """The lines of solutions that are long enough to be nobody else's, and all lines outside solutions."""
    inside, outside = [], set()
    for cell in drafted(variant).cells:
        is_solved = False
        for line in cell.source.split("\n"):
            is_solved = (is_solved or BEGIN in line) and END not in line
            (inside.append if is_solved else outside.add)(line.strip())
    return [line for line in inside if len(line) >= _SHORTEST and line != BEGIN], outside


def _long_numbers(value: Any) -> Iterator[str]:
    """The fractions in an answer, as Python writes them; whole numbers may be data too."""
    if isinstance(value, float) and len(repr(value)) > _DIGITS:
        yield repr(value)
    elif isinstance(value, dict):
        yield from _long_numbers(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from _long_numbers(one)


def _strings(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """The strings of a JSON file as they are read, lists of lines joined, and what is packed in them as base64."""
    if isinstance(value, str):
        yield f"{name} (a string)", value
        if _BASE64.fullmatch(value):
            try:
                yield from texts_of([(f"{name} (packed)", base64.b64decode(value))])
            except binascii.Error:
                return
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield from _strings(name, "".join(value))
        else:
            for one in value:
                yield from _strings(name, one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield f"{name} (a key)", str(key)
            yield from _strings(name, one)
