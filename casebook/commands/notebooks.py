"""Write the pages as Jupyter notebooks, the roles in them already put into words."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.shared import from_root

HELP = "write the pages as notebooks into _build/notebooks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--out", type=Path, help="the folder to write into (default: _build/notebooks)")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write a notebook for each page of the book at `root`."""
    from casebook.pages.notebooks import write_notebooks  # here, so that the other verbs start without it

    out = arguments.out.resolve() if arguments.out else root / "_build" / "notebooks"
    for path in write_notebooks(root, out):
        print(f"wrote {from_root(path, root)}")
    return 0
