"""Hostile and broken submissions, all in one folder and one marking: each gets its fair mark, and harms nobody.

What they are is in `hostile/`. The marking is the real command with the real sandbox; good submissions lie between.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import secrets
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from casebook.marking.assignment import Assignment
from casebook.marking.assignments import assignments_of
from casebook.marking.attempts import counting
from casebook.marking.naming import shown
from casebook.marking.result import Result
from tests.conftest import ROOT
from tests.marking.conftest import KEY, points
from tests.marking.hostile import cells, endings, files, forgeries, hogs, links, names, network, thefts
from tests.marking.hostile.case import EXERCISE, GOT, Ground, Hostile, attacked, honest, sheet

CASES = [
    case
    for module in (cells, endings, files, forgeries, hogs, links, names, network, thefts)
    for case in module.cases()
]
# In the order of names, in which they are marked: before, between and after all others.
GOOD = (links.GOOD, "a-z-good", "f-z-good", "l-z-good", "p-z-good", "t-z-good", "zzz-good")
SECRET = "a secret of the marker"
_BIG = 1 << 20


@dataclass(frozen=True)
class Played:
    """What became of all of them: the results by file, and what was found outside."""

    ground: Ground
    results: Mapping[str, list[Result]]  # by the student's folder, as it can be shown
    said: str
    changed: list[str]
    left: list[str]  # processes
    called: list[str]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, assignments: Mapping[str, Assignment]) -> Ground:
    top = tmp_path_factory.mktemp("hostile")
    token = f"marker-{secrets.token_hex(8)}"
    folders = {name: top / name for name in ("submissions", "canary", "out")}
    folders["submissions"].mkdir()
    folders["canary"].mkdir()
    (folders["canary"] / "kept.txt").write_text(SECRET)
    return Ground(
        **folders,
        project=ROOT,
        key=KEY,
        port=0,
        socket=f"socket-of-{token}",
        mark=token,
        assignment=assignments[EXERCISE],
        other=assignments["read-the-ledger"],
        foreign=assignments_of(ROOT, f"{KEY}, another year", [EXERCISE])[EXERCISE],
    )


@pytest.fixture(scope="module")
def played(ground: Ground) -> Iterator[Played]:
    with listening(ground) as (ground, called):
        for student in GOOD:
            sheet(ground.submissions, ground, student, honest(ground))
        for case in CASES:
            case.put(ground.submissions, ground)
        before = state_of(ground)
        done = grade(ground)
        time.sleep(0.2)  # for a process that was left behind to show itself
        after, left = state_of(ground), processes_of(ground)
    assert done.returncode == 0, done.stdout + done.stderr
    results: dict[str, list[Result]] = {}
    for path in sorted((ground.out / "results").rglob("*.json")):
        result = Result.from_json(json.loads(path.read_text(encoding="utf-8")))
        results.setdefault(result.file.split("/")[0], []).append(result)
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    yield Played(ground, results, done.stdout + done.stderr, changed, left, called)


def grade(ground: Ground) -> subprocess.CompletedProcess[str]:
    command = [
        *(sys.executable, "-m", "casebook", "--root", str(ROOT), "grade", "--submissions", str(ground.submissions)),
        *("--key", ground.key, "--out", str(ground.out), "--jobs", "2", "--cell-seconds", "2"),
    ]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        env=os.environ | {"STARTED_BY": ground.mark, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=900,  # a marking that one of them has stopped fails here
    )


@contextlib.contextmanager
def listening(ground: Ground) -> Iterator[tuple[Ground, list[str]]]:
    """The ground with ports and sockets that answer, and the list of who called."""
    called: list[str] = []
    servers = {
        "the port": socket.create_server(("127.0.0.1", 0)),
        "the socket without a file": socket.socket(socket.AF_UNIX),
        "the socket in the folder": socket.socket(socket.AF_UNIX),
    }
    servers["the socket without a file"].bind(f"\0{ground.socket}")
    with contextlib.chdir(ground.canary):
        servers["the socket in the folder"].bind("listens")

    def answer(name: str, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = server.accept()
                called.append(name)
                line.close()

    threads = [threading.Thread(target=answer, args=one, daemon=True) for one in servers.items()]
    for server in servers.values():
        server.listen()
    for thread in threads:
        thread.start()
    try:
        yield replace(ground, port=servers["the port"].getsockname()[1]), called
    finally:
        for server in servers.values():
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        for thread in threads:
            thread.join()


def state_of(ground: Ground) -> dict[str, Any]:
    """What every file is that no submission may change, by its path."""
    found: dict[str, Any] = {}
    tops = [
        ground.submissions,
        ground.canary,
        *(ROOT / name for name in ("exercises", "data", "casebook/marking/confined")),
    ]
    for top in tops:
        for folder, below, inside in os.walk(top):
            below[:] = [name for name in below if name != "__pycache__"]
            for name in (*below, *inside):
                path = Path(folder, name)
                found[str(path)] = _state(path)
    for folder in (ROOT, ROOT.parent, Path("/"), Path("/etc"), Path("/usr"), Path(os.__file__).parent):
        found[str(folder)] = sorted(name for name in os.listdir(folder) if ground.mark in name or "was-here" in name)
    return found


def _state(path: Path) -> Any:
    status = path.lstat()
    about = (status.st_mode, status.st_size, status.st_uid, status.st_mtime_ns, status.st_nlink)
    if stat.S_ISLNK(status.st_mode):
        return (*about, os.readlink(path))
    if stat.S_ISREG(status.st_mode) and status.st_size < 50 * _BIG and os.access(path, os.R_OK):
        return (*about, hashlib.sha256(path.read_bytes()).hexdigest())
    return about[:1] if stat.S_ISDIR(status.st_mode) and path.name == "__pycache__" else about


def processes_of(ground: Ground) -> list[str]:
    """The command lines of all processes that the marking or an attack began and that are still there."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        words = known = b""
        with contextlib.suppress(OSError):  # it has ended, or is another user's
            words = (folder / "cmdline").read_bytes()
            known = (folder / "environ").read_bytes()
        if ground.mark.encode() in words + known and folder.name != str(os.getpid()):
            found.append(words.replace(b"\0", b" ").decode(errors="replace"))
    return found


def earned(result: Result) -> set[str]:
    """The questions with all their points; one with a part of them has no place here."""
    assert all(mark.points in (0, None, mark.out_of) for mark in result.marks)
    return {mark.question for mark in result.marks if mark.points}


def outputs_of(result: Result) -> str:
    """All that the notebook's cells put out, as text."""
    return json.dumps(
        [cell.get("outputs", []) for cell in (result.notebook or {"cells": []})["cells"]], ensure_ascii=False
    )


def folder_of(case: Hostile) -> str:
    return shown(case.student)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.student.encode("ascii", "backslashreplace").decode()[:40])
def test_it_gets_what_it_earned_and_a_plain_reason(case: Hostile, played: Played) -> None:
    found = played.results.get(folder_of(case), [])
    if case.is_passed_over:
        assert not found
        return
    assert found, f"{case.tries}: it is lost"
    result = max(found, key=lambda one: one.attempt)
    assert earned(result) == case.keeps, f"{case.tries}: {result.flags}"
    out_of = {question["id"]: question["points"] for question in played.ground.assignment.questions}
    if result.exercise == EXERCISE:
        assert {mark.question: mark.out_of for mark in result.marks} == out_of
    if case.kinds:
        fair = [flag for flag in result.flags if flag.kind in case.kinds]
        assert fair, f"{case.tries}: {result.flags}"
        assert any(case.says.casefold() in flag.reason.casefold() for flag in fair), f"{case.tries}: {fair}"
    assert "unmarked" not in {flag.kind for flag in result.flags}, f"{case.tries}: {result.flags}"
    text = outputs_of(result)
    if GOT in text:
        pytest.fail(f"{case.tries}: {excerpt(text, GOT)}")
    if case.shows not in text:
        pytest.fail(f"{case.tries}: it was not even tried: {text[-2000:]}")
    whole = json.dumps(result.to_json(), ensure_ascii=False).replace(result.file, "")
    for hidden in (SECRET, *case.hides):
        if hidden in whole:
            pytest.fail(f"{case.tries}: {excerpt(whole, hidden)}")


def excerpt(text: str, word: str) -> str:
    """The text round a word: the whole may be a flood."""
    place = text.index(word)
    return text[max(0, place - 200) : place + 400]


@pytest.mark.parametrize("student", GOOD)
def test_good_work_before_between_and_after_them_has_full_marks(student: str, played: Played) -> None:
    (result,) = played.results[student]
    everything = {question["id"] for question in played.ground.assignment.questions if question["check"]}
    assert earned(result) == everything
    assert result.points == points(played.ground.assignment, everything)
    assert result.flags == ()


def test_nothing_outside_their_sandboxes_has_changed(played: Played) -> None:
    assert played.changed == []


def test_no_process_is_left_behind(played: Played) -> None:
    assert played.left == []


def test_nobody_was_called(played: Played) -> None:
    assert played.called == []


def test_each_has_a_result_and_no_two_students_share_one(played: Played) -> None:
    folders = {folder_of(case) for case in CASES if not case.is_passed_over} | set(GOOD)
    assert set(played.results) == folders
    students = [{result.student for result in found} for found in played.results.values()]
    assert all(len(one) == 1 for one in students)
    assert len(set.union(*students)) == len(students)


def test_the_gradebook_has_each_of_them_once_with_the_same_points(played: Played) -> None:
    from nbgrader.api import Gradebook

    expected = {
        result.student: result.points
        for result in counting([one for found in played.results.values() for one in found])
        if result.exercise == EXERCISE
    }
    with Gradebook(f"sqlite:///{played.ground.out / 'gradebook.db'}") as gradebook:
        found = [(one.student_id, one.score) for one in gradebook.assignment_submissions(EXERCISE)]
    assert len(found) == len(expected)
    assert dict(found) == expected


def test_no_page_runs_or_fetches_what_a_submission_brought(played: Played) -> None:
    pages = [*(played.ground.out / "feedback").rglob("*.html"), played.ground.out / "report.html"]
    assert len(pages) > len(CASES) - len(GOOD)
    for page in pages:
        for tag in html.parse(str(page)).iter():
            if not isinstance(tag.tag, str):
                continue
            assert tag.tag not in ("script", "iframe", "object", "embed", "form", "base"), (page, tag.tag)
            for name, value in tag.attrib.items():
                assert not name.startswith("on"), (page, name)
                if name in ("src", "srcset", "action", "data", "background", "poster", "xlink:href"):
                    assert value.startswith("data:image/"), (page, value[:80])
                if name == "href":
                    assert ":" not in value.split("/")[0] and not value.startswith("//"), (page, value[:80])


def test_no_table_holds_a_formula(played: Played) -> None:
    tables = list(played.ground.out.rglob("*.csv"))
    assert tables
    for table in tables:
        if table.is_relative_to(played.ground.out / "source") or table.is_relative_to(played.ground.out / "release"):
            continue
        with table.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (table, cell)


def test_what_was_written_lies_in_the_folder_for_it(played: Played) -> None:
    out = played.ground.out
    assert sorted(path.name for path in out.parent.iterdir()) == ["canary", "out", "submissions"]
    for path in out.rglob("*"):
        assert not path.is_symlink(), path


# Of each kind one whose success is seen at once, and that harms only what the test made for it.
CONTROLS = ("deletes-files", "reads-files", "reads-proc", "reads-memory", "calls-this-machine", "calls-programs")


@pytest.mark.parametrize("student", CONTROLS)
def test_the_same_attack_succeeds_where_there_are_no_walls(student: str, tmp_path: Path, ground: Ground) -> None:
    """Else the tests above would prove nothing."""
    (case,) = (case for case in CASES if case.student == student)
    folders = {name: tmp_path / name for name in ("submissions", "canary", "out", "work")}
    for folder in folders.values():
        folder.mkdir()
        (folder / "file.txt").write_text(SECRET)
    folders["project"] = folders.pop("out") / "nothing"
    work = folders.pop("work")
    here = replace(ground, **folders, out=tmp_path / "out", socket=f"control-{ground.socket}")
    with listening(here) as (here, called):
        tests = [dict(question["check"]) for question in here.assignment.questions if question["check"]]
        script = f"tests = {tests!r}\nget_ipython = lambda: __import__('types').SimpleNamespace(system=lambda _: 0)\n"
        done = subprocess.run(
            [sys.executable, "-"],
            input=f"{script}{here.names}\n{case.attack}",
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert GOT in done.stdout, done.stdout + done.stderr
    assert bool(called) == student.startswith("calls-")


def test_every_attack_stands_where_the_marking_runs_it(ground: Ground) -> None:
    """The attack's cell is the one that is asked for, and its code is code."""
    for case in CASES:
        if case.attack:
            notebook = attacked(ground, case.attack)
            (cell,) = (one for one in notebook["cells"] if case.attack.strip() in one["source"])
            compile(case.attack, case.student, "exec")
            assert cell["id"] == endings.CELL
