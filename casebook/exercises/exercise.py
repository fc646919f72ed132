"""An exercise as its folder describes it: what is asked, for how many points, and what is taught by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from casebook.errors import EvidenceError

FOLDER = "exercises"
MISCONCEPTIONS = f"{FOLDER}/misconceptions.yml"
Kind = Literal["number", "interval", "choice", "choices", "order", "table", "written"]
_Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_WITH_OPTIONS = ("choice", "choices", "order")


class Question(BaseModel):
    """One question of an exercise, as a row of its `exercise.yml`.

    `name` is what the student must define. `natural` are the ends that every such number has anyway; `between` is
    where a number of the right form must lie, which the student is told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: _Slug
    points: Annotated[int, Field(ge=1, le=20)]
    kind: Kind
    what: _Text
    name: _Name = ""
    tolerance: Annotated[float, Field(ge=0)] = 0
    options: tuple[_Text, ...] = ()
    columns: tuple[_Text, ...] = ()
    by: str = ""
    natural: tuple[float | None, float | None] = (0, None)
    between: tuple[float, float] | None = None

    @property
    def is_written(self) -> bool:
        """Whether a person marks it, by the rubric."""
        return self.kind == "written"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Question:
        needs = {
            "name": not self.is_written,
            "options": self.kind in _WITH_OPTIONS,
            "columns": self.kind == "table",
            "by": self.kind == "table",
        }
        for name, needed in needs.items():
            given = bool(getattr(self, name))
            if given != needed:
                raise ValueError(f"a question of kind {self.kind} {'needs' if needed else 'has no'} {name!r}")
        if self.tolerance and self.kind not in ("number", "interval", "table"):
            raise ValueError(f"a question of kind {self.kind} has no 'tolerance'")
        if self.between and self.kind != "number":
            raise ValueError(f"a question of kind {self.kind} has no 'between'")
        return self


class _About(BaseModel):
    """What stands in an `exercise.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: _Text
    summary: _Text
    level: Annotated[int, Field(ge=1, le=10)]
    minutes: Annotated[int, Field(ge=5, le=600)]
    objectives: Annotated[tuple[_Slug, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_are_unique(self) -> _About:
        for what in ("id", "name"):
            given = [found for question in self.questions if (found := getattr(question, what))]
            twice = sorted({one for one in given if given.count(one) > 1})
            if twice:
                raise ValueError(f"the {what} {twice[0]!r} belongs to two questions; call one of them otherwise")
        return self


@dataclass(frozen=True)
class Exercise:
    """An exercise of the book at `root`: its folder, and what its `exercise.yml` says."""

    root: Path
    slug: str
    about: _About

    @property
    def folder(self) -> Path:
        return self.root / FOLDER / self.slug

    @property
    def title(self) -> str:
        return self.about.title

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.about.questions

    @property
    def points(self) -> int:
        return sum(question.points for question in self.questions)

    def where(self, name: str) -> str:
        """A file of the exercise, for messages."""
        return f"{FOLDER}/{self.slug}/{name}"

    def question(self, name: str) -> Question:
        """The question with this id. Raises KeyError if there is none."""
        return {question.id: question for question in self.questions}[name]

    def text_of(self, name: str) -> str:
        """The text of one of its files. Raises EvidenceError where the file is missing or not in UTF-8."""
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EvidenceError([f"{self.where(name)}: not readable: {error}"]) from None


def load_exercises(root: Path) -> list[Exercise]:
    """Every exercise of the book at `root`, from easy to hard.

    Raises EvidenceError, naming every fault of every `exercise.yml` by file and field.
    """
    found, faults = [], []
    for path in sorted((root / FOLDER).glob("*/exercise.yml")):
        try:
            found.append(load_exercise(root, path.parent.name))
        except EvidenceError as error:
            faults += error.problems
    if faults:
        raise EvidenceError(faults)
    return sorted(found, key=lambda exercise: (exercise.about.level, exercise.slug))


def load_exercise(root: Path, slug: str) -> Exercise:
    """The exercise in the folder `slug`. Raises EvidenceError, naming every fault by its field."""
    where = f"{FOLDER}/{slug}/exercise.yml"
    try:
        raw = yaml.safe_load((root / FOLDER / slug / "exercise.yml").read_text(encoding="utf-8"))
        return Exercise(root, slug, _About.model_validate(raw))
    except ValidationError as error:
        raise EvidenceError([f"{where}, {_said(one, raw)}" for one in error.errors(include_url=False)]) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise EvidenceError([f"{where}: not readable: {error}"]) from None


def load_misconceptions(root: Path) -> Mapping[str, str]:
    """The words of every misconception, by its slug. Raises EvidenceError where the file is not such a list."""
    try:
        raw = yaml.safe_load((root / MISCONCEPTIONS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise EvidenceError([f"{MISCONCEPTIONS}: not readable: {error}"]) from None
    if not isinstance(raw, dict) or not all(isinstance(words, str) for words in raw.values()):
        raise EvidenceError([f"{MISCONCEPTIONS}: no list of slugs with words; write  some-slug: what was mistaken"])
    return {str(slug): words for slug, words in raw.items()}


def _said(error: Any, raw: Any) -> str:
    """A fault in plain words, with its field and the question that it stands in."""
    steps = list(error["loc"])
    place = "the whole of it"
    if steps[:1] == ["questions"] and len(steps) > 1:
        row = raw["questions"][steps[1]]
        name = row.get("id") if isinstance(row, dict) else None
        place = f"question {name or steps[1] + 1}"
        steps = steps[2:]
    field = ".".join(str(step) for step in steps)
    return f"{place}{f', field {field}' if field else ''}: {error['msg'].removeprefix('Value error, ')}"
