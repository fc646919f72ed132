"""The look that all charts share: colours with fixed meanings, and sizes of text.

Charts are drawn in the light colours below. The SVG then names each by a CSS variable (`--cb-ink`, `--cb-series-1`)
with that colour as its fallback, so that a stylesheet can give the dark twins.
"""

from __future__ import annotations

from dataclasses import dataclass

from casebook.errors import CasebookError

WIDE = 680
NARROW = 350


@dataclass(frozen=True, slots=True)
class Ink:
    """One colour: the name of its CSS variable and its value on light and on dark paper."""

    variable: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a series stands for: its colour, and the marker and hatch that tell it apart without colour."""

    ink: Ink
    marker: str
    hatch: str


INK = Ink("--cb-ink", "#1d2733", "#e8ebee")
MUTED = Ink("--cb-muted", "#56616d", "#a8b2bc")
GRID = Ink("--cb-grid", "#d9dee3", "#39434d")
PAPER = Ink("--cb-paper", "#ffffff", "#14191f")

# Neighbours in a chart (found, not found, refused; main body, other bodies) differ in lightness as well as in hue,
# and each stands out from its paper by at least 3 to 1.
ROLES: dict[str, Role] = {
    "whole": Role(Ink("--cb-series-1", "#6f7d8f", "#8795a8"), "circle", "////"),
    "found": Role(Ink("--cb-series-2", "#0a3f73", "#bcdcff"), "square", "////"),
    "not-found": Role(Ink("--cb-series-3", "#c07d12", "#b57d22"), "triangle", "\\\\\\\\"),
    "refused": Role(Ink("--cb-series-4", "#99284a", "#ff9fbd"), "diamond", "xxx"),
    "main-body": Role(Ink("--cb-series-5", "#4b2a7a", "#c8b2f2"), "circle", "////"),
    "other-body": Role(Ink("--cb-series-6", "#2d8f7f", "#3f9f8f"), "triangle", "\\\\\\\\"),
}

INKS: tuple[Ink, ...] = (INK, MUTED, GRID, PAPER, *(role.ink for role in ROLES.values()))

_NAMED = {"ink": INK, "muted": MUTED, "grid": GRID, "paper": PAPER}


def role_of(name: str) -> Role:
    """The role called `name`. Raises CasebookError, listing the roles there are, for any other name."""
    if name not in ROLES:
        raise CasebookError(f"chart: {name!r} is no role of a series; expected one of {', '.join(ROLES)}")
    return ROLES[name]


def colour_of(name: str) -> str:
    """The light colour of 'ink', 'muted', 'grid', 'paper' or a role, as '#rrggbb'."""
    return _NAMED[name].light if name in _NAMED else role_of(name).ink.light
