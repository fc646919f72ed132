"""What a process or a cluster's worker does: it marks one submission after the other, with a sandbox of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from multiprocessing import util
from multiprocessing.connection import Connection
from typing import Any

from casebook import __version__
from casebook.marking.assignment import Assignment
from casebook.marking.intake import Submission
from casebook.marking.kernels import Kernels
from casebook.marking.marking import mark
from casebook.marking.run import Limits
from casebook.marking.sandbox import find_sandbox

_PATIENCE = 5  # seconds for kernels to end before this process does, which ends them too

_mine = threading.local()  # a thread has its own kernels: they are no more for sharing than a notebook's are
_opened: list[Kernels] = []


def marked_one(
    submission: Submission, content: bytes, assignment: Assignment, limits: Limits, trusting: bool
) -> dict[str, Any]:
    """The result of one submission, as `Result.to_json` gives it.

    Raises CasebookError where no sandbox can be had.
    """
    return mark(submission, content, assignment, limits, _kernels(trusting)).to_json()


def ready(trusting: bool) -> str:
    """The release of this program. Raises CasebookError where no sandbox can be had on this machine."""
    find_sandbox(trusting=trusting)
    return __version__


def close() -> None:
    """End the kernels of this process; the next submission gets new ones."""
    global _mine
    _mine = threading.local()
    while _opened:
        with contextlib.suppress(Exception):
            _opened.pop().close()


def begin(lifeline: Connection) -> None:
    """Prepare a process that marks: it ends, with its kernels, as soon as the other end of `lifeline` is closed.

    The system closes it when the process that began all this ends, however that happened.
    """
    # Ctrl-C in a terminal goes to all processes; what follows from it is the first one's affair.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    closing = threading.Thread(target=close, daemon=True)
    closing.start()
    closing.join(_PATIENCE)
    os._exit(1)


def _kernels(trusting: bool) -> Kernels:
    found: Kernels | None = getattr(_mine, "kernels", None)
    if found is None:
        if not _opened:
            # Not atexit, which processes of `multiprocessing` leave out.
            util.Finalize(None, close, exitpriority=100)
        found = Kernels(find_sandbox(trusting=trusting))
        _opened.append(found)
        _mine.kernels = found
    return found
