"""Find what students handed in, in a folder as nbgrader, Moodle, Canvas or people leave it, and judge its files.

Layouts, which may be mixed; a folder with an exercise's name may also stand above the students' ones:

    <student>/<exercise>/<anything>.ipynb                     nbgrader's submitted/, with its timestamp.txt
    <student>/<anything>.ipynb                                the exercise by the file's name, or what the notebook says
    <Name>_<number>_assignsubmission_file_/...                Moodle's download; the student is '<Name>_<number>'
    <name>_LATE_<user>_<number>_<exercise>.ipynb              Canvas's download; the student is '<name>_<user>'
    <student>_<exercise>.ipynb                                flat files

Several notebooks of one exercise are attempts, in the order of the time they were handed in, then of their names.
That time is in timestamp.txt, where nbgrader's layout has one, or the file's own time of change; of Canvas's files
only 'LATE' in the name makes them late.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from casebook.marking.naming import (
    NOTEBOOK,
    exercise_in,
    is_from_moodle,
    named,
    order_of,
    same_slug,
    shown,
    student_of,
    told_apart,
)
from casebook.marking.result import Flag

MAX_BYTES = 20 << 20
_MAX_FILES = 5_000  # in a student's folder
_MAX_DEPTH = 8
_TIMESTAMP = "timestamp.txt"
_PASSED_OVER = {"__macosx", "thumbs.db", "desktop.ini", "__pycache__"}
# What an instructor may keep beside the students' work, and what is no attempt at a notebook.
_PAPERS = {".csv", ".txt", ".json", ".md", ".db", ".xlsx", ".xls", ".ods", ".yml", ".yaml", ".log", ".ini", ".toml"}
_SAYS_EXERCISE = re.compile(rb'"casebook"\s*:\s*\{[^{}]{0,2000}?"exercise"\s*:\s*"([a-z0-9-]{1,40})"')


@dataclass(frozen=True)
class Submission:
    """One file that a student handed in.

    `attempt` counts from 1 for each student and exercise. `file` is the path in the folder of submissions, with forward
    slashes, as it can be shown, and `at` the same as the file system has it. `handed_in` is an ISO time in UTC.
    `fault` says why it cannot be marked at all; `notes` is what else a person should know.
    """

    student: str
    exercise: str
    attempt: int
    file: str
    handed_in: str
    late: bool
    fault: Flag | None = None
    at: bytes = b""
    notes: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class _File:
    """A file as it was found: the names of its path, and its status, not followed where it is a link.

    `wrong` is why it, or the folder that it is, cannot be gone into.
    """

    parts: tuple[str, ...]
    status: os.stat_result
    wrong: str = ""

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def is_notebook(self) -> bool:
        return self.name.lower().endswith(NOTEBOOK)


@dataclass(frozen=True)
class _Candidate:
    """A file that may be a submission; `student` is the name in the file system."""

    student: str
    exercise: str | None
    file: _File
    handed_in: datetime
    late: bool | None = None
    fault: str = ""


def submissions_in(folder: Path, slugs: Iterable[str], due: datetime | None = None) -> list[Submission]:
    """Everything that students handed in, sorted by student, exercise and attempt; no symbolic link is followed.

    `slugs` are all exercises of the book, so that a file is not taken for one of another. What cannot be marked has a
    `fault`. A file that does not tell its exercise is taken for one of the exercise that the folder has most of. Raises
    OSError where the folder itself cannot be read.
    """
    return _Intake(folder, tuple(slugs), due).submissions()


def read(folder: Path, submission: Submission) -> bytes:
    """The bytes of a submission, through no symbolic link.

    Raises OSError, whose `strerror` is the reason, where it is gone, is no file, or has more than MAX_BYTES.
    """
    at = submission.at or os.fsencode(submission.file)
    return _read(folder, at.split(b"/"))


class _TooMany(Exception):
    """There is more in a student's folder than anybody hands in."""


class _Intake:
    def __init__(self, folder: Path, slugs: Sequence[str], due: datetime | None) -> None:
        self._folder = folder
        self._slugs = slugs
        self._due = due.replace(tzinfo=UTC) if due and due.tzinfo is None else due

    def submissions(self) -> list[Submission]:
        candidates = self._told(list(self._candidates((), None)))
        students = told_apart({one.student for one in candidates})
        groups: dict[tuple[str, str], list[_Candidate]] = {}
        for one in candidates:
            assert one.exercise is not None
            groups.setdefault((students[one.student], one.exercise), []).append(one)
        return [
            self._submission(student, attempt, one)
            for (student, _), group in sorted(groups.items())
            for attempt, one in enumerate(_in_order(group), start=1)
        ]

    def _candidates(self, above: tuple[str, ...], exercise: str | None) -> Iterator[_Candidate]:
        """What lies in the folder of submissions, or in that of an exercise in it."""
        for file in _listed(self._folder, above):
            if not stat.S_ISDIR(file.status.st_mode):
                yield from self._flat(file, exercise)
            elif not above and (slug := same_slug(file.name, self._slugs)):
                yield from self._candidates(file.parts, slug)
            else:
                yield from self._of_student(file, exercise)

    def _flat(self, file: _File, exercise: str | None) -> Iterator[_Candidate]:
        said = named(file.name, self._slugs)
        slug = exercise or said.exercise
        if not file.is_notebook and _is_paper(file.name) and not (said.exercise and said.student):
            return
        time = _changed(file)
        if not said.student:
            whose = "the file's name does not say whose it is: call it <student>_<exercise>.ipynb"
            yield _Candidate(file.name.rpartition(".")[0] or file.name, slug, file, time, fault=whose)
        else:
            yield _Candidate(said.student, slug or self._said_inside(file), file, time, said.late, _fault(file))

    def _of_student(self, folder: _File, exercise: str | None) -> Iterator[_Candidate]:
        """What lies in a student's folder."""
        student = student_of(folder.name)
        try:
            files = list(_below(self._folder, folder))
        except _TooMany:
            fault = f"there are more than {_MAX_FILES} files in this folder"
            yield _Candidate(student, exercise, folder, _changed(folder), fault=fault)
            return
        by_exercise: dict[str | None, list[_File]] = {}
        times = {} if is_from_moodle(folder.name) else self._times(files, len(folder.parts))
        for file in files:
            inside = file.parts[len(folder.parts) : -1]
            fixed = exercise or next((slug for name in inside if (slug := same_slug(name, self._slugs))), None)
            by_exercise.setdefault(fixed, []).append(file)
        worth = [one for fixed, group in by_exercise.items() for one in self._worth(group, fixed)]
        # Who handed in nothing but a note has handed in something.
        for slug, file in worth or [(None, file) for file in sorted(files, key=_likely)[:1]]:
            yield _Candidate(student, slug, file, _time_of(file, times), fault=_fault(file))

    def _worth(self, files: list[_File], fixed: str | None) -> Iterator[tuple[str | None, _File]]:
        """The files of a student that count as handed in, each with its exercise; `fixed` is that of their folder."""
        notebooks = [file for file in files if file.is_notebook]
        if fixed:
            meant = [file for file in notebooks if exercise_in(file.name, self._slugs) == fixed]
            meant += [file for file in notebooks if file not in meant and self._said_inside(file) == fixed]
            yield from ((fixed, file) for file in meant or notebooks or sorted(files, key=_likely)[:1])
            return
        for file in notebooks:
            yield exercise_in(file.name, self._slugs) or self._said_inside(file), file
        others = [file for file in files if not file.is_notebook and not _is_beside(file)]
        telling = [(slug, file) for file in others if (slug := exercise_in(file.name, self._slugs))]
        yield from telling
        if not notebooks and not telling:
            yield from ((None, file) for file in others[:1])

    def _times(self, files: list[_File], depth: int) -> dict[tuple[str, ...], datetime]:
        """What each timestamp.txt says, by its folder. `depth` is that of the student's folder.

        Only those in an exercise's folder count, for what is above could have come with the student's own files.
        """
        found = {}
        for file in files:
            if file.name == _TIMESTAMP and len(file.parts) > depth + 1 and same_slug(file.parts[depth], self._slugs):
                with contextlib.suppress(OSError):
                    text = _read(self._folder, [os.fsencode(part) for part in file.parts], most=1_000)
                    if time := time_in(text.decode(errors="replace")):
                        found[file.parts[:-1]] = time
        return found

    def _said_inside(self, file: _File) -> str | None:
        """The exercise that a notebook's own metadata name."""
        if not file.is_notebook or _fault(file):
            return None
        try:
            content = _read(self._folder, [os.fsencode(part) for part in file.parts])
        except OSError:
            return None
        said = [slug.decode() for slug in _SAYS_EXERCISE.findall(content)]
        return said[-1] if said and said[-1] in self._slugs else None

    def _told(self, candidates: list[_Candidate]) -> list[_Candidate]:
        """The candidates with an exercise each, without the files that lie beside a notebook of the same."""
        known = Counter(one.exercise for one in candidates if one.exercise and one.file.is_notebook)
        usual = max(self._slugs, key=lambda slug: known[slug])
        has = {(one.student, one.exercise) for one in candidates if one.file.is_notebook}
        is_telling = len(self._slugs) == 1 or bool(known)
        found = []
        for one in candidates:
            exercise = one.exercise or usual
            if one.exercise is None and not is_telling and not one.fault:
                fault = "neither the file's name nor the notebook says which exercise it is"
                one = replace(one, fault=fault)
            beside = (one.student, exercise) in has and (one.exercise is None or not one.file.is_notebook)
            if not beside:
                found.append(replace(one, exercise=exercise))
        return found

    def _submission(self, student: str, attempt: int, one: _Candidate) -> Submission:
        assert one.exercise is not None
        is_late = bool(self._due and one.handed_in > self._due) if one.late is None else one.late
        notes: tuple[Flag, ...] = ()
        if student != unicodedata.normalize("NFC", one.student.strip()):
            notes = (
                Flag(
                    "renamed",
                    f"the student is listed as {student}, for the name as it was found is unsafe or not unique",
                ),
            )
        file = "/".join(shown(part) for part in one.file.parts)
        fault = Flag("malformed", f"{file}: {one.fault}") if one.fault else None
        at = b"/".join(os.fsencode(part) for part in one.file.parts)
        when = one.handed_in.astimezone(UTC).isoformat(timespec="seconds")
        return Submission(student, one.exercise, attempt, file, when, is_late, fault, at, notes)


def time_in(text: str) -> datetime | None:
    """The time in a timestamp.txt: ISO, or nbgrader's '2026-03-02 17:00:00.123456 Europe/London'; None for neither."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    words = line.split(" ")
    try:
        if len(words) == 3:
            return datetime.fromisoformat(" ".join(words[:2])).replace(tzinfo=_zone(words[2])).astimezone(UTC)
        found = datetime.fromisoformat(line)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, KeyError, OverflowError, OSError):
        return None


def _zone(word: str) -> ZoneInfo | timezone:
    """A zone by its name or as +HHMM. Raises ValueError or KeyError for neither."""
    if match := re.fullmatch(r"([+-])(\d\d):?(\d\d)", word):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-offset if match[1] == "-" else offset)
    return ZoneInfo(word)


def _listed(folder: Path, parts: tuple[str, ...]) -> list[_File]:
    """What lies in one folder, sorted, without what no person puts there."""
    found = []
    with os.scandir(folder.joinpath(*parts)) as entries:
        for entry in entries:
            if _is_passed_over(entry.name):
                continue
            with contextlib.suppress(FileNotFoundError):
                found.append(_File((*parts, entry.name), entry.stat(follow_symlinks=False)))
    return sorted(found, key=lambda file: os.fsencode(file.name))


def _is_passed_over(name: str) -> bool:
    """Whether a name is one that programs give; two dots before more are somebody's trick, and looked at."""
    hidden = name.startswith(".") and (not name.startswith("..") or not name.strip("."))
    return hidden or name.startswith("~$") or name.casefold() in _PASSED_OVER


def _below(folder: Path, top: _File) -> Iterator[_File]:
    """The files in a student's folder at any depth, and folders that are not gone into. Raises _TooMany."""
    waiting, count = [top], 0
    while waiting:
        here = waiting.pop(0)
        try:
            listed = _listed(folder, here.parts)
        except OSError as error:
            yield replace(here, wrong=f"this folder cannot be read ({error.strerror})")
            continue
        for file in listed:
            count += 1
            if count > _MAX_FILES:
                raise _TooMany
            if not stat.S_ISDIR(file.status.st_mode):
                yield file
            elif len(file.parts) - len(top.parts) >= _MAX_DEPTH:
                yield replace(file, wrong=f"this folder lies more than {_MAX_DEPTH} folders deep")
            else:
                waiting.append(file)


def _fault(file: _File) -> str:
    """Why a file cannot be marked, as far as can be told without opening it; '' where nothing speaks against it."""
    mode = file.status.st_mode
    if file.wrong:
        return file.wrong
    if stat.S_ISLNK(mode):
        return "it is a symbolic link, and none is followed: hand in the file itself"
    if not stat.S_ISREG(mode):
        return "it is no ordinary file"
    if not file.is_notebook:
        head, dot, end = shown(file.name).rpartition(".")
        ending = f".{end}" if dot and head else "without an ending"
        return f"it is no notebook (its name ends in {ending}): hand in the file that ends in {NOTEBOOK}"
    return _too_large(file.status.st_size)


def _too_large(size: int) -> str:
    if size <= MAX_BYTES:
        return ""
    return (
        f"it has {size / 2**20:.0f} MB, and at most {MAX_BYTES / 2**20:.0f} MB are read: "
        "clear its outputs (Kernel, Restart and Clear) and hand it in again"
    )


def _is_paper(name: str) -> bool:
    return NOTEBOOK not in name.lower() and Path(name).suffix.lower() in _PAPERS


def _is_beside(file: _File) -> bool:
    """Whether a file only came along with a notebook: data, a note, the time."""
    return not file.wrong and stat.S_ISREG(file.status.st_mode) and _is_paper(file.name)


def _likely(file: _File) -> tuple[int, str]:
    """Sorts first what is most likely meant as the work."""
    name = file.name.lower()
    return (0 if NOTEBOOK in name else 2 if _is_beside(file) else 1, name)


def _changed(file: _File) -> datetime:
    """When a file was changed last."""
    try:
        return datetime.fromtimestamp(file.status.st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _time_of(file: _File, times: dict[tuple[str, ...], datetime]) -> datetime:
    """When a file was handed in, by the uppermost timestamp.txt above it, which is nbgrader's own."""
    for depth in range(1, len(file.parts)):
        if found := times.get(file.parts[:depth]):
            return found
    return _changed(file)


def _in_order(group: list[_Candidate]) -> list[_Candidate]:
    return sorted(
        group,
        key=lambda one: (
            one.handed_in,
            _changed(one.file),
            order_of(one.file.name),
            [os.fsencode(part) for part in one.file.parts],
        ),
    )


def _read(folder: Path, parts: list[bytes], most: int = MAX_BYTES) -> bytes:
    """A regular file below `folder`, opened folder by folder so that no link is followed even where one came since."""
    if not parts or any(part in (b"", b".", b"..") or b"\0" in part for part in parts):
        raise OSError(errno.EINVAL, "its path leads out of the folder of submissions")
    with contextlib.ExitStack() as open_folders:
        descriptor = _opened(folder, parts, open_folders)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, "it is no ordinary file")
            content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, _too_large(len(content)) or "it is too large")
    return content


def _opened(folder: Path, parts: list[bytes], open_folders: contextlib.ExitStack) -> int:
    """A descriptor of a file below `folder`. Raises OSError, with a reason for people where a link is in the way."""
    no_link = getattr(os, "O_NOFOLLOW", 0)
    flags = (
        os.O_RDONLY | no_link | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        if os.open not in os.supports_dir_fd:  # Windows
            path = folder.joinpath(*(os.fsdecode(part) for part in parts))
            if any(
                above.is_symlink()
                for above in (path, *path.parents)
                if above.is_relative_to(folder) and above != folder
            ):
                raise OSError(errno.ELOOP, "")
            return os.open(path, flags)
        here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        open_folders.callback(os.close, here)
        for part in parts[:-1]:
            here = os.open(part, os.O_RDONLY | os.O_DIRECTORY | no_link | os.O_CLOEXEC, dir_fd=here)
            open_folders.callback(os.close, here)
        return os.open(parts[-1], flags, dir_fd=here)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            raise OSError(error.errno, "it is a symbolic link, and none is followed") from None
        raise
