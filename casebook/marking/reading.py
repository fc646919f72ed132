"""Read a notebook that anybody may have written: its cells in plain values, or the reason why there are none."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casebook.marking.assignment import Assignment
from casebook.marking.result import Flag
from casebook.marking.unreadable import Unreadable

MAX_CELLS = 500
_MAX_PARTS = 1_000_000  # objects and lists, which take far more memory than the text that they are written in
_MAX_NAME = 200
_FORMAT = 4
_KINDS = ("code", "markdown", "raw")
_IMAGES = ("image/png", "image/jpeg", "image/gif")
_SIGNS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive, as .docx and .xlsx files are too",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "a text in RTF",
}


@dataclass(frozen=True)
class Cell:
    """A cell of a submission: kind 'code', 'markdown' or 'raw', source with lines ended by a line feed alone.

    `grade_id` and `id` are "" where the cell has none. `nbgrader` is what its metadata say to nbgrader. `images` are
    pictures pasted into a text: {name: {mime type: base64}}.
    """

    kind: str
    source: str
    grade_id: str = ""
    id: str = ""
    nbgrader: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Notebook:
    """What was read of a submission: its cells, what it says of itself to us, and what a person should know."""

    cells: tuple[Cell, ...]
    about: Mapping[str, Any] | None
    flags: tuple[Flag, ...] = ()


def notebook_in(content: bytes) -> Notebook:
    """The notebook in the bytes of a file. Stored outputs and execution counts are not read.

    Raises Unreadable where there is none that could be run.
    """
    raw, flags = _as_format_4(_json(content))
    listed = raw.get("cells")
    if not isinstance(listed, list):
        raise Unreadable("malformed", "the file is no notebook: it has no list of cells")
    if len(listed) > MAX_CELLS:
        raise Unreadable("malformed", f"the notebook has {len(listed)} cells; at most {MAX_CELLS} are run")
    cells = tuple(cell for one in listed if (cell := _cell(one)))
    unsound = sum(not _is_sound(one) for one in listed)
    if unsound and unsound == len(listed):
        raise Unreadable("malformed", "the file is no notebook: none of its cells is a cell")
    if unsound:
        flags += (Flag("repaired", "parts of the notebook are no cells, or have no text; they were left out"),)
    metadata = raw.get("metadata")
    about = metadata.get("casebook") if isinstance(metadata, dict) else None
    return Notebook(cells, about if isinstance(about, dict) else None, flags)


def check_identity(notebook: Notebook, assignment: Assignment) -> None:
    """Raise Unreadable where the notebook says that it is another exercise, or another variant of this one."""
    if notebook.about is None:
        return
    exercise, variant = notebook.about.get("exercise"), notebook.about.get("variant")
    if exercise is not None and exercise != assignment.slug:
        raise Unreadable(
            "wrong-exercise", f"this is a notebook of the exercise {_short(exercise)}, not of {assignment.slug}"
        )
    if variant is not None and variant != assignment.variant:
        raise Unreadable(
            "wrong-exercise",
            f"this is the variant {_short(variant)} of the exercise, and {assignment.variant} is marked: "
            "a notebook of another course or year, or the wrong key",
        )


def _json(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise Unreadable("malformed", "the file is empty")
    for sign, what in _SIGNS.items():
        if content.startswith(sign):
            raise Unreadable("malformed", f"the file is {what} under the name of a notebook")
    if content.count(b"{") + content.count(b"[") > _MAX_PARTS:
        raise Unreadable("malformed", f"the file has more than {_MAX_PARTS} parts: clear its outputs")
    try:
        raw = json.loads(_text(content))
    except json.JSONDecodeError as error:
        cut = (
            "; it seems to be cut off"
            if error.pos >= len(error.doc.rstrip()) - 1 or "Unterminated" in error.msg
            else ""
        )
        raise Unreadable(
            "malformed", f"the file is no notebook: line {error.lineno}, column {error.colno}: {error.msg}{cut}"
        ) from None
    except RecursionError:
        raise Unreadable("malformed", "the file is no notebook: it is nested too deeply") from None
    except (ValueError, MemoryError) as error:
        raise Unreadable("malformed", f"the file is no notebook: {str(error)[:200]}") from None
    if not isinstance(raw, dict):
        raise Unreadable("malformed", "the file is no notebook: it holds other data")
    return raw


def _text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("malformed", "the file is no notebook: it is not in UTF-8") from None


def _as_format_4(raw: dict[str, Any]) -> tuple[dict[str, Any], tuple[Flag, ...]]:
    version = raw.get("nbformat")
    if type(version) is not int:
        if version is None and isinstance(raw.get("cells"), list):
            return raw, (Flag("repaired", "the notebook does not say its format; it was read as version 4"),)
        raise Unreadable("malformed", "the file is no notebook: it does not say its format")
    if version == _FORMAT:
        return raw, ()
    if version != _FORMAT - 1:
        raise Unreadable(
            "malformed", f"the notebook is of version {_short(version)} of the format; save it anew in today's Jupyter"
        )
    import nbformat  # here, as few submissions need it

    try:
        if sum(len(sheet["cells"]) for sheet in raw["worksheets"]) > MAX_CELLS:
            raise Unreadable("malformed", f"the notebook has more than the {MAX_CELLS} cells that are run")
        upgraded = nbformat.convert(nbformat.from_dict(raw), _FORMAT)  # type: ignore[no-untyped-call]
        return dict(upgraded), (
            Flag("repaired", "the notebook was in format 3, an old version, and was brought into format 4"),
        )
    except Unreadable:
        raise
    except Exception as error:  # nbformat's converter trusts what it reads
        raise Unreadable(
            "malformed", f"the notebook is of version 3 of the format and cannot be read ({type(error).__name__})"
        ) from None


def _is_sound(raw: Any) -> bool:
    if not isinstance(raw, dict) or raw.get("cell_type") not in _KINDS:
        return False
    source = raw.get("source", "")
    return isinstance(source, str) or (isinstance(source, list) and all(isinstance(one, str) for one in source))


def _cell(raw: Any) -> Cell | None:
    """What can be read of a cell; None where that is nothing."""
    if not isinstance(raw, dict):
        return None
    source = raw.get("source", "")
    if isinstance(source, list):
        source = "".join(one for one in source if isinstance(one, str))
    if not isinstance(source, str):
        source = ""
    kind = raw.get("cell_type")
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    return Cell(
        kind=kind if isinstance(kind, str) and kind in _KINDS else "raw",
        source=_clean(source),
        grade_id=_name(nbgrader.get("grade_id")),
        id=_name(raw.get("id")),
        nbgrader=nbgrader,
        images=_images(raw.get("attachments")),
    )


def _clean(source: str) -> str:
    """A text that can be written anywhere: no lone surrogates, no NUL, line feeds alone."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return re.sub("[\ud800-\udfff]", "\ufffd", source)


def _name(value: Any) -> str:
    return _clean(value) if isinstance(value, str) and len(value) <= _MAX_NAME else ""


def _images(raw: Any) -> dict[str, dict[str, str]]:
    """The pictures among a cell's attachments; anything else may be active."""
    found: dict[str, dict[str, str]] = {}
    for name, forms in raw.items() if isinstance(raw, dict) else ():
        for mime, value in forms.items() if isinstance(forms, dict) else ():
            text = "".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
            if mime in _IMAGES and isinstance(text, str) and len(name) <= _MAX_NAME and _is_base64(text):
                found.setdefault(_clean(name), {})[mime] = text
    return found


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error):
        return False
    return True


def _short(value: Any) -> str:
    """A value from a submission as it can stand in a reason."""
    return _clean(ascii(value))[:60]
