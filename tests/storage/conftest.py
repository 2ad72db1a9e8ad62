"""A database on disk, empty or migrated; its files are closed behind every test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config

from studyapp.storage import migrations
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


@pytest.fixture
def old_database(open_database: Callable[..., Database], tmp_path: Path) -> Database:
    """A database as the first release left it: migration 0001, and one review."""
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    database = open_database(tmp_path / "old")
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO reviews (user_id, id, deck, card, grade, answered_at, day, elapsed_ms, kind)"
            " VALUES (1, ?, 'small', 'card.c00.forward', 4, 1795424400000, '2026-11-23', 3000, 'study')",
            (UUID(int=7).hex,),
        )
    database.engine.dispose()
    return database
