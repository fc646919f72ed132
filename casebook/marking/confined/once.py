"""Run one notebook in this very process, with no walls: for marking that trusts every submission.

Started by its path, in the folder to run in: once.py CHECKS MODULE…  The job comes by standard input, frames go out by
standard output.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path


def main(checks: str) -> None:
    """Run the notebook that standard input brings."""
    sys.path.insert(0, str(Path(__file__).parent))
    import cells

    del sys.path[0]
    spec = importlib.util.spec_from_file_location("checks", checks)
    assert spec and spec.loader
    seen = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(seen)
    frames = os.dup(1)
    job = json.load(sys.stdin.buffer)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    cells.serve(cells.new_shell(), job, frames, seen.seen)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
