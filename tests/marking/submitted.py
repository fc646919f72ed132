"""Submissions of different quality, each with the points that it must earn, worked out from what is planted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from tests.marking.conftest import answered, cell_called, right

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

CHART = "import matplotlib.pyplot as plt\nfigure, axis = plt.subplots(figsize=(2, 1))\naxis.plot([0, 1])\nplt.show()"


@dataclass(frozen=True)
class Submitted:
    """One submission: what it is, its notebook, and the points of each question (None: a person gives them)."""

    what: str
    notebook: dict[str, Any]
    points: Mapping[str, float | None]


def submissions(assignment: Assignment, many: int) -> list[Submitted]:
    """So many submissions: each kind once, then from the beginning again with other words."""
    return list(islice(_endless(assignment), many))


def _endless(assignment: Assignment) -> Iterator[Submitted]:
    for count, make in enumerate(cycle(_kinds(assignment))):
        yield make(f"My view, number {count}.")


def _kinds(assignment: Assignment) -> list[Callable[[str], Submitted]]:
    """One of each, the most unlike ones first, so that few are different too."""
    asked = [question for question in assignment.questions if question["check"]]
    ids = [question["id"] for question in asked]
    kinds: list[Callable[[str], Submitted]] = [
        lambda view: _made(assignment, "perfect", set(ids), view=view),
        lambda view: _made(assignment, "empty", set()),
        lambda view: _made(assignment, "the first half", set(ids[: len(ids) // 2]), view=view),
        lambda view: _made(assignment, "the second half, nothing written", set(ids[len(ids) // 2 :])),
        lambda view: _raising(assignment, view),
        lambda view: _broken(assignment, view),
        lambda view: _without_tests(assignment, view),
        lambda view: _talkative(assignment, view),
        lambda view: _made(assignment, "all of a wrong type", set(), dict.fromkeys(ids, "'eleven'"), view),
        lambda view: _made(assignment, "written alone", set(), view=view),
        lambda view: _made(assignment, "all names of numpy", set(ids), _by_numpy(assignment), view),
    ]
    for question in asked:
        for slug, wrong in question["check"]["mistakes"].items():
            planted = {question["id"]: repr(wrong)}
            others = set(ids) - set(planted)
            kinds.append(
                lambda view, slug=slug, others=others, planted=planted: _made(assignment, slug, others, planted, view)
            )
    return kinds


def _made(
    assignment: Assignment,
    what: str,
    rights: set[str],
    planted: Mapping[str, str] | None = None,
    view: str = "",
) -> Submitted:
    """Right answers to `rights`, those of `planted` as they stand, and something written and drawn with a `view`."""
    answers = {name: text for name, text in right(assignment).items() if name in rights} | dict(planted or {})
    points: dict[str, float | None] = {}
    for question in assignment.questions:
        if question["check"]:
            points[question["id"]] = question["points"] if question["id"] in rights else 0
            continue
        is_code = cell_called(assignment.cells, question["solution"])["cell_type"] == "code"
        if view:
            answers[question["id"]] = f"# {view}\n{CHART}" if is_code else view
        points[question["id"]] = None if view else 0
    return Submitted(what, answered(assignment, answers), points)


def _shared(assignment: Assignment) -> list[str]:
    """The questions that are answered in one cell, of the cell that has most."""
    cells: dict[str, list[str]] = {}
    for question in assignment.questions:
        if question["check"]:
            cells.setdefault(question["solution"], []).append(question["id"])
    return max(cells.values(), key=len)


def _raising(assignment: Assignment, view: str) -> Submitted:
    """An error behind the first answer of a cell: that one is there, those behind it in the cell are not."""
    first, *behind = _shared(assignment)
    all_right = right(assignment)
    rights = set(all_right) - set(behind)
    planted = {first: f"{all_right[first]}\nraise ValueError('no more')"}
    return _made(assignment, "an error between two answers", rights, planted | {n: all_right[n] for n in behind}, view)


def _broken(assignment: Assignment, view: str) -> Submitted:
    """A cell that is no Python: none of its answers is there, all others are."""
    all_right = right(assignment)
    lost = _shared(assignment)
    planted = {name: all_right[name] for name in lost} | {lost[0]: "("}
    return _made(assignment, "a cell that is no Python", set(all_right) - set(lost), planted, view)


def _without_tests(assignment: Assignment, view: str) -> Submitted:
    """Two tests deleted and the points of another changed: neither costs nor gives anything."""
    made = _made(assignment, "without its tests", set(right(assignment)), view=view)
    tests = [question["cell"] for question in assignment.questions if question["check"]]
    cell_called(made.notebook, tests[0])["metadata"]["nbgrader"]["points"] = 99
    gone = [cell_called(made.notebook, name) for name in tests[1:3]]
    made.notebook["cells"] = [cell for cell in made.notebook["cells"] if cell not in gone]
    return made


def _talkative(assignment: Assignment, view: str) -> Submitted:
    """Cells of the student's own between the others, which print, warn and show pages."""
    made = _made(assignment, "with cells of their own", set(right(assignment)), view=view)
    for place, source in enumerate(
        (
            "for row in range(200):\n    print(row * 'word ')",
            "import warnings\nwarnings.warn('of no account')",
            "from IPython.display import HTML\nHTML('<script>document.title = 1</script><b>mine</b>')",
        )
    ):
        own = {"cell_type": "code", "id": f"own-{place}", "metadata": {}, "source": source}
        made.notebook["cells"].insert(3 + 2 * place, {**own, "outputs": [], "execution_count": None})
    return made


def _by_numpy(assignment: Assignment) -> dict[str, str]:
    """The numbers as numpy's own, as they come out of a table; the exercises' first cells import pandas."""
    return {
        question["id"]: f"pd.Series([{question['check']['expected']!r}]).iloc[0]"
        for question in assignment.questions
        if question["check"] and question["kind"] == "number"
    }
