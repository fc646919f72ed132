"""An exercise of the tiny library made into notebooks: what students get, what instructors keep, what is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import nbformat
import pytest

from casebook.commands import main
from casebook.errors import EvidenceError
from casebook.exercises.exercise import load_exercise, load_exercises
from casebook.exercises.release import released, write_course, write_exercise
from casebook.exercises.template import CODE_STUB, RELEASE_STEPS, TEXT_STUB
from casebook.exercises.variant import Variant, variant_of

KEY = "a key of the library"
ABOUT = """\
title: Counting loans
summary: Two counts and a share.
level: 2
minutes: 20
objectives: [to-count]
questions:
  - {id: sum, points: 2, kind: number, name: total, what: the loans of {{ house }}}
  - {id: share, points: 3, kind: number, name: share, between: [0, 1], tolerance: 0.001, what: the share returned}
  - {id: why, points: 4, kind: written, what: why a loan is no reader}
"""
MASTER = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---
# Loans of {{ house }}

{{ notice }} A set {"a": 1} keeps its braces, and f"{{x}}" too.

```{code-cell} python
import csv

rows = list(csv.DictReader(open("loans.csv")))
```

```{code-cell} python
:question: sum share
### BEGIN SOLUTION
total = sum(int(row["loans"]) for row in rows)
share = {{ returned }} / total
### END SOLUTION
```

+++ {"question": "why"}

One reader may borrow many books.

+++
"""
VARIANT = """\
def public(case):
    return made("The house.", "the harbour library", [30, 12], 21)

def drawn(draw):
    loans = [draw.integer(100, 9000), draw.integer(100, 9000)]
    return made("An invented library.", "the invented library", loans, draw.integer(50, 99))

def made(notice, house, loans, returned):
    words = {"notice": notice, "house": house, "returned": returned}
    table = [{"house": house, "loans": one} for one in loans]
    return {"words": words, "tables": {"loans.csv": table}, "loans": loans, "returned": returned}

def answers(values):
    return {"sum": sum(values["loans"]), "share": values["returned"] / sum(values["loans"])}

def mistakes(values):
    return {"sum": {"one-left-out": values["loans"][0]}}
"""
RUBRIC = """\
# Rubric

## why

- 3 points: says that one reader may have many loans of {{ house }}.
  - 3: with an example
  - 0: not said
- 1 point: is brief.
  - 1: one sentence
  - 0: more

### Strong: 4 points

> One reader borrowed twelve.

### Sound: 2 points

> Loans are not readers.

### Weak: 0 points

> It is.
"""


@pytest.fixture
def folder(library) -> Path:
    library.load()
    folder: Path = library.root / "exercises" / "counting"
    folder.mkdir(parents=True)
    for name, text in {"exercise.yml": ABOUT, "master.md": MASTER, "variant.py": VARIANT, "rubric.md": RUBRIC}.items():
        (folder / name).write_text(text.replace("what: the loans of {{ house }}", 'what: "the loans of {{ house }}"'))
    (folder.parent / "misconceptions.yml").write_text("one-left-out: left one house out\n")
    return folder


@pytest.fixture
def make(library, folder):
    def make(key: str | None = None) -> Variant:
        return variant_of(load_exercise(library.root, "counting"), library.load(), key)

    return make


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def notebook(made: bytes) -> nbformat.NotebookNode:
    found = nbformat.reads(made.decode(), as_version=4)
    nbformat.validate(found)
    return found


def test_a_student_gets_questions_forms_and_stubs_in_the_order_of_the_master(make) -> None:
    cells = notebook(released(make()).student["counting.ipynb"]).cells
    assert [cell.id for cell in cells] == ["text-1", "given-2", "solve-sum", "test-sum", "test-share", "written-why"]
    assert cells[0].source.startswith("# Loans of the harbour library\n\nThe house. A set")
    assert '{"a": 1}' in cells[0].source and 'f"{{x}}"' in cells[0].source
    assert cells[2].source == (
        "# total: the loans of the harbour library.\n#     It is a number.\n"
        f"# share: the share returned.\n#     It is a number from 0 to 1, not rounded.\n\n{CODE_STUB}"
    )
    assert cells[5].source == TEXT_STUB
    flags = {cell.id: cell.metadata.get("nbgrader", {}) for cell in cells}
    assert [name for name, flag in flags.items() if flag.get("locked")] == ["given-2", "test-sum", "test-share"]
    assert {name: flag.points for name, flag in flags.items() if flag.get("grade")} == {
        "test-sum": 2,
        "test-share": 3,
        "written-why": 4,
    }


def test_what_a_student_may_run_tells_form_and_nothing_else(make) -> None:
    made = make()
    cells = {cell.id: cell.source for cell in notebook(released(made).student["counting.ipynb"]).cells}
    exec(cells["test-share"], {"share": 0.999})
    for given in ({}, {"share": ...}, {"share": "half"}, {"share": 50}):
        with pytest.raises((AssertionError, TypeError)):
            exec(cells["test-share"], given)


def test_the_key_names_the_cells_that_marking_looks_at(make) -> None:
    key = json.loads(released(make(KEY)).instructor["key.json"])
    assert key["exercise"] == "counting" and key["variant"] == make(KEY).tag
    rows = [(row["id"], row["cell"], row["solution"], row["points"], row["check"] is None) for row in key["questions"]]
    assert rows == [
        ("sum", "test-sum", "solve-sum", 2, False),
        ("share", "test-share", "solve-sum", 3, False),
        ("why", "written-why", "written-why", 4, True),
    ]
    assert KEY not in str(released(make(KEY)))


def test_students_and_instructors_get_their_own_files(make, tmp_path: Path) -> None:
    tmp_path /= "out"
    write_course(tmp_path, "tiny")
    path = write_exercise(make(KEY), tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["counting/counting.ipynb", "counting/loans.csv", "counting/README.txt"]
    found = {str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()}
    assert found == {
        "course/nbgrader_config.py",
        *(
            f"course/{side}/counting/{name}"
            for side in ("source", "release")
            for name in ("counting.ipynb", "loans.csv")
        ),
        *(f"instructor/counting/{name}" for name in ("counting.ipynb", "loans.csv", "key.json")),
        *("instructor/counting/answer-key.html", "instructor/counting/rubric.html", "students/counting.zip"),
    }
    key = (tmp_path / "instructor" / "counting" / "answer-key.html").read_text(encoding="utf-8")
    assert "left one house out" in key and "the invented library" in key


def test_the_steps_to_a_students_notebook_are_nbgraders_own() -> None:
    from nbgrader.converters import GenerateAssignment

    stock = [step.__name__ for step in GenerateAssignment.preprocessors.default()]
    elsewhere = {
        "IncludeHeaderFooter": "the master has its own head",
        "InstantiateTests": "tests are made from checks",
        "SaveCells": "the gradebook is made when marking",
    }
    assert [step for step in stock if step not in elsewhere] == list(RELEASE_STEPS)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("exercise.yml", "points: 2", "points: 0", "exercise.yml, question sum, field points"),
        (
            "exercise.yml",
            "kind: number, name: total",
            "kind: number",
            "question sum: a question of kind number needs 'name'",
        ),
        ("exercise.yml", "name: share,", "name: total,", "the name 'total' belongs to two questions"),
        ("exercise.yml", "level: 2", "level: 2\nlevels: 3", "exercise.yml, the whole of it, field levels"),
        (
            "exercise.yml",
            "kind: written,",
            "kind: written, name: why,",
            "question why: a question of kind written has no",
        ),
        ("master.md", "{{ notice }}", "{{ notices }}", "master.md:8: no words for {{ notices }}"),
        ("master.md", "sum share", "sum", "master.md: no cell has  :question: share"),
        ("master.md", "sum share", "sum share shares", "master.md:18: 'shares' is no question"),
        ("master.md", "### END SOLUTION\n", "", "master.md:18: put the reference solution between"),
        ("variant.py", '"sum": sum(values["loans"]), ', "", "variant.py, answers: none to 'sum'"),
        ("variant.py", "one-left-out", "one-let-out", "'one-let-out' is not in exercises/misconceptions.yml"),
        ("variant.py", 'values["loans"][0]', 'sum(values["loans"])', "the mistake 'one-left-out' (42) is marked right"),
        ("variant.py", "def drawn", "def draws", "variant.py: no function 'drawn'"),
        ("variant.py", "def public(case):", "def public(case)", "variant.py:1: "),
        ("rubric.md", "- 3 points", "- 2 points", "rubric.md, ## why: its criteria make 3 points; the question has 4"),
        ("rubric.md", "  - 0: not said\n", "", "rubric.md, ## why: a criterion without its levels"),
        ("rubric.md", "Sound: 2", "Sound: 0", "the samples' marks must rise"),
        ("rubric.md", "## why", "## because", "'## because' is no written question"),
    ],
)
def test_what_an_author_must_mend_is_told_with_its_place(
    make, folder, name: str, old: str, new: str, complaint: str
) -> None:
    edit(folder / name, old, new)
    with pytest.raises(EvidenceError) as caught:
        released(make())
    assert complaint in str(caught.value)


def test_an_invented_variant_that_hides_it_is_refused(make, folder) -> None:
    text = (folder / "variant.py").read_text().replace("An invented", "A fine").replace("the invented", "the fine")
    (folder / "variant.py").write_text(text)
    with pytest.raises(EvidenceError, match="must say that the variant's register is invented"):
        released(make(KEY))


def test_a_draw_in_which_a_mistake_is_right_by_chance_is_drawn_again(make, folder) -> None:
    edit(
        folder / "variant.py",
        "loans = [draw.integer(100, 9000), draw.integer(100, 9000)]",
        "loans = [200, draw.integer(0, 1)]",
    )
    check = make(KEY).checks["sum"]
    assert (check["expected"], check["mistakes"]["one-left-out"]) == (201, 200)
    edit(folder / "variant.py", "draw.integer(0, 1)", "0")
    with pytest.raises(EvidenceError, match="no sound variant in 100 draws; widen its ranges"):
        make(KEY)


def test_no_drawn_answer_is_the_public_one(make, folder) -> None:
    edit(
        folder / "variant.py",
        "loans = [draw.integer(100, 9000), draw.integer(100, 9000)]",
        "loans = [30, draw.integer(11, 13)]",
    )
    for number in range(20):
        assert make(f"{KEY} {number}").checks["sum"]["expected"] in (41, 43)


def test_faults_of_all_exercises_are_told_at_once(library, folder) -> None:
    other = folder.parent / "weighing"
    other.mkdir()
    (other / "exercise.yml").write_text("title: Weighing\n")
    edit(folder / "exercise.yml", "level: 2", "level: 12")
    with pytest.raises(EvidenceError) as caught:
        load_exercises(library.root)
    assert {problem.split("/")[1] for problem in caught.value.problems} == {"counting", "weighing"}


def test_the_command_writes_them_and_says_what_students_get(library, folder, make, tmp_path, capsys) -> None:
    words = ["--root", str(library.root), "exercises", "--out", str(tmp_path / "out")]
    make()
    assert main([*words, "--key", KEY]) == 0
    out = capsys.readouterr().out
    assert "[1/1] counting ... 3 questions, 9 points" in out and make(KEY).tag in out and KEY not in out
    assert (tmp_path / "out" / "students" / "counting.zip").is_file()
    assert main([*words, "--key", "short"]) == 1
    assert "too short" in capsys.readouterr().err
    assert main([*words, "--only", "weighing"]) == 1
    assert "no 'weighing'; there are counting" in capsys.readouterr().err
