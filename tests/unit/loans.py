"""A small exercise about loans, made by hand, and results of marking it, for tests of what is written of results."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
from nbgrader.preprocessors import CheckCellMetadata, ComputeChecksums

from casebook.exercises.template import student_notebook
from casebook.marking.assignment import Assignment
from casebook.marking.result import Flag, Mark, Result

SECRET = "4711.25"  # the right answer, which nobody may read
MISCONCEPTIONS = {"one-left-out": "left one house out", "share-for-count": "gave a share where a count was asked"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
POINTS = {"sum": 2, "share": 3, "drawn": 4, "why": 4}


def assignment(slug: str = "loans", title: str = "Counting loans") -> Assignment:
    """Two answers to work out in one cell, a chart and a text to mark by hand."""
    source = nbformat.v4.new_notebook(cells=_cells())
    source.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    source.nbformat_minor = 5
    for step in (CheckCellMetadata, ComputeChecksums):
        source, _ = step().preprocess(source, {})
    return Assignment(
        slug=slug,
        variant="public",
        title=title,
        points=sum(POINTS.values()),
        cells=student_notebook(source),
        questions=[
            _question("sum", "number", "test-sum", "solve-sum", "total", "the loans of all houses"),
            _question("share", "number", "test-share", "solve-sum", "share", "the share returned"),
            _question("drawn", "written", "written-drawn", "written-drawn", "", "A chart of the loans."),
            _question("why", "written", "written-why", "written-why", "", "Why a loan is no reader."),
        ],
        files={"loans.csv": b"house,loans\r\nharbour,30\r\n"},
        source=source,
        misconceptions=MISCONCEPTIONS,
    )


def result(
    student: str,
    given: dict[str, float | None] | None = None,
    faults: dict[str, str] | None = None,
    flags: tuple[tuple[str, str], ...] = (),
    of: Assignment | None = None,
    **fields: Any,
) -> Result:
    """A result with these points (else all that a machine gives), faults and flags; `cells` change its notebook."""
    made = of or assignment()
    points: dict[str, float | None] = {"sum": 2.0, "share": 3.0, "drawn": None, "why": None} | (given or {})
    marks = tuple(
        Mark(one["id"], points[one["id"]], one["points"], (faults or {}).get(one["id"])) for one in made.questions
    )
    cells = fields.pop("cells", {})
    notebook = fields.pop("notebook", _run(made, cells))
    about: dict[str, Any] = {"attempt": 1, "late": False, "handed_in": "2031-03-01T12:00:00+00:00"} | fields
    about.setdefault("file", f"{student}/{made.slug}/{made.slug}.ipynb")
    return Result(
        student=student,
        exercise=made.slug,
        variant="public",
        digest=f"{student} {about['attempt']}",
        marks=marks,
        flags=tuple(Flag(*flag) for flag in flags),
        seconds=0.1,
        notebook=notebook,
        **about,
    )


def _run(made: Assignment, cells: dict[str, Any]) -> dict[str, Any]:
    """The released notebook as a student may have filled it in: `cells` has sources, or whole cells, by their ids."""
    notebook = copy.deepcopy(dict(made.cells))
    answers = {
        "solve-sum": "total = 30 + 12\nshare = 0.5",
        "written-drawn": "print('a chart')",
        "written-why": "One reader may borrow twelve books.",
    }
    for cell in notebook["cells"]:
        change = (answers | cells).get(cell["id"])
        cell.update(change if isinstance(change, dict) else {} if change is None else {"source": change})
    notebook["cells"] += cells.get("more", [])
    return notebook


def _question(name: str, kind: str, cell: str, solution: str, variable: str, what: str) -> dict[str, Any]:
    check = None if kind == "written" else {"kind": kind, "name": variable, "expected": float(SECRET)}
    about = {"id": name, "points": POINTS[name], "kind": kind, "cell": cell, "solution": solution}
    return {**about, "name": variable, "what": what, "check": check}


def _cells() -> list[Any]:
    hidden = f"### BEGIN HIDDEN TESTS\nassert total == {SECRET}\n### END HIDDEN TESTS"
    solved = f"### BEGIN SOLUTION\ntotal = {SECRET}\nshare = 1\n### END SOLUTION"
    return [
        nbformat.v4.new_markdown_cell("# Counting loans", id="text-1"),
        _cell("code", "given-1", "rows = open('loans.csv').read()", locked=True),
        _cell("code", "solve-sum", f"# total: the loans of all houses.\n\n{solved}", solution=True),
        _cell("code", "test-sum", f"assert 'total' in globals()\n{hidden}", grade=True, locked=True, points=2),
        _cell("code", "test-share", f"assert 'share' in globals()\n{hidden}", grade=True, locked=True, points=3),
        _cell("code", "written-drawn", "# A chart.\n" + solved, grade=True, solution=True, points=4),
        _cell("markdown", "written-why", solved, grade=True, solution=True, points=4),
    ]


def _cell(kind: str, name: str, source: str, **flags: Any) -> Any:
    plain = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3, "grade_id": name}
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, id=name, metadata={"nbgrader": plain | flags})
