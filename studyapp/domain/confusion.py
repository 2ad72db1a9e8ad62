"""Confusion: what is mixed up with what, either way round."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from studyapp.domain.card import Card
from studyapp.domain.folding import fold


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
        self._pairs: dict[tuple[str, str, str], Confusion] = {}

    def add(self, card: Card, given: Collection[str], mistaken: Collection[str], day: date) -> None:
        """Count every pair of a right thing that was missed and a wrong one that was given instead."""
        for right, wrong in mixed_up(card, given, mistaken):
            one, other = sorted((right, wrong), key=lambda name: (fold(name), name))
            place = (card.key.deck, fold(one), fold(other))
            known = self._pairs.get(place) or Confusion(card.key.deck, one, other, 0, day)
            last = max(known.last_day, day)
            self._pairs[place] = Confusion(known.deck, known.one, known.other, known.times + 1, last)

    def most_frequent(self, number: int, deck: str | None = None) -> tuple[Confusion, ...]:
        """The pairs mixed up most often, of one deck or all; of equal ones the latest first, then by name."""
        found = (pair for pair in self._pairs.values() if deck in {None, pair.deck})
        by_name = sorted(found, key=lambda pair: (pair.one, pair.other, pair.deck))
        return tuple(sorted(by_name, key=lambda pair: (pair.times, pair.last_day), reverse=True)[:number])


def mixed_up(card: Card, given: Collection[str], mistaken: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a right answer that was not given and a wrong one that was; each once."""
    known = {fold(name) for name in given}
    missed = [answer for answer in card.required if known.isdisjoint(map(fold, (answer.text, *answer.accept)))]
    for answer in missed:
        for wrong in dict.fromkeys(mistaken):
            if fold(wrong) != fold(answer.text):
                yield answer.text, wrong
