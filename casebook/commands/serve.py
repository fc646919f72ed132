"""Show the built book in a browser on this computer, with Python's own web server."""

from __future__ import annotations

import argparse
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from casebook.errors import CasebookError

HELP = "serve the built book to a browser on this computer"
HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--port", type=int, default=8000, help="the port to use (default: 8000; 0 takes a free one)")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Serve `_build/html` until interrupted. Raises CasebookError if there is no book or the port cannot be had."""
    site = root / "_build" / "html"
    if not (site / "index.html").exists():
        raise CasebookError("_build/html/index.html is not there yet: build the book first (python -m casebook build)")
    try:
        server = ThreadingHTTPServer((HOST, arguments.port), partial(SimpleHTTPRequestHandler, directory=str(site)))
    except (OSError, OverflowError) as error:
        raise CasebookError(f"port {arguments.port} cannot be had ({error}): choose another with --port") from error
    with server:
        print(f"The book is at http://{HOST}:{server.server_port}/ (stop with Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
