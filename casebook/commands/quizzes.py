"""Write the questions in other people's formats: learning platforms, paper, flash cards."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.shared import from_root
from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.quizzes import load_bank

HELP = "write the questions for Moodle, Canvas, other platforms, paper and Anki into _build/quizzes"
FORMATS = ("moodle", "gift", "qti21", "canvas", "worksheets", "cards")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--out", type=Path, help="the folder to write into (default: _build/quizzes)")
    parser.add_argument(
        "--only", nargs="+", choices=FORMATS, metavar="FORMAT", help=f"write these alone: {', '.join(FORMATS)}"
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the questions of the book at `root` and a report of what each format could not hold.

    Raises EvidenceError for unsound tables or questions, and CasebookError where there is no question.
    """
    from casebook.exports import report  # here, so that the other verbs start without them
    from casebook.exports.formats import WRITERS

    out = arguments.out.resolve() if arguments.out else root / "_build" / "quizzes"
    case = Case.load(root)
    bank = load_bank(case)
    if not bank.questions:
        raise CasebookError("data/questions: there is no question to write")
    wanted = [name for name in FORMATS if not arguments.only or name in arguments.only]
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for number, name in enumerate(wanted, start=1):
        print(f"[{number}/{len(wanted)}] {name} ...", end=" ", flush=True)
        one = WRITERS[name](bank, case, out)
        written.append(one)
        print(report.summary_of(one), flush=True)
    print(f"wrote {from_root(report.write(bank, case, written, out), root)}")
    return 0
