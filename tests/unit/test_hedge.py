"""What hedging words say about a number, and the bounds that they do and do not support."""

from __future__ import annotations

from fractions import Fraction

import pytest

from casebook.quantity import HEDGES, RELATIONS, Bounds, bounds_of, relations_of


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("more than", "gt"),
        ("over", "gt"),
        ("at least", "ge"),
        ("nearly", "lt"),
        ("almost", "lt"),
        ("under", "lt"),
        ("fewer than", "lt"),
        ("up to", "le"),
        ("as early as", "le"),
        ("around", "approx"),
        ("some", "approx"),
        (" Nearly ", "lt"),
    ],
)
def test_a_hedge_says_one_thing_about_the_true_value(words: str, relation: str) -> None:
    assert relations_of(words) == (relation,)


def test_words_that_are_no_known_hedge_say_nothing() -> None:
    assert relations_of("reportedly") == () == relations_of("")


def test_every_hedge_names_only_relations_that_exist() -> None:
    assert {relation for allowed in HEDGES.values() for relation in allowed} <= set(RELATIONS)


@pytest.mark.parametrize(
    ("relation", "lower", "upper", "bounds"),
    [
        ("eq", 5, 5, Bounds(Fraction(5), Fraction(5))),
        ("gt", 5, None, Bounds(Fraction(5), None, True)),
        ("ge", 5, None, Bounds(Fraction(5))),
        ("lt", None, 5, Bounds(None, Fraction(5), False, True)),
        ("le", None, 5, Bounds(None, Fraction(5))),
        ("between", 4, 5, Bounds(Fraction(4), Fraction(5))),
        ("approx", None, None, Bounds()),
        ("words", None, None, Bounds()),
    ],
)
def test_bounds_follow_from_the_relation(relation, lower, upper, bounds) -> None:
    assert bounds_of(relation, *(None if end is None else Fraction(end) for end in (lower, upper))) == bounds


@pytest.mark.parametrize(
    ("relation", "lower", "upper", "complaint"),
    [
        ("eq", None, 5, "the relation 'eq' needs a lower bound and there is none"),
        ("eq", 4, 5, "the relation 'eq' needs equal bounds, not 4 and 5"),
        ("gt", None, None, "the relation 'gt' needs a lower bound and there is none"),
        ("gt", 5, 6, "the relation 'gt' supports no upper bound, yet 6 is given"),
        ("lt", 5, 6, "the relation 'lt' supports no lower bound, yet 5 is given"),
        ("approx", 5, None, "the relation 'approx' supports no lower bound, yet 5 is given"),
        ("words", None, 6, "the relation 'words' supports no upper bound, yet 6 is given"),
        ("between", 5, None, "the relation 'between' needs an upper bound and there is none"),
        ("between", 6, 5, "the lower bound 6 lies above the upper bound 5: are they swapped?"),
    ],
)
def test_bounds_that_the_relation_does_not_support_are_refused(relation, lower, upper, complaint) -> None:
    with pytest.raises(ValueError) as caught:
        bounds_of(relation, *(None if end is None else Fraction(end) for end in (lower, upper)))
    assert str(caught.value) == complaint
