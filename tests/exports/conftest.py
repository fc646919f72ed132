"""Readers of the export formats that come from elsewhere: `make test` puts them beside the environment."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

READERS = Path(sys.prefix) / "readers"


@pytest.fixture(scope="session")
def readers() -> Path:
    """The folder that holds the readers' node_modules."""
    return _there(READERS, shutil.which("node") and (READERS / "node_modules").exists(), "GIFT and QTI")


@pytest.fixture(scope="session")
def qti12_dtd_carrier() -> Path:
    """The archive of another project that carries the DTD of QTI 1.2.1; nothing of it is installed or run here."""
    found = sorted(READERS.glob("pyslet-*.tar.gz"))
    return _there(found[0] if found else READERS, bool(found), "QTI 1.2")


def _there(path: Path, found: object, formats: str) -> Path:
    if not found:
        missing = f"what reads {formats} is not there: install node and npm, then run 'make .venv/readers.stamp'"
        assert os.environ.get("CI") != "true", missing
        pytest.skip(missing)
    return path
