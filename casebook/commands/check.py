"""The guards that are quick enough to run before each commit: tables, questions, pages and the data package."""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import MalformedError

from casebook.evidence import Case
from casebook.evidence.package import text_of
from casebook.pages.check import check_book
from casebook.quizzes import load_bank

HELP = "check tables, questions, pages and data package without building"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments: it has none."""


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Print every problem of the book at `root`, one a line; 1 if any.

    Raises EvidenceError for unsound tables or questions.
    """
    case = Case.load(root)
    load_bank(case)
    problems = [*_stale_package(case), *_of_pages(case, root)]
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} to mend" if len(problems) > 1 else "one to mend")
        return 1
    print("Tables, questions, pages and data package are in order.")
    return 0


def _stale_package(case: Case) -> list[str]:
    path = case.root / "data" / "datapackage.json"
    if path.exists() and path.read_text(encoding="utf-8") == text_of(case):
        return []
    return ["data/datapackage.json: not in step with the tables; write it anew with: python -m casebook package"]


def _of_pages(case: Case, root: Path) -> list[str]:
    if not (root / "_toc.yml").exists():
        return ["_toc.yml: the file is missing; it lists the book's pages"]
    try:
        return [str(problem) for problem in check_book(case, root)]
    except (MalformedError, yaml.YAMLError) as error:
        return [f"_toc.yml: not readable as a list of pages: {error}"]
