"""A note as Anki will hold it: fields, tags, the deck it goes to."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from studyapp.anki import choice, cloze, occlusion, question, type_in
from studyapp.anki.dress import Cut, Dressed, Material
from studyapp.anki.identity import guid_of, released_ids
from studyapp.anki.pictures import NO_PICTURES, Pictures
from studyapp.anki.released import NOTHING_RELEASED, Ledger, ledger_key
from studyapp.anki.shape import Shape
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.fact import Subject, SubjectKind
from studyapp.domain.note import Note
from studyapp.errors import ExportError, NotFoundError

RETIRED = "retired"
RETIRED_TAG = f"studyapp::status::{RETIRED}"
"""What a retired note is tagged with."""

_Topics: TypeAlias = Mapping[Subject, tuple[str, ...]]

CORE_DECK = "Core path"
"""The deck below the title in which the notes of the core path stand, in its order. Anki takes new cards deck by deck,
by the alphabet: it comes before the others."""

RETIRED_DECK = "Retired"
"""Where a retired note would go in a collection that never held it; in others it stays where it is."""

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


DRESSES: Mapping[Shape, Callable[[Cut, Material], Dressed | None]] = {
    Shape.QUESTION: question.dress,
    Shape.TYPE_IN: type_in.dress,
    Shape.CHOICE: choice.dress,
    Shape.CLOZE: cloze.dress,
    Shape.OCCLUSION: occlusion.dress,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedNote:
    """A note of the catalog in one shape, ready for Anki."""

    id: str
    shape: Shape
    guid: str
    """By what Anki knows it, under whatever id it was first released."""
    first: str
    """That id."""
    deck_name: str
    tags: tuple[str, ...]
    dressed: Dressed
    is_retired: bool = False
    """Whether the deck asks it no more, and only who has it already should get it."""

    @property
    def fields(self) -> tuple[str, ...]:
        """In the order of the note type's fields."""
        return self.dressed.fields

    @property
    def faces(self) -> tuple[str, ...]:
        """Names of the cards that it makes in Anki, in their order."""
        return self.dressed.faces

    @property
    def cards(self) -> tuple[CardKey, ...]:
        """The cards here that those ask, or ask a part of."""
        return self.dressed.cards

    @property
    def key(self) -> str:
        """By what the ledger knows it."""
        return ledger_key(self.id, self.shape)

    def goes_along(self, wanted: Collection[CardKey] | None, *, with_retired: bool) -> bool:
        """Whether it belongs in a package of these cards, or of all."""
        if self.is_retired:
            return with_retired
        return wanted is None or any(key in wanted for key in self.cards)

    def content_hash(self) -> str:
        """Sixteen hexadecimal digits that differ whenever the note's fields, tags or deck do."""
        content = json.dumps([self.fields, self.tags, self.deck_name], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def exported_notes(
    catalog: Catalog,
    deck_id: str,
    pictures: Pictures = NO_PICTURES,
    ledger: Ledger = NOTHING_RELEASED,
    shapes: Iterable[Shape] = (Shape.QUESTION,),
) -> tuple[ExportedNote, ...]:
    """The notes of a deck in the order in which their cards are learnt, each in every shape that it can have.

    Those that the ledger knows and that are retired since come last, tagged so. NotFoundError for an unknown deck.
    """
    if (deck := catalog.decks.get(deck_id)) is None:
        raise NotFoundError(f"There is no deck “{deck_id}”.")
    material, topics = Material(catalog, deck, pictures), _topics(deck)
    first = {shape: released_ids(catalog, deck_id, ledger, shape) for shape in shapes}
    live = _cuts(catalog.notes, catalog.cards, deck_id)
    retired = (replace(cut, is_retired=True) for cut in _cuts(catalog.retired.notes, catalog.retired.cards, deck_id))
    return tuple(
        ExportedNote(
            id=cut.note.id,
            shape=shape,
            guid=guid_of(deck_id, known, shape),
            first=known,
            deck_name=_deck_name(cut, deck),
            tags=_tags(cut, shape, topics),
            dressed=dressed,
            is_retired=cut.is_retired,
        )
        for cut in (*live, *retired)
        for shape, ids in first.items()
        for known in (ids.get(cut.note.id, cut.note.id),)
        if not cut.is_retired or ledger.find(cut.note.id, shape) or ledger.find(known, shape)
        if (dressed := DRESSES[shape](replace(cut, released=ledger.parts(shape, cut.note.id, known)), material))
    )


def _cuts(notes: Iterable[Note], cards: Mapping[CardKey, Card], deck_id: str) -> Iterator[Cut]:
    """Every note with its cards, in the order of these."""
    by_id = {note.id: note for note in notes if note.deck == deck_id}
    own: dict[str, list[Card]] = {}
    for card in cards.values():
        if card.key.deck == deck_id:
            own.setdefault(card.note, []).append(card)
    return (Cut(note=by_id[ident], cards=tuple(asked)) for ident, asked in own.items())


def top_name(deck: Deck) -> str:
    """What the deck is called in Anki."""
    return _level(deck.manifest.title)


def _deck_name(cut: Cut, deck: Deck) -> str:
    if cut.is_retired:
        return f"{top_name(deck)}::{RETIRED_DECK}"
    return f"{top_name(deck)}::{CORE_DECK if _is_core(cut.cards) else _place(cut.note.subject)}"


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


def _tags(cut: Cut, shape: Shape, topics: _Topics) -> tuple[str, ...]:
    return tuple(sorted({_tag(*levels) for levels in _levels_of(cut, shape, topics)}))


def _levels_of(cut: Cut, shape: Shape, topics: _Topics) -> Iterator[tuple[str, ...]]:
    note = cut.note
    yield note.subject.kind, note.subject.id
    yield "attribute", note.attribute
    for fact in note.facts:
        yield "status", fact.status
    for topic in topics.get(note.subject, ()):
        yield "topic", topic
    if _is_core(cut.cards):
        yield ("core",)
    if shape is not Shape.QUESTION:
        yield "shape", shape
    if cut.is_retired:
        yield "status", RETIRED


def _tag(*levels: str) -> str:
    tag = "::".join(("studyapp", *levels))
    if any(letter.isspace() for letter in tag):
        raise ExportError(f"“{tag}” is no tag: a space would split it into two.")
    return tag
