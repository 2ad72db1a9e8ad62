"""The database: one file, many readers, one writer at a time.

The driver's own transactions lose updates, so every transaction begins explicitly, a write with BEGIN IMMEDIATE. The
writer lock (across threads, and by a lock file across processes) keeps the tail short when several write at once, and
keeps two connections from committing and checkpointing at the same time, which SQLite before 3.51.3 may answer with a
corrupt file. `synchronous=FULL`: a review that was acknowledged survives a power cut.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from studyapp.errors import StorageError

FILE_NAME = "studyapp.sqlite3"
LOCK_NAME = "studyapp.lock"
BUSY_SECONDS = 10

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    f"busy_timeout={BUSY_SECONDS * 1000}",
)


class Database:
    """The SQLite file in a data folder."""

    def __init__(self, folder: Path) -> None:
        """Open the database of that folder, made when it is not there; nothing is migrated yet.

        Raises StorageError when the folder cannot be used.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self._threads = Lock()
        self._processes = FileLock(folder / LOCK_NAME, timeout=BUSY_SECONDS, thread_local=False)
        self.engine = _engine(self.path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self.write() as connection:  # better to hear now than at the first review that it cannot be written
                connection.exec_driver_sql("PRAGMA user_version = 0")
        except (OSError, SQLAlchemyError) as error:
            raise StorageError(f"The data folder {folder} cannot be used: {_reason(error)}.") from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection within one reading transaction: all it sees is of one moment."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection within one writing transaction, committed at the end, undone by an exception.

        Raises StorageError when another process keeps the writer lock for longer than 10 seconds.
        """
        with self._one_writer(), self.engine.connect() as connection:
            connection.execution_options(studyapp_write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        with self._threads, _held(self._processes):
            yield


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """The writer lock of a data folder, for what replaces its database as a whole.

    Raises StorageError when another process keeps it for longer than 10 seconds.
    """
    with _held(FileLock(folder / LOCK_NAME, timeout=BUSY_SECONDS, thread_local=False)):
        yield


@contextmanager
def _held(lock: FileLock) -> Iterator[None]:
    try:
        lock.acquire()
    except Timeout as error:
        raise StorageError("Another studyapp is writing to the same data folder.") from error
    try:
        yield
    finally:
        lock.release()


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("studyapp_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return str(getattr(error, "orig", error))
