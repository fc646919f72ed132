"""What several verbs need."""

from __future__ import annotations

import argparse
from pathlib import Path


def from_root(path: Path, root: Path) -> str:
    """`path` for a message: relative to `root` where it lies in it, with forward slashes."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def add_key_and_out(parser: argparse.ArgumentParser, default_out: str) -> None:
    """Declare the key that exercises are drawn from, and the folder to write into."""
    parser.add_argument(
        "--key",
        default="",
        help="a course's secret: draws its own variant of the exercises, the same each time (default: the public one)",
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help=f"the folder to write into (default: {default_out})")
