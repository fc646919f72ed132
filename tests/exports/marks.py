"""Numbers at, inside and outside the ends of a numeric question, and what the page says to them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

SAID = {"below": "The number is too low.", "above": "The number is too high."}


def numbers_to_try(payload) -> Iterator[Decimal]:
    """Each end and its neighbours, near and a little further; nothing beyond what formats with two ends can hold."""
    ends = [Decimal(payload[name]) for name in ("lower", "upper", "value") if payload[name] is not None]
    if payload["value"] is not None:
        ends += [ends[0] - Decimal(payload["tolerance"]), ends[0] + Decimal(payload["tolerance"])]
    for end in ends:
        for off in ("0", "0.001", "-0.001", "1", "-1", "1000", "-1000"):
            yield end + Decimal(off)


def marks_of(payload, number: Decimal) -> tuple[str, str]:
    """'right', 'below', 'above' or 'at_bound', and its feedback: the page's rule, written anew for the tests."""
    side = _side(payload, number)
    return side, payload["feedback"].get(side) or SAID[side]


def _side(payload, number):
    if payload["value"] is not None:
        off = number - Decimal(payload["value"])
        return "right" if abs(off) <= Decimal(payload["tolerance"]) else ("below" if off < 0 else "above")
    for name, outside in (("lower", "below"), ("upper", "above")):
        if payload[name] is None:
            continue
        end = Decimal(payload[name])
        if number == end:
            return "at_bound" if payload[f"{name}_open"] else "right"
        if (number < end) == (name == "lower"):
            return outside
    return "right"
