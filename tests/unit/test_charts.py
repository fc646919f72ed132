"""Charts carry their words and numbers, keep every hedge open, and come out the same each time."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import casebook
from casebook.charts import (
    Cell,
    Chart,
    End,
    Listed,
    Step,
    argument,
    grounds,
    items,
    outcomes,
    path,
    ranges,
    rates,
    readings,
    shares,
    sums,
    timeline,
    voices,
)
from casebook.charts.canvas import Box, Canvas, text_width, wrapped
from casebook.charts.chart import Branch
from casebook.charts.place import Tag, place
from casebook.charts.readings import say_gap
from casebook.charts.scale import scale_over
from casebook.charts.style import INKS, NARROW, PAPER, ROLES, WIDE
from casebook.errors import CasebookError, UnknownId
from casebook.evidence import Case
from casebook.evidence.rows import ROWS
from casebook.quizzes import kind_of

ABOUT = """
name: orders
title: Orders of a shop
licences: []
contributors: []
vocabularies:
  source-kind: {news: news report}
  seat: {newspaper: a newspaper}
  body-kind: {person: person, shop: shop}
  side: {seller: sold the goods, buyer: bought the goods, reporter: reported it}
  track: {trade: Trade, law: Law}
sides: {buyer: For the buyer, shop: For the shop}
"""

COUNT = {"unit": "count", "population": "order", "speaker": "shop", "source": "paper", "grade": "core"}
YEAR = {"period_start": "2020-01-01", "period_end": "2020-12-31"}
YEAR_2022 = {"period_start": "2022-01-01", "period_end": "2022-12-31"}
QUARTER = {"period_start": "2021-01-01", "period_end": "2021-03-31"}


def figure(name: str, printed: str, relation: str, *, part: str = "all", **more: str) -> dict[str, str]:
    """A row of figures: `printed` is the hedge, if any, and the number."""
    hedge, _, number = printed.rpartition(" ")
    value = number.replace(",", "").rstrip("%")
    bounds = {"lower": value if relation in ("eq", "gt") else "", "upper": value if relation in ("eq", "lt") else ""}
    value = "" if relation == "words" else value
    words = {"words": printed, "hedge": hedge, "number": number, "relation": relation, "value": value}
    return COUNT | words | bounds | {"id": name, "part": part} | more


FIGURES = [
    figure("all-2020", "1,000", "eq", **YEAR),
    figure("kept-2020", "700", "eq", part="kept", **YEAR),
    figure("returned-2020", "200", "eq", part="returned", **YEAR),
    figure("all-2021", "300", "eq", **QUARTER),
    figure("returned-2021", "90", "eq", part="returned", **QUARTER),
    figure("many", "more than 900", "gt", **YEAR),
    figure("few", "nearly 100", "lt", **YEAR),
    figure("roughly", "about 500", "approx", **YEAR),
    figure("undated", "1,100", "eq"),
    figure("none-2022", "none", "words", reading="nought", reading_lower="0", reading_upper="0", **YEAR_2022),
    figure("several-2022", "several", "words", **YEAR_2022),
    figure(
        "share-printed", "around 20%", "approx", part="returned", unit="per cent", whole="all",
        reading="to the nearest whole per cent", reading_lower="19.5", reading_upper="20.5",
    ),
]  # fmt: skip

DERIVATIONS = [
    ("lost-2020", "rest({all-2020}, {kept-2020}, {returned-2020})", "0", ""),
    ("returned-share-2020", "share({returned-2020}, {all-2020})", "1", ""),
    ("returned-share-2021", "share({returned-2021}, {all-2021})", "1", "The quarter is whole."),
    ("seventh-of-many", "{many} / 7", "0", ""),
    ("interval-2020", "wilson({returned-2020}, {all-2020})", "1", "Orders are a random sample."),
]

EVENTS = [
    ("opened", "2020-01-05", "day", "on", "Shop opens", "trade"),
    ("warned", "2020-06", "month", "by", "Shop is warned", "law"),
    ("sued", "2021-02-01", "day", "from", "Shop is sued", "law"),
]


ITEMS = [("asked", "name"), ("asked", "date"), ("kept", "name")]

GROUNDS = [
    ("lateness", "summarised", "paragraph 1"),
    ("price", "summarised", "paragraph 2"),
    ("breach", "pleaded", "paragraph 9"),
    ("deceit", "pleaded", "paragraph 9"),
]

CLAIM_SIDES = [
    ("goods-were-bad", "ann", "makes"),
    ("goods-were-bad", "shop", "disputes"),
    ("goods-were-fine", "shop", "makes"),
    ("goods-were-fine", "ann", "disputes"),
    ("nobody-was-told", "ann", "makes"),
    ("price-was-fair", "shop", "makes"),
    ("both-agree", "ann", "makes"),
    ("both-agree", "shop", "makes"),
]
SIDES = {"buyer": ["buyer"], "shop": ["seller"]}
STEPS = [
    Step("ann", "Sends an order of {all-2020} things", ("paper",), hands="an order"),
    Step("shop", "Looks at it", ("paper",), end=End("Refused", "refused", "it is too large", ("few",))),
    Step("shop", "Packs it", ("opened",), hands="a parcel", role="found"),
    Step("ann", "Opens it", ("paper",)),
    Step("ann", "What she thinks of it", unknown=True),
]


def write(root: Path, table: str, rows: list[dict[str, str]]) -> None:
    columns = [declared.name for declared in fields(ROWS[table])]
    with (root / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_case(root: Path, figures: list[dict[str, str]]) -> Case:
    (root / "data").mkdir(exist_ok=True)
    (root / "data" / "case.yml").write_text(ABOUT, encoding="utf-8")
    source = {
        "id": "paper",
        "short": "The Paper & Co",
        "title": "Orders",
        "publisher": "The Paper",
        "date_basis": "printed",
    }
    write(root, "sources", [source | {"kind": "news", "seat": "newspaper", "grade": "core"}])
    body = {"belongs_to": "", "role": "In the story.", "source": "paper", "kind": "person"}
    names = (("shop", "seller"), ("ann", "buyer"), ("bob", "reporter"))
    write(
        root,
        "bodies",
        [body | {"id": name, "name": name.title(), "short": name.title(), "side": side} for name, side in names],
    )
    write(root, "figures", figures)
    kept = [
        row
        for row in DERIVATIONS
        if all(name in [f["id"] for f in figures] for name in re.findall(r"{([^}]+)}", row[1]))
    ]
    write(
        root,
        "derivations",
        [
            dict(zip(("id", "expression", "decimals", "assumes"), row, strict=True)) | {"meaning": "It follows."}
            for row in kept
        ],
    )
    about = ("id", "date", "precision", "bound", "short", "track")
    write(
        root,
        "events",
        [dict(zip(about, row, strict=True)) | {"title": "It happened.", "grade": "core"} for row in EVENTS],
    )
    write(root, "event_sources", [{"event": row[0], "source": "paper", "agrees": "yes"} for row in EVENTS])
    manners = (("shop", "quoted", "40"), ("ann", "declined", "0"), ("bob", "writer", "0"))
    write(
        root,
        "voices",
        [{"source": "paper", "body": body, "manner": how, "quoted_words": words} for body, how, words in manners],
    )
    write(root, "items", [{"listing": name, "item": item, "source": "paper", "grade": "core"} for name, item in ITEMS])
    write(
        root,
        "grounds",
        [
            {"id": name, "form": form, "title": name.title(), "statement": "S.", "answer": "A.", "status": "undecided"}
            for name, form, _ in GROUNDS
        ],
    )
    write(root, "ground_listings", [{"ground": name, "source": "paper", "place": place} for name, _, place in GROUNDS])
    write(
        root,
        "claims",
        [
            {"id": name, "statement": f"Said of {name}.", "kind": "fact", "evidence": "Its word."}
            for name in dict.fromkeys(name for name, _, _ in CLAIM_SIDES)
        ],
    )
    write(
        root,
        "claim_sides",
        [{"claim": name, "body": body, "stance": stance, "source": "paper"} for name, body, stance in CLAIM_SIDES],
    )
    return casebook.load(root)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return write_case(tmp_path_factory.mktemp("orders"), FIGURES)


FORMS: dict[str, Callable[[Case], Chart]] = {
    "rates": lambda case: rates(
        case,
        name="rates",
        title="Rates",
        ids=["all-2020", "many", "few", "roughly", ("undated", "2020-01-01", "2021-12-31")],
    ),
    "readings": lambda case: readings(
        case,
        name="readings",
        title="Readings",
        claimed="undated",
        readings=[("One year", "all-2020"), ("Hedged", "many")],
    ),
    "outcomes": lambda case: outcomes(
        case,
        name="outcomes",
        title="Outcomes",
        whole="all-2020",
        parts=[("kept-2020", "found"), ("returned-2020", "not-found"), ("lost-2020", "refused")],
    ),
    "shares": lambda case: shares(
        case, name="shares", title="Shares", ids=["returned-share-2021", "returned-share-2020"], against="share-printed"
    ),
    "ranges": lambda case: ranges(
        case,
        name="ranges",
        title="Ranges",
        rows=[("Many", "many"), ("Few", "few"), ("Roughly", "roughly"), ("All", "all-2020")],
        unit_label="Orders",
        reference="undated",
    ),
    "voices": lambda case: voices(case, name="voices", title="Voices", sources=["paper"]),
    "timeline": lambda case: timeline(case, name="timeline", title="Time line", events=["sued", "warned", "opened"]),
    "sums": lambda case: sums(
        case,
        name="sums",
        title="Sums",
        rows=[("Had", "kept-2020", "had"), ("Wanted", "all-2020", "aim"), ("Most", "returned-2020", "limit")],
    ),
    "path": lambda case: path(case, name="path", title="Path", steps=STEPS),
    "items": lambda case: items(
        case,
        name="items",
        title="Items",
        lists=[Listed("What was asked", "paper", listing="asked"), Listed("What was kept", "paper", listing="kept")],
    ),
    "grounds": lambda case: grounds(
        case,
        name="grounds",
        title="Grounds",
        rows=[("Late", ["lateness"]), ("Dear", ["price"]), ("Contract", ["breach", "deceit"])],
        lists=[
            Listed("In the letter", "paper", places=("paragraph 1",)),
            Listed("In court", "paper", form="pleaded"),
        ],
    ),
    "argument": lambda case: argument(
        case,
        name="argument",
        title="Argument",
        threads=[("goods-were-bad", [("goods-were-fine", ["nobody-was-told"])])],
        sides=SIDES,
    ),
}


@pytest.fixture(params=FORMS, scope="module")
def chart(request: pytest.FixtureRequest, case: Case) -> Chart:
    return FORMS[request.param](case)


def plain(**changes: Any) -> Chart:
    given: dict[str, Any] = {
        "name": "plain", "title": "T", "alt": "A.", "columns": ("C",), "rows": ((Cell("1"),),),
        "draw": lambda canvas: None, "source_line": "S.",
    }  # fmt: skip
    return Chart(**(given | changes))


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))


def ids_of(svg: str) -> list[str]:
    return [element.attrib["id"] for element in parsed(svg).iter() if "id" in element.attrib]


# A chart cannot be made without its words.


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "chart 'plain': the title is empty; a chart without one cannot be made"),
        ({"alt": ""}, "chart 'plain': the text alternative is empty; a chart without one cannot be made"),
        ({"rows": ()}, "chart 'plain': the data table has no row; expected at least one"),
        ({"rows": ((),)}, "chart 'plain': row 1 of the data table has 0 cells; expected one for each of the 1 columns"),
        ({"name": "Not a slug"}, "chart 'Not a slug': the name must be a slug, such as 'orders-by-year'"),
    ],
)
def test_a_chart_without_its_words_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(CasebookError) as raised:
        plain(**changes)
    assert str(raised.value) == message


def test_text_is_escaped() -> None:
    html = plain(title="<b> & co", draw=lambda canvas: setattr(canvas, "height", 10)).html
    assert "<b>" not in html
    assert "&lt;b&gt; &amp; co" in html


def test_markdown_escapes_what_would_be_markup() -> None:
    markdown = plain(alt="a *b* $c$", rows=((Cell("x | y"),),)).markdown
    assert r"a \*b\* \$c\$" in markdown
    assert r"| x \| y |" in markdown


# What holds of every form.


def test_two_renderings_are_the_same_bytes(case: Case, chart: Chart) -> None:
    assert chart.html == FORMS[chart.name](case).html


def test_a_notebook_gets_words_and_no_bare_picture(chart: Chart) -> None:
    bundle = chart._repr_mimebundle_()
    assert sorted(bundle) == ["text/html", "text/markdown", "text/plain"]
    assert all(chart.title in text for text in bundle.values())


def test_every_id_is_used_once(chart: Chart) -> None:
    found = re.findall(r' id="([^"]+)"', chart.html)
    assert len(found) == len(set(found))


def test_what_is_referred_to_is_there(chart: Chart) -> None:
    html = chart.html
    found = set(re.findall(r' id="([^"]+)"', html))
    wanted = set(re.findall(r"url\(#([^)]+)\)", html)) | set(
        re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html)
    )
    assert wanted <= found


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_colour_stands_outside_a_variable(chart: Chart, width: int) -> None:
    svg = chart.svg(width)
    assert "#" not in re.sub(r"var\(--cb-[a-z0-9-]+, #[0-9a-f]{6}\)|url\(#[^)]+\)", "", svg)
    assert "style" not in svg


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_text_is_text(chart: Chart, width: int) -> None:
    texts = [element for element in parsed(chart.svg(width)).iter() if element.tag == "text"]
    assert texts
    assert all(element.text for element in texts)
    assert "<use" not in chart.svg(width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_text_stays_inside_the_drawing(chart: Chart, width: int) -> None:
    canvas = Canvas(width)
    chart.draw(canvas)
    outside = [
        box
        for box in canvas.texts
        if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > canvas.height + 1
    ]
    assert outside == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_text_does_not_overlap(chart: Chart, width: int) -> None:
    canvas = Canvas(width)
    chart.draw(canvas)
    clear = [box.grown(-1) for box in canvas.texts]
    assert [(a, b) for position, a in enumerate(clear) for b in clear[:position] if a.meets(b)] == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_text_is_large_enough(chart: Chart, width: int) -> None:
    sizes = {element.attrib["font-size"] for element in parsed(chart.svg(width)).iter() if element.tag == "text"}
    assert sizes <= ({"11px", "12px"} if width == NARROW else {"12px", "13px"})


def test_the_table_leads_to_the_evidence(case: Case, chart: Chart) -> None:
    found = re.findall(r'<a class="cb-mark" href="casebook:([^"]+)">', chart.html)
    assert found
    assert all(kind_of(case, name) for name in found)


def test_sources_are_named(chart: Chart) -> None:
    assert chart.source_line == "Source: The Paper & Co."


@pytest.mark.parametrize("form", ["rates", "readings", "outcomes", "shares", "ranges"])
def test_numbers_come_from_the_case(form: str, tmp_path: Path) -> None:
    changed = [
        figure("all-2020", "1,040", "eq", **YEAR),
        figure("kept-2020", "740", "eq", part="kept", **YEAR),
        *FIGURES[2:],
    ]
    before, after = FORMS[form](write_case(tmp_path, FIGURES)), FORMS[form](write_case(tmp_path, changed))
    assert before.alt != after.alt
    assert before.rows != after.rows
    assert before.svg(WIDE) != after.svg(WIDE)


@pytest.mark.parametrize("form", ["rates", "readings", "outcomes", "shares", "ranges"])
def test_the_words_of_every_number_stand_in_picture_alt_and_table(case: Case, form: str) -> None:
    chart = FORMS[form](case)
    words = [cell.text for row in chart.rows for cell in row if cell.id]
    drawn = [
        re.sub(r"\s+", " ", "".join(element.itertext()))
        for element in parsed(chart.svg(WIDE)).iter()
        if element.tag == "text"
    ]
    assert all(word in chart.alt for word in words)
    assert all(any(word in text for text in drawn) for word in words)


def test_what_an_author_adds_is_filled_from_the_case(case: Case) -> None:
    chart = ranges(
        case, name="r", title="T", rows=[("Many", "many")], unit_label="Orders", reads="Hold it against {undated}."
    )
    assert chart.alt.endswith("Hold it against 1,100.")


def test_an_unknown_id_is_named(case: Case) -> None:
    with pytest.raises(UnknownId, match="'manny' is no figure or derivation of this case"):
        ranges(case, name="r", title="T", rows=[("Many", "manny")], unit_label="Orders")


# What stays open is drawn open.


@pytest.mark.parametrize(("name", "side"), [("many", "right"), ("few", "left")])
def test_an_open_hedge_fades_to_its_open_side_and_has_an_arrow(case: Case, name: str, side: str) -> None:
    svg = ranges(case, name="r", title="T", rows=[("Row", name), ("All", "all-2020")], unit_label="Orders").svg(WIDE)
    kinds = [re.sub(r"r-wide-|-\d+$", "", found.removeprefix("chart-")) for found in ids_of(svg)]
    assert kinds.count("arrow") == 1
    assert kinds.count("fade") == 8
    steps = [group for group in parsed(svg).iter() if "-fade-" in group.attrib.get("id", "")]
    paths = [next(iter(group)) for group in steps]
    starts = [float(re.findall(r"[\d.]+", path.attrib["d"])[0]) for path in paths]
    alphas = [float(path.attrib["opacity"]) for path in paths]
    assert alphas == sorted(alphas, reverse=True)
    assert starts == sorted(starts, reverse=side == "left")


def test_an_approximate_figure_fades_and_claims_no_bound(case: Case) -> None:
    chart = ranges(case, name="r", title="T", rows=[("Roughly", "roughly")], unit_label="Orders")
    assert sum("-fade-" in found for found in ids_of(chart.svg(WIDE))) == 16
    assert not any("-arrow-" in found for found in ids_of(chart.svg(WIDE)))
    assert [cell.text for cell in chart.rows[0]] == ["Roughly", "about 500", "not bounded", "not bounded", "printed"]


@pytest.mark.parametrize("form", ["rates", "ranges"])
def test_exact_numbers_neither_fade_nor_point(case: Case, form: str) -> None:
    chart = {
        "rates": lambda: rates(case, name="x", title="T", ids=["all-2020"]),
        "ranges": lambda: ranges(case, name="x", title="T", rows=[("All", "all-2020")], unit_label="Orders"),
    }[form]()
    assert not any("-fade-" in found or "-arrow-" in found for found in ids_of(chart.svg(WIDE)))


def test_a_reading_is_hatched(case: Case) -> None:
    assert any("-reading-" in found for found in ids_of(FORMS["shares"](case).svg(WIDE)))
    undated = rates(case, name="x", title="T", ids=[("undated", "2020-01-01", "2020-12-31")])
    assert any("-hatch-" in found for found in ids_of(undated.svg(WIDE)))
    assert "period read into it" in undated.alt


def test_a_reading_is_said_wherever_it_is_drawn(case: Case) -> None:
    chart = FORMS["shares"](case)
    said = "printed; read as between 19.5% and 20.5%, hatched"
    assert f"around 20% ({said})." in chart.alt
    assert chart.rows[-1][-1].text == said


def test_what_rests_on_an_assumption_is_hatched_and_said(case: Case) -> None:
    chart = FORMS["shares"](case)
    assert "2020: 20% (worked out). January to March 2021: 30% (worked out, on an assumption)." in chart.alt
    assert sum("-hatch-" in found for found in ids_of(chart.svg(WIDE))) == 1


def test_an_interval_is_a_line_with_its_share_and_is_called_an_estimate(case: Case) -> None:
    chart = ranges(case, name="r", title="T", rows=[("Chance", "interval-2020")], unit_label="Per cent")
    assert chart.rows[0][4].text == "estimated, on an assumption"
    # An end of an interval is no bound: nothing says that the number stops there, or at nought or a hundred.
    low, high = (cell.text for cell in chart.rows[0][2:4])
    assert (low, high) == ("17.6% (end of the interval)", "22.6% (end of the interval)")
    assert not any("-hatch-" in found or "-fade-" in found for found in ids_of(chart.svg(WIDE)))


def test_the_table_is_never_narrower_than_the_number(case: Case) -> None:
    chart = ranges(
        case, name="r", title="T", rows=[("A seventh", "seventh-of-many"), ("Many", "many")], unit_label="Orders"
    )
    assert [cell.text for cell in chart.rows[0][1:4]] == ["more than 128", "more than 128", "not bounded"]
    assert [cell.text for cell in chart.rows[1][1:4]] == ["more than 900", "more than 900", "not bounded"]


# What single forms refuse, and say.


def test_parts_that_do_not_make_up_the_whole_are_refused(case: Case) -> None:
    with pytest.raises(CasebookError) as raised:
        outcomes(
            case, name="o", title="T", whole="all-2020", parts=[("kept-2020", "found"), ("returned-2020", "not-found")]
        )
    assert str(raised.value) == (
        "chart 'o': 'kept-2020' and 'returned-2020' do not make up 'all-2020' (1,000); 100 would be left over"
    )


def test_a_part_cannot_be_the_rest_twice(case: Case) -> None:
    with pytest.raises(CasebookError, match="'lost-2020' is worked out as a rest; expected one such part"):
        outcomes(
            case, name="o", title="T", whole="all-2020", parts=[("lost-2020", "refused"), ("lost-2020", "not-found")]
        )


def test_hedged_counts_cannot_be_divided(case: Case) -> None:
    with pytest.raises(CasebookError, match="'many' is 'more than 900', which is not exact"):
        outcomes(case, name="o", title="T", whole="many", parts=[("kept-2020", "found")])


def test_a_part_that_is_worked_out_is_hatched(case: Case) -> None:
    assert sum("-hatch-" in found for found in ids_of(FORMS["outcomes"](case).svg(WIDE))) == 1
    assert "refused 100 (10%), worked out." in FORMS["outcomes"](case).alt


def test_a_count_without_a_period_has_no_rate(case: Case) -> None:
    with pytest.raises(CasebookError, match="'undated' has no period; give it as"):
        rates(case, name="r", title="T", ids=["undated"])


def test_words_without_bounds_are_drawn_as_they_are_read_or_not_at_all(case: Case) -> None:
    chart = rates(case, name="r", title="T", ids=["none-2022"])
    assert "none (printed, drawn as it is read), 2022: 0 a month." in chart.alt
    assert any("-hatch-" in found for found in ids_of(chart.svg(WIDE)))
    with pytest.raises(
        CasebookError, match="'several-2022' is 'several', which bounds no number; nothing can be drawn"
    ):
        rates(case, name="r", title="T", ids=["several-2022"])


def test_numbers_of_two_units_share_no_axis(case: Case) -> None:
    with pytest.raises(CasebookError, match="one axis needs one unit"):
        ranges(case, name="r", title="T", rows=[("A", "many"), ("B", "returned-share-2020")], unit_label="?")


def test_a_role_that_is_none_is_refused(case: Case) -> None:
    with pytest.raises(CasebookError, match="'lost' is no role of a series; expected one of whole, found"):
        outcomes(
            case, name="o", title="T", whole="all-2020", labels={},
            parts=[("kept-2020", "lost"), ("returned-2020", "found"), ("lost-2020", "refused")],
        ).svg(WIDE)  # fmt: skip


@pytest.mark.parametrize(
    ("claimed", "other", "said"),
    [
        ("undated", "all-2020", "100 below"),
        ("all-2020", "undated", "100 above"),
        ("undated", "undated", "the same"),
        ("undated", "many", "below or above, as its bounds allow"),
        ("undated", "few", "between 1,000 and 1,100 below"),
    ],
)
def test_a_gap_says_its_side(case: Case, claimed: str, other: str, said: str) -> None:
    assert say_gap(case.quantity(claimed), case.quantity(other)) == said


def test_an_event_outside_the_span_is_refused(case: Case) -> None:
    with pytest.raises(CasebookError, match=r"'sued' \(1 February 2021 or later\) lies outside the span"):
        timeline(case, name="t", title="T", events=["opened", "sued"], span=("opened", "warned"))


def test_events_stand_in_order_with_dates_as_exact_as_known(case: Case) -> None:
    assert FORMS["timeline"](case).alt == (
        "Time line of 3 events from 5 January 2020 to 1 February 2021 or later. "
        "5 January 2020: Shop opens; June 2020 or before: Shop is warned; 1 February 2021 or later: Shop is sued."
    )


def test_bounds_of_events_have_arrows_and_months_are_bars(case: Case) -> None:
    found = ids_of(FORMS["timeline"](case).svg(WIDE))
    assert sum("-arrow-" in name for name in found) == 2
    assert sum("-span-" in name for name in found) == 1


def test_who_is_not_quoted_is_named_too(case: Case) -> None:
    chart = FORMS["voices"](case)
    assert "sold the goods, 40 words; present without a quoted word: bought the goods and reported it." in chart.alt
    assert chart.rows[1][-1].text == "Ann"


# The parts that forms share.


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("Wanted", "all-2020", "wish"), "'wish' is no kind of sum; expected one of had, aim, limit"),
        (("Wanted", "many", "aim"), "'many' is 'more than 900', which is not exact"),
    ],
)
def test_sums_have_a_kind_and_are_exact(case: Case, row: tuple[str, str, str], message: str) -> None:
    with pytest.raises(CasebookError) as raised:
        sums(case, name="sums", title="Sums", rows=[row])
    assert message in str(raised.value)


def test_only_money_had_is_a_bar(case: Case) -> None:
    chart = FORMS["sums"](case)
    assert [row[1].text for row in chart.rows] == ["money given or promised", "an aim", "a limit"]
    # One in the key and one in the plot.
    assert len([name for name in ids_of(chart.svg(WIDE)) if "-bar-" in name]) == 2


# Diagrams.


def test_a_path_says_each_step_what_goes_on_and_where_it_ends(case: Case) -> None:
    chart = FORMS["path"](case)
    assert chart.alt.startswith("A path of 5 steps between Ann and Shop. Step 1, Ann: Sends an order of 1,000 things;")
    assert "it can end here as refused: it is too large." in chart.alt
    assert "Step 5, what is not known: What she thinks of it." in chart.alt
    assert [row[0].text for row in chart.rows] == ["1", "2", "2, end", "3", "4", "5"]
    assert [cell.text for cell in chart.rows[2]][1:3] == ["Shop", "Refused: it is too large"]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([], "no steps were given"),
        ([Step("ann", "Acts")], "step 1 rests on nothing"),
        ([Step("ann", "Acts", ("paper",), end=End("Stop", "refused", "late"))], "the end of step 1 rests on nothing"),
        (
            [Step("ann", "Acts", ("paper",), end=STEPS[1].end), Step("shop", "Acts", ("paper",))],
            "step 1 of 'ann' can end the path; only steps of 'shop'",
        ),
        ([Step("ann", "Acts", ("paper",), role="lost")], "'lost' is no role"),
    ],
)
def test_a_path_that_cannot_be_drawn_is_refused(case: Case, steps: list[Step], message: str) -> None:
    with pytest.raises(CasebookError) as raised:
        path(case, name="path", title="Path", steps=steps)
    assert message in str(raised.value)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_arrow_of_a_path_runs_backwards_or_is_left_out(case: Case, width: int) -> None:
    # Four from step to step, and one to the end.
    assert len([name for name in ids_of(FORMS["path"](case).svg(width)) if "-arrow-" in name]) == 5


def test_a_grid_counts_what_each_list_names(case: Case) -> None:
    chart = FORMS["items"](case)
    assert [[cell.plain for cell in row] for row in chart.rows] == [
        ["Name", "name", "name"],
        ["Date", "date", "not named"],
        ["Number of items", "2", "1"],
    ]
    assert "What was asked, 2 items: Name and Date." in chart.alt


def test_a_list_that_differs_from_its_printed_count_is_refused(case: Case) -> None:
    with pytest.raises(CasebookError, match="has 2 items here, and 'returned-2021' says '90'"):
        items(case, name="i", title="I", lists=[Listed("Asked", "paper", listing="asked", count="returned-2021")])


def test_an_unknown_list_of_items_names_those_there_are(case: Case) -> None:
    with pytest.raises(CasebookError, match=r"'wanted' names no list of data/items.csv; expected one of asked, kept"):
        items(case, name="i", title="I", lists=[Listed("Wanted", "paper", listing="wanted")])


def test_a_ground_beside_the_list_is_a_ring_and_not_counted(case: Case) -> None:
    chart = FORMS["grounds"](case)
    assert [[cell.plain for cell in row] for row in chart.rows] == [
        ["Late", "Lateness", "named, but not in the list: Lateness"],
        ["Dear", "not named", "named, but not in the list: Price"],
        ["Contract", "not named", "Breach; Deceit"],
        ["Number of grounds", "1", "2"],
    ]
    assert "In court, 2 grounds: Contract (2); named, but not in the list: Late and Dear." in chart.alt
    assert 'href="casebook:deceit"' in chart.html


def test_an_argument_is_read_in_order_and_nested_in_its_list(case: Case) -> None:
    chart = FORMS["argument"](case)
    assert "A map of 3 claims, 2 for the buyer and 1 for the shop." in chart.alt
    assert "1.1, for the shop, in answer to 1: Said of goods-were-fine." in chart.alt
    assert chart.html.count("<ul") == 3
    assert "\n  - 1.1 For the shop (Shop): Said of goods-were-fine.\n    - 1.1.1 For the buyer (Ann)" in chart.markdown


@pytest.mark.parametrize(
    ("threads", "message"),
    [
        ([("goods-were-bad", ["nobody-was-told"])], "is of the same side as 'goods-were-bad'"),
        ([("nobody-was-told", ["price-was-fair"])], "has nobody of that side who disputes it"),
        (["both-agree"], "is made by For the buyer and For the shop"),
        (["goods-were-bad", "goods-were-bad"], "stands in the map twice"),
        (["goods-were-bda"], "did you mean 'goods-were-bad'"),
    ],
)
def test_an_argument_that_the_evidence_does_not_carry_is_refused(case: Case, threads: list[Any], message: str) -> None:
    with pytest.raises(CasebookError) as raised:
        argument(case, name="a", title="A", threads=threads, sides=SIDES)
    assert message in str(raised.value)


def test_a_side_that_the_case_does_not_declare_is_refused(case: Case) -> None:
    with pytest.raises(CasebookError, match="'seller' is no side that data/case.yml declares; expected buyer and shop"):
        argument(
            case, name="a", title="A", threads=["goods-were-bad"], sides={"buyer": ["buyer"], "seller": ["seller"]}
        )


def test_a_nested_list_is_escaped() -> None:
    outline = (Branch(Cell("a < b"), (Branch(Cell("c")),)),)
    html = plain(outline=outline, draw=lambda canvas: setattr(canvas, "height", 10)).html
    assert '<ul class="cb-chart-outline"><li>a &lt; b<ul class="cb-chart-outline"><li>c</li></ul></li></ul>' in html


def test_series_differ_without_colour() -> None:
    def lightness(code: str) -> float:
        red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [
            value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(a: str, b: str) -> float:
        high, low = sorted((lightness(a), lightness(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for theme in ("light", "dark"):
        colours = {name: getattr(role.ink, theme) for name, role in ROLES.items()}
        assert all(contrast(colour, getattr(PAPER, theme)) >= 3 for colour in colours.values())
        for a, b in (
            ("found", "not-found"),
            ("not-found", "refused"),
            ("found", "refused"),
            ("main-body", "other-body"),
        ):
            assert contrast(colours[a], colours[b]) >= 1.25
    assert len({ink.light for ink in INKS}) == len(INKS)
    assert len({(role.marker, role.hatch) for role in list(ROLES.values())[:4]}) == 4


def test_labels_find_room_or_say_there_is_none() -> None:
    marks = [Box(10, 50, 60, 56), Box(10, 60, 60, 66)]
    tags = [Tag(mark, 40, 12) for mark in marks]
    placed = place(tags, marks, Box(0, 0, 120, 120))
    assert placed is not None
    boxes = [spot.box for spot in placed]
    assert not boxes[0].meets(boxes[1])
    assert not any(box.meets(mark) for box in boxes for mark in marks)
    assert place(tags, marks, Box(0, 0, 45, 30)) is None


def test_a_scale_starts_at_nought() -> None:
    scale = scale_over([Fraction(8), Fraction(10)], 0, 100)
    assert (scale(Fraction(0)), scale(Fraction(10))) == (0, 100)
    assert scale.ticks(6) == [0, 2, 4, 6, 8, 10]


def test_wrapped_lines_fit() -> None:
    lines = wrapped("one two three four five", 60, 12)
    assert " ".join(lines) == "one two three four five"
    assert all(text_width(line, 12) <= 60 for line in lines)
