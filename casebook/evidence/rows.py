"""The shape of the evidence: one class a table, one field a column, declared once.

The loader checks files against these declarations and `datapackage.json` is written from them, so the two cannot drift.
What only one case can know (the tracks of its story, the seats its sources speak from) is a vocabulary of that case,
in its `case.yml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from casebook.quantity import RELATIONS, Bounds, Moment, Period, Quantity, Relation, bounds_of, say_date

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
PART = rf"{SLUG}(/{SLUG})*"

GRADES = ("core", "official", "press", "mirror", "inferred")


def column(
    meaning: str,
    *,
    kind: str = "",
    required: bool = False,
    words: tuple[str, ...] = (),
    vocabulary: str = "",
    pattern: str = "",
    target: str = "",
) -> Any:
    """Declare a column: what it means and what may stand in it.

    `words` are the only values allowed; `vocabulary` names a list of the case that holds them;
    `target` is the table whose `id` a value must be; `kind` is set where the field's type does not tell it.
    """
    about = {"meaning": meaning, "kind": kind, "required": required, "words": words}
    return field(metadata=about | {"vocabulary": vocabulary, "pattern": pattern, "target": target})


@dataclass(frozen=True, slots=True)
class Source:
    """Documents: the core articles and what corroborates or corrects them."""

    id: str = column("Readable name of the source: publisher and date or subject.", required=True, pattern=SLUG)
    short: str = column("Short name printed at a mark, such as 'Annual report, 2031'.", required=True)
    title: str = column("Title as published.", required=True)
    publisher: str = column("Who published it.", required=True)
    author: str = column("Who wrote it, where that is known.")
    date: str = column("Date of publication, as exactly as it is known.", kind="partial-date")
    date_basis: str = column("How the date is known: printed, or inferred and from what.", required=True)
    kind: str = column("What sort of document it is.", required=True, vocabulary="source-kind")
    seat: str = column("From what seat it speaks.", required=True, vocabulary="seat")
    grade: str = column("Grade of evidence.", required=True, words=GRADES)
    url: str = column("Address at which it was published; empty where none was found.")
    note: str = column("What a reader must know before leaning on it.")


@dataclass(frozen=True, slots=True)
class Body:
    """People and institutions."""

    id: str = column("Readable name of the person or body.", required=True, pattern=SLUG)
    name: str = column("Full name.", required=True)
    short: str = column("Name for labels and marks, at most about 20 characters.", required=True)
    kind: str = column("What it is.", required=True, vocabulary="body-kind")
    belongs_to: str = column("The body a person speaks for.", target="bodies")
    side: str = column("Its place in the dispute.", required=True, vocabulary="side")
    role: str = column("Its part in the story, in one plain sentence.", required=True)
    source: str = column("A source in which it appears.", required=True, target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")
    note: str = column("Misnamings, later changes of name, doubts.")


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers as they were printed, each with its hedge."""

    id: str = column("Readable name of the figure: what, and when.", required=True, pattern=SLUG)
    words: str = column("The few words around the number, as printed.", required=True)
    hedge: str = column("The hedging words alone, as printed, in lower case; empty where there are none.")
    number: str = column("The number alone, as printed: '8000', '1 in 10', '55%', 'thousands'.", required=True)
    relation: Relation = column("What the hedge says about the true value.", required=True, words=RELATIONS)
    value: Fraction | None = column("The printed number as a decimal; empty for words without a number.")
    lower: Fraction | None = column("Lower bound that the words support.")
    upper: Fraction | None = column("Upper bound that the words support.")
    reading: str = column(
        "The rule by which a reading narrows or widens the bounds, in words; empty where none is used."
    )
    reading_lower: Fraction | None = column("Lower bound under that reading.")
    reading_upper: Fraction | None = column("Upper bound under that reading.")
    unit: str = column(
        "What one unit of the number is.",
        required=True,
        words=("count", "per cent", "pound", "year", "month", "day", "times", "rank"),
    )
    population: str = column("What is counted, in the singular: loan, person, book.", required=True, pattern=SLUG)
    part: str = column(
        "Which part of the population, as a path from the whole to the part; 'all' holds every part.",
        required=True,
        pattern=PART,
    )
    whole: str = column("For a share: the part of the population of which it is a share.", pattern=PART)
    period_start: date | None = column("First day of the period counted.")
    period_end: date | None = column("Last day of the period counted.")
    period_label: str = column("How the source labels the period.")
    speaker: str = column("Who says it.", required=True, target="bodies")
    relayed_by: str = column("Who passes it on, where the speaker is not the source itself.", target="bodies")
    source: str = column("The source that prints it.", required=True, target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")
    grade: str = column("Grade of evidence.", required=True, words=GRADES)
    note: str = column("What the number is not; doubts; other prints.")

    @property
    def printed(self) -> str:
        """The hedge and the number, as the source has them."""
        return f"{self.hedge} {self.number}".strip()

    @property
    def period(self) -> Period | None:
        """The period counted; None where the source states none that can be placed."""
        if self.period_start is None or self.period_end is None:
            return None
        return Period(self.period_start, self.period_end)

    @property
    def quantity(self) -> Quantity:
        """The figure as a number to reckon with. Raises ValueError where relation and bounds do not fit."""
        has_reading = self.reading_lower is not None or self.reading_upper is not None
        return Quantity(
            bounds=bounds_of(self.relation, self.lower, self.upper),
            unit=self.unit,
            population=self.population,
            part=self.part,
            whole=self.whole,
            period=self.period,
            centre=self.value,
            printed=self.printed,
            reading=Bounds(self.reading_lower, self.reading_upper) if has_reading else None,
        )


@dataclass(frozen=True, slots=True)
class Derivation:
    """Numbers worked out from figures, each with its expression and what it means."""

    id: str = column("Readable name of the derivation.", required=True, pattern=SLUG)
    expression: str = column(
        "Python arithmetic over {figure-id} and {derivation-id}, with the functions of casebook.", required=True
    )
    decimals: int = column("Decimal places to print.", required=True)
    meaning: str = column("One sentence that says what the result means.", required=True)
    assumes: str = column("What it takes for granted; empty where nothing beyond the figures.")


@dataclass(frozen=True, slots=True)
class Event:
    """Things that happened on a date known to the day, the month or the year."""

    id: str = column("Readable name of the event.", required=True, pattern=SLUG)
    date: str = column("The date, as exactly as it is known.", kind="partial-date", required=True)
    precision: str = column("How exactly the date is known.", required=True, words=("day", "week", "month", "year"))
    bound: str = column(
        "Whether the date is the date, a latest date or an earliest date.", required=True, words=("on", "by", "from")
    )
    title: str = column("What happened, in one plain sentence without the date.", required=True)
    short: str = column("Label for charts, at most about 32 characters.", required=True)
    track: str = column("The strand of the story it belongs to.", required=True, vocabulary="track")
    grade: str = column("Grade of evidence of the date given.", required=True, words=GRADES)
    note: str = column("How the sources differ on it.")

    @property
    def moment(self) -> Moment:
        """The days between which it happened; a week is counted from the date given."""
        moment = Moment.from_partial(self.date)
        return Moment(moment.earliest, moment.earliest + timedelta(days=6)) if self.precision == "week" else moment

    @property
    def printed(self) -> str:
        """The date in words, as exactly as it is known."""
        words = f"the week of {say_date(self.moment.earliest)}" if self.precision == "week" else str(self.moment)
        return {"on": words, "by": f"{words} or before", "from": f"{words} or later"}[self.bound]


@dataclass(frozen=True, slots=True)
class EventSource:
    """Which sources tell of which event, and with what date."""

    event: str = column("The event.", required=True, target="events")
    source: str = column("A source that tells of it.", required=True, target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")
    dated: str = column("The date in the source's own terms; empty where it gives none.")
    agrees: str = column(
        "Whether the source's date fits the date given.", required=True, words=("yes", "no", "undated")
    )


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in which source, and how."""

    source: str = column("The source.", required=True, target="sources")
    body: str = column("Who speaks.", required=True, target="bodies")
    manner: str = column(
        "Quoted in its own words, paraphrased, the writer itself, or asked and not answering.",
        required=True,
        words=("quoted", "paraphrased", "writer", "declined"),
    )
    quoted_words: int = column("Words printed inside quotation marks, counted by this project.", required=True)
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")


@dataclass(frozen=True, slots=True)
class Ground:
    """Legal grounds: as their supporters summarised them and as they were pleaded."""

    id: str = column("Readable name of the ground.", required=True, pattern=SLUG)
    form: str = column("Summarised outside court, or pleaded in it.", required=True, words=("summarised", "pleaded"))
    order: int | None = column("Place in its list.")
    title: str = column("The ground in a few words.", required=True)
    statement: str = column("What is argued, in plain words.", required=True)
    instrument: str = column("The law it rests on.")
    answer: str = column(
        "The answer of the other side, where a source carries one; otherwise that none was found.",
        required=True,
    )
    status: str = column("What became of it.", required=True, words=("undecided", "evidence-not-ground"))


@dataclass(frozen=True, slots=True)
class GroundListing:
    """Which source lists which ground."""

    ground: str = column("The ground.", required=True, target="grounds")
    source: str = column("The source that lists it.", required=True, target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")
    note: str = column("How it is put there.")


@dataclass(frozen=True, slots=True)
class Item:
    """What sources list, item by item: one row for each item in each source's list."""

    listing: str = column("Readable name of what is listed.", required=True, pattern=SLUG)
    item: str = column("The item in plain words, the same wherever the same thing is meant.", required=True)
    source: str = column("The source that lists it.", required=True, target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")
    put_as: str = column("How the source puts it, where it differs from the item's own words.")
    grade: str = column("Grade of evidence.", required=True, words=GRADES)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a named party asserts."""

    id: str = column("Readable name of the claim.", required=True, pattern=SLUG)
    statement: str = column("What is asserted, in plain words and without endorsing it.", required=True)
    kind: str = column(
        "What sort of assertion it is.",
        required=True,
        words=("fact", "estimate", "inference", "judgement", "prediction"),
    )
    evidence: str = column("What is offered for it.", required=True)
    note: str = column("What a careful reader should notice.")


@dataclass(frozen=True, slots=True)
class ClaimSide:
    """Who makes or disputes a claim, and where."""

    claim: str = column("The claim.", required=True, target="claims")
    body: str = column("Who.", required=True, target="bodies")
    stance: str = column("Makes it or disputes it.", required=True, words=("makes", "disputes"))
    source: str = column("The source that says so.", required=True, target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Two sources, or a source and the arithmetic, at odds."""

    id: str = column("Readable name of the discrepancy.", required=True, pattern=SLUG)
    question: str = column("What is at issue, as a question.", required=True)
    working: str = column("How it was worked through, in plain words; numbers only as {ids}.", required=True)
    finding: str = column("What the working supports.", required=True)
    open: str = column("What remains open; 'nothing' where it is settled.", required=True)
    state: str = column("How far it is settled.", required=True, words=("settled", "leaning", "open"))


@dataclass(frozen=True, slots=True)
class DiscrepancySide:
    """What each side of a discrepancy says."""

    discrepancy: str = column("The discrepancy.", required=True, target="discrepancies")
    order: int = column("Place in the list of sides.", required=True)
    says: str = column("What this side says, in plain words; numbers only as {ids}.", required=True)
    source: str = column("The source; empty where the side is this book's arithmetic.", target="sources")
    place: str = column("Where in the source, such as 'paragraph 9' or 'headline'.")


ROWS: dict[str, type] = {
    "sources": Source,
    "bodies": Body,
    "figures": Figure,
    "derivations": Derivation,
    "events": Event,
    "event_sources": EventSource,
    "voices": Voice,
    "grounds": Ground,
    "ground_listings": GroundListing,
    "items": Item,
    "claims": Claim,
    "claim_sides": ClaimSide,
    "discrepancies": Discrepancy,
    "discrepancy_sides": DiscrepancySide,
}

# Columns that together name a row of a table that has no id of its own.
KEYS: dict[str, tuple[str, ...]] = {
    "event_sources": ("event", "source", "place"),
    "voices": ("source", "body", "manner"),
    "ground_listings": ("ground", "source", "place"),
    "items": ("listing", "item", "source"),
    "claim_sides": ("claim", "body", "stance", "source"),
    "discrepancy_sides": ("discrepancy", "order"),
}

REQUIRED_TABLES = ("sources", "bodies", "figures")
