"""Everything of the pack in one zip, whose bytes follow from the book and the key alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from casebook import __version__
from casebook.archive import write_zip
from casebook.evidence import Case
from casebook.exercises.draw import tag_of
from casebook.exercises.exercise import load_exercises
from casebook.exercises.release import released, write_student_zip
from casebook.exercises.variant import PUBLIC, variant_of
from casebook.exports import report
from casebook.exports.formats import WRITERS
from casebook.pack.plans import plans_of, titles_in
from casebook.pack.readme import readme_of, variant_in_words
from casebook.pack.sheet import html_of
from casebook.quizzes import Bank, load_bank

STUDENTS, INSTRUCTORS = "for-students", "for-instructors"
PLANS = f"{INSTRUCTORS}/plans"
_CARDS = ".apkg"


def write_pack(root: Path, out: Path, key: str | None = None) -> Path:
    """Write the pack of the book at `root` into the folder `out`, in the variant of `key`; the zip's path.

    Raises EvidenceError for unsound tables, questions or exercises, CasebookError for pages that cannot be printed
    and for a key that is too short.
    """
    case = Case.load(root)
    bank = load_bank(case)
    tag = tag_of(key) if key else PUBLIC
    version = str(case.about.get("version", __version__))
    name = f"{case.about['name']}-instructor-pack-{version}-{tag}"
    files = dict(_files(case, bank, key, tag, version))
    return write_zip(out / f"{name}.zip", {f"{name}/{path}": files[path] for path in sorted(files)})


def _files(case: Case, bank: Bank, key: str | None, tag: str, version: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the pack by its path."""
    book = str(case.about["title"])
    stamp = f"{book}. Version {version}, {variant_in_words(tag)}."
    plans = plans_of(case, bank, stamp)
    for file, html in plans.items():
        yield f"{PLANS}/{file}", html.encode()
    exercises = load_exercises(case.root)
    with tempfile.TemporaryDirectory() as scratch:
        if bank.questions:
            yield from _questions(case, bank, Path(scratch) / "questions")
        for exercise in exercises:
            made = released(variant_of(exercise, case, key))
            zipped = write_student_zip(Path(scratch), exercise.slug, made.student)
            yield f"{STUDENTS}/exercises/{zipped.name}", zipped.read_bytes()
            for file, content in made.instructor.items():
                yield f"{INSTRUCTORS}/exercises/{exercise.slug}/{file}", content
    readme = readme_of(case, version, tag, exercises, titles_in(plans), PLANS)
    yield "README.txt", readme.encode()
    yield "README.html", html_of(f"{book}: pack for instructors", readme, stamp).encode()


def _questions(case: Case, bank: Bank, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The questions in every format; sheets and cards are for students, their keys and the platforms' files are not."""
    folder.mkdir()
    written = [write(bank, case, folder) for write in WRITERS.values()]
    report.write(bank, case, written, folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder).as_posix()
        if inside.startswith("worksheets/"):
            part, home = (INSTRUCTORS, "worksheet-keys") if path.stem.endswith("-key") else (STUDENTS, "worksheets")
            yield f"{part}/{home}/{path.name}", path.read_bytes()
        elif path.suffix == _CARDS:
            yield f"{STUDENTS}/{path.name}", path.read_bytes()
        else:
            yield f"{INSTRUCTORS}/questions/{inside}", path.read_bytes()
