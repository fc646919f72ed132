"""Submissions that never end, end too early, or take the kernel with them."""

from __future__ import annotations

from tests.marking.hostile.case import Hostile, attack

LATE, ENDED = ("timed-out",), ("crashed",)
CELL = "solve-calendar-years"


def cases() -> list[Hostile]:
    """All of them."""
    return [
        attack(
            "asks-for-input",
            "waits for an answer of its marker",
            "calendar_years = int(input())",
            shows="nobody to answer input()",
        ),
        attack("loops", "never ends", "while True: pass", kinds=LATE, says=CELL, lives=False),
        attack(
            "loops-in-spite", "never ends, and swallows every interrupt", SWALLOWS, kinds=LATE, says=CELL, lives=False
        ),
        attack(
            "stops-the-clock", "never ends, and takes the timer away", STOPS_CLOCK, kinds=LATE, says=CELL, lives=False
        ),
        attack("loops-in-c", "never comes back from C code", LOOPS_IN_C, kinds=LATE, says=CELL, lives=False),
        attack("matches-for-ever", "a pattern that takes ages to fail", MATCHES, kinds=LATE, says=CELL, lives=False),
        attack("sleeps", "sleeps for weeks", "import time; time.sleep(1e6)", kinds=LATE, says=CELL, lives=False),
        attack("locks-itself-out", "waits for a lock that it holds", LOCKS, kinds=LATE, says=CELL, lives=False),
        attack("shows-for-ever", "has a value whose picture never ends", SHOWS, kinds=LATE, says=CELL, lives=False),
        attack("fails-for-ever", "raises an error whose text never ends", FAILS, kinds=LATE, says=CELL, lives=False),
        attack("exits-politely", "ends the interpreter by sys.exit", "import sys; print(TRIED); sys.exit(0)"),
        attack("quits", "ends the kernel by quit()", "print(TRIED); quit()"),
        attack(
            "exits-at-once",
            "ends the process past every handler",
            "import os; os._exit(0)",
            kinds=ENDED,
            says=CELL,
            lives=False,
        ),
        attack("aborts", "calls abort()", "import os; os.abort()", kinds=ENDED, says=CELL, lives=False),
        attack("segfaults", "reads where there is no memory", SEGFAULT, kinds=ENDED, says=CELL, lives=False),
        attack("overflows-the-stack", "nests deeper than the C stack", STACK, kinds=ENDED, says=CELL, lives=False),
        attack("no-recursion", "leaves the interpreter a recursion limit of next to nothing", NO_RECURSION),
        attack("kills-everybody", "sends SIGKILL to all that it sees", KILLS, lives=False),
        attack("stops-itself", "stops its process and those above it", STOPS, lives=False),
        attack(
            "closes-all",
            "closes every open descriptor",
            "import os; os.closerange(0, 4096)",
            kinds=ENDED,
            says=CELL,
            lives=False,
        ),
        attack("haunts-the-exit", "has handlers at exit that never end", HAUNTS),
        attack("ignores-signals", "ignores every signal and then loops", IGNORES, kinds=LATE, says=CELL, lives=False),
        attack(
            "outlives-its-keeper",
            "has itself not die with what started it, and loops",
            OUTLIVES,
            kinds=LATE,
            says=CELL,
            lives=False,
        ),
        attack("goes-deaf", "closes what it is heard by, and loops on", DEAF, lives=False),
        attack("interrupts", "raises KeyboardInterrupt and worse", "print(TRIED); raise BaseException('no')"),
        attack("wipes-names", "deletes every name, its earlier answer too", WIPES),
    ]


SWALLOWS = """
while True:
    try:
        while True: pass
    except BaseException:
        continue
"""
STOPS_CLOCK = """
import signal
signal.setitimer(signal.ITIMER_REAL, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
while True: pass
"""
LOOPS_IN_C = """
import itertools
max(itertools.repeat(1))
"""
MATCHES = """
import re
re.match(r"(a+)+$", "a" * 64 + "b")
"""
LOCKS = """
import threading
lock = threading.Lock()
while True:
    try:
        with lock, lock: pass
    except BaseException: pass
"""
SHOWS = """
class Endless:
    def _repr_html_(self):
        while True: pass
Endless()
"""
FAILS = """
class Endless(Exception):
    def __str__(self):
        while True:
            try:
                while True: pass
            except BaseException: pass
raise Endless
"""
SEGFAULT = """
import ctypes
ctypes.string_at(1)
"""
STACK = """
import sys
sys.setrecursionlimit(1 << 30)
class Deep:
    def __repr__(self): return repr([self])
repr(Deep())
"""
NO_RECURSION = """
import sys
print(TRIED)
for limit in range(5, 200):
    try:
        sys.setrecursionlimit(limit)
        break
    except RecursionError: pass
"""
# Both look first whether they are behind walls: where they are not, the test fails, but the machine lives.
KILLS = """
import os, signal
if os.path.exists(CANARY):
    print(GOT, CANARY)
else:
    for victim in [*range(1, 400), os.getppid(), 0, -1]:
        try: os.kill(victim, signal.SIGKILL)
        except OSError: pass
    os._exit(9)
"""
STOPS = """
import os, signal
if os.path.exists(CANARY):
    print(GOT, CANARY)
else:
    for victim in [*range(1, 400), os.getppid(), os.getpid(), 0, -1]:
        try: os.kill(victim, signal.SIGSTOP)
        except OSError: pass
    try: os.setpriority(os.PRIO_PGRP, 0, 19)
    except OSError: pass
"""
HAUNTS = """
import atexit, threading, weakref
def endless():
    while True: pass
atexit.register(endless)
threading.Thread(target=endless).start()
class Lingers:
    def __del__(self): endless()
lingers = Lingers()
print(TRIED)
"""
IGNORES = """
import signal
for one in signal.Signals:
    try: signal.signal(one, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True: pass
"""
OUTLIVES = """
import ctypes, signal
libc = ctypes.CDLL(None)
libc.prctl(1, 0, 0, 0, 0)
for child in range(8): libc.prctl(36, 1, 0, 0, 0)
signal.setitimer(signal.ITIMER_REAL, 0)
while True: pass
"""
# The channel is closed, so that its end looks like the kernel's end, while the process goes on.
DEAF = """
import os, signal, threading
signal.setitimer(signal.ITIMER_REAL, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
os.closerange(0, 4096)
while True: pass
"""
WIPES = """
print(TRIED)
globals().clear()
"""
