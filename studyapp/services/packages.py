"""Packages for Anki that someone orders: what each would hold, what it is called, how it is made."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from studyapp.anki.exported import ExportedNote
from studyapp.anki.released import NUMBERED
from studyapp.anki.shape import Shape
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.counting import counted
from studyapp.domain.deck import CardKey
from studyapp.errors import ExportError
from studyapp.services.anki import AnkiExport
from studyapp.services.choosing import chosen_decks, file_name, fitting_cards
from studyapp.services.jobs import MadeFile
from studyapp.steps import Steps, leaving_one

SINGLE_GAPS = NUMBERED
"""The shapes of which not every answer can come home: one gap is no grade for all that a card here asks."""


@dataclass(frozen=True, slots=True)
class Order:
    """A package that someone wants: of which decks, and what of them."""

    decks: tuple[str, ...]
    wanted: Wanted = EVERYTHING

    @property
    def has_progress(self) -> bool:
        """Whether the student's progress is in it: it goes along with questions alone."""
        return self.wanted.with_progress and Shape.QUESTION in self.wanted.shapes

    @property
    def name(self) -> str:
        """What its file is called: “trigger-points-piriformis-type-in.apkg”."""
        shapes = () if self.wanted.shapes == EVERYTHING.shapes else self.wanted.shapes
        progress = ("with-progress",) if self.has_progress else ()
        return f"{file_name(self.decks, self.wanted.selection, (*shapes, *progress))}.apkg"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package would hold."""

    notes: int
    cards: int
    formless: int
    """Notes that were chosen and can have none of the forms that are wanted."""

    def __str__(self) -> str:
        """“16 notes, 19 cards; 17 further notes have no such form.”, for whoever reads it."""
        held = f"{counted(self.notes, 'note')}, {counted(self.cards, 'card')}"
        if not self.formless:
            return f"{held}."
        return f"{held}; {counted(self.formless, 'further note has', 'further notes have')} no such form."


class Packages:
    """Orders, and the packages that come of them."""

    def __init__(self, export: AnkiExport) -> None:
        """Take orders for what can be exported."""
        self.export = export
        self._notes: dict[tuple[str, Shape], tuple[ExportedNote, ...]] = {}

    def contents(self, order: Order) -> Contents:
        """What a package would hold; raises ExportError when that is nothing, NotFoundError for an unknown deck."""
        catalog = self.export.catalog
        decks = chosen_decks(catalog, order.decks)
        chosen = fitting_cards(catalog, decks, order.wanted.selection, self.export.database)
        held = list(self._held(decks, order.wanted, {card.key for card in chosen}))
        formed = {key for note in held for key in note.cards}
        notes = {(card.key.deck, card.note) for card in chosen}
        formless = notes - {(key.deck, catalog.cards[key].note) for key in formed if key in catalog.cards}
        if not held:
            raise ExportError(f"{counted(len(notes), 'note was', 'notes were')} chosen that can have no such form.")
        return Contents(len(held), sum(len(note.faces) for note in held), len(formless))

    def make(self, order: Order, steps: Steps) -> MadeFile:
        """The package as a file: a step for each picture and one for the writing; raises as the export does."""
        with leaving_one(steps) as painting:
            package = self.export.package(order.decks, order.wanted, painting)
        return MadeFile(package.content, order.name, holds=str(self.contents(order)))

    def _held(self, decks: list[str], wanted: Wanted, chosen: Collection[CardKey]) -> Iterator[ExportedNote]:
        for deck, shape in product(decks, wanted.shapes):
            for note in self._notes_of(deck, shape):
                if note.goes_along(chosen, with_retired=wanted.with_retired):
                    yield note

    def _notes_of(self, deck: str, shape: Shape) -> tuple[ExportedNote, ...]:
        """All that could be in a package of the deck; it follows from the decks, so it is put into words once."""
        if (deck, shape) not in self._notes:
            self._notes[deck, shape] = self.export.exported(deck, shape)
        return self._notes[deck, shape]
