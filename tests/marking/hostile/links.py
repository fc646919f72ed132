"""Links in the folder of submissions: to other people's work, to the machine's files, in circles, to nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.marking.hostile.case import EXERCISE, NOTHING, Ground, Hostile

GOOD = "0-good"  # a student whose work is worth taking
BROKEN = ("malformed",)


def cases() -> list[Hostile]:
    """All of them."""
    return [
        _link(
            "link-to-work",
            "hands in a link to another student's notebook",
            lambda ground: str(ground.submissions / GOOD / f"{EXERCISE}.ipynb"),
        ),
        _link(
            "link-to-work-near",
            "hands in the same link, by a path that goes up",
            lambda _: f"../{GOOD}/{EXERCISE}.ipynb",
        ),
        _link("link-to-passwd", "hands in a link to the machine's list of users", lambda _: "/etc/passwd"),
        _link(
            "link-to-key",
            "hands in a link to a file that only the marker may read",
            lambda ground: str(ground.canary / "kept.txt"),
        ),
        _link("link-to-zero", "hands in a link to an endless device", lambda _: "/dev/zero"),
        _link("link-to-input", "hands in a link to the marker's own input", lambda _: "/proc/self/fd/0"),
        _link("link-to-itself", "hands in a link to itself", lambda _: f"{EXERCISE}.ipynb"),
        _link("link-to-nothing", "hands in a link to nothing", lambda _: "nowhere.ipynb"),
        Hostile(
            "link-of-folder", "is a link to another student's folder", folder, NOTHING, BROKEN, "link", hides=(GOOD,)
        ),
        Hostile("link-in-folder", "has a folder that is a link to another student's", inner, NOTHING, BROKEN, "link"),
        Hostile("link-in-circles", "has folders that lead back to themselves", circle, NOTHING, BROKEN, "link"),
    ]


def _link(student: str, tries: str, target: Callable[[Ground], str]) -> Hostile:
    def put(folder: Path, ground: Ground) -> None:
        (folder / student).mkdir()
        (folder / student / f"{EXERCISE}.ipynb").symlink_to(target(ground))

    return Hostile(student, tries, put, NOTHING, BROKEN, "link", hides=("root:", "a secret of the marker"))


def folder(folder: Path, ground: Ground) -> None:
    (folder / "link-of-folder").symlink_to(GOOD, target_is_directory=True)


def inner(folder: Path, ground: Ground) -> None:
    (folder / "link-in-folder").mkdir()
    (folder / "link-in-folder" / EXERCISE).symlink_to(folder / GOOD, target_is_directory=True)


def circle(folder: Path, ground: Ground) -> None:
    mine = folder / "link-in-circles" / EXERCISE
    mine.mkdir(parents=True)
    (mine / "on").symlink_to("..", target_is_directory=True)
    (mine / "off").symlink_to("on", target_is_directory=True)
