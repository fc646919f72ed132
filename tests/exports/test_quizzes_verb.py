"""The verb `quizzes`: what it writes, what it says, and the report of what no format could hold."""

from __future__ import annotations

import re

from casebook.exports import report
from casebook.exports.formats import WRITERS
from casebook.exports.written import Note, Written
from tests.conftest import run
from tests.exports.banks import awkward

FILES = {"moodle.xml", "quizzes.gift", "qti21.zip", "canvas-qti12.zip", "cards.apkg", "worksheets", "report.md"}


def test_every_format_is_written_with_a_line_for_each_and_a_report(mini):
    done = run("quizzes", root=mini.root)
    assert done.code == 0, done.said
    out = mini.root / "_build" / "quizzes"
    assert {path.name for path in out.iterdir()} == FILES
    lines = done.said.splitlines()
    assert len(lines) == len(WRITERS) + 1
    for name, line in zip(WRITERS, lines, strict=False):
        assert re.match(rf"\[\d/{len(WRITERS)}\] {name} \.\.\. .+: 9 questions", line)
    assert lines[-1] == "wrote _build/quizzes/report.md"
    said = (out / "report.md").read_text(encoding="utf-8")
    assert "The bank holds 9 questions on 1 page." in said
    assert all(f"`{name}`" in said for name in FILES - {"worksheets", "report.md"})
    assert "- `which-came-first`" in said and "item a place" in said


def test_one_format_can_be_asked_for_and_another_folder(mini, tmp_path):
    done = run("quizzes", "--only", "canvas", "--out", str(tmp_path / "there"), root=mini.root)
    assert done.code == 0, done.said
    assert {path.name for path in (tmp_path / "there").iterdir()} == {"canvas-qti12.zip", "report.md"}
    assert not (mini.root / "_build").exists()


def test_an_unknown_format_is_refused_with_those_there_are(mini):
    done = run("quizzes", "--only", "parchment", root=mini.root)
    assert done.code == 2
    assert "parchment" in done.said and "worksheets" in done.said


def test_a_book_without_questions_is_told_so(mini):
    for path in (mini.root / "data" / "questions").iterdir():
        path.unlink()
    done = run("quizzes", root=mini.root)
    assert (done.code, done.said) == (1, "data/questions: there is no question to write\n")


def test_the_report_names_each_question_that_a_format_holds_otherwise(tmp_path):
    case, bank = awkward()
    path = tmp_path / "stone.txt"
    notes = (Note("which-came-first", "carved in a line"), Note("which-came-first", "and not dated"))
    carved = Written("Stone", (path,), 9, notes, ("Nothing can be rubbed out.",))
    plain = Written("Wax", (tmp_path / "wax.txt",), 9)
    said = report.report_of(bank, case, [carved, plain], tmp_path)
    assert "| Stone | `stone.txt` | 9 | 1 |" in said and "| Wax | `wax.txt` | 9 | 0 |" in said
    assert "- Nothing can be rubbed out." in said
    assert said.endswith("- `which-came-first`\n  - Stone: carved in a line\n  - Stone: and not dated\n")
    assert report.summary_of(carved) == "Stone: 9 questions, 1 of them held otherwise than on the page"
    assert report.summary_of(plain) == "Wax: 9 questions, as on the page"
