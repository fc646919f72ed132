"""Submissions marked a minute on one core, by this project and by a stock nbgrader, as a ratio from one run.

    python bench/marking.py [--submissions 100] [--cores]

Both mark the same submissions of different quality, and must give the same marks; with --cores, also on two cores,
where nbgrader is started twice, once for each exercise. Needs bubblewrap and what the tests need.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ("denominators", "hedge-to-bounds")
KEY = "a course to be measured"
QUIETLY: dict[str, Any] = {
    "env": os.environ | {"PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])},
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
}

# Tests are no package that is installed, and another's of this name may be.
tests = types.ModuleType("tests")
tests.__path__ = [str(ROOT / "tests")]
sys.path.insert(0, str(ROOT))
sys.modules["tests"] = tests


@dataclass(frozen=True)
class Took:
    """What a marking took: seconds of clock time, and of all its processes together."""

    clock: float
    cpu: float


def main() -> None:
    """Measure both and print one table. Raises AssertionError where their marks differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=100, metavar="N", help="how many to mark (default: 100)")
    parser.add_argument("--cores", action="store_true", help="measure on two cores as well")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "written" / "course"
        prepare(course, arguments.submissions)
        print(f"{'marking on':<14}{'':>12}{'casebook':>12}{'stock':>12}{'ratio':>8}")
        compare("one core", course, Path(folder), arguments.submissions, cores=1)
        if arguments.cores:
            compare("two cores", course, Path(folder), arguments.submissions, cores=2)


def prepare(course: Path, many: int) -> None:
    """Write the course and hand in so many notebooks, half of each exercise."""
    from casebook.marking.assignments import assignments_of
    from tests.marking.submitted import submissions

    out = str(course.parent)
    casebook("exercises", "--key", KEY, "--only", *EXERCISES, "--out", out)
    assignments = assignments_of(ROOT, KEY, EXERCISES)
    for place, slug in enumerate(EXERCISES):
        subprocess.run(["nbgrader", "generate_assignment", slug, "--force"], cwd=course, check=True, **QUIETLY)
        for number, made in enumerate(submissions(assignments[slug], (many + 1 - place) // 2)):
            path = course / "submitted" / f"student-{number:03}" / slug / f"{slug}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(made.notebook), encoding="utf-8")
    shutil.copy(course / "gradebook.db", course / "gradebook-empty.db")


def compare(name: str, course: Path, folder: Path, many: int, *, cores: int) -> None:
    """Mark with both and print how they did."""
    ours, out = {}, folder / f"grades-{cores}"
    shutil.copy(course / "gradebook-empty.db", course / "gradebook.db")
    shutil.rmtree(course / "autograded", ignore_errors=True)
    with measured(ours):
        casebook(
            *("grade", "--submissions", str(course / "submitted"), "--key", KEY),
            *("--jobs", str(cores), "--out", str(out)),
        )
    stock: dict[str, Took] = {}
    with measured(stock):
        at_once = [[slug] for slug in EXERCISES] if cores == 1 else [list(EXERCISES)]
        for slugs in at_once:
            begun = [subprocess.Popen(["nbgrader", "autograde", slug], cwd=course, **QUIETLY) for slug in slugs]
            for process in begun:
                assert process.wait() == 0, "nbgrader autograde failed"
    assert marks_in(out) == marks_in(course), "the marks differ"
    one, other = ours["took"], stock["took"]
    speeds = [60 * many / took.clock for took in (one, other)]
    costs = [took.cpu / many for took in (one, other)]
    print(f"{name:<14}{'a minute':>12}{speeds[0]:>12.1f}{speeds[1]:>12.1f}{speeds[0] / speeds[1]:>8.2f}")
    print(f"{'':<14}{'CPU s each':>12}{costs[0]:>12.2f}{costs[1]:>12.2f}{costs[1] / costs[0]:>8.2f}", flush=True)


@contextmanager
def measured(into: dict[str, Took]) -> Iterator[None]:
    """Put what the processes that are started within took under 'took'."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    yield
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    into["took"] = Took(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def casebook(*words: str) -> None:
    """Run a verb of the project. Raises CalledProcessError where it fails."""
    subprocess.run([sys.executable, "-m", "casebook", "--root", str(ROOT), *words], check=True, **QUIETLY)


def marks_in(course: Path) -> dict[tuple[str, str, str], float | None]:
    """The points that each cell was given by the program, by exercise, student and cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            (slug, submission.student.id, grade.name): grade.auto_score
            for slug in EXERCISES
            for submission in book.assignment_submissions(slug)
            for grade in submission.notebooks[0].grades
        }


if __name__ == "__main__":
    main()
