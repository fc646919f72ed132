"""Where to look again, for an answer that is wrong in no way that has a name: never what is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casebook.exercises import checks

_CLOSE = 0.02  # of the number: so far off is more often a slip in rounding than another method
_ENDS = {"lower": ("above", "from"), "upper": ("below", "to")}


def hint(value: Any, check: Mapping[str, Any]) -> str:
    """A sentence's end such as 'its upper end is right', for an answer (a plain value) that is wrong; '' for none."""
    try:
        given = checks.formed(value, dict(check))
        return "" if given is None else _hint(given, check)
    except Exception:  # a value that was made up to trip the comparison
        return ""


def _hint(given: Any, check: Mapping[str, Any]) -> str:
    match check["kind"]:
        case "number":
            expected = check["expected"]
            return "it is close; look at rounding, and at what is left out" if _is_close(given, expected) else ""
        case "interval":
            return _of_interval(given, check)
        case "choices":
            return _of_choices(set(given), set(checks.formed(check["expected"], dict(check))))
        case "order":
            wanted = checks.formed(check["expected"], dict(check))
            return "it has the right things in another order" if sorted(given) == sorted(wanted) else ""
        case "table":
            return _of_table(given, check)
    return ""


def _is_close(given: float, expected: float) -> bool:
    return bool(abs(given - expected) <= _CLOSE * abs(expected))


def _of_interval(given: dict[str, float], check: Mapping[str, Any]) -> str:
    expected = check["expected"]
    right = []
    for name, words in _ENDS.items():
        one = {word: end for word, end in given.items() if word in words}
        other = {word: end for word, end in expected.items() if word in words}
        if one and other and checks.same(one, other, dict(check)):
            right.append(name)
    return f"its {right[0]} end is right" if right else ""


def _of_choices(given: set[str], wanted: set[str]) -> str:
    left_out, too_much = wanted - given, given - wanted
    if left_out and too_much:
        return "something that belongs is left out, and something is in it that does not belong"
    return "something that belongs is left out" if left_out else "something is in it that does not belong"


def _of_table(given: dict[str, dict[str, Any]], check: Mapping[str, Any]) -> str:
    wanted = {str(label).strip().casefold(): (label, row) for label, row in check["expected"].items()}
    if set(given) != set(wanted):
        return "its rows are not those that were asked for"
    right = sum(checks.same({name: given[name]}, {label: row}, dict(check)) for name, (label, row) in wanted.items())
    return f"{right} of its {len(wanted)} rows {'is' if right == 1 else 'are'} right" if right else ""
