"""Build the book, strictly: a warning, a raising cell or an unsound page ends it."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.shared import from_root

HELP = "build the book into _build/html; any warning fails the build"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--builder", default="html", help="the Sphinx builder to use (default: html)")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Build the book at `root` and say where it is; the builder's exit code."""
    from casebook.sphinx.build import build_book  # here, so that the other verbs start without Sphinx

    code = build_book(root, builder=arguments.builder)
    if code:
        print("The book was not built: mend what is named above and build again.")
    elif arguments.builder == "html":
        print(f"The book is at {from_root(root / '_build' / 'html' / 'index.html', Path.cwd())}")
    return code
