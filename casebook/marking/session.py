"""One marking from the folder of submissions to the results: what has been done before is found, the rest is marked."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm  # type: ignore[import-untyped]

from casebook.marking.assignment import Assignment
from casebook.marking.errors import Interrupted
from casebook.marking.intake import Submission, read
from casebook.marking.marking import digest_of, unmarked
from casebook.marking.pool import Pool, Task
from casebook.marking.result import Flag, Result
from casebook.marking.run import Limits
from casebook.marking.store import Store


@dataclass(frozen=True)
class Marked:
    """All results, in the order of the submissions.

    `before` counts those that were there already, `others` the stored results of files that are no longer there, and
    `left_out` the submissions to other exercises than those to mark, of which no result is found.
    """

    results: tuple[Result, ...]
    before: int
    others: int
    left_out: int


def mark_all(
    submissions: Sequence[Submission],
    folder: Path,
    assignments: Mapping[str, Assignment],
    *,
    store: Store,
    pool: Pool,
    limits: Limits,
    only: Sequence[str] = (),
    progress: bool = False,
) -> Marked:
    """Mark every submission in `folder` of which the store has no result; with `only`, none of other exercises.

    Each result is stored as soon as it is there. A submission that the program itself fails on has a result without
    points and with the reason, which is not stored, so that the next marking tries it again.
    Raises Interrupted on Ctrl-C and where the pool is lost.
    """
    results: dict[str, Result] = {}  # by the file
    to_do = []
    for submission in submissions:
        found = _found(submission, folder, assignments[submission.exercise], store, limits)
        if found is not None:
            results[submission.file] = found
        elif not only or submission.exercise in only:
            to_do.append(submission)
    before, total = len(results), len(results) + len(to_do)
    try:
        with (
            pool,
            tqdm(total=total, initial=before, unit="notebook", file=sys.stderr, disable=not progress) as bar,
        ):
            for done in pool.marked(_tasks(to_do, folder, assignments)):
                result = done.result or unmarked(done.task.submission, done.task.assignment, done.trouble)
                if done.result is not None:
                    store.put(result)
                results[result.file] = result
                bar.update()
    except (KeyboardInterrupt, Interrupted) as error:
        reason, code = (str(error), error.code) if isinstance(error, Interrupted) else ("interrupted", 130)
        so_far = f"{len(results)} of {total} are marked; the same command goes on"
        raise Interrupted(f"{reason}; {so_far}", code) from None
    known = {store.path_of(one.student, one.exercise, one.attempt) for one in submissions}
    ordered = tuple(results[one.file] for one in submissions if one.file in results)
    return Marked(ordered, before, store.others(known), len(submissions) - len(ordered))


def _found(submission: Submission, folder: Path, assignment: Assignment, store: Store, limits: Limits) -> Result | None:
    """The stored result of a submission, with what its folder says of it now."""
    digest = digest_of(*_content(submission, folder), assignment, limits)
    found = store.find(submission.student, submission.exercise, submission.attempt, digest)
    return found and dataclasses.replace(
        found, file=submission.file, handed_in=submission.handed_in, late=submission.late
    )


def _tasks(submissions: Sequence[Submission], folder: Path, assignments: Mapping[str, Assignment]) -> Iterator[Task]:
    """The tasks, each file read when its turn comes."""
    for submission in submissions:
        judged, content = _content(submission, folder)
        yield Task(judged, content, assignments[submission.exercise])


def _content(submission: Submission, folder: Path) -> tuple[Submission, bytes]:
    """A submission's bytes, none where it is at fault or cannot be read, which is a fault then."""
    if submission.fault is not None:
        return submission, b""
    try:
        return submission, read(folder, submission)
    except OSError as error:
        fault = Flag("malformed", f"{submission.file} cannot be read: {error.strerror or error}")
        return dataclasses.replace(submission, fault=fault), b""
