"""All that marking writes for people once the results are there: gradebook, tables, feedback and the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from casebook.marking.assignment import Assignment
from casebook.marking.attempts import counting
from casebook.marking.byhand import apply_written, write_written
from casebook.marking.course import write_course_folder
from casebook.marking.entries import with_gradebook
from casebook.marking.feedback import write_feedback
from casebook.marking.gradebook import COURSE, entries_of, write_gradebook
from casebook.marking.report import write_report
from casebook.marking.result import Result
from casebook.marking.tables import write_tables

# As `store.write_whole` and `gradebook.edited` name them; the latter's may have a journal of sqlite's.
_DRAFT = re.compile(r"\..+\.\d+\.tmp(-journal)?")
GRADEBOOK, WRITTEN, REPORT, FEEDBACK = "gradebook.db", "written.csv", "report.html", "feedback"


def write_outputs(
    out: Path,
    results: Sequence[Result],
    assignments: Mapping[str, Assignment],
    *,
    course: str = COURSE,
    due: datetime | None = None,
    written: Path | None = None,
) -> list[Result]:
    """Write everything into the folder `out`; `written` is a filled written.csv to take marks from.

    `results` are those of every attempt; `assignments` those of them all, by slug. Gives all results back as they are
    in the gradebook, with the marks that people gave. Raises CasebookError for faults in `written`, of which nothing is
    taken then, and for a gradebook that these results do not fit into.
    """
    counted = counting(results)
    # nbgrader's export gives nought for whatever its gradebook names and a student did not hand in.
    assignments = {slug: one for slug, one in assignments.items() if any(result.exercise == slug for result in counted)}
    _remove_drafts(out)
    write_gradebook(out / GRADEBOOK, counted, assignments, course=course, due=due)
    if written is not None:
        apply_written(out / GRADEBOOK, written, assignments)
    entries = entries_of(out / GRADEBOOK, assignments)
    write_course_folder(out, counted, assignments, course)
    whole = with_gradebook(counted, entries)
    final = {(one.student, one.exercise, one.attempt): one for one in whole}
    everything = [final.get((one.student, one.exercise, one.attempt), one) for one in results]
    write_written(out / WRITTEN, whole, assignments)
    write_tables(out, whole, assignments, entries)
    write_feedback(out / FEEDBACK, whole, assignments, entries)
    write_report(out / REPORT, everything, assignments)
    return everything


def _remove_drafts(out: Path) -> None:
    """Remove what a marking that was killed had begun to write."""
    for path in out.rglob(".*.tmp*"):
        if _DRAFT.fullmatch(path.name):
            path.unlink(missing_ok=True)
