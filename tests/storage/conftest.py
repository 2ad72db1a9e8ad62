"""A database on disk, empty or migrated; its files are closed behind every test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate


@pytest.fixture
def open_database(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Open the database of a folder, by default the test's own."""
    opened: list[Database] = []

    def _open(folder: Path = tmp_path) -> Database:
        opened.append(Database(folder))
        return opened[-1]

    yield _open
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def empty(open_database: Callable[..., Database]) -> Database:
    """A database without tables."""
    return open_database()


@pytest.fixture
def database(empty: Database) -> Database:
    """A database with the tables of this release."""
    migrate(empty)
    return empty
