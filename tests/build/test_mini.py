"""The machinery on a case that it knows nothing of: what builds, what is refused and in which words."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_a_case_of_another_subject_builds_without_a_warning(mini):
    built = mini.build()
    assert built.code == 0, built.said
    assert "WARNING" not in built.said
    page = mini.html()
    assert re.search(r'href="reference.html#figure-loans-2030-club"[^>]*>over 1000<', page)
    assert re.search(r'href="reference.html#derivation-late-share-bound"[^>]*>below 30%<', page)
    assert "nearly 300 ÷ over 1000" in page
    assert re.search(r'href="reference.html#event-doors-open"[^>]*>January 2030<', page)


def test_the_ledger_leads_back_to_the_place_that_uses_a_figure(mini):
    assert mini.build().code == 0
    row = mini.html("reference").split('id="figure-loans-2030-club"')[1].split('class="cb-row docutils')[0]
    target = re.search(r'Used in.*?href="(index\.html#use-loans-2030-club)"', row, re.DOTALL)
    assert target
    assert 'id="use-loans-2030-club"' in mini.html()


def test_a_chart_brings_its_alternative_text_its_table_and_links_to_the_rows(mini):
    assert mini.build().code == 0
    page = mini.html()
    chart = page.split('id="chart-loans"')[1].split("</figure>")[0]
    assert 'role="img"' in chart
    assert "1,200" in chart and "420" in chart
    assert '<th scope="col"' in chart
    assert 'href="reference.html#figure-loans-2031-spring"' in chart
    assert "casebook:" not in page


# Each fault: the file, what stands there, what is put there instead, and what the build must say.
FAULTS = {
    "an unknown id": (
        "index.md",
        "{figure}`loans-2030` loans",
        "{figure}`loans-2003` loans",
        "index.md:8: {figure}`loans-2003`: 'loans-2003' is no figure of this case; did you mean 'loans-2030'",
    ),
    "an id of another kind": (
        "index.md",
        "{figure}`loans-2030` loans",
        "{figure}`doors-open` loans",
        "index.md:8: {figure}`doors-open`: 'doors-open' is an event; write {event}",
    ),
    "a number typed by hand": (
        "index.md",
        "came back late.",
        "came back late, 8,127 in all.",
        "index.md:9: '8,127' is typed by hand",
    ),
    "a source that no page uses": (
        "data/sources.csv",
        "club-notice,",
        "wall-notice,Wall,On the wall,Nobody,,2031,printed,notice,readers,press,,Invented.\nclub-notice,",
        "data/sources.csv: the source 'wall-notice' is used by no page",
    ),
    "a bound deleted": (
        "data/figures.csv",
        "lt,300,,300,",
        "lt,300,,,",
        "data/figures.csv, row 4 (late-2030-club), column relation, lower, upper: the relation 'lt' needs an upper",
    ),
    "bounds swapped": (
        "data/figures.csv",
        "lt,300,,300,",
        "lt,300,300,,",
        "data/figures.csv, row 4 (late-2030-club), column relation, lower, upper: the relation 'lt'",
    ),
    "a cell that raises": ("index.md", "case = casebook.load()", "case = casebook.load()\n1 / 0", "ZeroDivisionError"),
    "a cell that asks for the network": (
        "index.md",
        "case = casebook.load()",
        'import urllib.request\nurllib.request.urlopen("http://192.0.2.1/")',
        "cells of this book run without the network, and this one asked for 192.0.2.1",
    ),
    "a picture without a text alternative": (
        "index.md",
        "case = casebook.load()",
        "from matplotlib.figure import Figure\nfrom IPython.display import Image, display\nimport io\n"
        "sheet = io.BytesIO()\nFigure().savefig(sheet)\ndisplay(Image(sheet.getvalue()))\ncase = casebook.load()",
        "has no alt text",
    ),
    "a chart of an id that is not there": (
        "index.md",
        '"loans-2031-spring"]',
        '"loans-2031-autumn"]',
        "index.md:20: 'loans-2031-autumn' in the code is no id of this case",
    ),
    "a broken reference": ("index.md", "were late, worked", "were [late](nowhere.md), worked", "nowhere.md"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_the_build_with_a_message_that_names_its_place(mini, fault):
    name, old, new, expected = FAULTS[fault]
    mini.edit(name, old, new)
    built = mini.build()
    assert built.code != 0, f"the build took {fault}"
    assert expected in built.said, built.said[-3000:]
    assert "Traceback (most recent call last)" not in built.said or fault.startswith("a cell"), built.said


def test_removing_a_row_that_a_page_uses_names_the_page_and_the_id(mini):
    path = mini.root / "data" / "figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("loans-2031-spring,")), encoding="utf-8")
    built = mini.build()
    assert built.code != 0
    assert built.said.count("loans-2031-spring") == 1, built.said
    assert "index.md:20: 'loans-2031-spring' in the code is no id of this case" in built.said


def test_several_faults_are_all_told_at_once(mini):
    mini.edit("index.md", "came back late.", "came back late, 8,127 in all.")
    mini.edit("index.md", "{event}`doors-open`", "{event}`doors-shut`")
    said = mini.build().said
    assert "(2 problems)" in said
    assert "8,127" in said and "doors-shut" in said


def test_a_changed_row_runs_the_chart_again_and_an_unchanged_book_runs_nothing(mini):
    assert mini.build().code == 0
    assert "more than 83.3 a month" in mini.html()
    again = mini.build()
    assert again.code == 0
    assert "Executing notebook" not in again.said
    mini.edit("data/figures.csv", "Over 1000 loans,over,1000,gt,1000,1000", "Over 1080 loans,over,1080,gt,1080,1080")
    assert mini.build().code == 0
    page = mini.html()
    assert "more than 90 a month" in page
    assert "more than 83.3 a month" not in page
    assert ">over 1080<" in page


def test_a_changed_machine_runs_the_charts_again(mini, monkeypatch, tmp_path):
    """The execution cache is keyed to every file of the machinery, not to its version number."""
    from casebook.sphinx import execution

    package = tmp_path / "package"
    package.mkdir()
    (package / "drawing.py").write_text("COLOUR = 'red'\n", encoding="utf-8")
    monkeypatch.setattr(execution, "_PACKAGE", package)
    before = execution.digest_of(mini.root)
    (package / "drawing.py").write_text("COLOUR = 'blue'\n", encoding="utf-8")
    assert execution.digest_of(mini.root) != before


def test_a_new_use_appears_in_the_ledger_without_a_change_to_its_page(mini):
    assert mini.build().code == 0
    assert "use-loans-2031-spring" not in mini.html("reference")
    mini.edit(
        "index.md", "came back late.\n", "came back late.\nThen came {figure}`loans-2031-spring` loans in spring.\n"
    )
    assert mini.build().code == 0
    assert 'href="index.html#use-loans-2031-spring"' in mini.html("reference")


def test_two_builds_give_the_same_bytes(mini):
    digests = []
    for _ in range(2):
        assert mini.build().code == 0
        digests.append(_digests(mini.root / "_build" / "html"))
        for folder in ("html", ".doctrees", ".jupyter_cache", "jupyter_execute"):
            shutil.rmtree(mini.root / "_build" / folder, ignore_errors=True)
    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    ("builder", "pattern", "found"),
    [
        (
            "text",
            "text/index.txt",
            ["counted over 1000, of which nearly 300 came back late", "below 30% were late", "Loans a month"],
        ),
        ("latex", "latex/*.tex", ["over 1000", "nearly 300", "below 30\\%", "Loans a month"]),
        ("epub", "epub/index.xhtml", [">over 1000<", ">nearly 300<", ">below 30%<", "Loans a month"]),
    ],
)
def test_other_builders_print_the_words(mini, builder, pattern, found):
    built = mini.build(builder)
    assert built.code == 0, built.said[-3000:]
    texts = [path.read_text(encoding="utf-8") for path in (mini.root / "_build").glob(pattern)]
    assert texts, sorted(path.as_posix() for path in (mini.root / "_build").glob("*/*"))
    for words in found:
        assert any(words in re.sub(r"[ \n]+", " ", text) for text in texts), words


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
