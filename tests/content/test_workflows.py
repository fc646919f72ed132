"""The workflows and the citation file are what their readers expect; nothing is fetched to find out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def run_tool(name: str, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment from the project's root."""
    tool = Path(sys.executable).with_name(name)
    return subprocess.run([tool, *arguments], cwd=ROOT, input=text, capture_output=True, text=True, timeout=60)


def lint(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run actionlint alone: checkers that happen to be on this machine are left out."""
    return run_tool("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", *arguments, text=text)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actionlint_finds_nothing(path: Path) -> None:
    result = lint(str(path))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("runs-on: ubuntu-latest", "runs-on: ubuntu-lately", "unknown"),
        ("matrix.os }}", "matrix.machine }}", "not defined"),
        ("timeout-minutes", "time-out", "unexpected key"),
        ("          python-version:", "          python:", "not defined"),
    ],
)
def test_actionlint_sees_a_planted_fault(right: str, wrong: str, complaint: str) -> None:
    text = (ROOT / ".github" / "workflows" / "build.yml").read_text(encoding="utf-8")
    assert right in text
    result = lint("-", text=text.replace(right, wrong))
    assert result.returncode == 1
    assert complaint in result.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_fits_the_published_schema(path: Path) -> None:
    result = run_tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_may_only_read_unless_a_job_says_otherwise(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_citation_fits_the_published_schema() -> None:
    result = run_tool("check-jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff")
    assert result.returncode == 0, result.stdout + result.stderr
