"""Submissions that talk to other machines, or to other programs on this one."""

from __future__ import annotations

from dataclasses import replace

from tests.marking.hostile.case import Hostile, attack


def cases() -> list[Hostile]:
    """All of them. Each looks odd enough to be shown to a person."""
    return [replace(one, kinds=("tampering",), says="solve-calendar-years") for one in _cases()]


def _cases() -> list[Hostile]:
    return [
        attack("calls-this-machine", "connects to a port of this machine", LOOPBACK),
        attack("calls-outside", "connects to other machines", OUTSIDE),
        attack("asks-for-names", "looks up a name, and so tells it to whoever keeps it", NAMES),
        attack("calls-programs", "connects to the sockets of programs on this machine", PROGRAMS),
    ]


LOOPBACK = """
import socket, urllib.request
for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", socket.gethostname()):
    try:
        with socket.create_connection((host, PORT), timeout=0.2) as line:
            line.sendall(b"hello")
            print(GOT, host)
    except OSError: pass
try: print(GOT, urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=0.2).read())
except OSError: pass
print(TRIED)
"""
# Addresses that are kept for examples: nobody is called, should a wall be missing.
OUTSIDE = """
import socket
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for host in ("192.0.2.1", "198.51.100.1", "2001:db8::1"):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family, kind) as line:
                line.settimeout(0.2)
                line.connect((host, 53))
                line.send(b"hello")
                print(GOT, "a way to", host)
        except OSError: pass
for family, kind, protocol in ((17, 3, 0x300), (2, 3, 1), (40, 1, 0)):
    try:
        line = socket.socket(family, kind, protocol)
        if family != 40: print(GOT, "a raw socket")
        else:
            line.settimeout(0.2)
            line.connect((2, PORT))
            print(GOT, "the host of this machine")
    except OSError: pass
print(TRIED)
"""
NAMES = """
import socket
for name in ("answers.example", "localhost.localdomain.example"):
    try: print(GOT, socket.getaddrinfo(name, 80))
    except OSError: pass
print(TRIED)
"""
PROGRAMS = """
import glob, itertools, os, socket
def knock(place):
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(0.2)
            line.connect(place)
            print(GOT, place)
    except OSError: pass
knock("\\0" + SOCKET)
for place in ("/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/tmp/.X11-unix/X0"):
    knock(place)
for place in itertools.islice(glob.iglob("/tmp/**/*", recursive=True), 1000): knock(place)
knock(os.path.join(CANARY, "listens"))
print(TRIED)
"""
