"""What became of a whole: its parts, which must make it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebook.charts.canvas import Box, Canvas, text_width, wrapped
from casebook.charts.chart import Cell, Chart
from casebook.charts.numbers import Number, listed, number, source_line, told
from casebook.charts.rows import Plot, Row, paint_rows
from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.quantity import Bounds, Quantity, rest, say_number, share

_BAR_TOP, _BAR_HIGH = 32.0, 34.0


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    number: Number
    role: str
    share: str

    @property
    def words(self) -> str:
        return f"{self.number.words} ({self.share})"


def outcomes(
    case: Case,
    *,
    name: str,
    title: str,
    whole: str,
    parts: Sequence[tuple[str, str]],
    reads: str = "",
    labels: Mapping[str, str] | None = None,
) -> Chart:
    """The count `whole` as one bar, divided into (id, role) parts; a part that is worked out is hatched.

    `labels` names parts by id (and the whole); otherwise the last step of a part's path does.
    Raises CasebookError where a count is not exact or the parts do not make up the whole.
    """
    all_of_it = number(case, whole)
    found = [_part(case, all_of_it, part, role, (labels or {}).get(part)) for part, role in parts]
    _check(name, all_of_it, [part.number for part in found])
    head = (labels or {}).get(whole, f"All {all_of_it.quantity.population}s")
    said = listed([f"{part.label} {part.words}{', worked out' if part.number.derived else ''}" for part in found])
    rows = [(Cell(head), Cell(all_of_it.words, whole), Cell("100%"), Cell(all_of_it.known))]
    rows += [
        (Cell(part.label), Cell(part.number.words, part.number.id), Cell(part.share), Cell(part.number.known))
        for part in found
    ]
    return Chart(
        name=name,
        title=title,
        alt=told(case, [f"One bar of {all_of_it.words}, divided: {said}."], reads),
        columns=("Part", "Number", "Share of the whole", "How it is known"),
        rows=tuple(rows),
        draw=lambda canvas: (
            _paint_list(canvas, head, all_of_it, found) if canvas.narrow else _paint_bar(canvas, head, all_of_it, found)
        ),
        source_line=source_line(case, [whole, *(part.number.id for part in found)]),
    )


def _part(case: Case, whole: Number, name: str, role: str, label: str | None) -> _Part:
    found = number(case, name)
    path = found.quantity.part
    own = role if _is_rest(found) or "+" in path else path.rpartition("/")[2]
    return _Part(
        label or own.replace("-", " "),
        found,
        role,
        _share(found.quantity, whole.quantity),
    )


def _share(part: Quantity, whole: Quantity) -> str:
    portion = share(part, whole)
    assert portion.bounds.lower is not None
    return f"{say_number(portion.bounds.lower, 1)}%"


def _check(chart: str, whole: Number, parts: Sequence[Number]) -> None:
    for count in [whole, *parts]:
        if count.exact is None:
            raise CasebookError(
                f"chart {chart!r}: {count.id!r} is {count.words!r}, which is not exact; "
                "expected exact counts, or the form 'ranges'"
            )
    left = _left(chart, whole.quantity, parts)
    if left.bounds != Bounds.exactly(0):
        raise CasebookError(
            f"chart {chart!r}: {listed([repr(part.id) for part in parts])} do not make up "
            f"{whole.id!r} ({whole.words}); {left.say()} would be left over"
        )


def _left(chart: str, whole: Quantity, parts: Sequence[Number]) -> Quantity:
    """What the parts leave of the whole; one of them may itself be what the others leave."""
    left = rest(whole, *(part.quantity for part in parts if not _is_rest(part)))
    leftovers = [part for part in parts if _is_rest(part)]
    for part in leftovers:
        if len(leftovers) > 1 or part.quantity.period != whole.period:
            raise CasebookError(
                f"chart {chart!r}: {part.id!r} is worked out as a rest; expected one such part, of the same period"
            )
        left = left.worked(left.bounds - part.quantity.bounds, signed=True)
    return left


def _is_rest(part: Number) -> bool:
    return part.quantity.part.endswith("/rest")


def _paint_list(canvas: Canvas, head: str, whole: Number, parts: Sequence[_Part]) -> None:
    rows = [Row(head, whole, whole.words)]
    rows += [Row(part.label, part.number, part.words, part.role, hatched=part.number.derived) for part in parts]
    paint_rows(canvas, rows, Plot("count", f"Number of {whole.quantity.population}s", bars=True))


def _paint_bar(canvas: Canvas, head: str, whole: Number, parts: Sequence[_Part]) -> None:
    total = whole.exact or Fraction(1)
    canvas.text(0, 12, f"{head}: {whole.words}", bold=True)
    left, spans = 0.0, []
    for part in parts:
        right = left + float((part.number.exact or 0) / total) * canvas.width
        box = Box(left + (1 if left else 0), _BAR_TOP, right - 1, _BAR_TOP + _BAR_HIGH)
        if box.right > box.left:
            canvas.rect(box, part.role, hatched=part.number.derived)
        spans.append((left, right))
        left = right
    top = _BAR_TOP + _BAR_HIGH + 22
    blocks = [[*wrapped(part.label, 200, canvas.size), part.words] for part in parts]
    starts = _starts(canvas, blocks, spans)
    for block, x, (from_x, to_x) in zip(blocks, starts, spans, strict=True):
        middle = (from_x + to_x) / 2
        foot = min(max(middle, x + 4), x + _wide(canvas, block) - 4)
        canvas.line((middle, _BAR_TOP + _BAR_HIGH + 1), (foot, top - 10), colour="muted")
        canvas.lines(x, top, block[:-1], bold=True)
        canvas.text(x, top + (len(block) - 1) * canvas.leading(), block[-1])
    canvas.height = top + canvas.leading() * max(len(block) for block in blocks)


def _wide(canvas: Canvas, block: Sequence[str]) -> float:
    return max(text_width(line, canvas.size, True) for line in block)


def _starts(canvas: Canvas, blocks: Sequence[Sequence[str]], spans: Sequence[tuple[float, float]]) -> list[float]:
    """Where each label starts: under the middle of its part, or aside until none runs into the next or off the edge."""
    wide = [_wide(canvas, block) for block in blocks]
    starts = [max(0.0, (left + right) / 2 - width / 2) for (left, right), width in zip(spans, wide, strict=True)]
    limit = float(canvas.width)
    for position in reversed(range(len(starts))):
        starts[position] = min(starts[position], limit - wide[position])
        limit = starts[position] - 18
    floor = 0.0
    for position, width in enumerate(wide):
        starts[position] = max(starts[position], floor)
        floor = starts[position] + width + 18
    return starts
