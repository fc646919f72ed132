"""A question in words alone, as paper and cards need it: parts with letters or numbers, the answer by them, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebook.evidence import Case
from casebook.quizzes import Question, words_of
from casebook.quizzes.answers import Shown, choices_of, lines_of, parts_of
from casebook.quizzes.questions import (
    CATEGORIES,
    Classify,
    Mark,
    Match,
    Multiple,
    Numeric,
    Option,
    Order,
    Short,
    Single,
    keys_of,
)

LETTERS = "ABCDEFGHIJKL"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a question shows, under the letter or number by which an answer names it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a key: what it is of, its text, and what it teaches."""

    label: str
    text: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Posed:
    """A question with every id in its texts put into words.

    `parts` are options, sentences, things to order, or the left sides of pairs; `choices` are what each left side or
    statement can be matched with. `answer` names the right ones; `told` says of each why.
    """

    id: str
    type: str
    difficulty: int
    objective: str
    prompt: str
    task: str
    parts: tuple[Part, ...]
    choices: tuple[Part, ...]
    unit: str
    answer: str
    told: tuple[Told, ...]
    hint: str
    matters: str
    rests: tuple[str, ...]


def posed(question: Question, case: Case, objectives: Mapping[str, str]) -> Posed:
    """The question as it stands on a sheet of paper, with its key."""
    names = _names_of(question)
    parts = tuple(Part(names[shown.key], case.fill(shown.text)) for shown in parts_of(question))
    letters = dict(zip([shown.key for shown in choices_of(question)], LETTERS, strict=False))
    return Posed(
        id=question.id,
        type=question.type,
        difficulty=question.difficulty,
        objective=objectives[question.objective],
        prompt=case.fill(question.prompt),
        task=_task_of(question, case),
        parts=parts,
        choices=tuple(Part(letters[shown.key], case.fill(shown.text)) for shown in choices_of(question)),
        unit=case.fill(question.unit) if isinstance(question, Numeric) else "",
        answer=_answer_of(question, case, names, letters),
        told=tuple(_told(question, case, names, letters)),
        hint=case.fill(question.hint or ""),
        matters=case.fill(question.matters or ""),
        rests=tuple(words_of(case, name) for name in dict.fromkeys(question.rows)),
    )


def _names_of(question: Question) -> dict[str, str]:
    """What each part is called on paper, by its key: a letter for an option, a number for a left side, else nothing."""
    shown = parts_of(question)
    match question:
        case Single() | Multiple() | Mark():
            return _named(shown, LETTERS)
        case Match() | Classify():
            return _named(shown, [str(number) for number in range(1, len(shown) + 1)])
    return _named(shown, [""] * len(shown))


def _named(shown: Sequence[Shown], names: Sequence[str]) -> dict[str, str]:
    return {part.key: name for part, name in zip(shown, names, strict=False)}


def _task_of(question: Question, case: Case) -> str:
    match question:
        case Single():
            return "Tick one."
        case Multiple():
            return "Tick all that are right."
        case Mark():
            return "Tick one sentence."
        case Numeric(ask="exact"):
            return "Write one number."
        case Numeric():
            return "Write one number that fits."
        case Order():
            return f"Write the numbers 1 to {len(question.items)} into the boxes, 1 for the first."
        case Match():
            spare = len(question.rights) - len(question.pairs)
            left = {0: "", 1: " One letter is left over."}.get(spare, f" {spare} letters are left over.")
            return f"Write a letter into each box.{left}"
        case Classify():
            return "Write a letter into each box. A letter can be used more than once, or not at all."
    points = sum(line.points for line in question.rubric)
    return f"Answer in a few sentences ({points} points)."


def _answer_of(question: Question, case: Case, names: Mapping[str, str], letters: Mapping[str, str]) -> str:
    match question:
        case Single(options=parts) | Multiple(options=parts) | Mark(passage=parts):
            return _listed(sorted(names[key] for key, part in _keyed(parts) if part.right))
        case Numeric():
            said = case.say(question.quantity)
            return said if question.ask == "exact" else f"Any number that fits: {said}"
        case Order():
            places = {key: str(place) for place, key in enumerate(keys_of(question.items), start=1)}
            return f"From the top: {', '.join(places[shown.key] for shown in parts_of(question))}"
        case Match() | Classify():
            return ", ".join(f"{names[key]} {letter}" for key, letter in _letters_of(question, letters).items())
    return f"{sum(line.points for line in question.rubric)} points, by the lines below"


def _told(question: Question, case: Case, names: Mapping[str, str], letters: Mapping[str, str]) -> Iterator[Told]:
    match question:
        case Single(options=parts) | Multiple(options=parts) | Mark(passage=parts):
            by_key = dict(_keyed(parts))
            for shown in parts_of(question):
                one = by_key[shown.key]
                label = f"{names[shown.key]} {'Right' if one.right else 'Not right'}"
                yield _filled(case, label, one.text, one.feedback)
        case Match():
            given = _letters_of(question, letters)
            for key, pair in zip(keys_of(question.pairs), question.pairs, strict=True):
                yield _filled(case, f"{names[key]} {given[key]}", f"{pair.left}: {pair.right}", pair.feedback)
        case Classify():
            given = _letters_of(question, letters)
            for key, said in zip(keys_of(question.statements), question.statements, strict=True):
                label = f"{names[key]} {given[key]} {CATEGORIES[said.category]}"
                yield _filled(case, label, said.text, said.feedback)
        case Numeric() | Order() | Short():
            for line in lines_of(question):
                yield _filled(case, line.label, line.text, line.feedback)


def _filled(case: Case, label: str, text: str, feedback: str) -> Told:
    return Told(case.fill(label), case.fill(text), case.fill(feedback))


def _letters_of(question: Match | Classify, letters: Mapping[str, str]) -> dict[str, str]:
    """The letter that belongs to each part, by the part's key, in the order in which the parts are shown."""
    if isinstance(question, Match):
        rights = keys_of(question.pairs, "k")
    else:
        rights = [statement.category for statement in question.statements]
    parts = question.pairs if isinstance(question, Match) else question.statements
    return {key: letters[right] for key, right in zip(keys_of(parts), rights, strict=True)}


def _keyed(parts: Sequence[Option]) -> Iterator[tuple[str, Option]]:
    return zip(keys_of(parts), parts, strict=True)


def _listed(words: Sequence[str]) -> str:
    """'A', 'A and C', 'A, B and C'."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
