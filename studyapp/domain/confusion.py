"""Confusion: what is mixed up with what, either way round."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from typing import Any

from studyapp.domain.card import Card
from studyapp.domain.folding import fold

_folded = lru_cache(maxsize=4096)(fold)
"""The same few names come again and again."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two things of a deck of which one was given for the other."""

    deck: str
    one: str
    other: str
    times: int
    last_day: date


class Confusions:
    """Counts what is mixed up, as it is told."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self._pairs: dict[tuple[str, ...], list[Any]] = {}

    def add(self, card: Card, given: Collection[str], mistaken: Collection[str], day: date) -> None:
        """Count every pair of a right thing that was missed and a wrong one that was given instead."""
        for pair in mixed_up(card, given, mistaken):
            names = sorted(pair, key=_folded)
            known = self._pairs.setdefault((card.key.deck, *map(_folded, names)), [names, 0, day])
            known[1] += 1
            known[2] = max(known[2], day)

    def most_frequent(self, number: int, deck: str | None = None) -> tuple[Confusion, ...]:
        """The pairs mixed up most often, of one deck or all; of equal ones the latest first, then by name."""
        found = (
            (-times, -last_day.toordinal(), deck_and_names, names, last_day)
            for deck_and_names, (names, times, last_day) in self._pairs.items()
            if deck in {None, deck_and_names[0]}
        )
        return tuple(
            Confusion(place[0], names[0], names[1], -times, last_day)
            for times, _, place, names, last_day in nsmallest(number, found)
        )


def mixed_up(card: Card, given: Collection[str], mistaken: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of the right answer that was not given and a wrong one that was; each once.

    Where several are missing no one can say which of them the wrong one stood for.
    """
    known = {_folded(name) for name in given}
    missed = [answer for answer in card.required if known.isdisjoint(map(_folded, (answer.text, *answer.accept)))]
    for answer in missed if len(missed) == 1 else ():
        for wrong in dict.fromkeys(mistaken):
            if _folded(wrong) != _folded(answer.text):
                yield answer.text, wrong
