"""Shuffle by content: the same question always stands in the same order, in every build and in every Python."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def shuffled(keys: Sequence[str], seed: str, *, never_as_given: bool = False) -> list[str]:
    """`keys` in an order that follows from `seed` alone.

    `never_as_given` is for things whose given order is the answer.
    """
    mixed = sorted(keys, key=lambda key: hashlib.sha256(f"{seed}\0{key}".encode()).digest())
    if never_as_given and mixed == list(keys) and len(mixed) > 1:
        mixed = mixed[1:] + mixed[:1]
    return mixed
