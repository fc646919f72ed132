"""Work out derivations: arithmetic over figures, other derivations and events, written in a table of the case.

An expression is Python's own arithmetic with `{id}` for a number and the named functions of `casebook.quantity`;
nothing else of Python is understood, so a table can never run code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from casebook.errors import CannotCombine, CasebookError, EvidenceError
from casebook.quantity import FUNCTIONS, Moment, Quantity, places_of, say_number

_ID = re.compile(r"\{([a-z0-9-]+)\}")
_SIGNS: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", lambda a, b: a + b),
    ast.Sub: ("−", lambda a, b: a - b),
    ast.Mult: ("×", lambda a, b: a * b),
    ast.Div: ("÷", lambda a, b: a / b),
}

# How each function reads in a line of working; {0}, {1} are its arguments in words, {rest} all after the first.
_WORKING = {
    "share": "{0} ÷ {1}",
    "ratio": "{0} ÷ {1}",
    "rest": "{0} − {rest}",
    "remainder": "100% − {0}",
    "each": "{0} ÷ {1}",
    "gap": "{0} − {1}",
    "per_month": "{0} ÷ {months} months",
    "per_year": "{0} ÷ {months} months × 12",
    "scaled": "{0} ÷ {months} months × {1}",
    "mean": "{0} ÷ {1}",
    "take": "{0} of {1}",
    "whole": "{0} ÷ {1}",
    "excess": "{0} − 1, in per cent",
    "at_most": "at most {0}",
    "at_least": "at least {0}",
    "between": "from {0} to {1}",
    "days": "from {0} to {1}",
    "wilson": "{0} ÷ {1}, with its 95% interval",
}
Lookup = Callable[[str], "Quantity | Moment"]


def ids_in(text: str) -> list[str]:
    """The ids that stand in braces in `text`, in order."""
    return _ID.findall(text)


def evaluate(expression: str, lookup: Lookup) -> Quantity:
    """The quantity that `expression` gives, with `lookup` for its ids.

    Raises CannotCombine where quantities do not fit, ValueError where the expression is not understood.
    """
    result = _Worker(lookup).value(_parsed(expression))
    if not isinstance(result, Quantity):
        raise ValueError(f"the expression gives no number: {expression}")
    return result


def working(expression: str, lookup: Lookup, say: Callable[[str], str]) -> str:
    """The expression as a reader would write it, with `say` to put each id into words."""
    return _Worker(lookup, say).words(_parsed(expression))


def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(_ID.sub(lambda match: f"ref({match[1]!r})", expression), mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"not understood: {expression}") from error


class _Worker:
    """Walks a parsed expression, once for its value and once for its words."""

    def __init__(self, lookup: Lookup, say: Callable[[str], str] = str) -> None:
        self.lookup = lookup
        self.say = say

    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | str() as constant):
                return constant
            case ast.Constant(value=float() as constant):
                return Fraction(str(constant))
            case ast.Call(func=ast.Name(id="ref"), args=[ast.Constant(value=str() as name)]):
                return self.lookup(name)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
                return self._done(node, FUNCTIONS[name], *map(self.value, arguments))
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
                return self._done(node, _SIGNS[type(sign)][1], self.value(left), self.value(right))
        raise ValueError(f"not understood: {_written(node)}; known functions are {', '.join(FUNCTIONS)}")

    def _done(self, node: ast.expr, work: Callable[..., Any], *operands: Any) -> Any:
        try:
            return work(*operands)
        except (AttributeError, TypeError, ZeroDivisionError) as error:
            kinds = ", ".join(
                "an event" if isinstance(operand, Moment) else f"a {type(operand).__name__.lower()}"
                for operand in operands
            )
            raise ValueError(f"{_written(node)} cannot be worked out of {kinds}") from error

    def words(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=constant):
                return constant if isinstance(constant, str) else _in_full(Fraction(str(constant)))
            case ast.Call(func=ast.Name(id="ref"), args=[ast.Constant(value=str() as name)]):
                return self.say(name)
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
                if name == "read":
                    return f"{self.words(arguments[0])} (read as {self.value(node).say_in_full()})"
                if name in ("recount", "during"):
                    return self.words(arguments[0])
                said = [self._grouped(argument) for argument in arguments]
                months = self._months(arguments[0]) if "{months}" in _WORKING[name] else ""
                return _WORKING[name].format(*said, rest=" − ".join(said[1:]), months=months)
            case ast.BinOp(left=left, op=sign, right=right):
                first = self.words(left) if _needs_no_brackets(left, sign) else self._grouped(left)
                return f"{first} {_SIGNS[type(sign)][0]} {self._grouped(right)}"
        raise ValueError(f"not understood: {_written(node)}")

    def _grouped(self, node: ast.expr) -> str:
        words = self.words(node)
        return f"({words})" if re.search(r" [-+−×÷] | and ", words) else words

    def _months(self, node: ast.expr) -> str:
        period = self.value(node).period
        return _in_full(period.months) if period else "?"


def _written(node: ast.expr) -> str:
    """The expression as its author wrote it."""
    return re.sub(r"ref\('([a-z0-9-]+)'\)", r"{\1}", ast.unparse(node))


def _in_full(number: Fraction) -> str:
    return say_number(number, min(places_of(number), 2))


def _needs_no_brackets(left: ast.expr, sign: ast.operator) -> bool:
    """Whether arithmetic at the left of `sign` is read first in any case."""
    return isinstance(left, ast.BinOp) and (
        isinstance(sign, ast.Add | ast.Sub) or isinstance(left.op, ast.Mult | ast.Div)
    )


def evaluate_all(
    expressions: dict[str, str], known: dict[str, Quantity | Moment], decimals: dict[str, int]
) -> dict[str, Quantity]:
    """Every derivation worked out, whatever the order in which they lean on one another.

    Raises EvidenceError, with one line for each derivation that cannot be worked out.
    """
    done: dict[str, Quantity] = {}
    problems: list[str] = []
    under_way: list[str] = []

    def lookup(name: str) -> Quantity | Moment:
        if name in known:
            return known[name]
        if name in done:
            return done[name]
        if name not in expressions:
            raise ValueError(f"{name!r} is no figure, derivation or event")
        if name in under_way:
            raise ValueError(f"it leans on itself: {' → '.join([*under_way, name])}")
        return work_out(name)

    def work_out(name: str) -> Quantity:
        under_way.append(name)
        try:
            done[name] = replace(evaluate(expressions[name], lookup), decimals=decimals[name])
        finally:
            under_way.pop()
        return done[name]

    for row, name in enumerate(expressions, start=2):
        try:
            lookup(name)
        except (CannotCombine, CasebookError, ValueError, TypeError) as error:
            problems.append(f"data/derivations.csv, row {row} ({name}), column expression: {error}")
    if problems:
        raise EvidenceError(problems)
    return done
