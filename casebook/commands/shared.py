"""What several verbs need."""

from __future__ import annotations

from pathlib import Path


def from_root(path: Path, root: Path) -> str:
    """`path` for a message: relative to `root` where it lies in it, with forward slashes."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
