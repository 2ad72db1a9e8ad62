"""A selection of cards: of a muscle, an attribute, a complaint; certain ones; those found hard; weakest; leeches."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.schedule import Schedule
from studyapp.domain.sm2 import FIRST_E_FACTOR

WEAKEST = 50
"""So many of the weakest cards are studied at once."""


class Standing(StrEnum):
    """How a student stands with the cards that are wanted."""

    ANY = ""
    HARD = "hard"
    WEAKEST = "weakest"
    LEECHES = "leeches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which cards are wanted; what is left open holds for every card."""

    deck: str | None = None
    muscle: str | None = None
    attribute: Attribute | None = None
    complaint: str | None = None
    standing: Standing = Standing.ANY
    cards: tuple[str, ...] = ()
    """Addresses of certain cards; without any, all of them."""

    @property
    def names_any(self) -> bool:
        """Whether it narrows the cards down by what they are about."""
        return any((self.deck, self.muscle, self.attribute, self.complaint, self.cards))

    def chosen(self, catalog: Catalog) -> list[Card]:
        """The cards of a catalog that it holds, whatever the student's standing, in the order of learning."""
        muscles = self._muscles(catalog)
        return [card for card in catalog.cards.values() if self._holds(card, muscles)]

    def _holds(self, card: Card, muscles: set[tuple[str, str]]) -> bool:
        if self.deck not in (None, card.key.deck) or self.attribute not in (None, card.attribute):
            return False
        if self.cards and card.address not in self.cards:
            return False
        if self.muscle is not None and (card.subject.kind, card.subject.id) != (SubjectKind.MUSCLE, self.muscle):
            return False
        if self.complaint is None:
            return True
        own = card.subject.kind is SubjectKind.COMPLAINT and card.subject.id == self.complaint
        return own or (card.subject.kind is SubjectKind.MUSCLE and (card.key.deck, card.subject.id) in muscles)

    def _muscles(self, catalog: Catalog) -> set[tuple[str, str]]:
        """The muscles behind the complaint, each with its deck."""
        return {
            (deck.id, one.muscle)
            for deck in catalog.decks.values()
            for complaint in deck.complaints
            if complaint.id == self.complaint
            for one in complaint.muscles
        }


def weakest(cards: Iterable[Card], schedules: Mapping[CardKey, Schedule]) -> list[Card]:
    """Of the cards that were studied those that are hardest to keep: most lapses, then lowest E-Factor."""
    known = [(schedules[card.key], card) for card in cards if card.key in schedules]
    known.sort(key=lambda both: (-both[0].lapses, both[0].memory.e_factor, both[0].memory.repetition))
    return [card for _, card in known[:WEAKEST]]


def hard(cards: Iterable[Card], schedules: Mapping[CardKey, Schedule], leeches: Collection[CardKey]) -> list[Card]:
    """The leeches among the cards, and the weakest of those that ever gave trouble, in the order of the cards."""
    cards = list(cards)
    troubled = [card for card in cards if card.key in schedules and _gave_trouble(schedules[card.key])]
    found = {card.key for card in weakest(troubled, schedules)}
    return [card for card in cards if card.key in found or card.key in leeches]


def _gave_trouble(schedule: Schedule) -> bool:
    """Whether a card was forgotten once it was learnt, or recalled only with difficulty."""
    return schedule.lapses > 0 or schedule.memory.e_factor < FIRST_E_FACTOR
