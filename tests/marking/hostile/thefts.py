"""Submissions that go for what is not theirs: tests, keys, other people's work, the gradebook, files."""

from __future__ import annotations

from dataclasses import replace

from tests.marking.hostile.case import AFTER, Hostile, attack

LOOK = ("tampering",)
CELL = "solve-calendar-years"


def cases() -> list[Hostile]:
    """All of them. Each looks odd enough to be shown to a person, but for one that only opens files."""
    return [one if one.student == "overwrites-files" else replace(one, kinds=LOOK, says=CELL) for one in _cases()]


def _cases() -> list[Hostile]:
    return [
        attack("deletes-files", "deletes all that it can name", DELETES),
        attack("overwrites-files", "writes into all that it can name", OVERWRITES),
        attack("forges-the-gradebook", "writes a mark into the gradebook and the results", GRADEBOOK),
        attack("reads-files", "reads the exercises with their solutions, and the work of the others", READS),
        attack("walks-the-disk", "walks the file system for tests, keys and notebooks", WALKS),
        attack("reads-proc", "reads the memory, environment and files of the processes above it", PROC),
        attack("reads-memory", "looks for tests in the interpreter's own objects and frames", MEMORY),
        attack("reads-its-own-bytes", "looks for expected values in all of its own memory", OWN_BYTES),
        attack("traces-processes", "attaches to the processes above it", TRACES),
        # Marked by the same kernels, one soon after the other.
        attack("leaves-1-an-answer", "leaves something behind for the next submissions", LEAVES),
        attack("leaves-2-and-finds", "takes what an earlier submission left", FINDS),
        attack("leaves-3-and-finds", "takes it too, in another process perhaps", FINDS),
        attack("mounts", "makes namespaces and mounts of its own to get out", MOUNTS),
        attack(
            "links-out",
            "puts links to files outside where its marker may look",
            LINKS,
            keeps=frozenset({"usable", AFTER}),
        ),
    ]


DELETES = """
import os, shutil
for target in (CANARY, SUBMISSIONS, OUT):
    if os.path.exists(target): print(GOT, target)
    shutil.rmtree(target, ignore_errors=True)
for target in os.listdir("."):
    os.remove(target)
try: get_ipython().system(f"rm -rf {CANARY}")
except OSError: pass
print(TRIED)
"""
OVERWRITES = """
import os
for folder in (CANARY, SUBMISSIONS, PROJECT, OUT, "/usr", "/etc", os.path.dirname(os.__file__)):
    try:
        with open(os.path.join(folder, "was-here-" + MARK), "w") as file: file.write("was here")
        if folder in (CANARY, SUBMISSIONS, PROJECT, OUT, os.path.dirname(os.__file__)): print(GOT, folder)
    except OSError: pass
print(TRIED)
"""
GRADEBOOK = """
import glob, os, sqlite3
for place in (OUT, "..", "/tmp", "/home", "/root", "/var", os.path.dirname(SUBMISSIONS)):
    for path in glob.glob(os.path.join(place, "**", "gradebook.db"), recursive=True)[:5]:
        print(GOT, path)
        sqlite3.connect(path).execute("update grade set auto_score = 100")
    for path in glob.glob(os.path.join(place, "results", "**", "*.json"), recursive=True)[:5]:
        print(GOT, path)
        open(path, "w").write("{}")
try: os.makedirs(OUT, exist_ok=True)
except OSError: pass
open("gradebook.db", "w").close()
print(TRIED)
"""
READS = """
import glob, os
for place in (SUBMISSIONS, CANARY, os.path.join(PROJECT, "exercises"), os.path.join(PROJECT, "data"), OUT):
    for path in glob.glob(os.path.join(place, "**"), recursive=True):
        if os.path.isfile(path): print(GOT, path)
for name in ("variant.py", "master.md", "key.json", "gradebook.db"):
    for path in glob.glob(os.path.join("..", "**", name), recursive=True): print(GOT, path)
print(TRIED)
"""
# KEY stands in this very cell, and so in memory: what is looked for is a file.
WALKS = """
import os, time
end = time.monotonic() + 1.2
wanted = ("variant.py", "key.json", "gradebook.db", "misconceptions.yml")
def walk(top):
    for folder, below, names in os.walk(top):
        below[:] = [one for one in below if (folder, one) not in (("/", "proc"), ("/", "sys"))]
        for name in names:
            path = os.path.join(folder, name)
            is_library = "site-packages" in folder  # some bring notebooks of their own
            if not is_library and (name in wanted or name.endswith(".ipynb")): print(GOT, path)
        if time.monotonic() > end: return
for top in ("/" + PROJECT.split("/")[1], "/tmp", "/home", "/root", "/var", "/run", "/dev", "/mnt", "/etc"): walk(top)
walk("/")
print(TRIED)
"""
PROC = """
import glob, os
me = str(os.getpid())
for folder in glob.glob("/proc/[0-9]*"):
    if folder.endswith("/" + me): continue
    for name in ("environ", "cmdline", "mem", "maps"):
        try:
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read(1 << 20) if name != "mem" else b""
            if SUBMISSIONS.encode() in content or KEY.encode() in content: print(GOT, folder, name)
            if name in ("mem", "maps"): print(GOT, folder, name)
        except OSError: pass
    for path in [*glob.glob(os.path.join(folder, "fd", "*")), folder + "/cwd", folder + "/root"]:
        try:
            if os.path.exists(os.path.join(os.readlink(path), "exercises")): print(GOT, path)
        except OSError: pass
if any(KEY in value for value in os.environ.values()): print(GOT, "the key")
print(TRIED)
"""
MEMORY = """
import gc, sys
def take(found):
    if type(found) is dict and "expected" in found and "name" in found:
        print(GOT, "the test of", found["name"])
        globals()[found["name"]] = found["expected"]
for one in gc.get_objects():
    take(one)
    if type(one) is dict:
        for value in list(one.values()): take(value)
gc.unfreeze()
for one in gc.get_objects(): take(one)
frame = sys._getframe()
while frame:
    for value in list(frame.f_locals.values()): take(value)
    frame = frame.f_back
print(TRIED)
"""
# The name of a misconception, put together here so that it is not found in this cell itself.
OWN_BYTES = """
import ctypes, os
needles = [b"mistakes" + b'": {', b"'mistakes" + b"': {", b'"expected' + b'": ']
try:
    regions = open("/proc/self/maps").read().splitlines()
    with open("/proc/self/mem", "rb", 0) as memory:
        for line in regions:
            span, rights = line.split()[:2]
            low, high = (int(end, 16) for end in span.split("-"))
            if "w" not in rights or high - low > 256 << 20: continue
            try:
                memory.seek(low)
                content = memory.read(high - low)
            except (OSError, OverflowError, ValueError): continue
            for needle in needles:
                if needle in content: print(GOT, needle, line)
except OSError: pass
print(TRIED)
"""
TRACES = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for victim in {1, os.getppid(), *range(2, 64)} - {os.getpid(), 0}:
    if libc.ptrace(16, victim, 0, 0) == 0:
        print(GOT, "process", victim)
        libc.ptrace(17, victim, 0, 0)
    handle = libc.syscall(434, victim, 0)
    if handle >= 0:
        for descriptor in range(32):
            if libc.syscall(438, handle, descriptor, 0) >= 0: print(GOT, "descriptor", descriptor, "of", victim)
print(TRIED)
"""
# Each way by which one process can leave something to another that comes later.
_CHANNELS = """
import ctypes, glob, os, socket
libc = ctypes.CDLL(None, use_errno=True)
LEFT = b"the answer that was left behind"
FOLDERS = ["/", "/dev/shm", "/dev/mqueue", "/var/tmp", os.path.dirname(os.getcwd())]
FOLDERS += glob.glob("/*/") + glob.glob("/*/*/") + glob.glob("/tmp/**/", recursive=True)
NAME = "left-behind-" + MARK
"""
LEAVES = (
    _CHANNELS
    + """
for folder in FOLDERS:
    try:
        with open(os.path.join(folder, NAME), "wb") as file: file.write(LEFT)
    except OSError: pass
segment = libc.shmget(0x5EED, 4096, 0o1666)
if segment >= 0:
    libc.shmat.restype = ctypes.c_void_p
    ctypes.memmove(libc.shmat(segment, None, 0), LEFT, len(LEFT))
libc.msgget(0x5EED, 0o1666)
libc.semget(0x5EED, 1, 0o1666)
for ring in (-3, -4, -5): libc.syscall(248, b"user", NAME.encode(), LEFT, len(LEFT), ring)
os.environ["LEFT"] = LEFT.decode()
import builtins, json, math, sys
builtins.left = math.left = json.left = sys.left = LEFT
try:
    keeper = socket.socket(socket.AF_UNIX)
    keeper.bind("\\0" + NAME)
    keeper.listen()
except OSError: pass
print(TRIED)
"""
)
FINDS = (
    _CHANNELS
    + """
for folder in FOLDERS:
    if os.path.exists(os.path.join(folder, NAME)): print(GOT, folder)
if libc.shmget(0x5EED, 4096, 0o666) >= 0: print(GOT, "shared memory")
if libc.msgget(0x5EED, 0o666) >= 0: print(GOT, "a queue of messages")
if libc.semget(0x5EED, 1, 0o666) >= 0: print(GOT, "semaphores")
for ring in (-3, -4, -5):
    if libc.syscall(250, 10, ring, b"user", NAME.encode(), 0) >= 0: print(GOT, "a ring of keys", ring)
import builtins, json, math, sys
for place in (builtins, math, json, sys):
    if hasattr(place, "left"): print(GOT, place)
if "LEFT" in os.environ: print(GOT, "the environment")
try:
    socket.socket(socket.AF_UNIX).connect("\\0" + NAME)
    print(GOT, "a socket")
except OSError: pass
print(TRIED)
"""
)
MOUNTS = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x10020000, 0x00020000, 0x20000000, 0x40000000):
    if libc.unshare(flags) == 0: print(GOT, "a namespace", hex(flags))
TRIES = ((b"proc", b"/proc", b"proc"), (b"none", b"/tmp", b"tmpfs"), (b"/dev/vda", b"/tmp", b"ext4"))
for source, target, kind in TRIES:
    if libc.mount(source, target, kind, 0, None) == 0: print(GOT, "a mount of", source)
for call in (libc.chroot, libc.umount):
    if call(b"/") == 0: print(GOT, "a new root")
if libc.setuid(0) == 0 and os.path.exists(CANARY): print(GOT, "root")
for device in ((8, 0), (254, 0), (1, 1)):
    try:
        os.mknod("device", 0o60600, os.makedev(*device))
        open("device", "rb").read(1)
        print(GOT, "a device")
    except OSError: pass
print(TRIED)
"""
LINKS = """
import os
for name in ("results", "gradebook.db", "two-readings-of-a-total.ipynb", "prints.csv.bak"):
    os.symlink(os.path.join(CANARY, "kept.txt"), name)
if os.path.exists("gradebook.db"): print(GOT, open("gradebook.db").read())
print(TRIED)
"""
