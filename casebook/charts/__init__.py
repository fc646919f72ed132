"""Charts that cannot be made without a title, a text alternative and a table of their numbers.

Each form takes a case and ids, never numbers, and returns a Chart:

    from casebook.charts import ranges
    ranges(case, name="two-counts", title="Two counts", rows=[("First", "some-id")], unit_label="Number of orders")
"""

from casebook.charts.argument import argument
from casebook.charts.chart import Cell, Chart
from casebook.charts.listings import Listed, grounds, items
from casebook.charts.outcomes import outcomes
from casebook.charts.path import End, Step, path
from casebook.charts.ranges import ranges
from casebook.charts.rates import rates
from casebook.charts.readings import readings, say_gap
from casebook.charts.shares import shares
from casebook.charts.sums import sums
from casebook.charts.timeline import timeline
from casebook.charts.voices import voices

__all__ = [
    "Cell",
    "Chart",
    "End",
    "Listed",
    "Step",
    "argument",
    "grounds",
    "items",
    "outcomes",
    "path",
    "ranges",
    "rates",
    "readings",
    "say_gap",
    "shares",
    "sums",
    "timeline",
    "voices",
]
