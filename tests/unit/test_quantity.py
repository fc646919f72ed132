"""Quantities: what may be combined and what may not, and that no result is more exact than what it is made of."""

# Messages and pages are asserted whole, however long.
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import CannotCombine
from casebook.quantity import UNBOUNDED, Bounds, Period, Quantity, per_month, ratio, share

JANUARY = Period(date(2030, 1, 1), date(2030, 1, 31))
FEBRUARY = Period(date(2030, 2, 1), date(2030, 2, 28))
WINTER = Period(date(2030, 1, 1), date(2030, 2, 28))


def number(lower: int | None, upper: int | None = None, part: str = "lib", **other: object) -> Quantity:
    """Loans of a library: `number(5, 5)` is five, `number(5)` at least five."""
    ends = [None if end is None else Fraction(end) for end in (lower, upper)]
    about: dict[str, object] = {"unit": "count", "population": "loan", "period": JANUARY}
    return Quantity(Bounds(*ends), part=part, **(about | other))  # type: ignore[arg-type]


def hedged(relation: str, value: int, part: str = "lib", **other: object) -> Quantity:
    bounds = {"more than": Bounds(Fraction(value), None, True), "under": Bounds(None, Fraction(value), False, True)}[
        relation
    ]
    return replace(number(0, part=part, **other), bounds=bounds.intersect(Bounds(Fraction(0))))


def five(part: str = "lib", **other: object) -> Quantity:
    return number(5, 5, part, **other)


@pytest.mark.parametrize(
    ("quantity", "relation"),
    [
        (number(5, 5), "eq"),
        (number(5), "ge"),
        (number(None, 5), "le"),
        (number(0), "words"),
        (hedged("more than", 5), "gt"),
        (hedged("more than", 0), "gt"),
        (hedged("under", 5), "lt"),
        (number(4, 5), "between"),
        (number(None, centre=Fraction(5)), "approx"),
        (number(10, 100, unit="per cent", whole="all"), "ge"),
        (number(None, None, unit="per cent", whole="all"), "words"),
        (number(0, 5, signed=True), "between"),
    ],
)
def test_the_relation_says_which_ends_are_known_beyond_what_every_such_number_has(
    quantity: Quantity, relation: str
) -> None:
    assert quantity.relation == relation


def test_words_as_printed_are_kept_until_the_number_is_worked_with() -> None:
    figure = replace(hedged("more than", 8000), printed="More than 8000")
    assert str(figure) == "More than 8000"
    assert str(figure * 1) == "more than 8,000"


@pytest.mark.parametrize(
    "wrong",
    [{"lower": -5, "upper": -1}, {"lower": 101, "upper": 110, "unit": "per cent", "whole": "all"}],
    ids=["a count below nought", "a share above a hundred"],
)
def test_what_no_such_number_can_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        number(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda: five("lib/a") + number(7, 7, "lib/b"), "12"),
        (lambda: five() + number(7, 7, period=FEBRUARY), "12"),
        (lambda: number(8, 8) - five("lib/a"), "3"),
        (lambda: number(8, 8, period=WINTER) - five(), "3"),
        (lambda: five() * 3, "15"),
        (lambda: Fraction(1, 5) * five(), "1"),
        (lambda: number(7, 7) / 2, "4"),
        (lambda: hedged("under", 6000, "lib/a") / hedged("more than", 8000), "below 75%"),
        (lambda: five() / number(4, 4, period=FEBRUARY.without(FEBRUARY) or JANUARY), "1.25 times"),
        (lambda: share(five("lib/a"), number(20, 20)) * number(40, 40), "10"),
        (lambda: number(40, 40) * share(five("lib/a"), number(20, 20)), "10"),
        (lambda: ratio(number(10, 10), five()) * number(40, 40), "80"),
        (lambda: number(40, 40) * ratio(number(10, 10), five()), "80"),
        (lambda: number(8000, 8000) - hedged("more than", 6000, "lib/a"), "below 2,000"),
        (lambda: hedged("under", 6000, "lib/a") + five("lib/b"), "between 5 and 6,005"),
        (lambda: hedged("more than", 6000, "lib/a") + five("lib/b"), "more than 6,005"),
    ],
)
def test_what_fits_together_is_worked_out(work, said: str) -> None:
    assert str(work()) == said


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda: five() + five(unit="pound"), "cannot add 'count' and 'pound': the units differ"),
        (
            lambda: five() + five(population="reader"),
            "cannot add a number of loans and a number of readers: they count different things; "
            "recount() says that one is read as the other",
        ),
        (lambda: five() + five("lib/a"), "cannot add 'lib' and 'lib/a': one holds the other, so it would count twice"),
        (
            lambda: five("lib/a") + five("all"),
            "cannot add 'lib/a' and 'all': one holds the other, so it would count twice",
        ),
        (
            lambda: five() + five(period=WINTER),
            "cannot add overlapping periods (1 January 2030 to 31 January 2030; 1 January 2030 to 28 February 2030): "
            "the overlap would count twice",
        ),
        (
            lambda: five() + five(period=Period(date(2030, 3, 1), date(2030, 3, 31))),
            "cannot add periods with a gap between them (1 January 2030 to 31 January 2030; 1 March 2030 to 31 March 2030)",
        ),
        (
            lambda: five() + five(period=None),
            "cannot add two counts of the same part when a period is not stated: during() supposes one",
        ),
        (
            lambda: five("lib/a") + five("lib/b", period=FEBRUARY),
            "cannot add two parts over different periods (1 January 2030 to 31 January 2030; 1 February 2030 to 28 February 2030)",
        ),
        (
            lambda: five() - five("shop"),
            "cannot subtract 'shop' (1 January 2030 to 31 January 2030) from 'lib' (1 January 2030 to 31 January 2030): "
            "the second must be a part of the first, or the same part over a piece of its period at either end",
        ),
        (lambda: five() * 0.5, "0.5 is no exact number: write it as a whole number or a fraction"),
        (lambda: five() / 0, "cannot divide by nought"),
        (lambda: five("lib/a") / number(0, 0), "cannot divide by a number that is exactly nought"),
        (
            lambda: five() / five(period=FEBRUARY.joined(Period(date(2030, 3, 1), date(2030, 3, 31)))),
            "cannot compare counts over periods of unequal length "
            "(1 January 2030 to 31 January 2030; 1 February 2030 to 31 March 2030): use per_month() first",
        ),
        (lambda: five() * five("lib/a"), "'5' is no share of anything, so it cannot be taken of a count"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(work, reason: str) -> None:
    with pytest.raises(CannotCombine) as caught:
        work()
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    "work",
    [
        lambda: (five("lib/a") + five("lib/b")) + five("lib/a"),
        lambda: five("lib/b") + (five("lib/a") + five("lib/b")),
        lambda: (five("lib/a") + five("lib/b")) + five("lib/b/late"),
        lambda: (number(9, 9) - five("lib/a")) + five("lib/b"),
        lambda: (five("lib/a") + five("lib/b")) + five("lib"),
        lambda: (number(9, 9) - five("lib/a")) + (number(9, 9) - five("lib/b")),
    ],
    ids=[
        "a sum and its first part",
        "a part and the sum",
        "a sum and a part's part",
        "a rest and a part",
        "a sum and its whole",
        "two rests",
    ],
)
def test_what_may_already_be_in_a_sum_or_a_rest_is_not_added_again(work) -> None:
    with pytest.raises(CannotCombine, match="would count twice"):
        work()


def test_several_disjoint_parts_add_up_one_after_the_other_and_keep_their_share_of_the_whole() -> None:
    total = five("lib/a") + five("lib/b") + five("lib/c")
    assert str(total) == "15"
    assert str(total / number(60, 60)) == "25%"


@pytest.mark.parametrize(
    "work",
    [
        lambda: (
            share(five("lib/a"), number(20, 20))
            + share(five("lib/a", period=FEBRUARY), number(20, 20, period=FEBRUARY))
        ),
        lambda: per_month(five()) + per_month(five(period=FEBRUARY)),
        lambda: per_month(number(9, 9, period=WINTER)) - per_month(five()),
        lambda: share(five("lib/a"), number(20, 20)) + share(five("lib/b/x"), number(20, 20, "lib/b")),
    ],
    ids=["shares of two months", "rates of two months", "a rate less that of a piece", "shares of two wholes"],
)
def test_shares_and_rates_do_not_add_up_over_time_or_over_other_wholes(work) -> None:
    with pytest.raises(CannotCombine):
        work()


@given(first=st.integers(1, 10**6), second=st.integers(1, 10**6), other=st.integers(1, 10**6))
def test_the_printed_number_of_an_approximate_figure_never_enters_a_result(first: int, second: int, other: int) -> None:
    exact = number(other, other)
    for work in (
        lambda about: about * 3,
        lambda about: about / 4,
        lambda about: about + replace(exact, part="shop"),
        lambda about: about / exact,
        lambda about: exact - replace(about, part="lib/a"),
        per_month,
    ):
        results = [work(number(None, centre=Fraction(centre), printed=f"about {centre}")) for centre in (first, second)]
        assert results[0] == results[1] and results[0].centre is None


@pytest.mark.parametrize("work", [lambda a: a * 3, lambda a: a / 4, per_month, lambda a: a / number(7, 7, "all")])
def test_an_approximate_figure_gives_no_bounds(work) -> None:
    assert work(number(None, centre=Fraction(10000), printed="approximately 10,000")).say() == UNBOUNDED


@pytest.mark.parametrize("hedge", ["more than", "under"])
@given(value=st.integers(1, 10**6), by=st.fractions(Fraction(1, 100), 100))
def test_a_one_sided_number_stays_one_sided(hedge: str, value: int, by: Fraction) -> None:
    one_sided = hedged(hedge, value)
    relation = {"more than": "gt", "under": "lt"}[hedge]
    for result in (one_sided * by, one_sided / by, per_month(one_sided), one_sided / number(value, value, "shop")):
        assert result.relation == relation
    if hedge == "more than":
        assert (one_sided + five("shop")).relation == "gt"
        assert (number(value, value, "all") / one_sided).relation == "lt"
