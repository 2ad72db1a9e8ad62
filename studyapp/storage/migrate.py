"""Bringing a database up to the tables of this release."""

from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from studyapp.errors import StorageError
from studyapp.storage.database import Database

HEAD = "0001"
"""The newest migration; a test holds it against the files."""


def migrate(database: Database) -> None:
    """Apply the migrations that the database lacks; raises StorageError for one of a newer studyapp."""
    with database.read() as connection:
        version = _version(connection)
    if version == HEAD:
        return  # Alembic takes a fifth of a second to load; it is not needed every day
    if version is not None and version > HEAD:
        raise StorageError(f"{database.path} was written by a newer studyapp; please update.")
    _upgrade(database)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


def _upgrade(database: Database) -> None:
    from alembic import command  # noqa: PLC0415  # slow to load, and seldom needed
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise StorageError(f"{database.path} is not a database of studyapp: {error}.") from error
