"""The banks that every export is tried on: the real one, and one whose texts are as awkward as texts can be."""

from __future__ import annotations

from pathlib import Path

import yaml

import casebook
from casebook.evidence import Case
from casebook.quizzes import Bank, PageBank, load_bank
from casebook.quizzes.questions import KINDS

ROOT = Path(__file__).resolve().parents[2]
MINI = ROOT / "tests" / "mini"
# What one format or another takes for its own; a line break is one of them.
AWKWARD = "\"q\" 'a' <b>x</b> &amp; { } ~ = # : ::y:: \\ £ → $x$ *b* _u_ [l](m) `c` %d {{F}} ]]> -- ...\nend"
_TEXTS = {
    "text",
    "feedback",
    "left",
    "right",
    "prompt",
    "hint",
    "matters",
    "model",
    "unit",
    "below",
    "above",
    "at_bound",
}


def real() -> tuple[Case, Bank]:
    """The book's own questions."""
    case = casebook.load(ROOT)
    return case, load_bank(case)


def awkward() -> tuple[Case, Bank]:
    """The invented library's questions, of every type, with AWKWARD behind each of their texts."""
    case = casebook.load(MINI)
    raw = yaml.safe_load((MINI / "data" / "questions" / "index.yml").read_text(encoding="utf-8"))
    questions = tuple(KINDS[one["type"]].model_validate(_spoilt(one)) for one in raw["questions"])
    page = PageBank(page="index", objectives=raw["objectives"], questions=questions)
    return case, Bank({"index": page})


def _spoilt(value, name=""):
    if isinstance(value, dict):
        return {key: _spoilt(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spoilt(inner, "text" if isinstance(inner, str) and name == "extra" else name) for inner in value]
    return f"{value} {AWKWARD}" if isinstance(value, str) and name in _TEXTS else value
