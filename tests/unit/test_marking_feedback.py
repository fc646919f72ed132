"""What students get back: their own work, inert, with marks and reasons, and nothing that they may not know."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from casebook.marking.entries import Entry
from casebook.marking.feedback import feedback_page, write_feedback
from casebook.marking.result import Result
from tests.unit.loans import PIXEL, POINTS, SECRET, assignment, result

LOANS = assignment()


def page(made: Result, **comments: str) -> str:
    entries = {(made.student, "loans", name): Entry(None, True, text) for name, text in comments.items()}
    return feedback_page(made, LOANS, entries).decode()


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"source": source, "outputs": list(outputs)}


def display(**data: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


class Seen(HTMLParser):
    """The elements of a page with their attributes, and its text as a browser would have it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_it_has_the_work_the_marks_and_what_was_wrong_in_words() -> None:
    faults = {"sum": "one-left-out", "share": "missing", "why": "untouched"}
    made = result("ann", {"sum": 0, "share": 0, "drawn": 2.5, "why": 0}, faults, late=True, attempt=2)
    text = Seen(page(made, drawn="Name the axis.")).text
    assert "Feedback for ann. Handed in on 2031-03-01 12:00 (UTC), late, attempt 2." in text
    assert "2.5 of 13 points" in text and "so far" not in text
    for said in ("You left one house out.", "There is no answer called share.", "There is no answer.", "2.5 of 4"):
        assert said in text, said
    assert "Comment: Name the axis." in text
    assert "total = 30 + 12\nshare = 0.5" in text and "One reader may borrow twelve books." in text


def test_while_an_answer_waits_it_says_so() -> None:
    text = Seen(page(result("ann"))).text
    assert "5 of 13 points so far; what is still to be marked is not yet in them" in text
    assert "to be marked (4)" in text


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>{{ 7 * 7 }}"


def test_what_the_student_wrote_or_showed_is_inert() -> None:
    cells = {
        "solve-sum": code(
            f"# {HOSTILE}",
            display(
                **{"text/html": f"<b>{HOSTILE}</b>", "text/plain": HOSTILE, "image/svg+xml": f"<svg>{HOSTILE}</svg>"}
            ),
            display(**{"text/html": HOSTILE, "application/javascript": "alert(1)", "text/markdown": HOSTILE}),
            {"output_type": "stream", "name": "stdout", "text": [HOSTILE, "\n"]},
            {"output_type": "error", "ename": "Error", "evalue": HOSTILE, "traceback": [HOSTILE]},
            display(**{"image/png": 'x" onerror="alert(1)'}),
            display(**{"image/png": "PHN2Zz48L3N2Zz4="}),  # an SVG that says it is a PNG
        ),
        "written-why": HOSTILE,
        "more": [{"cell_type": "markdown", "id": "mine", "metadata": {}, "source": HOSTILE}],
    }
    made = result(HOSTILE, cells=cells, flags=(("crashed", HOSTILE),))
    seen = Seen(page(made, why=HOSTILE))
    assert {tag for tag, _ in seen.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "section", "div", "h1", "h2", "h3"),
        *("p", "pre", "strong", "table", "thead", "tbody", "tr", "th", "td"),
    }
    assert not [name for _, attributes in seen.elements for name in attributes if name.startswith("on")]
    assert seen.text.count("{{ 7 * 7 }}") >= 7
    policy = next(one["content"] for one in seen.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and "default-src 'none'" in policy and "script" not in policy and "unsafe" not in policy


def test_a_picture_is_shown_with_words_for_those_who_do_not_see_it() -> None:
    cells = {"written-drawn": code("draw()", display(**{"image/png": PIXEL + "\n", "text/plain": "<Figure>"}))}
    (picture,) = Seen(page(result("ann", cells=cells))).all("img")
    assert picture == {"src": f"data:image/png;base64,{PIXEL}", "alt": "The picture that this cell drew"}


def test_no_test_no_right_answer_and_no_suspicion_is_in_it() -> None:
    flags = (("tampering", "mentions ctypes in cell solve-sum"), ("timed-out", "cell solve-sum ran for 30 seconds"))
    text = page(result("ann", {"sum": 0}, {"sum": "wrong value"}, flags))
    assert "cell solve-sum ran for 30 seconds" in text
    for hidden in (SECRET, "HIDDEN", "assert", "ctypes", "tampering", "loans.csv"):
        assert hidden not in text, hidden


def test_what_could_not_be_run_has_its_reason() -> None:
    made = result("ann", dict.fromkeys(POINTS, 0.0), flags=(("malformed", "essay.pdf is no notebook"),), notebook=None)
    text = Seen(page(made)).text
    assert "essay.pdf is no notebook" in text and "0 of 13 points" in text


def test_a_failure_of_the_program_is_not_told_as_the_students() -> None:
    made = result("ann", dict.fromkeys(POINTS), flags=(("unmarked", "worker 3 ended: KeyError"),), notebook=None)
    text = Seen(page(made)).text
    assert "That is no fault of yours." in text and "KeyError" not in text


def test_cells_of_their_own_stand_where_they_put_them_and_floods_are_cut() -> None:
    own = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "helper = 1", "outputs": []}
    flood = {"output_type": "stream", "name": "stdout", "text": "word " * 100_000}
    made = result("ann", cells={"more": [own], "solve-sum": code("x = 1\n" * 100_000, flood, flood)})
    text = page(made)
    assert "helper = 1" in text
    assert len(text) < 60_000 and text.count("(the rest is left out)") == 2


def test_colours_of_a_terminal_and_unseen_characters_are_left_out() -> None:
    shout = {"output_type": "stream", "name": "stdout", "text": "\x1b[31mred\x1b[0m and \u202eturned\x00"}
    text = Seen(page(result("ann", cells={"solve-sum": code("x", shout)}))).text
    assert "red and turned" in text


def test_headings_go_down_step_by_step_and_there_is_one_title() -> None:
    seen = Seen(page(result("ann")))
    levels = [int(tag[1]) for tag, _ in seen.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert seen.all("html") == [{"lang": "en-GB"}]


@pytest.mark.parametrize("student", ["Zoë Ångström", "../../etc", "a/b", ".hidden", "x" * 300, "nul\x00", "CON."])
def test_each_student_has_a_folder_inside_the_folder(tmp_path: Path, student: str) -> None:
    made = [result(student), result("ann")]
    write_feedback(tmp_path / "feedback", made, {"loans": LOANS}, {})
    found = sorted(tmp_path.rglob("*.html"))
    assert len(found) == 2 and all(len(path.relative_to(tmp_path).parts) == 3 for path in found)
