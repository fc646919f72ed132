"""Derivations: what an expression may say, what it gives, how its working reads, and that it can never run code."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from casebook.errors import EvidenceError
from casebook.evidence.derive import evaluate, evaluate_all, ids_in, working
from casebook.quantity import FUNCTIONS, Bounds, Moment, Period, Quantity

YEAR = Period(date(2030, 1, 1), date(2030, 12, 31))


def count(value: int, part: str = "lib", **other: object) -> Quantity:
    about: dict[str, object] = {"unit": "count", "population": "loan", "period": YEAR}
    return Quantity(Bounds.exactly(value), part=part, **(about | other))  # type: ignore[arg-type]


KNOWN: dict[str, Quantity | Moment] = {
    "loans": count(1200),
    "late": count(300, "lib/late"),
    "lost": count(12, "lib/lost"),
    "torn": count(8, "lib/torn"),
    "some-weeks": count(40, period=Period(date(2030, 1, 1), date(2030, 2, 14))),
    "fines": count(1500, unit="pound"),
    "under-300": Quantity(
        Bounds(None, Fraction(300), False, True), "count", "loan", "lib/late", period=YEAR, printed="nearly 300"
    ),
    "opened": Moment.from_partial("2030-01-10"),
    "closed": Moment.from_partial("2030-02"),
}


def say(name: str) -> str:
    known = KNOWN[name]
    return f"{known:}" if isinstance(known, Moment) else str(known)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("{late} + {lost}", "312"),
        ("{loans} - {late}", "900"),
        ("{late} / {loans}", "25%"),
        ("{loans} * 0.5", "600"),
        ("2 * {loans} / 3", "800"),
        ("share({under-300}, {loans})", "below 25%"),
        ("rest({loans}, {late}, {lost})", "888"),
        ("days({opened}, {closed})", "between 22 and 49 days"),
        ("recount({loans}, 'reader', 'all')", "1,200"),
        ("per_month(during({loans}, '2030-01-01', '2030-06-30'))", "200 a month"),
        ("each({fines}, {late})", "£5"),
        ("  {loans}  ", "1,200"),
    ],
)
def test_an_expression_gives_its_number(expression: str, said: str) -> None:
    assert evaluate(expression.strip(), KNOWN.__getitem__).say() == said


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os')",
        "eval('1')",
        "open('/etc/passwd')",
        "print({loans})",
        "{loans}.unit",
        "{loans}.say()",
        "lambda: {loans}",
        "[x for x in {loans}]",
        "({loans})()",
        "share.__globals__",
        "share(*{loans})",
        "share(part={late}, whole={loans})",
        "{loans} ** 2",
        "-{loans}",
        "{loans} if 1 else 2",
        "{loans} and {late}",
        "{loans}[0]",
        "(x := {loans})",
        "f'{loans}'",
        "exec('x')",
        "ref(__import__('os'))",
        "loans",
    ],
)
def test_nothing_of_python_but_arithmetic_and_the_named_functions_is_understood(expression: str) -> None:
    with pytest.raises(ValueError, match="^not understood: "):
        evaluate(expression, KNOWN.__getitem__)


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("{loans} +", "not understood: {loans} +"),
        ("median({loans})", f"not understood: median({{loans}}); known functions are {', '.join(FUNCTIONS)}"),
        ("'loans'", "the expression gives no number: 'loans'"),
        ("{opened}", "the expression gives no number: {opened}"),
        ("share({loans}, {opened})", "share({loans}, {opened}) cannot be worked out of a quantity, an event"),
        ("{opened} - {closed}", "{opened} - {closed} cannot be worked out of an event, an event"),
        ("days({loans}, {late})", "days({loans}, {late}) cannot be worked out of a quantity, a quantity"),
        ("share(3, 4)", "share(3, 4) cannot be worked out of a int, a int"),
        ("per_month({loans}, 3)", "per_month({loans}, 3) cannot be worked out of a quantity, a int"),
        ("{loans} * (1 / 0)", "1 / 0 cannot be worked out of a int, a int"),
        ("{loans} / (1 - 1)", "cannot divide by nought"),
        ("{loans} + {fines}", "cannot add 'count' and 'pound': the units differ"),
    ],
)
def test_a_fault_is_named_in_the_words_of_the_table(expression: str, complaint: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        evaluate_all({"bad": expression}, KNOWN, {"bad": 0})
    assert caught.value.problems == [f"data/derivations.csv, row 2 (bad), column expression: {complaint}"]


def test_derivations_lean_on_one_another_in_any_order() -> None:
    done = evaluate_all(
        {"share-late": "{both} / {loans}", "both": "{late} + {lost}"}, KNOWN, {"share-late": 1, "both": 0}
    )
    assert (str(done["share-late"]), str(done["both"])) == ("26%", "312")


def test_a_derivation_that_leans_on_itself_is_refused_with_the_way_round() -> None:
    with pytest.raises(EvidenceError) as caught:
        evaluate_all({"a": "{b} * 2", "b": "{a} * 2"}, KNOWN, {"a": 0, "b": 0})
    assert (
        caught.value.problems[0] == "data/derivations.csv, row 2 (a), column expression: it leans on itself: a → b → a"
    )


def test_every_faulty_derivation_is_named_and_no_sound_one() -> None:
    expressions = {"one": "{nothing}", "two": "{loans} * 2", "three": "median({loans})"}
    with pytest.raises(EvidenceError) as caught:
        evaluate_all(expressions, KNOWN, dict.fromkeys(expressions, 0))
    assert [problem.split(", column")[0] for problem in caught.value.problems] == [
        "data/derivations.csv, row 2 (one)",
        "data/derivations.csv, row 4 (three)",
    ]


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("{loans} - {late} - {lost}", "1,200 − 300 − 12"),
        ("{loans} - ({loans} - {late})", "1,200 − (1,200 − 300)"),
        ("{loans} - (({loans} - {late}) - {lost})", "1,200 − (1,200 − 300 − 12)"),
        ("({late} + {lost}) / {loans}", "(300 + 12) ÷ 1,200"),
        ("({late} + {lost}) / 2 / 3", "(300 + 12) ÷ 2 ÷ 3"),
        ("{loans} / 2 + {late}", "1,200 ÷ 2 + 300"),
        ("{loans} * 0.5", "1,200 × 0.5"),
        ("share({under-300}, {loans})", "nearly 300 ÷ 1,200"),
        ("share({late} + {lost}, {loans})", "(300 + 12) ÷ 1,200"),
        ("rest({loans}, {late}, {lost})", "1,200 − 300 − 12"),
        ("per_month({loans})", "1,200 ÷ 12 months"),
        ("per_year({loans})", "1,200 ÷ 12 months × 12"),
        ("per_month({some-weeks})", "40 ÷ 1.5 months"),
        ("recount(during({loans}, '2030-01-01', '2030-06-30'), 'reader', 'all')", "1,200"),
        ("days({opened}, {closed})", "from 10 January 2030 to February 2030"),
        ("excess(ratio({loans}, {late}))", "(1,200 ÷ 300) − 1, in per cent"),
    ],
)
def test_the_working_reads_as_a_person_would_write_it_and_gives_the_same_result(expression: str, read: str) -> None:
    assert working(expression, KNOWN.__getitem__, say) == read


def test_every_function_of_a_table_has_a_working() -> None:
    arguments = {
        "remainder": "share({late}, {loans})",
        "each": "{fines}, {loans}",
        "scaled": "{loans}, 6",
        "mean": "{loans}, 2",
        "take": "share({late}, {loans}), {loans}",
        "whole": "{late}, share({late}, {loans})",
        "excess": "ratio({loans}, {loans})",
        "recount": "{loans}, 'reader', 'all'",
        "during": "{loans}, '2030-01-01', '2030-06-30'",
        "days": "{opened}, {closed}",
        "gap": "{loans}, {loans}",
        "between": "{loans}, {loans}",
        "share": "{late}, {loans}",
        "rest": "{loans}, {late}",
        "ratio": "{loans}, {late}",
        "wilson": "{late}, {loans}",
    }
    for name in set(FUNCTIONS) - {"read"}:
        said = working(f"{name}({arguments.get(name, '{loans}')})", KNOWN.__getitem__, say)
        assert "300" in said or "1,200" in said or "January" in said or "1,500" in said, name


def test_ids_are_those_in_braces_in_order() -> None:
    assert ids_in("From {late-2030} to {loans}, {not an id} and {Neither}") == ["late-2030", "loans"]
