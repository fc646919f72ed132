"""Exercises that an instructor can set: templates, from which a key draws variants, and their release.

What an exercise's own `variant.py` draws and reckons with is offered here.
"""

from casebook.exercises.draw import Draw
from casebook.exercises.intervals import bounds_of, closed, interval_of
from casebook.exercises.register import (
    MONTHS,
    Outcomes,
    Print,
    bodies,
    outcomes,
    papers,
    printed,
    said,
    split,
    year,
)

__all__ = [
    "MONTHS",
    "Draw",
    "Outcomes",
    "Print",
    "bodies",
    "bounds_of",
    "closed",
    "interval_of",
    "outcomes",
    "papers",
    "printed",
    "said",
    "split",
    "year",
]
