"""Notebooks run in real kernels in a real sandbox: each alone, each cell's end told, nothing left behind."""

from __future__ import annotations

import errno
import json
import os
import signal
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from casebook.errors import CasebookError
from casebook.marking import sandbox as sandboxes
from casebook.marking.kernels import Kernels
from casebook.marking.run import CRASHED, ERROR, OK, SKIPPED, TIMED_OUT, TOO_MUCH, CodeCell, Job, Limits, Run
from casebook.marking.sandbox import Sandbox, find_sandbox

ROOT = Path(__file__).resolve().parents[2]
SWALLOWING = """
import time
while True:
    try:
        time.sleep(60)
    except BaseException:
        pass
"""

# To every open file but the standard ones, among them the channel of the frames.
WRITING = """
import os
for at in range(3, 30):
    try:
        {}
    except OSError:
        pass
"""
STARTING = """
import os, subprocess, threading
starts = [os.fork, lambda: os.posix_spawn('/bin/true', ['true'], {}), lambda: subprocess.run(['true'])]
refused = 0
for start in starts:
    try:
        start()
    except OSError:
        refused += 1
thread = threading.Thread(target=print)
thread.start()
thread.join()
answer = refused
"""

LOOKING = """
import builtins, os, pandas, sys
left = [hasattr(builtins, 'left'), hasattr(pandas, 'left'), '/scratch/left' in sys.path, 'LEFT' in os.environ]
answer = [*left, sorted(os.listdir('/scratch') + os.listdir('/dev/shm') + os.listdir('.'))]
"""


@pytest.fixture(scope="module")
def kernels() -> Iterator[Kernels]:
    with Kernels(find_sandbox()) as kernels:
        yield kernels


def ran(kernels: Kernels, *sources: str, **limits: float) -> Run:
    """The cells '0', '1', … with these sources, `answer` being looked at after each."""
    cells = [CodeCell(str(place), source, ("answer",)) for place, source in enumerate(sources)]
    return kernels.run(Job(cells, {"counts.csv": b"month,requests\nMay,7\n"}, Limits(**limits)))  # type: ignore[arg-type]


def ends(run: Run) -> list[str]:
    return [cell.ended for cell in run.cells.values()]


def test_outputs_are_those_of_a_notebook(kernels: Kernels) -> None:
    run = ran(
        kernels,
        "import pandas as pd\ncounts = pd.read_csv('counts.csv')\nprint('read')\ncounts",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "import sys\nprint('no', file=sys.stderr)\n1 / 0",
        "answer = int(counts['requests'].sum())",
    )
    assert ends(run) == [OK, OK, ERROR, OK]
    printed, table = run.cells["0"].outputs
    assert printed == {"output_type": "stream", "name": "stdout", "text": "read\n"}
    assert table["output_type"] == "execute_result" and "<td>7</td>" in table["data"]["text/html"]
    assert [output["output_type"] for output in run.cells["1"].outputs] == ["display_data"]
    assert run.cells["1"].outputs[0]["data"]["image/png"].startswith("iVBOR")
    assert run.cells["2"].outputs[0]["text"] == "no\n"
    assert run.cells["2"].outputs[1]["ename"] == "ZeroDivisionError"
    assert run.seen == {"answer": 7}


def test_nothing_passes_from_one_notebook_to_the_next(kernels: Kernels) -> None:
    left = ran(
        kernels,
        "import builtins, os, pandas, sys\nbuiltins.left = pandas.left = 1\nsys.path.insert(0, '/scratch/left')\n"
        "os.makedirs('/scratch/left')\nopen('/dev/shm/left', 'w').close()\nopen('left', 'w').close()\nanswer = 1\n"
        "os.environ['LEFT'] = '1'",
    )
    assert ends(left) == [OK]
    found = ran(kernels, LOOKING)
    assert found.seen["answer"] == [False, False, False, False, ["counts.csv", "work"]]


def test_the_sandbox_holds_nothing_of_the_machine(kernels: Kernels, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("marks")
    places = [str(tmp_path), str(ROOT / "exercises"), str(ROOT / "casebook"), "/proc/1", "/etc/passwd", "/sys"]
    run = ran(kernels, f"import os\nanswer = [place for place in {places!r} if os.path.exists(place)]")
    assert run.seen["answer"] == []
    run = ran(kernels, "try:\n    open('/usr/left', 'w')\nexcept OSError as error:\n    answer = error.errno")
    assert run.seen["answer"] == errno.EROFS
    connect = "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 80), 1)\n"
    run = ran(kernels, f"{connect}except OSError as error:\n    answer = error.errno")
    assert run.seen["answer"] == errno.ENETUNREACH
    run = ran(kernels, "import os\nanswer = [name for name in os.environ if 'TOKEN' in name or name == 'MARKED']")
    assert run.seen["answer"] == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os\nos._exit(3)", "exit code 3"),
        ("import ctypes\nctypes.string_at(0)", "a segmentation fault"),
        ("import os, signal\nos.kill(0, signal.SIGTERM)\nos.kill(os.getppid(), 9)", "signal 15"),
    ],
)
def test_a_cell_that_ends_its_kernel_costs_only_its_own_work(kernels: Kernels, source: str, reason: str) -> None:
    run = ran(kernels, "count = 1", source, "count += 1\nanswer = count", "print(answer)")
    assert ends(run) == [OK, CRASHED, OK, OK]
    assert reason in run.cells["1"].reason
    assert run.seen["answer"] == 2
    assert run.cells["3"].outputs[0]["text"] == "2\n"


def test_an_endless_cell_is_interrupted_and_the_next_goes_on(kernels: Kernels) -> None:
    run = ran(kernels, "answer = 1", "while True: pass", "answer += 1", cell_seconds=0.5)
    assert ends(run) == [OK, TIMED_OUT, OK]
    assert run.seen["answer"] == 2


def test_a_cell_that_will_not_be_interrupted_is_ended(kernels: Kernels) -> None:
    run = ran(kernels, "answer = 1", SWALLOWING, "answer += 1", cell_seconds=0.5)
    assert ends(run) == [OK, TIMED_OUT, OK]
    assert "did not stop" in run.cells["1"].reason
    assert run.seen["answer"] == 2


@pytest.mark.parametrize("last", ["while True: pass", "import os\nos.closerange(3, 4096)\nwhile True: pass"])
@pytest.mark.parametrize("walls", [True, False])
def test_a_cell_that_frees_itself_of_its_keepers_is_ended(walls: bool, last: str) -> None:
    freed = "import ctypes, signal\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\nsignal.setitimer(signal.ITIMER_REAL, 0)\n"
    deaf = "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n"
    sandbox = find_sandbox() if walls else WithoutInnerWalls(find_sandbox().bwrap)
    before = set(_started())
    with Kernels(sandbox) as kernels:
        run = ran(kernels, "answer = 1", freed + deaf + last, "answer += 1", cell_seconds=0.5)
        assert ends(run)[1] in (TIMED_OUT, CRASHED)
        assert run.seen["answer"] == 2
        # Behind inner walls what is left is the warm kernel, ready for the next; else nothing is.
        assert _becomes(3 if walls else 0, before)
    assert _becomes(0, before)


def test_nothing_that_a_cell_does_to_the_first_process_reaches_it(kernels: Kernels) -> None:
    all_signals = (
        "import os, signal\nfor one in range(1, 65):\n    try: os.kill(1, one)\n    except OSError: pass\nanswer = 1"
    )
    assert ran(kernels, all_signals, "answer += 1").seen["answer"] == 2


def test_a_notebook_has_an_end_of_all_time(kernels: Kernels) -> None:
    run = ran(kernels, "answer = 1", SWALLOWING, "answer = 2", cell_seconds=30, notebook_seconds=1)
    assert ends(run) == [OK, TIMED_OUT, SKIPPED]
    assert "used up" in run.cells["2"].reason
    assert run.seen["answer"] == 1


def test_kernels_are_not_started_anew_for_ever(kernels: Kernels) -> None:
    run = ran(kernels, *["import os; os._exit(1)"] * 6, restarts=2)
    assert ends(run) == [CRASHED] * 3 + [SKIPPED] * 3


def test_too_much_output_is_cut_and_the_answers_stay(kernels: Kernels) -> None:
    run = ran(kernels, "print('x' * 10_000_000)\nanswer = 5", "print('short')", output=100_000)
    assert ends(run) == [OK, OK]
    assert "more than is allowed" in run.cells["0"].reason
    assert len(str(run.cells["0"].outputs)) < 100_000
    assert run.cells["1"].outputs[0]["text"] == "short\n"
    assert run.seen["answer"] == 5


def test_a_flood_into_the_channel_is_ended(kernels: Kernels) -> None:
    run = ran(
        kernels, "answer = 1", WRITING.format("while True: os.write(at, b'[' * 65536)"), "answer = 2", output=1000
    )
    assert run.cells["1"].ended in (TOO_MUCH, CRASHED)
    assert run.seen["answer"] == 2


@pytest.mark.parametrize(
    "frame",
    ['{"done": 1}', '{"end": "fine"}', '{"begin": 7}', '{"output": {"output_type": "x"}}', "nonsense", '{"seen": [1]}'],
)
def test_a_forged_frame_is_told_and_costs_only_its_cell(kernels: Kernels, frame: str) -> None:
    forged = WRITING.format(f"os.write(at, {frame!r}.encode() + b'\\n')")
    run = ran(kernels, "answer = 1", forged, "answer = 2")
    assert ends(run) == [OK, CRASHED, OK]
    assert "channel" in run.cells["1"].reason
    assert run.seen["answer"] == 2


def test_threads_can_be_started_and_processes_cannot(kernels: Kernels) -> None:
    run = ran(kernels, STARTING)
    assert ends(run) == [OK]
    assert run.seen["answer"] == 3


@pytest.mark.parametrize("line", ["!pip install x", "%pip install x", "%conda install x", "listed = !ls", "%sx ls"])
def test_a_command_of_the_shell_does_not_cost_the_answer_below_it(line: str, kernels: Kernels) -> None:
    run = ran(kernels, f"{line}\nanswer = 1")
    assert run.seen["answer"] == 1
    assert "no program can be started" in run.cells["0"].outputs[-1]["text"]


def test_memory_and_disk_run_out_as_errors(kernels: Kernels) -> None:
    run = ran(
        kernels,
        "import numpy\nhog = numpy.ones(10**9)",
        "open('hog', 'wb').write(b'0' * (1 << 22))",
        "answer = 'still there'",
        disk=1 << 20,
    )
    assert ends(run) == [ERROR, ERROR, OK]
    assert run.cells["0"].outputs[0]["ename"].endswith("MemoryError")
    assert run.seen["answer"] == "still there"


def test_values_that_cannot_be_told_are_refused(kernels: Kernels) -> None:
    run = ran(kernels, "answer = 'x' * 10**7")
    assert run.seen["answer"] == {"__refused__": "it is too large for an answer"}
    run = ran(kernels, "answer = 10 ** 10_000")
    assert "__refused__" in run.seen["answer"]


@pytest.mark.parametrize(
    "source",
    [
        "answer = '\\ud800'",
        "answer = {'__set__': {'__series__': 5}}",
        "class answer(float):\n    def __float__(self): raise SystemExit\nanswer = answer()",
        "class Time:\n    isoformat = lambda self: object()\nTime.__module__ = 'datetime'\nanswer = Time()",
    ],
)
def test_whatever_an_answer_is_it_can_be_written_down(kernels: Kernels, source: str) -> None:
    run = ran(kernels, source, "print('on')")
    assert ends(run) == [OK, OK]
    json.dumps(run.seen, ensure_ascii=False).encode("utf-8")


def test_what_one_cell_does_to_python_itself_ends_with_it(kernels: Kernels) -> None:
    spoilt = "import io, sys\nprint('before')\nsys.setrecursionlimit(60)\nsys.stdout = io.StringIO()"
    run = ran(kernels, spoilt, "def deep(n): return n and deep(n - 1)\nanswer = deep(200)")
    assert run.seen["answer"] == 0
    assert run.cells["0"].outputs[0]["text"] == "before\n"


def test_a_killed_sandbox_is_made_anew(kernels: Kernels) -> None:
    assert ran(kernels, "answer = 1").seen == {"answer": 1}
    warm = kernels._warm
    assert warm
    os.kill(warm._process.pid, signal.SIGKILL)
    warm._process.wait()
    assert ran(kernels, "answer = 2").seen == {"answer": 2}


@dataclass(frozen=True)
class WithoutInnerWalls(Sandbox):
    """A sandbox as a system has it that allows no sandbox inside a sandbox."""

    def warm_command(self, control: int, modules: object) -> list[str]:
        command = super().warm_command(control, ())
        at = command.index("--cap-add")
        return command[:at] + command[at + 2 :]


def test_where_no_inner_walls_can_be_had_each_notebook_gets_a_sandbox_of_its_own() -> None:
    outer = find_sandbox()
    with Kernels(WithoutInnerWalls(outer.bwrap)) as kernels:
        run = ran(kernels, "open('/scratch/left', 'w').close()\nanswer = 1", "import os\nos._exit(1)", "answer += 1")
        assert ends(run) == [OK, CRASHED, OK]
        assert run.seen["answer"] == 2
        assert "left" not in ran(kernels, "import os\nanswer = os.listdir('/scratch')").seen["answer"]


def test_whoever_trusts_every_submission_needs_no_sandbox() -> None:
    with Kernels(find_sandbox(trusting=True)) as kernels:
        reading = "answer = open('counts.csv').readline()"
        run = ran(kernels, reading, "import os\nos._exit(1)", SWALLOWING, "7", cell_seconds=1)
        assert ends(run) == [OK, CRASHED, TIMED_OUT, OK]
        assert run.seen["answer"] == "month,requests\n"
        assert run.cells["3"].outputs[0]["data"]["text/plain"] == "7"


def test_without_bubblewrap_marking_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes.shutil, "which", lambda name: None)
    with pytest.raises(CasebookError, match="apt-get install bubblewrap"):
        find_sandbox()
    monkeypatch.setattr(sandboxes.sys, "platform", "darwin")
    with pytest.raises(CasebookError, match="Linux container"):
        find_sandbox()


def test_nothing_outlives_its_kernels() -> None:
    before = set(_started())
    with Kernels(find_sandbox()) as kernels:
        assert ran(kernels, "answer = 1").seen
        assert _started(before)
    assert _becomes(0, before)


def _started(before: Collection[psutil.Process] = ()) -> list[psutil.Process]:
    """The living processes that this one has started, and theirs, besides those of `before`."""
    return [one for one in psutil.Process().children(recursive=True) if one not in before and _lives(one)]


def _becomes(many: int, before: Collection[psutil.Process]) -> bool:
    """Whether after a while no more than so many processes are there besides those of `before`."""
    until = time.monotonic() + 10
    while len(_started(before)) > many and time.monotonic() < until:
        time.sleep(0.05)
    return len(_started(before)) <= many


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
