"""Write the description of the data (`data/datapackage.json`) anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.shared import from_root
from casebook.evidence import Case, package

HELP = "write data/datapackage.json anew from the tables"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments: it has none."""


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the descriptor of the case at `root`."""
    print(f"wrote {from_root(package.write(Case.load(root)), root)}")
    return 0
