"""Reading a notebook that anybody may have written: its cells, or one plain reason; never another error."""

from __future__ import annotations

import json
import random
from typing import Any

import nbformat
import pytest

from casebook.marking.assignment import Assignment
from casebook.marking.reading import MAX_CELLS, check_identity, notebook_in
from casebook.marking.unreadable import Unreadable
from tests.unit.marking_work import assignment_of, code, content_of, notebook_with, text

HEAD = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}


@pytest.fixture
def assignment(library) -> Assignment:
    return assignment_of(library)


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        notebook_in(content)
    assert caught.value.flag.kind == "malformed"
    return caught.value.flag.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\0" * 5000, "line 1, column 1"),
        (b"%PDF-1.7", "the file is a PDF under the name of a notebook"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"{'cells': []}", "line 1, column 2"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b"[" + b"[]," * 1_000_000 + b"[]]", "more than 1000000 parts"),
        (b'{"nbformat": ' + b"9" * 10_000 + b"}", "no notebook"),
        (b"3", "it holds other data"),
        (b'"x"', "it holds other data"),
        (b"{}", "does not say its format"),
        (b'{"nbformat": true, "cells": []}', "does not say its format"),
        (b'{"nbformat": "4", "cells": []}', "does not say its format"),
        (b'{"nbformat": 2, "worksheets": []}', "of version 2 of the format; save it anew"),
        (b'{"nbformat": 99, "cells": []}', "of version 99 of the format"),
        (b'{"nbformat": 3, "worksheets": 5}', "version 3 of the format and cannot be read"),
        (b'{"nbformat": 3, "worksheets": [{"cells": [7]}]}', "version 3 of the format and cannot be read"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": {"0": {}}}', "no list of cells"),
        (b'{"nbformat": 4, "cells": [5, null, "x", {}]}', "none of its cells is a cell"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_is_no_notebook_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    assert reason in refused(content)


def test_a_notebook_that_was_cut_off_is_told_as_that(assignment: Assignment) -> None:
    content = content_of(notebook_with(assignment))
    for length in (len(content) // 3, len(content) // 2, len(content) - 1):
        assert "line 1, column " in refused(content[:length])
    assert "it seems to be cut off" in refused(content[: len(content) - 1])


def test_more_cells_than_anybody_writes_are_refused() -> None:
    whole = {**HEAD, "cells": [code("")] * MAX_CELLS}
    assert len(notebook_in(content_of(whole)).cells) == MAX_CELLS
    assert f"at most {MAX_CELLS}" in refused(content_of(whole | {"cells": [code("")] * (MAX_CELLS + 1)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_editors_write_are_read(encoding: str) -> None:
    content = json.dumps({**HEAD, "cells": [code("x = 'ä'")]}, ensure_ascii=False).encode(encoding)
    assert notebook_in(content).cells[0].source == "x = 'ä'"


def test_an_old_notebook_is_brought_into_todays_form_and_told(assignment: Assignment) -> None:
    old = nbformat.convert(nbformat.from_dict(notebook_with(assignment)), 3)
    found = notebook_in(nbformat.writes(old, version=3).encode())
    now = notebook_in(content_of(notebook_with(assignment)))
    assert [(one.kind, one.source, one.grade_id) for one in found.cells] == [
        (one.kind, one.source, one.grade_id) for one in now.cells
    ]
    assert [flag.kind for flag in found.flags] == ["repaired"]


def test_cells_of_wrong_types_are_read_as_far_as_they_are_sound() -> None:
    cells: list[Any] = [
        code("a = 1", id=5, metadata=[1]),
        code("b = 2", metadata={"nbgrader": "x"}),
        code("c = 3", metadata={"nbgrader": {"grade_id": ["x"]}}),
        code(7),
        code(["d = 4\n", None, "e = 5"]),
        text("\ud800 and \0 and \r\nmore", id="x" * 5000, attachments=[1]),
        {"cell_type": {"a": 1}, "source": "f"},
        [],
        {"cell_type": "raw", "source": "g", "attachments": {"a": 3, "b": {"image/png": "no <script>"}}},
    ]
    found = notebook_in(content_of({**HEAD, "cells": cells}))
    assert [one.source for one in found.cells] == [
        *("a = 1", "b = 2", "c = 3", "", "d = 4\ne = 5", "\ufffd and \ufffd and \nmore", "f", "g")
    ]
    assert {one.grade_id for one in found.cells} == {one.id for one in found.cells} == {""}
    assert found.cells[6].kind == "raw"
    assert not any(one.images for one in found.cells)
    assert [flag.kind for flag in found.flags] == ["repaired"]
    json.dumps([one.source for one in found.cells], ensure_ascii=False).encode()


def test_whatever_one_byte_is_changed_into_there_is_a_notebook_or_a_reason(assignment: Assignment) -> None:
    chance = random.Random(1)
    content = bytearray(content_of(notebook_with(assignment)))
    for _ in range(400):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            check_identity(notebook_in(bytes(damaged)), assignment)
        except Unreadable as error:
            assert error.flag.reason


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"exercise": "weighing", "variant": "public"}, "of the exercise 'weighing', not of counting"),
        ({"exercise": "counting", "variant": "12ab34cd"}, "variant '12ab34cd' of the exercise, and public is marked"),
        ({"exercise": ["counting"]}, "not of counting"),
    ],
)
def test_another_exercise_or_variant_is_not_marked_as_this_one(about: Any, reason: str, assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    notebook["metadata"]["casebook"] = about
    with pytest.raises(Unreadable) as caught:
        check_identity(notebook_in(content_of(notebook)), assignment)
    assert caught.value.flag.kind == "wrong-exercise"
    assert reason in caught.value.flag.reason


@pytest.mark.parametrize("about", [None, "x", {}, {"title": "Counting loans"}])
def test_a_notebook_that_does_not_say_what_it_is_may_be_this_one(about: Any, assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    notebook["metadata"]["casebook"] = about
    check_identity(notebook_in(content_of(notebook)), assignment)
