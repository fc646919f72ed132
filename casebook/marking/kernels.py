"""Run notebooks in kernels inside the sandbox, a fresh one for each, and take down what their cells do."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from casebook.errors import CasebookError
from casebook.marking.run import CRASHED, ERROR, OK, TIMED_OUT, TOO_MUCH, CellRun, CodeCell, Job, Run
from casebook.marking.sandbox import Sandbox

# What students' notebooks import, loaded once instead of for every submission.
_MODULES = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline")
_GRACE = 2.0  # seconds beyond a cell's limit for the interrupt to take effect
_START = 120.0  # seconds for a kernel to be there at all
_PATIENCE = (1.0, 10.0)  # seconds for a kernel to end of itself, and when it is killed
_OVERHEAD = 4 << 20  # bytes of frames besides the outputs
_MOST_LINES = 100  # of a traceback; a kernel sends fewer
_SIGNALS = {4: "an illegal instruction", 6: "an abort", 7: "a bus error", 9: "a kill", 11: "a segmentation fault"}


class Kernels:
    """Runs one notebook after the other, each in a kernel of its own. Close it, or use it in a `with` block.

    It is not for several threads at a time: give each its own.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._warm: _Warm | None = None

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm kernel."""
        warm, self._warm = self._warm, None
        if warm:
            warm.close()

    def run(self, job: Job) -> Run:
        """Run the cells of `job` and look at the names that are asked for after each.

        A cell that ends its kernel, or has to be ended, costs its own work and no other's: a new kernel runs the
        cells before it again without it, and goes on behind it.
        Raises CasebookError where no kernel can be started; whatever a submission does is told in what is given back.
        """
        run = Run({cell.id: CellRun() for cell in job.cells})
        until = time.monotonic() + job.limits.notebook_seconds
        guilty: set[int] = set()
        first = 0
        for _ in range(job.limits.restarts + 1):
            stopped = self._from(job, first, guilty, until, run)
            if stopped is None:
                return run
            guilty.add(stopped)
            first = max(first, stopped + 1)
            if time.monotonic() >= until:
                break
        for cell in job.cells[first:]:
            run.cells[cell.id].reason = "it was not run: the time, or the kernels, were used up"
        return run

    def _from(self, job: Job, first: int, guilty: set[int], until: float, run: Run) -> int | None:
        """Run from the cell in place `first` on, those before it again and unseen; the place where it was ended."""
        again = [place for place in range(first) if place not in guilty]
        places = [*again, *range(first, len(job.cells))]
        log = _Log(job, run, places, again=len(again))
        with self._kernel(job, places) as kernel:
            log.follow(kernel, until)
        return log.stopped

    @contextlib.contextmanager
    def _kernel(self, job: Job, places: list[int]) -> Iterator[_Kernel]:
        """A kernel that is given the cells in `places`, and gone at the end."""
        asked = {
            "cells": [_told(job.cells[place]) for place in places],
            "files": {name: base64.b64encode(content).decode() for name, content in job.files.items()},
            "seconds": job.limits.cell_seconds,
            "output": job.limits.output,
        }
        text = json.dumps(asked).encode()
        if self._sandbox.bwrap is None:
            with _alone(self._sandbox, text) as kernel:
                yield kernel
            return
        if self._warm is None or not self._warm.is_there:
            self.close()
            self._warm = _Warm(self._sandbox)
        with self._warm.kernel(text, job) as kernel:
            yield kernel
        if not self._warm.serves_again:
            self.close()


@dataclass
class _Kernel:
    """One running kernel: where its frames come from, how to end it, and how it ended."""

    frames: int
    kill: Callable[[], None]
    wait: Callable[[], int]


class _Warm:
    """The outer sandbox with its warm kernel."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                sandbox.warm_command(theirs.fileno(), _MODULES),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        self._control.settimeout(_START)
        try:
            self.serves_again = self._heard() == b"walls"
        except OSError as error:
            self._process.kill()
            _, said = self._process.communicate()
            self._control.close()
            last = (said.decode(errors="replace").strip().splitlines() or [str(error)])[-1]
            raise CasebookError(f"marking: no kernel could be started in the sandbox: {last}") from None

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None

    @contextlib.contextmanager
    def kernel(self, text: bytes, job: Job) -> Iterator[_Kernel]:
        """A fresh copy of the warm kernel that is sent `text`."""
        limits = {"memory": job.limits.memory, "disk": job.limits.disk, "walls": self.serves_again}
        job_out, job_in = os.pipe()
        frames_out, frames_in = os.pipe()
        try:
            try:
                socket.send_fds(self._control, [json.dumps(limits).encode()], [job_out, frames_in])
            finally:
                os.close(job_out)
                os.close(frames_in)
            sender = threading.Thread(target=_send, args=(job_in, text), daemon=True)
            sender.start()
            ended: list[int] = []

            def wait() -> int:
                if not ended:
                    ended.append(self._how_it_ended())
                return ended[0]

            # Only behind walls of its own does everything in a kernel end with it.
            kill: Callable[[], None] = partial(self._say, b"kill") if self.serves_again else self.close
            try:
                yield _Kernel(frames_out, kill, wait)
            finally:
                kill()
                wait()
                sender.join()
        finally:
            os.close(frames_out)

    def close(self) -> None:
        """End the sandbox with all that runs in it. More than once is no harm."""
        self.serves_again = False
        self._control.close()
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _how_it_ended(self) -> int:
        """The exit code of the kernel, which is ended where it goes on without a word; with all else if need be."""
        for patience in _PATIENCE:
            try:
                self._control.settimeout(patience)
                return int(self._heard().split()[1])
            except TimeoutError:
                self._say(b"kill")
            except (OSError, ValueError, IndexError):  # the sandbox itself is gone
                break
        self.close()
        return -9

    def _say(self, message: bytes) -> None:
        with contextlib.suppress(OSError):
            self._control.send(message)

    def _heard(self) -> bytes:
        message = self._control.recv(4096)
        if not message:
            raise OSError("the kernel ended before it was asked for anything")
        return message


@contextlib.contextmanager
def _alone(sandbox: Sandbox, text: bytes) -> Iterator[_Kernel]:
    """A kernel with no walls, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="marking-", ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        process = subprocess.Popen(
            sandbox.once_command(),
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin and process.stdout
        sender = threading.Thread(target=_send, args=(os.dup(process.stdin.fileno()), text), daemon=True)
        process.stdin.close()
        sender.start()
        try:
            yield _Kernel(process.stdout.fileno(), process.kill, process.wait)
        finally:
            process.kill()
            process.wait()
            sender.join()
            process.stdout.close()


def _send(descriptor: int, text: bytes) -> None:
    """Write `text` and close; a kernel that does not read it is found out elsewhere."""
    with contextlib.suppress(OSError), os.fdopen(descriptor, "wb") as stream:
        stream.write(text)


class _Forged(Exception):
    """A frame that the kernel's own side never writes."""


class _Log:
    """Takes down the frames of one kernel that runs the cells in `places`, of which the first `again` are replayed."""

    def __init__(self, job: Job, run: Run, places: list[int], again: int) -> None:
        self._job, self._run, self._places, self._again = job, run, places, again
        self._at = -1  # which of `places` has begun
        self._open = False  # whether it has not ended
        self._began = time.monotonic()
        self._ready = self._done = False
        self.stopped: int | None = None

    def follow(self, kernel: _Kernel, until: float) -> None:
        """Read frames until the kernel has done, or has to be ended. `until` is the end of all time, monotonic."""
        chunks: queue.Queue[bytes] = queue.Queue(maxsize=64)
        reader = threading.Thread(target=_read, args=(kernel.frames, chunks), daemon=True)
        reader.start()
        left = self._job.limits.output * 2 + _OVERHEAD
        rest = b""
        limits = self._job.limits
        try:
            while not self._done:
                own = self._began + (limits.cell_seconds + _GRACE if self._ready else _START)
                time_left = min(own, until if self._ready else own) - time.monotonic()
                try:
                    if time_left < -_GRACE:  # a kernel that never pauses would put off its end
                        raise queue.Empty
                    chunk = chunks.get(timeout=max(0.0, time_left))
                except queue.Empty:
                    self._end(TIMED_OUT, self._too_long(own <= until))
                    return
                left -= len(chunk)
                if not chunk:
                    self._end(CRASHED, _how_it_died(kernel.wait()))
                    return
                if left < 0:
                    self._end(TOO_MUCH, "it wrote far more than is allowed")
                    return
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._take(line)
        except _Forged:
            self._end(CRASHED, "it wrote into the channel between its kernel and the marking")
        finally:
            kernel.kill()
            kernel.wait()
            until = time.monotonic() + _PATIENCE[-1]  # with no sandbox, what a student started may outlive the kernel
            while (chunks.qsize() or reader.is_alive()) and time.monotonic() < until:
                with contextlib.suppress(queue.Empty):
                    chunks.get(timeout=0.01)

    def _too_long(self, by_its_own: bool) -> str:
        limits = self._job.limits
        if by_its_own:
            return f"it ran for more than {limits.cell_seconds:g} seconds and did not stop when it was interrupted"
        return f"the {limits.notebook_seconds:g} seconds of the whole notebook were used up here"

    @property
    def _cell(self) -> CodeCell:
        return self._job.cells[self._places[self._at]]

    @property
    def _is_replay(self) -> bool:
        return self._at < self._again

    def _end(self, how: str, reason: str) -> None:
        """Note that the kernel had to be ended, or ended itself, in the cell that was running."""
        if not self._ready:
            raise CasebookError(f"marking: the kernel did not come up: {reason}")
        self._at = max(self._at, 0)
        self.stopped = self._places[self._at]
        if not self._is_replay:
            cell = self._run.cells[self._cell.id]
            cell.ended, cell.reason = how, reason

    def _take(self, line: bytes) -> None:
        try:
            frame = json.loads(line)
            ((what, value),) = frame.items()
            self._take_frame(what, value)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError) as error:
            raise _Forged from error

    def _take_frame(self, what: str, value: Any) -> None:
        """Take down one frame. Raises _Forged, or one of Python's errors, for one that makes no sense here."""
        if what == "ready" and not self._ready:
            self._ready, self._began = True, time.monotonic()
        elif what == "begin" and self._ready and not self._open and self._is_next(value):
            self._at, self._open, self._began = value, True, time.monotonic()
        elif what == "done" and not self._open and self._at == len(self._places) - 1:
            self._done = True
        elif not self._open:
            raise _Forged
        elif what == "end" and value in (OK, ERROR, TIMED_OUT):
            self._open = False
            self._ended(value)
        elif what == "output":
            self._take_output(_output(value))
        elif what == "cut":
            self._was_cut()
        elif what == "seen" and set(value) <= set(self._cell.probes):
            if not self._is_replay:
                self._run.seen.update(json.loads(_text(json.dumps(value, ensure_ascii=False))))
        else:
            raise _Forged

    def _is_next(self, place: Any) -> bool:
        return type(place) is int and place == self._at + 1 < len(self._places)  # 1.0 is no place

    def _ended(self, how: str) -> None:
        if self._is_replay:
            return
        cell = self._run.cells[self._cell.id]
        cell.ended = how
        if how == TIMED_OUT:
            cell.reason = f"it ran for more than {self._job.limits.cell_seconds:g} seconds"

    def _take_output(self, output: dict[str, Any]) -> None:
        if self._is_replay:
            return
        outputs = self._run.cells[self._cell.id].outputs
        last = outputs[-1] if outputs else {}
        if output["output_type"] == "stream" == last.get("output_type") and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            outputs.append(output)

    def _was_cut(self) -> None:
        if not self._is_replay:
            self._run.cells[self._cell.id].reason = "it wrote more than is allowed; the rest was left out"


def _read(descriptor: int, chunks: queue.Queue[bytes]) -> None:
    """Put what comes into the queue, and nothing at the end of it."""
    while True:
        try:
            chunk = os.read(descriptor, 1 << 16)
        except OSError:
            chunk = b""
        chunks.put(chunk)
        if not chunk:
            return


def _output(raw: Any) -> dict[str, Any]:
    """An output with only what nbformat knows. Raises one of Python's errors for what is none."""
    kind = raw["output_type"]
    if kind == "stream":
        if raw["name"] not in ("stdout", "stderr"):
            raise _Forged
        return {"output_type": kind, "name": raw["name"], "text": _text(raw["text"])}
    if kind == "error":
        lines = raw["traceback"]
        if type(lines) is not list or len(lines) > _MOST_LINES:  # each would take many times its room in memory
            raise _Forged
        traceback = [_text(line) for line in lines]
        return {
            "output_type": kind,
            "ename": _text(raw["ename"]),
            "evalue": _text(raw["evalue"]),
            "traceback": traceback,
        }
    data = {_text(form): _text(value) for form, value in raw["data"].items()}
    if kind == "execute_result":
        return {"output_type": kind, "data": data, "metadata": {}, "execution_count": int(raw["execution_count"])}
    if kind != "display_data":
        raise _Forged
    return {"output_type": kind, "data": data, "metadata": {}}


def _text(value: Any) -> str:
    """A text that can be written in UTF-8. Raises _Forged for what is none."""
    if not isinstance(value, str):
        raise _Forged
    return value.encode("utf-8", "replace").decode()


def _told(cell: CodeCell) -> dict[str, Any]:
    return {"source": cell.source, "probes": list(cell.probes)}


def _how_it_died(code: int) -> str:
    if code < 0:
        return f"it ended its kernel, by {_SIGNALS.get(-code, f'signal {-code}')}"
    return f"it ended its kernel, with exit code {code}"
