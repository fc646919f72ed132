"""The instructor's page: every number says of how many, and whoever needs a person is named with the reason."""

from __future__ import annotations

import re
from html import unescape

import pytest

from casebook.marking.dots import drawing
from casebook.marking.report import report_page
from casebook.marking.result import Result
from tests.unit.loans import POINTS, assignment, result

LOANS = {"loans": assignment()}


def text(*results: Result) -> str:
    """The page's words, each run of spaces as one."""
    page = report_page(results, LOANS).decode()
    body = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page)
    return re.sub(r"\s+", " ", unescape(body)).replace(" ,", ",").replace(" :", ":").replace(" .", ".")


def right(student: str, **fields: object) -> Result:
    return result(student, {"drawn": 4, "why": 4}, **fields)  # type: ignore[arg-type]


def wrong(student: str, fault: str = "one-left-out", **fields: object) -> Result:
    return result(student, {"sum": 0, "drawn": 4, "why": 2.5}, {"sum": fault}, **fields)  # type: ignore[arg-type]


def test_the_spread_says_of_how_many_and_never_a_mean() -> None:
    said = text(*[right(f"r{n}") for n in range(3)], *[wrong(f"w{n}") for n in range(3)])
    assert "6 submissions by 6 students to 1 exercise." in said
    assert "n = 6, of 13 points: median 11.25, lowest 9.5, highest 13." in said
    assert "mean" not in said and "average" not in said


def test_a_median_of_a_few_is_not_given() -> None:
    said = text(right("a"), wrong("b"), wrong("c"))
    assert "n = 3, of 13 points: 9.5, 9.5, 13." in said and "median" not in said


def test_while_answers_wait_the_part_that_the_program_marks_is_shown_alone() -> None:
    said = text(*[result(f"r{n}") for n in range(5)], right("a"))
    assert "n = 6, of the 5 points that are marked by the program: median 5, lowest 5, highest 5." in said
    assert "Another 8 are marked by hand, and not all are yet." in said
    assert "drawn: 5 answers" in said and "why: 5 answers" in said


def test_hardest_questions_and_misconceptions_are_counted_among_those_that_ran() -> None:
    said = text(
        right("a"),
        wrong("b"),
        wrong("c"),
        wrong("d", "missing"),
        result("e", dict.fromkeys(POINTS, 0.0), flags=(("malformed", "essay.pdf is no notebook"),), notebook=None),
    )
    assert "The loans of all houses 1 of 4 1 of 4" in said
    assert "Why a loan is no reader 1 of 4 0 of 4" in said
    assert "The share returned" not in said
    assert "left one house out (sum) 2 of 4" in said
    assert "Both tables leave out 1 submission that could not be run." in said


def test_one_student_with_one_misconception_twice_is_one_student() -> None:
    faults = {"sum": "one-left-out", "share": "one-left-out"}
    said = text(result("a", {"sum": 0, "share": 0}, faults), right("b"))
    assert "left one house out (sum, share) 1 of 2" in said


def test_a_misconception_in_two_exercises_is_counted_by_students(monkeypatch: pytest.MonkeyPatch) -> None:
    other = assignment("returns", "Counting returns")
    monkeypatch.setitem(LOANS, "returns", other)
    said = text(wrong("a"), wrong("a", of=other), right("b"), right("b", of=other))
    assert "4 submissions by 2 students to 2 exercises." in said
    assert "left one house out (sum) 1 of 2" in said


def test_who_needs_a_person_is_grouped_by_kind_and_reason() -> None:
    out_of_time = ("timed-out", "cell solve-sum ran for 30 seconds")
    said = text(
        right("ann", flags=(out_of_time,)),
        right("ben", flags=(out_of_time, ("tampering", "mentions ctypes"))),
        result("cat", dict.fromkeys(POINTS, 0.0), flags=(("malformed", "essay.pdf is no notebook"),), notebook=None),
    )
    assert "ran longer than is allowed: 2 ann, ben: cell solve-sum ran for 30 seconds" in said
    assert said.index("could not be read: 1") < said.index("ran longer") < said.index("tampering is suspected: 1")
    assert "Nobody" in text(right("ann"))


def test_late_work_and_further_attempts_are_named() -> None:
    said = text(right("ann"), wrong("ann", attempt=2), wrong("ben", late=True), right("cat"))
    assert "1 further attempt is kept and not counted." in said
    assert "More than once: ann (2 attempts; number 2 counts)." in said
    assert "Late: ben." in said


def test_names_lead_to_the_feedback_and_are_inert() -> None:
    page = report_page([right("<b>a?#</b>", flags=(("crashed", "<script>"),))], LOANS).decode()
    assert re.search(r'href="feedback/[\w~.-]+/loans\.html">&lt;b&gt;a\?#&lt;/b&gt;</a>', page)
    assert "<script" not in page and "<b>" not in page
    page = report_page([right("Zoë Å?", late=True), right("Zoë Å", late=True)], LOANS).decode()
    assert 'href="feedback/Zo%C3%AB%20%C3%85/loans.html"' in page


def test_nothing_handed_in_is_said() -> None:
    assert "Marking report Not for students." in text() and "Nothing was handed in." in text()


@pytest.mark.parametrize(
    ("points", "most", "alt"),
    [
        ([0, 2, 2.5, 3], 3, "4 submissions by points, of 3: 1 with 0, 2 with 2 to under 3, 1 with 3"),
        ([0, 99, 100], 100, "3 submissions by points, of 100: 1 with 0 to 3, 1 with 96 to 99, 1 with 100"),
        ([], 5, "0 submissions by points, of 5: "),
    ],
)
def test_the_drawing_has_a_dot_for_each_and_its_words(points: list[float], most: float, alt: str) -> None:
    drawn = str(drawing(points, most))
    assert f'aria-label="{alt}"' in drawn
    assert drawn.count("<circle") == len(points)


def test_many_at_one_place_are_drawn_as_a_column_with_its_number() -> None:
    drawn = str(drawing([3] * 40 + [1], 5))
    assert drawn.count("<rect") == 2 and ">40</text>" in drawn and "<circle" not in drawn
