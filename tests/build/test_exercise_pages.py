"""The pages of the exercises, as built: each offers what its release holds, runs nothing and tells no answer."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

import casebook
from casebook.exercises.exercise import load_exercises
from casebook.exercises.release import Released, released
from casebook.exercises.variant import Variant, variant_of
from casebook.sphinx.exercise_files import launch_address
from tests.conftest import ROOT, Book
from tests.leaks import files_in, needles_of, texts_of

SLUGS = sorted(path.parent.name for path in ROOT.glob("exercises/*/exercise.yml"))


@pytest.fixture(scope="module")
def variants() -> dict[str, Variant]:
    case = casebook.load(ROOT)
    return {exercise.slug: variant_of(exercise, case) for exercise in load_exercises(ROOT)}


@pytest.fixture(scope="module")
def releases(variants: dict[str, Variant]) -> dict[str, Released]:
    return {slug: released(variant) for slug, variant in variants.items()}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    folder = site / "chapters" / "exercises"
    return {path.stem: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in folder.glob("*.html")}


@pytest.mark.slow
def test_no_file_of_the_site_holds_a_solution_a_test_an_answer_or_a_rubric(
    site: Path, variants: dict[str, Variant], releases: dict[str, Released]
) -> None:
    texts = list(texts_of(files_in(site)))
    assert len(texts) > 200
    for slug, variant in variants.items():
        needles = needles_of(variant)
        found = needles.among(texts)
        # Of the public variant some answers are what the book's own pages work out.
        found["number"] = [(number, where) for number, where in found.get("number", []) if "exercises/" in where]
        assert {kind: pairs for kind, pairs in found.items() if pairs} == {}, slug
        # Else the search would find nothing anywhere.
        kept = needles.among(texts_of(releases[slug].instructor.items()))
        assert {needle for needle, _ in kept["solution"]} == set(needles.kinds["solution"])
        assert {"marker", "mistake", "rubric"} <= set(kept)


@pytest.mark.slow
def test_no_master_is_copied_into_the_site(site: Path) -> None:
    theirs = ("master.md", "variant.py", "rubric.md", "rubric.html", "answer-key.html", "key.json", "exercise.yml")
    assert [name for name, _ in files_in(site) if name.endswith(theirs)] == []
    assert not (site / "_sources").exists()


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_offers_exactly_the_bytes_of_the_release(
    slug: str, site: Path, pages: dict[str, BeautifulSoup], releases: dict[str, Released]
) -> None:
    at = site / "chapters" / "exercises"
    links = [str(link["href"]) for link in pages[slug].select(".cb-files a[download]")]
    offered = {(at / unquote(link)).resolve().relative_to(site.resolve()).as_posix() for link in links}
    student = releases[slug].student
    listed = {name for name in student if name.endswith((".ipynb", ".csv"))}
    assert offered == {f"exercises/{slug}.zip", *(f"exercises/{slug}/{name}" for name in listed)}
    for name in student:
        assert (site / "exercises" / slug / name).read_bytes() == student[name]
    with zipfile.ZipFile(io.BytesIO((site / "exercises" / f"{slug}.zip").read_bytes())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"{slug}/{name}": content for name, content in student.items()
        }


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_what_is_asked_and_what_it_is_worth(
    slug: str, pages: dict[str, BeautifulSoup], variants: dict[str, Variant]
) -> None:
    variant, article = variants[slug], pages[slug].find("article")
    exercise = variant.exercise
    assert article.h1.get_text().rstrip("# \n") == exercise.title
    facts = article.find("dl").get_text(" ", strip=True)
    assert f"{exercise.points}" in facts and f"about {exercise.about.minutes} minutes" in facts
    worth = [one.get_text() for one in article.select(".cb-worth")]
    assert sum(int(one.rsplit(": ", 1)[1].split()[0]) for one in worth) == exercise.points
    for question in variant.questions:
        assert not question.name or any(one.startswith(f"{question.name}:") for one in worth), question.id
    assert article.select(".cell_output, .output, .cell") == []


@pytest.mark.slow
def test_the_overview_leads_to_every_exercise_from_easy_to_hard(
    pages: dict[str, BeautifulSoup], variants: dict[str, Variant]
) -> None:
    links = [link["href"] for link in pages["overview"].select("article td a")]
    assert [link.split("#")[0] for link in links] == [f"{slug}.html" for slug in variants]


@pytest.mark.slow
def test_an_exercise_that_is_not_there_ends_the_build_and_is_named(mini: Book) -> None:
    with (mini.root / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n```{exercise} lost\n```\n")
    built = mini.build()
    assert built.code == 1
    assert "exercises/lost/exercise.yml: not readable" in built.said


def settings(**options: Any) -> Any:
    return SimpleNamespace(html_theme_options=options)


def test_a_launch_link_appears_when_the_settings_name_a_repository() -> None:
    assert launch_address(settings(), "some-work") == ""
    assert launch_address(settings(repository_url="https://example.org/a/b"), "some-work") == ""
    place = "lab%2Ftree%2F_build%2Fexercises%2Fcourse%2Frelease%2Fsome-work%2Fsome-work.ipynb"
    given = settings(repository_url="https://github.com/a/b", repository_branch="main")
    assert launch_address(given, "some-work") == f"https://mybinder.org/v2/gh/a/b/main?urlpath={place}"
    given.html_theme_options["launch_buttons"] = {"binderhub_url": "https://hub.example.org/"}
    assert launch_address(given, "some-work").startswith("https://hub.example.org/v2/gh/a/b/main?")


def test_binder_writes_what_a_launch_link_opens() -> None:
    assert "python -m casebook exercises" in (ROOT / "postBuild").read_text("utf-8").splitlines()
