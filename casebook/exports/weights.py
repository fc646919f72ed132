"""What one answer of several is worth, for platforms that add up shares of a mark."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from casebook.exports.plain import digits


def share(right: bool, of: int) -> str:
    """One of `of` right answers in per cent, or what a wrong one takes off, to the five places that Moodle knows."""
    part = (Decimal(100) / of).quantize(Decimal("0.00001"), rounding=ROUND_HALF_EVEN)
    return digits(part if right else -part)
