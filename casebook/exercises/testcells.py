"""The cell that marks one question: what a student may see of it, which tells form, and the hidden test."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from casebook.exercises import checks
from casebook.exercises.exercise import Question
from casebook.exercises.variant import Check

_BEGIN, _END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_INTERVAL = "{'above': 10}, {'from': 10, 'below': 20} or {'to': 20}"

# A kernel whose comparisons were tampered with marks nothing as right.
_HIDDEN = """\
_checks = {{"__name__": "checks"}}
exec(r\'\'\'{source}\'\'\', _checks)
if _checks["plain"](1.5) == 2.5 or abs(-3) != 3 or type(1) is type("1") or sorted([2, 1]) != [1, 2]:
    raise AssertionError("this kernel's comparisons were changed")
_said = _checks["fault"](_checks["seen"](globals(), {name!r}), {check!r})
del _checks
if _said is not None:
    raise AssertionError(_said)"""


def form_of(question: Question, check: Check) -> str:
    """The form of an answer in words: 'a number', 'one of …'."""
    if question.kind == "number":
        low, high = map(_short, question.between or (0, 0))
        return f"a number{f' from {low} to {high}' if question.between else ''}{_unrounded(question)}"
    if question.kind == "interval":
        return f"an interval, such as {_INTERVAL}{_unrounded(question)}"
    if question.kind == "table":
        columns = f"column{_s(check['columns'])} {_listed(check['columns'])}"
        return f"a DataFrame with a row for each {question.by} and the {columns}{_unrounded(question)}"
    options = _listed(check["options"])
    if question.kind == "choice":
        return f"one of {options}"
    if question.kind == "choices":
        return f"a list of all that apply of {options}"
    return f"a list that puts in order {options}"


def wanted(question: Question, check: Check) -> str:
    """The comment at the head of a solution cell: the name to define, what it is and in what form."""
    return f"# {question.name}: {question.what.rstrip('.')}.\n#     It is {form_of(question, check)}."


def visible_test(question: Question, check: Check) -> str:
    """What a student sees and can run: whether the answer is there and of the right form, which is not the mark."""
    name = question.name
    lines = [
        f"# Is {name} there, and in the right form? Whether it is right is marked later.",
        f'assert "{name}" in globals() and {name} is not ..., "define {name} in the cell above"',
        *_form_tests(question, check),
    ]
    return "\n".join(lines)


def whole_test(question: Question, check: Check) -> str:
    """The visible test with the hidden one, which needs nothing but the text of itself."""
    return "\n".join([visible_test(question, check), _BEGIN, hidden_test(question, check), _END])


def hidden_test(question: Question, check: Check) -> str:
    """The test of the value, which no student gets."""
    return _HIDDEN.format(source=_source(), name=question.name, check=check)


def _form_tests(question: Question, check: Check) -> list[str]:
    """Tests of form alone, none stricter than the marking."""
    name = question.name
    message = repr(f"{name} should be {form_of(question, check)}.")
    match question.kind:
        case "number":
            tests = [f"assert not isinstance({name}, (str, bool, list, tuple, dict, set)), {message}"]
            if question.between:
                low, high = map(_short, question.between)
                tests.append(f"assert {low} <= {name} <= {high}, {message}")
            return tests
        case "interval":
            ends = f"all(str(end).strip() in ('above', 'from', 'below', 'to') for end in {name})"
            return [f"assert isinstance({name}, dict) and {ends}, {message}"]
        case "table":
            columns = [column.casefold() for column in check["columns"]]
            found = f"[str(one).strip().casefold() for one in getattr({name}, 'columns', {columns!r})]"
            return [
                f"assert isinstance({name}, dict) or hasattr({name}, 'index'), {message}",
                f"assert set({columns!r}) <= set({found}), {message}",
            ]
    options = [option.casefold() for option in check["options"]]
    if question.kind == "choice":
        return [f"assert str({name}).strip().casefold() in {options!r}, {message}"]
    return [f"assert all(str(one).strip().casefold() in {options!r} for one in {name}), {message}"]


@cache
def _source() -> str:
    """The text of `checks`, without what only its readers need: its own docstring."""
    text = Path(checks.__file__).read_text(encoding="utf-8")
    assert "'''" not in text  # it stands between such quotes
    return text.split('"""', 2)[2].strip() + "\n"


def _unrounded(question: Question) -> str:
    return ", not rounded" if question.tolerance else ""


def _listed(items: list[str]) -> str:
    return ", ".join(repr(item) for item in items)


def _s(items: list[str]) -> str:
    return "" if len(items) == 1 else "s"


def _short(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
