"""Packages written in bulk: the rows and the checks of genanki, through its own models, in less time.

genanki writes note types and decks anew with each deck, and each row by a statement of its own into tables whose
indexes grow with it. Here a table is filled at once, in the order of its rows' numbers, and indexed when it is full.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is to be written, table by table, each row as Anki's tables have their columns."""

    notes: list[Row] = field(default_factory=list)
    cards: list[Row] = field(default_factory=list)
    revlog: list[Row] = field(default_factory=list)

    def insert(self, cursor: sqlite3.Cursor) -> None:
        """Fill the tables."""
        with _without_indexes(cursor):
            for table, rows in (("notes", self.notes), ("cards", self.cards), ("revlog", self.revlog)):
                if rows:
                    places = ",".join("?" * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {table} VALUES ({places})", sorted(rows, key=itemgetter(0)))  # noqa: S608  # names alone


class BulkNote(genanki.Note):  # type: ignore[misc]  # genanki ships no types
    """A note of genanki that hands its rows over instead of writing them."""

    def add_rows(self, rows: Rows, timestamp: float, deck_id: int, numbers: Iterator[int]) -> None:
        """Add the note and its cards as of that time, numbered in this order.

        Raises ValueError when its note type has another number of fields, and warns of invalid HTML.
        """
        self._check_number_model_fields_matches_num_fields()
        fields = self._format_fields()
        if self._INVALID_HTML_TAG_RE.search(fields):  # in none of them, unless here
            self._check_invalid_html_tags_in_fields()
        number, changed, tags = next(numbers), int(timestamp), self._format_tags()
        rows.notes.append(
            (number, self.guid, self.model.model_id, changed, -1, tags, fields, self.sort_field, 0, 0, "")
        )
        due = self.due
        for place, queue in self._cards():
            card = (next(numbers), number, deck_id, place, changed, -1, 0, queue, due, 0, 0, 0, 0, 0, 0, 0, 0, "")
            rows.cards.append(card)

    def _cards(self) -> Iterable[tuple[int, int]]:
        """The place and the queue of each card."""
        if "cards" in vars(self) or self.model.model_type != genanki.Model.FRONT_BACK:
            return [(card.ord, -1 if card.suspend else 0) for card in self.cards]
        return [card for card, is_shown in _fronts(self.model) if is_shown(self.fields)]


class BulkPackage(genanki.Package):  # type: ignore[misc]  # genanki ships no types
    """A package of genanki whose decks hold bulk notes."""

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """Write everything into an empty database, as genanki would; raises TypeError for a deck without id or name."""
        cursor.executescript(APKG_SCHEMA)
        cursor.executescript(APKG_COL)
        self._write_note_types_and_decks(cursor, timestamp)
        rows = Rows()
        for deck in self.decks:
            for note in deck.notes:
                note.add_rows(rows, timestamp, deck.deck_id, id_gen)
        rows.insert(cursor)

    def _write_note_types_and_decks(self, cursor: sqlite3.Cursor, timestamp: float) -> None:
        (kept,) = cursor.execute("SELECT decks FROM col").fetchone()
        decks: dict[str, Any] = json.loads(kept)
        models: dict[int, tuple[genanki.Model, int]] = {}
        for deck in self.decks:
            _check(deck)
            decks[str(deck.deck_id)] = deck.to_json()
            used = deck.models | {note.model.model_id: note.model for note in deck.notes}
            models |= {number: (model, deck.deck_id) for number, model in used.items()}
        types = {str(number): model.to_json(timestamp, deck_id) for number, (model, deck_id) in models.items()}
        cursor.execute("UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(types)))


@lru_cache(maxsize=32)
def _fronts(model: genanki.Model) -> list[tuple[tuple[int, int], Callable[[Sequence[str]], Any]]]:
    """A new card of each template, and whether its front is shown with these fields.

    genanki finds out which fields a front needs by rendering it without each of them, once for a note type.
    """
    return [((place, 0), _is_shown(rule, needed)) for place, rule, needed in model._req]


def _is_shown(rule: str, needed: list[int]) -> Callable[[Sequence[str]], Any]:
    if len(needed) == 1:
        return itemgetter(*needed)
    holds = all if rule == "all" else any
    return lambda fields: holds(map(fields.__getitem__, needed))


def _check(deck: genanki.Deck) -> None:
    if not isinstance(deck.deck_id, int):
        raise TypeError(f"The deck's id should be a whole number, not {deck.deck_id!r}.")
    if not isinstance(deck.name, str):
        raise TypeError(f"The deck's name should be a text, not {deck.name!r}.")


@contextmanager
def _without_indexes(cursor: sqlite3.Cursor) -> Iterator[None]:
    """Take the indexes away, and make them again when the tables are full."""
    made = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in made:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, statement in made:
        cursor.execute(statement)
