"""Notebooks whose cells were moved, doubled, split, lost or edited, and ones that belong elsewhere."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from casebook.exercises.template import CODE_STUB
from tests.marking.conftest import answered, cell_called, right
from tests.marking.hostile.case import AFTER, ATTACKED, BEFORE, HONEST, NOTHING, Ground, Hostile, honest, sheet

Notebook = dict[str, Any]
ALL = frozenset({BEFORE, ATTACKED, "financial-years", "misfits", AFTER})
MENDED, EDITED = ("repaired",), ("tampering",)
STORED = "stored elsewhere 4711"
ODD = "an extra cell that leads nowhere"


def cases() -> list[Hostile]:
    """All of them."""
    return [
        _changed(
            "doubled-cells", "holds an answer's cell twice, ids and all", doubled, ALL, MENDED, f"solve-{ATTACKED}"
        ),
        _changed(
            "copied-cell-stale",
            "holds an answer's cell twice, the right answer last",
            stale,
            ALL,
            MENDED,
            f"solve-{AFTER}",
        ),
        _changed("split-cells", "has an answer's cell cut in two, the second part without a name", split, ALL),
        _changed(
            "split-with-metadata",
            "has an answer's cell cut in two, both with its name",
            split_named,
            ALL,
            MENDED,
            f"solve-{ATTACKED}",
        ),
        _changed("deleted-answer", "lacks the cell of an answer", deleted, HONEST, MENDED, f"solve-{ATTACKED}"),
        _changed("missing-tests", "lacks every test", untested, ALL, MENDED, "test-"),
        _changed("missing-all-but-one", "lacks every cell but one", one_left, frozenset({BEFORE}), MENDED, "test-"),
        _changed(
            "no-cells",
            "has no cell at all",
            lambda notebook: notebook["cells"].clear(),
            NOTHING,
            (*MENDED, "malformed"),
            "",
        ),
        _changed(
            "reordered",
            "has its cells in the opposite order",
            lambda notebook: notebook["cells"].reverse(),
            ALL,
            MENDED,
            "order",
        ),
        _changed(
            "edited-tests",
            "has tests that define the answers and pass",
            edited_tests,
            HONEST,
            EDITED,
            f"test-{ATTACKED}",
        ),
        _changed("edited-given", "has a given cell that makes other data", edited_given, HONEST, EDITED, "given-2"),
        _changed("edited-points", "claims a hundred points for each question", edited_points, HONEST, EDITED, "points"),
        _changed(
            "edited-flags",
            "claims that tests are its to solve, and answers are tests",
            edited_flags,
            HONEST,
            EDITED,
            "",
        ),
        _changed(
            "answers-as-text",
            "has an answer's cell turned into text",
            as_text,
            ALL,
            MENDED,
            "solve-misfits",
        ),
        _changed("stripped", "was saved by a tool that keeps no metadata", stripped, ALL, MENDED, ""),
        _changed(
            "stripped-plain",
            "was saved by a tool that keeps no metadata and no comments",
            stripped_plain,
            ALL,
            MENDED,
            "",
        ),
        _changed("answers-on-top", "has all answers in a cell of its own above the others", on_top, ALL),
        _changed("many-cells", "has 400 cells more than were released", more_cells, ALL),
        _changed("stored-output", "has outputs from elsewhere and no code", stored, HONEST, hides=(STORED,)),
        _changed("bad-code", "has cells that are no Python, beside right ones", bad_code, HONEST),
        _changed("old-format", "is a notebook of version 3", None, ALL, MENDED, "format 3"),
        Hostile(
            "other-exercise",
            "is another exercise's notebook under this one's name",
            other_exercise,
            NOTHING,
            ("wrong-exercise",),
            "read-the-ledger",
        ),
        Hostile(
            "other-variant",
            "is another course's variant, rightly solved",
            other_variant,
            NOTHING,
            ("wrong-exercise",),
            "variant",
        ),
        Hostile("relabelled-variant", "is another course's variant that says it is ours", relabelled, NOTHING),
        Hostile("twice", "hands in the same exercise under two names", twice, ALL),
    ]


def _changed(
    student: str,
    tries: str,
    change: Callable[[Notebook], Any] | None,
    keeps: frozenset[str],
    kinds: tuple[str, ...] = (),
    says: str = "",
    hides: tuple[str, ...] = (),
) -> Hostile:
    """A notebook with right answers to what it keeps, changed. Without a change, it is written in an old format."""

    def put(folder: Path, ground: Ground) -> None:
        notebook = honest(ground, keeps if keeps == HONEST else None)
        if change is None:
            old = nbformat.convert(nbformat.from_dict(notebook), 3)
            sheet(folder, ground, student, nbformat.writes(old, version=3).encode())
            return
        change(notebook)
        sheet(folder, ground, student, notebook)

    return Hostile(student, tries, put, keeps, kinds, says, hides=hides)


def place_of(notebook: Notebook, name: str) -> int:
    """Where the cell with this name stands."""
    return notebook["cells"].index(cell_called(notebook, name))


def lines_of(cell: dict[str, Any], start: str) -> str:
    """The one line of the cell that begins so."""
    (line,) = (one for one in cell["source"].split("\n") if one.startswith(start))
    return line


def halves(notebook: Notebook) -> tuple[dict[str, Any], dict[str, Any]]:
    """The attacked answer in two cells, the second of which needs the first."""
    first = cell_called(notebook, f"solve-{ATTACKED}")
    second = copy.deepcopy(first)
    second["id"] = "a-second-half"
    name, value = lines_of(first, "calendar_years").split(" = ")
    first["source"] = first["source"].replace(f"{name} = {value}", f"half = {value}").replace(CODE_STUB, "")
    keep = lines_of(first, "financial_years")
    first["source"] = first["source"].replace(keep, "")
    second["source"] = f"{name} = half\n{keep}\n"
    return first, second


def doubled(notebook: Notebook) -> None:
    cell = cell_called(notebook, f"solve-{ATTACKED}")
    notebook["cells"].insert(place_of(notebook, f"solve-{ATTACKED}") + 1, copy.deepcopy(cell))


def split(notebook: Notebook) -> None:
    first, second = halves(notebook)
    second["metadata"] = {}
    notebook["cells"].insert(notebook["cells"].index(first) + 1, second)


def split_named(notebook: Notebook) -> None:
    first, second = halves(notebook)
    notebook["cells"].insert(notebook["cells"].index(first) + 1, second)


def stale(notebook: Notebook) -> None:
    cell = cell_called(notebook, f"solve-{AFTER}")
    old = copy.deepcopy(cell)
    old["source"] = "counted_once = -1"
    old["id"] = "an-older-copy"
    notebook["cells"].insert(notebook["cells"].index(cell), old)


def deleted(notebook: Notebook) -> None:
    del notebook["cells"][place_of(notebook, f"solve-{ATTACKED}")]
    # What it may not lose with it: the cell after it still answers.
    cell = cell_called(notebook, "solve-misfits")
    cell["source"] = "\n".join(line for line in cell["source"].split("\n") if not line.startswith("misfits ="))


def untested(notebook: Notebook) -> None:
    notebook["cells"] = [
        one
        for one in notebook["cells"]
        if not one["metadata"].get("nbgrader", {}).get("grade_id", "").startswith("test-")
    ]


def one_left(notebook: Notebook) -> None:
    notebook["cells"] = [cell_called(notebook, f"solve-{BEFORE}")]


def edited_tests(notebook: Notebook) -> None:
    for name in (ATTACKED, "financial-years", "misfits"):
        cell_called(notebook, f"test-{name}")["source"] = (
            "calendar_years = financial_years = 1\nmisfits = {}\nassert True"
        )


def edited_given(notebook: Notebook) -> None:
    (cell,) = (one for one in notebook["cells"] if one["id"] == "given-2")
    cell["source"] = "import builtins\nbuiltins.abs = lambda _: 0\n" + cell["source"]


def edited_points(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "points" in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"]["points"] = 100


def edited_flags(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader")
        if about and about["grade_id"].startswith("test-"):
            about |= {"locked": False, "solution": True, "grade": False}
            about.pop("points", None)
            cell["source"] = "calendar_years = financial_years = 1"
        elif about and about["grade_id"].startswith("solve-"):
            about |= {"locked": True, "grade": True, "solution": False, "points": 50}


def as_text(notebook: Notebook) -> None:
    cell = cell_called(notebook, "solve-misfits")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def stripped(notebook: Notebook) -> None:
    """As some editors on the web leave it: new ids, no metadata, sources as lists of lines."""
    notebook["metadata"] = {}
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {}
        cell["source"] = cell["source"].splitlines(keepends=True)


def stripped_plain(notebook: Notebook) -> None:
    stripped(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = [line for line in cell["source"] if not line.startswith("#")]


def on_top(notebook: Notebook) -> None:
    lines = []
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id", "").startswith("solve-"):
            mine = [line for line in cell["source"].split("\n") if " = " in line and not line.startswith("#")]
            lines += mine
            cell["source"] = "\n".join(line for line in cell["source"].split("\n") if line not in mine)
    notebook["cells"].insert(0, new_cell("\n".join(lines)))


def more_cells(notebook: Notebook) -> None:
    notebook["cells"][3:3] = [new_cell(f"scratch = {turn}") for turn in range(400)]


def stored(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": STORED},
                {"output_type": "execute_result", "execution_count": 7, "metadata": {}, "data": {"text/plain": STORED}},
            ]


def bad_code(notebook: Notebook) -> None:
    cell_called(notebook, f"solve-{ATTACKED}")["source"] = (
        "calendar_years = = 5\n  what is\tthis \x0c\n%%nosuchmagic\n!"
    )
    cell_called(notebook, "solve-misfits")["source"] = "%%nosuchmagic\nmisfits = {"


def new_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
        "id": f"x{hash(source) & 0xFFFFFF:x}",
    }


def other_exercise(folder: Path, ground: Ground) -> None:
    sheet(folder, ground, "other-exercise", answered(ground.other, right(ground.other)))


def other_variant(folder: Path, ground: Ground) -> None:
    sheet(folder, ground, "other-variant", answered(ground.foreign, right(ground.foreign)))


def relabelled(folder: Path, ground: Ground) -> None:
    """A friend's solved notebook from elsewhere, made to look like ours: its answers are to other numbers."""
    answers = {name: value for name, value in right(ground.foreign).items() if name not in (BEFORE,)}
    notebook = answered(ground.foreign, answers)
    notebook["metadata"]["casebook"]["variant"] = ground.assignment.variant
    sheet(folder, ground, "relabelled-variant", notebook)


def twice(folder: Path, ground: Ground) -> None:
    sheet(folder, ground, "twice", honest(ground, HONEST))
    again = sheet(folder, ground, "twice-new", honest(ground))
    again.rename(folder / "twice" / f"{ground.assignment.slug} (1).ipynb")
    again.parent.rmdir()
