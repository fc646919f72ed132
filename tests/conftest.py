"""What tests of several layers share: a small invented book to build and to break, and the real book, built once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Built:
    """How a build ended: its exit code and all that it printed, colours taken out."""

    code: int
    said: str


@dataclass(frozen=True)
class Book:
    """A book in a folder of its own."""

    root: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which must stand in the file exactly once, by `new`."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, builder: str = "html") -> Built:
        """Build it with the project's own command."""
        return run("build", "--builder", builder, root=self.root)

    def html(self, page: str = "index") -> str:
        return (self.root / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8")


def run(*words: str, root: Path) -> Built:
    """Run a verb of the command line on the book at `root`."""
    command = [sys.executable, "-m", "casebook", "--root", str(root), *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return Built(done.returncode, _TERMINAL_COLOUR.sub("", done.stdout + done.stderr))


@pytest.fixture
def mini(tmp_path: Path) -> Book:
    """The invented library's book, in a folder where it may be broken."""
    root = tmp_path / "mini"
    shutil.copytree(ROOT / "tests" / "mini", root, ignore=shutil.ignore_patterns("_build"))
    return Book(root)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the real book's built site; the test workers share one build."""
    book = Book(ROOT)
    if worker_id == "master":
        return _built(book)
    marker = tmp_path_factory.getbasetemp().parent / "site"
    lock = tmp_path_factory.getbasetemp().parent / "site.lock"
    with _only_one(lock):
        if not marker.exists():
            _built(book)
            marker.touch()
    return ROOT / "_build" / "html"


def _built(book: Book) -> Path:
    built = book.build()
    assert built.code == 0, built.said[-4000:]
    return book.root / "_build" / "html"


class _only_one:
    """Hold a lock file while one worker builds; the others wait for it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        from filelock import FileLock

        self.lock = FileLock(str(self.path))
        self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.lock.release()
