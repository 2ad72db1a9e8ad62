"""Migrations bring any database to the tables of this release, and touch one that is there already no more."""

import sqlite3
from contextlib import closing, suppress

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from studyapp.errors import StorageError
from studyapp.storage import migrate as migrate_module
from studyapp.storage import migrations
from studyapp.storage.migrate import HEAD, migrate
from studyapp.storage.tables import metadata


def content(database) -> list[str]:
    """Every statement that it would take to make the database again."""
    with closing(sqlite3.connect(database.path)) as connection:
        return list(connection.iterdump())


def tables(database) -> set[str]:
    with database.read() as connection:
        return set(inspect(connection).get_table_names())


@pytest.fixture
def migrated(open_database, tmp_path):
    """A database that took every step from the first release on."""
    database = open_database(tmp_path / "migrated")
    migrate_module._upgrade(database)
    return database


def test_a_new_database_equals_one_that_took_every_migration(database, migrated):
    def rows(which, table):
        with which.read() as connection:
            return connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608  # our own tables

    assert tables(database) == tables(migrated)
    for table in (*metadata.tables, "alembic_version"):
        with database.read() as new, migrated.read() as old:
            assert str(inspect(new).get_columns(table)) == str(inspect(old).get_columns(table))
            assert inspect(new).get_indexes(table) == inspect(old).get_indexes(table)
        assert rows(database, table) == rows(migrated, table)


def test_a_new_database_gets_all_tables(database):
    assert tables(database) == {*metadata.tables, "alembic_version"}


def test_a_new_database_has_the_one_user_of_local_mode(database):
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT id, name FROM users").all() == [(1, "local")]


def test_the_newest_migration_is_the_one_that_the_program_expects(database):
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").all() == [(HEAD,)]


def test_the_migrated_tables_are_those_that_the_program_describes(migrated):
    with migrated.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_primary_keys_and_what_falls_with_a_user_are_those_that_the_program_describes(migrated):
    with migrated.read() as connection:
        there = inspect(connection)
        for name, table in metadata.tables.items():
            assert there.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key]
            found = {
                (*key["constrained_columns"], key["referred_table"], key["options"].get("ondelete"))
                for key in there.get_foreign_keys(name)
            }
            meant = {(*key.column_keys, key.referred_table.name, key.ondelete) for key in table.foreign_key_constraints}
            assert found == meant


def test_everything_personal_is_keyed_by_the_user_first():
    personal = set(metadata.tables) - {"users"}
    assert {name for name in personal if metadata.tables[name].primary_key.columns.keys()[0] == "user_id"} == personal


def test_a_second_migration_does_nothing(database):
    before = content(database)
    with database.engine.connect() as watching:
        version = watching.exec_driver_sql("PRAGMA data_version").scalar()
        migrate(database)
        assert watching.exec_driver_sql("PRAGMA data_version").scalar() == version
    assert content(database) == before


def test_a_database_of_a_newer_studyapp_is_refused_in_a_sentence_and_left_alone(database):
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = content(database)
    with pytest.raises(StorageError, match=r"studyapp\.sqlite3 was written by a newer studyapp; please update\.$"):
        migrate(database)
    assert content(database) == before


def test_a_migration_that_fails_half_way_leaves_nothing_behind(empty):
    with empty.write() as connection:
        connection.exec_driver_sql("CREATE TABLE schedules (in_the_way INTEGER)")
    with suppress(Exception):
        migrate(empty)
    assert tables(empty) == {"schedules"}


def test_a_database_that_is_not_ours_is_refused_in_a_sentence(empty):
    with empty.write() as connection:
        connection.exec_driver_sql("CREATE TABLE users (of_another_program INTEGER)")
    with pytest.raises(StorageError, match="studyapp"):
        migrate(empty)


def test_the_program_does_not_load_alembic_to_find_that_nothing_is_to_be_done(database, monkeypatch):
    def never(_database: object) -> None:
        raise AssertionError("there was nothing to upgrade")

    monkeypatch.setattr(migrate_module, "_upgrade", never)
    migrate(database)
