"""From a painted canvas to a piece of SVG that can stand in a page: no prolog, no styles, colours by CSS variable."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import matplotlib

from casebook.charts.canvas import Canvas
from casebook.charts.style import INKS

_SETTINGS = {"svg.fonttype": "none", "hatch.linewidth": 1.3, "path.simplify": False}
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NO_TURN = re.compile(r"rotate\(-?0 [^)]*\)")
_VARIABLES = {ink.light: f"var({ink.variable}, {ink.light})" for ink in INKS}
_SANS = "var(--cb-sans, sans-serif)"


def render(draw: Callable[[Canvas], None], width: int, prefix: str) -> ElementTree.Element:
    """Paint at `width` pixels and return the `svg` element; every id in it begins with `prefix`.

    The same painting gives the same bytes.
    """
    settings: Any = _SETTINGS | {"svg.hashsalt": prefix}
    with matplotlib.rc_context(settings):
        canvas = Canvas(width)
        draw(canvas)
        out = io.StringIO()
        canvas.finish().savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(out.getvalue())
    _without(root, {"metadata", "style"})
    _shorten(root, prefix, _referenced(root))
    view_box = f"0 0 {width} {round(canvas.height)}"
    root.attrib.clear()
    # The line style stands on the root because a style element in a page would reach the whole page.
    root.attrib |= {"viewBox": view_box, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    return root


def serialised(root: ElementTree.Element) -> str:
    """The element as markup, all white space between tags left out."""
    for element in root.iter():
        element.tail = None
        if element.tag != "text":
            element.text = None
    return ElementTree.tostring(root, encoding="unicode")


def _without(root: ElementTree.Element, names: set[str]) -> None:
    for parent in root.iter():
        for child in list(parent):
            if _local(str(child.tag)) in names:
                parent.remove(child)
    for parent in list(root):
        if _local(str(parent.tag)) == "defs" and not len(parent):
            root.remove(parent)


def _referenced(root: ElementTree.Element) -> set[str]:
    return {
        found for element in root.iter() for value in element.attrib.values() for found in _REFERENCE.findall(value)
    }


def _shorten(root: ElementTree.Element, prefix: str, referenced: set[str]) -> None:
    """Turn styles into attributes, colours into variables and ids into ids of this one drawing."""
    for element in root.iter():
        element.tag = _local(str(element.tag))
        look = dict(pair.split(": ", 1) for pair in element.attrib.pop("style", "").split("; ") if pair)
        attributes = {name: value for name, value in element.attrib.items() if not name.startswith("{")} | look
        if _NO_TURN.fullmatch(attributes.get("transform", "")):
            del attributes["transform"]
        # The drawing library numbers its own groups; only named marks and what a mark refers to need an id.
        if attributes.get("id", "") not in referenced and "-" not in attributes.get("id", ""):
            attributes.pop("id", None)
        element.attrib = {name: _value(name, value, prefix) for name, value in attributes.items()}


def _value(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return f"{prefix}-{value}"
    if name == "font-family":
        return _SANS
    if name == "d":
        value = " ".join(value.split())
    value = _REFERENCE.sub(lambda found: f"url(#{prefix}-{found[1]})", value)
    return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", _VARIABLES.get(value, value))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
