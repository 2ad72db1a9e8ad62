"""Putting a backup in the database's place while others may be reading and writing it.

The backup is first copied, checked and brought up to this release beside the database. Only a copy that stood all of
it goes in, in one transaction of SQLite's backup: a reader sees the data of before or of after, never both.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import inspect

from studyapp.domain.backup import BackupKind
from studyapp.errors import StorageError
from studyapp.storage.backups import ABANDONED_AFTER_SECONDS, foreign, keep_backup, live, path_of, reason
from studyapp.storage.database import BUSY_SECONDS, FILE_NAME, Database, writer_lock
from studyapp.storage.migrate import migrate
from studyapp.storage.tables import LOCAL_USER_ID, metadata, users

STAGE = ".restoring-"
"""How the name of the folder begins in which a copy is checked."""
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the data that was there before; both None when there was none."""

    before: Path | None = None
    """Its backup."""
    broken: Path | None = None
    """The file as it was, when it was too damaged for a backup."""


def restore_backup(data: Path, file: Path, at: datetime) -> Restored:
    """Put a backup in place of the database of a data folder, which is backed up before.

    Raises StorageError for a file that is no whole database of this studyapp or of an older one, and when the present
    data cannot be backed up; then nothing has changed.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(data, at)
        with _checked_copy(data, file) as copy, writer_lock(data):
            restored = _set_aside(data, at)
            _put_in_place(copy, data / FILE_NAME)
            return restored
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"{file} cannot be restored: {reason(error)}.") from error


def _remove_abandoned(data: Path, now: datetime) -> None:
    for folder in data.glob(f"{STAGE}*"):
        if now.timestamp() - folder.stat().st_mtime > ABANDONED_AFTER_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _checked_copy(data: Path, file: Path) -> Iterator[Path]:
    """A copy of a backup that is sound and up to date."""
    if not file.is_file():
        raise StorageError(f"There is no file {file}.")
    with TemporaryDirectory(prefix=STAGE, dir=data) as folder:
        copy = Path(folder) / FILE_NAME
        _copy(file, copy)
        database = Database(Path(folder))
        try:
            migrate(database, back_up=False)
            _check_tables(database)
        except StorageError as error:
            raise StorageError(str(error).replace(str(copy), str(file))) from error
        finally:
            database.engine.dispose()
        yield copy


def _copy(file: Path, copy: Path) -> None:
    try:
        with foreign(file) as connection:
            kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
            if "alembic_version" not in kinds or not {"view", "trigger"}.isdisjoint(kinds.values()):
                raise StorageError(f"{file} is not a database of studyapp.")
            problems = damage(connection)
            if problems:
                raise StorageError(f"{file} is damaged: {problems[0]}.")
            connection.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error as error:
        what = {sqlite3.SQLITE_NOTADB: "is not a database of studyapp", sqlite3.SQLITE_CORRUPT: "is damaged"}
        told = what.get(error.sqlite_errorcode, "cannot be read")
        raise StorageError(f"{file} {told}: {reason(error)}.") from error


def damage(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with a database's pages and indexes. Raises sqlite3.Error."""
    found = [line for (text,) in connection.execute("PRAGMA integrity_check(20)") for line in text.splitlines()]
    return [] if found == ["ok"] else [line for line in found if not line.startswith("***")]


def _check_tables(database: Database) -> None:
    """Hold the tables of a database that says it is ours against those of this release."""
    with database.read() as connection:
        there = inspect(connection)
        for name, table in metadata.tables.items():
            names = {column["name"] for column in there.get_columns(name)} if there.has_table(name) else set()
            if not {column.name for column in table.columns} <= names:
                raise StorageError(f"{database.path} is not a database of studyapp.")
        if connection.execute(users.select().where(users.c.id == LOCAL_USER_ID)).first() is None:
            raise StorageError(f"{database.path} is not a database of studyapp.")


def _set_aside(data: Path, at: datetime) -> Restored:
    """Back the present data up; a database that is too damaged for it is kept as it is, beside the new one."""
    path = data / FILE_NAME
    if not path.is_file():
        return Restored()
    try:
        return Restored(before=path_of(data, keep_backup(data, BackupKind.RESTORE, at)))
    except StorageError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) not in DAMAGED:
            raise
    broken = path.with_name(f"{path.stem}-broken-{at:%Y-%m-%dT%H%M%S}{path.suffix}")
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copy2(f"{path}{ending}", f"{broken}{ending}")
    return Restored(broken=broken)


def _put_in_place(copy: Path, path: Path) -> None:
    try:
        _overwrite(copy, path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in DAMAGED:
            raise
        for ending in ("", "-wal", "-shm"):  # so damaged that it cannot even be written over
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
        _overwrite(copy, path)


def _overwrite(copy: Path, path: Path) -> None:
    until = time.monotonic() + BUSY_SECONDS

    def give_up(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() > until:
            raise StorageError("Another program is using the database; nothing was restored.")

    path.touch()
    with foreign(copy) as source, live(path) as target:
        with suppress(sqlite3.DatabaseError):  # one that is damaged cannot be told so
            target.execute("PRAGMA synchronous=FULL")
        source.backup(target, progress=give_up)
