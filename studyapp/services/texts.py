"""Taking cards along as a table: for Quizlet and its like, or for a spreadsheet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.counting import counted
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.selection import Selection
from studyapp.errors import ExportError
from studyapp.exports.text import TextKind, can_be_told, csv_table, tsv
from studyapp.services.choosing import chosen_decks, file_name, fitting_cards
from studyapp.wholefile import replace_file

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
    name: str = ""
    """What the file is called, when nobody names it."""


@dataclass(frozen=True, slots=True)
class TextContents:
    """What a table would hold."""

    cards: int
    left_out: int

    def __str__(self) -> str:
        """“28 cards; 2 whose question is a picture stay here.”, for whoever reads it."""
        stay = f"; {self.left_out} whose question is a picture {'stays' if self.left_out == 1 else 'stay'} here"
        return f"{counted(self.cards, 'card')}{stay if self.left_out else ''}."


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
        within = chosen_decks(self.catalog, decks)
        told, left_out = self._told(within, selection)
        content = tsv(told) if kind == TextKind.TSV else csv_table(told, self.catalog.decks)
        name = f"{file_name(within, selection)}.{kind}"
        return TextFile(content, TextKind(kind).mimetype, len(told), left_out, name)

    def contents(self, deck: str, selection: Selection = EVERYTHING) -> TextContents:
        """What a table of the deck's selected cards would hold; raises as `table` does."""
        told, left_out = self._told(chosen_decks(self.catalog, [deck]), selection)
        return TextContents(len(told), left_out)

    def write(self, path: Path, decks: Iterable[str] | None = None, selection: Selection = EVERYTHING) -> TextFile:
        """The same as a file whose name tells its kind, replaced whole or not at all; raises as `table` does."""
        file = self.table(path.suffix.removeprefix("."), decks, selection)
        replace_file(path, file.content)
        return file

    def _told(self, decks: Collection[str], selection: Selection) -> tuple[list[Card], int]:
        """The selected cards that words ask for, and how many others there are."""
        chosen = fitting_cards(self.catalog, decks, selection, self.database)
        told = [card for card in chosen if can_be_told(card)]
        if not told:
            raise ExportError(ONLY_PICTURES)
        return told, len(chosen) - len(told)
