"""Submissions that use more than their share: output, memory, disk, processes, threads, descriptors."""

from __future__ import annotations

from tests.marking.hostile.case import Hostile, attack

MUCH = ("too-much",)
# A loop that floods may also be cut by its time: whichever comes first is a fair reason.
FLOOD = ("too-much", "timed-out")
CELL = "solve-calendar-years"


def cases() -> list[Hostile]:
    """All of them."""
    return [
        attack(
            "floods-by-print",
            "prints without end",
            "while True: print('x' * 1000)",
            kinds=FLOOD,
            says=CELL,
            lives=False,
        ),
        attack("floods-by-display", "displays without end", DISPLAYS, kinds=FLOOD, says=CELL, lives=False),
        attack(
            "one-giant-output", "prints 200 MB at once", "print(TRIED); print('x' * (200 << 20))", kinds=MUCH, says=CELL
        ),
        attack("giant-picture", "shows a page of 200 MB", GIANT_PAGE, kinds=FLOOD, says=CELL, lives=False),
        attack(
            "floods-descriptors",
            "writes without end to each open descriptor",
            FLOODS_ALL,
            kinds=("too-much", "crashed", "timed-out"),
            says=CELL,
            lives=False,
        ),
        attack(
            "memory-hog",
            "asks for more memory than there is",
            MEMORY,
            kinds=("too-much", "crashed"),
            says=CELL,
            lives=False,
        ),
        attack(
            "memory-hog-slow",
            "grows a list until there is no more",
            GROWS,
            kinds=("too-much", "crashed", "timed-out"),
            says=CELL,
            lives=False,
        ),
        attack(
            "number-hog",
            "reckons a number of a thousand million digits",
            "calendar_years = 10 ** 10 ** 9",
            kinds=("too-much", "crashed", "timed-out"),
            says=CELL,
            lives=False,
        ),
        attack("disk-hog", "writes files until the disk is full", DISK),
        attack("inode-hog", "makes empty files until there are no more", INODES),
        attack("fork-bomb", "forks without end", FORKS),
        attack("thread-bomb", "starts threads without end", THREADS),
        attack("descriptor-hog", "opens files without end", DESCRIPTORS),
        attack("background-process", "leaves a process behind that would outlive it", BACKGROUND),
    ]


DISPLAYS = """
from IPython.display import HTML, display
while True: display(HTML("<b>x</b>" * 100))
"""
GIANT_PAGE = """
from IPython.display import HTML
HTML("x" * (200 << 20))
"""
# Standard output only, where it is not in a sandbox: a test must not fill the files of whoever runs it.
FLOODS_ALL = """
import os, time
end = time.monotonic() + 1
while time.monotonic() < end and not os.path.exists(CANARY):
    for descriptor in range(64):
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, b"x" * 65536)
        except OSError: pass
"""
MEMORY = """
import os
assert not os.path.exists(CANARY), GOT
import numpy
hog = numpy.ones(1 << 36)
"""
GROWS = """
import os
assert not os.path.exists(CANARY), GOT
hog = []
while True: hog.append("x" * (1 << 20) + str(len(hog)))
"""
DISK = """
import os
most = 0
for folder in (".", "/tmp", "/dev/shm", "/", "/var/tmp", "/run", os.path.expanduser("~"), CANARY):
    written, place = 0, os.path.join(folder, "hog")
    try:
        for turn in range(4):
            with open(f"{place}{turn}", "wb", buffering=0) as file:
                while written < 512 << 20:
                    done = file.write(b"x" * (4 << 20))
                    written += done
                    if not done: break
    except OSError: pass
    most = max(most, written)
if most > 300 << 20: print(GOT, most >> 20, "MB of disk")
print(TRIED)
"""
INODES = """
import os, time
made, end = 0, time.monotonic() + 1
for folder in (".", "/dev/shm", "/", "/var/tmp", "/run"):
    try:
        while made < 200_000 and time.monotonic() < end:
            open(os.path.join(folder, f"inode{made}"), "x").close()
            made += 1
    except OSError: pass
if made > 20_000: print(GOT, made, "files")
print(TRIED)
"""
FORKS = """
import os, sys
assert not os.path.exists(CANARY), GOT
for _ in range(1000):
    try: child = os.fork()
    except OSError: continue
    print(GOT, "a process")
    if not child: sys.stdout.flush()
    break
print(TRIED)
"""
THREADS = """
import threading, time
started = 0
try:
    while started < 5000:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        started += 1
except (RuntimeError, MemoryError): pass
if started >= 5000: print(GOT, started, "threads")
print(TRIED)
"""
DESCRIPTORS = """
held = []
try:
    while len(held) < 100_000: held.append(open("/dev/null"))
except OSError: pass
if len(held) >= 100_000: print(GOT, len(held), "descriptors")
held.clear()
print(TRIED)
"""
BACKGROUND = """
import os, subprocess, sys, ctypes
words = [sys.executable, "-c", "import time; time.sleep(300)", MARK]
def by_subprocess(): subprocess.Popen(words, start_new_session=True)
def by_shell(): get_ipython().system(f"sleep 300 {MARK} &")
def by_spawn(): os.posix_spawn(sys.executable, words, {"MARK": MARK})
def by_magic(): get_ipython().run_cell_magic("bash", "--bg", f"exec -a {MARK} sleep 300")
def by_daemon():
    if os.fork() == 0:
        os.setsid()
        os.execv(sys.executable, words)
def by_pool():
    import multiprocessing
    multiprocessing.get_context("fork").Process(target=os.system, args=(f"sleep 300 {MARK}",)).start()
def by_exec():
    os.execv(sys.executable, words)
for way in (by_subprocess, by_shell, by_spawn, by_magic, by_daemon, by_pool, by_exec):
    try: way()
    except BaseException: pass
print(TRIED)
"""
