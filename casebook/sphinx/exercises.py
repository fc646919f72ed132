"""Pages of exercises: what a student gets of each, read from `exercises/` when the book is built.

```{exercise} slug``` writes the page of one exercise from the release of its public variant: what it trains, its files
and what its notebook asks, without running it. ```{exercises}``` lists all.
The files are kept with the page until the build ends, and then written beside the pages of a website.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from casebook.errors import EvidenceError
from casebook.exercises.exercise import FOLDER, MISCONCEPTIONS, Exercise, load_exercise, load_exercises
from casebook.exercises.release import released, write_student_zip
from casebook.exercises.variant import variant_of
from casebook.quizzes.objectives import curriculum_of
from casebook.sphinx.domain import CaseDomain, use_reference
from casebook.sphinx.exercise_files import launch_address, links_to, pages_of_exercises, tables_of
from casebook.sphinx.nodes_of import fields, section
from casebook.sphinx.overviews import Cells, table
from casebook.sphinx.quiz import has_scripts
from casebook.sphinx.state import state_of

_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
_TITLE = re.compile(r"\A# +.+\n*")
_FENCE = "`" * 5
_LEVELS = 10

_OPENING = (
    "Unpack the zip and open the notebook in Jupyter, on your computer or on Binder with a copy of this book's "
    "repository, as its README says. Its data files must lie beside it."
)
_READING = (
    "What follows is the notebook to read; nothing runs here. The notebook has, after each answer, a small cell more, "
    "which tells whether the answer is there and in the right form."
)
_ELSEWHERE = "The notebook and its data files are on the website of this book."


class files_node(nodes.General, nodes.Element):
    """The place of an exercise's files, until the builder is known."""


class ExercisePage(SphinxDirective):
    """```{exercise} slug```: the page of one exercise, its title and all."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        root, slug = state_of(self.env.app).case.root, self.arguments[0]
        for path in sorted((root / FOLDER / slug).glob("*")):
            self.env.note_dependency(path.relative_to(root).as_posix())
        self.env.note_dependency(MISCONCEPTIONS)
        try:
            exercise = load_exercise(root, slug)
            files = released(variant_of(exercise, state_of(self.env.app).case)).student
        except EvidenceError as error:
            raise self.error("\n".join(error.problems)) from None
        domain = self.env.get_domain("case")
        assert isinstance(domain, CaseDomain)
        domain.released.setdefault(self.env.docname, {})[slug] = dict(files)
        notebook = json.loads(files[f"{slug}.ipynb"])
        page = section(
            exercise.title,
            slug,
            nodes.paragraph("", exercise.about.summary, classes=["cb-overview"]),
            fields(self._about(exercise)),
            section(
                "Download and open",
                f"{slug}-files",
                files_node("", slug=slug, files=dict(files)),
            ),
            *self._read(notebook, slug),
        )
        page["classes"].append("cb-exercise")
        return [page]

    def _about(self, exercise: Exercise) -> Iterator[tuple[str, list[nodes.Node]]]:
        yield "Level", [nodes.Text(f"{exercise.about.level} of {_LEVELS}")]
        yield "Time", [nodes.Text(f"about {exercise.about.minutes} minutes")]
        written = sum(question.points for question in exercise.questions if question.is_written)
        by_hand = f", {written} of them for what a person marks" if written else ""
        yield "Points", [nodes.Text(f"{exercise.points}{by_hand}")]
        state = state_of(self.env.app)
        curriculum = curriculum_of(state.bank, state.pages, state.case.root)
        trained: dict[str, list[str]] = {}
        for objective in curriculum.objectives:
            if objective.id in exercise.about.objectives:
                trained.setdefault(objective.page, []).append(objective.words)
        items = [self._trained(page, " ".join(words)) for page, words in trained.items()]
        if items:
            yield "Trains", [nodes.bullet_list("", *items)]

    def _trained(self, page: str, words: str) -> nodes.list_item:
        taught = [nodes.Text("See "), use_reference(page, "", self.env.docname), nodes.Text(".")]
        return nodes.list_item("", nodes.paragraph("", "", nodes.Text(f"{words} "), *taught))

    def _read(self, notebook: Mapping[str, Any], slug: str) -> list[nodes.Node]:
        """The notebook as sections, the first without a heading of its own named after the task."""
        text = _TITLE.sub("", text_of(notebook))
        first, *rest = _HEADING.split(text)
        task = [nodes.paragraph("", _READING), *self._parsed(first)]
        headed = zip(rest[::2], rest[1::2], strict=True)
        return [
            section("The task", f"{slug}-task", *task),
            *(
                section(title, f"{slug}-{number}", *self._parsed(body))
                for number, (title, body) in enumerate(headed, start=1)
            ),
        ]

    def _parsed(self, text: str) -> list[nodes.Node]:
        holder = nodes.container()
        self.state.nested_parse(StringList(text.split("\n")), 0, holder)
        return list(holder.children)


class ExerciseList(SphinxDirective):
    """```{exercises}```: every exercise with its level, time and points, from easy to hard."""

    def run(self) -> list[nodes.Node]:
        state = state_of(self.env.app)
        try:
            exercises = load_exercises(state.case.root)
        except EvidenceError as error:
            raise self.error("\n".join(error.problems)) from None
        pages = pages_of_exercises(state.pages)
        rows = [self._row(exercise, pages.get(exercise.slug, "")) for exercise in exercises]
        if not rows:
            return [nodes.paragraph("", "No exercise has been written yet.")]
        return [table("The exercises, from easy to hard", ["Exercise", "Level", "Minutes", "Points"], rows)]

    def _row(self, exercise: Exercise, page: str) -> Cells:
        name = use_reference(page, "", self.env.docname) if page else nodes.Text(exercise.title)
        numbers = (exercise.about.level, exercise.about.minutes, exercise.points)
        return [name], *([nodes.Text(str(number))] for number in numbers)


class PutIn(SphinxPostTransform):
    """Put the files of an exercise in: links on a website, words in any other book."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(files_node)):
            if not has_scripts(self.app.builder):
                place.replace_self(nodes.paragraph("", _ELSEWHERE))
                continue
            folder = "../" * self.env.docname.count("/") + FOLDER
            links = links_to(place["slug"], place["files"], folder, launch_address(self.config, place["slug"]))
            place.replace_self(
                [
                    nodes.raw("", links, format="html"),
                    nodes.paragraph("", _OPENING),
                    nodes.raw("", tables_of(place["files"]), format="html"),
                ]
            )


def text_of(notebook: Mapping[str, Any]) -> str:
    """What a student's notebook asks, as Markdown: its small tests left out, what each answer is worth put in."""
    parts: list[str] = []
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        source = "".join(cell["source"])
        is_graded, is_answered = about.get("grade", False), about.get("solution", False)
        if is_graded and not is_answered:
            parts.append(f"{{.cb-worth}}\n`{_name_in(source)}`: {_points(about['points'])}")
            continue
        shown = f"{_FENCE}python\n{source}\n{_FENCE}" if cell["cell_type"] == "code" else source
        parts.append(f"> {shown}" if is_answered and cell["cell_type"] == "markdown" else shown)
        if is_graded:
            parts.append(f"{{.cb-worth}}\nMarked by a person: {_points(about['points'])}")
    return "\n\n".join(parts)


def write_files(app: Sphinx, failure: Exception | None) -> None:
    """Write every exercise's files, and a zip of them, beside the pages of a website."""
    if failure is not None or not has_scripts(app.builder):
        return
    domain = app.env.get_domain("case")
    assert isinstance(domain, CaseDomain)
    out = Path(app.outdir) / FOLDER
    shutil.rmtree(out, ignore_errors=True)
    for page in sorted(domain.released):
        for slug, files in sorted(domain.released[page].items()):
            (out / slug).mkdir(parents=True)
            for name, content in files.items():
                (out / slug / name).write_bytes(content)
            write_student_zip(out, slug, files)


def _name_in(test: str) -> str:
    """The name that a visible test asks for."""
    found = re.search(r'^assert "(\w+)" in globals\(\)', test, re.MULTILINE)
    return found[1] if found else "answer"


def _points(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


DIRECTIVES: dict[str, type[SphinxDirective]] = {"exercise": ExercisePage, "exercises": ExerciseList}
