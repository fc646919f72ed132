"""Build a book strictly: Jupyter Book's own Sphinx run, with every warning an error and pages read side by side."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_book.sphinx import build_sphinx  # type: ignore[import-untyped]

# Where Jupyter Book puts what these builders make; the others go to a folder of their own name.
_FOLDERS = {"html": "html", "latex": "latex"}


def build_book(root: Path, *, builder: str = "html", jobs: int | None = None) -> int:
    """Build the book at `root` into `root/_build/<builder>` and return the exit code, 0 where all went well.

    `builder` is any that Sphinx knows: html, latex, epub, text.
    `jobs` pages are read at a time: for HTML by default one a core.
    The same as `jupyter-book build -W -n --keep-going`, which reads one page at a time and ends in a traceback.
    """
    result = build_sphinx(
        root,
        root / "_build" / _FOLDERS.get(builder, builder),
        path_config=root / "_config.yml",
        noconfig=True,
        confoverrides={
            "external_toc_path": (root / "_toc.yml").as_posix(),
            "nitpicky": True,
            "latex_individualpages": False,
        },
        builder=builder,
        warningiserror=True,
        keep_going=True,
        jobs=jobs or (os.cpu_count() or 1 if builder == "html" else 1),
    )
    return 0 if result == 0 else 1
