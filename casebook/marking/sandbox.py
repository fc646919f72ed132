"""The sandbox that submissions are run in: bubblewrap on Linux, or none where every submission is trusted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casebook.errors import CasebookError
from casebook.exercises import checks

INSIDE = "/marking"
CHECKS = f"{INSIDE}/checks/checks.py"
TRUSTING_FLAG = "--mark-without-a-sandbox-trusting-every-submission"
_CONFINED = Path(__file__).parent / "confined"
_CHECKS = Path(checks.__file__)
# One thread for each kernel: all cores are used by marking several submissions at a time.
_ENVIRONMENT = {
    "HOME": "/scratch/work",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/scratch/settings",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "IPYTHONDIR": "/scratch/settings",
    "TMPDIR": "/scratch",
}
_HOW_TO = f"""\
no sandbox can be had, and students' code is not run without one: {{reason}}.
On Debian and Ubuntu: apt-get install bubblewrap. On Fedora: dnf install bubblewrap.
On macOS and Windows, mark in a Linux container or virtual machine that has bubblewrap; README.md says how.
{TRUSTING_FLAG} marks without one: any submission could then read, change and delete what you can."""


@dataclass(frozen=True)
class Sandbox:
    """How to start a kernel: by `bwrap`, the path of bubblewrap, or without walls where that is None."""

    bwrap: str | None

    def warm_command(self, control: int, modules: Sequence[str]) -> list[str]:
        """The command that starts a warm kernel with `modules` loaded, listening at the descriptor `control`.

        Raises ValueError where there is no bubblewrap.
        """
        if self.bwrap is None:
            raise ValueError("a warm kernel needs a sandbox")
        python = [sys.executable, "-I", f"{INSIDE}/confined/warm.py", str(control), CHECKS, *modules]
        return [self.bwrap, *_walls(), "--", *python]

    def once_command(self) -> list[str]:
        """The command that runs one notebook with no walls, in the folder that it is started in."""
        return [sys.executable, "-I", str(_CONFINED / "once.py"), str(_CHECKS)]


def find_sandbox(*, trusting: bool = False) -> Sandbox:
    """The sandbox of this machine; none at all where `trusting`.

    Raises CasebookError, saying what to install, where there is none or it does not work here.
    """
    if trusting:
        return Sandbox(None)
    if not sys.platform.startswith("linux"):
        raise CasebookError(_HOW_TO.format(reason="bubblewrap runs on Linux only"))
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise CasebookError(_HOW_TO.format(reason="bubblewrap (the command bwrap) is not installed"))
    tried = subprocess.run(
        [bwrap, *_walls(), "--", sys.executable, "-I", "-c", "print(1)"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode or tried.stdout != "1\n":
        said = (tried.stderr.strip().splitlines() or [f"it ended with {tried.returncode}"])[-1]
        raise CasebookError(_HOW_TO.format(reason=f"bubblewrap does not work here ({said})"))
    return Sandbox(bwrap)


@cache
def _walls() -> tuple[str, ...]:
    """The arguments of bubblewrap: nothing of the machine but the system's and Python's own files, read only.

    There is no /proc and no network, and the only right left, that of making walls inside these, is given up before
    a student's code runs.
    """
    arguments = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--hostname", "marking"]
    arguments += ["--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]
    for name, value in _ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    for place in ("/usr", "/bin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(place):
            arguments += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            arguments += ["--ro-bind", place, place]
    arguments += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    arguments += ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
    arguments += ["--dev", "/dev", "--size", str(16 << 20), "--tmpfs", "/scratch"]
    ours = list(_of_python())
    for place in ours:
        arguments += ["--ro-bind", place, place]
    if not any(Path(place).is_relative_to("/tmp") for place in ours):
        arguments += ["--symlink", "/scratch", "/tmp"]
    if os.path.isdir("/usr/share/fonts"):  # charts keep to the fonts that come with the library, the same everywhere
        arguments += ["--tmpfs", "/usr/share/fonts"]
    arguments += ["--ro-bind", str(_CONFINED), f"{INSIDE}/confined", "--ro-bind", str(_CHECKS), CHECKS]
    return (*arguments, "--remount-ro", "/", "--remount-ro", "/dev", "--chdir", "/scratch")


def _of_python() -> Iterator[str]:
    """The folders of this Python and of its environment that are not the system's own."""
    told: list[str] = []
    for place in dict.fromkeys((sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix)):
        for real in dict.fromkeys((place, os.path.realpath(place))):
            if not any(Path(real).is_relative_to(known) for known in ("/usr", *told)):
                told.append(real)
                yield real
