"""The pack for instructors: all of it there, in words, for those without Python, and the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import casebook
from casebook.exercises.draw import tag_of
from casebook.pack.plans import in_plain
from tests.conftest import ROOT, Book, run

KEY = "redshank whimbrel dunlin"
SLUGS = sorted(path.parent.name for path in ROOT.glob("exercises/*/exercise.yml"))
VERSION = casebook.__version__
PLANS = ("for-instructors", "module", "moot-and-assessment", "model-answers")


def packed(out: Path, *words: str) -> Path:
    done = run("instructor-pack", "--out", str(out), *words, root=ROOT)
    assert done.code == 0, done.said
    (path,) = out.glob("*.zip")
    return path


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The public pack: its files by their paths below the one folder that it holds."""
    path = packed(tmp_path_factory.mktemp("pack"))
    assert path.name == f"shared-in-confidence-instructor-pack-{VERSION}-public.zip"
    with zipfile.ZipFile(path) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {path.stem}
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def pages(pack: dict[str, bytes]) -> dict[str, BeautifulSoup]:
    named = {name: content for name, content in pack.items() if name.endswith(".html") and "worksheet" not in name}
    return {name: BeautifulSoup(content.decode(), "html.parser") for name, content in named.items()}


def test_everything_that_teaching_takes_is_there(pack: dict[str, bytes]) -> None:
    wanted = {"README.html", "README.txt", "for-students/cards.apkg"}
    wanted |= {f"for-instructors/plans/{name}.html" for name in PLANS}
    wanted |= {
        f"for-instructors/questions/{name}"
        for name in ("moodle.xml", "quizzes.gift", "canvas-qti12.zip", "qti21.zip", "report.md")
    }
    for slug in SLUGS:
        wanted.add(f"for-students/exercises/{slug}.zip")
        wanted |= {
            f"for-instructors/exercises/{slug}/{name}"
            for name in (f"{slug}.ipynb", "answer-key.html", "rubric.html", "key.json")
        }
    assert wanted <= set(pack)
    sheets = {Path(name).stem for name in pack if name.startswith("for-students/worksheets/")}
    keys = {Path(name).stem for name in pack if name.startswith("for-instructors/worksheet-keys/")}
    assert len(sheets) > 10 and {f"{sheet}-key" for sheet in sheets} == keys


def test_every_page_is_whole_in_words_and_needs_nothing_else(pack: dict[str, bytes]) -> None:
    for name, soup in pages(pack).items():
        assert soup.html["lang"] == "en-GB" and soup.title.get_text().strip(), name
        assert len(soup.find_all("h1")) == 1, name
        assert soup.find_all(["script", "link", "img", "iframe"]) == [], name
        for code in soup.find_all("code"):
            code.decompose()
        left = re.search(r"\{[\w.#]+\}|\[\[|```|:::|\{\{|\]\(", soup.get_text())
        assert left is None, (name, left and left[0])


def test_every_link_of_the_pack_arrives_in_it(pack: dict[str, bytes]) -> None:
    arrived = 0
    for name, soup in pages(pack).items():
        for link in soup.find_all("a", href=True):
            if "://" not in link["href"]:
                target = (Path("/") / name).parent / link["href"].split("#")[0]
                assert str(target)[1:] in pack, (name, link["href"])
                arrived += 1
    assert arrived >= len(PLANS)


def test_numbers_stand_in_the_plans_and_the_table_of_objectives_is_made(pack: dict[str, bytes]) -> None:
    case = casebook.load(ROOT)
    plan = pages(pack)["for-instructors/plans/moot-and-assessment.html"].get_text()
    assert case.say("requests-2017-apr-jun") in plan and case.say("memorandum-in-force") in plan
    objectives = (ROOT / "data" / "questions" / "reading-drift.yml").read_text("utf-8")
    words = re.search(r"misprint-by-parts: (.+)", objectives)[1]
    assert words in plan
    assert "A faulty draft, for correction" in plan


@pytest.mark.parametrize("name", ["README.txt", "README.html"])
def test_the_readme_says_what_it_is_and_names_only_what_is_there(name: str, pack: dict[str, bytes]) -> None:
    text = pack[name].decode()
    assert f"Version {VERSION}, the public variant" in text
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    for folder in re.findall(r"for-(?:students|instructors)/[\w/.-]+", text):
        assert any(path == folder or path.startswith(f"{folder.rstrip('/')}/") for path in pack), folder


def test_the_same_key_gives_the_same_bytes_and_another_variant(tmp_path: Path) -> None:
    first, second = (packed(tmp_path / name, "--key", KEY) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    assert first.stem.endswith(tag_of(KEY))
    with zipfile.ZipFile(first) as archive:
        readme = archive.read(f"{first.stem}/README.txt").decode()
        sheet = archive.read(f"{first.stem}/for-instructors/exercises/{SLUGS[0]}/answer-key.html").decode()
    assert f"variant {tag_of(KEY)}" in readme and "--key" in readme and KEY not in readme
    assert tag_of(KEY) in sheet


def test_a_page_that_is_not_in_the_book_is_named(mini: Book) -> None:
    with (mini.root / "data" / "case.yml").open("a", encoding="utf-8") as case:
        case.write("instructor_pages: [lost]\n")
    done = run("instructor-pack", root=mini.root)
    assert done.code == 1
    assert "data/case.yml, field instructor_pages: 'lost' is no page of _toc.yml" in done.said


def test_a_page_that_cannot_be_printed_is_named_with_what_cannot(mini: Book) -> None:
    with (mini.root / "data" / "case.yml").open("a", encoding="utf-8") as case:
        case.write("instructor_pages: [index]\n")
    with (mini.root / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n```{tableofcontents} of\nall\n```\n")
    done = run("instructor-pack", root=mini.root)
    assert done.code == 1
    assert "index.md: the pack cannot print {tableofcontents}" in done.said


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    done = run("instructor-pack", "--key", "short", "--out", str(tmp_path), root=ROOT)
    assert done.code == 1 and "too short" in done.said


def test_a_box_and_an_argued_block_become_quotations() -> None:
    case = casebook.load(ROOT)
    page = "---\nfront: matter\n---\n# A title\n\n```{admonition} A box\nIn it.\n```\n\n% long: why\nText.\n"
    assert in_plain(case, page).strip() == "# A title\n\n> **A box**\n>\n> In it.\n\nText."
