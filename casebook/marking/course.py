"""The folder of a course as nbgrader knows it, for looking at marked work with its own programs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from casebook.marking.assignment import Assignment
from casebook.marking.inert import inert_markdown
from casebook.marking.result import Result
from casebook.marking.store import folder_name, write_whole

_CONFIG = '''\
"""For looking at marked work: `nbgrader formgrader`, `nbgrader generate_feedback`, `nbgrader export`.

Do not run `nbgrader autograde` here: it runs what students wrote without protection.
"""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = {course!r}
'''
_LONGEST = 200  # bytes of a folder's name


def write_course_folder(
    out: Path, results: Sequence[Result], assignments: Mapping[str, Assignment], course: str
) -> None:
    """Write settings, sources, releases and the marked notebooks of the attempts that count into the folder `out`.

    A submission that could not be run has no marked notebook; one of an earlier attempt is taken away.
    """
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / "nbgrader_config.py", _CONFIG.format(course=course).encode())
    for slug, assignment in assignments.items():
        for step, notebook in (("source", assignment.source), ("release", assignment.cells)):
            folder = out / step / slug
            _write_if_other(folder / f"{slug}.ipynb", text_of(notebook))
            for name, content in assignment.files.items():
                _write_if_other(folder / name, content)
    for result in results:
        path = marked_notebook(out, result)
        if result.notebook is None:
            shutil.rmtree(path.parent, ignore_errors=True)
            continue
        _write_if_other(path, text_of(_inert(result.notebook)))
        if result.handed_in:
            # By this nbgrader sees that feedback is older than the work.
            _write_if_other(path.with_name("timestamp.txt"), f"{result.handed_in}\n".encode())


def same_work(out: Path, result: Result) -> bool:
    """Whether the marked notebook in `out` has the very cells of this result."""
    try:
        before = json.loads(marked_notebook(out, result).read_bytes())
    except (OSError, ValueError):
        return False
    return result.notebook is not None and _sources(before) == _sources(_inert(result.notebook))


def marked_notebook(out: Path, result: Result) -> Path:
    """Where nbgrader looks for the marked notebook of a student."""
    return out / "autograded" / student_folder(result.student) / result.exercise / f"{result.exercise}.ipynb"


def student_folder(student: str) -> str:
    """The folder of a student: the name itself, by which nbgrader knows them, unless it can be no folder's name."""
    is_safe = (
        student.isprintable()
        and student == student.strip(" .")
        and not set(student) & set('/\\:*?"<>|')
        and 0 < len(student.encode(errors="replace")) <= _LONGEST
    )
    return student if is_safe else folder_name(student)


def text_of(notebook: Mapping[str, Any]) -> bytes:
    """A notebook as a file holds it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=True) + "\n").encode()


def _inert(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """A marked notebook fit for nbgrader's pages, which take Markdown's HTML as it stands."""
    cells = [
        {**cell, "source": inert_markdown("".join(cell["source"]))} if cell["cell_type"] == "markdown" else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def _sources(notebook: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]


def _write_if_other(path: Path, content: bytes) -> None:
    """Write a file unless it is there as it should be, so that a run that finds nothing new is quick."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
