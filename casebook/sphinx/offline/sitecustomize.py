"""Refuse the network to every Python that starts with this folder on its path; this machine itself stays reachable.

An audit hook cannot be taken off again by the code it watches.
Kernels talk to the build over loopback, hence the exception.
"""

from __future__ import annotations

import sys
from typing import Any

_HERE = ("127.", "::1", "localhost", "0.0.0.0")


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and not str(host).startswith(_HERE):
        raise PermissionError(
            f"cells of this book run without the network, and this one asked for {host}: keep the data in data/"
        )


sys.addaudithook(_refuse)
