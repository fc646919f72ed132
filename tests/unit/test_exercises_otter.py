"""The zip for Otter: the files that `otter generate` writes, and tests that hold without Otter what they say."""

from __future__ import annotations

import json
import sys
import types
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

import casebook
from casebook.exercises.exercise import load_exercise
from casebook.exercises.otter import otter_files, write_otter_zip
from casebook.exercises.variant import variant_of

ROOT = Path(__file__).resolve().parents[2]
SLUG = "hedge-to-bounds"


@pytest.fixture(scope="module")
def variant() -> Any:
    return variant_of(load_exercise(ROOT, SLUG), casebook.load(ROOT))


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The cases of a test file that is run: each with what its decorator was told and its function."""
    found: list[Any] = []

    def test_case(**about: Any) -> Any:
        return lambda function: found.append((about, function))

    module = types.ModuleType("otter.test_files")
    module.test_case = test_case  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "otter", types.ModuleType("otter"))
    monkeypatch.setitem(sys.modules, "otter.test_files", module)
    return found


def test_it_holds_what_otter_generate_writes(variant: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(write_otter_zip(tmp_path, variant)) as archive:
        names = archive.namelist()
        settings = json.loads(archive.read("otter_config.json"))
        packages = yaml.safe_load(archive.read("environment.yml"))
    assert {"run_autograder", "run_otter.py", "setup.sh", "environment.yml", "otter_config.json"} <= set(names)
    assert [name for name in names if name.startswith("tests/")] == [f"tests/{name}.py" for name in variant.checks]
    assert {name.removeprefix("files/") for name in names if name.startswith("files/")} == set(variant.files)
    assert settings["show_hidden"] is False
    assert "otter-grader[grading,plugins]==7.0.0" in packages["dependencies"][-1]["pip"]


def test_its_tests_pass_the_answer_and_fail_every_known_mistake(variant: Any, cases: list[Any]) -> None:
    files = otter_files(variant)
    for name, check in variant.checks.items():
        cases.clear()
        names: dict[str, Any] = {}
        exec(files[f"tests/{name}.py"], names)
        (form, shown), (value, hidden) = cases
        assert names["OK_FORMAT"] is False
        assert (form["points"], form["hidden"]) == (0, False)
        assert (value["points"], value["hidden"]) == (variant.exercise.question(name).points, True)
        hidden({check["name"]: check["expected"]})
        shown({check["name"]: check["expected"]})
        for wrong in [..., *check["mistakes"].values()]:
            with pytest.raises(AssertionError):
                hidden({check["name"]: wrong})
        with pytest.raises(AssertionError):
            shown({})


def test_what_a_student_is_shown_holds_no_answer(variant: Any, cases: list[Any]) -> None:
    for name in variant.checks:
        names: dict[str, Any] = {}
        exec(otter_files(variant)[f"tests/{name}.py"], names)
        assert "expected" not in names["_FORM"] and "mistakes" not in names["_FORM"]
        assert "expected" in names["_VALUE"]
