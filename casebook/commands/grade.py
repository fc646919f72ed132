"""Mark a folder of submissions: each notebook alone in a sandbox, every result kept, the same command goes on."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.commands.shared import from_root
from casebook.errors import CasebookError

if TYPE_CHECKING:
    from casebook.marking.pool import Pool
    from casebook.marking.result import Result
    from casebook.marking.run import Limits
    from casebook.marking.session import Marked

HELP = "mark a folder of submissions into a gradebook, tables, feedback and a report in _build/grades"
_EXAMPLE = "2026-03-02T17:00+00:00"
_SCHEME = "dask://"
_WRONG = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    from casebook.marking.sandbox import TRUSTING_FLAG

    parser.add_argument("--submissions", type=Path, required=True, metavar="FOLDER", help="what the students handed in")
    parser.add_argument("--key", default="", help="the course's secret that the exercises were drawn from")
    parser.add_argument("--due", metavar="TIME", help=f"when it was due, with the offset from UTC, such as {_EXAMPLE}")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="the folder to write into (default: _build/grades)")
    parser.add_argument("--only", nargs="+", metavar="EXERCISE", help="mark these alone, by their folders' names")
    parser.add_argument("--jobs", type=int, metavar="N", help="how many to mark at a time (default: one a core)")
    parser.add_argument("--executor", metavar=f"{_SCHEME}HOST:PORT", help="mark on the workers of this Dask cluster")
    parser.add_argument("--cell-seconds", type=float, metavar="N", help="the longest that a cell may run (default: 30)")
    parser.add_argument(
        "--written", type=Path, metavar="FILE", help="read marks of written answers from a filled written.csv"
    )
    parser.add_argument("--progress", action="store_true", help="show progress also where there is no terminal")
    parser.add_argument(
        TRUSTING_FLAG, dest="trusting", action="store_true", help="as it says; any submission can then do what you can"
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Mark for the book at `root`; 0 once all is marked, 2 where an argument cannot be right, 130 after Ctrl-C.

    Raises EvidenceError for what an exercise's author must mend, CasebookError where no sandbox can be had.
    """
    from casebook.marking.errors import Interrupted, Refused  # here, so that the other verbs start without it

    try:
        return _grade(root, arguments)
    except Refused as error:
        print(error, file=sys.stderr)
        return _WRONG
    except Interrupted as error:
        print(error, file=sys.stderr)
        return error.code


def _grade(root: Path, arguments: argparse.Namespace) -> int:
    from casebook.evidence import Case
    from casebook.exercises.draw import tag_of
    from casebook.exercises.variant import PUBLIC
    from casebook.marking.assignments import assignments_of, slugs_of
    from casebook.marking.errors import Refused
    from casebook.marking.intake import submissions_in
    from casebook.marking.outputs import write_outputs
    from casebook.marking.sandbox import find_sandbox
    from casebook.marking.session import mark_all
    from casebook.marking.store import Store, clear_drafts

    due, limits = _due(arguments.due), _limits(arguments.cell_seconds)
    folder, out = _folders(arguments, root)
    try:
        variant = tag_of(arguments.key) if arguments.key else PUBLIC
    except CasebookError as error:
        raise Refused(f"--key: {error}") from None
    pool = _pool(arguments, limits)
    slugs, only = slugs_of(root), tuple(arguments.only or ())
    for slug in only:
        if slug not in slugs:
            raise Refused(f"--only: there is no exercise {slug!r}; there are {', '.join(slugs)}")
    submissions = submissions_in(folder, slugs, due)
    if not submissions:
        raise Refused(
            f"--submissions: nothing to mark is in {folder}: it should hold notebooks by student and exercise, "
            "such as <student>/<exercise>/<exercise>.ipynb; README.md shows every layout"
        )
    if not arguments.executor:
        find_sandbox(trusting=arguments.trusting)  # before anything is begun
    with Store(out / "results", variant) as store:
        clear_drafts(out)
        met = {one.exercise for one in submissions}
        assignments = assignments_of(root, arguments.key or None, [slug for slug in slugs if slug in met])
        marked = mark_all(
            submissions,
            folder,
            assignments,
            store=store,
            pool=pool,
            limits=limits,
            only=only,
            progress=arguments.progress or sys.stderr.isatty(),
        )
        final = write_outputs(
            out,
            marked.results,
            assignments,
            course=str(Case.load(root).about["name"]),
            due=due,
            written=arguments.written,
        )
    _report(marked, final, out)
    return 0


def _due(given: str | None) -> datetime | None:
    from casebook.marking.errors import Refused

    if given is None:
        return None
    try:
        due = datetime.fromisoformat(given)
    except ValueError:
        raise Refused(f"--due: {given!r} is no time: write it like {_EXAMPLE}") from None
    if due.tzinfo is None:
        raise Refused(f"--due: {given!r} does not say in which time zone: write it like {_EXAMPLE}")
    return due


def _limits(cell_seconds: float | None) -> Limits:
    from casebook.marking.errors import Refused
    from casebook.marking.run import Limits

    usual = Limits()
    if cell_seconds is None:
        return usual
    if not 0 < cell_seconds <= 3600:
        raise Refused(f"--cell-seconds: {cell_seconds:g} is not from 0 to 3600")
    whole = max(usual.notebook_seconds, cell_seconds * usual.notebook_seconds / usual.cell_seconds)
    return Limits(cell_seconds=cell_seconds, notebook_seconds=whole)


def _folders(arguments: argparse.Namespace, root: Path) -> tuple[Path, Path]:
    """The folder of submissions and that for the outputs, neither inside the other."""
    from casebook.marking.errors import Refused
    from casebook.marking.store import variant_in

    folder: Path = arguments.submissions.resolve()
    out: Path = arguments.out.resolve() if arguments.out else root / "_build" / "grades"
    if not folder.is_dir():
        raise Refused(f"--submissions: {arguments.submissions} is {'no folder' if folder.exists() else 'not there'}")
    if out.is_relative_to(folder) or folder.is_relative_to(out):
        raise Refused(f"--out: {out} and the submissions in {folder} must not lie one inside the other")
    if out.exists() and not out.is_dir():
        raise Refused(f"--out: {out} is no folder")
    if out.exists() and any(out.iterdir()) and variant_in(out / "results") is None:
        raise Refused(f"--out: {out} holds other things and no marking: name a folder that is new or empty")
    if arguments.written and not arguments.written.is_file():
        raise Refused(f"--written: there is no file {arguments.written}")
    return folder, out


def _pool(arguments: argparse.Namespace, limits: Limits) -> Pool:
    from casebook.marking.errors import Refused
    from casebook.marking.pool import Cluster, Processes

    if arguments.executor:
        if arguments.jobs:
            raise Refused("--jobs: a Dask cluster has the workers that it has: give --jobs or --executor, not both")
        host, _, port = arguments.executor.removeprefix(_SCHEME).rpartition(":")
        if not arguments.executor.startswith(_SCHEME) or not host or not port.isdecimal():
            raise Refused(f"--executor: {arguments.executor!r} is not of the form {_SCHEME}host:port")
        return Cluster(f"tcp://{host}:{port}", limits, trusting=arguments.trusting)
    jobs = _cores() if arguments.jobs is None else arguments.jobs
    if jobs < 1:
        raise Refused(f"--jobs: {jobs} is less than 1")
    return Processes(jobs, limits, trusting=arguments.trusting)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _report(marked: Marked, final: Sequence[Result], out: Path) -> None:
    """A few lines on what was done and what is left to do."""
    from casebook.marking.outputs import REPORT, WRITTEN

    where = from_root(out, Path.cwd())
    people = len({one.student for one in final})
    before = f", {marked.before} of them before" if marked.before else ""
    print(f"{_many(len(final), 'submission')} of {_many(people, 'student')} marked{before}")
    flagged = sum(bool(one.flags) for one in final)
    print(f"{_many(flagged, 'submission')} for a person to look at; {where}/{REPORT} says why")
    waiting = sum(mark.points is None for one in final for mark in one.marks)
    if waiting:
        print(f"{_many(waiting, 'written answer')} to mark: fill in {where}/{WRITTEN} and give it back with --written")
    if marked.left_out:
        print(
            f"{_many(marked.left_out, 'submission')} to other exercises left out of all tables: not marked yet, or "
            "with another --due or --cell-seconds; without --only they are marked too"
        )
    if marked.others:
        print(
            f"{_many(marked.others, 'result')} of files that are no longer there: kept in {where}/results, "
            "left out of the rest"
        )


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
