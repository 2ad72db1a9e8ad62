"""Former ids: how a card that was renamed keeps its history.

Rows in the review log are never rewritten; the key that a row names is led to the card's key of today.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from studyapp.domain.card import Card
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.fact import Face, Subject, SubjectKind

OWN_WORD = {SubjectKind.MUSCLE: 0, SubjectKind.COMPLAINT: 1, SubjectKind.CONDITION: 1, SubjectKind.CARD: 1}
"""Which word of a note's id is the id of its subject. A case and a pair of look-alikes go by the ids of muscles."""


class Clash(NamedTuple):
    """A former id that cannot lead to its card."""

    card: Card
    message: str


class FormerIdTakenError(ValueError):
    """Former ids that are live ones, or are claimed twice; `clashes` are all of a deck."""

    def __init__(self, clashes: Iterable[Clash]) -> None:
        """Keep the clashes."""
        self.clashes = tuple(clashes)
        super().__init__("; ".join(clash.message for clash in self.clashes))


def former_keys(deck: Deck, cards: Iterable[Card]) -> dict[CardKey, CardKey]:
    """Every key that the deck's cards had in earlier releases, with the key now.

    Raises FormerIdTakenError for an id that is live or claimed by two cards (a cycle is a case of the first).
    """
    cards = tuple(cards)
    live = {card.key for card in cards}
    renamed_notes = {note.id: note.formerly for note in deck.manifest.renamed_notes}
    renamed_subjects = _renamed_subjects(deck)
    if not renamed_notes and not any(renamed_subjects.values()):
        cards = tuple(card for card in cards if card.formerly)
    former: dict[CardKey, CardKey] = {}
    clashes: list[Clash] = []
    for card in cards:
        for note, face in _former_faces(card, renamed_notes, renamed_subjects):
            key = CardKey(deck.id, f"{note}.{face}")
            if key in live:
                clashes.append(Clash(card, f"“{key.card}” is listed as former, but is a live id"))
            elif key in former:
                clashes.append(Clash(card, f"“{key.card}” is claimed as former by two cards"))
            else:
                former[key] = card.key
    if clashes:
        raise FormerIdTakenError(clashes)
    return former


def _renamed_subjects(deck: Deck) -> dict[tuple[SubjectKind, str], tuple[str, ...]]:
    return {
        **{(SubjectKind.MUSCLE, muscle.id): muscle.formerly for muscle in deck.muscles},
        **{(SubjectKind.COMPLAINT, complaint.id): complaint.formerly for complaint in deck.complaints},
        **{(SubjectKind.CONDITION, condition.id): condition.formerly for condition in deck.conditions},
        **{(SubjectKind.CARD, card.id): card.formerly for card in deck.cards},
    }


def _former_faces(
    card: Card,
    renamed_notes: Mapping[str, tuple[str, ...]],
    renamed_subjects: Mapping[tuple[SubjectKind, str], tuple[str, ...]],
) -> list[tuple[str, Face]]:
    """Every note id and face under which the card was ever known: each of its own, under each former subject."""
    own = [(note, card.face) for note in (card.note, *renamed_notes.get(card.note, ()))]
    own += [card.formerly] if card.formerly else []
    moved = (
        (former, face) for note, face in own for former in _under_former_subjects(note, card.subject, renamed_subjects)
    )
    return [known for known in dict.fromkeys([*own, *moved]) if known != (card.note, card.face)]


def _under_former_subjects(
    note: str, subject: Subject, renamed: Mapping[tuple[SubjectKind, str], tuple[str, ...]]
) -> Iterator[str]:
    """The note's id with every word in it that names a muscle or a condition as that was ever called.

    A case, a pair of look-alikes and what tells a condition from a muscle hold the ids of others.
    """
    words = note.split(".")
    own = OWN_WORD.get(subject.kind)
    spellings = []
    for place, word in enumerate(words):
        others = (SubjectKind.MUSCLE, SubjectKind.CONDITION) if place > (own or 0) else ()
        kinds = (subject.kind,) if place == own else others
        spellings.append((word, *(former for kind in kinds for former in renamed.get((kind, word), ()))))
    for kind, *rest in product(*spellings):
        yield ".".join([kind, *(sorted(rest) if subject.kind is SubjectKind.LOOK_ALIKE else rest)])


def subject_prefix(subject: Subject, ident: str | None = None) -> str:
    """How the ids of a subject's notes begin, under its id now or another."""
    ident = ident or subject.id
    return ident if subject.kind is SubjectKind.MUSCLE else f"{subject.kind}.{ident}"
