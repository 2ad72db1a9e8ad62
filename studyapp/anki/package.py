"""Decks of the catalog as one Anki package, the same bytes for the same content and ledgers."""

import itertools
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

import genanki

from studyapp.anki.apkg import zipped
from studyapp.anki.bulk import BulkNote, BulkPackage, Rows
from studyapp.anki.exported import ExportedNote, exported_notes, top_name
from studyapp.anki.identity import deck_row_id, row_ids
from studyapp.anki.ledger import with_notes
from studyapp.anki.markup import escaped
from studyapp.anki.notetype import model_of
from studyapp.anki.notetypes import NOTE_TYPES
from studyapp.anki.parcel import PackedNote
from studyapp.anki.pictures import NO_PICTURES, Pictures
from studyapp.anki.progress import CardProgress, Progress, begin_days, carry
from studyapp.anki.released import Ledger
from studyapp.anki.shape import Shape
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, Manifest
from studyapp.domain.fact import Face
from studyapp.errors import ExportError
from studyapp.steps import Steps, untold
from studyapp.wholefile import replace_file


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """What a package holds."""

    notes: int
    cards: int
    decks: int


@dataclass(frozen=True, slots=True)
class AnkiPackage:
    """A package: the content of an .apkg file, and what it holds."""

    content: bytes
    summary: PackageSummary
    notes: tuple[PackedNote, ...]


@dataclass(frozen=True, slots=True)
class _Dated:
    """A note with its GUID and the time of its own last change."""

    note: ExportedNote
    guid: str
    changed_at: datetime


_OfCards: TypeAlias = Mapping[CardKey, CardProgress]

_PLACES = {str(face): place for place, face in enumerate(Face)}


class _Note(BulkNote):
    """A note that brings its own time, numbers and progress instead of the package's."""

    def __init__(
        self, dated: _Dated, model: genanki.Model, position: int, numbers: Iterable[int], progress: _OfCards
    ) -> None:
        note = dated.note
        super().__init__(model, list(note.fields), tags=note.tags, guid=dated.guid, due=position)
        if note.dressed.ended:
            self._own_cards = [card for card in self.cards if card.ord not in note.dressed.ended]
        self.changed_at = dated.changed_at
        self.numbers = numbers
        asked = zip(note.faces, note.cards, strict=True) if note.shape is Shape.QUESTION else ()
        self.progress = {_PLACES[face]: progress[key] for face, key in asked if key in progress}

    def add_rows(self, rows: Rows, timestamp: float, deck_id: int, numbers: Iterator[int]) -> None:
        del timestamp, numbers
        before = len(rows.cards)
        super().add_rows(rows, self.changed_at.timestamp(), deck_id, iter(self.numbers))
        if self.progress:
            carry(rows, before, self.progress)


def write_package(  # noqa: PLR0913, PLR0917  # what goes in, where to, when
    catalog: Catalog,
    deck_ids: Iterable[str],
    ledgers: Mapping[str, Ledger],
    path: Path,
    now: datetime,
    pictures: Pictures = NO_PICTURES,
) -> PackageSummary:
    """Put these decks into an .apkg file, replaced whole or not at all; raises as `build_package` does."""
    package = build_package(catalog, deck_ids, ledgers, now, pictures)
    replace_file(path, package.content)
    return package.summary


def build_package(  # noqa: PLR0913  # what goes in, and when
    catalog: Catalog,
    deck_ids: Iterable[str],
    ledgers: Mapping[str, Ledger],
    now: datetime,
    pictures: Pictures = NO_PICTURES,
    *,
    wanted: Collection[CardKey] | None = None,
    shapes: Collection[Shape] = (Shape.QUESTION,),
    with_retired: bool = False,
    notes: Mapping[str, Sequence[ExportedNote]] | None = None,
    progress: Progress | None = None,
    steps: Steps = untold,
) -> AnkiPackage:
    """These decks as a package: of wanted cards their notes, retired ones if asked for, progress if handed in.

    `notes` are those of each deck, where they are at hand: putting them into words is most of the work. One that its
    deck's ledger lacks or knows otherwise is dated `now`. Raises ExportError for what would make a broken package,
    NotFoundError for an unknown deck.
    """
    chosen = list(dict.fromkeys(deck_ids))
    known = {deck: ledgers.get(deck, Ledger()) for deck in chosen}
    worded = notes or {deck: exported_notes(catalog, deck, pictures, known[deck], shapes) for deck in chosen}
    dated = [note for deck in chosen for note in _dated(worded[deck], known[deck], now)]
    dated = [one for one in dated if one.note.goes_along(wanted, with_retired=with_retired)]
    if not dated:
        raise ExportError("There are no cards to export.")
    _refuse_twins(dated)
    parents = [_parent(catalog.decks[deck].manifest, top_name(catalog.decks[deck])) for deck in chosen]
    database = _database([*parents, *_decks(dated, progress.cards if progress else {})], progress)
    content = zipped(database, _painted(dated, pictures, steps))
    cards = sum(len(one.note.faces) for one in dated)
    summary = PackageSummary(len(dated), cards, len({one.note.deck_name for one in dated}))
    return AnkiPackage(content, summary, tuple(_packed(dated)))


def _dated(notes: Sequence[ExportedNote], ledger: Ledger, now: datetime) -> Iterator[_Dated]:
    known = with_notes(ledger, notes, now)
    for note in notes:
        yield _Dated(note, note.guid, known.entries[note.key].changed_at)


def _packed(notes: Iterable[_Dated]) -> Iterator[PackedNote]:
    types = {shape: note_type().name for shape, note_type in NOTE_TYPES.items()}
    for one in notes:
        note, changed_at = one.note, int(one.changed_at.timestamp())
        kind = types[note.shape]
        yield PackedNote(one.guid, kind, note.id, note.deck_name, note.fields, changed_at, note.is_retired)


def _painted(notes: Iterable[_Dated], pictures: Pictures, steps: Steps) -> dict[str, bytes]:
    """The pictures of all notes by the names of their files, painted several at a time; each is a step."""
    work: dict[str, Callable[[], bytes]] = {}
    for note in (dated.note.dressed for dated in notes):
        work |= {name: partial(pictures.picture, one) for one in note.charts if (name := pictures.name(one))}
        work |= {pictures.labelled_name(one): partial(pictures.labelled_picture, one) for one in note.labelled}
    painted: dict[str, bytes] = {}
    with ThreadPoolExecutor() as pool:
        for name, picture in zip(work, pool.map(lambda paint: paint(), work.values()), strict=True):
            painted[name] = picture
            steps(len(painted), len(work))
    return painted


def _refuse_twins(notes: Iterable[_Dated]) -> None:
    """Anki would add two notes with one GUID without a word, and then never know which one to update."""
    known: dict[str, str] = {}
    for dated in notes:
        if dated.guid in known:
            raise ExportError(f"“{known[dated.guid]}” and “{dated.note.id}” would be one note in Anki (same GUID).")
        known[dated.guid] = dated.note.id


def _parent(manifest: Manifest, name: str) -> genanki.Deck:
    about = f"Version {manifest.version} · {manifest.licence} · For learning, not for diagnosis."
    return genanki.Deck(deck_row_id(name), name, f"{escaped(manifest.description)}<br>{escaped(about)}")


def _decks(notes: Iterable[_Dated], progress: _OfCards) -> Iterable[genanki.Deck]:
    """The notes in their decks, each at its position among all new ones."""
    notes = list(notes)
    rows = row_ids(name for dated in notes for name in ((dated.guid,), *((dated.guid, f) for f in dated.note.faces)))
    models = {shape: model_of(note_type()) for shape, note_type in NOTE_TYPES.items()}
    names = dict.fromkeys(name for dated in notes for name in _levels(dated.note.deck_name))
    decks = {name: genanki.Deck(deck_row_id(name), name) for name in names}
    for position, dated in enumerate(notes, start=1):
        own = list(itertools.islice(rows, 1 + len(dated.note.faces)))
        decks[dated.note.deck_name].add_note(_Note(dated, models[dated.note.shape], position, own, progress))
    return decks.values()


def _levels(name: str) -> Iterable[str]:
    """A deck and those between it and the top: Anki takes the top's description only along an unbroken line."""
    parts = name.split("::")
    return ("::".join(parts[:level]) for level in range(2, len(parts) + 1))


def _database(decks: list[genanki.Deck], progress: Progress | None) -> bytes:
    """In memory: nothing can be left behind."""
    with closing(sqlite3.connect(":memory:")) as connection:
        cursor = connection.cursor()
        BulkPackage(decks).write_to_db(cursor, 0, iter(()))
        if progress:
            begin_days(cursor, progress.rollover_hour)
        connection.commit()
        return connection.serialize()
