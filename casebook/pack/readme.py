"""What a lecturer reads first: what is in the pack, and how to use it without Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook.evidence import Case
from casebook.exercises.exercise import Exercise
from casebook.exercises.variant import PUBLIC

_TEMPLATE = Path(__file__).with_name("readme.txt")
_PUBLIC = (
    "This pack holds the public variant, on the book's own numbers. Its solutions are on the web with the book's "
    "source, so set it for practice. For work that counts, ask whoever has the book's program for a pack with a key "
    "of your course, `make instructor-pack KEY=...`: it has other numbers and the same traps."
)
_DRAWN = (
    "This pack holds the variant {tag}, drawn from a key of your course. Its registers, periods and numbers are "
    "invented, and its notebooks say so. The solutions are nowhere but here: keep this zip and the key to yourself. "
    "The same key gives the same pack again."
)


def readme_of(
    case: Case, version: str, tag: str, exercises: Sequence[Exercise], plans: Mapping[str, str], folder: str
) -> str:
    """The text in Markdown; `plans` are the titles of the printed pages by their files in `folder`."""
    is_public = tag == PUBLIC
    return _TEMPLATE.read_text(encoding="utf-8").format(
        book=case.about["title"],
        version=version,
        variant=variant_in_words(tag),
        plans=_list_of(plans, folder),
        exercises=_table_of(exercises),
        secrecy=_PUBLIC if is_public else _DRAWN.format(tag=tag),
        licences=", ".join(str(one.get("title") or one["name"]) for one in case.about["licences"]),
        with_key="" if is_public else " and the course's `--key`",
    )


def variant_in_words(tag: str) -> str:
    """'the public variant', or the name of a key's."""
    return "the public variant" if tag == PUBLIC else f"variant {tag}"


def _list_of(plans: Mapping[str, str], folder: str) -> str:
    if not plans:
        return "This book has no plans to print."
    return "\n".join(f"- [{title}]({folder}/{file}), in `{folder}/{file}`" for file, title in plans.items())


def _table_of(exercises: Sequence[Exercise]) -> str:
    lines = ["| exercise | file | level | minutes | points |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.title} | `{one.slug}.zip` | {one.about.level} of 10 | {one.about.minutes} | {one.points} |"
        for one in exercises
    ]
    return "\n".join(lines) if exercises else "This book has no exercises."
