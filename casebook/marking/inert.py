"""What a student wrote and ran, with nothing in it that a page could run: text and still pictures."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Any

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NOT_SHOWN = "(an output that is neither text nor a picture)"


def inert(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The outputs, as nbformat holds them, with texts as 'text/plain' and pictures as 'image/png' alone."""
    return [made for output in outputs if (made := _inert(output))]


def inert_markdown(text: str) -> str:
    """Markdown whose HTML is text: nbgrader's pages would have a browser run it, in its instructor's name."""
    return _TAG.sub("&lt;", text)


def _inert(output: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": _text(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": kind,
            "ename": _text(output.get("ename")),
            "evalue": _text(output.get("evalue")),
            "traceback": [_text(line) for line in lines] if isinstance(lines, list) else [],
        }
    if kind not in ("display_data", "execute_result"):
        return None
    given = output.get("data")
    data = {}
    if isinstance(given, Mapping):
        if "text/plain" in given:
            data["text/plain"] = _text(given["text/plain"])
        if _is_base64(picture := _text(given.get("image/png"))):
            data["image/png"] = picture
    made = {"output_type": kind, "data": data or {"text/plain": _NOT_SHOWN}, "metadata": {}}
    return {**made, "execution_count": None} if kind == "execute_result" else made


def _text(value: Any) -> str:
    """A text that can be written in UTF-8, or one joined from lines; '' for anything else."""
    if isinstance(value, list):
        value = "".join(one for one in value if isinstance(one, str))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, binascii.Error):
        return False
