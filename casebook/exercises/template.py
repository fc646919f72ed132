"""The notebooks of one variant: the instructor's, with solutions and tests, and from it the student's."""

from __future__ import annotations

import copy
from typing import Any

import jupytext
import nbformat

from casebook.errors import EvidenceError
from casebook.exercises.exercise import Question
from casebook.exercises.testcells import wanted, whole_test
from casebook.exercises.variant import Variant

MASTER = "master.md"
CODE_STUB = "# Your own work goes here: as many lines as you need."
TEXT_STUB = "*Write your answer here, in the place of this line.*"
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
# nbgrader's own steps, in its order.
RELEASE_STEPS = (
    *("LockCells", "ClearSolutions", "ClearOutput", "CheckCellMetadata", "ComputeChecksums"),
    *("ClearHiddenTests", "ClearMarkScheme", "ComputeChecksums", "CheckCellMetadata"),
)
_SCHEMA = 3
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def graded_cell(question: Question) -> str:
    """The grade id of the cell that carries a question's points."""
    return f"{'written' if question.is_written else 'test'}-{question.id}"


def instructor_notebook(variant: Variant) -> nbformat.NotebookNode:
    """The master with the variant's numbers, its solutions, and a test cell for each question.

    Raises EvidenceError, naming the line in the master, where a question is not asked exactly once, or a solution
    is not marked as one.
    """
    return _through(drafted(variant), ("CheckCellMetadata", "ComputeChecksums"))


def drafted(variant: Variant) -> nbformat.NotebookNode:
    """The instructor's notebook before nbgrader has checked it and summed it up."""
    exercise = variant.exercise
    where = exercise.where(MASTER)
    text = variant.filled(exercise.text_of(MASTER), where)
    parsed = jupytext.reads(text, fmt="md:myst")
    maker = _Maker(variant, text, where)
    cells = [made for cell in parsed.cells for made in maker.cells_of(cell)]
    maker.finish(cells)
    about = {"exercise": exercise.slug, "variant": variant.tag, "title": exercise.title}
    metadata = {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}, "casebook": about}
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=cells, metadata=metadata
    )
    notebook.nbformat_minor = 5
    return notebook


def student_notebook(instructor: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What a student gets of an instructor's notebook, by nbgrader's own steps: no solution, no hidden test."""
    return _through(copy.deepcopy(instructor), RELEASE_STEPS)


def text_of(notebook: nbformat.NotebookNode) -> str:
    """A notebook as it is written to a file."""
    return nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call, no-any-return]


class _Maker:
    """Turns the cells of a master into those of the instructor's notebook, one after the other."""

    def __init__(self, variant: Variant, text: str, where: str) -> None:
        self._variant = variant
        self._lines = text.split("\n")
        self._where = where
        self._asked: list[str] = []
        self._faults: list[str] = []
        self._count = 0

    def cells_of(self, cell: Any) -> list[Any]:
        """The cells that one cell of the master becomes."""
        self._count += 1
        questions = self._questions(cell)
        if not questions:
            return [self._given(cell)]
        if any(question.is_written for question in questions):
            return [self._written(cell, questions)]
        return self._solved(cell, questions)

    def finish(self, cells: list[Any]) -> None:
        """Refuse a master that leaves a question out, or an invented variant that does not say what it is."""
        for question in self._variant.exercise.questions:
            if question.id not in self._asked:
                self._faults.append(f"{self._where}: no cell has  :question: {question.id}")
        if self._variant.is_invented and (not cells or "invented" not in cells[0].source):
            self._faults.append(f"{self._where}: the first cell must say that the variant's register is invented")
        if self._faults:
            raise EvidenceError(self._faults)

    def _questions(self, cell: Any) -> list[Question]:
        known = {question.id: question for question in self._variant.questions}
        found = []
        for name in str(cell.metadata.get("question", "")).split():
            if name not in known:
                self._tell(cell, f"{name!r} is no question of exercise.yml")
            elif name in self._asked:
                self._tell(cell, f"{name!r} is asked twice")
            else:
                self._asked.append(name)
                found.append(known[name])
        return found

    def _given(self, cell: Any) -> Any:
        if _BEGIN in cell.source or _END in cell.source:
            self._tell(cell, "a solution in a cell without  :question:")
        if cell.cell_type != "code":
            return _cell("markdown", f"text-{self._count}", cell.source, None)
        return _cell("code", f"given-{self._count}", cell.source, {"locked": True})

    def _written(self, cell: Any, questions: list[Question]) -> Any:
        if len(questions) > 1:
            self._tell(cell, "a cell that is marked by hand has one question")
        (question, *_) = questions
        is_marked = _BEGIN in cell.source
        source = cell.source if is_marked else f"{_BEGIN}\n{cell.source}\n{_END}"
        if cell.cell_type == "code":
            source = f"# {question.what}\n{source}"
        flags = {"grade": True, "solution": True, "points": question.points}
        return _cell(cell.cell_type, graded_cell(question), source, flags)

    def _solved(self, cell: Any, questions: list[Question]) -> list[Any]:
        if cell.cell_type != "code":
            self._tell(cell, "the answer is worked out, so the cell must be a code-cell")
        if cell.source.count(_BEGIN) != 1 or cell.source.count(_END) != 1:
            self._tell(cell, f"put the reference solution between one '{_BEGIN}' and one '{_END}'")
        checks = self._variant.checks
        heads = [wanted(question, checks[question.id]) for question in questions]
        solution = _cell("code", f"solve-{questions[0].id}", "\n".join([*heads, "", cell.source]), {"solution": True})
        tests = [
            _cell(
                "code",
                graded_cell(question),
                whole_test(question, checks[question.id]),
                {"grade": True, "locked": True, "points": question.points},
            )
            for question in questions
        ]
        return [solution, *tests]

    def _tell(self, cell: Any, fault: str) -> None:
        first = cell.source.split("\n")[0]
        line = self._lines.index(first) + 1 if first in self._lines else 0
        self._faults.append(f"{self._where}:{line}: {fault}")


def _cell(kind: str, name: str, source: str, flags: dict[str, Any] | None) -> Any:
    """A cell whose id is its name; with flags, one that nbgrader knows by that name."""
    metadata = {}
    if flags is not None:
        plain = {"grade": False, "grade_id": name, "locked": False, "solution": False, "task": False}
        metadata = {"nbgrader": {**plain, "schema_version": _SCHEMA, **flags}}
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, id=name[:64], metadata=metadata)  # type: ignore[no-untyped-call]


def _through(notebook: nbformat.NotebookNode, names: tuple[str, ...]) -> nbformat.NotebookNode:
    """The notebook after nbgrader's preprocessors of these names."""
    from nbgrader import preprocessors  # here, so that the other verbs start without it
    from traitlets.config import Config

    settings = Config()
    settings.ClearSolutions.code_stub = {"python": CODE_STUB}
    settings.ClearSolutions.text_stub = TEXT_STUB
    resources: Any = {}
    for name in names:
        notebook, resources = getattr(preprocessors, name)(config=settings).preprocess(notebook, resources)
    return notebook
