"""Write an exercise out: a course folder for nbgrader, a zip for students, and what the instructor keeps."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from casebook.archive import write_zip
from casebook.exercises.exercise import load_misconceptions
from casebook.exercises.rubric import rubric_of
from casebook.exercises.sheets import answer_key, rubric_page
from casebook.exercises.template import (
    CODE_STUB,
    TEXT_STUB,
    graded_cell,
    instructor_notebook,
    student_notebook,
    text_of,
)
from casebook.exercises.variant import Variant

_CONFIG = f'''\
"""The settings with which nbgrader released these notebooks, and with which it marks them."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = {{course!r}}
c.ClearSolutions.code_stub = {{{{"python": {CODE_STUB!r}}}}}
c.ClearSolutions.text_stub = {TEXT_STUB!r}
# A test cell that a student deleted is put back, and so marked.
c.OverwriteCells.add_missing_cells = True
# A warning from a library is no fault of an answer; without this it would cost every point.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "Warning"
c.Execute.timeout = 60
'''

_README = """\
{title}

1. Unpack this folder whole: the notebook reads the data files that lie beside it.
2. Open {slug}.ipynb in Jupyter. It needs pandas and matplotlib, and no network.
3. Answer in the cells that are left for it. Keep the names that the cells ask for.
4. Before you hand in: Kernel, Restart and Run All. Then hand in {slug}.ipynb alone, under this name.

The small cells after each answer say only whether it is there and in the right form.
About {minutes} minutes; {points} points.
"""


@dataclass(frozen=True)
class Released:
    """The files of one released exercise, by their names in a folder of its own."""

    student: Mapping[str, bytes]
    instructor: Mapping[str, bytes]


def released(variant: Variant) -> Released:
    """Both versions of an exercise with all that goes with them.

    Raises EvidenceError for what the exercise's author must mend.
    """
    exercise = variant.exercise
    name = f"{exercise.slug}.ipynb"
    instructor = instructor_notebook(variant)
    student = student_notebook(instructor)
    readme = _README.format(
        title=exercise.title, slug=exercise.slug, minutes=exercise.about.minutes, points=exercise.points
    )
    sheets = {
        "key.json": json.dumps(key_of(variant, instructor), indent=1, ensure_ascii=False) + "\n",
        "answer-key.html": answer_key(variant, load_misconceptions(exercise.root)),
        "rubric.html": rubric_page(variant, rubric_of(variant)),
    }
    return Released(
        student={name: text_of(student).encode(), **variant.files, "README.txt": readme.encode()},
        instructor={
            name: text_of(instructor).encode(),
            **variant.files,
            **{sheet: text.encode() for sheet, text in sheets.items()},
        },
    )


def key_of(variant: Variant, instructor: nbformat.NotebookNode) -> dict[str, Any]:
    """What marking needs to know: each question with the cell that carries its points, and its check.

    Shape: {"exercise", "variant", "title", "questions": [{"id", "points", "kind", "cell", "solution", "name", "what",
    "check"}]}; `solution` is the cell that the student answers in, `check` is None for what a person marks.
    """
    holder: dict[str, str] = {}  # of each graded cell, the cell that its answer stands in
    answered = ""
    for about in (cell.metadata.get("nbgrader") for cell in instructor.cells):
        if about:
            answered = about.grade_id if about.solution else answered
            holder[about.grade_id] = answered
    return {
        "exercise": variant.exercise.slug,
        "variant": variant.tag,
        "title": variant.exercise.title,
        "questions": [
            {
                "id": question.id,
                "points": question.points,
                "kind": question.kind,
                "cell": graded_cell(question),
                "solution": holder[graded_cell(question)],
                "name": question.name,
                "what": question.what,
                "check": variant.checks.get(question.id),
            }
            for question in variant.questions
        ],
    }


def write_course(out: Path, course: str) -> None:
    """Begin anew in `out`: the folder of a course that nbgrader knows as `course`."""
    for name in ("course", "students", "instructor", "otter"):
        shutil.rmtree(out / name, ignore_errors=True)
    (out / "course").mkdir(parents=True)
    (out / "course" / "nbgrader_config.py").write_text(_CONFIG.format(course=course), encoding="utf-8", newline="\n")


def write_exercise(variant: Variant, out: Path) -> Path:
    """Write one exercise into the course, the students' and the instructor's folder in `out`; the students' zip.

    Raises EvidenceError for what the exercise's author must mend, before anything is written.
    """
    slug = variant.exercise.slug
    made = released(variant)
    notebook = f"{slug}.ipynb"
    data = dict(variant.files)
    _write(out / "course" / "source" / slug, {notebook: made.instructor[notebook], **data})
    _write(out / "course" / "release" / slug, {notebook: made.student[notebook], **data})
    _write(out / "instructor" / slug, made.instructor)
    return write_student_zip(out / "students", slug, made.student)


def write_student_zip(folder: Path, slug: str, files: Mapping[str, bytes]) -> Path:
    """Write `<slug>.zip` into `folder`: the files that a student gets of an exercise, in a folder of its own."""
    return write_zip(folder / f"{slug}.zip", {f"{slug}/{name}": content for name, content in files.items()})


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
