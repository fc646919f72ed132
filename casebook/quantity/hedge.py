"""Hedges: which words say what about the true value, and the bounds that they support."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

from casebook.quantity.bounds import Bounds

Relation = Literal["eq", "gt", "ge", "lt", "le", "approx", "between", "words"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)

# What a careful reader may conclude from the word alone. 'Nearly' and 'almost' promise that the number
# was not reached; how close it came they leave open.
HEDGES: dict[str, tuple[Relation, ...]] = {
    "more than": ("gt",),
    "over": ("gt",),
    "above": ("gt",),
    "at least": ("ge",),
    "or more": ("ge",),
    "no fewer than": ("ge",),
    "nearly": ("lt",),
    "almost": ("lt",),
    "under": ("lt",),
    "below": ("lt",),
    "less than": ("lt",),
    "fewer than": ("lt",),
    "up to": ("le",),
    "at most": ("le",),
    "as early as": ("le",),
    "around": ("approx",),
    "about": ("approx",),
    "roughly": ("approx",),
    "approximately": ("approx",),
    "some": ("approx",),
}


def relations_of(hedge: str) -> tuple[Relation, ...]:
    """The relations that the hedging words allow; empty for words that this list does not know."""
    return HEDGES.get(hedge.strip().lower(), ())


def bounds_of(relation: Relation, lower: Fraction | None, upper: Fraction | None) -> Bounds:
    """The bounds of a figure from its relation and its two columns.

    Raises ValueError, saying what is missing or too much, where columns and relation do not fit.
    """
    needs_lower = relation in ("eq", "gt", "ge", "between")
    needs_upper = relation in ("eq", "lt", "le", "between")
    for name, value, needed in (("lower", lower, needs_lower), ("upper", upper, needs_upper)):
        if needed and value is None:
            raise ValueError(
                f"the relation '{relation}' needs {'an' if name == 'upper' else 'a'} {name} bound and there is none"
            )
        if not needed and value is not None:
            raise ValueError(f"the relation '{relation}' supports no {name} bound, yet {value} is given")
    if lower is not None and upper is not None and lower > upper:
        raise ValueError(f"the lower bound {lower} lies above the upper bound {upper}: are they swapped?")
    if relation == "eq" and lower != upper:
        raise ValueError(f"the relation 'eq' needs equal bounds, not {lower} and {upper}")
    return Bounds(lower, upper, relation == "gt", relation == "lt")
