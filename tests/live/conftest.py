"""A real JupyterLab and Notebook 7 on this machine alone, opened in a headless Chromium that can reach nothing else.

`jupyter` is the server, one for each test worker; `lab("page")` opens a notebook of the real book in JupyterLab, runs
all its cells and hands back an `Opened`: the browser's page, and `run` for Python in the same kernel.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import websocket
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from casebook.pages.notebooks import write_notebooks
from tests.browser.conftest import SWITCHES
from tests.conftest import ROOT

PATIENCE = 90_000  # milliseconds
_QUIET = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Cells out of sight are drawn all the same, so that a test can look for them.
    "notebook-extension/tracker": {"windowingMode": "none"},
}
_SERVER = [
    *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.open_browser=False"),
    "--allow-root",  # some machines that run tests have no other user
    *("--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly", "--LabApp.news_url="),
    *("--LanguageServerManager.autodetect=False", "--JupyterNotebookApp.expose_app_in_browser=True"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all notebooks. Debian's is used unless CHROMIUM names another."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: install Debian's chromium, or set CHROMIUM to one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


@dataclass(frozen=True)
class Jupyter:
    """A running server: where its notebooks lie, its address and the token that opens it."""

    root: Path
    url: str
    token: str

    def ask(self, what: str) -> list[dict]:
        """What the server's interface answers, for instance to 'sessions'."""
        request = Request(f"{self.url}api/{what}", headers={"Authorization": f"token {self.token}"})
        with urlopen(request) as answer:
            return json.load(answer)

    def kernel_of(self, path: str) -> str:
        """The id of the kernel of the notebook at `path`."""
        return next(one["kernel"]["id"] for one in self.ask("sessions") if one["path"] == path)


@dataclass
class Opened:
    """A notebook in a browser."""

    jupyter: Jupyter
    page: Page
    path: str
    asked_elsewhere: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)

    def run(self, code: str) -> str:
        """Run `code` in the notebook's kernel, beside its cells; return what it printed. An error in it fails."""
        return run_in_kernel(self.jupyter, self.jupyter.kernel_of(self.path), code)

    def command(self, name: str, **arguments: object) -> None:
        """Do what a command of the application's own menus does."""
        self.page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments])

    def run_all(self) -> None:
        """Run all cells, and wait until none is left to run."""
        self.command("notebook:run-all-cells")
        self.wait_idle()

    def wait_idle(self) -> None:
        """Wait until the kernel has nothing left to do, on the page and behind it."""
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        expect(prompts.filter(has_text=re.compile(r"\[[ *]\]:"))).to_have_count(0, timeout=PATIENCE)
        assert self.run("print('idle')") == "idle\n"

    def errors(self) -> list[str]:
        """What cells show as errors."""
        kinds = ("application/vnd.jupyter.stderr", "application/vnd.jupyter.error")
        return self.page.locator(", ".join(f'[data-mime-type="{kind}"]' for kind in kinds)).all_inner_texts()


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A server with folders of its own, over the real book's notebooks beside its data."""
    home = tmp_path_factory.mktemp("jupyter")
    root = home / "book"
    root.mkdir()
    for name in ("_toc.yml", "index.md", "chapters", "data"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    mini = root / "mini"
    shutil.copytree(ROOT / "tests" / "mini", mini, ignore=shutil.ignore_patterns("_build"))
    write_notebooks(root, root / "notebooks")
    write_notebooks(mini, mini / "notebooks")
    with _served(home, root) as running:
        yield running


@pytest.fixture
def lab(jupyter: Jupyter, browser: Browser) -> Iterator[Callable[..., Opened]]:
    """`lab("notebooks/chapters/memorandum/requests.ipynb")` opens it in JupyterLab and runs its cells."""
    yield from _opener(jupyter, browser, "lab/workspaces/{workspace}/tree/{path}")


@pytest.fixture
def notebook7(jupyter: Jupyter, browser: Browser) -> Iterator[Callable[..., Opened]]:
    """The same in Notebook 7."""
    yield from _opener(jupyter, browser, "notebooks/{path}")


def _opener(jupyter: Jupyter, browser: Browser, address: str) -> Iterator[Callable[..., Opened]]:
    contexts = []
    before = {one["id"] for one in jupyter.ask("sessions")}

    def opened(path: str, *, run: bool = True, **context_options: object) -> Opened:
        options = {"viewport": {"width": 1280, "height": 900}} | context_options
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        made = Opened(jupyter, page, path)
        _block_other_hosts(page, jupyter, made.asked_elsewhere)
        _listen(page, made.complained)
        place = address.format(workspace=f"test-{secrets.token_hex(4)}", path=path)
        for last in (False, True):  # a start in some thirty hangs
            try:
                page.goto(f"{jupyter.url}{place}?token={jupyter.token}", wait_until="load")
                page.wait_for_function(
                    "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
                    timeout=PATIENCE,
                )
                break
            except TooLate:
                if last:
                    raise
        if run:
            made.run_all()
        return made

    yield opened
    for context in contexts:
        context.close()
    for session in jupyter.ask("sessions"):
        if session["id"] not in before:
            request = Request(f"{jupyter.url}api/sessions/{session['id']}", method="DELETE")
            request.add_header("Authorization", f"token {jupyter.token}")
            urlopen(request).close()


def _block_other_hosts(page: Page, jupyter: Jupyter, asked_elsewhere: list[str]) -> None:
    def allow_this_server_only(route):
        if route.request.url.startswith((jupyter.url, "data:", "blob:")):
            route.continue_()
        else:
            asked_elsewhere.append(route.request.url)
            route.abort()

    page.context.route("**/*", allow_this_server_only)


def _listen(page: Page, complained: list[str]) -> None:
    page.on("console", lambda said: complained.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complained.append(str(error)))


class _served:
    """A server process, ended by its own id."""

    def __init__(self, home: Path, root: Path) -> None:
        self.home, self.root = home, root
        self.token = secrets.token_hex(16)

    def __enter__(self) -> Jupyter:
        folders = {name: self.home / name.lower() for name in ("CONFIG", "DATA", "RUNTIME")}
        for folder in folders.values():
            folder.mkdir()
        for name, settings in _QUIET.items():
            path = folders["CONFIG"] / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(settings), encoding="utf-8")
        environment = os.environ | {f"JUPYTER_{name}_DIR": str(folder) for name, folder in folders.items()}
        environment |= {"IPYTHONDIR": str(self.home / "ipython"), "JUPYTER_PLATFORM_DIRS": "1", "PYTHONPATH": str(ROOT)}
        environment.pop("CASEBOOK_BUILDING", None)
        self.log = (self.home / "server.log").open("w", encoding="utf-8")
        command = [sys.executable, "-m", "jupyterlab", *_SERVER, f"--ServerApp.root_dir={self.root}"]
        # The token by the environment, where no list of processes shows it.
        environment["JUPYTER_TOKEN"] = self.token
        self.process = subprocess.Popen(
            command, env=environment, stdout=self.log, stderr=subprocess.STDOUT, cwd=self.home, start_new_session=True
        )
        try:
            return Jupyter(self.root, self._address(folders["RUNTIME"]), self.token)
        except BaseException:
            self.__exit__()
            raise

    def _address(self, runtime: Path) -> str:
        """Where the server says that it listens, once it answers there."""
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.home / "server.log").read_text(encoding="utf-8")[-3000:]
            for path in runtime.glob(f"jpserver-{self.process.pid}.json"):
                try:
                    url = json.loads(path.read_text(encoding="utf-8"))["url"]
                    with urlopen(Request(f"{url}api", headers={"Authorization": f"token {self.token}"})):
                        return url
                except (OSError, ValueError):
                    pass
            time.sleep(0.2)
        raise AssertionError((self.home / "server.log").read_text(encoding="utf-8")[-3000:])

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def run_in_kernel(jupyter: Jupyter, kernel: str, code: str) -> str:
    """Run `code` over a channel of its own, and return what it printed. Raises AssertionError with its traceback."""
    address = f"{jupyter.url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?token={jupyter.token}"
    channel = websocket.create_connection(address, timeout=PATIENCE / 1000, suppress_origin=True)
    try:
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": "execute_request", "username": "", "session": name, "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": False}
        asked = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        channel.send(json.dumps(asked))
        return _printed(channel, name)
    finally:
        channel.close()


def _printed(channel: websocket.WebSocket, name: str) -> str:
    printed = ""
    replied = idle = False
    while not (replied and idle):
        received = channel.recv()
        if not isinstance(received, str):
            continue  # a widget's binary state, for someone else
        message = json.loads(received)
        if message["parent_header"].get("msg_id") != name:
            continue
        content, kind = message["content"], message["msg_type"]
        if kind == "stream" and content["name"] == "stdout":
            printed += content["text"]
        elif kind == "error":
            raise AssertionError("\n".join(content["traceback"]))
        replied = replied or kind == "execute_reply"
        idle = idle or (kind == "status" and content["execution_state"] == "idle")
    return printed
