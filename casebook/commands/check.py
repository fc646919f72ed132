"""The guards that are quick enough to run before each commit: tables, questions, pages and the data package."""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import MalformedError

from casebook.evidence import Case
from casebook.evidence.package import text_of
from casebook.pages import check_pages, read_book
from casebook.pages.marks import check_marks, marks_required, table_of_marks
from casebook.quizzes import Bank, load_bank
from casebook.quizzes.objectives import check_objectives, curriculum_of
from casebook.quizzes.shown import problems_of_quizzes

HELP = "check tables, questions, pages and data package without building"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument(
        "--marks",
        action="store_true",
        help="check too that each paragraph names what carries it, that sides argue at equal length, that terms are "
        "linked at first use and that every objective is tested; print a table of the paragraphs",
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Print every problem of the book at `root`, one a line; 1 if any.

    Raises EvidenceError for unsound tables or questions.
    """
    case = Case.load(root)
    bank = load_bank(case)
    with_marks = arguments.marks or marks_required(case)
    problems = [*_stale_package(case), *_of_pages(case, bank, root, with_marks=with_marks)]
    for problem in problems:
        print(problem)
    if arguments.marks and (root / "_toc.yml").exists():
        print(f"\n{table_of_marks(read_book(root))}\n")
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


def _of_pages(case: Case, bank: Bank, root: Path, *, with_marks: bool) -> list[str]:
    if not (root / "_toc.yml").exists():
        return ["_toc.yml: the file is missing; it lists the book's pages"]
    try:
        pages = read_book(root)
        problems = check_pages(case, pages) + problems_of_quizzes(bank, pages)
        if with_marks:
            problems += check_marks(case, pages) + check_objectives(curriculum_of(bank, pages, root))
    except (MalformedError, yaml.YAMLError) as error:
        return [f"_toc.yml: not readable as a list of pages: {error}"]
    return [str(problem) for problem in problems]
