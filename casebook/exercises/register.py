"""What invented registers are drawn from: bodies that plainly are none, counts that add up, prints that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from casebook.exercises.draw import Draw
from casebook.exercises.intervals import Interval
from casebook.quantity import say_number

BODIES = (
    "Bureau of Lantern Inspection",
    "Ferry Lamp Office",
    "Board of Borrowed Umbrellas",
    "Office for Lost Kites",
    "Commission on Garden Gates",
    "Weathercock Registry",
    "Agency for Unsent Letters",
    "Department of Spare Keys",
    "Authority for Orchard Ladders",
    "Council of Bell Ringers' Ropes",
    "Inspectorate of Sundials",
    "Trust for Mislaid Spectacles",
    "Directorate of Paper Boats",
    "Office of Tea Chest Labels",
    "Board of Footbridge Planks",
    "Registry of Painted Signs",
)
PAPERS = (
    "The Lantern Post",
    "Morning Kite",
    "Sundial Weekly",
    "The Umbrella Stand",
    "Ferry Bell",
    "Orchard Courier",
    "The Paper Boat",
    "Gatepost and Echo",
    "Weathercock News",
    "The Spare Key",
    "Tea Chest Record",
    "Bell Rope Leaflet",
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Years in which nobody has lived yet, so that no invented register is taken for a real one.
FIRST_YEAR, LAST_YEAR = 2061, 2089

Relation = Literal["eq", "gt", "ge", "lt", "le", "approx"]
_HEDGES: dict[Relation, tuple[str, ...]] = {
    "eq": ("",),
    "gt": ("more than", "over"),
    "ge": ("at least", "no fewer than"),
    "lt": ("nearly", "almost", "fewer than"),
    "le": ("up to", "at most"),
    "approx": ("around", "about", "roughly"),
}


@dataclass(frozen=True)
class Print:
    """A number as an invented report prints it: the whole words, the hedge in them, the number, what the words fix."""

    words: str
    hedge: str
    number: int
    interval: Interval


@dataclass(frozen=True)
class Outcomes:
    """What became of `requests`: each was approved and traced, approved and not traced, or rejected."""

    requests: int
    traced: int
    not_traced: int
    rejected: int

    @property
    def approved(self) -> int:
        return self.traced + self.not_traced

    def without(self, part: Outcomes) -> Outcomes:
        """What is left when the outcomes of a piece of the period are taken away."""
        return Outcomes(
            self.requests - part.requests,
            self.traced - part.traced,
            self.not_traced - part.not_traced,
            self.rejected - part.rejected,
        )


def said(number: int | Fraction, decimals: int = 0) -> str:
    """A number as a report prints it: 8,127."""
    return say_number(Fraction(number), decimals)


def bodies(draw: Draw, many: int) -> list[str]:
    """The names of `many` invented bodies, all different."""
    return draw.sample(BODIES, many)


def papers(draw: Draw, many: int, first: int = len(PAPERS)) -> list[str]:
    """The names of `many` invented newspapers, all different, out of the `first` ones of the list.

    How many there are to draw from moves every draw that follows: who names `first` keeps the variants when the
    list grows.
    """
    return draw.sample(PAPERS[:first], many)


def year(draw: Draw) -> int:
    """A year far enough ahead that its register cannot be real."""
    return draw.integer(FIRST_YEAR, LAST_YEAR)


def outcomes(
    draw: Draw,
    requests: int,
    traced: tuple[float, float] = (0.55, 0.78),
    rejected: tuple[float, float] = (0.05, 0.14),
) -> Outcomes:
    """Outcomes of `requests`: the share traced and the share rejected drawn from these ranges, the rest not traced."""
    found = round(requests * draw.share(*traced))
    refused = round(requests * draw.share(*rejected))
    return Outcomes(requests, found, requests - found - refused, refused)


def split(draw: Draw, total: int, weights: Sequence[float], spread: float = 0.15) -> list[int]:
    """`total` in whole parts of about these weights, each moved by up to `spread` of itself; they add up exactly."""
    moved = [Fraction(weight).limit_denominator(1000) * draw.share(1 - spread, 1 + spread) for weight in weights]
    parts = [int(total * one / sum(moved)) for one in moved]
    parts[-1] += total - sum(parts)
    return parts


def printed(draw: Draw, value: int, relation: Relation, step: int = 1) -> Print:
    """`value` as a report might print it with a hedge of this relation, in whole `step`s so that the words hold.

    'More than' prints a lower number and 'nearly' a higher one; without a hedge the number itself is printed.
    """
    below, rest = divmod(value, step)
    if relation == "eq":
        number = value
    elif relation in ("gt", "ge"):
        number = below * step if rest or relation == "ge" else (below - 1) * step
    elif relation in ("lt", "le"):
        number = below * step if not rest and relation == "le" else (below + 1) * step
    else:
        number = (below + (2 * rest >= step)) * step
    hedge = draw.choice(_HEDGES[relation])
    ends: dict[Relation, Interval] = {
        "eq": {"from": number, "to": number},
        "gt": {"above": number},
        "ge": {"from": number},
        "lt": {"below": number},
        "le": {"to": number},
        "approx": {},
    }
    return Print(f"{hedge} {said(number)}".strip(), hedge, number, ends[relation])
