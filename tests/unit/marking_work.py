"""What the unit tests of marking share: one small exercise, and a kernel that is no more than `exec`."""

from __future__ import annotations

import copy
import io
import json
import re
import traceback
from collections.abc import Mapping
from typing import Any

from casebook.exercises import checks
from casebook.exercises.template import CODE_STUB
from casebook.marking.assignment import Assignment
from casebook.marking.assignments import assignments_of
from casebook.marking.run import CRASHED, ERROR, OK, TIMED_OUT, CellRun, Job, Run

SLUG = "counting"
ABOUT = """\
title: Counting loans
summary: Two counts and a share.
level: 2
minutes: 20
objectives: [to-count]
questions:
  - {id: sum, points: 2, kind: number, name: total, what: the loans of the library}
  - {id: share, points: 3, kind: number, name: share, between: [0, 1], tolerance: 0.001, what: the share returned}
  - {id: kinds, points: 1, kind: choices, name: kinds, options: [book, map, disc], what: what was lent}
  - {id: chart, points: 2, kind: written, what: draw the loans of both houses}
  - {id: why, points: 4, kind: written, what: why a loan is no reader}
"""
MASTER = """\
# Loans

Count the loans.

```{code-cell} python
import csv

rows = list(csv.DictReader(open("loans.csv")))
```

The sum and the share.

```{code-cell} python
:question: sum share
### BEGIN SOLUTION
total = sum(int(row["loans"]) for row in rows)
share = 21 / total
### END SOLUTION
```

What was lent?

```{code-cell} python
:question: kinds
### BEGIN SOLUTION
kinds = ["book", "map"]
### END SOLUTION
```

Draw them.

```{code-cell} python
:question: chart
### BEGIN SOLUTION
print("a chart")
### END SOLUTION
```

Say why.

+++ {"question": "why"}

One reader may borrow many books.

+++
"""
VARIANT = """\
def public(case):
    table = [{"house": "harbour", "loans": 30}, {"house": "hill", "loans": 12}]
    return {"words": {}, "tables": {"loans.csv": table}}

def drawn(draw):
    table = [{"house": "harbour", "loans": 50}, {"house": "hill", "loans": draw.integer(20, 90)}]
    return {"words": {}, "tables": {"loans.csv": table}}

def answers(values):
    total = sum(row["loans"] for row in values["tables"]["loans.csv"])
    return {"sum": total, "share": 21 / total, "kinds": ["book", "map"]}

def mistakes(values):
    return {"sum": {"one-left-out": values["tables"]["loans.csv"][0]["loans"]}}
"""
SUM = "total = sum(int(row['loans']) for row in rows)"
SHARE = "share = 21 / total"
KINDS = "kinds = ['map', 'book']"
CHART = "print('a chart')"
WHY = "One reader borrows a lot."
ANSWERS = {"solve-sum": f"{SUM}\n{SHARE}", "solve-kinds": KINDS, "written-chart": CHART, "written-why": WHY}

_made: dict[str | None, Assignment] = {}


def assignment_of(library: Any, key: str | None = None) -> Assignment:
    """The small exercise, written into the folder of the tiny library the first time that it is asked for."""
    if key not in _made:
        library.load()
        folder = library.root / "exercises" / SLUG
        folder.mkdir(parents=True)
        for name, text in {"exercise.yml": ABOUT, "master.md": MASTER, "variant.py": VARIANT}.items():
            (folder / name).write_text(text)
        (folder / "master.md").write_text(MASTER.replace("# Loans", "# Loans, invented if drawn"))
        (folder.parent / "misconceptions.yml").write_text("one-left-out: left one house out\n")
        _made[key] = assignments_of(library.root, key)[SLUG]
    return _made[key]


def notebook_with(assignment: Assignment, answers: Mapping[str, str] = ANSWERS) -> dict[str, Any]:
    """The released notebook with these answers in its cells, by their grade ids."""
    notebook = copy.deepcopy(dict(assignment.cells))
    for name, answer in answers.items():
        cell = cell_of(notebook, name)
        cell["source"] = cell["source"].replace(CODE_STUB, answer) if CODE_STUB in cell["source"] else answer
    return notebook


def cell_of(notebook: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The first cell with this id."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def place_of(notebook: Mapping[str, Any], name: str) -> int:
    """Where it stands."""
    return [cell.get("id") for cell in notebook["cells"]].index(name)


def code(source: str, **more: Any) -> dict[str, Any]:
    """A code cell as a student adds it."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": 3, **more}


def text(source: str, **more: Any) -> dict[str, Any]:
    """A text cell as a student adds it."""
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def content_of(notebook: Any) -> bytes:
    """A notebook as a file."""
    return json.dumps(notebook).encode()


class Kernels:
    """Runs cells with `exec`, here. The comment "# ends: crashed" or "# ends: timed-out" makes a cell end so."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def run(self, job: Job) -> Run:
        self.jobs.append(job)
        names: dict[str, Any] = {"open": lambda name: io.StringIO(job.files[name].decode())}
        run = Run()
        for cell in job.cells:
            run.cells[cell.id] = self._run(cell.source, names)
            for probe in cell.probes:
                run.seen[probe] = json.loads(json.dumps(checks.seen(names, probe)))
        return run

    def _run(self, source: str, names: dict[str, Any]) -> CellRun:
        if ends := re.search(f"# ends: ({CRASHED}|{TIMED_OUT})", source):
            return CellRun(ends[1], [], "it did")
        said = io.StringIO()
        names["print"] = lambda *what: print(*what, file=said)
        try:
            exec(source, names)
            ended, outputs = OK, []
        except Exception as error:
            ended = ERROR
            outputs = [
                {
                    "output_type": "error",
                    "ename": type(error).__name__,
                    "evalue": str(error),
                    "traceback": traceback.format_exc().splitlines(),
                }
            ]
        stream = {"output_type": "stream", "name": "stdout", "text": said.getvalue()}
        return CellRun(ended, [*([stream] if stream["text"] else []), *outputs])
