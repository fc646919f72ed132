"""What several verbs need."""

from __future__ import annotations

from pathlib import Path

import yaml

from casebook.errors import CasebookError
from casebook.evidence import Case


def load_case(root: Path) -> Case:
    """The case at `root`. Raises CasebookError for every fault, a malformed `case.yml` among them."""
    try:
        return Case.load(root)
    except yaml.YAMLError as error:
        raise CasebookError(f"data/case.yml: not readable as YAML: {error}") from error
    except UnicodeDecodeError as error:
        raise CasebookError(f"data/: a file is not in UTF-8: {error}; save it as UTF-8") from error


def from_root(path: Path, root: Path) -> str:
    """`path` as a user would type it: relative to `root` where it lies in it, with forward slashes."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
