"""Write the exercises for students and instructors, in the public variant or in one drawn from a course's key."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.shared import add_key_and_out, from_root
from casebook.errors import CasebookError
from casebook.evidence import Case

HELP = "write the exercises as nbgrader course, zips for students and sheets for the instructor into _build/exercises"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    add_key_and_out(parser, "_build/exercises")
    parser.add_argument(
        "--otter", action="store_true", help="also write a zip for Otter-Grader 7 on Gradescope, an extra, for each"
    )
    parser.add_argument("--only", nargs="+", metavar="EXERCISE", help="write these alone, by their folders' names")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Write the exercises of the book at `root`.

    Raises EvidenceError for what an exercise's author must mend, CasebookError for a key that is too short, for an
    exercise that there is not, and where there is none at all.
    """
    # Here, so that the other verbs start without them.
    from casebook.exercises.draw import tag_of
    from casebook.exercises.exercise import FOLDER, load_exercise, load_exercises
    from casebook.exercises.otter import FOLDER as OTTER
    from casebook.exercises.otter import write_otter_zip
    from casebook.exercises.release import write_course, write_exercise
    from casebook.exercises.variant import PUBLIC, variant_of

    out = arguments.out.resolve() if arguments.out else root / "_build" / "exercises"
    case = Case.load(root)
    slugs = sorted(path.parent.name for path in root.glob(f"{FOLDER}/*/exercise.yml"))
    if not slugs:
        raise CasebookError("exercises: there is no exercise to write")
    for name in arguments.only or ():
        if name not in slugs:
            raise CasebookError(f"exercises: there is no {name!r}; there are {', '.join(slugs)}")
    wanted = [load_exercise(root, slug) for slug in arguments.only] if arguments.only else load_exercises(root)
    tag = tag_of(arguments.key) if arguments.key else PUBLIC
    write_course(out, str(case.about["name"]))
    for number, exercise in enumerate(wanted, start=1):
        print(f"[{number}/{len(wanted)}] {exercise.slug} ...", end=" ", flush=True)
        variant = variant_of(exercise, case, arguments.key or None)
        write_exercise(variant, out)
        if arguments.otter:
            write_otter_zip(out / OTTER, variant)
        print(f"{len(exercise.questions)} questions, {exercise.points} points")
    print(f"variant {tag}: wrote {from_root(out, root)}")
    print("Students get students/ (or, by nbgrader, course/release/); all else holds the answers.")
    return 0
