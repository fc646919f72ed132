"""Run one notebook's cells as a notebook's kernel would, and tell what they did in lines of JSON.

Each line is a frame: {"ready": true}, {"begin": n}, {"output": {...}}, {"cut": true}, {"seen": {name: plain value}},
{"end": "ok" | "error" | "timed-out"}, {"done": true}. What a student writes into this channel can only be a value
of their own, which is all that a frame can carry.
"""

from __future__ import annotations

import base64
import builtins
import getpass
import importlib.util
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

_REFUSED = "there is nobody to answer input() while this is marked; write the value into the cell"
_NO_PROGRAM = "no program can be started while this is marked; this line was passed over"
_LARGEST_VALUE = 1 << 20
_LONGEST_TEXT = 1 << 16
_dumps = json.dumps


def looker(path: str) -> Callable[[dict[str, Any], str], Any]:
    """The function that looks at an answer, from the file at `path`, which is no module of what runs here."""
    spec = importlib.util.spec_from_file_location("checks", path)
    assert spec and spec.loader
    checks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checks)
    seen: Callable[[dict[str, Any], str], Any] = checks.seen
    return seen


class Channel:
    """Writes frames to a file descriptor, and cuts what one cell, or the whole notebook, writes too much."""

    def __init__(self, descriptor: int, most: int) -> None:
        self.most = most
        self._descriptor = descriptor
        self._left = most
        self._cell_most = most // 4
        self._cell_left = self._cell_most
        self._was_cut = False

    def send(self, frame: dict[str, Any]) -> None:
        """Write one frame whole."""
        rest = memoryview(_dumps(frame).encode() + b"\n")
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def begin(self, place: int) -> None:
        """Say that the cell in this place begins."""
        self._cell_left, self._was_cut = min(self._cell_most, self._left), False
        self.send({"begin": place})

    def output(self, output: dict[str, Any]) -> None:
        """Send an output as nbformat holds it, unless there was too much already."""
        size = len(_dumps(output))
        if size > self._cell_left:
            if not self._was_cut:
                self._was_cut = True
                self.send({"cut": True})
            return
        self._cell_left -= size
        self._left -= size
        self.send({"output": output})


class Stream:
    """What sys.stdout and sys.stderr are: a text file that sends what is written, a piece at a time."""

    encoding, errors, newlines, closed = "utf-8", "replace", None, False

    def __init__(self, name: str, channel: Channel) -> None:
        self.name = f"<{name}>"
        self._kind = name
        self._channel = channel
        self._pieces: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        """Take some text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        for start in range(0, min(len(text), self._channel.most), _LONGEST_TEXT):
            self._pieces.append(text[start : start + _LONGEST_TEXT])
            self._size += len(self._pieces[-1])
            if self._size >= _LONGEST_TEXT:
                self.flush()
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Take several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Send what was taken."""
        text, self._pieces, self._size = "".join(self._pieces), [], 0
        if text:
            self._channel.output({"output_type": "stream", "name": self._kind, "text": text})

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def fileno(self) -> int:
        raise OSError("a notebook's output has no file descriptor")


def new_shell() -> Any:
    """IPython's shell as a notebook's kernel has it: charts drawn into the notebook, no history, no colours."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import LSString, SList
    from traitlets.config import Config

    class Publisher(DisplayPublisher):
        def publish(self, data: Any, *_: Any, **__: Any) -> None:
            flush_streams()
            shell.channel.output(_rich("display_data", data))

        def clear_output(self, wait: bool = False) -> None:
            pass

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            flush_streams()
            found = _rich("execute_result", format_dict)
            shell.channel.output({**found, "execution_count": self.prompt_count})

        def finish_displayhook(self) -> None:
            sys.stdout.flush()
            sys.stderr.flush()

    class Shell(InteractiveShell):
        display_pub_class, displayhook_class = Publisher, Hook
        channel: Any = None

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            flush_streams()
            lines = [str(line)[:_LONGEST_TEXT] for line in stb][:60]
            try:
                said = str(evalue)[:2000]
            except Exception:  # a student's exception may have no text
                said = ""
            name = str(getattr(etype, "__name__", "Error"))[:200]
            self.channel.output({"output_type": "error", "ename": name, "evalue": said, "traceback": lines})

        def enable_gui(self, gui: Any = None) -> None:
            pass

        # An honest '!pip install …' above an answer is not to cost it: the same line stopped nothing at home.
        def system(self, _line: str) -> None:
            try:
                super().system(_line)  # type: ignore[no-untyped-call]
            except OSError:
                self.user_ns["_exit_code"] = 1
                print(_NO_PROGRAM, file=sys.stderr)

        def getoutput(self, _line: str, split: bool = True, depth: int = 0) -> Any:
            try:
                return super().getoutput(_line, split, depth + 1)  # type: ignore[no-untyped-call]
            except OSError:
                print(_NO_PROGRAM, file=sys.stderr)
                return SList() if split else LSString()

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.autocall = 0
    shell = Shell.instance(config=settings)
    shell.run_line_magic("matplotlib", "inline")
    for name in ("conda", "mamba", "micromamba"):  # IPython's own are errors where Python is not conda's
        shell.register_magic_function(_passed_over, "line", name)  # type: ignore[arg-type]
    return shell


def serve(shell: Any, job: dict[str, Any], descriptor: int, seen: Callable[[dict[str, Any], str], Any]) -> None:
    """Run the cells of `job` and send what they do. The process is to end afterwards."""
    channel = Channel(descriptor, job["output"])
    shell.channel = channel
    streams = sys.stdout, sys.stderr = Stream("stdout", channel), Stream("stderr", channel)
    depth = sys.getrecursionlimit()
    builtins.input = getpass.getpass = _nobody
    for name, content in job["files"].items():
        with open(name, "wb") as file:
            file.write(base64.b64decode(content))
    channel.send({"ready": True})
    for place, cell in enumerate(job["cells"]):
        channel.begin(place)
        ended = _run(shell, cell["source"], job["seconds"])
        sys.setrecursionlimit(depth)
        for stream in streams:  # also where the student put something else in their places
            stream.flush()
        for name in cell["probes"]:
            channel.send({"seen": {name: _bounded(seen(shell.user_ns, name))}})
        channel.send({"end": ended})
    channel.send({"done": True})


def flush_streams() -> None:
    """Send what stands in the streams, so that outputs keep their order."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # the student may have put something else in its place
            continue


def _run(shell: Any, source: str, seconds: float) -> str:
    """Run one cell; 'ok', 'error' or 'timed-out'."""
    late = False

    def interrupt(*_: Any) -> None:
        nonlocal late
        late = True
        raise KeyboardInterrupt(f"this cell ran for more than {seconds:g} seconds")

    has_timer = hasattr(signal, "setitimer")
    if has_timer:
        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        result = shell.run_cell(source, store_history=True)
        failed = not result.success
    except BaseException:  # an interrupt between two of IPython's own steps, or its machinery changed by the student
        failed = True
    finally:
        if has_timer:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return "timed-out" if late else "error" if failed else "ok"


def _rich(kind: str, data: Any) -> dict[str, Any]:
    """An output with what a page can show: text and still images."""
    kept = {}
    for form in ("text/plain", "text/html", "image/png", "image/svg+xml", "text/markdown", "text/latex"):
        value = data.get(form)
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode()
        if isinstance(value, str):
            kept[form] = value
    return {"output_type": kind, "data": kept, "metadata": {}}


def _bounded(value: Any) -> Any:
    """A plain value that is not too large to be told, or a mark that it was refused."""
    try:
        if len(_dumps(value)) <= _LARGEST_VALUE:
            return value
    except Exception:  # such as a whole number of more digits than can be written
        return {"__refused__": "it cannot be written down"}
    return {"__refused__": "it is too large for an answer"}


def _passed_over(_line: str) -> None:
    print(_NO_PROGRAM, file=sys.stderr)


def _nobody(prompt: Any = "", *_: Any, **__: Any) -> str:
    raise RuntimeError(_REFUSED)
