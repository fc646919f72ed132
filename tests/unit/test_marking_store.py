"""Results on disk: whole or not at all, found again only for the same work, in folders that any name fits into."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from casebook.marking.errors import Refused
from casebook.marking.result import Flag, Mark, Result
from casebook.marking.store import Store, folder_name, write_whole

DIGEST = "d" * 64
AWKWARD = [
    *("Zoë", "Zoe\u0308", "zoë", "ZOË", "zoe", "Zoe", "李雷", "אבי", "\U0001f427", "a/b", "a\\b", "..", ".", "", " "),
    *("con", "CON", "nul.txt", "com1", "-rf", "a\nb", "a\0b", "x" * 300, "X" * 300, "end.", "end", "\udcff"),
]


def result(**changed: Any) -> Result:
    whole = Result(
        student="zoë",
        exercise="shelves",
        variant="public",
        attempt=2,
        file="zoë/shelves/shelves.ipynb",
        handed_in="2026-03-02T16:59:00+00:00",
        late=False,
        digest=DIGEST,
        marks=(Mark("how-many", 2, 2), Mark("why", None, 3), Mark("when", 0, 1, "wrong value")),
        flags=(Flag("repaired", "the cells were in another order"),),
        seconds=1.5,
        notebook={"cells": [{"source": "naïve \ud800"}]},
    )
    return dataclasses.replace(whole, **changed)


def found(store: Store, digest: str = DIGEST) -> Result | None:
    return store.find("zoë", "shelves", 2, digest)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results", "public")


def test_a_result_is_found_as_it_was_put(store):
    with store:
        assert found(store) is None
        path = store.put(result())
        assert path == store.path_of("zoë", "shelves", 2) and path.is_relative_to(store.folder)
        assert found(store) == result()
        assert [one.name for one in path.parent.iterdir()] == ["2.json"]


def test_a_result_of_other_work_is_not_found(store):
    with store:
        store.put(result())
        assert found(store, "e" * 64) is None
        # Files that were moved about by hand belong to nobody else.
        other = store.path_of("anna", "shelves", 2)
        other.parent.mkdir(parents=True)
        os.replace(store.path_of("zoë", "shelves", 2), other)
        assert store.find("anna", "shelves", 2, DIGEST) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"digest": DIGEST}).encode(),
        json.dumps({**result().to_json(), "marks": 7}).encode(),
        json.dumps({**result().to_json(), "marks": [{"question": "how-many"}]}).encode(),
        json.dumps({**result().to_json(), "points": 99}).encode(),
        json.dumps(result().to_json()).encode()[:-1],
    ],
)
def test_a_broken_result_is_as_good_as_none_and_is_replaced(store, content):
    with store:
        path = store.put(result())
        path.write_bytes(content)
        assert found(store) is None
        store.put(result())
        assert found(store) == result()


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "1.json"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_marking_had_begun_to_write_is_cleared_away(store):
    with store:
        path = store.put(result())
    draft = path.with_name(".3.json.4711.tmp")
    draft.write_bytes(b"{")
    with store:
        assert not draft.exists()
        assert found(store) == result()


def test_results_of_another_variant_are_refused_and_left_alone(store):
    with store:
        path = store.put(result())
    before = path.read_bytes()
    with pytest.raises(Refused, match=r"holds results of variant public, and this is 0a1b2c3d: give the key"):
        Store(store.folder, "0a1b2c3d").__enter__()
    assert path.read_bytes() == before
    with store:
        assert found(store) == result()


@pytest.mark.skipif(sys.platform == "win32", reason="no lock there")
def test_two_markings_at_a_time_do_not_share_a_folder(store, tmp_path):
    held = "import sys; from pathlib import Path; from casebook.marking.store import Store\n"
    held += "with Store(Path(sys.argv[1]), 'public'):\n    print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", held, str(store.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    ) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(Refused, match="another marking is at work here"):
            store.__enter__()
        other.kill()  # however it ends, the folder is free again
        other.wait()
    with store:
        store.put(result())


def test_every_name_has_a_folder_of_its_own_that_every_file_system_takes():
    folders = [folder_name(name) for name in AWKWARD]
    # Some file systems take capitals for small letters, and decomposed letters for whole ones.
    assert len({unicodedata.normalize("NFC", one).casefold() for one in folders}) == len(AWKWARD)
    for folder in folders:
        assert folder.isascii() and folder == folder.strip(" .") and len(folder) <= 60, folder
        assert not set(folder) & set('/\\:*?"<>|\n\0'), folder
        assert folder.split(".")[0] not in ("con", "nul", "com1"), folder
    assert folder_name("zoe") == "zoe" and folder_name("Zoë").startswith("zoe~")


def test_what_is_kept_of_files_that_are_gone_is_counted(store):
    with store:
        store.put(result())
        store.put(result(student="anna", attempt=1))
        assert store.others({store.path_of("zoë", "shelves", 2)}) == 1
