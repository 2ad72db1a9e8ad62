"""Measures writing 10,000 notes for Anki, beside genanki alone with the same notes, and exporting them as a whole.

Target: at least twice as fast as genanki alone, which writes a file, and as genanki in memory, where studyapp writes.
They take turns, and their rows are held against each other once.
"""

import gc
import itertools
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import genanki
from load import write_deck
from program import machine
from record import fill

from studyapp.anki.bulk import BulkNote, BulkPackage
from studyapp.anki.exported import ExportedNote, exported_notes
from studyapp.anki.identity import guid_of
from studyapp.anki.notetype import question_model
from studyapp.anki.package import build_package
from studyapp.anki.progress import Progress
from studyapp.anki.released import Ledger
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.services.anki_progress import progress_of
from studyapp.storage.database import Database

NOTES = 10_000
MUSCLES = 800
REVIEWS = 100_000
ROUNDS = 11
WHOLE_ROUNDS = 5
TIME = 1_800_000_000
TABLES = ("notes", "cards", "revlog")

_Write = Callable[[list[genanki.Deck], Path], bytes]


def main() -> None:
    """Print what writing costs, and what exporting costs, with a student's log and without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_deck(folder / "decks" / "generated", MUSCLES)
        catalog = load_catalog([folder / "decks" / "generated"], only_extra=True)
        notes = exported_notes(catalog, "generated")[:NOTES]
        cards = sum(len(note.cards) for note in notes)
        print(f"Anki: {len(notes):,} notes, {cards:,} cards, {machine()}")
        in_one = [replace(note, deck_name="Generated") for note in notes]
        for title, given in ((f"in {len(_names(notes))} decks", notes), ("in one deck", in_one)):
            compare(title, given, folder)
        export(catalog, folder)


def compare(title: str, notes: Sequence[ExportedNote], folder: Path) -> None:
    """Print how long both write the same notes, from genanki's decks to the bytes of the database."""
    writers: dict[str, tuple[_Write, type[genanki.Note]]] = {
        "genanki alone": (_plain_database, genanki.Note),
        "genanki in memory": (_plain_in_memory, genanki.Note),
        "studyapp": (_database, BulkNote),
    }
    first, *others = [_rows(write(_decks(notes, note_type), folder)) for write, note_type in writers.values()]
    if any(rows != first for rows in others):
        sys.exit("The rows are not the same.")
    times: dict[str, list[float]] = {name: [] for name in writers}
    for _ in range(ROUNDS):
        for name, (write, note_type) in writers.items():
            times[name].append(_seconds(write, _decks(notes, note_type), folder))
    print(f"The database {title:19} ms: best / median of {ROUNDS}")
    for name, seconds in times.items():
        print(f"  {name:30} {min(seconds) * 1000:8.1f} / {median(seconds) * 1000:.1f}")
    ours = times.pop("studyapp")
    for name, plain in times.items():
        faster = f"{min(plain) / min(ours):8.2f} / {median(plain) / median(ours):.2f}"
        print(f"  {'times as fast as ' + name:30} {faster}")


def _seconds(write: _Write, decks: list[genanki.Deck], folder: Path) -> float:
    gc.collect()
    gc.freeze()  # what is there already is not searched again meanwhile
    started = time.perf_counter()
    write(decks, folder)
    seconds = time.perf_counter() - started
    gc.unfreeze()
    return seconds


def _plain_database(decks: list[genanki.Deck], folder: Path) -> bytes:
    """As genanki does it: in a file."""
    path = folder / "plain.anki2"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        genanki.Package(decks).write_to_db(connection.cursor(), TIME, itertools.count(1))
        connection.commit()
    return path.read_bytes()


def _plain_in_memory(decks: list[genanki.Deck], _folder: Path) -> bytes:
    """As genanki does it, without a disk."""
    with closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(decks).write_to_db(connection.cursor(), TIME, itertools.count(1))
        connection.commit()
        return connection.serialize()


def _database(decks: list[genanki.Deck], _folder: Path) -> bytes:
    """As studyapp does it: in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        BulkPackage(decks).write_to_db(connection.cursor(), TIME, itertools.count(1))
        connection.commit()
        return connection.serialize()


def _rows(database: bytes) -> list[list[Any]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        return [connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in TABLES]  # noqa: S608


def _decks(notes: Sequence[ExportedNote], note_type: type[genanki.Note]) -> list[genanki.Deck]:
    model = question_model()
    decks = {name: genanki.Deck(number, name) for number, name in enumerate(_names(notes), start=1000)}
    for place, note in enumerate(notes):
        guid = guid_of("generated", note.id)
        decks[note.deck_name].add_note(note_type(model, list(note.fields), tags=note.tags, guid=guid, due=place))
    return list(decks.values())


def _names(notes: Iterable[ExportedNote]) -> list[str]:
    return list(dict.fromkeys(note.deck_name for note in notes))


def export(catalog: Catalog, folder: Path) -> None:
    """Print what a whole export costs, from the catalog to the content of the file, and what a long log adds."""
    now = datetime.now(UTC)
    fill(folder / "data", list(catalog.cards), REVIEWS)
    database = Database(folder / "data")
    nobody, student = [], []
    for _ in range(WHOLE_ROUNDS):
        started = time.perf_counter()
        plain = build_package(catalog, ["generated"], {"generated": Ledger()}, now)
        nobody.append(time.perf_counter() - started)
        started = time.perf_counter()
        progress = Progress(progress_of(database, catalog))
        build_package(catalog, ["generated"], {"generated": Ledger()}, now, progress=progress)
        student.append(time.perf_counter() - started)
    database.engine.dispose()
    held = f"{plain.summary.notes:,} notes, {plain.summary.cards:,} cards, {len(plain.content) / 1e6:.1f} MB"
    print(f"Export of {held}, without pictures, s: best / median of {WHOLE_ROUNDS}")
    print(f"  {'nothing of a student':30} {min(nobody):8.2f} / {median(nobody):.2f}")
    print(f"  {f'with {REVIEWS:,} reviews':30} {min(student):8.2f} / {median(student):.2f}")


if __name__ == "__main__":
    main()
