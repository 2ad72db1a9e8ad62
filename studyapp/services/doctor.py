"""The doctor: looks whether a data folder is sound, mends what can be mended, and says what cannot."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from studyapp.domain.backup import APART, Backup, BackupKind
from studyapp.domain.catalog import Catalog
from studyapp.errors import DeckError, StorageError
from studyapp.services.backups import Backups
from studyapp.services.log_check import LogCheck
from studyapp.storage.backups import foreign, live, path_of, reason
from studyapp.storage.database import FILE_NAME, Database
from studyapp.storage.migrate import HEAD, migrate
from studyapp.storage.restore import DAMAGED, damage

FIRST_WITH_WAL_RESET_BUG, LAST_WITH_WAL_RESET_BUG = (3, 7, 0), (3, 51, 2)
LEAST_FREE_BYTES = 100_000_000
"""Less than this, and a backup or a migration may not find room."""


class State(StrEnum):
    """What a finding means: `told` is worth knowing, `ill` is what the doctor cannot mend."""

    WELL = "well"
    TOLD = "told"
    MENDED = "mended"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at, in one sentence."""

    state: State
    text: str


class Doctor:
    """Examines one data folder and the decks that are studied in it."""

    def __init__(
        self, data: Path, load: Callable[[], Catalog], clock: Callable[[], datetime], *, only_tell: bool = False
    ) -> None:
        """Examine that data folder, and the decks that `load` reads; `only_tell` leaves everything as it is."""
        self.data = data
        self.path = data / FILE_NAME
        self.load = load
        self.clock = clock
        self.only_tell = only_tell
        self.backups = Backups(data, clock)

    def examine(self) -> Iterator[Finding]:
        """Everything that was found, in the order in which it was looked at."""
        yield sqlite_finding(sqlite3.sqlite_version_info)
        catalog = None
        try:
            catalog = self.load()
            yield Finding(State.WELL, f"Decks: {len(catalog.decks)} can be read, with {len(catalog.cards)} cards.")
        except DeckError as error:
            problems = "".join(f"\n  {problem}" for problem in error.problems)
            yield Finding(State.ILL, f"Decks that cannot be read; their author must mend them:{problems}")
        yield from self._database(catalog)
        yield from self._disk()

    def _without_database(self) -> Finding:
        if self.data.exists() and not self.data.is_dir():
            return Finding(State.ILL, f"{self.data} is a file; your data is a folder.")
        return Finding(State.TOLD, f"There is no database in {self.data} yet; it is made at the first start.")

    def _database(self, catalog: Catalog | None) -> Iterator[Finding]:
        if not self.path.is_file():
            yield self._without_database()
            return
        try:
            problems = damage_of(self.path)
            if not problems:
                yield Finding(State.WELL, "The database is whole: its pages and its indexes.")
                yield from self._references()
                yield from self._content(catalog)
                return
            listed = "".join(f"\n  {problem}" for problem in problems)
            yield Finding(State.ILL, f"The database is damaged. {self._way_out()}{listed}")
        except sqlite3.Error as error:
            yield Finding(State.ILL, f"The database {self.path} cannot be opened: {reason(error)}.")
        except StorageError as error:
            yield Finding(State.ILL, str(error))

    def _references(self) -> Iterator[Finding]:
        with live(self.path) as connection:
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
        for table, row, *_ in dangling:
            yield Finding(State.ILL, f"Row {row} of {table} points nowhere; it does no harm, and is kept.")

    def _content(self, catalog: Catalog | None) -> Iterator[Finding]:
        version = version_of(self.path)
        if self.only_tell and version != HEAD:
            if version is None or version > HEAD:
                raise StorageError(f"{self.path} is of a newer studyapp, or of another program.")
            yield Finding(State.TOLD, "The database is of an older studyapp; the next start brings it up to date.")
            return
        with closing_database(self.data) as database:
            if version != HEAD:
                migrate(database, self.clock)
                yield Finding(State.MENDED, "The database was of an older studyapp, and was brought up to date.")
            check = LogCheck(database, catalog, self.clock())
            yield from self._log(check)
            if catalog is not None:
                yield self._schedules(check)
            yield from self._backups(check.last_at)

    def _log(self, check: LogCheck) -> Iterator[Finding]:
        for sentence in check.senseless:
            yield Finding(State.ILL, sentence)
        if not check.senseless:
            yield Finding(State.WELL, f"The log: {check.number} reviews, and all of them make sense.")

    def _schedules(self, check: LogCheck) -> Finding:
        number = len(check.differing)
        if not number:
            return Finding(State.WELL, "The schedules are what the log says.")
        differ = f"{number} {'schedule differs' if number == 1 else 'schedules differ'} from the log"
        if self.only_tell:
            return Finding(State.TOLD, f"{differ}; without --dry-run they are rebuilt from it.")
        check.rebuild()
        return Finding(State.MENDED, f"{differ}; rebuilt from it: {number}.")

    def _backups(self, last_review_at: datetime | None) -> Iterator[Finding]:
        kept = self.backups.kept()
        folder = self.backups.folder
        newest = f"the newest was made {self._age(kept[0])}" if kept else "there is none yet"
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            yield Finding(State.ILL, f"Backups: {newest}, and {folder} cannot be written to.")
        elif last_review_at is None or (kept and kept[0].made_at + APART >= last_review_at):
            yield Finding(State.WELL, f"Backups: {len(kept)}; {newest}.")
        elif self.only_tell:
            yield Finding(State.TOLD, f"Backups: {newest}, and you have studied since; without --dry-run one is made.")
        else:
            yield self._back_up(newest)

    def _back_up(self, newest: str) -> Finding:
        try:
            self.backups.back_up(BackupKind.AUTOMATIC)
        except StorageError as error:
            return Finding(State.ILL, f"Backups: {newest}, and no other can be made. {error}")
        return Finding(State.MENDED, f"Backups: {newest}, so one was made now.")

    def _disk(self) -> Iterator[Finding]:
        folder = next(folder for folder in (self.data, *self.data.absolute().parents) if folder.is_dir())
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE_BYTES:
            yield Finding(State.ILL, f"The disk is nearly full: {free // 1_000_000:,} MB are free. Make room.")
        else:
            yield Finding(State.WELL, f"The disk has {free // 1_000_000:,} MB free.")

    def _way_out(self) -> str:
        """What to do about a damaged database: the newest backup that is whole."""
        for backup in self.backups.kept():
            path = path_of(self.data, backup)
            if not damage_of(path):
                return f"A backup of {backup.made_at:%Y-%m-%d %H:%M} UTC is whole: studyapp restore {path}"
        return "No backup that is whole is in its folder of backups; if you have one elsewhere, restore it."

    def _age(self, backup: Backup) -> str:
        hours = (self.clock() - backup.made_at).total_seconds() / 3600
        if hours < 1:
            return "within the last hour"
        return f"{hours:.0f} hours ago" if hours < 48 else f"{hours / 24:.0f} days ago"  # noqa: PLR2004  # two days


def sqlite_finding(version: tuple[int, int, int]) -> Finding:
    """Which SQLite is in use, and whether it has the WAL-reset bug."""
    name = ".".join(map(str, version))
    if FIRST_WITH_WAL_RESET_BUG <= version <= LAST_WITH_WAL_RESET_BUG:
        return Finding(
            State.TOLD,
            f"SQLite {name} has the WAL-reset bug; studyapp's writer lock keeps clear of it, other programs that write"
            " to the same database would not.",
        )
    return Finding(State.WELL, f"SQLite {name} is in use; it has no WAL-reset bug.")


def damage_of(path: Path) -> list[str]:
    """What is wrong with a database file; nothing when it is whole. Raises sqlite3.Error when it cannot be opened."""
    try:
        with (live if path.name == FILE_NAME else foreign)(path) as connection:
            return damage(connection)
    except sqlite3.Error as error:
        if error.sqlite_errorcode not in DAMAGED:
            raise
        return [reason(error)]


def version_of(path: Path) -> str | None:
    """The migration that a database stands at; None for a database that is not ours."""
    try:
        with live(path) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    except sqlite3.Error:
        return None


@contextmanager
def closing_database(data: Path) -> Iterator[Database]:
    """The database of a data folder, closed at the end; raises StorageError."""
    database = Database(data)
    try:
        yield database
    finally:
        database.engine.dispose()
