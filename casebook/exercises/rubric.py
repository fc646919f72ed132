"""The rubric of an exercise: how a person marks its written questions, with worked samples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebook.errors import EvidenceError
from casebook.exercises.exercise import Question
from casebook.exercises.variant import Variant

RUBRIC = "rubric.md"
_LEVELS = ("Weak", "Sound", "Strong")
_SECTION = re.compile(r"^## +(\S+) *$", re.MULTILINE)
_CRITERION = re.compile(r"^- (\d+) points?: \S")
_STEP = re.compile(r"^  - \d+: \S")
_SAMPLE = re.compile(r"^### +(\w+): (\d+) points? *$", re.MULTILINE)


def rubric_of(variant: Variant) -> str:
    """The rubric in Markdown with the variant's numbers.

    Raises EvidenceError, naming each written question whose criteria do not add up to its points, or that lacks
    one of the three worked samples.
    """
    where = variant.exercise.where(RUBRIC)
    text = variant.filled(variant.exercise.text_of(RUBRIC), where)
    parts = _SECTION.split(text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    written = [question for question in variant.exercise.questions if question.is_written]
    known = [question.id for question in written]
    faults = [f"{where}: '## {name}' is no written question of exercise.yml" for name in sections if name not in known]
    faults += [f"{where}: no section '## {name}' for this written question" for name in known if name not in sections]
    for question in written:
        faults += [f"{where}, ## {question.id}: {fault}" for fault in _faults(question, sections.get(question.id, ""))]
    if faults:
        raise EvidenceError(faults)
    return text


def _faults(question: Question, section: str) -> Iterator[str]:
    if not section:
        return
    criteria, *_ = re.split(r"^### ", section, maxsplit=1, flags=re.MULTILINE)
    points, steps = [], []
    for line in criteria.split("\n"):
        if match := _CRITERION.match(line):
            points.append(int(match[1]))
            steps.append(0)
        elif _STEP.match(line) and steps:
            steps[-1] += 1
    if sum(points) != question.points:
        yield f"its criteria make {sum(points)} points; the question has {question.points}"
    if any(many < 2 for many in steps):
        yield "a criterion without its levels; under each, write lines such as  '  - 1: names the hedge'"
    marks = {level: int(mark) for level, mark in _SAMPLE.findall(section)}
    if set(marks) != set(_LEVELS):
        yield f"needs the three worked samples '### Weak: 0 points', Sound and Strong; has {', '.join(marks) or 'none'}"
    elif not marks["Weak"] < marks["Sound"] < marks["Strong"] <= question.points:
        yield "the samples' marks must rise from weak to strong, within the question's points"
