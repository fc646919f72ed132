"""Every page runs from top to bottom as a notebook, in an environment made from requirements.txt alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

import casebook
from casebook.pages import read_book
from casebook.pages.notebooks import write_notebooks

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.notebooks]


@pytest.fixture(scope="module")
def clean_python(tmp_path_factory):
    """The Python of a new environment that holds what requirements.txt asks for and nothing else."""
    home = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = home / "bin" / "python"
    # The lock only picks releases; what is installed is what requirements.txt names.
    constraints = home / "constraints.txt"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = [line.strip() for line in re.findall(r"^([A-Za-z0-9._-]+==[^\\\n]+)", lock, re.MULTILINE)]
    constraints.write_text("\n".join(locked) + "\n", encoding="utf-8")
    command = [str(python), "-m", "pip", "install", "--quiet", "-r", "requirements.txt", "-c", str(constraints)]
    subprocess.run(command, check=True, cwd=ROOT)
    return python


RUN = """
import sys, nbformat
from nbclient import NotebookClient
from pathlib import Path
for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(Path(path).parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("text/html" in output.get("data", {}) for output in outputs), f"{path}: shows nothing"
    print("ran", path)
"""


def test_every_page_with_code_runs_in_a_clean_environment(clean_python, tmp_path):
    """Binder makes the same environment; the notebooks lie inside the repository's copy, as they would there."""
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(ROOT / "data"), str(tmp_path)], check=True)
    copy.mkdir()
    (tmp_path / "data").rename(copy / "data")
    for name in ("_toc.yml", "index.md", "chapters"):
        subprocess.run(["cp", "-r", str(ROOT / name), str(copy)], check=True)
    written = write_notebooks(copy, copy / "notebooks")
    with_code = [page.name for page in read_book(ROOT) if page.codes]
    assert [path.relative_to(copy / "notebooks").with_suffix("").as_posix() for path in written] == with_code
    assert len(written) >= 8
    done = subprocess.run(
        [str(clean_python), "-c", RUN, *map(str, written)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("ran ") == len(written)


def test_a_markdown_page_opens_as_a_notebook_by_jupytext_alone():
    """What double-clicking a page does on Binder: jupytext reads it, with its cells and its kernel."""
    import jupytext

    for page in read_book(ROOT):
        if page.codes:
            notebook = jupytext.read(page.path)
            assert notebook.metadata.kernelspec.name == "python3", page.name
            assert sum(cell.cell_type == "code" for cell in notebook.cells) == len(page.codes), page.name


def test_notebooks_print_words_where_pages_have_roles(tmp_path):
    case = casebook.load(ROOT)
    texts = []
    for path in write_notebooks(ROOT, tmp_path):
        cells = nbformat.read(path, as_version=4).cells
        texts += [cell.source for cell in cells if cell.cell_type == "markdown"]
    whole = "\n".join(texts)
    assert case.say("requests-2016-jan-nov-hnh") in whole
    assert not re.search(r"\{(figure|derived|event|source|body|discrepancy|working|term)\}`", whole)


def test_every_page_of_the_contents_list_is_there():
    for name in parse_toc_yaml(ROOT / "_toc.yml"):
        assert (ROOT / f"{name}.md").exists(), name
