"""No run of eight words of a core article stands in the repository.

The articles are not in the repository, so this runs only where a reader of them has put them: in `../shared/seeds`
beside the repository, or in the folder that the environment variable CASEBOOK_CORE_ARTICLES names.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = Path(os.environ.get("CASEBOOK_CORE_ARTICLES") or ROOT.parent / "shared" / "seeds")
RUN = 8
TEXTS = {
    ".md",
    ".csv",
    ".yml",
    ".yaml",
    ".json",
    ".py",
    ".txt",
    ".js",
    ".css",
    ".cff",
    ".ipynb",
    ".toml",
    ".html",
    ".svg",
    ".bib",
    "",
}


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"[’'‘]", "", text.lower()))


def runs_of(text: str) -> Iterator[tuple[str, ...]]:
    words = words_of(text)
    return zip(*(words[start:] for start in range(RUN)), strict=False)


@cache
def titles() -> frozenset[str]:
    """The titles of sources, which name them and may stand as they are in a cell of a table."""
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(row["title"] for row in csv.DictReader(stream))


@cache
def runs_of_articles() -> dict[tuple[str, ...], str]:
    return {
        run: path.name
        for path in sorted(ARTICLES.glob("*.txt"))
        for run in runs_of(path.read_text(encoding="utf-8", errors="replace"))
    }


def pieces_of(path: Path) -> Iterator[str]:
    """The text of a file; a table cell by cell, since words of two cells are no sentence, and without the titles."""
    text = re.sub(r"https?://\S+", "", path.read_text(encoding="utf-8"))  # an address often repeats a title
    if path.suffix == ".csv":
        yield from (cell for row in csv.reader(io.StringIO(text)) for cell in row if cell not in titles())
    elif path.suffix == ".ipynb":
        yield from ("".join(cell["source"]) for cell in json.loads(text)["cells"])
    else:
        yield text


def files_of_repository() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        # What begins with a dot or an underscore and holds no file of ours, and what is built.
        folders[:] = [
            name
            for name in folders
            if name in (".ci", ".github") or not name.startswith((".", "_")) and not name.endswith(".egg-info")
        ]
        found += [Path(folder, name) for name in names if Path(name).suffix in TEXTS and not name.endswith(".lock")]
    return sorted(path for path in found if "node_modules" not in path.parts and "__pycache__" not in path.parts)


def copied_from(pieces: Iterator[str]) -> list[str]:
    return [
        f"{runs_of_articles()[run]}: {' '.join(run)}"
        for piece in pieces
        for run in runs_of(piece)
        if run in runs_of_articles()
    ]


@pytest.fixture(scope="module", autouse=True)
def articles() -> None:
    if not list(ARTICLES.glob("*.txt")):
        pytest.skip("the core articles are not in the repository; name their folder in CASEBOOK_CORE_ARTICLES")


def test_no_file_repeats_eight_words_of_a_core_article() -> None:
    copied = {
        str(path.relative_to(ROOT)): found for path in files_of_repository() if (found := copied_from(pieces_of(path)))
    }
    assert copied == {}


def test_the_comparison_sees_a_copied_run_whatever_its_marks_and_capitals() -> None:
    article = next(path for path in sorted(ARTICLES.glob("*.txt"))).read_text(encoding="utf-8", errors="replace")
    run = words_of(article)[40 : 40 + RUN]
    assert copied_from(iter([f"He said: {'— '.join(run).upper()}!"]))
    assert not copied_from(iter([" ".join(run[:-1])]))


def test_the_comparison_covers_pages_tables_and_code() -> None:
    covered = {str(path.relative_to(ROOT)) for path in files_of_repository()}
    assert {
        "data/claims.csv",
        "data/sources.csv",
        "README.md",
        "casebook/errors.py",
        "chapters/grounds/pleaded.md",
    } <= covered
