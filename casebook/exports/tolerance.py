"""Numbers that are told apart, for platforms that know a number and a tolerance to both sides of it."""

from __future__ import annotations

from decimal import Decimal

from casebook.exports.plain import Number, Plain, Span
from casebook.exports.written import Note

# Where the words set no end, one is put here, or a thousand times as far out as the end that they do set.
_FAR = Decimal(10) ** 9
_IN_TURN = ("at_bound", "right", "below", "above")


def in_turn(number: Number) -> list[tuple[Decimal, Decimal, Span]]:
    """Each span as its middle and the tolerance to both sides, in the order in which a platform is to try them.

    The first that fits is taken, so a bound that is ruled out stands before the span that it bounds. First of all
    stands one right number: platforms show it as the right answer.
    """
    tried = []
    for span in sorted(number.spans, key=lambda span: _IN_TURN.index(span.verdict)):
        lower, upper = _with_ends(span)
        tried.append(((lower + upper) / 2, (upper - lower) / 2, span))
    if tried[0][0] == number.example:
        return tried
    return [(number.example, Decimal(0), number.right), *tried]


def cut_off(question: Plain) -> list[Note]:
    """A note if right numbers have no end on one side, so that the format has to end them somewhere."""
    if question.number is None:
        return []
    right = question.number.right
    lower, upper = _with_ends(right)
    if right.upper is None:
        return [Note(question.id, f"numbers above {upper:,f} are marked as wrong, since the format needs an end")]
    if right.lower is None:
        return [Note(question.id, f"numbers below {lower:,f} are marked as wrong, since the format needs an end")]
    return []


def _with_ends(span: Span) -> tuple[Decimal, Decimal]:
    far = max([_FAR, *(1000 * _power_beyond(end) for end in (span.lower, span.upper) if end)])
    return (-far if span.lower is None else span.lower, far if span.upper is None else span.upper)


def _power_beyond(number: Decimal) -> Decimal:
    """The first power of ten above a number's size."""
    return Decimal(10) ** (number.adjusted() + 1)
