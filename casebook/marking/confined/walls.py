"""The walls round one submission inside the sandbox that all share: its own processes, files, limits and calls.

The outer sandbox keeps submissions from the machine; these keep them from one another and from what starts them.
Linux only. Numbers of system calls are those of the kernel's tables for x86-64 and for 64-bit ARM.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct

_NEW_FILES, _NEW_IPC, _NEW_PROCESSES, _NEW_NETWORK = 0x00020000, 0x08000000, 0x20000000, 0x40000000
_NO_SETUID_NO_DEVICES = 2 | 4
_PRIVATE, _RECURSIVE = 1 << 18, 1 << 14
_SET_PDEATHSIG, _SET_SECCOMP, _SET_NO_NEW_PRIVS, _AMBIENT = 1, 22, 38, 47
_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522

# A thread is made by clone() with this flag; without it, it would be a new process.
_CLONE_THREAD = 0x00010000
_ARCHES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_CLONE, _CLONE3 = (56, 220), (435, 435)
# None of them is of use to an answer; each starts programs, leaves something behind, or looks into other processes.
_REFUSED = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
}
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _GIVE = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_ARCH, _AT_FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)


def raise_walls(disk: int) -> None:
    """Give this process's children processes, files and a network of their own: empty, and gone with the last of them.

    `disk` is what they may write, in bytes. Raises OSError where this kernel allows no sandbox inside a sandbox.
    """
    _call("unshare", _NEW_PROCESSES | _NEW_FILES | _NEW_IPC | _NEW_NETWORK)
    _call("mount", None, b"/", None, _PRIVATE | _RECURSIVE, None)
    for place, size in ((b"/scratch", disk), (b"/dev/shm", 1 << 20)):
        options = f"size={size},nr_inodes=4096,mode=777".encode()
        _call("mount", b"tmpfs", place, b"tmpfs", _NO_SETUID_NO_DEVICES, options)


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it is gone."""
    _call("prctl", _SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def hide() -> None:
    """Let no other process of this user look into this one's memory."""
    _call("prctl", 4, 0, 0, 0, 0)  # PR_SET_DUMPABLE


def give_up_rights(memory: int, disk: int) -> None:
    """Limit this process for good: no privileges, no new processes, so much address space and disk (bytes)."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: disk,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: 64,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too long is an error, not an end
    _call("prctl", _SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _call("prctl", _AMBIENT, _AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _call("capset", header, struct.pack("=6I", *([0] * 6)))
    arch = _ARCHES.get(platform.machine())
    if arch:
        _filter(_program(*arch))


def _program(arch: int, column: int) -> bytes:
    """The filter that the kernel runs at each call: refuse what stands in the table, allow the rest."""
    numbers = [number for row in _REFUSED.values() if (number := row[column]) is not None]
    steps: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _AT_ARCH),
        (_IF_EQUAL, 1, 0, arch),
        (_GIVE, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    if column == 0:  # the second set of numbers that x86-64 has
        steps += [(_IF_AT_LEAST, 0, 1, _X32), (_GIVE, 0, 0, _REFUSE | errno.EPERM)]
    # The C library falls back to clone() where clone3() is unknown, and the flags of clone() can be looked at.
    steps += [(_IF_EQUAL, 0, 1, _CLONE3[column]), (_GIVE, 0, 0, _REFUSE | errno.ENOSYS)]
    for number in numbers:
        steps += [(_IF_EQUAL, 0, 1, number), (_GIVE, 0, 0, _REFUSE | errno.EPERM)]
    steps += [
        (_IF_EQUAL, 0, 3, _CLONE[column]),
        (_LOAD, 0, 0, _AT_FIRST_ARGUMENT),
        (_IF_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_GIVE, 0, 0, _REFUSE | errno.EPERM),
        (_GIVE, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _filter(program: bytes) -> None:
    held = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    _call("prctl", _SET_SECCOMP, 2, ctypes.c_char_p(header), 0, 0)


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library. Raises OSError, naming it, where it fails."""
    if getattr(_libc, name)(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
