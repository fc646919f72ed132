"""The tables of a case: loaded, typed and checked, with every fault named by file, row and column."""

from casebook.evidence.case import Case, find_root, unknown
from casebook.evidence.rows import (
    Body,
    Claim,
    Derivation,
    Discrepancy,
    Event,
    Figure,
    Ground,
    GroundListing,
    Item,
    Source,
    Voice,
)

__all__ = [
    "Body",
    "Case",
    "Claim",
    "Derivation",
    "Discrepancy",
    "Event",
    "Figure",
    "Ground",
    "GroundListing",
    "Item",
    "Source",
    "Voice",
    "find_root",
    "unknown",
]
