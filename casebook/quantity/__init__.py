"""Numbers that keep the hedge they were printed with. Knows no files."""

from casebook.quantity.bounds import Bounds
from casebook.quantity.combine import (
    FUNCTIONS,
    at_least,
    at_most,
    between,
    days,
    during,
    each,
    excess,
    gap,
    mean,
    per_month,
    per_year,
    ratio,
    read,
    recount,
    remainder,
    rest,
    scaled,
    share,
    take,
    whole,
    wilson,
)
from casebook.quantity.hedge import HEDGES, RELATIONS, Relation, bounds_of, relations_of
from casebook.quantity.period import Moment, Period, say_date
from casebook.quantity.quantity import Quantity
from casebook.quantity.say import UNBOUNDED, places_of, say_number, with_unit

__all__ = [
    "FUNCTIONS", "HEDGES", "RELATIONS", "UNBOUNDED", "Bounds", "Moment", "Period", "Quantity", "Relation",
    "at_least", "at_most", "between", "bounds_of", "days", "during", "each", "excess", "gap", "mean", "per_month", "per_year",
    "places_of",    "ratio", "read", "recount", "relations_of", "remainder", "rest", "say_date", "say_number", "scaled", "share", "take", "whole",
    "wilson", "with_unit",
]  # fmt: skip
