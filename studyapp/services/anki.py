"""Taking decks to Anki, with the times at which their notes changed."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from filelock import FileLock

from studyapp.anki.exported import ExportedNote, exported_notes, top_name
from studyapp.anki.identity import KnownCards, known_cards
from studyapp.anki.ledger import read_ledger, stale_notes, with_notes, write_ledger
from studyapp.anki.notetypes import NOTE_TYPES
from studyapp.anki.package import AnkiPackage, PackageSummary, build_package
from studyapp.anki.pictures import Pictures
from studyapp.anki.progress import Progress
from studyapp.anki.released import Ledger, LedgerEntry, merged, shape_of
from studyapp.anki.shape import Shape
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.domain.catalog import Catalog
from studyapp.domain.day import ROLLOVER_HOUR
from studyapp.domain.selection import Selection
from studyapp.errors import ExportError, NotFoundError
from studyapp.services.charts import Charts
from studyapp.services.choosing import chosen_cards, chosen_decks
from studyapp.steps import Steps, untold
from studyapp.wholefile import replace_file

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and a package without a student needs neither
    from studyapp.services.preferences import PreferenceKeeper
    from studyapp.storage.database import Database

LEDGER_NAME = "anki-ledger.json"


@dataclass(frozen=True, slots=True)
class ExportableDeck:
    """A deck that can be taken to Anki."""

    id: str
    title: str
    version: str
    licence: str
    notes: int
    cards: int


class ReleasedNote(NamedTuple):
    """A note as any release took it to Anki, without its GUID."""

    deck: str
    """What its deck is called in Anki."""
    type: str
    """The name of its note type."""
    id: str


class AnkiExport:
    """The catalog's decks as Anki packages.

    A deck's own ledger, beside its files, is kept by its author (`studyapp ledger`). What a deck's ledger does not
    know, as when it has none, is kept in the data folder, so that a second export dates it as the first did.
    """

    def __init__(
        self,
        catalog: Catalog,
        data: Path,
        clock: Callable[[], datetime],
        database: "Database | None" = None,
        preferences: "PreferenceKeeper | None" = None,
    ) -> None:
        """Export the catalog's decks; `clock` tells the time as an aware UTC datetime.

        What a student did is known where there is a database, and the hour at which the student's days begin where
        there are preferences; without a database no card can be chosen by it.
        """
        self.catalog = catalog
        self.charts: Pictures = Charts(catalog.words.vocabulary)
        self.data = data
        self.clock = clock
        self.database = database
        self.preferences = preferences

    def drawn_by(self, pictures: Pictures) -> "AnkiExport":
        """The same export with pictures by someone else."""
        other = copy(self)
        other.charts = pictures
        return other

    def released(self) -> frozenset[ReleasedNote]:
        """Every note that any release had."""
        return frozenset(
            _released(top_name(deck), key)
            for ident, deck in self.catalog.decks.items()
            for key in self._released_ledger(ident).entries
        )

    def ended(self) -> frozenset[ReleasedNote]:
        """Notes of earlier releases that the decks tell of no more; renamed ones are none."""
        ended: set[ReleasedNote] = set()
        for deck in self.catalog.decks:
            ledger = self._released_ledger(deck)
            made = {note.key for note in exported_notes(self.catalog, deck, self.charts, ledger, tuple(Shape))}
            former = {old.note for old in self.catalog.former if old.deck == deck}
            gone = (_released(top_name(self.catalog.decks[deck]), key) for key in ledger.entries.keys() - made)
            ended |= {note for note in gone if note.id not in former}
        return frozenset(ended)

    def decks(self) -> list[ExportableDeck]:
        """The decks that can be exported, with what each holds."""
        return [
            ExportableDeck(
                id=deck.id,
                title=deck.manifest.title,
                version=deck.manifest.version,
                licence=deck.manifest.licence,
                notes=sum(note.deck == deck.id for note in self.catalog.notes),
                cards=sum(key.deck == deck.id for key in self.catalog.cards),
            )
            for deck in self.catalog.decks.values()
        ]

    def package(
        self,
        decks: Iterable[str] | None = None,
        wanted: Wanted = EVERYTHING,
        steps: Steps = untold,
        *,
        keep: bool = True,
    ) -> AnkiPackage:
        """What is wanted of these decks, or of all, as one package; its dates are kept unless it goes nowhere.

        Raises NotFoundError for an unknown deck, ExportError when nothing is left, when it cannot be made, and when
        progress is wanted of no student.
        """
        chosen = chosen_decks(self.catalog, decks)
        released = {deck: self._released_ledger(deck) for deck in chosen}
        notes = {
            deck: exported_notes(self.catalog, deck, self.charts, released[deck], wanted.shapes) for deck in chosen
        }
        return build_package(
            self.catalog,
            chosen,
            {deck: self._kept_ledger(deck, notes[deck], keep=keep) for deck in chosen},
            self.clock(),
            self.charts,
            wanted={card.key for card in chosen_cards(self.catalog, wanted.selection, self.database)},
            with_retired=wanted.with_retired,
            notes=notes,
            progress=self._progress() if wanted.with_progress else None,
            steps=steps,
        )

    def write(
        self, path: Path, decks: Iterable[str] | None = None, wanted: Wanted = EVERYTHING, steps: Steps = untold
    ) -> PackageSummary:
        """The same as a file, replaced whole or not at all; raises as `package` does, and when it cannot be written."""
        package = self.package(decks, wanted, steps)
        replace_file(path, package.content)
        return package.summary

    def wanted(
        self,
        selection: Selection,
        shapes: Iterable[str] = (),
        *,
        with_progress: bool = False,
        with_retired: bool = False,
    ) -> Wanted:
        """What someone wants, in the shapes of these names, by default as questions.

        Raises ExportError for what is no shape.
        """
        known = {str(shape): shape for shape in Shape}
        names = tuple(dict.fromkeys(shapes)) or EVERYTHING.shapes
        if not known.keys() >= set(names):
            raise ExportError(f"Cards come in these shapes only: {', '.join(known)}.")
        return Wanted(
            selection=selection,
            shapes=tuple(known[name] for name in names),
            with_progress=with_progress,
            with_retired=with_retired,
        )

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes in which cards can be wanted."""
        return tuple(Shape)

    def exported(self, deck: str, shape: Shape) -> tuple[ExportedNote, ...]:
        """The notes of a deck that can have a shape, in that shape; raises NotFoundError, ExportError."""
        return exported_notes(self.catalog, deck, self.charts, self._released_ledger(deck), (shape,))

    def known_cards(self) -> KnownCards:
        """The cards here as any release took them to Anki; raises ExportError for a ledger that makes no sense."""
        return known_cards(self.catalog, {deck: self._released_ledger(deck) for deck in self.catalog.decks})

    def has_ledger(self, deck: str) -> bool:
        """Whether the deck's author keeps a ledger beside its files."""
        return self.ledger_path(deck).is_file()

    def stale(self, deck: str) -> tuple[str, ...]:
        """Ids of the notes that the deck's own ledger does not know as they are; raises ExportError."""
        return stale_notes(read_ledger(self.ledger_path(deck)), self.catalog, deck, self.charts, tuple(Shape))

    def update_ledger(self, deck: str) -> tuple[str, ...]:
        """Date the deck's new and changed notes in its own ledger; returns their ids, raises ExportError."""
        path = self.ledger_path(deck)
        before = read_ledger(path)
        notes = exported_notes(self.catalog, deck, self.charts, self._released_ledger(deck), tuple(Shape))
        after = with_notes(before, notes, self.clock())
        changed = tuple(note.key for note in notes if before.entries.get(note.key) != after.entries[note.key])
        if changed:
            write_ledger(path, after)
        return changed

    def ledger_path(self, deck: str) -> Path:
        """Where the deck's own ledger stands; raises NotFoundError for an unknown deck."""
        if deck not in self.catalog.decks:
            raise NotFoundError(f"There is no deck “{deck}”.")
        return Path(self.catalog.decks[deck].folder or self.data) / LEDGER_NAME

    def _released_ledger(self, deck: str) -> Ledger:
        """The deck's own ledger and what the data folder knows beyond it."""
        return merged(kept=read_ledger(self._kept_path(deck)), own=read_ledger(self.ledger_path(deck)))

    def _progress(self) -> Progress:
        from studyapp.services.anki_progress import progress_of  # noqa: PLC0415  # SQLAlchemy is slow to load

        if self.database is None:
            raise ExportError("There is no student whose progress could be taken along.")
        hour = self.preferences.load().rollover_hour if self.preferences else ROLLOVER_HOUR
        return Progress(progress_of(self.database, self.catalog), hour)

    def _kept_ledger(self, deck: str, notes: Iterable[ExportedNote], *, keep: bool = True) -> Ledger:
        """The ledger with all that is to be exported now.

        What it does not know as it is now is dated, and kept in the data folder: a note that was exported with another
        content since must be newer than that, or Anki would not take it.
        """
        path = self._kept_path(deck)
        ledger = with_notes(self._released_ledger(deck), notes, self.clock())
        is_known = _beyond(ledger, read_ledger(self.ledger_path(deck))) == read_ledger(path).entries
        if is_known or not keep:
            return ledger
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):  # two exports at once must not lose each other's dates
            ledger = with_notes(self._released_ledger(deck), notes, self.clock())
            write_ledger(path, Ledger(_beyond(ledger, read_ledger(self.ledger_path(deck)))))
        return ledger

    def _kept_path(self, deck: str) -> Path:
        return self.data / "ledgers" / f"{deck}.json"


def _beyond(ledger: Ledger, own: Ledger) -> dict[str, LedgerEntry]:
    """What a deck's own ledger does not know so."""
    return {note: entry for note, entry in ledger.entries.items() if own.entries.get(note) != entry}


def _released(deck: str, key: str) -> ReleasedNote:
    """A note of a deck by its key in the ledger."""
    return ReleasedNote(deck, NOTE_TYPES[shape_of(key)]().name, key.partition("/")[0])
