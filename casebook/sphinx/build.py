"""Build a book strictly: Jupyter Book's own Sphinx run, with every warning an error and pages read side by side."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_book.sphinx import build_sphinx  # type: ignore[import-untyped]
from sphinx.errors import SphinxParallelError

# Where Jupyter Book puts what these builders make; the others go to a folder of their own name.
_FOLDERS = {"html": "html", "latex": "latex"}


def build_book(root: Path, *, builder: str = "html", jobs: int | None = None) -> int:
    """Build the book at `root` into `root/_build/<builder>` and return the exit code, 0 where all went well.

    `builder` is any that Sphinx knows: html, latex, epub, text.
    `jobs` pages are read at a time: for HTML by default one a core.
    The same as `jupyter-book build -W -n --keep-going`, which reads one page at a time and ends in a traceback.
    """
    jobs = jobs or (os.cpu_count() or 1 if builder == "html" else 1)
    result = _run(root, builder, jobs)
    if isinstance(result, SphinxParallelError):
        # A reading process that fails takes its messages with it; what it had not read is read here again.
        print("Reading again, one page at a time, to show the fault in full.", flush=True)
        result = _run(root, builder, jobs=1)
    return 0 if result == 0 else 1


def _run(root: Path, builder: str, jobs: int) -> int | Exception:
    toc = (root / "_toc.yml").as_posix()
    result: int | Exception = build_sphinx(
        root,
        root / "_build" / _FOLDERS.get(builder, builder),
        path_config=root / "_config.yml",
        noconfig=True,
        confoverrides={
            "external_toc_path": toc,
            "nitpicky": True,
            "latex_individualpages": False,
            # A list of this run's own: themes add to Sphinx's default, and a second reading would find both.
            "templates_path": [],
        },
        builder=builder,
        warningiserror=True,
        keep_going=True,
        jobs=jobs,
    )
    return result
