"""Put a student's work back into the notebook that was released: its cells, order and tests, with nothing lost.

What they answered goes into the released cell, and every other cell of theirs stays behind the cell that it followed.
Values are compared outside the kernel, so their own version of a test or of a given cell may run beside the released.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casebook.marking.assignment import Assignment
from casebook.marking.reading import Cell
from casebook.marking.result import Flag
from casebook.marking.run import CodeCell

_GRADING = ("grade", "locked", "points", "solution", "task")
_NAMED_AT_MOST = 8
_SPLIT = "cells were split or copied; all parts were kept"
_DELETED = "cells were deleted (and put back)"
_END = "at-the-end"
# Blanks but no line feeds: else many empty lines would take the square of their number in time.
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_HEAD = re.compile(r"^[ \t]*#[ \t]*([A-Za-z_]\w*)[ \t]*:", re.MULTILINE)
_NAME = re.compile(r"[^\W\d]\w*")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Fitted:
    """A notebook ready to run, as nbformat's dictionary without outputs, the cells to run, and what was mended.

    `run` has a cell for each code cell of the notebook, by its id, in order, and perhaps one more at the end. A test
    runs as nothing at all: there its question's answer is looked at. `where` are words for each cell, by its id.
    """

    notebook: dict[str, Any]
    run: tuple[CodeCell, ...]
    flags: tuple[Flag, ...]
    where: Mapping[str, str]


def fitted(cells: Sequence[Cell], assignment: Assignment) -> Fitted:
    """A student's cells in the released notebook."""
    return _Fitting(cells, assignment).fitted()


@dataclass
class _Slot:
    """A released cell, and what the student has in its place: the parts of its answer, and other cells behind it."""

    released: dict[str, Any]
    parts: list[Cell] = field(default_factory=list)
    before: list[Cell] = field(default_factory=list)  # a student's version of a test, which runs before it
    extras: list[Cell] = field(default_factory=list)
    is_missing: bool = False  # an answer's cell that the student's notebook has not

    @property
    def name(self) -> str:
        about = self.released["metadata"].get("nbgrader")
        return str(about["grade_id"] if about else self.released["id"])

    @property
    def source(self) -> str:
        return str(self.released["source"])

    @property
    def kind(self) -> str:
        return str(self.released["cell_type"])

    def _flag(self, name: str) -> bool:
        return bool(self.released["metadata"].get("nbgrader", {}).get(name))

    @property
    def is_answer(self) -> bool:
        return self._flag("solution")

    @property
    def is_written(self) -> bool:
        return self._flag("solution") and self._flag("grade")

    @property
    def is_test(self) -> bool:
        return self._flag("grade") and not self._flag("solution")

    @property
    def is_text(self) -> bool:
        """Whether it is a text that nobody answers in."""
        return self.kind == "markdown" and not self.is_answer


class _Fitting:
    def __init__(self, cells: Sequence[Cell], assignment: Assignment) -> None:
        self._cells = cells
        self._assignment = assignment
        self._slots = [_Slot(copy.deepcopy(dict(cell))) for cell in assignment.cells["cells"]]
        self._by_name = {slot.name: place for place, slot in enumerate(self._slots)}
        self._by_id = {str(slot.released["id"]): place for place, slot in enumerate(self._slots)}
        self._names: dict[str, list[str]] = {}  # of each answer's cell, the variables that are asked for
        for question in assignment.questions:
            if question["name"]:
                self._names.setdefault(str(question["solution"]), []).append(str(question["name"]))
        # Of each test's cell, the variable that is looked at there.
        self._asked = {str(one["cell"]): str(one["name"]) for one in assignment.questions if one["name"]}
        self._first: list[Cell] = []  # extra cells before all others
        self._told: dict[tuple[str, str], list[str]] = {}  # of each kind and reason, the cells

    def fitted(self) -> Fitted:
        """The whole of it."""
        matched = self._matched()
        if any(place is not None for place in matched):
            self._place(matched)
        else:
            self._place_unmatched()
        for place, slot in enumerate(self._slots):
            if slot.is_written:
                self._gather(place, slot)
        cells, where = self._assembled()
        run = self._to_run(cells)
        notebook = {**copy.deepcopy(dict(self._assignment.cells)), "cells": cells}
        return Fitted(notebook, run, tuple(self._flags()), where)

    # Which released cell each of the student's is.

    def _matched(self) -> list[int | None]:
        found: list[int | None] = []
        for cell in self._cells:
            place = self._by_name.get(cell.grade_id)
            if place is None:
                place = self._by_id.get(cell.id)
            found.append(place)
        headed = {name: self._by_name[solution] for solution, names in self._names.items() for name in names}
        sources: dict[str, list[int]] = {}
        for place, slot in enumerate(self._slots):
            # The stub of a text to write stands in several cells: which it is, is told by its place.
            if slot.source.strip() and not (slot.is_written and slot.kind == "markdown"):
                sources.setdefault(_level(slot.source), []).append(place)
        asked = {
            _level(slot.source.splitlines()[0]): place
            for place, slot in enumerate(self._slots)
            if slot.is_written and slot.kind == "code" and slot.source.strip()
        }
        for number, cell in enumerate(self._cells):
            if found[number] is not None or not cell.source.strip():
                continue
            same = sources.get(_level(cell.source), [])
            place = next((one for one in same if one not in found), same[0] if same else None)
            if place is None and cell.kind == "code":
                heads = [headed[name] for name in _HEAD.findall(cell.source) if name in headed]
                place = heads[0] if heads else asked.get(_level(cell.source.splitlines()[0]))
            found[number] = place
        return found

    # Where each goes.

    def _place(self, matched: list[int | None]) -> None:
        seen: list[int] = []
        anchor: int | None = None
        previous: int | None = None  # the released cell of the student's cell before, if it has one
        for cell, place in zip(self._cells, matched, strict=True):
            if place is None:
                self._add_extra(cell, anchor)
                previous = None
                continue
            slot = self._slots[place]
            self._judge(cell, slot)
            if slot.is_answer and slot.parts and previous != place:
                if _level(cell.source) == _level(slot.source):
                    continue  # the stub once more
                if anchor != place and not self._answers(cell, slot):
                    # The beginning of something else, for which this cell was copied: it stays where it is.
                    self._add_extra(cell, anchor)
                    self._tell("repaired", "copied cells were kept", slot.name)
                    previous = None
                    continue
            if slot.is_answer and slot.kind == "code" and slot.parts and slot.extras:
                self._tell("repaired", _SPLIT, slot.name)
                slot.extras.append(cell)  # behind what stood between the parts
            else:
                slot.parts.append(cell)
            if not slot.is_text and place not in seen:
                if seen and place < max(seen):
                    self._tell("repaired", "cells were put back into their order", slot.name)
                seen.append(place)
            anchor = previous = place
        self._restore()

    def _place_unmatched(self) -> None:
        """Nothing is as it was released: the student's cells run in their order, once the given ones have."""
        first = next((place for place, slot in enumerate(self._slots) if slot.is_answer), 0)
        for cell in self._cells:
            self._add_extra(cell, first - 1 if first else None)
        if self._cells:
            self._told["repaired", "no cell could be recognised; all were run in their order"] = []
        else:
            self._told["malformed", "the notebook has no cells at all"] = []

    def _add_extra(self, cell: Cell, anchor: int | None) -> None:
        if cell.nbgrader.get("grade") is True and cell.grade_id not in self._by_name:
            self._tell("tampering", "cells that claim points and were not released", ascii(cell.grade_id))
        if cell.source.strip():
            (self._first if anchor is None else self._slots[anchor].extras).append(cell)

    def _judge(self, cell: Cell, slot: _Slot) -> None:
        """Tell of a cell whose kind or grading is not as released."""
        released = slot.released["metadata"].get("nbgrader", {})
        if cell.grade_id == slot.name and any(
            name in cell.nbgrader and cell.nbgrader[name] != released.get(name) for name in _GRADING
        ):
            self._tell("tampering", "points or grading were changed (and put back)", slot.name)
        if slot.is_answer and cell.kind != slot.kind:
            self._tell("repaired", "cells were of another type (code or text)", slot.name)

    def _answers(self, cell: Cell, slot: _Slot) -> bool:
        """Whether a copy of an answer's cell answers it again, and is not the start of something else."""
        names = self._names.get(slot.name, [])
        return not names or not _names_in(cell.source).isdisjoint(names)

    def _restore(self) -> None:
        """Put locked cells back as released, keeping what the student made of them as cells of their own."""
        for slot in self._slots:
            if slot.is_answer:
                self._restore_answer(slot)
            elif not slot.is_text:
                if not slot.parts:
                    self._tell("repaired", _DELETED, slot.name)
                for part in slot.parts:
                    self._keep_own_version(part, slot)
            else:
                slot.extras[:0] = [part for part in slot.parts if _level(part.source) != _level(slot.source)]
                slot.parts = slot.parts[:1]

    def _keep_own_version(self, part: Cell, slot: _Slot) -> None:
        if _level(part.source) == _level(slot.source):
            return
        if slot.is_test:
            self._tell("tampering", "tests were changed (and put back)", slot.name)
            if part.source.strip():
                slot.before.append(part)
        else:
            self._tell("tampering", "given cells were changed (both versions were run)", slot.name)
            if part.source.strip():
                slot.extras.insert(0, part)

    def _restore_answer(self, slot: _Slot) -> None:
        if not slot.parts and not slot.is_written:
            self._tell("repaired", _DELETED, slot.name)
        slot.is_missing = not slot.parts
        worked = [part for part in slot.parts if part.source.strip() and part.source.strip() != slot.source.strip()]
        if len(slot.parts) > 1 and worked:
            self._tell("repaired", _SPLIT, slot.name)
        slot.parts = worked

    def _gather(self, place: int, slot: _Slot) -> None:
        """Take a written answer from the cells beside it where its own cell stands as it was released."""
        if slot.parts:
            return
        near = [slot]
        for above in reversed(self._slots[:place]):
            if near[-1] is not slot and (near[-1].parts or not near[-1].is_text):
                break
            near.append(above)
        if not (near[1:] and near[1].is_text):
            near = [slot]
        beside = [
            part
            for one in reversed(near)
            for part in one.extras
            if part.kind == slot.kind and _level(part.source) != _level(slot.source)
        ]
        if beside:
            slot.parts = beside
            for one in near:
                one.extras = [part for part in one.extras if not any(part is taken for taken in beside)]
            self._tell("repaired", "written answers were taken from the cells beside theirs", slot.name)
        elif slot.is_missing:
            self._tell("repaired", _DELETED, slot.name)

    # The notebook.

    def _assembled(self) -> tuple[list[dict[str, Any]], dict[str, str]]:
        taken = set(self._by_id)
        where: dict[str, str] = {}
        cells: list[dict[str, Any]] = []

        def add(extras: Iterable[Cell], words: str) -> None:
            for extra in extras:
                number = len(where) + 1
                while (name := f"extra-{number}") in taken:
                    number += 1
                taken.add(name)
                where[name] = words
                cells.append(_extra(extra, name))

        where[_END] = "the end"
        add(self._first, "the student's own cell at the beginning")
        for slot in self._slots:
            add(slot.before, f"the student's own version of cell {slot.name}")
            cell = slot.released
            asked = f"the answer {self._asked[slot.name]}, in " if slot.name in self._asked else ""
            where[str(cell["id"])] = f"{asked}cell {slot.name}"
            cells.append(cell)
            more = slot.parts[1:]
            if slot.is_answer and slot.parts:
                if slot.kind == "markdown":
                    cell["source"] = "\n\n".join(part.source for part in slot.parts)
                    images = {name: dict(forms) for part in slot.parts for name, forms in part.images.items()}
                    cell.update({"attachments": images} if images else {})
                    more = []
                else:
                    cell["source"] = slot.parts[0].source
            if slot.is_answer:
                add(more, f"a further part of cell {slot.name}")
            add(slot.extras, f"the student's own cell behind {slot.name}")
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        return cells, where

    def _to_run(self, cells: Sequence[Mapping[str, Any]]) -> tuple[CodeCell, ...]:
        """The code cells; an answer is looked at where its test stands, or at the end if it is given only there."""
        codes = [cell for cell in cells if cell["cell_type"] == "code"]
        # What is named in each cell that may give an answer.
        own = {
            cell["id"]: _names_in(str(cell["source"]))
            for cell in codes
            if not cell["metadata"].get("nbgrader", {}).get("locked")
        }
        anywhere = set().union(*own.values())
        run: list[CodeCell] = []
        late: list[str] = []
        so_far: set[str] = set()
        for cell in codes:
            name = _name_of(cell)
            if name not in self._asked:
                so_far |= own.get(cell["id"], set())
                run.append(CodeCell(str(cell["id"]), str(cell["source"])))
                continue
            asked = self._asked[name]
            is_late = asked in anywhere - so_far
            if is_late:
                late.append(asked)
                self._tell("repaired", "answers were given only behind their tests; they were taken from there", asked)
            run.append(CodeCell(str(cell["id"]), "", () if is_late else (asked,)))
        return (*run, CodeCell(_END, "", tuple(late))) if late else tuple(run)

    # What was mended.

    def _tell(self, kind: str, reason: str, name: str) -> None:
        names = self._told.setdefault((kind, reason), [])
        if name not in names:
            names.append(name)

    def _flags(self) -> Iterator[Flag]:
        for (kind, reason), names in self._told.items():
            listed = ", ".join(name[:80] for name in names[:_NAMED_AT_MOST])
            more = f" and {len(names) - _NAMED_AT_MOST} more" if len(names) > _NAMED_AT_MOST else ""
            yield Flag(kind, f"{reason}: {listed}{more}" if names else reason)


def _extra(cell: Cell, name: str) -> dict[str, Any]:
    """A cell of the student's own: nothing but its source, and pictures in a text."""
    made: dict[str, Any] = {"cell_type": cell.kind, "id": name, "metadata": {}, "source": cell.source}
    if cell.kind == "code":
        return {**made, "outputs": [], "execution_count": None}
    if cell.kind == "markdown" and cell.images:
        made["attachments"] = {image: dict(forms) for image, forms in cell.images.items()}
    return made


def _name_of(cell: Mapping[str, Any]) -> str:
    about = cell["metadata"].get("nbgrader")
    return str(about["grade_id"] if about else cell["id"])


def _names_in(source: str) -> set[str]:
    """The words of code, without those of its comments."""
    return set(_NAME.findall(_COMMENT.sub("", source)))


def _level(source: str) -> str:
    """A source without regard to blanks, which tools change."""
    return _BLANKS.sub(" ", source).strip()
