"""The loader: every fault of a table is refused with one line that names file, row and column, all of them at once."""

# Messages and pages are asserted whole, however long.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from casebook.errors import EvidenceError, UnknownId
from casebook.evidence import Case
from casebook.quantity import FUNCTIONS


def test_a_sound_case_loads_whole(library) -> None:
    case = library.load()
    for table, rows in library.rows.items():
        loaded = case.rows[table]
        assert [row.id for row in loaded if hasattr(row, "id")] == [row["id"] for row in rows if "id" in row]
        assert len(loaded) == len(rows)
    assert [case.say(name) for name in ("loans-2030", "late-2030", "fines-2030")] == [
        "1,200",
        "nearly 300",
        "between £40 and £60",
    ]
    assert [case.say(name) for name in ("late-share", "rate-2030", "days-open")] == [
        "below 25%",
        "100 a month",
        "between 366 and 396 days",
    ]
    assert case.say("doors-open") == "January 2030"


FAULTS = [
    (
        "figures",
        "loans-2030",
        {"relation": "roughly"},
        "row 2 (loans-2030), column relation: 'roughly' is not one of: eq, gt, ge, lt, le, approx, between, words",
    ),
    ("figures", "loans-2030", {"grade": ""}, "row 2 (loans-2030), column grade: empty, and it must not be"),
    ("figures", "loans-2030", {"value": "1,200"}, "row 2 (loans-2030), column value: '1,200' is no number"),
    ("figures", "loans-2030", {"upper": "1/0"}, "row 2 (loans-2030), column upper: '1/0' is no number"),
    ("figures", "loans-2030", {"lower": "1_200"}, "row 2 (loans-2030), column lower: '1_200' is no number"),
    (
        "figures",
        "loans-2030",
        {"period_end": "2030-02-30"},
        "row 2 (loans-2030), column period_end: '2030-02-30' is no date",
    ),
    (
        "figures",
        "loans-2030",
        {"period_end": "20301231"},
        "row 2 (loans-2030), column period_end: '20301231' is no date",
    ),
    (
        "figures",
        "loans-2030",
        {"source": "annual-reprot"},
        "row 2 (loans-2030), column source: 'annual-reprot' is no id of data/sources.csv",
    ),
    (
        "figures",
        "loans-2030",
        {"note": " Odd."},
        "row 2 (loans-2030), column note: ' Odd.' begins or ends with a space; take it away",
    ),
    (
        "figures",
        "loans-2030",
        {"lower": ""},
        "row 2 (loans-2030), column relation, lower, upper: the relation 'eq' needs a lower bound and there is none",
    ),
    (
        "figures",
        "late-2030",
        {"upper": ""},
        "row 3 (late-2030), column relation, lower, upper: the relation 'lt' needs an upper bound and there is none",
    ),
    (
        "figures",
        "late-2030",
        {"lower": "250"},
        "row 3 (late-2030), column relation, lower, upper: the relation 'lt' supports no lower bound, yet 250 is given",
    ),
    (
        "figures",
        "fines-2030",
        {"lower": "60", "upper": "40"},
        "row 5 (fines-2030), column relation, lower, upper: the lower bound 60 lies above the upper bound 40: are they swapped?",
    ),
    (
        "figures",
        "late-2030",
        {"reading": "rounded", "reading_lower": "300", "reading_upper": "250"},
        "row 3 (late-2030), column reading_lower, reading_upper: the lower bound 300 lies above the upper bound 250",
    ),
    (
        "figures",
        "late-2030",
        {"reading_lower": "250", "reading_upper": "300"},
        "row 3 (late-2030), column reading: there are bounds of a reading and no rule that says how they come about",
    ),
    (
        "figures",
        "loans-2030",
        {"period_end": ""},
        "row 2 (loans-2030), column period_start, period_end: a period needs both ends, or neither",
    ),
    (
        "figures",
        "loans-2030",
        {"period_start": "2031-01-01"},
        "row 2 (loans-2030), column period_start, period_end: the period ends on 2030-12-31, before it starts on 2031-01-01",
    ),
    (
        "figures",
        "late-2030",
        {"hedge": "over", "words": "over 300"},
        "row 3 (late-2030), column relation: 'over' says 'gt', not 'lt'",
    ),
    (
        "figures",
        "late-2030",
        {"hedge": "almost"},
        "row 3 (late-2030), column hedge: 'almost' does not stand in the words as printed, 'nearly 300 came back late'",
    ),
    (
        "figures",
        "loans-2030",
        {"number": "1,300"},
        "row 2 (loans-2030), column number: '1,300' does not stand in the words as printed, '1,200 loans'",
    ),
    (
        "figures",
        "loans-2030",
        {"value": "1300"},
        "row 2 (loans-2030), column value, lower: 1300 is printed and 1200 is its lower bound: they must be equal",
    ),
    (
        "figures",
        "late-2030",
        {"value": "310"},
        "row 3 (late-2030), column value, upper: 310 is printed and 300 is its upper bound: they must be equal",
    ),
    (
        "figures",
        "loans-2030",
        {"value": ""},
        "row 2 (loans-2030), column value: the relation 'eq' needs the printed number",
    ),
    (
        "derivations",
        "rate-2030",
        {"id": "Rate 2030"},
        "row 3 (Rate 2030), column id: 'Rate 2030' is no readable id: lower-case words joined by hyphens",
    ),
    ("sources", "club-notice", {"date": "2031-3"}, "row 3 (club-notice), column date: '2031-3' is no partial-date"),
    ("sources", "club-notice", {"date": "2031-13"}, "row 3 (club-notice), column date: '2031-13' is no partial-date"),
    (
        "sources",
        "club-notice",
        {"kind": "poster"},
        "row 3 (club-notice), column kind: 'poster' is not one of: report, notice",
    ),
    (
        "sources",
        "annual-report",
        {"grade": "good"},
        "row 2 (annual-report), column grade: 'good' is not one of: core, official, press, mirror, inferred",
    ),
    (
        "bodies",
        "reading-club",
        {"belongs_to": "nobody"},
        "row 3 (reading-club), column belongs_to: 'nobody' is no id of data/bodies.csv",
    ),
    (
        "events",
        "doors-open",
        {"precision": "day"},
        "row 2 (doors-open), column date, precision: '2030-01' is not a date known to the day",
    ),
    (
        "event_sources",
        1,
        {"event": "doors-shut"},
        "row 3 (doors-shut, annual-report, ), column event: 'doors-shut' is no id of data/events.csv",
    ),
    ("discrepancy_sides", 0, {"order": "first"}, "row 2 (how-many-late, first), column order: 'first' is no integer"),
    (
        "derivations",
        "rate-2030",
        {"expression": "per_month({loans-2031})"},
        "row 3 (rate-2030), column expression: 'loans-2031' is no figure, derivation or event",
    ),
    (
        "derivations",
        "rate-2030",
        {"expression": "{rate-2030} * 2"},
        "row 3 (rate-2030), column expression: it leans on itself: rate-2030 → rate-2030",
    ),
    (
        "derivations",
        "rate-2030",
        {"expression": "median({loans-2030})"},
        f"row 3 (rate-2030), column expression: not understood: median({{loans-2030}}); known functions are {', '.join(FUNCTIONS)}",
    ),
    (
        "derivations",
        "rate-2030",
        {"expression": "__import__('os')"},
        f"row 3 (rate-2030), column expression: not understood: __import__('os'); known functions are {', '.join(FUNCTIONS)}",
    ),
    (
        "derivations",
        "rate-2030",
        {"expression": "{loans-2030} + {doors-open}"},
        "row 3 (rate-2030), column expression: {loans-2030} + {doors-open} cannot be worked out of a quantity, an event",
    ),
    (
        "derivations",
        "rate-2030",
        {"meaning": "Of {loans-2029}."},
        "row rate-2030: {loans-2029} is no figure, derivation or event",
    ),
    (
        "discrepancies",
        "how-many-late",
        {"finding": "{late-shair}."},
        "row how-many-late: {late-shair} is no figure, derivation or event",
    ),
    (
        "discrepancy_sides",
        0,
        {"says": "It says {late-2029}."},
        "row how-many-late: {late-2029} is no figure, derivation or event",
    ),
]


@pytest.mark.parametrize(
    ("table", "row", "cells", "line"),
    FAULTS,
    ids=[f"{fault[0]}-{'-'.join(fault[2])}-{n}" for n, fault in enumerate(FAULTS)],
)
def test_a_fault_is_refused_with_one_line_naming_file_row_and_column(library, table, row, cells, line) -> None:
    library.change(table, row, **cells)
    assert library.problems() == [f"data/{table}.csv, {line}"]


def test_an_unknown_and_a_missing_column_are_named(library) -> None:
    library.write("bodies", ["colour" if name == "note" else name for name in library.columns("bodies")])
    assert library.problems() == [
        "data/bodies.csv, row 1: the columns are not as declared: missing note; unknown colour"
    ]


def test_columns_in_another_order_are_refused(library) -> None:
    columns = library.columns("bodies")
    library.write("bodies", columns[::-1])
    assert library.problems() == [
        f"data/bodies.csv, row 1: the columns stand in another order than {', '.join(columns)}"
    ]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ("lone", "data/bodies.csv, row 4 (lone), column (all)"),
        (",".join("x" * 12), "data/bodies.csv, row 4 (x), column (all)"),
    ],
    ids=["too few", "too many"],
)
def test_a_line_with_too_few_or_too_many_cells_is_named(library, cells: str, line: str) -> None:
    with library.path("bodies").open("a", encoding="utf-8") as stream:
        stream.write(f"{cells}\n")
    assert library.problems() == [f"{line}: expected 10 cells; check the quotation marks and commas of this line"]


def test_an_unclosed_quotation_mark_is_named(library) -> None:
    with library.path("bodies").open("a", encoding="utf-8") as stream:
        stream.write('"third-body,Third\n')
    (line,) = library.problems()
    assert line.startswith("data/bodies.csv, near line ") and line.endswith(
        "not readable as CSV (unexpected end of data)"
    )


def test_a_file_in_another_encoding_is_named(library) -> None:
    library.path("bodies").write_bytes(library.path("bodies").read_bytes() + "caf\xe9".encode("latin-1"))
    (line,) = library.problems()
    assert line.startswith("data/bodies.csv") and "UTF-8" in line


@pytest.mark.parametrize(
    ("table", "row"), [("figures", "loans-2030"), ("sources", "club-notice"), ("derivations", "rate-2030")]
)
def test_a_repeated_id_is_refused(library, table: str, row: str) -> None:
    library.add(table, **next(cells for cells in library.rows[table] if cells["id"] == row))
    assert library.problems() == [f"data/{table}.csv, column id: '{row}' names 2 rows; a name must be its own"]


def test_a_repeated_link_is_refused(library) -> None:
    library.add("event_sources", **library.rows["event_sources"][0])
    assert library.problems() == [
        "data/event_sources.csv, column event, source, place: 'doors-open, annual-report, ' names 2 rows; a name must be its own"
    ]


def test_a_derivation_may_not_take_the_name_of_a_figure(library) -> None:
    library.change("derivations", "rate-2030", id="loans-2030")
    assert library.problems() == ["data/derivations.csv, column id: 'loans-2030' is a figure or event already"]


def test_faults_in_several_tables_are_all_reported_at_once(library) -> None:
    library.change("figures", "loans-2030", relation="roughly", grade="")
    library.change("figures", "late-2030", upper="")
    library.change("sources", "club-notice", kind="poster")
    library.change("events", "report-out", precision="year")
    library.change("event_sources", 0, source="nothing")
    assert [line.split(":")[0] for line in library.problems()] == [
        "data/sources.csv, row 3 (club-notice), column kind",
        "data/figures.csv, row 2 (loans-2030), column relation",
        "data/figures.csv, row 2 (loans-2030), column grade",
        "data/event_sources.csv, row 2 (doors-open, nothing, ), column source",
        "data/figures.csv, row 3 (late-2030), column relation, lower, upper",
        "data/events.csv, row 3 (report-out), column date, precision",
    ]


def test_rows_that_lean_on_a_faulty_row_are_not_blamed(library) -> None:
    library.change("sources", "annual-report", grade="good")
    assert len(library.problems()) == 1


def test_rows_that_lean_on_an_unreadable_table_are_not_blamed(library) -> None:
    library.write("sources", library.columns("sources")[:-1])
    assert library.problems() == ["data/sources.csv, row 1: the columns are not as declared: missing note"]


def test_a_missing_table_that_every_case_needs_is_named(library) -> None:
    library.path("sources").unlink()
    assert library.problems() == ["data/sources.csv: the file is missing; a case needs sources, bodies, figures"]


def test_a_table_that_a_case_can_do_without_may_be_missing(library) -> None:
    for name in ("discrepancies", "discrepancy_sides"):
        library.path(name).unlink()
    assert not library.load().discrepancies


@pytest.mark.parametrize(
    ("about", "line"),
    [
        (None, "data/case.yml: the file is missing; it names the case and lists its vocabularies"),
        ("name: x\ntitle: y\n", "data/case.yml: missing licences, contributors, vocabularies"),
        ("", "data/case.yml: missing name, title, licences, contributors, vocabularies"),
    ],
)
def test_a_case_that_does_not_say_what_it_is_is_refused(library, about: str | None, line: str) -> None:
    path = library.root / "data" / "case.yml"
    if about is None:
        path.unlink()
    else:
        path.write_text(about, encoding="utf-8")
    assert library.problems() == [line]


def test_a_folder_without_a_case_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EvidenceError, match="no case here"):
        Case.load()


def test_the_case_is_found_from_a_folder_within_it(library, monkeypatch) -> None:
    deep = library.root / "chapters" / "one"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert Case.load().root == library.root.resolve()


def test_an_unknown_id_suggests_a_near_one(library) -> None:
    case = library.load()
    for ask, name, said in (
        (case.figure, "loan-2030", "'loan-2030' is no figure of this case; did you mean 'loans-2030'"),
        (case.event, "door-open", "'door-open' is no event of this case; did you mean 'doors-open'?"),
        (case.kind_of, "zzz", "'zzz' is no figure, derivation, event or source of this case"),
    ):
        with pytest.raises(UnknownId) as caught:
            ask(name)
        assert str(caught.value).startswith(said)


def test_the_sources_behind_a_derivation_are_those_of_all_that_it_leans_on(library) -> None:
    library.change("derivations", "rate-2030", expression="each({fines-2030}, {loans-2030})")
    case = library.load()
    assert case.sources_of("rate-2030") == ["club-notice", "annual-report"]
    assert case.sources_of("late-share") == case.sources_of("doors-open") == ["annual-report"]


def test_ids_in_braces_are_put_into_words(library) -> None:
    assert library.load().fill("{late-2030} of {loans-2030}, so {late-share}") == "nearly 300 of 1,200, so below 25%"
