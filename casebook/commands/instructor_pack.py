"""Write the pack for instructors: one zip with all that teaching takes, in the public variant or in a course's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.shared import add_key_and_out, from_root

HELP = "write a zip for instructors: plans, sheets, questions, notebooks, keys and rubrics, into _build/instructor-pack"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    add_key_and_out(parser, "_build/instructor-pack")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the pack of the book at `root`.

    Raises EvidenceError for unsound tables, questions or exercises, CasebookError for a page that cannot be printed
    and for a key that is too short.
    """
    from casebook.pack.pack import write_pack  # here, so that the other verbs start without it

    out = arguments.out.resolve() if arguments.out else root / "_build" / "instructor-pack"
    print("putting the pack together ...", flush=True)
    path = write_pack(root, out, arguments.key or None)
    print(f"wrote {from_root(path, root)}")
    print("Students may have what is in for-students/; all else holds answers. Begin with README.html.")
    return 0
