"""The verbs of the command line, one module each.

A verb's module has HELP, `add_arguments(parser)` and `run(root, arguments) -> int`, which gives the exit code.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from casebook.commands import build, check, exercises, grade, instructor_pack, notebooks, package, prose, quizzes, serve
from casebook.errors import CasebookError
from casebook.evidence import find_root


class Verb(Protocol):
    """What a module of this folder offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's own arguments."""

    def run(self, root: Path, arguments: argparse.Namespace) -> int:
        """Do it for the book at `root`; the exit code."""


VERBS: dict[str, Verb] = {
    "build": build,
    "serve": serve,
    "check": check,
    "package": package,
    "notebooks": notebooks,
    "quizzes": quizzes,
    "exercises": exercises,
    "grade": grade,
    "instructor-pack": instructor_pack,
    "prose": prose,
}


def main(words: Sequence[str] | None = None) -> int:
    """Do what `words` (those of the shell, if None) ask for, and give the exit code.

    What the user can mend is said in plain words on standard error, with exit code 1.
    """
    arguments = _parser().parse_args(words)
    try:
        return VERBS[arguments.verb].run(_root(arguments.root), arguments)
    except CasebookError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or arguments.verb}: {error.strerror or error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m casebook", description="Build, check and export a casebook.")
    parser.add_argument("--root", type=Path, help="the book's folder (default: this one, or the nearest above it)")
    verbs = parser.add_subparsers(dest="verb", metavar="verb", required=True)
    for name, verb in VERBS.items():
        description = f"{verb.HELP[0].upper()}{verb.HELP[1:]}."
        verb.add_arguments(verbs.add_parser(name, help=verb.HELP, description=description))
    return parser


def _root(given: Path | None) -> Path:
    if given is None:
        return find_root(Path.cwd())
    if not (given / "data" / "case.yml").exists():
        raise CasebookError(f"{given}: no case here: this folder does not hold data/case.yml")
    return given.resolve()
