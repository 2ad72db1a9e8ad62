"""Copies of the database in its `backups` folder, safe to make while others read and write it.

A copy is made by SQLite itself (VACUUM INTO): it is of one moment, holds no writer up, and is a single small file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from studyapp.domain.backup import Backup, BackupKind, backup_named, thinned
from studyapp.domain.instant import from_ms, to_ms
from studyapp.errors import StorageError
from studyapp.storage.database import BUSY_SECONDS, FILE_NAME, LOCK_NAME
from studyapp.wholefile import PART, whole_file

FOLDER = "backups"
ABANDONED_AFTER_SECONDS = 3600
"""Age of a part that nobody writes any more: its program was killed."""


def kept_backups(data: Path) -> list[Backup]:
    """The backups in a data folder, newest first."""
    found = []
    for path in _files(data):
        with suppress(FileNotFoundError):  # another studyapp has just thinned it
            if backup := backup_named(path.name, path.stat().st_size):
                found.append(backup)
    return sorted(found, reverse=True)


def path_of(data: Path, backup: Backup) -> Path:
    """Where a backup lies."""
    return data / FOLDER / backup.name


def keep_backup(data: Path, kind: BackupKind, at: datetime) -> Backup:
    """Back the database of a data folder up into its backups; raises StorageError, and then nothing has changed."""
    folder = data / FOLDER
    backup = Backup(from_ms(to_ms(at)), kind)
    _source(data)
    try:
        folder.mkdir(exist_ok=True)
        _remove_abandoned(folder, at)
        while (folder / backup.name).exists():
            backup = Backup(backup.made_at + timedelta(milliseconds=1), kind)
    except OSError as error:
        raise StorageError(f"The folder {folder} cannot be used: {error.strerror}.") from error
    write_backup(data, folder / backup.name)
    return Backup(backup.made_at, kind, (folder / backup.name).stat().st_size)


def write_backup(data: Path, target: Path) -> None:
    """Back the database of a data folder up to a file, whole or not at all; raises StorageError."""
    source = _source(data)
    if not target.parent.is_dir():
        raise StorageError(f"There is no folder {target.parent} to write {target.name} to.")
    if target.parent.resolve() == data.resolve() and target.name.startswith((FILE_NAME, LOCK_NAME)):
        raise StorageError(f"{target} is the database itself; a backup needs another name.")
    try:
        with whole_file(target) as beside, live(source) as connection:
            connection.execute("VACUUM INTO ?", (str(beside.absolute()),))
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"The backup {target} cannot be written: {reason(error)}.") from error


def thin_backups(data: Path, now: datetime) -> None:
    """Remove the automatic backups that need no longer be kept; raises StorageError."""
    automatic = [backup for backup in kept_backups(data) if backup.kind.is_thinned]
    kept = thinned((backup.made_at for backup in automatic), now)
    try:
        for backup in automatic:
            if backup.made_at not in kept:
                path_of(data, backup).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"Old backups cannot be removed: {error.strerror}.") from error


@contextmanager
def foreign(path: Path) -> Iterator[sqlite3.Connection]:
    """A database file from elsewhere, to read and no more; raises sqlite3.Error.

    Without a write-ahead log beside it, it is whole in itself and can be read wherever it lies.
    """
    alone = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    with _connected(f"{path.absolute().as_uri()}?mode=ro{alone}") as connection:
        yield connection


@contextmanager
def live(path: Path) -> Iterator[sqlite3.Connection]:
    """The database that is in use, on a connection of its own; never made anew. Raises sqlite3.Error."""
    with _connected(f"{path.absolute().as_uri()}?mode=rw") as connection:
        yield connection


@contextmanager
def _connected(address: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection
    finally:
        connection.close()


def reason(error: Exception) -> str:
    """Why a file cannot be read or written, within a sentence."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or str(error)).lower()


def _source(data: Path) -> Path:
    if not (data / FILE_NAME).is_file():
        raise StorageError(f"There is no database in {data} to back up.")
    return data / FILE_NAME


def _files(data: Path) -> list[Path]:
    try:
        return list((data / FOLDER).iterdir())
    except OSError:
        return []


def _remove_abandoned(folder: Path, now: datetime) -> None:
    for path in folder.iterdir():
        if path.name.endswith((PART, f"{PART}-journal")):
            with suppress(FileNotFoundError):  # just finished
                if now.timestamp() - path.stat().st_mtime > ABANDONED_AFTER_SECONDS:
                    path.unlink()
