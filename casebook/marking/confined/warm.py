"""A kernel kept warm: its libraries are loaded once, and each submission gets a fresh copy of it, and walls of its own.

What is copied has never run a line of a student's: each submission's process is forked from it, runs one notebook and
is gone with all that it made. Two submissions share nothing but libraries that nobody has touched. Where the system
allows no walls inside the sandbox, the kernel serves one submission only and the sandbox is made anew for the next.

Started by its path: warm.py CONTROL CHECKS MODULE…
Control is a socket of whole messages: two file descriptors come in for each notebook (its job, its frames), 'kill'
ends it early, and 'ended N' goes out with its exit code (negative: the signal that ended it).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

WORK = "/scratch/work"
_BY_SIGNAL = 128


def main(control: socket.socket, checks: str, modules: list[str]) -> None:
    """Serve notebooks until the other end of `control` is gone."""
    sys.path.insert(0, str(Path(__file__).parent))
    import cells
    import walls

    del sys.path[0]
    seen = cells.looker(checks)
    shell = cells.new_shell()
    for name in modules:
        importlib.import_module(name)
    walls.hide()
    gc.collect()
    gc.freeze()
    control.send(b"walls" if _has_walls(walls) else b"once")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
        if not message:
            return
        if len(descriptors) != 2:  # 'kill' for one that had ended of itself
            continue
        limits = json.loads(message)
        child = os.fork()
        if not child:
            control.close()
            _contained(cells, walls, shell, seen, descriptors, limits)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(b"ended %d" % _waited(child, control))


def _waited(child: int, control: socket.socket) -> int:
    """The exit code of `child`, which is killed as soon as the other end says so or is gone."""
    handle = os.pidfd_open(child)
    ready, _, _ = select.select([handle, control.fileno()], [], [])
    if handle not in ready:
        if not control.recv(4096):
            os._exit(0)  # with this process, the sandbox and all in it end
        os.kill(child, signal.SIGKILL)
    os.close(handle)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return _BY_SIGNAL - code if code > _BY_SIGNAL else code


def _has_walls(walls: Any) -> bool:
    """Whether a process here can have walls of its own."""
    child = os.fork()
    if not child:
        try:
            walls.raise_walls(1 << 20)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _contained(cells: Any, walls: Any, shell: Any, seen: Any, descriptors: list[int], limits: Any) -> None:
    """In a process of its own: raise the walls, then run the notebook behind them. Never returns."""
    walls.die_with_parent()
    if limits["walls"]:
        walls.raise_walls(limits["disk"])
    keeper = os.fork()
    if keeper:
        _end_as(keeper, descriptors)
    # The first process behind the walls is ours: nothing there can end or stop it, and with it all of them end.
    walls.die_with_parent()
    os.setsid()  # a signal to a student's whole group is to reach nobody else
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    student = os.fork()
    if student:
        _end_as(student, descriptors)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    job, frames = descriptors
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.makedirs(WORK, exist_ok=True)
    os.chdir(WORK)
    with os.fdopen(job, "rb") as stream:
        asked = json.load(stream)
    walls.give_up_rights(limits["memory"], limits["disk"])
    try:
        cells.serve(shell, asked, frames, seen)
    finally:
        os._exit(0)


def _end_as(child: int, descriptors: list[int]) -> None:
    """Wait for `child` and end as it did, by a signal as the shell tells it. Never returns."""
    for descriptor in descriptors:
        os.close(descriptor)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os._exit(_BY_SIGNAL - code if code < 0 else min(code, 255))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3:])
