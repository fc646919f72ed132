"""Nothing that a student receives holds a solution, a hidden test, an answer or the key; the instructor's files do."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path

import pytest

import casebook
from casebook.archive import write_zip
from casebook.exercises.exercise import load_exercises
from casebook.exercises.variant import Variant, variant_of
from tests.conftest import ROOT, run
from tests.leaks import files_in, needles_of, texts_of

KEY = "tern heron gannet plover"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session", autouse=True)
def sandbox_there() -> None:
    """Nothing is run here, so no sandbox is needed."""


@pytest.fixture(scope="module", params=[None, KEY], ids=["public", "key"])
def key(request: pytest.FixtureRequest) -> str | None:
    return request.param


@pytest.fixture(scope="module")
def variants(key: str | None) -> list[Variant]:
    case = casebook.load(ROOT)
    return [variant_of(exercise, case, key) for exercise in load_exercises(ROOT)]


@pytest.fixture(scope="module")
def written(key: str | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `exercises` writes, and what `instructor-pack` writes, unpacked into `pack`."""
    out = tmp_path_factory.mktemp("written")
    secret = ["--key", key] if key else []
    for words in (["exercises", "--otter", "--out", str(out)], ["instructor-pack", "--out", str(out / "zip")]):
        done = run(*words, *secret, root=ROOT)
        assert done.code == 0, done.said
    (packed,) = (out / "zip").glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(out / "unpacked")
    (folder,) = (out / "unpacked").iterdir()
    folder.rename(out / "pack")
    return out


@pytest.mark.parametrize("part", ["students", "course/release", "pack/for-students"])
def test_nothing_that_a_student_receives_tells_an_answer(part: str, written: Path, variants: list[Variant]) -> None:
    texts = list(texts_of(files_in(written / part)))
    assert len({where.split("!")[0].split(" (")[0] for where, _ in texts}) >= len(variants)
    for variant in variants:
        assert needles_of(variant).among(texts) == {}, variant.exercise.slug


def test_the_key_is_in_nothing_that_is_written(written: Path, key: str | None) -> None:
    for where, text in texts_of(files_in(written)):
        assert KEY not in text, where


@pytest.mark.parametrize("part", ["instructor", "pack/for-instructors/exercises"])
def test_all_of_it_is_found_where_it_should_be(part: str, written: Path, variants: list[Variant]) -> None:
    """Else the search would find nothing anywhere."""
    for variant in variants:
        needles = needles_of(variant)
        found = needles.among(texts_of(files_in(written / part / variant.exercise.slug)))
        assert {needle for needle, _ in found["solution"]} == set(needles.kinds["solution"])
        assert {needle for needle, _ in found["mistake"]} == set(needles.kinds["mistake"])
        assert {needle for needle, _ in found.get("number", ())} == set(needles.kinds["number"])
        assert len({needle for needle, _ in found["rubric"]}) > len(needles.kinds["rubric"]) / 2
        assert {"BEGIN SOLUTION", "BEGIN HIDDEN", "_checks[", '"expected":', "'mistakes':"} <= {
            needle for needle, _ in found["marker"]
        }


@pytest.mark.parametrize("where", ["source", "metadata", "attachment", "nested zip"])
def test_a_planted_leak_is_found_wherever_it_is_hidden(where: str, variants: list[Variant], tmp_path: Path) -> None:
    variant = variants[0]
    line = needles_of(variant).kinds["solution"][0]
    packed = base64.b64encode(line.encode() * 9).decode()
    notebook = {
        "source": {"cells": [{"source": ["# head\n", line]}]},
        "metadata": {"metadata": {"left over": line}},
        "attachment": {"cells": [{"attachments": {"a.txt": {"text/plain": packed}}}]},
    }
    content = json.dumps(notebook.get(where, notebook["source"]), ensure_ascii=True).encode()
    inner = write_zip(tmp_path / "inner" / "a.zip", {"a.ipynb": content}).read_bytes()
    write_zip(tmp_path / "out" / "b.zip", {"folder/a.zip": inner} if where == "nested zip" else {"a.ipynb": content})
    assert "solution" in needles_of(variant).among(texts_of(files_in(tmp_path / "out")))
