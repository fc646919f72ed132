"""The results on disk: written whole or not at all, and found again by the digest of all that they follow from.

Layout: `<student>/<exercise>/<attempt>.json`, and `variant.txt`, the variant that all of them belong to.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from pathlib import Path
from types import TracebackType

from casebook.marking.errors import Refused
from casebook.marking.result import Result

_VARIANT = "variant.txt"
_LOCK = "lock"
_RESULTS = "*/*/*.json"
_DRAFTS = ".*.tmp*"
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,58}[a-z0-9]|[a-z0-9]")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
# What a file that is not the text of a result raises, whatever it holds instead.
_UNSOUND = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class Store:
    """The results of one variant in a folder, held by one marking at a time (a context manager).

    Raises Refused where the folder holds results of another variant, or another marking holds it.
    """

    def __init__(self, folder: Path, variant: str) -> None:
        self.folder = folder
        self._variant = variant
        self._held: int | None = None

    def __enter__(self) -> Store:
        found = variant_in(self.folder)
        if found not in (None, self._variant) and any(self.folder.glob(_RESULTS)):
            raise Refused(
                f"{self.folder}: holds results of variant {found}, and this is {self._variant}: "
                "give the key that they were marked with, or another folder with --out"
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hold()
        clear_drafts(self.folder)
        if found != self._variant:
            write_whole(self.folder / _VARIANT, f"{self._variant}\n".encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            os.close(self._held)

    def path_of(self, student: str, exercise: str, attempt: int) -> Path:
        """Where the result of this attempt is kept."""
        return self.folder / folder_name(student) / folder_name(exercise) / f"{attempt}.json"

    def find(self, student: str, exercise: str, attempt: int, digest: str) -> Result | None:
        """The result of this attempt, or None where there is none, or a broken one, or one of other work."""
        try:
            text = self.path_of(student, exercise, attempt).read_text(encoding="utf-8")
            found = Result.from_json(json.loads(text))
            same = (found.student, found.exercise, found.attempt, found.digest) == (student, exercise, attempt, digest)
        except _UNSOUND:
            return None
        return found if same else None

    def put(self, result: Result) -> Path:
        """Write a result, in the place of an older one of the same attempt."""
        path = self.path_of(result.student, result.exercise, result.attempt)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (json.dumps(result.to_json(), ensure_ascii=True, indent=1) + "\n").encode())
        return path

    def others(self, known: set[Path]) -> int:
        """How many results are kept of work that is not `known` (paths of `path_of`): it has gone since."""
        return sum(path not in known for path in self.folder.glob(_RESULTS))

    def _hold(self) -> None:
        """Take the folder's lock, which the system gives back however this process ends."""
        try:
            import fcntl
        except ImportError:  # Windows, where there is no sandbox either
            return
        self._held = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._held)
            self._held = None
            raise Refused(f"{self.folder}: another marking is at work here: wait for it, or stop it") from None


def variant_in(folder: Path) -> str | None:
    """The variant whose results are in `folder`, or None where there are no results."""
    try:
        return (folder / _VARIANT).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def folder_name(name: str) -> str:
    """A folder's name for any text: itself where every file system takes it so, else its letters and a digest.

    Two different texts never share a folder, also where the file system knows no capitals or no accents.
    """
    if _PLAIN.fullmatch(name) and not _DEVICES.fullmatch(name):
        return name
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}~{digest}"  # no plain name has a tilde


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or as it was, however the process or the machine ends."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def clear_drafts(folder: Path) -> None:
    """Remove what a marking that was killed had begun to write below `folder`, where no other is at work."""
    for draft in folder.rglob(_DRAFTS):
        if draft.is_file():
            draft.unlink(missing_ok=True)
