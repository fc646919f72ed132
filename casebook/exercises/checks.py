"""What an answer is in plain values, and whether it is right: the whole of it in the standard library.

The text of this file also runs inside hidden tests and in students' kernels, so it needs no other module of ours.
A value counts by its exact type: an object made to equal everything is refused, not asked.
"""

import math
from typing import Any

MISSING = {"__missing__": True}
_TOO_MANY = 20_000
_MOST_BITS = 4096
_ENDS = ("above", "from", "below", "to")
_ROUNDING = 1e-9


def seen(names: dict[str, Any], name: str) -> Any:
    """The answer called `name` in plain values, or a mark that it is missing or refused. Never raises."""
    if name not in names or names[name] is Ellipsis:
        return dict(MISSING)
    try:
        return plain(names[name])
    except ValueError as refusal:
        return {"__refused__": _said(refusal)}
    except BaseException:  # a student's object may raise anything
        return {"__refused__": "it cannot be read"}


def _said(refusal: ValueError) -> str:
    said = refusal.args[0] if type(refusal) is ValueError and refusal.args else ""
    return said[:200] if type(said) is str else "it cannot be read"


def plain(value: Any, depth: int = 0) -> Any:
    """`value` as what JSON can hold: numbers, texts, lists and mappings; tables as columns, index and rows.

    Raises ValueError, saying what it is, for anything else.
    """
    if depth > 8:
        raise ValueError("it is nested too deeply")
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        if value.bit_length() > _MOST_BITS:
            raise ValueError("a number of too many digits")
        return value
    if kind is str:
        return value.encode("utf-8", "replace").decode()
    if kind is float:
        return value if math.isfinite(value) else {"__float__": repr(value)}
    if kind is list or kind is tuple or kind is range:
        return [plain(one, depth + 1) for one in _few(value)]
    if kind is set or kind is frozenset:
        return {"__set__": sorted((plain(one, depth + 1) for one in _few(value)), key=repr)}
    if kind is dict:
        named = {_label(key): plain(one, depth + 1) for key, one in _few(value).items()}
        if any(label.startswith("__") for label in named):  # the marks of sets and tables begin so
            raise ValueError("a mapping with a key that begins with two underscores")
        return named
    home, name = kind.__module__.split(".")[0], kind.__name__
    if home == "numpy":
        return plain(value.tolist() if name == "ndarray" else value.item(), depth + 1)
    if home == "pandas":
        return _plain_of_pandas(value, name, depth)
    if home == "fractions":
        return plain(value.numerator / value.denominator, depth + 1)
    if home == "decimal":
        return plain(float(value), depth + 1)
    if home == "datetime":
        return plain(value.isoformat(), depth + 1)
    raise ValueError(f"an object of type {name}")


def _plain_of_pandas(value: Any, name: str, depth: int) -> Any:
    if name == "DataFrame":
        _few(value)
        columns = [_label(plain(one, depth + 1)) for one in value.columns]
        cells = [plain(value.iloc[:, place].tolist(), depth + 1) for place in range(len(columns))]
        rows = [list(row) for row in zip(*cells)]  # noqa: B905  # columns of one table are of one length
        return {"__table__": {"columns": columns, "index": _labels(value.index, depth), "rows": rows}}
    if name == "Series":
        return {"__series__": {"index": _labels(value.index, depth), "values": plain(_few(value).tolist(), depth + 1)}}
    if name in ("NAType", "NaTType"):
        return None
    if name == "Timestamp":
        return plain(value.isoformat(), depth + 1)
    if name == "Period":
        return str(value)
    if name.endswith("Index") or name.endswith("Array") or name == "Categorical":
        return plain(_few(value).tolist(), depth + 1)
    raise ValueError(f"an object of type {name}")


def _few(value: Any) -> Any:
    if len(value) > _TOO_MANY:
        raise ValueError(f"it holds {len(value)} values, too many for an answer")
    return value


def _labels(index: Any, depth: int) -> list[str]:
    return [_label(one) for one in plain(index.tolist(), depth + 1)]


def _label(value: Any) -> str:
    """The text under which a row, a column or a key is known: '3' for 3 and for 3.0, a day without its midnight."""
    if type(value) is float and math.isfinite(value) and value == int(value):
        value = int(value)
    text = value if type(value) is str else str(plain(value))
    return text.strip().removesuffix("T00:00:00")


def fault(value: Any, check: dict[str, Any]) -> Any:
    """What is wrong with a plain value: None, 'missing', 'wrong type', the slug of a misconception, 'wrong value'.

    Never raises: a value of a form that nobody foresaw is of the wrong type.
    """
    try:
        return _fault(value, check)
    except Exception:
        return "wrong type"


def _fault(value: Any, check: dict[str, Any]) -> Any:
    if value == MISSING:
        return "missing"
    given = formed(value, check)
    if given is None:
        return "wrong type"
    if same(given, check["expected"], check):
        return None
    for slug, wrong in check["mistakes"].items():
        if same(given, wrong, check):
            return slug
    return "wrong value"


def formed(value: Any, check: dict[str, Any]) -> Any:
    """The value in the one form of its kind, or None where it has not that form."""
    kind = check["kind"]
    if kind == "number":
        return value if _is_number(value) else None
    if kind == "interval":
        return _interval(value)
    if kind == "choice":
        return value.strip().casefold() if type(value) is str else None
    if kind == "choices":
        words = _words(value["__set__"] if type(value) is dict and set(value) == {"__set__"} else value)
        return sorted(set(words)) if words is not None else None
    if kind == "order":
        return _words(value)
    return _table(value, check)


def _is_number(value: Any) -> bool:
    if type(value) is int:
        return value.bit_length() <= 1000  # more is beyond any float, and beyond any answer
    return type(value) is float and math.isfinite(value)


def _words(value: Any) -> Any:
    if type(value) is dict and set(value) == {"__series__"}:
        value = value["__series__"]["values"]
    if type(value) is list and all(type(one) is str for one in value):
        return [one.strip().casefold() for one in value]
    return None


def _interval(value: Any) -> Any:
    """{'above' or 'from': lower end, 'below' or 'to': upper end}; an end that is absent, None or infinite is open."""
    if type(value) is not dict or not set(value) <= set(_ENDS):
        return None
    ends = {}
    for word, end in value.items():
        if end is None or end == {"__float__": "inf"} or end == {"__float__": "-inf"}:
            continue
        if not _is_number(end):
            return None
        ends[word] = end
    if {"above", "from"} <= set(ends) or {"below", "to"} <= set(ends):
        return None
    return ends


def _table(value: Any, check: dict[str, Any]) -> Any:
    """{row's label: {column: cell}} from a table, from one column with its index, or from a mapping of either kind."""
    if type(value) is not dict:
        return None
    columns = check["columns"]
    if set(value) == {"__series__"}:
        one = value["__series__"]
        return _rows(one["index"], [[cell] for cell in one["values"]], columns) if len(columns) == 1 else None
    if set(value) == {"__table__"}:
        one = value["__table__"]
        names = [name.casefold() for name in one["columns"]]
        if any(names.count(column.casefold()) != 1 for column in columns):
            return None
        places = [names.index(column.casefold()) for column in columns]
        labels = one["index"]
        if check["by"].casefold() in names:
            at = names.index(check["by"].casefold())
            labels = [_label(row[at]) for row in one["rows"]]
        return _rows(labels, [[row[place] for place in places] for row in one["rows"]], columns)
    if len(columns) == 1 and not any(type(one) is dict for one in value.values()):
        return _rows(list(value), [[one] for one in value.values()], columns)
    if all(type(one) is dict and set(one) == set(columns) for one in value.values()):
        return _rows(list(value), [[one[column] for column in columns] for one in value.values()], columns)
    return None


def _rows(labels: list[str], cells: list[Any], columns: list[str]) -> Any:
    names = [label.strip().casefold() for label in labels]
    if len(set(names)) != len(names):
        return None
    return {name: dict(zip(columns, row)) for name, row in zip(names, cells)}  # noqa: B905


def same(given: Any, expected: Any, check: dict[str, Any]) -> bool:
    """Whether what was given, in the form of its kind, is what was expected."""
    kind, tolerance = check["kind"], check["tolerance"]
    if kind == "number":
        return _near(given, expected, tolerance)
    if kind == "interval":
        return _same_interval(given, expected, check)
    if kind == "table":
        wanted = {label.strip().casefold(): row for label, row in expected.items()}
        return set(given) == set(wanted) and all(
            _same_cell(given[label][column], cell, tolerance)
            for label, row in wanted.items()
            for column, cell in row.items()
        )
    return bool(given == formed(expected, check))


def _same_cell(given: Any, expected: Any, tolerance: float) -> bool:
    if _is_number(expected):
        return _is_number(given) and _near(given, expected, tolerance)
    if type(expected) is str:
        return type(given) is str and _label(given).casefold() == _label(expected).casefold()
    if expected is None:  # an empty cell
        return given is None or given == {"__float__": "nan"}
    return bool(type(given) is type(expected) and given == expected)


def _same_interval(given: Any, expected: Any, check: dict[str, Any]) -> bool:
    given, expected = _telling(given, check), _telling(expected, check)
    return set(given) == set(expected) and all(_near(given[end], expected[end], check["tolerance"]) for end in expected)


def _telling(ends: dict[str, Any], check: dict[str, Any]) -> dict[str, Any]:
    """The ends that say more than what is true of every such number, such as that no count is below nought."""
    low, high = check["natural"]
    kept = {}
    for word, end in ends.items():
        if word in ("above", "from"):
            tells = low is None or end > low + _ROUNDING
        else:
            tells = high is None or end < high - _ROUNDING
        if tells:
            kept[word] = end
    return kept


def _near(given: Any, expected: Any, tolerance: float) -> bool:
    return bool(abs(given - expected) <= tolerance + _ROUNDING * max(1.0, abs(expected)))
