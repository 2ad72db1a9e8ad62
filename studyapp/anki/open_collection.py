"""The collection that Anki has open: what it holds of ours, read and changed through AnkiConnect.

Source: AnkiConnect's documentation of version 6; Anki's manual, “Searching”.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studyapp.anki.connect import AnkiConnect, Order, chunks
from studyapp.anki.notetypes import NOTE_TYPES
from studyapp.anki.numbers import RevlogRow
from studyapp.errors import NoAnkiError, RefusedError

IMPORT_SECONDS = 600.0
NOTES_AT_ONCE, CARDS_AT_ONCE, CHANGES_AT_ONCE, REVIEWS_AT_ONCE = 500, 50, 50, 200
"""AnkiConnect reads a request a kilobyte at a time, and Anki stands still while it answers."""
FARTHEST_TODAY = 1 << 15
"""Anki counts days from when a collection began: it is not that many years old."""
OUR_TAGS = "tag:studyapp::*"
"""Finds every note from here; one whose tags were taken off is found by its note type."""
_SETTLED_REVIEWS = "is:review -is:learn -is:suspended -is:buried -deck:filtered"


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A note in Anki."""

    type: str
    """The name of its note type, as it is called here."""
    id: str
    fields: tuple[str, ...]
    cards: tuple[int, ...]
    changed_at: int | None
    """Whole seconds since 1970; None where AnkiConnect is too old to say."""
    number: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card in Anki, with the columns that we may set."""

    number: int
    place: int
    """Which of its note's cards it is, from 0."""
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A row of Anki's log: its instant in milliseconds since 1970, what sort of an event it is, and the ease."""

    id: int
    kind: int
    ease_permille: int


class OpenCollection:
    """What Anki holds."""

    def __init__(self, connect: AnkiConnect) -> None:
        """Ask a running Anki."""
        self.connect = connect

    def notes(self) -> list[HeldNote]:
        """The notes of ours; raises as `AnkiConnect.do`, as everything here does."""
        types = (f'"note:{_escaped(kind().name)}"' for kind in NOTE_TYPES.values())
        found = self.connect.do("findNotes", query=" OR ".join((*types, OUR_TAGS)))
        answers = (self.connect.do("notesInfo", notes=part) for part in chunks(found, NOTES_AT_ONCE))
        with _Expected():
            return [_note(info) for answer in answers for info in answer if info]

    def tag(self, notes: Iterable[int], tag: str) -> None:
        """Add a tag to these notes."""
        for part in chunks(notes, NOTES_AT_ONCE):
            self.connect.do("addTags", notes=part, tags=tag)

    def untag(self, notes: Iterable[int], tag: str) -> None:
        """Take a tag off these notes."""
        for part in chunks(notes, NOTES_AT_ONCE):
            self.connect.do("removeTags", notes=part, tags=tag)

    def of_deck(self, name: str) -> set[int]:
        """The numbers of the cards in a deck and below it."""
        return set(self.connect.do("findCards", query=f'"deck:{_escaped(name)}"'))

    def filtered(self) -> set[int]:
        """The numbers of the cards that lie in filtered decks just now."""
        return set(self.connect.do("findCards", query="deck:filtered"))

    def cards(self, numbers: Iterable[int]) -> list[HeldCard]:
        """These cards as they stand."""
        answers = (self.connect.do("cardsInfo", cards=part) for part in chunks(numbers, CARDS_AT_ONCE))
        with _Expected():
            return [_card(info) for answer in answers for info in answer if info]

    def reviews(self, numbers: Iterable[int]) -> dict[int, list[HeldReview]]:
        """The log of these cards."""
        found: dict[int, list[HeldReview]] = {}
        with _Expected():
            for part in chunks(numbers, NOTES_AT_ONCE):
                for number, rows in self.connect.do("getReviewsOfCards", cards=part).items():
                    found[int(number)] = [HeldReview(row["id"], row["type"], row["factor"]) for row in rows]
        return found

    def take(self, package: Path) -> None:
        """Import a package as Anki does: by GUID, and of notes that it holds only newer ones."""
        if self.connect.do("importPackage", path=str(package.absolute()), seconds=IMPORT_SECONDS) is not True:
            raise RefusedError("Anki did not take the package: see that a profile is open there.")

    def add_reviews(self, rows: Iterable[tuple[int, RevlogRow]]) -> int:
        """Add rows, each to a card's log, and return how many Anki would not have: it holds others of that instant."""
        return sum(self._add(part) for part in chunks(rows, REVIEWS_AT_ONCE))

    def change(self, changes: Mapping[int, Mapping[str, int | None]]) -> set[int]:
        """Set columns of cards, and return the numbers of those that Anki would not change."""
        refused: set[int] = set()
        for part in chunks(changes.items(), CHANGES_AT_ONCE):
            results = self.connect.do_all([_change(number, columns) for number, columns in part])
            refused |= {number for (number, _), result in zip(part, results, strict=True) if result != [True]}
        return refused

    def today(self) -> int | None:
        """The number of Anki's day, by a card that it has scheduled; None while there is no such card.

        AnkiConnect tells no such number; but a card's due day is told as a number, and searched for counted from today.
        """
        found = self.connect.do("findCards", query=_SETTLED_REVIEWS)
        if not found:
            return None
        (card,) = self.cards(found[:1])
        low, high = 0, FARTHEST_TODAY
        while low < high:
            middle = (low + high) // 2
            query = f"cid:{card.number} prop:due>={card.columns['due'] - middle}"
            low, high = (low, middle) if self.connect.do("findCards", query=query) else (middle + 1, high)
        return low

    def schedule(self, number: int) -> None:
        """Make a card due today, however it stands."""
        self.connect.do("setDueDate", cards=[number], days="0")

    def _add(self, rows: list[tuple[int, RevlogRow]]) -> int:
        try:
            self.connect.do("insertReviews", reviews=[_columns(number, row) for number, row in rows])
        except RefusedError:
            if len(rows) == 1:
                return 1
            half = len(rows) // 2
            return self._add(rows[:half]) + self._add(rows[half:])
        return 0


class _Expected:
    """An answer of another shape comes from something else than AnkiConnect."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: object, trace: object) -> None:
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError):
            raise NoAnkiError("What Anki answered makes no sense.", "In Anki, check for updates of add-ons.") from error


_TYPES = {kind().fields: kind().name for kind in NOTE_TYPES.values()}
"""Our note types by their fields: those stay, but in Anki the type can be called otherwise."""


def _note(info: Mapping[str, Any]) -> HeldNote:
    fields = sorted(info["fields"].items(), key=lambda field: field[1]["order"])
    values = tuple(str(field["value"]) for _, field in fields)
    ident = str(info["fields"]["Id"]["value"]) if "Id" in info["fields"] else values[0]
    return HeldNote(
        type=_TYPES.get(tuple(name for name, _ in fields), info["modelName"]),
        id=ident,
        fields=values,
        cards=tuple(map(int, info["cards"])),
        changed_at=info.get("mod"),
        number=int(info["noteId"]),
        tags=tuple(map(str, info["tags"])),
    )


_NAMES = {
    "type": "type",
    "queue": "queue",
    "due": "due",
    "ivl": "interval",
    "factor": "factor",
    "reps": "reps",
    "lapses": "lapses",
    "left": "left",
}
"""Columns of Anki's cards by what AnkiConnect calls them where it tells of them."""


def _card(info: Mapping[str, Any]) -> HeldCard:
    return HeldCard(int(info["cardId"]), int(info["ord"]), {ours: int(info[name]) for ours, name in _NAMES.items()})


def _change(number: int, columns: Mapping[str, int | None]) -> Order:
    params = {"card": number, "keys": list(columns), "newValues": list(columns.values()), "warning_check": True}
    return Order("setSpecificValueOfCard", params)


def _columns(number: int, row: RevlogRow) -> list[int]:
    """The columns of Anki's `revlog`; -1 is for what AnkiWeb has not seen yet."""
    return [
        row.id,
        number,
        -1,
        int(row.button),
        row.interval_days,
        row.last_interval_days,
        row.ease_permille,
        row.elapsed_ms,
        int(row.kind),
    ]


def _escaped(text: str) -> str:
    """A name within a quoted search."""
    return re.sub(r'([\\"*_:])', r"\\\1", text)
