"""Zip archives whose bytes follow from their contents alone."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The earliest day that a zip archive can name.
_ON = (1980, 1, 1, 0, 0, 0)


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write `files`, by their names in the archive, in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Else the byte that names the writing system differs between Windows and the rest.
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return path
