"""Every objective of the book: which page teaches it, which questions test it, which exercises train it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from casebook.evidence.case import unknown
from casebook.pages.check import Problem
from casebook.pages.reader import Page
from casebook.quizzes.bank import FOLDER, OBJECTIVES, Bank, objectives_of

# An objective that one question tests is told apart from luck by a second.
ENOUGH = 2
# What the case says under 'exercises' once there is one for every skill.
COMPLETE = "complete"
_CASE = "data/case.yml"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A notebook to be marked, as its `exercises/<slug>/exercise.yml` describes it."""

    slug: str
    title: str
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective: its words, its page, and the questions and exercises that go with it."""

    id: str
    words: str
    page: str
    is_skill: bool
    questions: tuple[str, ...]
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Curriculum:
    """The objectives of a book, in the order of its pages, and what is wrong with the exercises' files.

    `is_complete`: the case says that its exercises are all there, so that a skill without one is a fault.
    """

    bank: Bank
    pages: Sequence[Page]
    exercises: tuple[Exercise, ...]
    faults: tuple[Problem, ...]
    is_complete: bool

    @cached_property
    def objectives(self) -> list[Objective]:
        return [
            Objective(
                name,
                words,
                page.name,
                name in asked.skills,
                tuple(question.id for question in asked.questions if question.objective == name),
                tuple(exercise for exercise in self.exercises if name in exercise.objectives),
            )
            for page in self.pages
            if (asked := self.bank.pages.get(page.name))
            for name, words in asked.objectives.items()
        ]


def curriculum_of(bank: Bank, pages: Sequence[Page], root: Path) -> Curriculum:
    """The objectives of `pages` with the questions of `bank` and the exercises of the book at `root`."""
    exercises: list[Exercise] = []
    faults: list[Problem] = []
    for path in sorted(root.glob("exercises/*/exercise.yml")):
        try:
            exercises.append(_read(path))
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
            faults.append(Problem(path.relative_to(root).as_posix(), 0, f"not readable: {error}"))
    said = _said_of_exercises(root)
    if said not in (None, COMPLETE):
        means = f"write  exercises: {COMPLETE}  once all are there, or leave it out"
        faults.append(Problem(_CASE, 0, f"field exercises: {said!r} says nothing; {means}"))
    return Curriculum(bank, pages, tuple(exercises), tuple(faults), said == COMPLETE)


def check_objectives(curriculum: Curriculum) -> list[Problem]:
    """Objectives that too few questions test, skills without an exercise, exercises for objectives that are none.

    Until the case says  exercises: complete  none is missed.
    """
    return [*curriculum.faults, *_untested(curriculum), *_unlisted(curriculum), *_of_exercises(curriculum)]


def _untested(curriculum: Curriculum) -> Iterator[Problem]:
    for objective in curriculum.objectives:
        path = f"{FOLDER}/{curriculum.bank.pages[objective.page].name}.yml"
        many = len(objective.questions)
        if many < ENOUGH:
            said = "one question tests" if many == 1 else "no question tests"
            yield Problem(path, 0, f"objective {objective.id!r}: {said} it; at least {ENOUGH} must")
        if objective.is_skill and curriculum.is_complete and not objective.exercises:
            message = (
                f"skill {objective.id!r}: no exercise trains it, and {_CASE} calls the exercises {COMPLETE}; list it "
                "under objectives in the exercise.yml of one, or take it out of skills"
            )
            yield Problem(path, 0, message)


def _unlisted(curriculum: Curriculum) -> Iterator[Problem]:
    """Objectives that a page lists and no file of questions knows."""
    for page in curriculum.pages:
        asked = curriculum.bank.pages.get(page.name)
        known = set(asked.objectives.values()) if asked else set()
        for words in objectives_of(page.path.read_text(encoding="utf-8")):
            if words not in known:
                message = f"'{OBJECTIVES}': no file of {FOLDER} has this objective, so nothing tests it: “{words}”"
                yield Problem(f"{page.name}.md", 0, message)


def _of_exercises(curriculum: Curriculum) -> Iterator[Problem]:
    known = [objective.id for objective in curriculum.objectives]
    for exercise in curriculum.exercises:
        for name in exercise.objectives:
            if name not in known:
                path = f"exercises/{exercise.slug}/exercise.yml"
                yield Problem(path, 0, f"field objectives: {unknown(name, known, 'objective')}")


def _said_of_exercises(root: Path) -> Any:
    about = yaml.safe_load((root / _CASE).read_text(encoding="utf-8"))
    return about.get("exercises") if isinstance(about, dict) else None


def _read(path: Path) -> Exercise:
    about: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(about, dict) or not isinstance(about.get("objectives"), list):
        raise ValueError("it needs a title and a list 'objectives' of the ids that the exercise trains")
    slug = path.parent.name
    return Exercise(slug, str(about.get("title", slug)), tuple(map(str, about["objectives"])))
