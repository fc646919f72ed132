"""Pages for people who marked or were marked: templates with everything escaped, no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from casebook.marking.sheet import number

_TEMPLATES = Path(__file__).with_name("templates")


def page(template: str, **values: Any) -> bytes:
    """The page of a template, with its stylesheet in it, by whose digest alone the page's own policy knows it.

    Templates get `style`, `policy` and the filters `number` and `of` ('3 students', '1 student').
    """
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    style += (_TEMPLATES / template).with_suffix(".css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    text = _environment().get_template(template).render(style=Markup(style), policy=policy, **values)
    return text.encode("utf-8", "replace")


def many(count: int, one: str, more: str = "") -> str:
    """'1 student', '3 students', 'no student'."""
    return f"{count or 'no'} {one if count < 2 else more or f'{one}s'}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"number": number, "many": many}
    return environment
