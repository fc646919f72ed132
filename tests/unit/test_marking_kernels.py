"""What is taken down of a kernel's frames, without a kernel: a pipe that anybody may have written into."""

from __future__ import annotations

import json
import os
import threading
import time

import pytest

from casebook.marking import kernels
from casebook.marking.run import CRASHED, TIMED_OUT, CellRun, CodeCell, Job, Limits, Run

PIECE = b'{"output": {"output_type": "stream", "name": "stdout", "text": "x"}}\n'


def test_a_kernel_that_never_pauses_is_ended_in_time_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_GRACE", 0.05)
    frames, theirs = os.pipe()

    over = threading.Event()

    def chatter() -> None:
        os.write(theirs, b'{"ready": true}\n{"begin": 0}\n')
        while not over.is_set():
            os.write(theirs, PIECE * 200)
        os.close(theirs)

    writer = threading.Thread(target=chatter, daemon=True)
    writer.start()
    job = Job([CodeCell("a", "")], {}, Limits(cell_seconds=0.05))
    run = Run({"a": CellRun()})
    log = kernels._Log(job, run, [0], again=0)
    log.follow(kernels._Kernel(frames, over.set, lambda: -9), time.monotonic() + 600)
    writer.join()
    os.close(frames)
    assert run.cells["a"].ended == TIMED_OUT


@pytest.mark.parametrize(
    "frame",
    [
        '{"end": "ok"}\n{"begin": 1.0}\n{"end": "ok"}',
        '{"output": {"output_type": "execute_result", "data": {}, "execution_count": Infinity}}',
        '{"output": {"output_type": "error", "ename": "", "evalue": "", "traceback": "a text"}}',
        json.dumps({"output": {"output_type": "error", "ename": "", "evalue": "", "traceback": [""] * 100_000}}),
    ],
)
def test_a_frame_that_no_kernel_writes_is_told_and_never_an_error_of_ours(frame: str) -> None:
    frames, theirs = os.pipe()
    text = f'{{"ready": true}}\n{{"begin": 0}}\n{frame}\n'.encode()

    def write() -> None:
        with os.fdopen(theirs, "wb") as stream:
            stream.write(text)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    run = Run({"a": CellRun(), "b": CellRun()})
    log = kernels._Log(Job([CodeCell("a", ""), CodeCell("b", "")], {}), run, [0, 1], again=0)
    log.follow(kernels._Kernel(frames, lambda: None, lambda: -9), time.monotonic() + 600)
    writer.join()
    os.close(frames)
    assert log.stopped is not None
    cell = run.cells["ab"[log.stopped]]
    assert (cell.ended, cell.outputs) == (CRASHED, [])
    assert "channel" in cell.reason
