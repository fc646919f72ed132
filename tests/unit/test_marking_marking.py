"""One submission marked: every question has its points and its reason, and nbgrader itself reads the same points."""

from __future__ import annotations

import dataclasses
import json
import pickle
from typing import Any

import nbformat
import pytest
from nbgrader.utils import determine_grade

from casebook.marking.assignment import Assignment
from casebook.marking.attempts import counting
from casebook.marking.flags import KINDS
from casebook.marking.intake import Submission
from casebook.marking.marking import digest_of, mark
from casebook.marking.result import Flag, Result
from casebook.marking.run import Job, Limits, Run
from tests.unit.marking_work import (
    ANSWERS,
    CHART,
    WHY,
    Kernels,
    assignment_of,
    cell_of,
    code,
    content_of,
    notebook_with,
    place_of,
)

SUBMISSION = Submission("jane", "counting", 1, "jane/counting.ipynb", "2031-03-02T17:00:00+00:00", False)
FULL = {"sum": 2.0, "share": 3.0, "kinds": 1.0, "chart": None, "why": None}


@pytest.fixture
def assignment(library) -> Assignment:
    return assignment_of(library)


@pytest.fixture
def marked(assignment):
    def marked(answers: dict[str, str] | None = None, change=lambda notebook: None, **submission: Any) -> Result:
        notebook = notebook_with(assignment, ANSWERS | (answers or {}))
        change(notebook)
        given = dataclasses.replace(SUBMISSION, **submission)
        return sound(mark(given, content_of(notebook), assignment, Limits(), Kernels()), assignment)

    return marked


def sound(result: Result, assignment: Assignment) -> Result:
    """The result, after what holds of every one: it goes through JSON, and nbgrader gives the same points."""
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result
    json.dumps(result.to_json(), ensure_ascii=False).encode()
    assert [one.question for one in result.marks] == [question["id"] for question in assignment.questions]
    assert {flag.kind for flag in result.flags} <= set(KINDS)
    if result.notebook is None:
        assert all(one.points == 0 for one in result.marks)
        return result
    notebook = nbformat.from_dict(result.notebook)
    nbformat.validate(notebook)
    theirs = {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    cells = {question["id"]: question["cell"] for question in assignment.questions}
    assert theirs == {cells[one.question]: (one.points, one.out_of) for one in result.marks}
    return result


def points(result: Result) -> dict[str, float | None]:
    return {one.question: one.points for one in result.marks}


def faults(result: Result) -> dict[str, str | None]:
    return {one.question: one.fault for one in result.marks if one.fault}


def said(result: Result, name: str) -> list[dict[str, Any]]:
    assert result.notebook is not None
    outputs: list[dict[str, Any]] = cell_of(result.notebook, name)["outputs"]
    return outputs


def test_right_answers_have_their_points_and_written_ones_wait(marked) -> None:
    result = marked()
    assert points(result) == FULL and faults(result) == {}
    assert result.flags == () and result.waits and result.points == 6
    assert said(result, "test-sum") == []


def test_an_empty_notebook_has_nothing_and_says_why(marked, assignment) -> None:
    result = sound(mark(SUBMISSION, content_of(assignment.cells), assignment, Limits(), Kernels()), assignment)
    assert points(result) == dict.fromkeys(FULL, 0.0)
    assert faults(result) == {
        **dict.fromkeys(("sum", "share", "kinds"), "missing"),
        **dict.fromkeys(("chart", "why"), "untouched"),
    }
    assert said(result, "test-sum") == [
        {
            "output_type": "error",
            "ename": "AssertionError",
            "evalue": "there is no answer called total",
            "traceback": ["there is no answer called total"],
        }
    ]
    assert result.flags == ()


@pytest.mark.parametrize(
    ("answer", "fault", "reason"),
    [
        ("total = 30", "one-left-out", "total is not right: left one house out"),
        ("total = 31", "wrong value", "total is not right"),
        ("total = 42.5", "wrong value", "total is not right: it is close; look at rounding, and at what is left out"),
        ("total = 'many'", "wrong type", "total is not a number"),
        ("total = True", "wrong type", "total is not a number"),
        ("total = float('nan')", "wrong type", "total is not a number"),
        ("total = 10 ** 4000", "wrong type", "total is not a number"),
        ("total = {'__table__': 5}", "wrong type", "total is not a number"),
        ("total = {'__missing__': True}", "wrong type", "total is not a number"),
    ],
)
def test_a_wrong_answer_has_its_reason_in_words(answer: str, fault: str, reason: str, marked) -> None:
    result = marked({"solve-sum": f"{answer}\nshare = 0.5"})
    assert points(result) == FULL | {"sum": 0.0}
    assert faults(result) == {"sum": fault}
    assert [output["evalue"] for output in said(result, "test-sum")] == [reason]


@pytest.mark.parametrize("value", [{"__table__": {"columns": 3}}, {"__set__": 5}, {"__series__": []}, [[1]], "x", {}])
def test_a_value_made_to_trip_the_comparison_is_only_wrong(value: Any, assignment) -> None:
    class Forged(Kernels):
        def run(self, job: Job) -> Run:
            run = super().run(job)
            run.seen.update(dict.fromkeys(("total", "share", "kinds"), value))
            return run

    result = sound(mark(SUBMISSION, content_of(notebook_with(assignment)), assignment, Limits(), Forged()), assignment)
    assert result.points == 0
    assert set(faults(result).values()) <= {"wrong type", "wrong value"}


def test_an_object_equal_to_everything_is_refused_and_told(marked) -> None:
    forged = "class Any:\n    def __eq__(self, other): return True\ntotal = Any()\nshare = 0.5"
    result = marked({"solve-sum": forged})
    assert points(result) == FULL | {"sum": 0.0} and faults(result) == {"sum": "wrong type"}
    told = {flag.kind: flag.reason for flag in result.flags}
    assert told["refused-value"] == "the answer total cannot be read: an object of type Any"
    assert "'__eq__' in cell solve-sum" in told["tampering"]


@pytest.mark.parametrize("ends", ["crashed", "timed-out"])
def test_a_cell_that_was_ended_costs_its_own_answers_only_and_is_told(ends: str, marked) -> None:
    result = marked({"solve-sum": f"total = 42 # ends: {ends}"})
    assert points(result) == FULL | {"sum": 0.0, "share": 0.0}
    assert result.flags == (Flag(ends, "cell solve-sum: it did"),)


def test_a_cell_that_was_not_run_at_all_is_told(assignment) -> None:
    class Late(Kernels):
        def run(self, job: Job) -> Run:
            return Run()

    result = sound(mark(SUBMISSION, content_of(notebook_with(assignment)), assignment, Limits(), Late()), assignment)
    assert result.points == 0
    (flag,) = result.flags
    assert flag.kind == "timed-out" and "cell given-2, cell solve-sum" in flag.reason and "more" in flag.reason


def test_a_wrong_answer_is_not_turned_right_by_stored_output_or_a_partial_mark(marked, assignment) -> None:
    def forge(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                value = {"output_type": "execute_result", "data": {"text/plain": "99"}, "metadata": {}}
                cell["outputs"] = [{**value, "execution_count": 1}]

    result = marked({"solve-kinds": "kinds = []"}, forge)
    assert points(result) == FULL | {"kinds": 0.0}


def test_a_chart_keeps_its_outputs_without_what_a_page_could_run(assignment) -> None:
    class Drawing(Kernels):
        def run(self, job: Job) -> Run:
            run = super().run(job)
            data = {"text/plain": "<Figure>", "image/png": "aGVsbG8=", "text/html": "<script>x</script>"}
            shown = {"output_type": "display_data", "data": data, "metadata": {"a": 1}}
            active = {"text/html": "<b>", "image/png": "'><script>", "application/javascript": "x"}
            run.cells["written-chart"].outputs += [shown, {**shown, "data": active}]
            return run

    given = content_of(notebook_with(assignment))
    outputs = said(sound(mark(SUBMISSION, given, assignment, Limits(), Drawing()), assignment), "written-chart")
    assert outputs[0] == {"output_type": "stream", "name": "stdout", "text": "a chart\n"}
    assert outputs[1]["data"] == {"text/plain": "<Figure>", "image/png": "aGVsbG8="}
    assert outputs[2]["data"] == {"text/plain": "(an output that is neither text nor a picture)"}


def test_a_chart_that_is_drawn_in_another_answers_cell_is_told(assignment) -> None:
    class Drawing(Kernels):
        def run(self, job: Job) -> Run:
            run = super().run(job)
            picture = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}, "metadata": {}}
            for cell in job.cells:
                run.cells[cell.id].outputs += [picture] * ("draws" in cell.source)
            return run

    def told(answers: dict[str, str]) -> list[str]:
        content = content_of(notebook_with(assignment, answers))
        found = mark(SUBMISSION, content, assignment, Limits(), Drawing())
        return [flag.reason for flag in found.flags if "picture" in flag.reason]

    drawn = {**ANSWERS, "solve-kinds": f"{KINDS}  # draws"}
    without = {name: answer for name, answer in drawn.items() if name != "written-chart"}
    assert told(without) == ["cell written-chart has no answer, but a picture is shown in cell solve-kinds"]
    assert told(drawn) == []


def test_a_written_answer_in_a_cell_of_its_own_waits_for_a_person(marked) -> None:
    def apart(notebook: dict[str, Any]) -> None:
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": WHY})
        notebook["cells"].insert(place_of(notebook, "written-chart") + 1, code(CHART))

    def restub(notebook: dict[str, Any], released: Any) -> None:
        for name in ("written-why", "written-chart"):
            cell_of(notebook, name)["source"] = cell_of(released, name)["source"]

    result = marked({"written-why": "", "written-chart": ""}, apart)
    assert points(result) == FULL


def test_no_hidden_test_and_no_expected_value_is_in_a_result(marked, assignment) -> None:
    text = json.dumps(marked({"solve-sum": "total = 1\nshare = 2", "solve-kinds": "kinds = []"}).to_json())
    for secret in ("HIDDEN", "_checks", "expected", "SOLUTION", "0.5", '"map"'):
        assert secret not in text
    assert assignment.questions[0]["check"]["expected"] == 42


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "malformed"), (b"PK\x03\x04", "malformed"), (b'{"nbformat": 4, "cells": [', "malformed")],
)
def test_what_cannot_be_read_is_not_run(content: bytes, kind: str, assignment) -> None:
    kernels = Kernels()
    result = sound(mark(SUBMISSION, content, assignment, Limits(), kernels), assignment)
    assert kernels.jobs == [] and result.notebook is None
    assert [flag.kind for flag in result.flags] == [kind]


def test_a_file_at_fault_is_not_even_read(assignment) -> None:
    fault = Flag("malformed", "jane/counting.pdf: it is no notebook")
    given = dataclasses.replace(SUBMISSION, fault=fault, notes=(Flag("renamed", "listed as jane"),))
    result = sound(mark(given, content_of(notebook_with(assignment)), assignment, Limits(), Kernels()), assignment)
    assert result.notebook is None and result.flags == (fault, *given.notes)


def test_another_courses_variant_has_no_points_here(library, assignment, tmp_path_factory) -> None:
    other = json.loads(json.dumps(notebook_with(assignment)))
    other["metadata"]["casebook"]["variant"] = "12ab34cd"
    result = sound(mark(SUBMISSION, content_of(other), assignment, Limits(), Kernels()), assignment)
    assert result.points == 0 and [flag.kind for flag in result.flags] == ["wrong-exercise"]


def test_a_result_is_found_again_only_for_the_same_work_under_the_same_rules(assignment) -> None:
    content = content_of(notebook_with(assignment))
    digest = digest_of(SUBMISSION, content, assignment, Limits())
    again = pickle.loads(pickle.dumps(assignment))
    assert digest_of(dataclasses.replace(SUBMISSION, file="elsewhere"), content, again, Limits()) == digest
    check = {**assignment.questions[0], "points": 3}
    others = [
        digest_of(SUBMISSION, content + b" ", assignment, Limits()),
        digest_of(dataclasses.replace(SUBMISSION, late=True), content, assignment, Limits()),
        digest_of(SUBMISSION, content, assignment, Limits(cell_seconds=31)),
        digest_of(SUBMISSION, content, dataclasses.replace(assignment, files={}), Limits()),
        digest_of(SUBMISSION, content, dataclasses.replace(assignment, questions=[check]), Limits()),
    ]
    assert len({digest, *others}) == 6
    assert mark(SUBMISSION, content, assignment, Limits(), Kernels()).digest == digest


def attempt(number: int, *, late: bool = False, ran: bool = True, student: str = "jane") -> Result:
    notebook = {"cells": []} if ran else None
    flags = () if ran else (Flag("malformed", "it is empty"),)
    return Result(student, "counting", "public", number, f"{number}", "", late, "", (), flags, 0, notebook)


@pytest.mark.parametrize(
    ("attempts", "counts", "is_flagged"),
    [
        ([attempt(1), attempt(2)], 2, False),
        ([attempt(2), attempt(1)], 2, False),
        ([attempt(1), attempt(2, late=True)], 1, False),
        ([attempt(1, late=True), attempt(2, late=True)], 2, False),
        ([attempt(1), attempt(2, ran=False)], 1, True),
        ([attempt(1, ran=False), attempt(2, late=True)], 2, True),
        ([attempt(1, ran=False), attempt(2, ran=False)], 2, True),
        ([attempt(1), attempt(2), attempt(3, ran=False), attempt(4, late=True)], 2, True),
    ],
)
def test_the_last_attempt_on_time_counts_if_it_could_be_run(
    attempts: list[Result], counts: int, is_flagged: bool
) -> None:
    (one,) = counting(attempts)
    assert one.attempt == counts and bool(one.flags) == is_flagged


def test_each_student_has_an_attempt_that_counts() -> None:
    found = counting([attempt(1, student="b"), attempt(1), attempt(2), attempt(1, student="a")])
    assert [(one.student, one.attempt) for one in found] == [("a", 1), ("b", 1), ("jane", 2)]
