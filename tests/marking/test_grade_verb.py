"""The verb `grade`: what it says when all goes well, and the one line that it says for what cannot be right."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook.commands import main
from casebook.exercises.draw import tag_of
from casebook.marking.result import Result
from casebook.marking.store import Store
from tests.marking.cohort import DUE, EXERCISES, command, grade, hand_in, results_in, table
from tests.marking.conftest import KEY, answered, right

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

SLUG = EXERCISES[0]


@pytest.fixture
def folder(tmp_path: Path, assignments: Mapping[str, Assignment]) -> Path:
    """Two students' submissions: all is right in one, nothing is answered in the other."""
    for name, answers in (("anna", right(assignments[SLUG])), ("ben", {})):
        content = json.dumps(answered(assignments[SLUG], answers)).encode()
        hand_in(tmp_path / "submitted", f"{name}/{SLUG}/{SLUG}.ipynb", content, DUE)
    return tmp_path / "submitted"


def all_right(assignments: Mapping[str, Assignment], slug: str) -> bytes:
    return json.dumps(answered(assignments[slug], right(assignments[slug]))).encode()


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_are_marked_and_it_says_where_to_look(folder, tmp_path):
    before = snapshot(folder)
    out = tmp_path / "grades"
    done = grade(folder, out, "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "2 submissions of 2 students marked"
    assert lines[1].startswith("0 submissions for a person to look at; ") and lines[1].endswith("/report.html says why")
    names = {path.name for path in out.iterdir()}
    assert {"results", "gradebook.db", "marks.csv", "written.csv", "feedback", "report.html"} <= names
    assert snapshot(folder) == before, "the submissions were changed"


def test_what_is_new_is_marked_what_is_gone_is_kept_and_other_exercises_stay(folder, tmp_path, assignments):
    out = tmp_path / "grades"
    assert grade(folder, out).returncode == 0
    # Ben hands in anew, Anna's file is gone, and two hand in another exercise.
    hand_in(folder, f"ben/{SLUG}/{SLUG}.ipynb", all_right(assignments, SLUG), DUE)
    (folder / "anna" / SLUG / f"{SLUG}.ipynb").unlink()
    other = EXERCISES[1]
    for name in ("anna", "carla"):
        hand_in(folder, f"{name}/{other}/{other}.ipynb", all_right(assignments, other), DUE)
    done = grade(folder, out, "--only", SLUG, "--progress")
    assert done.returncode == 0 and "1/1" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "1 submission of 1 student marked"
    assert lines[-1].startswith("1 result of files that are no longer there: kept in ")
    assert lines[-2].startswith("2 submissions to other exercises left out of all tables")
    found = results_in(out)
    assert set(found) == {f"results/anna/{SLUG}/1.json", f"results/ben/{SLUG}/1.json"}
    assert sum(mark["points"] or 0 for mark in found[f"results/ben/{SLUG}/1.json"]["marks"]) > 0
    done = grade(folder, out, "--only", other)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "3 submissions of 3 students marked, 1 of them before"
    rows = [line.split(",")[:2] for line in table(out).splitlines()[1:]]
    assert sorted(rows) == [["anna", other], ["ben", SLUG], ["carla", other]]


# What cannot be right: the words, and what the one line must name.
WRONG = {
    "a bad date": (["--due", "Monday"], ["--due", "'Monday'", "2026-03-02T17:00+00:00"]),
    "a date without a zone": (["--due", "2026-03-02T17:00"], ["--due", "time zone"]),
    "no job": (["--jobs", "0"], ["--jobs", "0"]),
    "no time": (["--cell-seconds", "-1"], ["--cell-seconds", "-1"]),
    "no such exercise": (["--only", "parchment"], ["parchment", SLUG]),
    "another executor": (["--executor", "ray://there:1"], ["--executor", "dask://host:port"]),
    "no port": (["--executor", "dask://there"], ["--executor", "dask://host:port"]),
    "two ways to mark": (["--executor", "dask://there:1", "--jobs", "2"], ["--jobs", "--executor"]),
    "no file of marks": (["--written", "nowhere.csv"], ["--written", "nowhere.csv"]),
    "a short key": (["--key", "owl"], ["--key", "8 characters"]),
}


@pytest.mark.parametrize(("words", "named"), WRONG.values(), ids=WRONG)
def test_an_argument_that_cannot_be_right_is_told_in_one_line(refused, folder, tmp_path, words, named):
    refused(folder, tmp_path / "grades", *words, named=named)
    assert not (tmp_path / "grades").exists()


def test_a_folder_that_is_missing_empty_or_a_file_is_told(refused, tmp_path):
    refused(tmp_path / "nowhere", tmp_path / "grades", named=["nowhere", "not there"])
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", tmp_path / "grades", named=["empty", "nothing to mark", "<exercise>.ipynb"])
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file", tmp_path / "grades", named=["file", "no folder"])


def test_submissions_and_outputs_may_not_lie_one_inside_the_other(refused, folder, tmp_path):
    before = snapshot(folder)
    os.symlink(folder, tmp_path / "elsewhere")
    for out in (folder, folder / "grades", tmp_path, folder / "anna" / ".." / "grades", tmp_path / "elsewhere" / "out"):
        refused(folder, out, named=["--out", "one inside the other"])
    assert snapshot(folder) == before


def test_a_folder_of_other_things_is_not_written_into(refused, folder, tmp_path):
    (tmp_path / "course" / "source").mkdir(parents=True)
    (tmp_path / "course" / "gradebook.db").write_text("a term's work")
    refused(folder, tmp_path / "course", named=["--out", "course", "new or empty"])
    assert snapshot(tmp_path / "course") == {"gradebook.db": b"a term's work"}


def test_results_of_another_key_are_refused_and_left_as_they_are(refused, folder, tmp_path):
    out = tmp_path / "grades"
    other = "another secret of another course"
    with Store(out / "results", tag_of(other)) as store:
        store.put(Result("anna", SLUG, tag_of(other), 1, "a.ipynb", DUE.isoformat(), False, "0", (), (), 0, None))
    before = snapshot(out)
    refused(folder, out, named=[tag_of(KEY), tag_of(other), "give the key", "--out"])
    assert snapshot(out) == before


def test_an_executor_that_does_not_answer_is_told(refused, folder, tmp_path):
    with socket.socket() as silent:  # takes the connection, and never says a word
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        words = ["--executor", f"dask://127.0.0.1:{port}"]
        refused(folder, tmp_path / "grades", *words, named=[f"127.0.0.1:{port}", "no Dask scheduler answers"])


def test_without_bubblewrap_nothing_is_run_and_it_says_what_to_install(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(command(folder, tmp_path / "grades")[3:]) == 1
    said = capsys.readouterr().err
    assert "apt-get install bubblewrap" in said and "container" in said and "trusting-every-submission" in said
    assert not (tmp_path / "grades").exists()


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Runs the verb here, and sees that it refuses in one line that names all it should, with exit code 2."""

    def check(folder: Path, out: Path, *words: str, named: Sequence[str]) -> None:
        code = main(command(folder, out, *words)[3:])
        said = capsys.readouterr()
        assert (code, said.out) == (2, ""), said.err
        assert len(said.err.splitlines()) == 1, said.err
        for word in named:
            assert word in said.err

    return check
