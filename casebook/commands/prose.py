"""Measure the pages as prose: reading ease, length of sentences, spelling."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.evidence import Case

HELP = "measure the pages' prose: reading ease, long sentences, spelling"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments: it has none."""


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Print a line for each page of the book at `root`, then what to mend; 1 if there is anything."""
    from casebook.pages.prose import check_prose  # here, so that the other verbs start without it

    measured, problems = check_prose(Case.load(root), root)
    width = max((len(row.page) for row in measured), default=4)
    print(f"{'page':<{width}}  words  reading ease  mean sentence  longest")
    for row in measured:
        ease = "-" if row.ease is None else f"{row.ease:.0f}"
        print(f"{row.page:<{width}}  {row.words:>5}  {ease:>12}  {row.mean:>13.1f}  {row.longest:>7}")
    print(f"{'in all':<{width}}  {sum(row.words for row in measured):>5}")
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} to mend" if len(problems) > 1 else "one to mend")
    return 1 if problems else 0
