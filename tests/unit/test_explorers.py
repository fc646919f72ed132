"""Explorers: suppositions keep inside the bounds, and every state has words, a name and a table of its own."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from html import unescape

import nbformat
import pytest
from nbclient import NotebookClient

from casebook import charts
from casebook.charts.numbers import number
from casebook.errors import CasebookError, UnknownId
from casebook.explorers import choose, explore, slide
from casebook.kernel import BUILDING


@pytest.fixture
def case(library):
    library.add(
        "derivations",
        id="kept-share",
        expression="remainder({late-share})",
        decimals="0",
        meaning="What the late leave.",
    )
    return library.load()


def share_of(case):
    def draw(late):
        supposed = case.suppose("late-2030", late)
        return charts.ranges(
            supposed,
            name="chart-late",
            title=supposed.fill("the share is {late-share}"),
            rows=[("Late", "late-share")],
            unit_label="per cent of loans",
        )

    return draw


def late(case, **more):
    given = {"label": "Loans late", "suppose": "{} loans came back late", "step": 100, "start": 0} | more
    return slide(case, "late-2030", **given)


def test_what_follows_from_a_supposition_is_worked_out_from_it_and_the_case_itself_stays_hedged(case):
    supposed = case.suppose("late-2030", 240)
    assert supposed.say("late-2030") == "240"
    assert supposed.say("late-share") == "20%"
    assert supposed.say("kept-share") == "80%"
    assert (case.say("late-2030"), case.say("late-share")) == ("nearly 300", "below 25%")


def test_two_suppositions_hold_together_and_one_may_be_of_what_was_worked_out(case):
    both = case.suppose("late-2030", 240).suppose("fines-2030", 50)
    assert (both.say("late-2030"), both.say("fines-2030")) == ("240", "£50")
    assert case.suppose("late-share", 10).say("kept-share") == "90%"


@pytest.mark.parametrize("late", [300, 301])
def test_nothing_outside_the_bounds_can_be_supposed(case, late):
    with pytest.raises(CasebookError, match=f"'late-2030' cannot be supposed to be {late}: it is nearly 300"):
        case.suppose("late-2030", late)


def test_only_a_number_can_be_supposed(case):
    with pytest.raises(UnknownId, match="doors-open"):
        case.suppose("doors-open", 3)


def test_a_chart_tells_what_was_supposed_from_what_was_printed_and_hatches_what_follows(case):
    supposed = case.suppose("late-2030", 240)
    assert number(supposed, "late-2030").known == "supposed"
    assert number(supposed, "late-share").known == "worked out, on an assumption"
    assert number(case, "late-2030").known == "printed"
    assert number(supposed, "loans-2030").known == "printed"


def test_a_slide_goes_in_steps_up_to_the_last_count_that_the_hedge_allows(case):
    control = late(case)
    assert [stop.words for stop in control.stops] == ["0", "100", "200", "299"]
    assert control.note == "Printed: nearly 300."


def test_where_the_words_fix_no_end_the_scale_needs_one_and_says_that_it_is_only_the_drawings(library):
    library.change(
        "figures", "late-2030", words="over 300 came back late", hedge="over", relation="gt", lower="300", upper=""
    )
    case = library.load()
    with pytest.raises(CasebookError, match="'late-2030' is over 300, which has no such end: give 'end'"):
        late(case, start=None)
    control = late(case, start=None, end=500)
    assert [stop.words for stop in control.stops] == ["301", "400", "500"]
    assert control.note == "Printed: over 300. That the scale ends at 500 is only a choice of this drawing."


def test_a_scale_that_runs_out_of_the_bounds_is_refused(case):
    with pytest.raises(CasebookError, match="'late-2030' cannot be 300: it is nearly 300"):
        late(case, end=400)


def test_a_printed_count_is_marked_and_the_reader_begins_there(library):
    counted = {"id": "late-counted", "words": "260 late", "number": "260", "part": "late"}
    counted |= {bound: "260" for bound in ("value", "lower", "upper")}
    library.add("figures", **library.rows["figures"][0] | counted)
    control = late(library.load(), marks=[("late-counted", "as counted")])
    assert [stop.said for stop in control.stops] == ["0", "100", "200", "260, as counted", "299"]
    assert control.first == 3


def test_an_approximate_number_begins_where_it_was_printed(case):
    control = slide(case, "loans-spring", label="Loans", suppose="{} loans", step=100, start=350, end=500)
    assert [stop.said for stop in control.stops] == ["350", "400, as printed", "500"]
    assert control.first == 1


def test_a_hedged_count_cannot_be_marked(case):
    with pytest.raises(CasebookError, match="'late-2030' is nearly 300, which is not exact"):
        late(case, marks=[("late-2030", "itself")])


def test_a_worked_out_range_slides_over_the_whole_numbers_inside_it(library):
    most = "between(mean({loans-2030}, 7), mean({loans-2030}, 1))"
    library.add("derivations", id="half-or-all", expression=most, decimals="0", meaning="A seventh to all.")
    control = slide(library.load(), "half-or-all", label="Loans", suppose="{} loans", step=500)
    assert [stop.words for stop in control.stops] == ["172", "500", "1,000", "1,200"]
    assert control.note.startswith("Worked out: between 171 and 1,200.")


def test_readings_must_be_several_and_differ():
    with pytest.raises(CasebookError, match="expected two or more that differ"):
        choose("Which year", [("2030", 1)])
    with pytest.raises(CasebookError, match="expected two or more that differ"):
        choose("Which year", [("2030", 1), ("2030", 2)])


def test_every_state_says_what_it_supposes_and_has_a_name_a_text_alternative_and_a_table_of_its_own(case):
    states = explore(share_of(case), late(case)).states
    assert [state.chart.title for state in states] == [
        "Suppose 0 loans came back late: the share is 0%",
        "Suppose 100 loans came back late: the share is 8.3%",
        "Suppose 200 loans came back late: the share is 16.7%",
        "Suppose 299 loans came back late: the share is 24.9%",
    ]
    assert len({state.chart.alt for state in states}) == 4
    assert "16.7%" in states[2].chart.alt
    assert [cell.text for cell in states[2].chart.rows[0]][:2] == ["Late", "16.7%"]


def test_two_controls_make_every_combination(case):
    def draw(count, fine):
        rows = [("Fines", "fines-2030")]
        return charts.ranges(
            case.suppose("fines-2030", fine), name="chart-both", title=f"{count}", rows=rows, unit_label="£"
        )

    fines = slide(case, "fines-2030", label="Fines", suppose="fines were {}", step=20)
    made = explore(draw, late(case), fines)
    assert [state.key for state in made.states] == ["0-0", "0-1", "1-0", "1-1", "2-0", "2-1", "3-0", "3-1"]
    assert made.states[-1].chart.title == "Suppose 299 loans came back late and fines were £60: 299"


def test_no_id_on_a_page_stands_twice_even_with_two_explorers(case):
    first = explore(share_of(case), late(case)).html
    second = explore(share_of(case), late(case)).html.replace("chart-late", "chart-other")
    for html in (first, first + second):
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        used = re.findall(r'(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
        used += re.findall(r"url\(#([^)]+)\)", html)
        assert set(used) <= set(ids)


def test_a_page_has_a_named_slider_with_words_for_its_value_and_shows_the_first_state_only(case):
    html = explore(share_of(case), late(case)).html
    slider = re.search(r'<input type="range"[^>]*>', html)[0]
    assert 'aria-valuetext="0"' in slider
    name = re.search(r'id="([^"]+)"', slider)[1]
    assert f'<label for="{name}">Loans late</label>' in html
    assert f'id="{name}-note">Printed: nearly 300.' in html
    assert json.loads(unescape(re.search(r'data-said="([^"]*)"', slider)[1])) == ["0", "100", "200", "299"]
    assert re.findall(r'data-state="(\d)"( hidden="")?>', html) == [("0", ""), *((key, ' hidden=""') for key in "123")]


def test_readings_are_a_group_of_radio_buttons_under_one_question(case):
    made = explore(
        lambda count: share_of(case)(count),
        choose("How many", [("a few", 10), ("a <dozen>", 12)], suppose="{} came back late"),
    )
    assert '<fieldset class="cb-choice"><legend>How many</legend>' in made.html
    assert made.html.count('<input type="radio" name="chart-late-control-0"') == 2
    assert "<span>A &lt;dozen&gt;</span>" in made.html and "<dozen>" not in made.html


@pytest.mark.parametrize("where", ["html", "plain", "markdown"])
def test_all_states_are_in_a_table_for_readers_without_a_script(case, where):
    shown = getattr(explore(share_of(case), late(case)), where)
    for words in ("Loans late", "What follows", "The share is 8.3%", "The share is 24.9%"):
        assert words in shown


def test_what_cannot_be_explored_is_refused(case):
    with pytest.raises(CasebookError, match="expected one control or more"):
        explore(share_of(case))
    with pytest.raises(CasebookError, match="at most 48 states"):
        explore(share_of(case), late(case, step=Fraction(5)))
    with pytest.raises(CasebookError, match="'draw' returned a str; expected a Chart"):
        str(explore(lambda count: "a picture", late(case)))
    names = iter(["chart-one", "chart-two", "chart-three", "chart-four"])
    rows = [("Late", "late-2030")]
    restless = explore(
        lambda count: charts.ranges(case, name=next(names), title="t", rows=rows, unit_label="u"), late(case)
    )
    with pytest.raises(CasebookError, match="expected one name"):
        str(restless)


def test_a_build_makes_no_widget_and_prints_the_same_bytes_twice(case, monkeypatch):
    monkeypatch.setenv(BUILDING, "1")
    made, again = (explore(share_of(case), late(case)) for _ in range(2))
    shown = made._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/markdown", "text/plain"}
    assert 'class="cb-explorer"' in shown["text/html"]
    assert shown == again._repr_mimebundle_()


LIVE = """
from casebook import charts, explorers
from casebook.evidence import Case

case = Case.load({root!r})

def draw(late):
    supposed = case.suppose("late-2030", late)
    if late == 200:
        raise RuntimeError("this one cannot be drawn")
    return charts.ranges(supposed, name="chart-late", title=supposed.fill("the share is {{late-share}}"),
                         rows=[("Late", "late-share")], unit_label="per cent")

slide = explorers.slide(case, "late-2030", label="Loans late", suppose="{{}} came back late", step=100, start=0)
made = explorers.explore(draw, slide)
made.widget
"""


def ran(library, *cells):
    """The notebook of `cells` after a kernel ran it, and the state of its widgets."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in (LIVE.format(root=str(library.root)), *cells)]
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"].values()


def shown_by(state):
    (output,) = (one["state"] for one in state if one["model_name"] == "OutputModel")
    return output["outputs"]


def test_in_a_kernel_it_is_ipywidgets_and_moving_the_slider_draws_the_new_state(library, monkeypatch):
    monkeypatch.delenv(BUILDING, raising=False)
    state = ran(library, "made.widget.children[0].value = 1")
    (slider,) = (one["state"] for one in state if one["model_name"] == "SelectionSliderModel")
    assert (slider["description"], slider["_options_labels"]) == ("Loans late", ["0", "100", "200", "299"])
    (output,) = shown_by(state)
    assert "Suppose 100 came back late: the share is 8.3%" in output["data"]["text/html"]


def test_in_a_kernel_an_error_in_the_drawing_is_seen_where_the_chart_would_be(library, monkeypatch):
    monkeypatch.delenv(BUILDING, raising=False)
    (output,) = shown_by(ran(library, "made.widget.children[0].value = 2"))
    assert (output["output_type"], output["ename"]) == ("error", "RuntimeError")
    assert "this one cannot be drawn" in output["evalue"]
