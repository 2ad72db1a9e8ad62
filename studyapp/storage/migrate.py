"""Bringing a database up to the tables of this release."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, inspect
from sqlalchemy.exc import SQLAlchemyError

from studyapp.clock import utc_now
from studyapp.domain.backup import BackupKind
from studyapp.errors import StorageError
from studyapp.storage.backups import keep_backup
from studyapp.storage.database import Database
from studyapp.storage.tables import LOCAL_USER, metadata, users

HEAD = "0003"
"""The newest migration; a test holds it against the files."""


log = logging.getLogger("studyapp.backups")


def migrate(database: Database, clock: Callable[[], datetime] = utc_now, *, back_up: bool = True) -> None:
    """Give a new database its tables, an older one the migrations that it lacks, after a backup of it.

    Alembic takes a third of a second to load, so it is loaded only when there is something to migrate. Raises
    StorageError for a database of a newer studyapp, or of another program.
    """
    with database.read() as connection:
        is_new = not inspect(connection).get_table_names()
        version = None if is_new else _version(connection)
    if version == HEAD:
        return
    if version is None and not is_new:
        raise StorageError(f"{database.path} is not a database of studyapp.")
    if version is not None and version > HEAD:
        raise StorageError(f"{database.path} was written by a newer studyapp; please update.")
    try:
        if is_new:
            _create(database)
        else:
            if back_up:
                _back_up(database, clock())
            _upgrade(database)
    except SQLAlchemyError as error:
        raise StorageError(f"{database.path} cannot be brought up to this release: {error}.") from error


def _back_up(database: Database, now: datetime) -> None:
    """Migrations happen all or not at all, so a full disk or a read-only folder is no reason not to study."""
    try:
        keep_backup(database.folder, BackupKind.MIGRATION, now)
    except StorageError as error:
        log.warning("%s The migration goes on without it.", error)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


def _create(database: Database) -> None:
    """The tables of this release at once; a test holds them against those that all migrations make."""
    with database.write() as connection:
        if inspect(connection).get_table_names():
            return  # another studyapp was quicker
        metadata.create_all(connection)
        connection.execute(insert(users), LOCAL_USER)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def _upgrade(database: Database) -> None:
    """Every migration that the database lacks, in order; all of them or none."""
    from alembic import command  # noqa: PLC0415  # slow to load, and seldom needed
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
