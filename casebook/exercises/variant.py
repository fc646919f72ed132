"""One variant of an exercise: the public one on the case's own figures, or an invented one drawn from a key."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from casebook.errors import EvidenceError
from casebook.evidence import Case
from casebook.exercises import checks
from casebook.exercises.draw import Draw, tag_of
from casebook.exercises.exercise import MISCONCEPTIONS, Exercise, Question, load_misconceptions

PUBLIC = "public"
_FILE = "variant.py"
_TRIES = 100
_NUMERIC = ("number", "interval", "table")
_OFFERS = ("public", "drawn", "answers", "mistakes")

Check = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """An exercise with its numbers: the words for its placeholders, its data files, and a check for each question.

    `tag` is 'public', or the name of the key's variants, which does not give the key away.
    """

    exercise: Exercise
    tag: str
    words: Mapping[str, str]
    files: Mapping[str, bytes]
    checks: Mapping[str, Check]

    @property
    def is_invented(self) -> bool:
        return self.tag != PUBLIC

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the exercise in its order, with this variant's words in what they ask."""
        where = self.exercise.where("exercise.yml")
        return tuple(one.model_copy(update={"what": self.filled(one.what, where)}) for one in self.exercise.questions)

    def filled(self, text: str, where: str) -> str:
        """`text` with every {{ placeholder }} put into words.

        Raises EvidenceError, naming file (`where`) and line, for one that the variant has no words for.
        """
        faults = []
        lines = text.split("\n")
        for number, line in enumerate(lines):
            parts = line.split("{{ ")
            for place, part in enumerate(parts[1:], start=1):
                name, closed, rest = part.partition(" }}")
                if not closed or not name.isidentifier():
                    parts[place] = "{{ " + part  # braces of the author's own, as in a Python f-string
                elif name not in self.words:
                    faults.append(f"{where}:{number + 1}: no words for {{{{ {name} }}}}; give them in {_FILE}, 'words'")
                else:
                    parts[place] = self.words[name] + rest
            lines[number] = "".join(parts)
        if faults:
            raise EvidenceError(faults)
        return "\n".join(lines)


def variant_of(exercise: Exercise, case: Case, key: str | None = None) -> Variant:
    """The variant of `exercise` that follows from `key`; without one, the public variant on the figures of `case`.

    An invented variant is drawn again until no planted mistake is right by chance, all are told apart, and
    no numeric answer is that of the public variant.
    Raises EvidenceError, naming the file and the question, for what the variant's author must mend.
    """
    module = _module(exercise)
    slugs = load_misconceptions(exercise.root)
    public = _made(exercise, PUBLIC, module, module.public(case), slugs)
    faults = list(_clashes(public))
    if faults:
        raise EvidenceError([f"{exercise.where(_FILE)}, public variant: {fault}" for fault in faults])
    if key is None:
        return public
    draw = Draw(key, exercise.slug)
    for _ in range(_TRIES):
        drawn = _made(exercise, tag_of(key), module, module.drawn(draw), slugs)
        faults = [*_clashes(drawn), *_told_by(public, drawn)]
        if not faults:
            return drawn
    raise EvidenceError(
        [
            f"{exercise.where(_FILE)}, function drawn: no sound variant in {_TRIES} draws; widen its ranges: {fault}"
            for fault in faults
        ]
    )


def alike(one: Variant, other: Variant) -> list[str]:
    """The numeric questions to which both variants have the same answer."""
    return [
        name
        for name, check in one.checks.items()
        if check["kind"] in _NUMERIC and check["expected"] == other.checks[name]["expected"]
    ]


def _module(exercise: Exercise) -> ModuleType:
    """The exercise's own `variant.py`, run from its text so that nothing compiled is left in its folder."""
    module = ModuleType(f"variant of {exercise.slug}")
    path = exercise.folder / _FILE
    try:
        code = compile(exercise.text_of(_FILE), str(path), "exec")
    except SyntaxError as error:
        raise EvidenceError([f"{exercise.where(_FILE)}:{error.lineno}: {error.msg}"]) from None
    exec(code, module.__dict__)
    absent = [name for name in _OFFERS if not callable(getattr(module, name, None))]
    if absent:
        raise EvidenceError([f"{exercise.where(_FILE)}: no function {name!r}" for name in absent])
    return module


def _made(exercise: Exercise, tag: str, module: ModuleType, values: Any, slugs: Mapping[str, str]) -> Variant:
    where = exercise.where(_FILE)
    for name in ("words", "tables"):
        if not isinstance(values, dict) or not isinstance(values.get(name), dict):
            raise EvidenceError([f"{where}: what public() and drawn() give needs a mapping {name!r}"])
    words = {name: str(text) for name, text in values["words"].items()}
    files = {name: _bytes_of(rows) for name, rows in values["tables"].items()}
    bare = Variant(exercise, tag, words, files, {})
    answers, mistakes = module.answers(values), module.mistakes(values)
    faults = list(_faults(exercise, answers, mistakes, slugs))
    if faults:
        raise EvidenceError([f"{where}, {fault}" for fault in faults])
    asked = [question for question in exercise.questions if not question.is_written]
    made = {one.id: _check(bare, one, answers[one.id], mistakes.get(one.id, {})) for one in asked}
    for name, check in made.items():
        if (said := checks.fault(check["expected"], check)) is not None:
            raise EvidenceError([f"{where}, answers: that to {name!r} is not of its kind, {check['kind']}: {said}"])
    return Variant(exercise, tag, words, files, made)


def _faults(exercise: Exercise, answers: Any, mistakes: Any, slugs: Mapping[str, str]) -> Iterator[str]:
    asked = {question.id for question in exercise.questions if not question.is_written}
    for name in sorted(asked - set(answers)):
        yield f"answers: none to {name!r}; give it"
    for what, given in (("answers", answers), ("mistakes", mistakes)):
        for name in sorted(set(given) - asked):
            yield f"{what}: {name!r} is no question of exercise.yml that has an answer"
    for name, wrong in mistakes.items():
        for slug in sorted(set(wrong) - set(slugs)):
            yield f"mistakes to {name!r}: {slug!r} is not in {MISCONCEPTIONS}; add its words there"


def _check(variant: Variant, question: Question, answer: Any, mistakes: Mapping[str, Any]) -> Check:
    where = variant.exercise.where("exercise.yml")
    return {
        "question": question.id,
        "kind": question.kind,
        "name": question.name,
        "expected": checks.plain(answer),
        "tolerance": question.tolerance,
        "options": [variant.filled(option, where) for option in question.options],
        "columns": list(question.columns),
        "by": question.by,
        "natural": list(question.natural),
        "mistakes": {slug: checks.plain(wrong) for slug, wrong in mistakes.items()},
    }


def _clashes(variant: Variant) -> Iterator[str]:
    """Planted mistakes that would be marked right, or would be called by another's name."""
    for name, check in variant.checks.items():
        for slug, wrong in check["mistakes"].items():
            found = checks.fault(wrong, check)
            if found != slug:
                said = "is marked right" if found is None else f"is called {found!r}"
                yield f"question {name!r}: the mistake {slug!r} ({wrong!r}) {said}"


def _told_by(public: Variant, drawn: Variant) -> Iterator[str]:
    for name, check in drawn.checks.items():
        if check["kind"] in _NUMERIC and checks.fault(public.checks[name]["expected"], check) is None:
            yield f"question {name!r}: the answer is that of the public variant"


def _bytes_of(rows: Any) -> bytes:
    """A data file: a text as it stands, or rows (mappings of one shape) as CSV."""
    if isinstance(rows, str):
        return rows.encode()
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
