"""The real book, built twice from clean copies in unlike folders: every file that a reader gets is the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Book

pytestmark = pytest.mark.slow

# What a build reads, or what a reader may fetch through it.
SOURCES = ("_config.yml", "_toc.yml", "index.md", "requirements.txt", "assets", "chapters", "data", "exercises")


def clean_copy(folder: Path) -> Book:
    folder.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder)
    return Book(folder)


def digests_of(html: Path) -> dict[str, str]:
    """The digest of every file of a site, none left out, by its path."""
    files = sorted(path for path in html.rglob("*") if path.is_file())
    return {path.relative_to(html).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_builds_of_the_book_are_the_same_bytes(tmp_path):
    sites = []
    # Both copies before either build, so that nobody's edit can come between them.
    for book in [clean_copy(tmp_path / name) for name in ("one", "another folder/with a longer name")]:
        built = book.build()
        assert built.code == 0, built.said[-4000:]
        sites.append(digests_of(book.root / "_build" / "html"))
    first, second = sites
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"index.html", "searchindex.js", "_static/quiz.js", "_static/quiz.css"} <= set(first)


def test_a_second_build_in_one_process_is_the_same_too(mini):
    """Where reading side by side fails, the book is read again in the same process."""
    code = "import sys; from pathlib import Path; from casebook.sphinx.build import build_book; "
    code += "sys.exit(any(build_book(Path(root)) for root in sys.argv[1:]))"
    again = mini.root.parent / "again"
    shutil.copytree(mini.root, again)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(mini.root), str(again)], check=True, env=environment)
    assert digests_of(mini.root / "_build" / "html") == digests_of(again / "_build" / "html")
