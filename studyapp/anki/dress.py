"""Dressing: what a note of the catalog becomes in one of the shapes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from studyapp.anki.pictures import Pictures
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.distractors import Distractors
from studyapp.domain.lexicon import Lexicon
from studyapp.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    """A note in one shape."""

    fields: tuple[str, ...]
    """In the order of the note type's fields."""
    faces: tuple[str, ...]
    """Names of the cards that it makes in Anki, in their order."""
    cards: tuple[CardKey, ...]
    """The cards here that those ask, or ask a part of."""
    ended: frozenset[int] = frozenset()
    """Places, from 0, of cards that earlier releases had: who holds one is told, and nobody else gets it."""
    charts: tuple[Chart, ...] = ()
    labelled: tuple[Chart, ...] = ()
    """The charts that it shows with labels."""
    parts: tuple[str, ...] = ()
    """What must stay as it was released: which gap is which, which options were drawn."""


@dataclass(frozen=True)
class Material:
    """What notes are dressed from."""

    catalog: Catalog
    deck: Deck
    pictures: Pictures

    @cached_property
    def distractors(self) -> Distractors:
        """Who finds wrong options."""
        return Distractors(self.catalog)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the deck knows of any answer; no other deck, for which ones are at hand must change no note."""
        return Lexicon.of(fact for fact in self.catalog.facts if fact.deck == self.deck.id)


def grown(released: Sequence[str], present: Sequence[str]) -> tuple[str, ...]:
    """The released parts in their order, with those after them that are new: a number once given is never another's."""
    return tuple(dict.fromkeys((*released, *present)))


def gone(released: Sequence[str], asked: Collection[int]) -> list[int]:
    """The numbers of released parts that are asked no more."""
    return [number for number in range(1, len(released) + 1) if number not in asked]


def charts_of(cards: Sequence[Card]) -> tuple[Chart, ...]:
    """The charts that cards show, each once."""
    return tuple(dict.fromkeys(card.chart for card in cards if card.chart))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A note of the catalog, ready to be dressed."""

    note: Note
    cards: tuple[Card, ...]
    released: tuple[str, ...] = ()
    """The parts that the ledger knows of it in this shape."""
    is_retired: bool = False
