"""What the bank reads, what it refuses, and in which words: every fault with its file, question and field."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
import yaml

from casebook.errors import EvidenceError, UnknownId
from casebook.quantity import Bounds, Quantity
from casebook.quizzes import kind_of, load_bank, words_of
from casebook.quizzes.bank import objectives_of, plain_words
from casebook.quizzes.limits import exact_value, limits_of, plain
from casebook.quizzes.shuffle import shuffled

PAGE = """\
# Loans

{figure}`loans-2030`, {event}`doors-open`.

## What you will be able to do

- Say what a *hedge* leaves open,
  and {term}`why <hedge>`.
- Put events in order.

## Next

- No objective.
"""
WHERE = "data/questions/begin-loans.yml"


def asked(name: str, kind: str, **more: Any) -> dict[str, Any]:
    about = {"objective": "hedges", "rests_on": ["loans-2030"], "difficulty": 1, "prompt": f"Of {name}?"}
    return {"id": name, "type": kind} | about | more


def option(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "feedback": f"On {text}."} | more


def sound() -> dict[str, Any]:
    """A file with a question of each type."""
    return {
        "page": "begin/loans",
        "objectives": {"hedges": "Say what a hedge leaves open, and why.", "orders": "Put events in order."},
        "questions": [
            asked("one-right", "single", options=[option("red", right=True), option("green"), option("blue")]),
            asked("some-right", "multiple", options=[option("x"), option("y", right=True), option("z", right=True)]),
            asked(
                "fits",
                "numeric",
                ask="admissible",
                quantity="late-2030",
                unit="loans",
                feedback={"right": "Yes.", "above": "Too many.", "at_bound": "The number was not reached."},
            ),
            asked(
                "the-one",
                "numeric",
                ask="exact",
                quantity="rate-2030",
                decimals=0,
                unit="loans",
                feedback={"right": "Yes.", "below": "Too few.", "above": "Too many."},
            ),
            asked(
                "first-to-last",
                "order",
                objective="orders",
                items=[
                    option("opens", event="doors-open"),
                    option("lends"),
                    option("reports", event="report-out"),
                ],
            ),
            asked(
                "pairs",
                "match",
                pairs=[{"left": f"l{k}", "right": f"r{k}", "feedback": "So."} for k in "abc"],
                extra=["none"],
            ),
            asked(
                "sorts",
                "classify",
                statements=[
                    {"text": f"s{k}", "is": kind, "feedback": "So."}
                    for k, kind in zip("abc", ("claim", "estimate", "claim"), strict=True)
                ],
            ),
            asked("sentence", "mark", passage=[option("a"), option("b", right=True), option("c")]),
            asked(
                "reasons",
                "short",
                model="Since {loans-2030}.",
                rubric=[{"text": "Says it.", "points": 1}, {"text": "Says why.", "points": 2}],
            ),
        ],
    }


@pytest.fixture
def shelf(library):
    """The tiny case with a page of questions; `put` writes their file."""
    (library.root / "begin").mkdir()
    (library.root / "begin" / "loans.md").write_text(PAGE, encoding="utf-8")
    (library.root / "data" / "questions").mkdir()
    library.change("derivations", "late-share", decimals="0")
    put(library, sound())
    return library


def put(library, raw: Any, name: str = "begin-loans.yml") -> None:
    text = raw if isinstance(raw, str) else yaml.safe_dump(raw, sort_keys=False, allow_unicode=True)
    (library.root / "data" / "questions" / name).write_text(text, encoding="utf-8")


def said(library) -> list[str]:
    with pytest.raises(EvidenceError) as caught:
        load_bank(library.load())
    return caught.value.problems


def test_a_case_without_questions_has_an_empty_bank(library) -> None:
    assert load_bank(library.load()).questions == {}


def test_a_sound_file_is_read_in_its_order(shelf) -> None:
    bank = load_bank(shelf.load())
    assert [question.type for question in bank.asked("begin/loans")] == [
        *("single", "multiple", "numeric", "numeric", "order", "match", "classify", "mark", "short")
    ]
    assert bank.asked("begin-loans") == bank.asked("begin/loans")
    assert [question.id for question in bank.asked(["pairs", "fits"])] == ["pairs", "fits"]
    assert bank.pages["begin/loans"].objectives["hedges"] == "Say what a hedge leaves open, and why."


def test_a_question_cannot_be_changed(shelf) -> None:
    question = load_bank(shelf.load()).questions["one-right"]
    with pytest.raises(ValueError, match="frozen"):
        question.prompt = "Another?"


def test_asking_for_what_is_not_there_says_what_may_have_been_meant(shelf) -> None:
    bank = load_bank(shelf.load())
    with pytest.raises(UnknownId, match="'begin/loan' is no page with questions of this case; did you mean"):
        bank.asked("begin/loan")
    with pytest.raises(UnknownId, match="'one-rights' is no question of this case; did you mean 'one-right'"):
        bank.asked(["one-rights"])


# Each fault: the question (by its place), how it is spoilt, and the field and words of the complaint.
FAULTS: dict[str, tuple[int, Any, str]] = {
    "unknown id in a text": (
        0,
        lambda q: q.update(prompt="Is it {loans-2003}?"),
        "field prompt: 'loans-2003' is no figure, derivation or event of this case; did you mean 'loans-2030'",
    ),
    "a source in braces": (
        0,
        lambda q: q.update(prompt="Is it {club-notice}?"),
        "field prompt: {club-notice} is a source; only figures, derivations and events can be put into words by braces",
    ),
    "a stray brace": (0, lambda q: q.update(hint="See {this one}."), "field hint: a brace that holds no id"),
    "unknown id it rests on": (
        0,
        lambda q: q.update(rests_on=["loans-2030", "loan-spring"]),
        "field rests_on[2]: 'loan-spring' is no figure, derivation, event, source, claim, ground, discrepancy, body "
        "of this case; did you mean 'loans-spring'",
    ),
    "the same id twice": (
        0,
        lambda q: q.update(rests_on=["loans-2030", "loans-2030"]),
        "field rests_on[2]: 'loans-2030' is named already",
    ),
    "rests on nothing": (0, lambda q: q.update(rests_on=[]), "field rests_on: has 0; at least 1 are needed"),
    "no right answer": (
        0,
        lambda q: q["options"][0].pop("right"),
        "field options: none is right; give exactly one of them 'right: true'",
    ),
    "two right answers": (
        0,
        lambda q: q["options"][2].update(right=True),
        "field options: 2 are right (numbers 1 and 3); leave 'right: true' at one, or make the type 'multiple'",
    ),
    "nothing wrong to choose": (
        1,
        lambda q: q["options"][0].update(right=True),
        "field options: all are right; at least one must be wrong",
    ),
    "a duplicate option": (
        0,
        lambda q: q["options"][2].update(text=" Red. "),
        "field options[3].text: says the same as options[1].text",
    ),
    "missing feedback": (0, lambda q: q["options"][1].pop("feedback"), "field options[2].feedback: missing; add it"),
    "empty feedback": (0, lambda q: q["options"][1].update(feedback=" "), "field options[2].feedback: empty; write it"),
    "too few options": (0, lambda q: q["options"].pop(), "field options: has 2; at least 3 are needed"),
    "too many options": (
        0,
        lambda q: q["options"].extend(option(k) for k in "def"),
        "field options: has more than 5; 5 are the most",
    ),
    "an option that is no mapping": (
        0,
        lambda q: q["options"].__setitem__(1, "green"),
        "field options[2]: 'green' has no fields; it needs some",
    ),
    "options that are no list": (0, lambda q: q.update(options="red"), "field options: is no list"),
    "a text that YAML read as yes or no": (
        0,
        lambda q: q["options"][1].update(text=False),
        "field options[2].text: False is no text; put it into quotation marks",
    ),
    "a typed number": (
        0,
        lambda q: q["options"][0].update(text="There were 1,200."),
        "field options[1].text: '1,200' is typed by hand; add the number to data/ and write its id in braces",
    ),
    "a number in words": (0, lambda q: q.update(hint="One in ten."), "field hint: 'One in ten' is typed by hand"),
    "HTML": (0, lambda q: q.update(prompt="<b>Bold?"), "field prompt: '<b>' is HTML; texts are plain"),
    "script": (
        0,
        lambda q: q["options"][0].update(feedback="</script><script>alert()"),
        "field options[1].feedback: '</script>' is HTML",
    ),
    "a character reference": (0, lambda q: q.update(prompt="a &lt; b?"), "field prompt: '&lt;' is HTML"),
    "Markdown": (0, lambda q: q.update(prompt="Is it *so*?"), "field prompt: '*so*' is Markdown; texts are plain"),
    "an unknown field": (
        0,
        lambda q: q.update(hints="Look."),
        "field hints: unknown; did you mean 'hint'? (the fields here are id, objective, rests_on, difficulty, ",
    ),
    "an unknown field of an option": (
        0,
        lambda q: q["options"][1].update(correct=True),
        "field options[2].correct: unknown (the fields here are text, right, feedback)",
    ),
    "an unknown type": (0, lambda q: q.update(type="singel"), "field type: 'singel' is no type; use one of single, "),
    "no type": (0, lambda q: q.pop("type"), "field type: missing; say one of single, "),
    "an id that is none": (
        0,
        lambda q: q.update(objective="Hedges"),
        "field objective: 'Hedges' is no readable id; use lower-case words joined by hyphens",
    ),
    "an unknown objective": (
        0,
        lambda q: q.update(objective="hedge"),
        "field objective: 'hedge' is none of this file's objectives; did you mean 'hedges'?",
    ),
    "a difficulty out of range": (0, lambda q: q.update(difficulty=4), "field difficulty: 4 is out of range"),
    "a quantity that is none": (
        2,
        lambda q: q.update(quantity="late-2031"),
        "field quantity: 'late-2031' is no figure or derivation of this case; did you mean 'late-2030'",
    ),
    "a quantity without a bound": (
        2,
        lambda q: q.update(quantity="loans-spring"),
        "field quantity: 'loans-spring' ('about 400') is a number without a bound, so no answer can be marked",
    ),
    "admissible where all is known": (
        2,
        lambda q: q.update(quantity="loans-2030"),
        "field ask: 'loans-2030' is exactly '1,200', so only one number is right; write 'ask: exact'",
    ),
    "exact where it is hedged": (
        3,
        lambda q: q.update(quantity="late-2030"),
        "field ask: 'late-2030' is 'nearly 300', which is no one number; ask for an admissible one",
    ),
    "no decimals": (3, lambda q: q.pop("decimals"), "field decimals: missing; say how many decimal places"),
    "decimals of an admissible one": (
        2,
        lambda q: q.update(decimals=1),
        "field decimals: belongs to 'ask: exact' alone; take it out",
    ),
    "no word at the open bound": (
        2,
        lambda q: q["feedback"].pop("at_bound"),
        "field feedback.at_bound: missing; 'nearly 300' leaves its own bound out",
    ),
    "no word above an upper bound": (
        2,
        lambda q: q["feedback"].pop("above"),
        "field feedback.above: missing; 'nearly 300' has an upper bound",
    ),
    "a word at a bound that is not left out": (
        2,
        lambda q: q.update(quantity="fines-2030", feedback={**q["feedback"], "below": "Too few."}),
        "field feedback.at_bound: never shown, since 'between £40 and £60' leaves no bound out; take it out",
    ),
    "an unknown word of feedback": (
        2,
        lambda q: q["feedback"].update(wrong="No."),
        "field feedback.wrong: unknown (the fields here are right, below, above, at_bound)",
    ),
    "a wrong order": (
        4,
        lambda q: q["items"].reverse(),
        "field items[3].event: stands after a later one: 'report-out' (1 February 2031) and 'doors-open' "
        "(January 2030); put the items in the order of their dates",
    ),
    "two items for one place": (
        4,
        lambda q: q["items"][1].update(event="doors-open"),
        "field items[2].event: two items for one place: 'doors-open' (January 2030) and 'doors-open' (January 2030)",
    ),
    "an unknown event": (
        4,
        lambda q: q["items"][0].update(event="door-open"),
        "field items[1].event: 'door-open' is no event of this case; did you mean 'doors-open'?",
    ),
    "two items that say the same": (
        4,
        lambda q: q["items"][1].update(text="Opens"),
        "field items[2].text: says the same as items[1].text",
    ),
    "two lefts that say the same": (
        5,
        lambda q: q["pairs"][1].update(left="la"),
        "field pairs[2].left: says the same as pairs[1].left",
    ),
    "an extra that is a right": (
        5,
        lambda q: q.update(extra=["Rb"]),
        "field extra[1]: says the same as pairs[2].right",
    ),
    "one category": (
        6,
        lambda q: q["statements"][1].update({"is": "claim"}),
        "field statements: all are of one category; use at least two",
    ),
    "an unknown category": (
        6,
        lambda q: q["statements"][1].update({"is": "fact"}),
        "field statements[2].is: 'fact' is not one of 'reported-fact', 'estimate', 'claim' or 'inference'",
    ),
    "two right sentences": (
        7,
        lambda q: q["passage"][0].update(right=True),
        "field passage: 2 are right (numbers 1 and 2); leave 'right: true' at one",
    ),
    "no points": (8, lambda q: q["rubric"][0].update(points=0), "field rubric[1].points: 0 is out of range"),
    "a typed number in a rubric": (
        8,
        lambda q: q["rubric"][0].update(text="Says 300."),
        "field rubric[1].text: '300' is typed by hand",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_question_is_refused_with_its_place(shelf, fault: str) -> None:
    place, spoil, complaint = FAULTS[fault]
    raw = sound()
    question = raw["questions"][place]
    name = question["id"]
    spoil(question)
    put(shelf, raw)
    problems = said(shelf)
    assert any(problem.startswith(f"{WHERE}, question {name}, {complaint}") for problem in problems), problems
    assert all(problem.startswith(f"{WHERE}, question {name}, field ") for problem in problems), problems


FILE_FAULTS: dict[str, tuple[Any, str]] = {
    "an objective that the page does not list": (
        lambda raw: raw["objectives"].update(orders="Put all events in order."),
        f"{WHERE}, field objectives.orders: these words are not in the list 'What you will be able to do' of "
        "begin/loans.md; did you mean 'Put events in order.'?",
    ),
    "words from another list of the page": (
        lambda raw: raw["objectives"].update(orders="No objective."),
        f"{WHERE}, field objectives.orders: these words are not in the list",
    ),
    "a page that does not exist": (
        lambda raw: raw.update(page="begin/lones"),
        f"{WHERE}, field page: there is no page begin/lones.md",
    ),
    "a page outside the book": (lambda raw: raw.update(page="../x"), f"{WHERE}, field page: there is no page ../x.md"),
    "no page": (lambda raw: raw.pop("page"), f"{WHERE}, field page: missing, or no text"),
    "no questions": (lambda raw: raw.update(questions=[]), f"{WHERE}, field questions: missing, or no list"),
    "no objectives": (lambda raw: raw.pop("objectives"), f"{WHERE}, field objectives: missing, or no list"),
    "an unknown field": (lambda raw: raw.update(title="Loans"), f"{WHERE}, field title: unknown; the fields of a file"),
    "an id used twice": (
        lambda raw: raw["questions"][1].update(id="one-right"),
        f"{WHERE}, question one-right, field id: the same id stands in this file too; ids are unique",
    ),
    "a question without an id": (
        lambda raw: raw["questions"][1].pop("id"),
        f"{WHERE}, question 2 (by its place), field id: missing; add it",
    ),
    "a question that is no mapping": (
        lambda raw: raw["questions"].append("why?"),
        f"{WHERE}, question 10: no fields; begin each question with '- id:'",
    ),
}


@pytest.mark.parametrize("fault", FILE_FAULTS)
def test_a_faulty_file_is_refused_with_its_place(shelf, fault: str) -> None:
    spoil, complaint = FILE_FAULTS[fault]
    raw = sound()
    spoil(raw)
    put(shelf, raw)
    problems = said(shelf)
    assert any(problem.startswith(complaint) for problem in problems), problems


def test_an_id_of_another_file_is_refused(shelf) -> None:
    (shelf.root / "other.md").write_text(PAGE, encoding="utf-8")
    other = sound() | {"page": "other", "objectives": {"hedges": "Put events in order."}}
    other["questions"] = other["questions"][:1]
    put(shelf, other, "other.yml")
    assert said(shelf) == [
        "data/questions/other.yml, question one-right, field id: the same id stands in "
        "data/questions/begin-loans.yml; ids are unique in the whole bank",
        "data/questions/other.yml, field objectives.hedges: the same id stands in "
        "data/questions/begin-loans.yml; ids are unique in the whole bank",
    ]


def test_a_file_by_another_name_than_its_page_is_refused(shelf) -> None:
    put(shelf, sound(), "loans.yml")
    (shelf.root / WHERE).unlink()
    assert said(shelf) == [
        "data/questions/loans.yml, field page: the file of the questions on 'begin/loans' is called begin-loans.yml; "
        "rename it"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("page: a: b", f"{WHERE}, line 1: not readable as YAML (mapping values are not allowed here)"),
        ("page: a\npage: b\n", f"{WHERE}, line 1: not readable as YAML (the field 'page' is written 2 times)"),
        ("- page\n", f"{WHERE}: holds no fields; it needs page, objectives and questions"),
        ("", f"{WHERE}: holds no fields"),
        ("page: !!python/name:os.system x", f"{WHERE}, line 1: not readable as YAML (could not determine"),
    ],
)
def test_what_is_no_sound_yaml_is_refused_with_its_line(shelf, text: str, complaint: str) -> None:
    put(shelf, text)
    assert said(shelf)[0].startswith(complaint), said(shelf)


def test_a_file_in_another_encoding_is_refused(shelf) -> None:
    (shelf.root / WHERE).write_bytes(b"page: caf\xe9\n")
    assert said(shelf) == [f"{WHERE}: not in UTF-8; save it as UTF-8"]


def test_all_faults_are_told_at_once(shelf) -> None:
    raw = copy.deepcopy(sound())
    raw["questions"][0]["options"][0].pop("feedback")
    raw["questions"][0]["prompt"] = "All 1,200?"
    raw["questions"][5]["extra"] = ["ra"]
    put(shelf, raw)
    assert [problem.split(", field ")[1].split(":")[0] for problem in said(shelf)] == [
        "options[1].feedback",
        "prompt",
        "extra[1]",
    ]


def test_an_event_known_only_to_its_end_cannot_be_surely_second(shelf) -> None:
    shelf.change("events", "report-out", bound="by")
    assert (
        "two items for one place: 'doors-open' (January 2030) and 'report-out' (1 February 2031 or before)"
        in (said(shelf)[0])
    )


def test_objectives_are_compared_as_plain_words() -> None:
    assert objectives_of(PAGE) == ["Say what a hedge leaves open, and why.", "Put events in order."]
    assert objectives_of("# No list\n") == []
    assert plain_words("See [the *page*](x.md) and `code`.") == "See the page and code."


def test_every_kind_of_row_has_its_kind_and_its_words(library) -> None:
    case = library.load()
    assert [(kind_of(case, name), words_of(case, name)) for name in ("loans-2030", "late-share", "doors-open")] == [
        ("figure", "1,200 (annual-report, 2031)"),
        ("derivation", "below 25% (worked out)"),
        ("event", "Open: January 2030"),
    ]
    assert [words_of(case, name) for name in ("club-notice", "reading-club", "how-many-late")] == [
        "club-notice, 2031",
        "reading-club",
        "How many?",
    ]


def test_shuffling_follows_from_the_seed_alone() -> None:
    assert shuffled("abcd", "one") == shuffled("abcd", "one")
    assert len({tuple(shuffled("abcd", str(seed))) for seed in range(200)}) == 24
    firsts = [shuffled("abcd", str(seed))[0] for seed in range(2000)]
    assert all(400 < firsts.count(key) < 600 for key in "abcd")
    assert all(shuffled("abc", str(seed), never_as_given=True) != list("abc") for seed in range(200))


def test_limits_are_those_that_the_words_print() -> None:
    worked = Quantity(Bounds(Fraction(250, 3), None, True, False), "count", "loan", decimals=1)
    limits = limits_of(worked)
    assert str(worked) == "more than 83.3"
    assert (plain(limits.lower), limits.lower_open, plain(limits.upper)) == ("83.3", True, None)
    assert limits.has_open_end and limits.below_told and not limits.above_told
    share = Quantity(Bounds(None, Fraction(75), False, True), "per cent", "loan", "late", "all")
    assert plain(limits_of(share).lower) == "0" and not limits_of(share).below_told
    printed = Quantity(Bounds(Fraction("0.125"), Fraction("2.5")), "count", "loan", printed="an eighth to 2.5")
    assert (plain(limits_of(printed).lower), plain(limits_of(printed).upper)) == ("0.125", "2.5")


def test_an_exact_value_keeps_its_places_and_half_a_unit_of_room() -> None:
    assert [plain(number) for number in exact_value(Fraction(100), 0)] == ["100", "0.5"]
    assert [plain(number) for number in exact_value(Fraction(1, 8), 2)] == ["0.125", "0.005"]
    assert [plain(number) for number in exact_value(Fraction(1, 3), 1)] == ["0.3333333333333", "0.05"]
    assert plain(None) is None
