"""Packages written in bulk: the rows and the checks of genanki, through its own models, in less time.

genanki writes note types and decks anew with each deck, and each row by a statement of its own into tables whose
indexes grow with it. Here a table is filled at once, in the order of its rows' numbers, and indexed when it is full.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, compress
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

Row: TypeAlias = tuple[Any, ...]

_NOTE = "(?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_CARD = "(?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)"
_REVIEW = "(?, ?, -1, ?, ?, ?, ?, ?, ?)"
_ROWS_AT_ONCE = 50
"""So many rows share a statement: SQLite before 3.32 takes no more than 999 values in one."""

_MODEL = attrgetter("model")

_SUSPECT_TAG = re.compile(genanki.Note._INVALID_HTML_TAG_RE.pattern.replace("+(?: .*|/?)>", r"++(?:>| [^>\n]*+>|/>)"))
"""genanki's search for invalid tags, for all fields of a note at once: it looks no further than a tag's end, and never
tries a shorter name. Where it finds something, genanki itself has a look."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is to be written, without the columns that are the same in every row."""

    notes: list[Row] = field(default_factory=list)
    """id, guid, mid, mod, tags, flds, sfld"""
    cards: list[Row] = field(default_factory=list)
    """id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, lapses, data"""
    revlog: list[Row] = field(default_factory=list)
    """id, cid, ease, ivl, lastIvl, factor, time, type"""

    def insert(self, cursor: sqlite3.Cursor) -> None:
        """Fill the tables."""
        with _without_indexes(cursor):
            _fill(cursor, "notes", _NOTE, self.notes)
            _fill(cursor, "cards", _CARD, self.cards)
            _fill(cursor, "revlog", _REVIEW, self.revlog)


def _fill(cursor: sqlite3.Cursor, table: str, row: str, rows: list[Row]) -> None:
    """In the order of their numbers: a row is then put behind the last one."""
    rows = sorted(rows, key=itemgetter(0))
    whole = len(rows) - len(rows) % _ROWS_AT_ONCE
    starts = range(0, whole, _ROWS_AT_ONCE)
    insert = f"INSERT INTO {table} VALUES {{}}"  # noqa: S608  # the tables above
    several = (tuple(chain.from_iterable(rows[start : start + _ROWS_AT_ONCE])) for start in starts)
    cursor.executemany(insert.format(", ".join([row] * _ROWS_AT_ONCE)), several)
    cursor.executemany(insert.format(row), rows[whole:])


class BulkNote(genanki.Note):  # type: ignore[misc]  # genanki ships no types
    """A note of genanki that hands its rows over instead of writing them."""

    _own_cards: list[genanki.Card] | None = None

    @property
    def cards(self) -> list[genanki.Card]:
        """Its cards as genanki makes them, for whoever wants to suspend one."""
        if self._own_cards is None:
            self._own_cards = genanki.Note.cards.func(self)
        return self._own_cards

    def add_rows(self, rows: Rows, timestamp: float, deck_id: int, numbers: Iterator[int]) -> None:
        """Add the note and its cards as of that time, numbered in this order.

        Raises ValueError when its note type has another number of fields, and warns of invalid HTML.
        """
        self._check_number_model_fields_matches_num_fields()
        fields = self._format_fields()
        if _SUSPECT_TAG.search(fields):
            self._check_invalid_html_tags_in_fields()
        number, changed, due = next(numbers), int(timestamp), self.due
        tags, first = self._format_tags(), self.sort_field
        rows.notes.append((number, self.guid, self.model.model_id, changed, tags, fields, first))
        for place, queue in self._cards():
            rows.cards.append((next(numbers), number, deck_id, place, changed, 0, queue, due, 0, 0, 0, 0, ""))

    def _cards(self) -> Iterable[tuple[int, int]]:
        """The place and the queue of each card."""
        if self._own_cards is None and (fronts := _fronts(self.model)):
            cards, shown = fronts
            return compress(cards, shown(self.fields))
        return [(card.ord, -1 if card.suspend else 0) for card in self.cards]


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
            last = dict.fromkeys(map(_MODEL, reversed(deck.notes)))  # of one number, the last note's is taken
            used = deck.models | {model.model_id: model for model in reversed(last)}
            models |= {number: (model, deck.deck_id) for number, model in used.items()}
        types = {str(number): model.to_json(timestamp, deck_id) for number, (model, deck_id) in models.items()}
        cursor.execute("UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(types)))


@lru_cache(maxsize=32)
def _fronts(model: genanki.Model) -> tuple[list[tuple[int, int]], Callable[[Sequence[str]], Iterable[Any]]] | None:
    """A new card of each template, and what tells for given fields which fronts are not empty; None for a cloze.

    genanki finds out what a front needs by rendering it without each field, once for a note type. Most need just one.
    """
    if model.model_type != genanki.Model.FRONT_BACK:
        return None
    cards = [(place, 0) for place, _, _ in model._req]
    rules = [(all if rule == "all" else any, needed) for _, rule, needed in model._req]
    if len(rules) > 1 and all(len(needed) == 1 for _, needed in rules):
        return cards, itemgetter(*(place for _, (place,) in rules))
    return cards, lambda fields: (holds(fields[place] for place in needed) for holds, needed in rules)


def _check(deck: genanki.Deck) -> None:
    if not isinstance(deck.deck_id, int):
        raise TypeError(f"The deck's id should be a whole number, not {deck.deck_id!r}.")
    if not isinstance(deck.name, str):
        raise TypeError(f"The deck's name should be a text, not {deck.name!r}.")


@contextmanager
def _without_indexes(cursor: sqlite3.Cursor) -> Iterator[None]:
    """Take the indexes away, and make them again when the tables are full.

    Those of notes stay: what they index is the same in every row, so that each comes behind the last one anyway.
    """
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name != 'notes'"
    made = cursor.execute(query).fetchall()
    for name, _ in made:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, statement in made:
        cursor.execute(statement)
