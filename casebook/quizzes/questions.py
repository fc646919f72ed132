"""The kinds of question, declared once: what each may hold and what it must."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from casebook.evidence.derive import ids_in
from casebook.evidence.rows import SLUG

# What a statement can be, and what a reader chooses from.
CATEGORIES = {
    "reported-fact": "Reported fact",
    "estimate": "Estimate",
    "claim": "Claim by a party",
    "inference": "Inference",
}
# Fields whose words are names for the machine; every other string is text for a reader.
_NAMES = {"id", "type", "objective", "rests_on", "ask", "quantity", "event", "is"}

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(lambda text: " ".join(text.split()))
]
Slug = Annotated[str, StringConstraints(pattern=rf"^{SLUG}$")]


class Part(BaseModel):
    """What all parts of a question share: fixed once read, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """One of the answers to choose from."""

    text: Text
    right: bool = False
    feedback: Text


class Item(Part):
    """One of the things to put in order; `event` lends it its date."""

    text: Text
    event: Slug | None = None
    feedback: Text


class Pair(Part):
    """Two things that belong together."""

    left: Text
    right: Text
    feedback: Text


class Statement(Part):
    """Something said, and what it is."""

    text: Text
    category: Literal["reported-fact", "estimate", "claim", "inference"] = Field(alias="is")
    feedback: Text


class Criterion(Part):
    """A line of a rubric."""

    text: Text
    points: Annotated[int, Field(ge=1)]


class NumericFeedback(Part):
    """What is said of a number that is right, too low, too high, or the bound itself."""

    right: Text
    below: Text | None = None
    above: Text | None = None
    at_bound: Text | None = None


class Asked(Part):
    """What every question has."""

    id: Slug
    objective: Slug
    rests_on: Annotated[tuple[Slug, ...], Field(min_length=1)]
    difficulty: Annotated[int, Field(ge=1, le=3)]
    prompt: Text
    hint: Text | None = None
    matters: Text | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the evidence that the question works with besides those in its text."""
        return self.rests_on

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id of the evidence that the question names, in its text or beside it, once each."""
        named = [name for _, text in texts_in(self.model_dump(by_alias=True)) for name in ids_in(text)]
        return tuple(dict.fromkeys([*named, *self.rows]))


class Choice(Asked):
    """What the questions with options share."""

    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=5)]
    keep_order: bool = False


class Single(Choice):
    """One option is right."""

    type: Literal["single"]


class Multiple(Choice):
    """At least one option is right and at least one wrong."""

    type: Literal["multiple"]


class Numeric(Asked):
    """The reader types a number, which the bounds of a quantity mark."""

    type: Literal["numeric"]
    ask: Literal["admissible", "exact"]
    quantity: Slug
    decimals: Annotated[int, Field(ge=0, le=12)] | None = None
    unit: Text
    feedback: NumericFeedback

    @property
    def rows(self) -> tuple[str, ...]:
        return (*self.rests_on, self.quantity)


class Order(Asked):
    """Things to put in order; the file has them in the right one."""

    type: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]

    @property
    def rows(self) -> tuple[str, ...]:
        return (*self.rests_on, *(item.event for item in self.items if item.event))


class Match(Asked):
    """Things to pair; `extra` are further rights that match nothing."""

    type: Literal["match"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=3, max_length=6)]
    extra: Annotated[tuple[Text, ...], Field(max_length=6)] = ()
    keep_order: bool = False

    @property
    def rights(self) -> tuple[str, ...]:
        """All that a left can be matched with, in file order."""
        return (*(pair.right for pair in self.pairs), *self.extra)


class Classify(Asked):
    """Statements, each of which is one of the categories."""

    type: Literal["classify"]
    statements: Annotated[tuple[Statement, ...], Field(min_length=3, max_length=6)]


class Mark(Asked):
    """A passage, of which one sentence is asked for."""

    type: Literal["mark"]
    passage: Annotated[tuple[Option, ...], Field(min_length=3, max_length=6)]


class Short(Asked):
    """An answer in the reader's own words, which the reader marks by a rubric."""

    type: Literal["short"]
    model: Text
    rubric: Annotated[tuple[Criterion, ...], Field(min_length=2, max_length=5)]


Question = Single | Multiple | Numeric | Order | Match | Classify | Mark | Short
KINDS: dict[str, type[Asked]] = {
    "single": Single,
    "multiple": Multiple,
    "numeric": Numeric,
    "order": Order,
    "match": Match,
    "classify": Classify,
    "mark": Mark,
    "short": Short,
}
# What stands inside these fields of a question.
PARTS: dict[str, type[Part]] = {
    "options": Option,
    "items": Item,
    "pairs": Pair,
    "statements": Statement,
    "passage": Option,
    "rubric": Criterion,
    "feedback": NumericFeedback,
}


def texts_in(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text for a reader in a question as data, with its field: 'options[2].feedback', counted from one."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NAMES:
                yield from texts_in(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value, start=1):
            yield from texts_in(inner, f"{place}[{number}]")


def keys_of(parts: Sequence[object], prefix: str = "") -> list[str]:
    """The keys of a question's parts, by their order in the file: a, b, c, or k1, k2, k3 after a prefix.

    A stored answer names a part by its key, so it outlives a new shuffle.
    """
    if prefix:
        return [f"{prefix}{number}" for number in range(1, len(parts) + 1)]
    return list("abcdefghijkl"[: len(parts)])


def folded(text: str) -> str:
    """A text as compared with its neighbours: the same but for case, spaces and the last full stop."""
    return re.sub(r"\s+", " ", text).strip().rstrip(".").casefold()
