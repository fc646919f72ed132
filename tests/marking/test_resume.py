"""Marking that is killed, again and again, and goes on: the same gradebook in the end, and nobody is marked twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.marking.cohort import command, grade, gradebook_in, results_in, table, write_cohort

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

pytestmark = pytest.mark.slow

KILLS = 10
STUDENTS = 6
PATIENCE = 120  # seconds, after which a test no longer waits; none asserts how long anything takes
# What is written once all are marked, to be interrupted as well.
LAST = ("gradebook.db", "marks.csv", "written.csv", "feedback")


@dataclass(frozen=True)
class Handed:
    """The folder of submissions, how many there are, and what an unbroken marking made of them."""

    folder: Path
    count: int
    unbroken: Path


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory, assignments: Mapping[str, Assignment]) -> Handed:
    place = tmp_path_factory.mktemp("resume")
    count = write_cohort(place / "submitted", assignments, STUDENTS)
    done = grade(place / "submitted", place / "unbroken", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert len(results_in(place / "unbroken")) == count
    return Handed(place / "submitted", count, place / "unbroken")


class Running:
    """The real command in a process of its own, with a mark in its environment that its children inherit."""

    def __init__(self, handed: Handed, out: Path, *words: str) -> None:
        self.out = out
        self.mark = f"CASEBOOK_TEST_RUN={uuid.uuid4().hex}"
        name, _, value = self.mark.partition("=")
        self.process = subprocess.Popen(
            command(handed.folder, out, "--jobs", "2", *words),
            env=os.environ | {name: value},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, reached: Callable[[], bool]) -> bool:
        """Wait until something is so; False where the command came to its end first."""
        deadline = time.monotonic() + PATIENCE
        while not reached():
            if self.process.poll() is not None:
                return False
            assert time.monotonic() < deadline, "the marking does not go on"
            time.sleep(0.01)
        return self.process.poll() is None

    def ended_with(self, number: int) -> str:
        """Send a signal, and give back what was printed, once no process is left of all that the command began."""
        below = psutil.Process(self.process.pid).children(recursive=True)  # sandboxes and what is in them too
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while left := self._left(below):
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.02)
        return said

    def _left(self, below: list[psutil.Process]) -> list[psutil.Process]:
        marked = [one for one in psutil.process_iter() if self.mark in _environment(one.pid)]
        return [one for one in {*below, *marked} if _is_alive(one)]


def _environment(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def stamps(out: Path) -> dict[Path, tuple[int, int]]:
    """Every result's file with what shows that it was written again: another inode, another time."""
    found = {path: path.stat() for path in (out / "results").glob("*/*/*.json")}
    return {path: (status.st_ino, status.st_mtime_ns) for path, status in found.items()}


def moments(draw: random.Random, count: int) -> list[tuple[str, int]]:
    """Ten moments, in the order in which a marking comes to them: so many results, or a last file that is written."""
    marking = sorted(draw.randrange(count) for _ in range(KILLS - 3))
    return [*(("results", many) for many in marking), *((draw.choice(LAST), 0) for _ in range(3))]


def test_killed_at_ten_random_moments_it_ends_as_an_unbroken_marking_does(handed, tmp_path):
    seed = int(os.environ.get("CASEBOOK_TEST_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"CASEBOOK_TEST_SEED={seed}")
    draw = random.Random(seed)
    out = tmp_path / "grades"
    kept: dict[Path, tuple[int, int]] = {}
    for what, many in moments(draw, handed.count):
        running = Running(handed, out)
        if what == "results":
            so_far = max(many, len(kept))
            there = running.until(lambda so_far=so_far: len(stamps(out)) >= so_far)
            time.sleep(draw.uniform(0, 0.3))
        else:
            before = _written(out / what)
            there = running.until(lambda what=what, before=before: _written(out / what) != before)
        assert there, f"it came to its end before it was killed: {running.process.communicate()[0]}"
        running.ended_with(signal.SIGKILL)
        assert running.process.returncode == -signal.SIGKILL
        now = stamps(out)
        assert {path: now.get(path) for path in kept} == kept, "a submission was marked again, or its result was lost"
        kept = now
    done = grade(handed.folder, out, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert f"{handed.count} submissions" in done.stdout
    now = stamps(out)
    assert {path: now[path] for path in kept} == kept and len(now) == handed.count
    assert not list(out.rglob("*.tmp"))
    assert results_in(out) == results_in(handed.unbroken)
    assert table(out) == table(handed.unbroken)
    assert gradebook_in(out) == gradebook_in(handed.unbroken)


def test_ctrl_c_says_how_far_it_came_and_the_same_command_goes_on(handed, tmp_path):
    out = tmp_path / "grades"
    running = Running(handed, out)
    assert running.until(lambda: len(stamps(out)) >= 3)
    said = running.ended_with(signal.SIGINT)
    kept = stamps(out)
    assert running.process.returncode == 130
    assert said.splitlines()[-1] == (
        f"interrupted; {len(kept)} of {handed.count} are marked; the same command goes on"
    ), said
    assert "Traceback" not in said
    done = grade(handed.folder, out, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert f"{len(kept)} of them before" in done.stdout
    now = stamps(out)
    assert {path: now[path] for path in kept} == kept
    assert results_in(out) == results_in(handed.unbroken)


def _written(path: Path) -> object:
    """What changes when a file, or anything in a folder, is written again."""
    try:
        return path.stat().st_ino, path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
