"""Inside the package, imports run one way: each part knows those before it and none behind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.charts.style import ROLES
from casebook.evidence.series import SERIES

PACKAGE = Path(__file__).resolve().parents[2] / "casebook"

# What each part may import besides itself. `casebook` is the package's face, `casebook/__init__.py`.
GROUND = {"archive", "errors", "kernel"}
KNOWN = GROUND | {"quantity", "evidence"}
SHOWN = KNOWN | {"pages", "charts", "explorers", "quizzes"}
ALLOWED = {
    "archive": set(),
    "errors": set(),
    "kernel": set(),
    "quantity": GROUND,
    "evidence": GROUND | {"quantity"},
    "pages": KNOWN,
    "charts": KNOWN,
    "explorers": KNOWN | {"charts"},
    "quizzes": KNOWN | {"pages"},
    "casebook": SHOWN,
    "sphinx": SHOWN | {"casebook", "exercises"},
    "exports": SHOWN | {"casebook"},
    "exercises": SHOWN | {"casebook"},
    "pack": SHOWN | {"casebook", "exports", "exercises"},
    "marking": SHOWN | {"casebook", "exercises"},
    "commands": SHOWN | {"casebook", "sphinx", "exports", "exercises", "pack", "marking"},
    "__main__": {"commands"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "offline" not in path.parts)


def part_of(dotted: str) -> str:
    """The part of the package that a module belongs to: 'casebook.charts.style' is of 'charts'."""
    return dotted.split(".")[1] if "." in dotted else dotted


def dotted_name(path: Path) -> str:
    inside = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(inside[:-1] if inside[-1] == "__init__" else inside)


def imports_in(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Every import of the package's own in a module, wherever it stands: its line, and the part that it names."""
    package = dotted_name(path).split(".") + ([""] if path.name == "__init__.py" else [])
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, part_of(name.name)) for name in node.names if _is_own(name.name))
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: -node.level]) if node.level else ""
            source = ".".join(filter(None, [above, node.module or ""]))
            if source == "casebook":
                for name in node.names:
                    is_part = (PACKAGE / name.name).is_dir() or (PACKAGE / f"{name.name}.py").is_file()
                    yield node.lineno, name.name if is_part else "casebook"
            elif _is_own(source):
                yield node.lineno, part_of(source)


def _is_own(dotted: str) -> bool:
    return dotted == "casebook" or dotted.startswith("casebook.")


@pytest.mark.parametrize("path", MODULES, ids=dotted_name)
def test_a_module_imports_only_what_its_part_may_know(path: Path) -> None:
    part = part_of(dotted_name(path))
    assert part in ALLOWED, f"{part}: give this new part a line in the table of this test and in the design"
    against = [
        f"line {line}: {part} imports {other}"
        for line, other in imports_in(path, path.read_text(encoding="utf-8"))
        if other != part and other not in ALLOWED[part]
    ]
    assert against == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import casebook.charts.style as look", ["charts"]),
        ("import casebook", ["casebook"]),
        ("from casebook import load", ["casebook"]),
        ("from casebook import charts, kernel", ["charts", "kernel"]),
        ("from ..charts import ranges", ["charts"]),
        ("from . import tables", ["evidence"]),
        ("def late():\n    from casebook.commands import main", ["commands"]),
        ("import casebooks, os", []),
    ],
)
def test_every_way_to_write_an_import_is_seen(text: str, found: list[str]) -> None:
    assert [part for _, part in imports_in(PACKAGE / "evidence" / "load.py", text)] == found


def test_no_part_may_import_one_that_may_import_it() -> None:
    for part, allowed in ALLOWED.items():
        for other in allowed:
            assert part not in ALLOWED[other], f"{part} and {other} may import each other"


def test_every_role_of_a_series_has_its_look() -> None:
    assert tuple(ROLES) == SERIES
