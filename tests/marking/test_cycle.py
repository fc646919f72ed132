"""A whole course with a stock nbgrader, and with our marking, on the same submissions: the same marks to the point."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SWITCHES
from tests.conftest import ROOT, run
from tests.marking.cohort import gradebook_in
from tests.marking.conftest import KEY, right
from tests.marking.submitted import Submitted, submissions

if TYPE_CHECKING:
    from casebook.marking.assignment import Assignment

pytestmark = pytest.mark.slow

SLUG = "denominators"
DUE = datetime(2026, 3, 2, 17, tzinfo=UTC)
MANY = 30


@dataclass(frozen=True)
class Marked:
    """A course marked twice: nbgrader's folder and ours, with what was handed in, by student."""

    stock: Path
    ours: Path
    handed_in: Mapping[str, Submitted]
    assignment: Assignment

    def expected(self) -> dict[str, dict[str, float]]:
        """The points of each student and question once people have given theirs."""
        return {
            student: {
                name: by_hand(student, name, self.assignment) if points is None else points
                for name, points in made.points.items()
            }
            for student, made in self.handed_in.items()
        }


def nbgrader(course: Path, *words: str) -> str:
    """Run nbgrader as its own users do. Fails the test where it fails."""
    environment = os.environ | {"PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])}
    done = subprocess.run(
        ["nbgrader", *words], cwd=course, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout + done.stderr


def by_hand(student: str, question: str, assignment: Assignment) -> float:
    """What a person gives for a written answer: something that differs from student to student, with halves."""
    most = next(one["points"] for one in assignment.questions if one["id"] == question)
    return (len(question) + 3 * int(student[-2:])) % (2 * most + 1) / 2


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, assignments: Mapping[str, Assignment]) -> Marked:
    """The course as `casebook exercises` writes it, 30 submissions, marked by nbgrader and by `casebook grade`."""
    folder = tmp_path_factory.mktemp("cycle")
    made = run("exercises", "--key", KEY, "--only", SLUG, "--out", str(folder / "written"), root=ROOT)
    assert made.code == 0, made.said
    stock, ours = folder / "written" / "course", folder / "ours"
    nbgrader(stock, "generate_assignment", SLUG, "--force")

    handed_in = {f"student-{place:02}": made for place, made in enumerate(submissions(assignments[SLUG], MANY))}
    for place, (student, one) in enumerate(handed_in.items()):
        path = stock / "submitted" / student / SLUG / f"{SLUG}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(one.notebook))
        when = DUE + timedelta(hours=1 if place == 5 else -place)
        path.with_name("timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC")
    shutil.copytree(stock / "submitted", folder / "submissions")
    nbgrader(stock, "autograde", SLUG)
    given = ["--submissions", str(folder / "submissions"), "--out", str(ours), "--key", KEY, "--due", DUE.isoformat()]
    done = run("grade", *given, root=ROOT)
    assert done.code == 0, done.said
    give_by_hand(stock, list(handed_in), assignments[SLUG])
    give_by_table(ours, assignments[SLUG])
    again = run("grade", *given, "--written", str(ours / "written.csv"), root=ROOT)
    assert again.code == 0, again.said
    return Marked(stock, ours, handed_in, assignments[SLUG])


def give_by_hand(course: Path, students: Sequence[str], assignment: Assignment) -> None:
    """Marks and comments for whatever waits, by nbgrader's programming interface, as formgrader gives them."""
    with opened(course) as book:
        for student in students:
            for question in assignment.questions:
                grade = book.find_grade(question["cell"], SLUG, SLUG, student)
                if grade.needs_manual_grade:
                    grade.manual_score = by_hand(student, question["id"], assignment)
                    grade.needs_manual_grade = False
                    book.find_comment(question["cell"], SLUG, SLUG, student).manual_comment = comment(student)
        book.db.commit()


def give_by_table(out: Path, assignment: Assignment) -> None:
    """The same in the table of what waits, as somebody fills it in in a spreadsheet program."""
    path = out / "written.csv"
    rows = table(path)
    for row in rows:
        row["points"] = str(by_hand(row["student"], row["question"], assignment))
        row["comment"] = comment(row["student"])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def comment(student: str) -> str:
    return f"Seen, {student}: <b>say who</b> printed it."


def opened(course: Path) -> Any:
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'gradebook.db'}")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def points_in(course: Path, assignment: Assignment) -> dict[str, dict[str, float]]:
    """The points of each student and question, as nbgrader's interface tells them from a gradebook."""
    names = {question["cell"]: question["id"] for question in assignment.questions}
    with opened(course) as book:
        return {
            submission.student.id: {names[grade.name]: grade.score for grade in submission.notebooks[0].grades}
            for submission in book.assignment_submissions(SLUG)
        }


def test_there_is_something_of_every_quality(marked: Marked) -> None:
    totals = {sum(points or 0 for points in one.points.values()) for one in marked.handed_in.values()}
    most = sum(question["points"] for question in marked.assignment.questions if question["check"])
    assert {0, most} < totals and len(totals) >= 6
    kinds = [one.what for one in marked.handed_in.values()]
    assert len(kinds) == MANY and len(set(kinds)) >= 25


def test_stock_nbgrader_gives_the_planted_marks_to_the_point(marked: Marked) -> None:
    assert points_in(marked.stock, marked.assignment) == marked.expected()


def test_our_gradebook_has_the_same_marks_and_says_the_same_to_nbgrader(marked: Marked) -> None:
    assert points_in(marked.ours, marked.assignment) == marked.expected()
    ours, stock = gradebook_in(marked.ours), gradebook_in(marked.stock)
    assert ours["submissions"] == stock["submissions"]
    assert ours["grades"] == stock["grades"]
    assert ours["comments"] == stock["comments"]


def test_export_gives_the_same_table_from_both(marked: Marked, tmp_path: Path) -> None:
    found = {}
    for course in (marked.stock, marked.ours):
        path = tmp_path / f"{course.name}.csv"
        nbgrader(course, "export", "--to", str(path))
        found[course.name] = [row | {"duedate": ""} for row in table(path)]
    assert found["ours"] == found["course"]
    wanted = {student: sum(points.values()) for student, points in marked.expected().items()}
    assert {row["student_id"]: float(row["raw_score"]) for row in found["ours"]} == wanted


def test_our_tables_have_the_same_marks(marked: Marked) -> None:
    expected = marked.expected()
    ids = [question["id"] for question in marked.assignment.questions]
    rows = {row["student"]: row for row in table(marked.ours / "marks.csv")}
    assert {name: {one: float(row[one]) for one in ids} for name, row in rows.items()} == expected
    assert [name for name, row in rows.items() if row["late"]] == ["student-05"]
    grades = {row["Full name"]: float(row["Grade"]) for row in table(marked.ours / "moodle" / f"{SLUG}.csv")}
    assert grades == {student: sum(points.values()) for student, points in expected.items()}
    assert table(marked.ours / "written.csv") == []


def test_nbgrader_reads_our_marked_notebooks_as_we_marked_them(marked: Marked) -> None:
    """Each cell's own points by nbgrader's rule, from what the cell shows."""
    from nbgrader.utils import determine_grade, is_grade

    cells = {question["id"]: question["cell"] for question in marked.assignment.questions}
    for student, made in marked.handed_in.items():
        path = marked.ours / "autograded" / student / SLUG / f"{SLUG}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        found = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in notebook.cells if is_grade(cell)}
        assert found == {cells[name]: points for name, points in made.points.items()}, (student, made.what)


def test_feedback_by_nbgrader_from_our_folder_has_marks_comments_and_no_hidden_test(marked: Marked) -> None:
    for course in (marked.stock, marked.ours):
        nbgrader(course, "generate_feedback", SLUG)
    for student, points in marked.expected().items():
        page = (marked.ours / "feedback" / student / SLUG / f"{SLUG}.html").read_text()
        total = f"Score: {sum(points.values())}"
        assert total in page
        assert total in (marked.stock / "feedback" / student / SLUG / f"{SLUG}.html").read_text()
        assert "HIDDEN TEST" not in page and "_checks" not in page


def test_our_feedback_has_the_marks_and_gives_nothing_away(marked: Marked) -> None:
    answers = [text for text in right(marked.assignment).values() if len(text) > 12]
    for student, points in marked.expected().items():
        page = (marked.ours / "feedback" / student / f"{SLUG}.html").read_text()
        assert f"<strong>{sum(points.values()):g} of {marked.assignment.points:g} points</strong>" in page
        for hidden in ("HIDDEN TEST", "_checks", "expected", "<script", "<b>"):
            assert hidden not in page, (student, hidden)
        if marked.handed_in[student].what == "empty":
            assert [text for text in answers if text in page] == []
        elif any(one["check"] is None and points[one["id"]] for one in marked.assignment.questions):
            assert "&lt;b&gt;say who&lt;/b&gt;" in page


@pytest.fixture(scope="module")
def browser() -> Any:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: install Debian's chromium, or set CHROMIUM to one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize(
    "name", ["report.html", f"feedback/student-00/{SLUG}.html", f"feedback/student-01/{SLUG}.html"]
)
def test_what_people_read_is_quiet_fits_and_passes_the_accessibility_checker(
    marked: Marked, browser: Any, name: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url.split(":")[0]))
    page.goto((marked.ours / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"][:120]) for found in violations] == []
    assert said == [] and set(asked) <= {"file", "data"}
    context.close()


def test_the_report_on_thirty_students_prints_on_one_page(marked: Marked, browser: Any) -> None:
    page = browser.new_page()
    page.goto((marked.ours / "report.html").as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page/") == 1
    page.close()
