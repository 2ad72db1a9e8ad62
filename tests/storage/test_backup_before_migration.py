"""A database of an older release is backed up before it is migrated; a new one is not."""

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from studyapp.domain.backup import BackupKind
from studyapp.storage.backups import FOLDER, kept_backups, path_of
from studyapp.storage.migrate import HEAD, migrate

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def version(path) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_an_older_database_is_backed_up_as_it_was_and_migrated(old_database):
    migrate(old_database, lambda: NOON)
    (backup,) = kept_backups(old_database.folder)
    assert (backup.made_at, backup.kind) == (NOON, BackupKind.MIGRATION)
    assert version(path_of(old_database.folder, backup)) == "0001"
    assert version(old_database.path) == HEAD
    with old_database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM reviews").scalar() == 1


def test_a_new_database_and_one_that_is_up_to_date_are_not_backed_up(database):
    migrate(database)
    assert not (database.folder / FOLDER).exists()


def test_a_backup_that_fails_is_logged_and_keeps_nobody_from_studying(old_database, caplog):
    (old_database.folder / FOLDER).write_text("in the way")
    with caplog.at_level(logging.WARNING):
        migrate(old_database, lambda: NOON)
    assert version(old_database.path) == HEAD
    assert "backups cannot be used" in caplog.text
