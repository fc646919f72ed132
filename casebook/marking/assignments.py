"""The assignments of a book: each exercise's variant with all that marking it needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.exercises.exercise import FOLDER, Exercise, load_exercise, load_exercises, load_misconceptions
from casebook.exercises.release import key_of
from casebook.exercises.template import instructor_notebook, student_notebook
from casebook.exercises.variant import variant_of
from casebook.marking.assignment import Assignment


def assignments_of(root: Path, key: str | None = None, only: Iterable[str] | None = None) -> dict[str, Assignment]:
    """The assignments of the book at `root` by their slugs, from easy to hard: drawn from `key`, or the public ones.

    Raises EvidenceError for what an exercise's author must mend, CasebookError for a key that is too short, for a
    slug in `only` that there is not, and where there is no exercise at all.
    """
    slugs = slugs_of(root)
    wanted = list(only or ())
    for slug in wanted:
        if slug not in slugs:
            raise CasebookError(f"{FOLDER}: there is no {slug!r}; there are {', '.join(slugs)}")
    exercises = [load_exercise(root, slug) for slug in wanted] if wanted else load_exercises(root)
    case, misconceptions = Case.load(root), load_misconceptions(root)
    return {exercise.slug: _assignment(exercise, case, key, misconceptions) for exercise in exercises}


def slugs_of(root: Path) -> list[str]:
    """The slugs of all exercises of the book at `root`, sorted. Raises CasebookError where there is none."""
    slugs = sorted(path.parent.name for path in root.glob(f"{FOLDER}/*/exercise.yml"))
    if not slugs:
        raise CasebookError(f"{FOLDER}: there is no exercise to mark")
    return slugs


def _assignment(exercise: Exercise, case: Case, key: str | None, misconceptions: Mapping[str, str]) -> Assignment:
    variant = variant_of(exercise, case, key)
    instructor = instructor_notebook(variant)
    about = key_of(variant, instructor)
    return Assignment(
        slug=exercise.slug,
        variant=variant.tag,
        title=exercise.title,
        points=exercise.points,
        cells=_plain(student_notebook(instructor)),
        questions=_plain(about["questions"]),
        files=dict(variant.files),
        source=_plain(instructor),
        misconceptions=dict(misconceptions),
    )


def _plain(node: Any) -> Any:
    """The same in dictionaries and lists of Python's own."""
    return json.loads(json.dumps(node))
