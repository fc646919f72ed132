"""Draws that follow from a secret alone: the same key gives the same draws on every computer and every Python."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from casebook.errors import CasebookError

_Item = TypeVar("_Item")

# A key that is guessed gives every answer away, and a student's notebook lets a guess be tried:
# so keys have a least length, and trying one takes a while.
LEAST = 8
_ROUNDS = 50_000


class Draw:
    """A stream of draws for one exercise, from a course's key.

    Raises CasebookError for a key that is too short to keep anything secret.
    """

    def __init__(self, key: str, slug: str) -> None:
        self._secret = _secret_of(key)
        self._slug = slug
        self._count = 0

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included, each as likely as any other."""
        if low > high:
            raise ValueError(f"no whole number lies from {low} to {high}")
        many = high - low + 1
        # What lies above the last whole multiple would make low numbers likelier: draw again.
        fair = 2**64 - 2**64 % many
        while (word := self._word()) >= fair:
            pass
        return low + word % many

    def share(self, low: Fraction | float, high: Fraction | float) -> Fraction:
        """A fraction from `low` to `high` in millionths."""
        return Fraction(self.integer(round(low * 1_000_000), round(high * 1_000_000)), 1_000_000)

    def choice(self, items: Sequence[_Item]) -> _Item:
        """One of `items`."""
        return items[self.integer(0, len(items) - 1)]

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """All of `items` in another order."""
        left = list(items)
        return [left.pop(self.integer(0, len(left) - 1)) for _ in items]

    def sample(self, items: Sequence[_Item], many: int) -> list[_Item]:
        """`many` of `items`, none twice."""
        if many > len(items):
            raise ValueError(f"cannot draw {many} of {len(items)}")
        return self.shuffled(items)[:many]

    def until(self, make: Callable[[Draw], _Item], fits: Callable[[_Item], bool], tries: int = 200) -> _Item:
        """What `make(draw)` gives, drawn again until it `fits`. Raises ValueError when it never does."""
        for _ in range(tries):
            if fits(made := make(self)):
                return made
        raise ValueError(f"nothing fitting was drawn in {tries} tries: widen the ranges or ask for less")

    def _word(self) -> int:
        self._count += 1
        digest = hmac.new(self._secret, f"{self._slug}:{self._count}".encode(), hashlib.sha256).digest()
        return int.from_bytes(digest[:8])


def tag_of(key: str) -> str:
    """The name of a key's variants, from which the key cannot be had: eight hexadecimal digits."""
    return hmac.new(_secret_of(key), b"variant", hashlib.sha256).hexdigest()[:8]


@lru_cache(maxsize=512)
def _secret_of(key: str) -> bytes:
    text = unicodedata.normalize("NFC", key).strip()
    if len(text) < LEAST:
        raise CasebookError(
            f"the key is too short to keep answers secret: give at least {LEAST} characters that nobody can guess"
        )
    return hashlib.pbkdf2_hmac("sha256", text.encode(), b"casebook exercises", _ROUNDS)
