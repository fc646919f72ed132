"""QTI 1.2 as Canvas reads it: a package with a quiz for each page.

The library text2qti writes the types that it knows. Canvas has matching as well, which the library lacks: an item of
that type is written in `canvas_matching` and put where the library wrote a stand-in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from pathlib import Path

from text2qti.quiz import Question as Item
from text2qti.xml_assessment import assessment
from text2qti.xml_assessment_meta import assessment_meta

from casebook.archive import write_zip
from casebook.evidence import Case
from casebook.exports.canvas_manifest import manifest
from casebook.exports.canvas_matching import Pairing, matching_item
from casebook.exports.chapter import Chapter, chapters_of
from casebook.exports.written import Note, Written
from casebook.quizzes import Bank, Question
from casebook.quizzes.answers import choices_of, lines_of, parts_of
from casebook.quizzes.limits import exact_value, limits_of, plain
from casebook.quizzes.questions import Classify, Mark, Match, Multiple, Numeric, Option, Order, Short, Single, keys_of

FORMAT = "QTI 1.2 (Canvas)"
LIMITS = (
    "Canvas gives partial scores on questions with several right answers by a rule of its own.",
    "A hint is shown after an answer, with why the question matters: the format has no place for it before.",
    "The objectives stand in the quiz's description; difficulty and the evidence behind a question are left out.",
    "What is said of each line of a matching question is shown where that line is wrong, not where it is right.",
)

# Canvas keeps four decimal places of a number.
_STEP = Decimal("0.0001")
# Stands for an end that the words leave open.
_FAR = Decimal(10) ** 12


class _Plain:
    """Stands in for the library's Markdown: our texts are plain, and every character of them is meant."""

    def xml_escape(self, text: str) -> str:
        return escape(text)

    def md_to_html_xml(self, text: str) -> str:
        paragraphs = "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n"))
        return escape(paragraphs, quote=False)


@dataclass
class _Quiz:
    """What the library's writer asks of a quiz."""

    questions_and_delims: list[Item] = field(default_factory=list)
    feedback_is_solution: bool = False


def write(bank: Bank, case: Case, out: Path) -> Written:
    """Write `canvas-qti12.zip` into the folder `out`: for Canvas, 'Import course content', 'QTI .zip file'."""
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    quizzes = []
    chapters = chapters_of(bank, case)
    for chapter in chapters:
        quiz = f"casebook-{_hash(case, 'quiz', chapter.name)}"
        quizzes.append(quiz)
        files[f"{quiz}/assessment_meta.xml"] = _about(chapter, quiz).encode()
        files[f"{quiz}/{quiz}.xml"] = _assessment(chapter, case, quiz).encode()
        notes += [Note(question.id, said) for question in chapter.questions if (said := _otherwise(question, case))]
    files = {"imsmanifest.xml": manifest(case, quizzes).encode(), **files}
    path = write_zip(out / "canvas-qti12.zip", files)
    return Written(FORMAT, (path,), sum(len(one.questions) for one in chapters), tuple(notes), LIMITS)


def _about(chapter: Chapter, quiz: str) -> str:
    listed = "".join(f"<li>{escape(words)}</li>" for words in chapter.objectives.values())
    return str(
        assessment_meta(
            assessment_identifier=quiz,
            assignment_identifier=f"{quiz}-assignment",
            assignment_group_identifier="casebook-quizzes",
            title_xml=escape(chapter.title),
            description_html_xml=escape(f"<p>What these questions test:</p><ul>{listed}</ul>", quote=False),
            points_possible=len(chapter.questions),
            shuffle_answers="false",
            show_correct_answers="true",
            one_question_at_a_time="false",
            cant_go_back="false",
        )
    )


def _assessment(chapter: Chapter, case: Case, quiz: str) -> str:
    made = _Quiz()
    made.questions_and_delims = [_item(question, case, made) for question in chapter.questions]
    text = str(assessment(quiz=made, assessment_identifier=quiz, title_xml=escape(chapter.title)))
    for question, item in zip(chapter.questions, made.questions_and_delims, strict=True):
        if isinstance(question, Order | Match | Classify):
            text = _replaced(text, item, _pairing(question, case, item))
    return text


def _replaced(text: str, stand_in: Item, pairing: Pairing) -> str:
    """The assessment with the stand-in's item made one of matching."""
    start = text.index(f'<item ident="text2qti_question_{stand_in.id}"')
    end = text.index("</item>", start) + len("</item>")
    return text[:start] + matching_item(pairing) + text[end:]


def _item(question: Question, case: Case, quiz: _Quiz) -> Item:
    """The question as the library writes it; one of matching as a stand-in that anyone may answer in words."""
    item = Item(
        _prompt(question, case),
        quiz=quiz,
        title=question.id,
        points="1",
        md=_Plain(),
        linenum_start=0,
        linenum_end=0,
    )
    # An id that follows from the question's own, so that Canvas knows a question again whose words have changed.
    item.id = _hash(case, "question", question.id)
    item.hash_digest = bytes.fromhex(item.id)
    if general := _general(question, case):
        item.append_feedback(general, 0, 0)
    match question:
        case Numeric():
            right, wrong = _numeric_feedback(question, case)
            item.append_correct_feedback(right, 0, 0)
            if wrong:
                item.append_incorrect_feedback(wrong, 0, 0)
            item.append_numerical(_accepted(question, case), 0, 0)
        case Order() | Match() | Classify() | Short():
            item.append_essay("", 0, 0)
        case Single() | Multiple():
            _append_options(item, question, question.options, case)
        case Mark():
            _append_options(item, question, question.passage, case)
    item.finalize()
    return item


def _append_options(item: Item, question: Question, options: Sequence[Option], case: Case) -> None:
    by_key = dict(zip(keys_of(options), options, strict=True))
    several = isinstance(question, Multiple)
    for shown in parts_of(question):
        option = by_key[shown.key]
        kind = "multans" if several else "mctf"
        append = getattr(item, f"append_{kind}_{'correct' if option.right else 'incorrect'}_choice")
        append(case.fill(option.text), 0, 0)
        item.append_feedback(case.fill(option.feedback), 0, 0)


def _prompt(question: Question, case: Case) -> str:
    words = case.fill(question.prompt)
    if isinstance(question, Numeric):
        return f"{words}\nUnit: {case.fill(question.unit)}"
    return words


def _general(question: Question, case: Case) -> str:
    """What is said of the question as a whole, whatever was answered."""
    said = [
        f"{label}: {case.fill(text)}"
        for label, text in (("Hint", question.hint), ("Why this matters", question.matters))
        if text
    ]
    if isinstance(question, Short):
        said += [f"{line.label}: {case.fill(line.text)}" for line in lines_of(question)]
    return "\n".join(said)


def _numeric_feedback(question: Numeric, case: Case) -> tuple[str, str]:
    """What is said of a right number, and of any other: the format tells no more than these two apart."""
    right, *others = lines_of(question)
    return case.fill(right.feedback), "\n".join(f"{line.label}: {case.fill(line.feedback)}" for line in others)


def _accepted(question: Numeric, case: Case) -> str:
    """The numbers that are right, in the library's notation: with a margin, or between two ends, both included."""
    quantity = case.quantity(question.quantity)
    if question.ask == "exact":
        assert quantity.bounds.lower is not None and question.decimals is not None  # the bank was checked
        value, margin = exact_value(quantity.bounds.lower, question.decimals)
        return f"{plain(value)} +- {plain(margin)}"
    limits = limits_of(quantity)
    low = -_FAR if limits.lower is None else limits.lower + (_STEP if limits.lower_open else 0)
    high = _FAR if limits.upper is None else limits.upper - (_STEP if limits.upper_open else 0)
    # The library refuses nought as an end; a step below it lets in nought, and nothing else that a reader would type.
    return f"[{plain(low or -_STEP)}, {plain(high or _STEP)}]"


def _pairing(question: Order | Match | Classify, case: Case, item: Item) -> Pairing:
    parts = [(shown.key, case.fill(shown.text)) for shown in parts_of(question)]
    if isinstance(question, Order):
        keys = keys_of(question.items)
        choices = {str(place): str(place) for place in range(1, len(keys) + 1)}
        answers = {key: str(place) for place, key in enumerate(keys, start=1)}
        said: Iterable[str] = (one.feedback for one in question.items)
    elif isinstance(question, Match):
        keys = keys_of(question.pairs)
        choices = {shown.key: case.fill(shown.text) for shown in choices_of(question)}
        answers = dict(zip(keys, keys_of(question.pairs, "k"), strict=True))
        said = (pair.feedback for pair in question.pairs)
    else:
        keys = keys_of(question.statements)
        choices = {shown.key: shown.text for shown in choices_of(question)}
        answers = {key: one.category for key, one in zip(keys, question.statements, strict=True)}
        said = (one.feedback for one in question.statements)
    return Pairing(
        id=item.id,
        title=question.id,
        prompt=item.question_html_xml,
        general=item.feedback_html_xml or "",
        parts=parts,
        choices=choices,
        answers=answers,
        feedback={key: case.fill(text) for key, text in zip(keys, said, strict=True)},
    )


def _otherwise(question: Question, case: Case) -> str:
    """In what way Canvas holds the question otherwise than the page does; empty where it does not."""
    match question:
        case Order():
            return "put in order by giving each item a place, as a matching question"
        case Classify():
            return "a matching question, each statement with its category"
        case Short():
            return "an essay, which a person marks; the model answer and the rubric are shown after it"
        case Numeric():
            return "; ".join(_numeric_notes(question, case))
        case Mark():
            return "a question with one right choice, the sentences being the choices"
    return ""


def _numeric_notes(question: Numeric, case: Case) -> Sequence[str]:
    notes = ["what is said of a number that is too low, too high or the bound itself is shown together"]
    if question.ask == "admissible":
        limits = limits_of(case.quantity(question.quantity))
        if limits.lower is None or limits.upper is None:
            notes.append(f"an end that the words leave open stands {_FAR:,} away from nought")
        if limits.has_open_end:
            notes.append("a bound that the words leave out is left out by the fourth decimal place")
    return notes


def _hash(case: Case, *names: str) -> str:
    """A short name that is the same in every export of this case."""
    text = "\0".join([str(case.about["name"]), *names])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
