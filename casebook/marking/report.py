"""One page for the instructor: the spread of marks, what was hardest, what was mistaken, and who needs a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

from markupsafe import Markup

from casebook.marking.assignment import Assignment
from casebook.marking.attempts import counting
from casebook.marking.course import student_folder
from casebook.marking.dots import drawing
from casebook.marking.flags import KINDS
from casebook.marking.pages import many, page
from casebook.marking.result import MISSING, UNTOUCHED, Result
from casebook.marking.sheet import number
from casebook.marking.store import write_whole

_MOST = 6  # rows of a table that is meant to be read at a glance
_FEW = 5  # fewer values than these are listed; a median of them would say less


@dataclass(frozen=True)
class Spread:
    """How the points of one exercise are spread: drawn, and in a sentence that says of how many."""

    title: str
    sentence: str
    drawing: Markup


@dataclass(frozen=True)
class Hard:
    """One question: how many got all its points, how many gave no answer, of how many."""

    exercise: str
    what: str
    whole: int
    none: int
    of: int


@dataclass(frozen=True)
class Mistake:
    """One misconception by its words: how many students made it, of how many, and in which questions."""

    words: str
    students: int
    of: int
    where: str


@dataclass(frozen=True)
class Person:
    """One submission that a person should look at: a name to show, and the address of its feedback."""

    name: str
    address: str


@dataclass(frozen=True)
class Look:
    """One reason to look, and the submissions that it is true of."""

    reason: str
    people: Sequence[Person]


def write_report(path: Path, results: Sequence[Result], assignments: Mapping[str, Assignment]) -> None:
    """Write the report on the results of all attempts, of which those that count carry the gradebook's marks.

    Links lead into the folder `feedback` beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, report_page(results, assignments))


def report_page(results: Sequence[Result], assignments: Mapping[str, Assignment]) -> bytes:
    """The page that `write_report` writes."""
    counted = counting(results)
    known = {slug: one for slug, one in assignments.items() if any(result.exercise == slug for result in counted)}
    run = [result for result in counted if result.notebook is not None]
    hardest, mistakes = _hardest(run, known), _mistakes(run, known)
    return page(
        "report.html",
        opening=_opening(results, counted, known),
        spreads=[_spread(slug, counted, one) for slug, one in known.items()],
        several=len(known) > 1,
        hardest=hardest[:_MOST],
        left_hard=len(hardest) - _MOST,
        mistakes=mistakes[:_MOST],
        left_mistakes=len(mistakes) - _MOST,
        not_run=len(counted) - len(run),
        looks=_looks(counted, several=len(known) > 1),
        waiting=_waiting(counted, known),
        late=[_person(result, len(known) > 1) for result in counted if result.late],
        again=_again(results, counted, several=len(known) > 1),
    )


def _opening(results: Sequence[Result], counted: Sequence[Result], known: Mapping[str, Assignment]) -> list[str]:
    if not counted:
        return []
    students = many(len({result.student for result in counted}), "student")
    exercises = many(len(known), "exercise")
    earlier = len(results) - len(counted)
    lines = [f"{many(len(counted), 'submission')} by {students} to {exercises}."]
    if earlier:
        lines.append(f"{many(earlier, 'further attempt')} {'is' if earlier == 1 else 'are'} kept and not counted.")
    times = sorted(result.handed_in for result in results if result.handed_in)
    if times:
        lines.append(f"The last came on {times[-1].replace('T', ' ')[:16]} (UTC).")
    variants = sorted({result.variant for result in counted})
    if variants:
        lines.append(f"Variant {', '.join(variants)}.")
    return lines


def _spread(slug: str, counted: Sequence[Result], assignment: Assignment) -> Spread:
    """The spread of whole marks, or, while some answers wait, of the part that the program marks."""
    own = [result for result in counted if result.exercise == slug]
    by_hand = {question["id"] for question in assignment.questions if question["check"] is None}
    waits = any(mark.points is None and mark.question in by_hand for result in own for mark in result.marks)
    left_out = by_hand if waits else set()
    marks = [[mark for mark in result.marks if mark.question not in left_out] for result in own]
    points = sorted(sum(mark.points or 0 for mark in one) for one in marks)
    most = sum(question["points"] for question in assignment.questions if question["id"] not in left_out)
    part = f"the {number(most)} points that are marked by the program" if waits else f"{number(most)} points"
    sentence = f"n = {len(points)}, of {part}: {_middle(points)}."
    if waits:
        sentence += f" Another {number(assignment.points - most)} are marked by hand, and not all are yet."
    return Spread(assignment.title, sentence, drawing(points, most))


def _middle(points: Sequence[float]) -> str:
    if len(points) < _FEW:
        return ", ".join(number(one) for one in points)
    return f"median {number(median(points))}, lowest {number(points[0])}, highest {number(points[-1])}"


def _hardest(run: Sequence[Result], known: Mapping[str, Assignment]) -> list[Hard]:
    """The questions that somebody missed, the hardest first, of those to which no answer waits."""
    found = []
    for slug, assignment in known.items():
        own = [{mark.question: mark for mark in result.marks} for result in run if result.exercise == slug]
        for question in assignment.questions:
            marks = [marks[question["id"]] for marks in own]
            whole = sum(mark.points == mark.out_of for mark in marks)
            if whole < len(marks) and all(mark.points is not None for mark in marks):
                none = sum(mark.fault in (MISSING, UNTOUCHED) for mark in marks)
                found.append(Hard(assignment.title, _asked(question["what"]), whole, none, len(marks)))
    return sorted(found, key=lambda one: (one.whole / one.of, one.exercise))


def _mistakes(run: Sequence[Result], known: Mapping[str, Assignment]) -> list[Mistake]:
    """The misconceptions, the commonest first."""
    made: dict[str, set[str]] = defaultdict(set)
    where: dict[str, dict[str, None]] = defaultdict(dict)
    words: dict[str, str] = {}
    for result in run:
        known_words = known[result.exercise].misconceptions
        for mark in result.marks:
            if mark.fault is not None and mark.fault in known_words:
                made[mark.fault].add(result.student)
                where[mark.fault][mark.question] = None
                words[mark.fault] = known_words[mark.fault]
    of = {
        slug: len({result.student for result in run if any(mark.question in names for mark in result.marks)})
        for slug, names in where.items()
    }
    found = [Mistake(words[slug], len(made[slug]), of[slug], ", ".join(where[slug])) for slug in made]
    return sorted(found, key=lambda one: (-one.students, one.words))


def _looks(counted: Sequence[Result], *, several: bool) -> list[tuple[str, int, list[Look]]]:
    """Who needs a person: for each kind its words, how many submissions, and the reasons."""
    found: dict[str, dict[str, list[Person]]] = {kind: defaultdict(list) for kind in KINDS}
    for result in counted:
        for flag in dict.fromkeys(result.flags):
            found[flag.kind][flag.reason].append(_person(result, several))
    return [
        (
            KINDS[kind],
            len({person.address for people in reasons.values() for person in people}),
            [Look(reason, people) for reason, people in reasons.items()],
        )
        for kind, reasons in found.items()
        if reasons
    ]


def _waiting(counted: Sequence[Result], known: Mapping[str, Assignment]) -> list[tuple[str, str, int]]:
    """Exercise, question and how many answers to it wait for a person."""
    counts = Counter(
        (result.exercise, mark.question) for result in counted for mark in result.marks if mark.points is None
    )
    return [
        (one.title, question["id"], counts[slug, question["id"]])
        for slug, one in known.items()
        for question in one.questions
        if counts[slug, question["id"]]
    ]


def _again(results: Iterable[Result], counted: Iterable[Result], *, several: bool) -> list[tuple[Person, int, int]]:
    """Who handed in more than once: how often, and which attempt counts."""
    times = Counter((result.student, result.exercise) for result in results)
    return [
        (_person(result, several), times[result.student, result.exercise], result.attempt)
        for result in counted
        if times[result.student, result.exercise] > 1
    ]


def _person(result: Result, several: bool) -> Person:
    address = f"feedback/{quote(student_folder(result.student))}/{quote(result.exercise)}.html"
    return Person(f"{result.student} ({result.exercise})" if several else result.student, address)


def _asked(what: str) -> str:
    return what[:1].upper() + what[1:].rstrip(".")
