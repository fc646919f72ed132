"""The list of corrections: discrepancies in which the evidence shows a print to be wrong, each with its arithmetic.

Which discrepancies these are is an editor's choice, so the directive names them; what it prints comes from the tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from casebook.evidence import Discrepancy
from casebook.evidence.case import unknown
from casebook.sphinx.domain import row_reference
from casebook.sphinx.nodes_of import fields, row
from casebook.sphinx.reference import Listing


class Corrections(Listing):
    """```{corrections}``` with the ids of discrepancies in its body, one a line."""

    has_content = True

    def listing(self) -> Iterator[nodes.Node]:
        for name in filter(None, (line.strip() for line in self.content)):
            if name not in self.case.discrepancies:
                raise self.error(str(unknown(name, list(self.case.discrepancies), "discrepancy")))
            discrepancy = self.case.discrepancies[name]
            if discrepancy.state == "open":
                raise self.error(f"'{name}' is open in data/discrepancies.csv: nothing shows either side to be wrong")
            yield self._row(discrepancy)

    def _row(self, discrepancy: Discrepancy) -> nodes.container:
        sides = sorted(
            (side for side in self.case.discrepancy_sides if side.discrepancy == discrepancy.id),
            key=lambda side: side.order,
        )
        printed = nodes.bullet_list()
        for side in sides:
            if side.source:
                whose = self.source_at(side.source, side.place)
                printed += nodes.list_item(
                    "", nodes.paragraph("", "", *whose, nodes.Text(": "), *self.filled(side.says))
                )
        question = row_reference("discrepancy", discrepancy.id, self.env.docname, nodes.Text(discrepancy.question))
        return row(
            f"correction-{discrepancy.id}",
            [nodes.strong("", "", question)],
            printed,
            fields(
                (
                    ("Working", self.filled(discrepancy.working)),
                    ("Finding", self.filled(discrepancy.finding)),
                    ("Still open", "" if discrepancy.open == "nothing" else self.filled(discrepancy.open)),
                    ("State", discrepancy.state),
                )
            ),
        )


DIRECTIVES = {"corrections": Corrections}
