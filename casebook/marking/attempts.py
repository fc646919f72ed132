"""Which of a student's attempts at an exercise counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casebook.marking.result import Flag, Result


def counting(results: Iterable[Result]) -> list[Result]:
    """The one result of each student and exercise that counts, sorted by student and exercise.

    The last attempt on time counts; where none is on time, the last late one. An attempt that could not be run counts
    only where no other could: what counts instead is then flagged, so that a person sees it.
    """
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        groups.setdefault((result.student, result.exercise), []).append(result)
    return [_chosen(groups[name]) for name in sorted(groups)]


def _chosen(attempts: list[Result]) -> Result:
    by_number = sorted(attempts, key=lambda one: one.attempt)
    due = [one for one in by_number if not one.late] or by_number
    meant = due[-1]
    if meant.notebook is not None:
        return meant
    could_run = [one for one in due if one.notebook is not None] or [
        one for one in by_number if one.notebook is not None
    ]
    if not could_run:
        return meant
    why = "; ".join(flag.reason for flag in meant.flags) or "no reason is known"
    flag = Flag(
        meant.flags[0].kind if meant.flags else "malformed",
        f"attempt {meant.attempt} ({meant.file}) could not be marked ({why}); attempt {could_run[-1].attempt} counts",
    )
    return replace(could_run[-1], flags=(*could_run[-1].flags, flag))
