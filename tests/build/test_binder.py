"""What Binder will make of the repository, asked of repo2docker itself; no container engine is needed."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

import pytest
from repo2docker.app import Repo2Docker
from repo2docker.buildpacks import BuildPack, PythonBuildPack

ROOT = Path(__file__).resolve().parents[2]
READ_BY_BINDER = ("requirements.txt", "requirements.lock", "runtime.txt", "postBuild", "pyproject.toml")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that decide how Binder builds, as the working directory, where repo2docker looks."""
    for name in READ_BY_BINDER:
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def chosen_buildpack() -> BuildPack:
    """The first of repo2docker's buildpacks, in its own order, that says it fits the working directory."""
    app = Repo2Docker()
    return next(pack for kind in app.buildpacks if (pack := kind(base_image=app.base_image)).detect())


def dockerfile_of(pack: BuildPack) -> str:
    """The Dockerfile that `pack` would build from."""
    pack.platform = "linux/amd64"
    return pack.render({"NB_USER": "reader", "NB_UID": "1000"})


def test_the_python_buildpack_is_chosen(repository: Path) -> None:
    assert type(chosen_buildpack()) is PythonBuildPack


def test_python_is_the_one_that_pandas_needs(repository: Path) -> None:
    assert chosen_buildpack().python_version == "3.11"


def test_without_runtime_txt_another_python_would_be_taken(repository: Path) -> None:
    (repository / "runtime.txt").unlink()
    assert chosen_buildpack().python_version != "3.11"


def test_the_image_installs_the_requirements_then_runs_post_build(repository: Path) -> None:
    dockerfile = dockerfile_of(chosen_buildpack())
    install = re.search(r'bin/pip install --no-cache-dir -r "requirements\.txt"', dockerfile)
    post_build = re.search(r"^RUN \./postBuild", dockerfile, re.MULTILINE)
    assert install and post_build
    assert install.start() < post_build.start()


def test_post_build_can_be_executed_and_uses_the_lock() -> None:
    post_build = ROOT / "postBuild"
    assert post_build.stat().st_mode & stat.S_IXUSR
    assert "--require-hashes -r requirements.lock" in post_build.read_text(encoding="utf-8")


def test_no_folder_hides_the_files_at_the_root() -> None:
    assert not [name for name in ("binder", ".binder", "Dockerfile", "environment.yml") if (ROOT / name).exists()]
