"""What a cell showed when it ran, as plain text and pictures that can do nothing: the rest of it is left out."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_TEXT = 4_000  # characters of one cell's outputs
_MOST_PICTURE = 3_000_000  # bytes of one picture
_MOST_PICTURES = 10  # of one cell
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Shown:
    """One output: `kind` is 'text', 'error' or 'picture'; a picture's `content` is the address that holds it."""

    kind: str
    content: str


def shown_by(cell: Mapping[str, Any]) -> list[Shown]:
    """The outputs of a code cell in their order, as many and as much of them as a reader can use."""
    found = []
    left, pictures = _MOST_TEXT, _MOST_PICTURES
    for one in _all_of(cell):
        if one.kind == "picture":
            pictures -= 1
            if pictures >= 0:
                found.append(one)
            continue
        if left <= 0:
            continue
        text = one.content if len(one.content) <= left else f"{one.content[:left]}\n… (the rest is left out)"
        left -= len(one.content)
        found.append(Shown(one.kind, text))
    return found


def plain(text: str) -> str:
    """The text without what colours a terminal, and without characters that no reader can see."""
    text = _COLOUR.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in "\n\t" or one.isprintable())


def _all_of(cell: Mapping[str, Any]) -> Iterator[Shown]:
    for output in cell.get("outputs", ()):
        kind = output.get("output_type")
        if kind == "stream":
            yield Shown("text", plain(_text(output.get("text"))))
        elif kind == "error":
            yield Shown("error", plain(f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"))
        elif kind in ("display_data", "execute_result"):
            data = output.get("data", {})
            address = _picture(data.get("image/png"))
            if address:
                yield Shown("picture", address)
            elif text := plain(_text(data.get("text/plain"))):
                yield Shown("text", text)


def _picture(content: Any) -> str:
    """The address of a picture in PNG, made anew from its bytes; nothing for what is none, or is too large."""
    text = _text(content)
    if not text or len(text) > _MOST_PICTURE * 4 / 3 + 100:
        return ""
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error):
        return ""
    return f"data:image/png;base64,{base64.b64encode(raw).decode()}" if raw.startswith(_PNG) else ""


def _text(content: Any) -> str:
    """A text that nbformat may hold in lines."""
    if isinstance(content, list):
        return "".join(one for one in content if isinstance(one, str))
    return content if isinstance(content, str) else ""
