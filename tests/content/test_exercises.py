"""Every exercise of the book, under 200 keys: solved, it earns all; left empty, nothing; each mistake is named."""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot
import pytest

import casebook
from casebook.exercises import checks
from casebook.exercises.exercise import Exercise, load_exercise, load_misconceptions
from casebook.exercises.release import released
from casebook.exercises.rubric import rubric_of
from casebook.exercises.template import drafted, instructor_notebook, text_of
from casebook.exercises.variant import Variant, alike, variant_of

matplotlib.use("Agg")
ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(path.parent.name for path in ROOT.glob("exercises/*/exercise.yml"))
KEYS = [f"a course of the year {number}" for number in range(200)]
ENDS = ("### BEGIN SOLUTION", "### END SOLUTION")

pytestmark = pytest.mark.parametrize("slug", SLUGS)


@cache
def evidence() -> casebook.Case:
    return casebook.load(ROOT)


@cache
def exercise_called(slug: str) -> Exercise:
    return load_exercise(ROOT, slug)


@cache
def drawn(slug: str, key: str | None) -> Variant:
    return variant_of(exercise_called(slug), evidence(), key)


def all_of(slug: str) -> Iterator[Variant]:
    yield drawn(slug, None)
    yield from (drawn(slug, key) for key in KEYS)


def ran(variant: Variant, folder: Path, *, with_charts: bool = False, solved: bool = True) -> dict[str, Any]:
    """The names that the notebook leaves behind when its cells run here, without its tests."""
    for name, content in variant.files.items():
        (folder / name).write_bytes(content)
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        for cell in drafted(variant).cells:
            about = cell.metadata.get("nbgrader", {})
            is_test = about.get("grade") and not about.get("solution")
            is_chart = about.get("grade") and about.get("solution")
            if cell.cell_type != "code" or is_test or (is_chart and not with_charts):
                continue
            if about.get("solution") and not solved:
                continue
            exec(compile(cell.source, cell.id, "exec"), names)
    return names


def faults_in(names: dict[str, Any], variant: Variant) -> dict[str, str]:
    found = {name: checks.fault(checks.seen(names, check["name"]), check) for name, check in variant.checks.items()}
    return {name: said for name, said in found.items() if said is not None}


def test_the_reference_solution_earns_every_point_under_every_key(slug: str, tmp_path: Path) -> None:
    for variant in all_of(slug):
        assert faults_in(ran(variant, tmp_path), variant) == {}, variant.tag


def test_an_empty_notebook_earns_nothing(slug: str, tmp_path: Path) -> None:
    for key in (None, *KEYS[:10]):
        variant = drawn(slug, key)
        assert set(faults_in(ran(variant, tmp_path, solved=False), variant).values()) == {"missing"}


def test_every_planted_mistake_is_caught_and_named_under_every_key(slug: str) -> None:
    for variant in all_of(slug):
        for check in variant.checks.values():
            for name, wrong in check["mistakes"].items():
                assert checks.fault(wrong, check) == name


def test_every_numeric_question_has_a_planted_mistake(slug: str) -> None:
    for check in drawn(slug, None).checks.values():
        assert check["mistakes"] or check["kind"] not in ("number", "interval", "table"), check["question"]


def test_neighbouring_keys_agree_in_no_numeric_answer_and_none_has_a_public_one(slug: str) -> None:
    variants = [drawn(slug, key) for key in KEYS]
    for one, other in zip(variants, variants[1:], strict=False):
        assert alike(one, other) == [], f"{one.tag} and {other.tag}: draw from wider ranges"
    for one in variants:
        assert alike(one, drawn(slug, None)) == []


def test_the_same_key_gives_the_same_bytes(slug: str) -> None:
    exercise = exercise_called(slug)
    one, other = (released(variant_of(exercise, evidence(), KEYS[0])) for _ in range(2))
    assert one == other


def test_notebook_and_charts_run_without_a_warning(slug: str, tmp_path: Path) -> None:
    for key in (None, *KEYS[:2]):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # What Jupyter shows is not shown here.
            warnings.filterwarnings("ignore", message=".*non-interactive")
            ran(drawn(slug, key), tmp_path, with_charts=True)
        matplotlib.pyplot.close("all")


def test_the_hidden_tests_alone_give_the_same_marks(slug: str, tmp_path: Path) -> None:
    """What a stock nbgrader runs: solved, every test passes; with a planted mistake, that test and no other fails."""
    variant = drawn(slug, KEYS[0])
    names = ran(variant, tmp_path)
    tests = {
        cell.metadata.nbgrader.grade_id: compile(cell.source, cell.id, "exec")
        for cell in instructor_notebook(variant).cells
        if cell.metadata.get("nbgrader", {}).get("grade") and not cell.metadata.nbgrader.solution
    }
    assert list(tests) == [f"test-{name}" for name in variant.checks]
    for name, check in variant.checks.items():
        exec(tests[f"test-{name}"], dict(names))
        for wrong in check["mistakes"].values():
            with pytest.raises(AssertionError):
                exec(tests[f"test-{name}"], names | {check["name"]: wrong})


def test_nothing_that_a_student_gets_holds_a_solution_or_a_hidden_test(slug: str) -> None:
    for key in (None, KEYS[0]):
        made = released(drawn(slug, key))
        got = b"\n".join(made.student.values()).decode()
        for marker in (*ENDS, "HIDDEN TEST", "_checks", "expected", "mistakes", *load_misconceptions(ROOT)):
            assert marker not in got, marker
        for line in solution_lines(drawn(slug, key)):
            assert line not in got, line


def solution_lines(variant: Variant) -> list[str]:
    """Every line of a solution that is long enough to be nobody else's and does not stand outside solutions too."""
    inside, outside = [], set()
    for cell in drafted(variant).cells:
        is_solved = False
        for line in cell.source.split("\n"):
            is_solved = (is_solved or ENDS[0] in line) and ENDS[1] not in line
            (inside.append if is_solved else outside.add)(line.strip())
    lines = [line for line in inside if len(line) > 12 and line not in ENDS]
    # As it stands in a notebook's file.
    return [text_line(line) for line in lines if not any(line in other for other in outside)]


def text_line(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"', '\\"')


def test_no_key_can_be_read_from_what_is_written(slug: str) -> None:
    made = released(drawn(slug, KEYS[0]))
    assert not [name for name, content in {**made.student, **made.instructor}.items() if KEYS[0].encode() in content]


def test_an_invented_variant_says_so_in_its_first_cell_and_in_its_data(slug: str) -> None:
    variant = drawn(slug, KEYS[0])
    assert "invented" in drafted(variant).cells[0].source
    assert "invented" not in drafted(drawn(slug, None)).cells[0].source
    assert [name for name, content in variant.files.items() if b"invented" not in content] == []


def test_students_need_no_module_of_ours(slug: str) -> None:
    made = released(drawn(slug, None))
    assert "import casebook" not in made.student[f"{slug}.ipynb"].decode()
    assert "from casebook" not in made.student[f"{slug}.ipynb"].decode()


def test_the_rubric_is_whole_in_every_variant(slug: str) -> None:
    for key in (None, KEYS[0]):
        assert "{{" not in rubric_of(drawn(slug, key))
        assert "{{" not in text_of(drafted(drawn(slug, key))).replace("{{'", "")


def test_nothing_compiled_is_left_beside_a_variant(slug: str) -> None:
    drawn(slug, None)
    assert "__pycache__" not in os.listdir(exercise_called(slug).folder)
