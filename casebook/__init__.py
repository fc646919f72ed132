"""Machinery for a casebook in figures: numbers that keep their hedge, evidence that leads to its source.

import casebook
case = casebook.load()
print(case.say("some-figure-id"))
casebook.quiz("some-page")
"""

from casebook.errors import CannotCombine, CasebookError, EvidenceError, UnknownId
from casebook.evidence import Case
from casebook.quantity import Bounds, Period, Quantity
from casebook.quizzes.live import quiz

__version__ = "0.1.0"

load = Case.load

__all__ = [
    "Bounds",
    "CannotCombine",
    "Case",
    "CasebookError",
    "EvidenceError",
    "Period",
    "Quantity",
    "UnknownId",
    "load",
    "quiz",
]
