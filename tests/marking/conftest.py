"""What the tests of marking share: one course's exercises, and submissions answered as a test wants them."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from casebook.exercises.template import CODE_STUB
from tests.conftest import ROOT

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

# A course's secret, such as an instructor would give.
KEY = "tern heron gannet plover"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each file's tests go to one worker: what they share is a whole marking, which is not to be made twice."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def sandbox_there() -> None:
    """No test of marking runs without bubblewrap: what it would run is made to do harm."""
    command = shutil.which("bwrap")
    works = command and subprocess.run(
        [command, "--unshare-all", "--ro-bind", "/", "/", "true"], capture_output=True, check=False
    )
    if not works or works.returncode:
        said = (
            works.stderr.decode() if works else "it is not installed; on Debian and Ubuntu: apt-get install bubblewrap"
        )
        missing = f"no sandbox with bubblewrap: {said}"
        assert os.environ.get("CI") != "true", missing
        pytest.skip(missing)


@pytest.fixture(scope="session")
def assignments() -> Mapping[str, Assignment]:
    """The course's exercises under KEY, by their slugs."""
    from casebook.marking.assignments import assignments_of

    return assignments_of(ROOT, KEY)


def right(assignment: Assignment) -> dict[str, str]:
    """The right answer to every question that has one, as Python source, by the question's id."""
    return {
        question["id"]: repr(question["check"]["expected"]) for question in assignment.questions if question["check"]
    }


def points(assignment: Assignment, ids: Iterable[str]) -> int:
    """What these questions are worth together."""
    wanted = set(ids)
    return sum(question["points"] for question in assignment.questions if question["id"] in wanted)


def answered(assignment: Assignment, answers: Mapping[str, str]) -> dict[str, Any]:
    """The released notebook with these answers, and nothing else changed: a new dictionary.

    An answer is Python source for a question with a name, and the whole text of the cell for a written one.
    """
    notebook: dict[str, Any] = copy.deepcopy(dict(assignment.cells))
    for question in assignment.questions:
        if question["id"] not in answers:
            continue
        answer = answers[question["id"]]
        cell = cell_called(notebook, question["solution"])
        if question["name"]:
            assert CODE_STUB in cell["source"], question["id"]
            cell["source"] = cell["source"].replace(CODE_STUB, f"{question['name']} = {answer}\n{CODE_STUB}")
        else:
            cell["source"] = answer
    return notebook


def cell_called(notebook: Mapping[str, Any], grade_id: str) -> dict[str, Any]:
    """The one cell that nbgrader knows by this name."""
    (cell,) = (one for one in notebook["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)
    return cell
