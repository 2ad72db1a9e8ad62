"""A note as Anki will hold it: fields, tags, the deck it goes to."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from studyapp.anki.fields import field_values
from studyapp.anki.pictures import NO_PICTURES, Pictures
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.chart import Chart
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.fact import Face, Subject, SubjectKind
from studyapp.domain.note import Note
from studyapp.errors import ExportError, NotFoundError

_Topics: TypeAlias = Mapping[Subject, tuple[str, ...]]

CORE_DECK = "Core path"
"""The deck below the title in which the notes of the core path stand, in its order. Anki takes new cards deck by deck,
by the alphabet: it comes before the others."""

SHARED_DECKS = {
    SubjectKind.COMPLAINT: "Overview::Complaints",
    SubjectKind.CONDITION: "Overview::Conditions",
    SubjectKind.ZONE: "Overview::Zones",
    SubjectKind.MOVEMENT: "Overview::Movements",
    SubjectKind.NERVE: "Overview::Nerves",
    SubjectKind.LANDMARK: "Overview::Landmarks",
    SubjectKind.LOOK_ALIKE: "Overview::Look-alikes",
    SubjectKind.VIGNETTE: "Overview::Vignettes",
    SubjectKind.CARD: "Overview::Further cards",
}
"""The deck below the title in which the other notes of a kind stand. The muscles' own decks, below `Muscles`, come
before what is asked across them. Cards never move: keep these."""


@dataclass(frozen=True, slots=True)
class ExportedNote:
    """A note of the catalog, ready for Anki."""

    id: str
    deck_name: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    faces: tuple[Face, ...]
    """The cards it has, in their order."""
    cards: tuple[CardKey, ...]
    """The cards here that they ask, in the same order."""
    charts: tuple[Chart, ...] = ()
    """The charts whose pictures it shows."""

    def content_hash(self) -> str:
        """Sixteen hexadecimal digits that differ whenever the note's fields, tags or deck do."""
        content = json.dumps([self.fields, self.tags, self.deck_name], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def exported_notes(catalog: Catalog, deck_id: str, pictures: Pictures = NO_PICTURES) -> tuple[ExportedNote, ...]:
    """The notes of a deck in the order in which their cards are learnt; NotFoundError for an unknown deck."""
    if (deck := catalog.decks.get(deck_id)) is None:
        raise NotFoundError(f"There is no deck “{deck_id}”.")
    notes = {note.id: note for note in catalog.notes if note.deck == deck_id}
    cards: dict[str, list[Card]] = {}
    for card in catalog.cards.values():
        if card.key.deck == deck_id:
            cards.setdefault(card.note, []).append(card)
    topics = _topics(deck)
    fields = {ident: field_values(notes[ident], own, deck.sources, pictures) for ident, own in cards.items()}
    return tuple(_exported(notes[ident], own, fields[ident], deck, topics) for ident, own in cards.items())


def top_name(deck: Deck) -> str:
    """What the deck is called in Anki."""
    return _level(deck.manifest.title)


def _exported(note: Note, cards: list[Card], fields: tuple[str, ...], deck: Deck, topics: _Topics) -> ExportedNote:
    return ExportedNote(
        id=note.id,
        deck_name=f"{top_name(deck)}::{CORE_DECK if _is_core(cards) else _place(note.subject)}",
        fields=fields,
        tags=tuple(sorted(set(_tags(note, cards, topics)))),
        faces=tuple(card.face for card in cards),
        cards=tuple(card.key for card in cards),
        charts=tuple(dict.fromkeys(card.chart for card in cards if card.chart)),
    )


def _is_core(cards: Iterable[Card]) -> bool:
    return any(card.core for card in cards)


def _place(subject: Subject) -> str:
    return SHARED_DECKS.get(subject.kind) or f"Muscles::{_level(subject.name)}"


def _level(name: str) -> str:
    """A name as one level of a deck's: two colons would make it two."""
    return " ".join(re.sub(":{2,}", ":", name).split()).strip(": ")


def _topics(deck: Deck) -> _Topics:
    """The tags that free cards bring along, by the cards' subjects."""
    return {Subject(SubjectKind.CARD, card.id, card.prompt): card.tags for card in deck.cards}


def _tags(note: Note, cards: Iterable[Card], topics: _Topics) -> Iterable[str]:
    yield _tag(note.subject.kind, note.subject.id)
    yield _tag("attribute", note.attribute)
    for fact in note.facts:
        yield _tag("status", fact.status)
    for topic in topics.get(note.subject, ()):
        yield _tag("topic", topic)
    if _is_core(cards):
        yield _tag("core")


def _tag(*levels: str) -> str:
    tag = "::".join(("studyapp", *levels))
    if any(letter.isspace() for letter in tag):
        raise ExportError(f"“{tag}” is no tag: a space would split it into two.")
    return tag
