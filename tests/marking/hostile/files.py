"""Files that are no notebook, or are one in name only, and things in the place of a file."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.marking.hostile.case import EXERCISE, HONEST, NOTHING, Ground, Hostile, honest, sheet

BROKEN = ("malformed",)
Content = Callable[[Ground], bytes]


def cases() -> list[Hostile]:
    """All of them."""
    return [
        _file("wrong-type-py", "hands in a script", f"{EXERCISE}.py", lambda _: b"usable = []\n", ".py"),
        _file("wrong-type-pdf", "hands in a print", f"{EXERCISE}.pdf", lambda _: b"%PDF-1.7\n%%EOF\n", ".pdf"),
        _file("wrong-type-docx", "hands in a text", f"{EXERCISE}.docx", packed, ".docx"),
        _file("wrong-type-zip", "hands in an archive", f"{EXERCISE}.zip", packed, ".zip"),
        _file("wrong-type-txt", "hands in a notebook that a browser renamed", f"{EXERCISE}.ipynb.txt", whole, ".txt"),
        _file("archive-in-disguise", "hands in an archive that is called a notebook", None, packed, ""),
        _file(
            "web-page", "hands in the page that shows the notebook", None, lambda _: b"<!DOCTYPE html><html><body>", ""
        ),
        _file("empty-file", "hands in nothing", None, lambda _: b"", "empty"),
        _file("truncated", "hands in the first half of a notebook", None, lambda ground: whole(ground)[:4000], ""),
        _file(
            "nul-bytes",
            "hands in a notebook with NUL bytes in it",
            None,
            lambda ground: whole(ground).replace(b" ", b"\0", 90),
            "",
        ),
        _file("only-nul", "hands in what a failed disk leaves", None, lambda _: bytes(20_000), ""),
        _file("list-of-numbers", "hands in JSON that is no notebook", None, lambda _: b"[1, 2, 3]", ""),
        _file(
            "cells-are-a-number",
            "hands in a notebook whose cells are a number",
            None,
            lambda _: b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 5}',
            "",
        ),
        _file("odd-cells", "hands in a notebook whose cells are no cells", None, odd_cells, ""),
        _file(
            "nested-deeply", "hands in JSON that is nested a hundred thousand deep", None, lambda _: b"[" * 100_000, ""
        ),
        _file(
            "nested-well",
            "hands in the same, closed",
            None,
            lambda _: b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            "",
        ),
        _file(
            "endless-number",
            "hands in a number of ten thousand digits",
            None,
            lambda _: b'{"nbformat": ' + b"9" * 10_000 + b"}",
            "",
        ),
        _file(
            "future-format",
            "hands in a notebook of version 99",
            None,
            lambda ground: json.dumps(honest(ground) | {"nbformat": 99}).encode(),
            "99",
        ),
        _file(
            "ancient-format", "hands in a notebook of version 1", None, lambda _: b'{"nbformat": 1, "cells": []}', "1"
        ),
        _file("hundred-thousand-cells", "hands in 100,000 cells", None, many_cells, "cells"),
        _file(
            "merge-conflict",
            "hands in a notebook with marks of a merge",
            None,
            lambda ground: b"<<<<<<< HEAD\n" + whole(ground),
            "",
        ),
        Hostile("two-hundred-megabytes", "hands in 200 MB", huge, NOTHING, BROKEN, "MB"),
        Hostile("a-pipe", "puts a pipe that nobody writes to in the notebook's place", pipe, NOTHING, BROKEN),
        Hostile("a-socket", "puts a socket in the notebook's place", listening, NOTHING, BROKEN),
        Hostile("a-device", "puts an endless device in the notebook's place", device, NOTHING, BROKEN),
        Hostile("a-folder", "puts a folder in the notebook's place, and it into that", folder_in_place, HONEST),
        Hostile("unreadable", "hands in a file that may not be read", unreadable, NOTHING, BROKEN),
        Hostile("many-files", "hands in 6,000 files", many_files, NOTHING, BROKEN, "files"),
        Hostile("deep-folders", "hands in a notebook 200 folders down", deep_folders, NOTHING, BROKEN, "deep"),
        Hostile("no-such-time", "was changed at a time that no calendar has", odd_time, HONEST),
        Hostile("odd-timestamp", "has a timestamp that is no time", odd_timestamp, HONEST),
        Hostile("half-characters", "has halves of characters in its cells", surrogates, HONEST),
        Hostile("other-encoding", "was saved in UTF-16", other_encoding, HONEST),
        Hostile("byte-order-mark", "was saved by an editor that puts a mark in front", marked, HONEST),
    ]


def _file(student: str, tries: str, name: str | None, content: Content, says: str) -> Hostile:
    def put(folder: Path, ground: Ground) -> None:
        path = sheet(folder, ground, student, content(ground))
        if name is not None:
            path.rename(path.with_name(name))

    return Hostile(student, tries, put, NOTHING, BROKEN, says)


def whole(ground: Ground) -> bytes:
    """A good notebook as a file."""
    return json.dumps(honest(ground), indent=1).encode()


def packed(ground: Ground) -> bytes:
    """A good notebook in an archive, with a name that leads out of where it is unpacked."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"../../{EXERCISE}.ipynb", whole(ground))
    return archive.getvalue()


def odd_cells(ground: Ground) -> bytes:
    notebook = honest(ground)
    notebook["cells"] = [5, None, "x", {}, {"cell_type": 7}, {"cell_type": "code", "source": {"a": 1}, "metadata": []}]
    return json.dumps(notebook).encode()


def many_cells(ground: Ground) -> bytes:
    notebook = honest(ground)
    one = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "", "id": "x"}
    notebook["cells"] += [one] * 100_000
    return json.dumps(notebook).encode()


def huge(folder: Path, ground: Ground) -> None:
    """Its middle is a hole, so that it takes no room on the disk."""
    path = sheet(folder, ground, "two-hundred-megabytes", whole(ground))
    os.truncate(path, 200 << 20)


def pipe(folder: Path, ground: Ground) -> None:
    os.mkfifo(_place(folder, "a-pipe"))


def listening(folder: Path, ground: Ground) -> None:
    place = _place(folder, "a-socket")
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(place.parent):  # a socket's name must be short
        made.bind(place.name)


def device(folder: Path, ground: Ground) -> None:
    """/dev/zero by another name; a pipe where only an administrator may make one."""
    place = _place(folder, "a-device")
    try:
        os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(place)


def folder_in_place(folder: Path, ground: Ground) -> None:
    inside = sheet(folder, ground, f"a-folder/{EXERCISE}.ipynb", honest(ground, HONEST))
    assert inside.parent.is_dir()


def unreadable(folder: Path, ground: Ground) -> None:
    """Nothing keeps an administrator from reading a file, so there it is also empty."""
    place = _place(folder, "unreadable")
    place.write_bytes(b"")
    place.chmod(0)


def many_files(folder: Path, ground: Ground) -> None:
    inside = sheet(folder, ground, "many-files", honest(ground)).parent
    for turn in range(6_000):
        (inside / f"{turn}.txt").touch()


def deep_folders(folder: Path, ground: Ground) -> None:
    sheet(folder, ground, "/".join(["deep-folders", *("d" * 200)]), honest(ground))


def odd_time(folder: Path, ground: Ground) -> None:
    path = sheet(folder, ground, "no-such-time", honest(ground, HONEST))
    with contextlib.suppress(OSError, OverflowError):  # where the file system has no such time either
        os.utime(path, (2**40, 2**40))


def odd_timestamp(folder: Path, ground: Ground) -> None:
    path = sheet(folder, ground, f"odd-timestamp/{EXERCISE}", honest(ground, HONEST))
    path.with_name("timestamp.txt").write_bytes(b"\xff9999-99-99 25:61:61 Mars/Olympus\n" + b"x" * 5000)


def surrogates(folder: Path, ground: Ground) -> None:
    notebook = honest(ground, HONEST)
    notebook["cells"][0]["source"] += "\ud800"
    for cell in notebook["cells"]:
        if cell["id"] == "solve-misfits":
            cell["source"] += "\ntext = '\ud800'\nprint(text)\n"
    notebook["metadata"]["authors"] = [{"name": "\udfff"}]
    sheet(folder, ground, "half-characters", notebook)


def marked(folder: Path, ground: Ground) -> None:
    notebook = json.dumps(honest(ground, HONEST))
    sheet(folder, ground, "byte-order-mark", b"\xef\xbb\xbf" + notebook.encode())


def other_encoding(folder: Path, ground: Ground) -> None:
    sheet(folder, ground, "other-encoding", json.dumps(honest(ground, HONEST)).encode("utf-16"))


def _place(folder: Path, student: str) -> Path:
    place = folder / student / f"{EXERCISE}.ipynb"
    place.parent.mkdir(parents=True)
    return place
