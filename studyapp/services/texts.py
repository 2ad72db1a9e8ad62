"""Taking cards along as a table: for Quizlet and its like, or for a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.anki.atomic import replace_file
from studyapp.domain.catalog import Catalog
from studyapp.domain.selection import Selection
from studyapp.errors import ExportError
from studyapp.exports.text import TextKind, can_be_told, csv_table, tsv
from studyapp.services.choosing import chosen_cards, chosen_decks

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and most exports need none of it
    from studyapp.storage.database import Database

EVERYTHING = Selection()
ONLY_PICTURES = "There is nothing to export: the questions of these cards are pictures, and a table holds none."


@dataclass(frozen=True, slots=True)
class TextFile:
    """A table of cards, and what it holds."""

    content: bytes
    mimetype: str
    cards: int
    left_out: int
    """Cards that no words ask for, as their question is a picture."""


class TextExport:
    """The catalog's cards as tables."""

    def __init__(self, catalog: Catalog, database: "Database | None" = None) -> None:
        """Export the catalog's cards; the database tells how the student stands with them."""
        self.catalog = catalog
        self.database = database

    def table(self, kind: str, decks: Iterable[str] | None = None, selection: Selection = EVERYTHING) -> TextFile:
        """The selected cards of these decks, or of all, as a table of that kind: "tsv" or "csv".

        Raises NotFoundError for an unknown deck, ExportError for an unknown kind and when nothing is left.
        """
        if kind not in set(TextKind):
            raise ExportError("A table is written as .csv or .tsv.")
        within = set(chosen_decks(self.catalog, decks))
        chosen = [card for card in chosen_cards(self.catalog, selection, self.database) if card.key.deck in within]
        told = [card for card in chosen if can_be_told(card)]
        if not told:
            raise ExportError(ONLY_PICTURES if chosen else "There are no cards to export.")
        content = tsv(told) if kind == TextKind.TSV else csv_table(told, self.catalog.decks)
        return TextFile(content, TextKind(kind).mimetype, len(told), len(chosen) - len(told))

    def write(self, path: Path, decks: Iterable[str] | None = None, selection: Selection = EVERYTHING) -> TextFile:
        """The same as a file whose name tells its kind, replaced whole or not at all; raises as `table` does."""
        file = self.table(path.suffix.removeprefix("."), decks, selection)
        replace_file(path, file.content)
        return file

    def left_out(self, deck: str) -> int:
        """How many cards of a deck no table can hold."""
        return sum(key.deck == deck and not can_be_told(card) for key, card in self.catalog.cards.items())
