"""Taking decks to Anki, with the times at which their notes changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.anki.atomic import replace_file
from studyapp.anki.exported import ExportedNote, exported_notes
from studyapp.anki.ledger import Ledger, read_ledger, stale_notes, update_ledger, with_notes, write_ledger
from studyapp.anki.package import AnkiPackage, PackageSummary, build_package
from studyapp.anki.progress import Progress
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.domain.catalog import Catalog
from studyapp.domain.day import ROLLOVER_HOUR
from studyapp.errors import ExportError, NotFoundError
from studyapp.services.charts import Charts
from studyapp.steps import Steps, untold

if TYPE_CHECKING:  # a package without a student needs neither
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
        there are preferences.
        """
        self.catalog = catalog
        self.charts = Charts(catalog.words.vocabulary)
        self.data = data
        self.clock = clock
        self.database = database
        self.preferences = preferences

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
        self, decks: Iterable[str] | None = None, wanted: Wanted = EVERYTHING, steps: Steps = untold
    ) -> AnkiPackage:
        """What is wanted of these decks, or of all, as one package.

        Raises NotFoundError for an unknown deck, ExportError when nothing is left, when it cannot be made, and when
        progress is wanted of no student.
        """
        chosen = list(self.catalog.decks if decks is None else decks)
        notes = {deck: exported_notes(self.catalog, deck, self.charts) for deck in chosen}
        ledgers = {deck: self._kept_ledger(deck, notes[deck]) for deck in chosen}
        cards = {card.key for card in wanted.selection.chosen(self.catalog)}
        progress = self._progress() if wanted.with_progress else None
        return build_package(
            self.catalog,
            chosen,
            ledgers,
            self.clock(),
            self.charts,
            wanted=cards,
            notes=notes,
            progress=progress,
            steps=steps,
        )

    def write(
        self, path: Path, decks: Iterable[str] | None = None, wanted: Wanted = EVERYTHING, steps: Steps = untold
    ) -> PackageSummary:
        """The same as a file, replaced whole or not at all; raises as `package` does, and when it cannot be written."""
        package = self.package(decks, wanted, steps)
        replace_file(path, package.content)
        return package.summary

    def has_ledger(self, deck: str) -> bool:
        """Whether the deck's author keeps a ledger beside its files."""
        return self.ledger_path(deck).is_file()

    def stale(self, deck: str) -> tuple[str, ...]:
        """Ids of the notes that the deck's own ledger does not know as they are; raises ExportError."""
        return stale_notes(read_ledger(self.ledger_path(deck)), self.catalog, deck, self.charts)

    def update_ledger(self, deck: str) -> tuple[str, ...]:
        """Date the deck's new and changed notes in its own ledger; returns their ids, raises ExportError."""
        path = self.ledger_path(deck)
        ledger = read_ledger(path)
        changed = stale_notes(ledger, self.catalog, deck, self.charts)
        if changed:
            write_ledger(path, update_ledger(ledger, self.catalog, deck, self.clock(), self.charts))
        return changed

    def ledger_path(self, deck: str) -> Path:
        """Where the deck's own ledger stands; raises NotFoundError for an unknown deck."""
        if deck not in self.catalog.decks:
            raise NotFoundError(f"There is no deck “{deck}”.")
        return Path(self.catalog.decks[deck].folder or self.data) / LEDGER_NAME

    def _progress(self) -> Progress:
        from studyapp.services.anki_progress import progress_of  # noqa: PLC0415  # SQLAlchemy is slow to load

        if self.database is None:
            raise ExportError("There is no student whose progress could be taken along.")
        hour = self.preferences.load().rollover_hour if self.preferences else ROLLOVER_HOUR
        return Progress(progress_of(self.database, self.catalog), hour)

    def _kept_ledger(self, deck: str, notes: Iterable[ExportedNote]) -> Ledger:
        """The deck's own ledger and what the data folder knows beyond it, whichever is newer of each note.

        What neither knows as it is now is dated, and kept in the data folder: a note that was exported with another
        content since must be newer than that, or Anki would not take it.
        """
        own = read_ledger(self.ledger_path(deck))
        path = self.data / "ledgers" / f"{deck}.json"
        kept = read_ledger(path)
        newest = sorted([*own.entries.items(), *kept.entries.items()], key=lambda item: item[1].changed_at)
        ledger = with_notes(Ledger(dict(newest)), notes, self.clock())
        beyond = {note: entry for note, entry in ledger.entries.items() if own.entries.get(note) != entry}
        if beyond != kept.entries:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_ledger(path, Ledger(beyond))
        return ledger
