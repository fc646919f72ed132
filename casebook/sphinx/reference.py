"""Directives that write the reference pages: every row listed once, with a way back to where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from casebook.evidence import Case, Derivation, Discrepancy, Event, Figure, Source
from casebook.quantity import Moment, Quantity
from casebook.sphinx.domain import CaseDomain, row_reference
from casebook.sphinx.nodes_of import fields, filled, joined, row, section, source_at, used_in
from casebook.sphinx.state import state_of

# Hosts that keep copies of others' pages.
_STORED = re.compile(r"https?://(?:web\.?archive\.|archive\.(?:org|ph|today|is)/|perma\.cc/)")

_GRADES = {
    "core": "core: one of the core articles",
    "official": "official: a public body's own page or paper",
    "press": "press: a newspaper's, charity's, journal's or law firm's own page",
    "mirror": "mirror: a copy or a quotation of the original",
    "inferred": "inferred: worked out by this book",
}


class Listing(SphinxDirective):
    """A directive that lists every row of its kinds; `homes` are those that links elsewhere will find here."""

    homes: ClassVar[tuple[str, ...]] = ()

    @property
    def case(self) -> Case:
        return state_of(self.env.app).case

    def run(self) -> list[nodes.Node]:
        domain = self.env.get_domain("case")
        assert isinstance(domain, CaseDomain)
        for kind in self.homes:
            domain.homes[kind] = self.env.docname
        return list(self.listing())

    def listing(self) -> Iterator[nodes.Node]:
        raise NotImplementedError

    def filled(self, text: str) -> list[nodes.Node]:
        return filled(self.case, text, self.env.docname)

    def source_at(self, source: str, place: str = "") -> list[nodes.Node]:
        return source_at(self.case, source, place, self.env.docname)

    def used_in(self, name: str) -> list[nodes.Node]:
        return used_in(state_of(self.env.app).uses.get(name, []), name, self.env.docname)

    def body(self, name: str) -> list[nodes.Node]:
        return [row_reference("body", name, self.env.docname, nodes.Text(self.case.body(name).short))]


class Ledger(Listing):
    """Every figure, by the source that prints it."""

    homes = ("figure",)

    def listing(self) -> Iterator[nodes.Node]:
        for source in self.case.sources.values():
            figures = [figure for figure in self.case.figures.values() if figure.source == source.id]
            if figures:
                yield section(source.short, f"ledger-{source.id}", *map(self._row, figures))

    def _row(self, figure: Figure) -> nodes.container:
        quantity = figure.quantity
        speaker = self.body(figure.speaker)
        if figure.relayed_by:
            speaker += [nodes.Text(", relayed by "), *self.body(figure.relayed_by)]
        head: list[nodes.Node] = [nodes.strong("", figure.printed), nodes.Text(" "), nodes.literal("", figure.id)]
        described = figure.words.startswith("[")
        return row(
            f"figure-{figure.id}",
            head,
            fields(
                (
                    (
                        "Words",
                        figure.words.strip("[]") + " (counted, not printed)" if described else f"“{figure.words}”",
                    ),
                    ("Bounds", _bounds(quantity)),
                    ("Reading", _reading(figure, quantity)),
                    ("Counts", _counts(figure)),
                    ("Period", _period(figure)),
                    ("Speaker", speaker),
                    ("Place", self.source_at(figure.source, figure.place)),
                    ("Grade", _GRADES[figure.grade]),
                    ("Note", figure.note),
                    ("Worked into", self._worked_into(figure.id)),
                    ("Used in", self.used_in(figure.id)),
                )
            ),
        )

    def _worked_into(self, name: str) -> list[nodes.Node]:
        results = [row.id for row in self.case.derivations.values() if name in self.case.leans_on(row.id)]
        return joined(
            [[row_reference("derivation", result, self.env.docname, nodes.Text(result))] for result in results]
        )


class Workings(Listing):
    """Every derivation: its result, its working, what it means and what it assumes."""

    homes = ("derivation",)

    def listing(self) -> Iterator[nodes.Node]:
        yield from map(self._row, self.case.derivations.values())

    def _row(self, derivation: Derivation) -> nodes.container:
        legs = [
            [row_reference(self.case.kind_of(leg), leg, self.env.docname, nodes.Text(leg))]
            for leg in self.case.leans_on(derivation.id)
        ]
        return row(
            f"derivation-{derivation.id}",
            [nodes.strong("", self.case.say(derivation.id)), nodes.Text(" "), nodes.literal("", derivation.id)],
            fields(
                (
                    ("Meaning", self.filled(derivation.meaning)),
                    ("Working", self.case.working(derivation.id)),
                    ("From", joined(legs)),
                    ("Assumes", self.filled(derivation.assumes)),
                    ("Used in", self.used_in(derivation.id)),
                )
            ),
        )


class Timeline(Listing):
    """Every event, by year."""

    homes = ("event",)

    def listing(self) -> Iterator[nodes.Node]:
        events = sorted(self.case.events.values(), key=lambda event: (event.moment.earliest, event.moment.latest))
        for year in dict.fromkeys(event.moment.earliest.year for event in events):
            rows = [self._row(event) for event in events if event.moment.earliest.year == year]
            yield section(str(year), f"year-{year}", *rows)

    def _row(self, event: Event) -> nodes.container:
        told = [row for row in self.case.event_sources if row.event == event.id]
        sources = [self.source_at(row.source, row.place) + [nodes.Text(_dated(row.dated, row.agrees))] for row in told]
        return row(
            f"event-{event.id}",
            [nodes.strong("", event.printed), nodes.Text(f": {event.title}")],
            fields(
                (
                    ("Strand", self.case.label("track", event.track)),
                    ("Told by", joined(sources)),
                    ("Grade", _GRADES[event.grade]),
                    ("Note", event.note),
                    ("Used in", self.used_in(event.id)),
                )
            ),
        )


class Bodies(Listing):
    """People and institutions, by their side in the matter."""

    homes = ("body",)

    def listing(self) -> Iterator[nodes.Node]:
        for side, label in self.case.about["vocabularies"]["side"].items():
            bodies = [body for body in self.case.bodies.values() if body.side == side]
            if bodies:
                title = label[0].upper() + label[1:]
                yield section(title, f"side-{side}", *(self._row(body.id) for body in bodies))

    def _row(self, name: str) -> nodes.container:
        body = self.case.body(name)
        speaks = [
            self.source_at(voice.source) + [nodes.Text(f" ({voice.manner})")]
            for voice in self.case.voices
            if voice.body == name
        ]
        return row(
            f"body-{name}",
            [nodes.strong("", body.name), nodes.Text(f": {self.case.label('body-kind', body.kind)}")],
            fields(
                (
                    ("Part", body.role),
                    ("Speaks for", self.body(body.belongs_to) if body.belongs_to else ""),
                    ("Speaks in", joined(speaks)),
                    ("Found in", self.source_at(body.source, body.place)),
                    ("Note", body.note),
                )
            ),
        )


class Discrepancies(Listing):
    """Every discrepancy: the sides, the working, what it supports and what stays open."""

    homes = ("discrepancy",)

    def listing(self) -> Iterator[nodes.Node]:
        yield from map(self._row, self.case.discrepancies.values())

    def _row(self, discrepancy: Discrepancy) -> nodes.Node:
        sides = nodes.bullet_list()
        for side in sorted(
            (side for side in self.case.discrepancy_sides if side.discrepancy == discrepancy.id),
            key=lambda side: side.order,
        ):
            whose = self.source_at(side.source, side.place) if side.source else [nodes.Text("This book's arithmetic")]
            sides += nodes.list_item("", nodes.paragraph("", "", *whose, nodes.Text(": "), *self.filled(side.says)))
        return section(
            discrepancy.question,
            f"discrepancy-{discrepancy.id}",
            sides,
            fields(
                (
                    ("Working", self.filled(discrepancy.working)),
                    ("Finding", self.filled(discrepancy.finding)),
                    ("Open", self.filled(discrepancy.open)),
                    ("State", discrepancy.state),
                    ("Used in", self.used_in(discrepancy.id)),
                )
            ),
        )


class Grounds(Listing):
    """Every legal ground, first as pleaded, then as summarised."""

    homes = ("ground",)

    def listing(self) -> Iterator[nodes.Node]:
        for form, title in (("pleaded", "As pleaded in court"), ("summarised", "As summarised outside court")):
            grounds = [ground for ground in self.case.grounds.values() if ground.form == form]
            if grounds:
                yield section(title, f"grounds-{form}", *(self._row(ground.id) for ground in grounds))

    def _row(self, name: str) -> nodes.container:
        ground = self.case.grounds[name]
        listed = [self.source_at(row.source, row.place) for row in self.case.ground_listings if row.ground == name]
        status = {
            "undecided": "never decided",
            "evidence-not-ground": "evidence for other grounds, no ground of its own",
        }
        return row(
            f"ground-{name}",
            [nodes.strong("", ground.title)],
            fields(
                (
                    ("Argument", self.filled(ground.statement)),
                    ("Rests on", ground.instrument),
                    ("Answer", self.filled(ground.answer)),
                    ("Listed by", joined(listed)),
                    ("Outcome", status[ground.status]),
                    ("Used in", self.used_in(name)),
                )
            ),
        )


class Claims(Listing):
    """Every claim, with who makes it, who disputes it and what is offered for it."""

    homes = ("claim",)

    def listing(self) -> Iterator[nodes.Node]:
        yield from (self._row(name) for name in self.case.claims)

    def _row(self, name: str) -> nodes.container:
        claim = self.case.claims[name]
        return row(
            f"claim-{name}",
            [nodes.strong("", "", *self.filled(claim.statement))],
            fields(
                (
                    ("Kind", claim.kind),
                    ("Made by", self._sides(name, "makes")),
                    ("Disputed by", self._sides(name, "disputes") or "nobody in the sources read"),
                    ("Evidence", self.filled(claim.evidence)),
                    ("Note", self.filled(claim.note)),
                    ("Used in", self.used_in(name)),
                )
            ),
        )

    def _sides(self, name: str, stance: str) -> list[nodes.Node]:
        sides = [side for side in self.case.claim_sides if side.claim == name and side.stance == stance]
        return joined(
            [
                [*self.body(side.body), nodes.Text(" ("), *self.source_at(side.source, side.place), nodes.Text(")")]
                for side in sides
            ]
        )


class Bibliography(Listing):
    """Every source, the core ones first."""

    homes = ("source",)

    def listing(self) -> Iterator[nodes.Node]:
        for title, anchor, core in (
            ("The core articles", "sources-core", True),
            ("Corroborating sources", "sources-other", False),
        ):
            sources = [source for source in self.case.sources.values() if (source.grade == "core") == core]
            if sources:
                yield section(title, anchor, *map(self._row, sources))

    def _row(self, source: Source) -> nodes.container:
        link = nodes.reference("", source.url, refuri=source.url, classes=["cb-address"])
        is_stored = bool(_STORED.match(source.url))
        address: list[nodes.Node] = [link] if source.url else [nodes.Text("none found")]
        return row(
            f"source-{source.id}",
            [nodes.strong("", source.title), nodes.Text(f" ({source.short})")],
            fields(
                (
                    ("Publisher", source.publisher),
                    ("Author", source.author),
                    ("Date", _published(source)),
                    ("Kind", self.case.label("source-kind", source.kind)),
                    ("Seat", self.case.label("seat", source.seat)),
                    ("Grade", _GRADES[source.grade]),
                    ("Stored copy" if is_stored else "Address", address),
                    ("Note", source.note),
                    ("Used in", self._uses(source.id)),
                )
            ),
        )

    def _uses(self, name: str) -> list[nodes.Node]:
        """Pages that cite the source or a row that rests on it."""
        state = state_of(self.env.app)
        citing = [used for used in state.uses if self._rests_on(used, name)]
        pages = [page.name for page in state.pages if any(page.name in state.uses[used] for used in citing)]
        return used_in(pages, name, self.env.docname)

    def _rests_on(self, used: str, name: str) -> bool:
        citable = any(used in rows for rows in self.case.citable.values())
        return citable and name in self.case.sources_of(used)


def _published(source: Source) -> str:
    day = str(Moment.from_partial(source.date)) if source.date else "none printed"
    return f"{day} ({source.date_basis})"


def _bounds(quantity: Quantity) -> str:
    if quantity.relation == "approx":
        return "none: the words give a number and no limits"
    if quantity.relation == "words":
        return "none: no number is printed"
    return quantity.say_in_full()


def _reading(figure: Figure, quantity: Quantity) -> str:
    if not figure.reading:
        return ""
    if quantity.reading is None:
        return figure.reading
    ends = [f"{float(end):,g}" for end in (quantity.reading.lower, quantity.reading.upper) if end is not None]
    return f"{figure.reading} ({' to '.join(ends)})"


def _counts(figure: Figure) -> str:
    if figure.unit == "count":
        return f"{figure.population.replace('-', ' ')}s: {_path(figure.part)}"
    if figure.whole:
        return f"a share of {figure.population.replace('-', ' ')}s: {_path(figure.part)}, out of {_path(figure.whole)}"
    return f"{figure.unit}: {figure.population.replace('-', ' ')}, {_path(figure.part)}"


def _path(part: str) -> str:
    return " › ".join(part.replace("-", " ").split("/"))


def _period(figure: Figure) -> str:
    if figure.period and figure.period_label:
        return f"{figure.period} (labelled “{figure.period_label}”)"
    if figure.period:
        return str(figure.period)
    return f"not stated; labelled “{figure.period_label}”" if figure.period_label else ""


def _dated(dated: str, agrees: str) -> str:
    if agrees == "undated":
        return " (gives no date)"
    if agrees == "no":
        return f" (says {dated}, which differs)" if dated else " (differs)"
    return f" ({dated})" if dated else ""


DIRECTIVES = {
    "ledger": Ledger,
    "workings": Workings,
    "timeline": Timeline,
    "bodies": Bodies,
    "discrepancies": Discrepancies,
    "grounds": Grounds,
    "claims": Claims,
    "bibliography-of-sources": Bibliography,
}
