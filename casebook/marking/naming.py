"""What the names of files and folders say: whose work it is, of which exercise, and how a name is safely shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MOODLE = re.compile(r"(?P<name>.+_\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?:(?P<late>LATE)_)?(?P<user>\d+)_\d+_(?P<rest>.+)", re.DOTALL | re.IGNORECASE)
_LATE = re.compile(r"[_\- ]LATE$")
_BETWEEN = " _-.()[]"
_COPY = re.compile(
    r"[\s_\-.()\[\]]*(?:(?:copy|kopie|copie|attempt|final|v)[\s_\-.()\[\]]*)*\d{0,4}[\s_\-.()\[\]]*", re.IGNORECASE
)
_JOINERS = "\u200c\u200d"  # some scripts cannot be written without them
_ESCAPED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
NOTEBOOK = ".ipynb"


@dataclass(frozen=True)
class Named:
    """What a name says: the student ("" where it does not say), the exercise, and Canvas's own word on lateness."""

    student: str
    exercise: str | None
    late: bool | None = None


def shown(name: str) -> str:
    """A name from the file system as a text that can be printed and sent, another for each name.

    What cannot be seen, what turns the direction of writing, backslashes and bytes that are no UTF-8 are written as
    %XX, and so is the per cent sign itself.
    """
    return "".join(_escaped(letter) for letter in name)


def student_of(name: str) -> str:
    """The student whom a folder with this name belongs to; Moodle's number tells people apart."""
    found = _MOODLE.fullmatch(name)
    return found["name"] if found else name


def is_from_moodle(name: str) -> bool:
    """Whether Moodle gave a file or folder its name."""
    return _MOODLE.fullmatch(name) is not None


def named(name: str, slugs: Sequence[str]) -> Named:
    """What the name of a file says that lies among those of other students."""
    if found := _MOODLE.fullmatch(name):
        return Named(found["name"], exercise_in(found["rest"] or "", slugs))
    if found := _CANVAS.fullmatch(name):
        return Named(f"{found['name']}_{found['user']}", exercise_in(found["rest"], slugs), bool(found["late"]))
    stem = _stem(name)
    place = _place(stem, slugs)
    if place is None:
        return Named(stem.strip(_BETWEEN), None)
    start, slug = place
    before, behind = stem[:start].strip(_BETWEEN), stem[start + len(slug) :]
    late = _LATE.search(before) is not None
    before = _LATE.sub("", before).strip(_BETWEEN)
    if not before and not _COPY.fullmatch(behind):
        before = behind.strip(_BETWEEN)
    return Named(before, slug, late or None)


def exercise_in(name: str, slugs: Sequence[str]) -> str | None:
    """The exercise that a file's name contains, as a word of its own; None where it contains none."""
    place = _place(_stem(name), slugs)
    return place[1] if place else None


def same_slug(name: str, slugs: Sequence[str]) -> str | None:
    """The exercise whose name this is, whatever the capitals; None for another name."""
    return next((slug for slug in slugs if _level(name) == slug), None)


def order_of(name: str) -> list[tuple[int, str]]:
    """A key that sorts `x`, `x (2)`, `x (10)` so."""
    parts = re.split(r"(\d{1,9})", _stem(name).casefold())
    return [(int(part), "") if place % 2 else (-1, part.strip(_BETWEEN)) for place, part in enumerate(parts)]


def told_apart(names: Iterable[str]) -> dict[str, str]:
    """The students' names as they are shown, by the names of the file system.

    Names that differ only in capitals, in outer blanks or in how their accents are encoded get four hexadecimal digits
    behind them, always the same for the same name, so that no work is taken for another student's.
    """
    groups: dict[str, dict[str, str]] = {}
    for name in names:
        nice = unicodedata.normalize("NFC", shown(name)).strip() or "unnamed"
        groups.setdefault(unicodedata.normalize("NFC", nice.casefold()), {})[name] = nice
    return {
        name: nice
        if len(group) == 1
        else f"{nice} ({hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:4]})"
        for group in groups.values()
        for name, nice in group.items()
    }


def _escaped(letter: str) -> str:
    if letter not in "\\%" and (unicodedata.category(letter) not in _ESCAPED or letter in _JOINERS):
        return letter
    code = ord(letter)
    raw = bytes([code - 0xDC00]) if 0xDC80 <= code <= 0xDCFF else letter.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)


def _stem(name: str) -> str:
    """A name without its ending, or both of them in 'x.ipynb.txt'."""
    head, dot, _ = name.rpartition(".")
    stem = head if dot and head else name
    return stem[: -len(NOTEBOOK)] if stem.lower().endswith(NOTEBOOK) else stem


def _level(text: str) -> str:
    """Letter for letter: capitals made small, blanks and underscores made hyphens."""
    return "".join("-" if one in " _" else one.lower() if len(one.lower()) == 1 else one for one in text)


def _place(stem: str, slugs: Sequence[str]) -> tuple[int, str] | None:
    """Where an exercise's name stands in a stem: the last, and the longest of those that end there."""
    text = _level(stem)
    found = [
        (match.end(), len(slug), match.start(), slug)
        for slug in slugs
        for match in re.finditer(rf"(?<![a-z0-9]){re.escape(slug)}(?![a-z0-9])", text)
    ]
    if not found:
        return None
    *_, start, slug = max(found)
    return start, slug
