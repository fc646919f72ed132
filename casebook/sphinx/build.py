"""Build a book strictly: the way `jupyter-book build` does, with every warning an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def build_book(root: Path, *, builder: str = "html", output: Path | None = None) -> int:
    """Build the book at `root` into `root/_build` (or `output/_build`) and return the exit code, 0 where all went well.

    `builder` is 'html', 'latex', or any builder that Sphinx knows, such as 'epub' or 'text'.
    """
    known = builder in ("html", "dirhtml", "singlehtml", "latex", "linkcheck")
    choice = ["--builder", builder] if known else ["--builder", "custom", "--custom-builder", builder]
    place = ["--path-output", str(output)] if output else []
    command = [sys.executable, "-m", "jupyter_book", "build", str(root), "-W", "-n", "--keep-going", *choice, *place]
    return subprocess.run(command, check=False).returncode
