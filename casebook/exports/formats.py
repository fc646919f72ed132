"""Every format, by the name that the command line knows it under."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from casebook.evidence import Case
from casebook.exports import canvas, cards, gift, moodle, qti21, worksheets
from casebook.exports.written import Written
from casebook.quizzes import Bank

WRITERS: Mapping[str, Callable[[Bank, Case, Path], Written]] = {
    "moodle": moodle.write,
    "gift": gift.write,
    "qti21": qti21.write,
    "canvas": canvas.write,
    "worksheets": worksheets.write,
    "cards": cards.write,
}
