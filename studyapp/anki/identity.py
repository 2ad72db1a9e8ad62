"""By what Anki knows notes, cards and decks again."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import genanki

from studyapp.anki.released import NUMBERED, Ledger
from studyapp.anki.shape import Shape
from studyapp.domain.card import Card, parts_behind
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.fact import Face

WHOLE = (Shape.QUESTION, Shape.TYPE_IN, Shape.CHOICE)
"""The shapes whose cards ask what a card here does; their places are those of the faces."""
_FIRST_ROW = 1_735_689_600_000  # Anki takes a row's id for the time of its creation: these lie in the year 2025
_ROWS = 365 * 86_400_000
_FIRST_DECK = 1 << 40
_DECKS = 1 << 40


def guid_of(deck_id: str, note_id: str, shape: Shape = Shape.QUESTION) -> str:
    """The GUID of a note; the id is the one under which the note was first released."""
    further = () if shape is Shape.QUESTION else (str(shape),)
    return str(genanki.guid_for("studyapp", deck_id, note_id, *further))


@dataclass(frozen=True, slots=True)
class KnownCard:
    """What a card in Anki asks: a card here, or only a part of one."""

    key: CardKey | None
    """The key that it has or had; None when it asks for less than any card does."""
    shape: Shape


@dataclass(frozen=True, slots=True)
class KnownCards:
    """The cards of a catalog as Anki knows them: by the GUID of their note and their place in it, from 0."""

    cards: Mapping[tuple[str, int], KnownCard]
    guids: frozenset[str]

    def find(self, guid: str, place: int) -> KnownCard | None:
        """The card of that place; None when the note is not of these decks, or has no such card."""
        return self.cards.get((guid, place))


def known_cards(catalog: Catalog, ledgers: Mapping[str, Ledger]) -> KnownCards:
    """Every card that these decks have, or had under a former id, as any release took it to Anki."""
    cards: dict[tuple[str, int], KnownCard] = {}
    for key in (*catalog.former, *catalog.cards):
        note, _, face = key.card.rpartition(".")
        for shape in WHOLE:
            cards[guid_of(key.deck, note, shape), list(Face).index(Face(face))] = KnownCard(key, shape)
    for shape in NUMBERED:
        for deck, ledger in ledgers.items():
            ids = released_ids(catalog, deck, ledger, shape)
            for card in (card for card in catalog.cards.values() if card.key.deck == deck):
                first = ids.get(card.note, card.note)
                for place, part in enumerate(ledger.parts(shape, card.note, first)):
                    cards[guid_of(deck, first, shape), place] = KnownCard(_whole(card, part, shape), shape)
    return KnownCards(cards, frozenset(guid for guid, _ in cards))


def _whole(card: Card, part: str, shape: Shape) -> CardKey | None:
    """The card, when a gap asks for all that it does."""
    asks_all = shape is Shape.CLOZE and [part] == [parts_behind(card)[answer.text] for answer in card.required]
    return card.key if asks_all else None


def released_ids(catalog: Catalog, deck_id: str, ledger: Ledger, shape: Shape = Shape.QUESTION) -> Mapping[str, str]:
    """For notes that were renamed, be they retired since, the id under which the ledger knew them first in that shape.

    A note that was released under its own id keeps that, though others were merged into it. A card that moved to a note
    of its own changed its face, and left the former note to the cards that stayed.
    """
    cards = {**catalog.retired.cards, **catalog.cards}
    former: dict[str, set[str]] = {card.note: set() for key, card in cards.items() if key.deck == deck_id}
    for old, new in (*catalog.retired.former.items(), *catalog.former.items()):
        note, _, face = old.card.rpartition(".")
        if old.deck == deck_id and face == cards[new].face:
            former[cards[new].note].add(note)
    firsts = {note: _first(note, ids, ledger, shape) for note, ids in former.items()}
    return {note: first for note, first in firsts.items() if first is not None}


def _first(note: str, former: Iterable[str], ledger: Ledger, shape: Shape) -> str | None:
    """The entry of a note that is gone never changes, so the oldest one remains the oldest."""
    if own := ledger.find(note, shape):
        return own.first
    known = [(entry.changed_at, entry.first or ident) for ident in former if (entry := ledger.find(ident, shape))]
    return min(known)[1] if known else None


def deck_row_id(name: str) -> int:
    """The number of a deck in a package; Anki knows decks by name and gives its own."""
    return _FIRST_DECK + _number(name) % _DECKS


def row_ids(names: Iterable[tuple[str, ...]]) -> Iterator[int]:
    """A number for each named row of a package, the same in every package as long as no two fall together."""
    taken: set[int] = set()
    for name in names:
        place = _number(*name) % _ROWS
        while place in taken:
            place = (place + 1) % _ROWS
        taken.add(place)
        yield _FIRST_ROW + place


def _number(*name: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(name).encode()).digest()[:8], "big")
