"""The notes here beside those that a running Anki holds: which is which, and what is new or changed on either side.

AnkiConnect tells no GUIDs. A note is known by its note type and its field Id, and by its deck where several decks have
such a note, or had one once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from studyapp.anki.exported import RETIRED_TAG
from studyapp.anki.open_collection import HeldNote, OpenCollection
from studyapp.anki.parcel import PackedNote
from studyapp.domain.catalog import Catalog
from studyapp.services.anki import ReleasedNote

_TypeAndId: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The notes that are wanted, beside what Anki holds of them."""

    new: tuple[PackedNote, ...]
    """Those that Anki does not hold."""
    changed: tuple[PackedNote, ...]
    """Those that it holds in an earlier version."""
    same: tuple[PackedNote, ...]
    """Those that it holds as they are."""
    newer: tuple[PackedNote, ...]
    """Those that it holds otherwise, changed there after they changed here."""
    held: Mapping[str, HeldNote] = field(default_factory=dict)
    """What Anki holds, by GUID; without those of which it cannot be told which one they are."""
    doubled: int = 0
    """Notes of which Anki holds copies."""
    others: tuple[HeldNote, ...] = ()
    """What Anki holds of ours, but is none of those wanted."""

    @property
    def to_send(self) -> tuple[PackedNote, ...]:
        """The notes that Anki lacks as they are."""
        return self.new + self.changed

    @property
    def kept(self) -> tuple[PackedNote, ...]:
        """The notes that stay in Anki as they are there."""
        return self.same + self.newer

    def returned(self) -> list[HeldNote]:
        """Notes that are tagged as retired, and that a deck has after all."""
        there = (self.held[note.guid] for note in self.kept if not note.is_retired and note.guid in self.held)
        return [one for one in there if RETIRED_TAG in one.tags]


class HeldNotes:
    """The notes of ours that Anki holds."""

    def __init__(self, anki: OpenCollection, known: Iterable[ReleasedNote], catalog: Catalog) -> None:
        """Read them; `known` are the notes that any release of the decks had."""
        self._anki = anki
        self._former = _former_ids(catalog)
        self._decks: dict[_TypeAndId, set[str]] = {}
        self._cards: dict[str, set[int]] = {}
        self._held: dict[_TypeAndId, list[HeldNote]] = {}
        self._know(known)
        for one in anki.notes():
            self._held.setdefault(self._key(one), []).append(one)

    @property
    def types(self) -> set[str]:
        """Their note types."""
        return {kind for kind, _ in self._held}

    def of(self, note: ReleasedNote) -> list[HeldNote]:
        """Those that may be this note."""
        found = self._held.get(self._key(note), [])
        if len(self._decks.get(self._key(note), ())) <= 1:
            return found
        return [one for one in found if self._of_deck(note.deck).issuperset(one.cards)]

    def compared(self, notes: Iterable[PackedNote]) -> Comparison:
        """Anki beside these notes."""
        own = {note: _released(note) for note in notes}
        self._know(own.values())
        candidates = {note: self.of(known) for note, known in own.items()}
        groups: dict[str, list[PackedNote]] = {"new": [], "changed": [], "same": [], "newer": []}
        for note, found in candidates.items():
            groups[_standing(note, found)].append(note)
        groups["new"] = [note for note in groups["new"] if not note.is_retired]
        new, changed, same, newer = (tuple(group) for group in groups.values())
        return Comparison(
            new,
            changed,
            same,
            newer,
            held={note.guid: found[0] for note, found in candidates.items() if len(found) == 1},
            doubled=sum(len(found) > 1 for found in candidates.values()),
            others=self._besides(candidates.values()),
        )

    def _know(self, notes: Iterable[ReleasedNote]) -> None:
        """Remember in which decks there are notes of a type and id."""
        for note in notes:
            self._decks.setdefault(self._key(note), set()).add(note.deck)

    def _besides(self, candidates: Iterable[Iterable[HeldNote]]) -> tuple[HeldNote, ...]:
        numbers = {one.number for found in candidates for one in found}
        return tuple(one for found in self._held.values() for one in found if one.number not in numbers)

    def _key(self, note: ReleasedNote | HeldNote) -> _TypeAndId:
        return note.type, self._former.get(note.id, note.id)

    def _of_deck(self, name: str) -> set[int]:
        if name not in self._cards:
            self._cards[name] = self._anki.of_deck(name)
        return self._cards[name]


def _released(note: PackedNote) -> ReleasedNote:
    return ReleasedNote(note.deck.partition("::")[0], note.type, note.id)


def _standing(note: PackedNote, held: Iterable[HeldNote]) -> str:
    """How Anki stands to a note. Of several it may be any: sending one too many does no harm, Anki looks at GUIDs."""
    held = list(held)
    if not held:
        return "new"
    if any(_is_older(one, note) for one in held):
        return "changed"
    return "same" if any(one.fields == note.fields for one in held) else "newer"


def _is_older(held: HeldNote, note: PackedNote) -> bool:
    if held.changed_at is None:
        return held.fields != note.fields
    return held.changed_at < note.changed_at


def _former_ids(catalog: Catalog) -> dict[str, str]:
    """Ids that notes had, with those that they have."""
    notes = {card.note for card in catalog.cards.values()}
    pairs = ((old.note, catalog.cards[new].note) for old, new in catalog.former.items())
    return {old: new for old, new in pairs if old not in notes}
