"""Draws from a key, and the registers that are made of them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import CasebookError
from casebook.exercises import Draw, bodies, bounds_of, closed, interval_of, outcomes, papers, printed, register, split
from casebook.exercises.draw import tag_of
from casebook.exercises.register import BODIES, PAPERS
from casebook.quantity import Bounds

KEY = "not to be guessed"


def test_the_same_key_draws_the_same_on_every_computer() -> None:
    """Numbers that a released course rests on: if they change, every course changes in the middle of a term."""
    draw = Draw(KEY, "weighing")
    assert [draw.integer(1, 1000) for _ in range(5)] == [714, 169, 342, 485, 55]
    assert Draw(KEY, "counting").integer(1, 10**6) != Draw(KEY, "weighing").integer(1, 10**6)
    assert Draw(f" {KEY} ", "weighing").integer(1, 10**6) == Draw(KEY, "weighing").integer(1, 10**6)


def test_the_name_of_a_keys_variants_tells_the_key_to_nobody() -> None:
    assert len(tag_of(KEY)) == 8 and tag_of(KEY) != tag_of(KEY + "!")
    assert not any(word in tag_of(KEY) for word in KEY.split())


@pytest.mark.parametrize("key", ["", "short", "   1234567   "])
def test_a_key_that_is_soon_guessed_is_refused(key: str) -> None:
    with pytest.raises(CasebookError, match="too short.*at least 8"):
        Draw(key, "weighing")


def test_every_number_of_a_range_is_as_likely_as_any_other() -> None:
    draw = Draw(KEY, "dice")
    thrown = Counter(draw.integer(1, 6) for _ in range(6000))
    assert set(thrown) == {1, 2, 3, 4, 5, 6}
    assert all(850 < many < 1150 for many in thrown.values())


def test_samples_take_nothing_twice_and_leave_their_source_alone() -> None:
    items = list(range(20))
    for _ in range(50):
        found = Draw(KEY, "sample").sample(items, 7)
        assert len(set(found)) == 7 and set(found) <= set(items)
    assert items == list(range(20))
    assert sorted(Draw(KEY, "deal").shuffled(items)) == items


def test_until_says_when_nothing_fits() -> None:
    with pytest.raises(ValueError, match="widen the ranges"):
        Draw(KEY, "never").until(lambda draw: draw.integer(1, 6), lambda thrown: thrown > 6)


@given(
    value=st.integers(20, 10**6),
    relation=st.sampled_from(["eq", "gt", "ge", "lt", "le", "approx"]),
    step=st.sampled_from([1, 10, 100]),
)
def test_a_print_holds_of_the_number_that_it_prints(value: int, relation: str, step: int) -> None:
    found = printed(Draw(KEY, f"{value}"), value, relation, step)  # type: ignore[arg-type]
    assert value in bounds_of(found.interval)
    assert abs(found.number - value) <= step
    assert f"{found.number:,}" in found.words and found.words.startswith(found.hedge)


@given(requests=st.integers(200, 10**5), place=st.integers(0, 50))
def test_outcomes_add_up(requests: int, place: int) -> None:
    found = outcomes(Draw(KEY, f"{place}"), requests)
    assert found.traced + found.not_traced + found.rejected == found.requests == requests
    assert min(found.traced, found.not_traced, found.rejected) > 0
    assert found.without(found).requests == 0


@given(total=st.integers(100, 10**5), weights=st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_a_split_adds_up_exactly(total: int, weights: list[int]) -> None:
    parts = split(Draw(KEY, "split"), total, weights)
    assert sum(parts) == total and len(parts) == len(weights) and min(parts) >= 0


def test_bodies_are_all_different() -> None:
    assert len(set(bodies(Draw(KEY, "bodies"), len(BODIES)))) == len(BODIES)


def test_papers_are_all_different_and_stay_as_drawn_when_the_list_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = papers(Draw(KEY, "papers"), 8, first=8)
    assert sorted(drawn) == sorted(PAPERS[:8])
    draw = Draw(KEY, "papers")
    monkeypatch.setattr(register, "PAPERS", (*PAPERS, "One More"))
    assert papers(draw, 8, first=8) == drawn


def test_intervals_go_into_bounds_and_back() -> None:
    for interval in ({}, {"above": 8000}, {"from": 2, "below": 0.5 * 9}, {"to": 7}):
        assert interval_of(bounds_of(interval)) == interval
    assert interval_of(Bounds(Fraction(1, 4), Fraction(3), True, False)) == {"above": 0.25, "to": 3}
    assert closed({"above": 1, "below": 2}) == {"from": 1, "to": 2}
