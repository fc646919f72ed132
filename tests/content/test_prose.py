"""The pages are plain enough to read, and spelt as in Britain."""

from __future__ import annotations

from pathlib import Path

import casebook
from casebook.pages.prose import check_prose

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_is_plain_and_spelt_as_in_britain():
    assert [str(problem) for problem in check_prose(casebook.load(ROOT), ROOT)[1]] == []
