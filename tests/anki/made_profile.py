"""Collections of Anki's for tests: one of the real Anki's, and the least that is one."""

import json
import sqlite3
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer

from studyapp.anki.identity import guid_of
from studyapp.domain.instant import to_ms

FORMATS = ("new.apkg", "legacy.apkg", "new.colpkg", "legacy.colpkg")
AGAIN, HARD, GOOD, EASY = (CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY)


class Profile:
    """A student's own Anki."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty collection in that folder."""
        folder.mkdir()
        self.folder = folder
        self.collection: Any = Collection(str(folder / "collection.anki2"))

    def take(self, package: bytes) -> None:
        """Import a package of ours."""
        path = self.folder / "taken.apkg"
        path.write_bytes(package)
        options = ImportAnkiPackageOptions(with_scheduling=True)
        self.collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))

    def card(self, ident: str) -> int:
        """The number of a free card's card."""
        [card] = self.collection.find_cards(f"Id:card.{ident}")
        return int(card)

    def add_of_another_deck(self, front: str) -> int:
        """A card that has nothing to do with us."""
        note = self.collection.new_note(self.collection.models.by_name("Basic"))
        note["Front"] = front
        self.collection.add_note(note, self.collection.decks.id("Spanish"))
        return int(note.card_ids()[0])

    def answer_next(self, rating: Any) -> int:
        """Press a button under the card that Anki asks next; returns its number."""
        scheduler = self.collection.sched
        [queued] = scheduler.get_queued_cards().cards
        card = self.collection.get_card(queued.card.id)
        card.start_timer()
        scheduler.answer_card(scheduler.build_answer(card=card, states=queued.states, rating=rating))
        return int(card.id)

    def study_in_a_filtered_deck(self, search: str, rating: Any) -> int:
        """Press a button under a card that was fetched into a filtered deck that moves no schedule."""
        deck = self.collection.sched.get_or_create_filtered_deck(0)
        deck.config.reschedule = False
        deck.config.search_terms[0].search = search
        ident = self.collection.sched.add_or_update_filtered_deck(deck).id
        self.collection.decks.set_current(ident)
        return self.answer_next(rating)

    def log(self, card: int, at: datetime, ease: int = 3) -> None:
        """Add a row to the log, as if that button had been pressed then, after eight seconds."""
        row = "INSERT INTO revlog VALUES (?, ?, -1, ?, 10, 5, 2500, 8000, 1)"
        self.collection.db.execute(row, to_ms(at), card, ease)

    def rows(self) -> list[tuple[int, ...]]:
        """What its log says: instant, card, button, type."""
        return [tuple(row) for row in self.collection.db.all("SELECT id, cid, ease, type FROM revlog ORDER BY id")]

    def export(self, kind: str) -> bytes:
        """All of it as a file of one of the formats."""
        path, legacy = self.folder / kind, kind.startswith("legacy")
        if kind.endswith(".colpkg"):
            self.collection.export_collection_package(str(path), include_media=False, legacy=legacy)
            self.collection.reopen()
        else:
            options = ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=True, with_media=False, legacy=legacy
            )
            self.collection.export_anki_package(out_path=str(path), options=options, limit=None)
        return path.read_bytes()

    def close(self) -> None:
        """End Anki."""
        self.collection.close()


@dataclass(frozen=True)
class Answered:
    """A row of the log of a made-up collection, about a free card of the deck `small` or the first of another note."""

    card: str
    at_ms: Any
    ease: Any = 3
    factor: Any = 2500
    took_ms: Any = 8000
    kind: Any = 1
    guid: str = ""
    """Of the other note."""


SCHEMA = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT NOT NULL, mid INTEGER, tags TEXT NOT NULL, flds TEXT NOT NULL);
CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER NOT NULL, ord INTEGER NOT NULL);
CREATE TABLE revlog (id INTEGER PRIMARY KEY, cid INTEGER NOT NULL, usn INTEGER NOT NULL, ease INTEGER NOT NULL,
  ivl INTEGER NOT NULL, lastIvl INTEGER NOT NULL, factor INTEGER NOT NULL,
  time INTEGER NOT NULL, type INTEGER NOT NULL);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""


@contextmanager
def a_database() -> Iterator[tuple[sqlite3.Connection, Path]]:
    """A SQLite file with the tables that matter, to spoil."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(SCHEMA)
            yield connection, path


def database_with(answers: Iterable[Answered] = (), *statements: str) -> bytes:
    """The least that is a collection, with these rows, changed by these statements."""
    with a_database() as (connection, path):
        connection.execute("BEGIN")
        cards: dict[str, int] = {}
        for answer in answers:
            if answer.card not in cards:
                cards[answer.card] = ident = len(cards) + 1
                guid = answer.guid or guid_of("small", f"card.{answer.card}")
                connection.execute("INSERT INTO notes VALUES (?, ?, 1, ' studyapp::card::x ', '')", (ident, guid))
                connection.execute("INSERT INTO cards VALUES (?, ?, 0)", (ident, ident))
            row = (answer.at_ms, cards[answer.card], answer.ease, answer.factor, answer.took_ms, answer.kind)
            connection.execute("INSERT INTO revlog VALUES (?, ?, -1, ?, 10, 5, ?, ?, ?)", row)
        connection.execute("COMMIT")
        for statement in statements:
            connection.execute(statement)
        return path.read_bytes()


def zipped(members: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """These members as a zip, in their order."""
    buffer = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", compression) as archive:
        warnings.simplefilter("ignore")  # two of one name
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def package_with(answers: Iterable[Answered] = (), *statements: str) -> bytes:
    """A made-up collection as a package."""
    media = json.dumps({}).encode()
    return zipped([("collection.anki2", database_with(answers, *statements)), ("media", media)])


def as_file(content: bytes) -> IO[bytes]:
    """A file that is open."""
    return BytesIO(content)
