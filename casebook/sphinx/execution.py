"""How cells run: with the network out of reach, and again whenever what they lean on has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

import casebook
from casebook.kernel import BUILDING

_OFFLINE = Path(__file__).parent / "offline"
_PACKAGE = Path(casebook.__file__).parent


def digest_of(root: Path) -> str:
    """A digest of all that a cell's output can depend on besides its own text: the data and the machinery."""
    files = sorted((root / "data").rglob("*.*")) + sorted(_PACKAGE.rglob("*.py"))
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            base = _PACKAGE.parent if _PACKAGE in path.parents else root
            digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def key_cache_to_evidence(app: Sphinx, config: Config) -> None:
    """Give each state of data and machinery an execution cache of its own.

    The notebook cache compares the cells of a page and nothing else, so after a changed row it would serve old charts.
    """
    if config.nb_execution_mode == "cache":
        folder = Path(app.outdir).parent / ".jupyter_cache" / digest_of(Path(app.srcdir))
        config.nb_execution_cache_path = str(folder)


def run_cells_offline(app: Sphinx, config: Config) -> None:
    """Let the kernels started by this build find the guard that refuses every address but this machine's own."""
    paths = [str(_OFFLINE), str(_PACKAGE.parent), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))


def tell_kernels_of_the_build(app: Sphinx, config: Config) -> None:
    """Let what cells show know that no kernel will answer on the page: it makes no widgets, whose ids are random."""
    os.environ[BUILDING] = "1"


def give_kernels_a_clean_home(app: Sphinx, config: Config) -> None:
    """Start kernels without the settings of whoever builds, and quiet about how they talk to the build."""
    home = Path(app.outdir).parent / ".ipython"
    profile = home / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text("c.Application.log_level = 40\n", encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(home)
