"""A zip for Otter-Grader 7 on Gradescope, in the form that `otter generate` writes; an extra, tested only for form.

Otter compares inside the process that ran the submission, so a submission can forge its marks there; the marking of
this package does not (`casebook.marking`). What a person marks is not in the zip: Gradescope's own rubric does that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from casebook.archive import write_zip
from casebook.exercises.exercise import Question
from casebook.exercises.testcells import hidden_test, visible_test
from casebook.exercises.variant import Check, Variant

FOLDER = "otter"
VERSION = "7.0.0"
_PYTHON = "3.13"  # Otter's own choice for its images
_MINIFORGE = "25.3.1-0"
_HOME = "/opt/miniforge3"
_ENVIRONMENT = "otter-env"

_SETTINGS = {"show_hidden": False, "show_stdout": False}

# Two cases: the form, which the student sees, for nothing; the value, hidden, for all the points.
_TEST = """\
from otter.test_files import test_case

OK_FORMAT = False

name = {name!r}
points = {points}

_FORM = {form!r}
_VALUE = {value!r}


@test_case(name="{name}: form", points=0, hidden=False)
def form(env):
    exec(_FORM, dict(env))


@test_case(name="{name}: value", points={points}, hidden=True)
def value(env):
    exec(_VALUE, dict(env))
"""

_SETUP = f"""\
#!/usr/bin/env bash
# Gradescope runs this once, when it makes the image.
set -e
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y wget build-essential
wget -nv -O /tmp/miniforge.sh \\
  "https://github.com/conda-forge/miniforge/releases/download/{_MINIFORGE}/Miniforge3-Linux-$(uname -m).sh"
bash /tmp/miniforge.sh -b -p {_HOME}
{_HOME}/bin/mamba env create -y -f /autograder/source/environment.yml
"""

_RUN = f"""\
#!/bin/bash
# Gradescope runs this for each submission.
{_HOME}/bin/mamba run -n {_ENVIRONMENT} python /autograder/source/run_otter.py
"""

_PROGRAM = """\
from otter.run.run_autograder import main

if __name__ == "__main__":
    main("/autograder")
"""

_PACKAGES = f"""\
name: {_ENVIRONMENT}
channels:
  - conda-forge
dependencies:
  - python={_PYTHON}
  - pip
  - jupyter_server
  - pip:
      - otter-grader[grading,plugins]=={VERSION}
      - pandas>=3,<4
      - matplotlib>=3.10,<4
"""


def otter_files(variant: Variant) -> Mapping[str, bytes]:
    """The files of the zip by their names: programs, settings, a test for each question with an answer, the data."""
    tests = {
        f"tests/{question.id}.py": _test(question, variant.checks[question.id]).encode()
        for question in variant.questions
        if question.id in variant.checks
    }
    return {
        "run_autograder": _RUN.encode(),
        "run_otter.py": _PROGRAM.encode(),
        "setup.sh": _SETUP.encode(),
        **tests,
        "environment.yml": _PACKAGES.encode(),
        "otter_config.json": (json.dumps(_SETTINGS, indent=2) + "\n").encode(),
        **{f"files/{name}": content for name, content in variant.files.items()},
    }


def write_otter_zip(folder: Path, variant: Variant) -> Path:
    """Write `<slug>.zip` into `folder`: it holds the answers, and is for Gradescope alone."""
    return write_zip(folder / f"{variant.exercise.slug}.zip", otter_files(variant))


def _test(question: Question, check: Check) -> str:
    return _TEST.format(
        name=question.id,
        points=question.points,
        form=visible_test(question, check),
        value=hidden_test(question, check),
    )
