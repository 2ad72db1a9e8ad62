"""Bringing a database up to the tables of this release."""

from pathlib import Path

from sqlalchemy import Connection, insert, inspect
from sqlalchemy.exc import SQLAlchemyError

from studyapp.errors import StorageError
from studyapp.storage.database import Database
from studyapp.storage.tables import LOCAL_USER, metadata, users

HEAD = "0002"
"""The newest migration; a test holds it against the files."""


def migrate(database: Database) -> None:
    """Give a new database its tables, an older one the migrations that it lacks.

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
            _upgrade(database)
    except SQLAlchemyError as error:
        raise StorageError(f"{database.path} cannot be brought up to this release: {error}.") from error


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
