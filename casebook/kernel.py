"""Where code runs: in a reader's live kernel, or in one that a build of the book started."""

from __future__ import annotations

import os

BUILDING = "CASEBOOK_BUILDING"


def is_building() -> bool:
    """Whether this process is a kernel of a build, whose pages have no kernel to talk to."""
    return os.environ.get(BUILDING) == "1"
