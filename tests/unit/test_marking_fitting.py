"""A student's cells put back into the released notebook: what they did is kept, what is not theirs is restored."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from casebook.marking.assignment import Assignment
from casebook.marking.fitting import Fitted, fitted
from casebook.marking.reading import notebook_in
from casebook.marking.result import MISSING
from casebook.marking.run import Limits
from tests.unit.marking_work import (
    ANSWERS,
    KINDS,
    SHARE,
    SUM,
    WHY,
    Kernels,
    assignment_of,
    cell_of,
    code,
    content_of,
    notebook_with,
    place_of,
    text,
)

Notebook = dict[str, Any]
ALL = {"total": 42, "share": 0.5, "kinds": ["map", "book"]}


@pytest.fixture
def assignment(library) -> Assignment:
    return assignment_of(library)


def fit(notebook: Notebook, assignment: Assignment) -> Fitted:
    made = fitted(notebook_in(content_of(notebook)).cells, assignment)
    nbformat.validate(nbformat.from_dict(made.notebook))
    return made


def seen(made: Fitted, assignment: Assignment) -> dict[str, Any]:
    """The answers that the cells give in the order in which they are run."""
    from casebook.marking.run import Job

    return Kernels().run(Job(made.run, assignment.files, Limits())).seen


def released_ids(assignment: Assignment) -> list[str]:
    return [cell["id"] for cell in assignment.cells["cells"]]


def test_an_honest_notebook_is_fitted_without_a_word(assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "from elsewhere"}]
            cell["execution_count"] = 9
    made = fit(notebook, assignment)
    assert made.flags == ()
    assert seen(made, assignment) == ALL
    wanted = json.loads(json.dumps(notebook_with(assignment)))
    for cell in wanted["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    assert made.notebook == wanted


def test_the_answers_are_looked_at_where_their_tests_stand_and_tests_are_not_run(assignment: Assignment) -> None:
    made = fit(notebook_with(assignment), assignment)
    probes = {cell.id: cell.probes for cell in made.run if cell.probes}
    assert probes == {"test-sum": ("total",), "test-share": ("share",), "test-kinds": ("kinds",)}
    assert all(cell.source == "" for cell in made.run if cell.id.startswith("test-"))
    codes = [cell["id"] for cell in made.notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell.id for cell in made.run] == codes


def doubled(notebook: Notebook) -> None:
    at = place_of(notebook, "solve-sum")
    notebook["cells"].insert(at + 1, copy.deepcopy(notebook["cells"][at]))


def split(notebook: Notebook) -> None:
    at = place_of(notebook, "solve-sum")
    second = copy.deepcopy(notebook["cells"][at]) | {"id": "b"}
    notebook["cells"][at]["source"], second["source"] = SUM, SHARE
    notebook["cells"].insert(at + 1, second)


def split_without_a_name(notebook: Notebook) -> None:
    split(notebook)
    at = place_of(notebook, "b")
    notebook["cells"][at] = code(SHARE)


def split_around_an_own_cell(notebook: Notebook) -> None:
    split(notebook)
    at = place_of(notebook, "b")
    notebook["cells"][at]["source"] = "share = part / total"
    notebook["cells"].insert(at, code("part = 21"))


def corrected_in_a_copy_below(notebook: Notebook) -> None:
    below = copy.deepcopy(cell_of(notebook, "solve-sum")) | {"id": "later"}
    cell_of(notebook, "solve-sum")["source"] = "total = -1\nshare = 0"
    notebook["cells"].append(below)


def copied_for_another_answer(notebook: Notebook) -> None:
    """The cell of the first answer is copied, its comment and all, and the second is given in the copy."""
    solved = copy.deepcopy(cell_of(notebook, "solve-sum"))
    copied = solved | {"id": "copy", "source": "# total: the loans\nkinds = ['map', 'book'] if rows else []"}
    cell_of(notebook, "solve-kinds")["source"] = ""
    notebook["cells"].insert(place_of(notebook, "solve-kinds") + 1, copied)


def reordered(notebook: Notebook) -> None:
    notebook["cells"].reverse()


def deleted_tests(notebook: Notebook) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("test-")]


def given_deleted(notebook: Notebook) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("given-")]


def without_metadata(notebook: Notebook) -> None:
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {}
        cell["source"] = cell["source"].splitlines(keepends=True)


def without_metadata_and_comments(notebook: Notebook) -> None:
    without_metadata(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = [line for line in cell["source"] if not line.startswith("#")]


def without_ids(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        del cell["id"]


def without_grade_ids(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def answered_at_the_bottom(notebook: Notebook) -> None:
    for name in ("solve-sum", "solve-kinds"):
        cell_of(notebook, name)["source"] = "# total: I did it below"
        notebook["cells"].append(code(ANSWERS[name]))


def answered_below_the_test(notebook: Notebook) -> None:
    cell = cell_of(notebook, "solve-kinds")
    cell["source"] = ""
    notebook["cells"].insert(place_of(notebook, "test-kinds") + 1, code(KINDS))


def answered_in_the_test(notebook: Notebook) -> None:
    cell_of(notebook, "solve-kinds")["source"] = ""
    cell_of(notebook, "test-kinds")["source"] = KINDS


def answered_above_all(notebook: Notebook) -> None:
    cell_of(notebook, "solve-kinds")["source"] = ""
    notebook["cells"].insert(0, code(KINDS))


def import_in_the_given_cell(notebook: Notebook) -> None:
    cell_of(notebook, "given-2")["source"] += "\nimport math"
    cell_of(notebook, "solve-sum")["source"] = f"{SUM}\nshare = math.fabs(21 / total)"


def answer_as_text(notebook: Notebook) -> None:
    cell_of(notebook, "solve-kinds")["cell_type"] = "markdown"


def nothing_recognisable(notebook: Notebook) -> None:
    data = "rows = [{'loans': 30}, {'loans': 12}]"
    notebook["cells"] = [code(data), text("# My work"), code(SUM), code(SHARE), code(KINDS)]


def windows_line_ends(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("change", "kind", "says"),
    [
        (doubled, "repaired", "copied; all parts were kept: solve-sum"),
        (split, "repaired", "split or copied; all parts were kept: solve-sum"),
        (split_without_a_name, "", ""),
        (split_around_an_own_cell, "repaired", "solve-sum"),
        (corrected_in_a_copy_below, "repaired", "solve-sum"),
        (copied_for_another_answer, "repaired", "copied cells were kept: solve-sum"),
        (reordered, "repaired", "back into their order"),
        (deleted_tests, "repaired", "deleted (and put back): test-sum, test-share, test-kinds"),
        (given_deleted, "repaired", "deleted (and put back): given-2"),
        (without_metadata, "repaired", "taken from the cells beside theirs: written-why"),
        (without_metadata_and_comments, "repaired", "solve-sum"),
        (without_ids, "", ""),
        (without_grade_ids, "", ""),
        (answered_at_the_bottom, "repaired", "behind their tests; they were taken from there: total, share, kinds"),
        (answered_below_the_test, "repaired", "taken from there: kinds"),
        (answered_in_the_test, "tampering", "tests were changed (and put back): test-kinds"),
        (answered_above_all, "", ""),
        (import_in_the_given_cell, "tampering", "given cells were changed"),
        (answer_as_text, "repaired", "another type (code or text): solve-kinds"),
        (nothing_recognisable, "repaired", "no cell could be recognised"),
        (windows_line_ends, "", ""),
    ],
    ids=lambda value: getattr(value, "__name__", "")[:40],
)
def test_whatever_was_done_to_the_cells_right_answers_stay_right(
    change: Callable[[Notebook], Any], kind: str, says: str, assignment: Assignment
) -> None:
    notebook = notebook_with(assignment)
    change(notebook)
    made = fit(notebook, assignment)
    assert seen(made, assignment) == ALL
    told = [flag.reason for flag in made.flags if flag.kind == kind]
    assert any(says in reason for reason in told) if kind else made.flags == (), made.flags
    # The released cells stand in their order, each once, and what is locked is as it was released.
    ids = [cell["id"] for cell in made.notebook["cells"]]
    assert [name for name in ids if name in released_ids(assignment)] == released_ids(assignment)
    assert len(set(ids)) == len(ids)
    for cell in assignment.cells["cells"]:
        if not cell["metadata"].get("nbgrader", {}).get("solution"):
            assert cell_of(made.notebook, cell["id"])["source"] == cell["source"]
        assert cell_of(made.notebook, cell["id"])["metadata"] == cell["metadata"]


def test_a_deleted_answer_is_an_empty_one(assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    notebook["cells"].pop(place_of(notebook, "solve-kinds"))
    made = fit(notebook, assignment)
    assert seen(made, assignment)["kinds"] == {"__missing__": True} and MISSING == "missing"
    assert "solve-kinds" in made.flags[0].reason
    assert cell_of(made.notebook, "solve-kinds")["source"] == cell_of(assignment.cells, "solve-kinds")["source"]


def test_own_cells_stay_behind_the_cell_that_they_followed(assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    for name in ("test-kinds", "solve-sum"):
        notebook["cells"].insert(place_of(notebook, name) + 1, code(f"mine = {name!r}"))
    notebook["cells"].insert(0, text("my name"))
    made = fit(notebook, assignment)
    assert made.flags == ()
    sources = [cell["source"] for cell in made.notebook["cells"]]
    ids = [cell["id"] for cell in made.notebook["cells"]]
    assert sources[0] == "my name"
    for name in ("test-kinds", "solve-sum"):
        assert sources[ids.index(name) + 1] == f"mine = {name!r}"
    assert made.where[ids[ids.index("solve-sum") + 1]] == "the student's own cell behind solve-sum"


def test_points_and_grading_that_were_changed_are_put_back_and_told(assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    cell_of(notebook, "test-sum")["metadata"]["nbgrader"]["points"] = 100
    cell_of(notebook, "solve-kinds")["metadata"]["nbgrader"] |= {"grade": True, "points": 50}
    claims = {"nbgrader": {"grade": True, "points": 99, "grade_id": "bonus\n", "solution": False}}
    notebook["cells"].append(code("assert True", metadata=claims))
    made = fit(notebook, assignment)
    told = {flag.reason for flag in made.flags if flag.kind == "tampering"}
    assert told == {
        "points or grading were changed (and put back): solve-kinds, test-sum",
        r"cells that claim points and were not released: 'bonus\n'",
    } or told == {
        "points or grading were changed (and put back): test-sum, solve-kinds",
        r"cells that claim points and were not released: 'bonus\n'",
    }
    graded = {
        cell["id"]: cell["metadata"]["nbgrader"]["points"]
        for cell in made.notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }
    assert graded == {"test-sum": 2, "test-share": 3, "test-kinds": 1, "written-chart": 2, "written-why": 4}


@pytest.mark.parametrize("where", ["behind", "before", "in the text above"])
def test_a_written_answer_beside_its_cell_is_taken_from_there(where: str, assignment: Assignment) -> None:
    notebook = notebook_with(assignment, {name: ANSWERS[name] for name in ("solve-sum", "solve-kinds")})
    at = place_of(notebook, "written-why")
    if where == "in the text above":
        notebook["cells"][at - 1]["source"] += f"\n\n{WHY}"
    else:
        notebook["cells"].insert(at + (where == "behind"), text(WHY))
    made = fit(notebook, assignment)
    assert WHY in cell_of(made.notebook, "written-why")["source"]
    assert "written-why" in " ".join(flag.reason for flag in made.flags if flag.kind == "repaired")
    assert [cell["source"] for cell in made.notebook["cells"]].count(WHY) <= 1
    chart = cell_of(made.notebook, "written-chart")["source"]
    assert chart == cell_of(assignment.cells, "written-chart")["source"]


def test_a_chart_in_a_cell_of_its_own_is_the_charts_answer(assignment: Assignment) -> None:
    notebook = notebook_with(assignment, {"written-why": WHY})
    notebook["cells"].insert(place_of(notebook, "written-chart") + 1, code("print('drawn')"))
    made = fit(notebook, assignment)
    assert cell_of(made.notebook, "written-chart")["source"] == "print('drawn')"
    assert cell_of(made.notebook, "written-why")["source"] == WHY


def test_a_picture_that_was_pasted_into_a_written_answer_stays(assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    pasted = {"a.png": {"image/png": "aGVsbG8="}, "b.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}}
    cell_of(notebook, "written-why")["attachments"] = pasted
    made = fit(notebook, assignment)
    assert cell_of(made.notebook, "written-why")["attachments"] == {"a.png": {"image/png": "aGVsbG8="}}


def test_a_notebook_without_cells_is_told_and_has_no_answers(assignment: Assignment) -> None:
    made = fit(notebook_with(assignment) | {"cells": []}, assignment)
    assert [flag.kind for flag in made.flags] == ["malformed"]
    assert set(seen(made, assignment)) == set(ALL)
