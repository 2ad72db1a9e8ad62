"""A restore puts the whole backup in, or changes nothing; what was there before is kept."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from filelock import FileLock
from sqlalchemy import select

from studyapp.domain.backup import BackupKind
from studyapp.domain.deck import CardKey
from studyapp.domain.mark import CardMark
from studyapp.domain.review import Review
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way
from studyapp.errors import StorageError
from studyapp.storage import database as database_module
from studyapp.storage.backups import keep_backup, kept_backups, path_of
from studyapp.storage.database import FILE_NAME, LOCK_NAME
from studyapp.storage.marks import put_mark
from studyapp.storage.migrate import HEAD, migrate
from studyapp.storage.preferences import put_preferences
from studyapp.storage.restore import restore_backup
from studyapp.storage.reviews import add_reviews, retract
from studyapp.storage.tables import metadata

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
READ_FOR_EVER = """
import sys
from pathlib import Path
from studyapp.storage.database import Database

database = Database(Path(sys.argv[1]))
print("ready", flush=True)
seen = set()
while not Path(sys.argv[1], "enough").exists():
    with database.read() as connection:
        seen.add(tuple(connection.exec_driver_sql("SELECT name FROM users UNION ALL SELECT name FROM preferences")))
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE users SET name = name")
    if len(seen) > 1:
        Path(sys.argv[1], "both").touch()
print(sorted(tuple(name for (name,) in one) for one in seen))
"""
"""A program that reads and writes all the while, and tells what it saw."""

RESTORE_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from studyapp.storage.restore import restore_backup

print("ready", flush=True)
while True:
    for backup in sys.argv[2:]:
        restore_backup(Path(sys.argv[1]), Path(backup), datetime.now(UTC))
"""


def content(path: Path) -> list[str]:
    """Every statement that it would take to make the database again."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def rows(database) -> dict[str, list[object]]:
    with database.read() as connection:
        return {name: list(connection.execute(select(table))) for name, table in metadata.tables.items()}


def named(database, name: str) -> None:
    """Call the user and their one preference by a name."""
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE users SET name = ?", (name,))
        put_preferences(connection, 1, {name: True})


@pytest.fixture
def studied(database):
    """A database with a row of most kinds."""
    with database.write() as connection:
        for number in range(3):
            review = Review(
                id=UUID(int=number),
                card=CardKey("small", f"c{number}"),
                grade=Grade.GOOD,
                answered_at=NOON,
                day=date(2026, 11, 27),
                elapsed_ms=5,
                way=Way.TAP,
                given=("=calf", "ä’\n"),
            )
            add_reviews(connection, 1, [review])
        retract(connection, 1, UUID(int=2), NOON)
        put_mark(connection, 1, CardMark(card=CardKey("small", "c1"), note="mine"))
        put_preferences(connection, 1, {"limit": 20})
    return database


@pytest.fixture
def backup(studied) -> Path:
    """A backup of it."""
    return path_of(studied.folder, keep_backup(studied.folder, BackupKind.BY_HAND, NOON))


def test_everything_comes_back_as_it_was(studied, backup):
    before = rows(studied)
    with studied.write() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name != "users":
                connection.execute(table.delete())
    assert rows(studied) != before
    restore_backup(studied.folder, backup, NOON)
    assert rows(studied) == before


def test_what_was_there_before_is_backed_up_and_can_be_had_again(studied, backup):
    named(studied, "Anna")
    before = rows(studied)
    restored = restore_backup(studied.folder, backup, NOON)
    assert restored.before is not None
    assert "before-restore" in restored.before.name
    assert rows(studied) != before
    restore_backup(studied.folder, restored.before, NOON)
    assert rows(studied) == before


def test_a_restore_into_a_new_folder_needs_nothing_there(backup, tmp_path, open_database):
    restored = restore_backup(tmp_path / "new", backup, NOON)
    assert (restored.before, restored.broken) == (None, None)
    database = open_database(tmp_path / "new")
    migrate(database)
    assert len(rows(database)["reviews"]) == 3
    assert not [path for path in (tmp_path / "new").iterdir() if path.name.startswith(".restoring")]


def test_a_program_that_reads_and_writes_all_the_while_sees_before_or_after_and_never_both(studied, tmp_path):
    named(studied, "one")
    one = path_of(studied.folder, keep_backup(studied.folder, BackupKind.BY_HAND, NOON))
    named(studied, "other")
    other = path_of(studied.folder, keep_backup(studied.folder, BackupKind.BY_HAND, NOON))
    command = [sys.executable, "-c", READ_FOR_EVER, str(studied.folder)]
    reading = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert reading.stdout.readline() == "ready\n"
    rounds = 0
    while rounds < 8 or (not (studied.folder / "both").exists() and rounds < 200):  # on a busy machine it reads rarely
        for backup in (one, other):
            restore_backup(studied.folder, backup, NOON)
        rounds += 1
    (studied.folder / "enough").touch()
    told, complaints = reading.communicate(timeout=30)
    assert complaints == ""
    assert told == "[('one', 'one'), ('other', 'other')]\n"
    with closing(sqlite3.connect(studied.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_connections_that_were_open_before_see_what_was_restored_and_write_to_it(studied, backup):
    named(studied, "Anna")
    restore_backup(studied.folder, backup, NOON)
    with studied.write() as connection:
        assert connection.exec_driver_sql("SELECT name FROM users").scalar() == "local"
        connection.exec_driver_sql("UPDATE users SET name = 'Berta'")
    assert "Berta" in "".join(content(studied.path))


def test_a_restore_waits_for_a_writer_and_gives_up_in_a_sentence(studied, backup, monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    named(studied, "Anna")
    before = content(studied.path)
    with FileLock(studied.folder / LOCK_NAME), pytest.raises(StorageError, match="Another studyapp is writing"):
        restore_backup(studied.folder, backup, NOON)
    assert content(studied.path) == before


def test_a_backup_with_its_log_of_writes_beside_it_is_read_with_it(studied, tmp_path, open_database):
    elsewhere = open_database(tmp_path / "elsewhere")
    migrate(elsewhere)
    named(elsewhere, "Anna")
    assert (tmp_path / "elsewhere" / f"{FILE_NAME}-wal").stat().st_size > 0
    restore_backup(studied.folder, elsewhere.path, NOON)
    with studied.read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM users").scalar() == "Anna"


def test_a_row_that_points_nowhere_is_no_reason_to_refuse_all_others(studied, backup):
    nobody = UUID(int=99)
    run(backup, f"INSERT INTO retractions VALUES (1, '{nobody.hex}', 0)")  # noqa: S608  # a number
    restore_backup(studied.folder, backup, NOON)
    assert len(rows(studied)["reviews"]) == 3
    assert nobody in {row.review_id for row in rows(studied)["retractions"]}


def test_a_program_killed_while_it_restores_leaves_the_data_of_before_or_of_after(studied):
    named(studied, "one")
    one = path_of(studied.folder, keep_backup(studied.folder, BackupKind.BY_HAND, NOON))
    named(studied, "other")
    other = path_of(studied.folder, keep_backup(studied.folder, BackupKind.BY_HAND, NOON))
    for number in range(7):
        command = [sys.executable, "-c", RESTORE_FOR_EVER, studied.folder, one, other]
        killed = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert killed.stdout.readline() == "ready\n"
        time.sleep(0.05 + 0.017 * number)
        killed.kill()
        killed.communicate()
        with studied.read() as connection:
            seen = set(connection.exec_driver_sql("SELECT name FROM users UNION ALL SELECT name FROM preferences"))
            assert seen in ({("one",)}, {("other",)})
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    with studied.write() as connection:
        connection.exec_driver_sql("UPDATE users SET name = 'Anna'")


def test_what_a_killed_restore_left_is_removed_after_an_hour_and_not_before(studied, backup):
    old, young = studied.folder / ".restoring-old", studied.folder / ".restoring-young"
    for folder, hours in ((old, 2), (young, 0)):
        folder.mkdir()
        os.utime(folder, (NOON.timestamp() - hours * 3600,) * 2)
    restore_backup(studied.folder, backup, NOON)
    assert not old.exists()
    assert young.exists()


# --- what is refused ------------------------------------------------------------------------------------------------


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def truncated_to_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def truncated_in_its_head(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def overwritten(path: Path) -> None:
    path.write_bytes(b"no database " * 5000)


def scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)


def removed(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def newer(path: Path) -> None:
    run(path, "UPDATE alembic_version SET version_num = '9999'")


def of_another_program(path: Path) -> None:
    path.unlink()
    run(path, "CREATE TABLE songs (title TEXT)")


def without_a_table(path: Path) -> None:
    run(path, "DROP TABLE card_marks")


def without_a_column(path: Path) -> None:
    run(path, "ALTER TABLE card_marks DROP COLUMN note")


def without_a_user(path: Path) -> None:
    run(path, *(f"DELETE FROM {table}" for table in reversed(metadata.tables)))  # noqa: S608  # our own tables


def with_a_trigger(path: Path) -> None:
    run(path, "CREATE TRIGGER evil AFTER INSERT ON reviews BEGIN DELETE FROM reviews; END")


def with_a_view(path: Path) -> None:
    run(path, "DROP TABLE devices", "CREATE VIEW devices AS SELECT 1 AS user_id")


def with_an_index_that_lacks_rows(path: Path) -> None:
    """What a crash without SQLite's own care leaves: the index was away while a row came."""
    of_index = "WHERE name = 'ix_schedules_user_id_due'"
    row = "1, 'small', 'c9', '2026-11-27', 0, 1, 250, 0, '2026-11-27', '2026-11-27', 0, 0"
    run(path, f"CREATE TABLE away AS SELECT * FROM sqlite_master {of_index}")  # noqa: S608  # our own words
    run(path, "PRAGMA writable_schema=ON", f"DELETE FROM sqlite_master {of_index}")  # noqa: S608  # as above
    run(path, f"INSERT INTO schedules VALUES ({row})")  # noqa: S608  # as above
    run(path, "PRAGMA writable_schema=ON", "INSERT INTO sqlite_master SELECT * FROM away")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (truncated, "is damaged: "),
        (truncated_to_a_page, "is damaged: "),
        (truncated_in_its_head, "is damaged: "),
        (emptied, "is not a database of studyapp"),
        (overwritten, "is not a database of studyapp"),
        (scribbled, "is damaged: "),
        (removed, "There is no file "),
        (a_folder, "There is no file "),
        (newer, "was written by a newer studyapp; please update"),
        (of_another_program, "is not a database of studyapp"),
        (without_a_table, "is not a database of studyapp"),
        (without_a_column, "is not a database of studyapp"),
        (without_a_user, "is not a database of studyapp"),
        (with_a_trigger, "is not a database of studyapp"),
        (with_a_view, "is not a database of studyapp"),
        (with_an_index_that_lacks_rows, "is damaged: row 1 missing from index ix_schedules_user_id_due"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_file_that_is_no_sound_backup_is_refused_in_a_sentence_and_nothing_is_changed(
    studied, backup, tmp_path, spoil, told
):
    spoilt = tmp_path / "spoilt.sqlite3"
    spoilt.write_bytes(backup.read_bytes())
    spoil(spoilt)
    before = (content(studied.path), kept_backups(studied.folder))
    with pytest.raises(StorageError) as refused:
        restore_backup(studied.folder, spoilt, NOON)
    sentence = str(refused.value)
    assert told in sentence
    assert str(spoilt) in sentence
    assert "restoring" not in sentence
    assert sentence.endswith(".")
    assert sentence.count("\n") == 0
    assert (content(studied.path), kept_backups(studied.folder)) == before
    assert not [path for path in studied.folder.iterdir() if path.name.startswith(".restoring")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody and back")
def test_a_file_that_may_not_be_read_is_refused_in_a_sentence(backup):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        (Path(folder) / "mine.sqlite3").write_bytes(backup.read_bytes())
        (Path(folder) / "mine.sqlite3").chmod(0o000)
        os.seteuid(65_534)
        try:
            with pytest.raises(StorageError, match=r"mine\.sqlite3 cannot be read: unable to open database file\.$"):
                restore_backup(Path(folder), Path(folder) / "mine.sqlite3", NOON)
        finally:
            os.seteuid(0)


def test_without_a_backup_of_the_present_data_nothing_is_restored(studied, backup, tmp_path):
    elsewhere = tmp_path / "elsewhere.sqlite3"
    backup.rename(elsewhere)
    backup.parent.rmdir()
    backup.parent.write_text("in the way")
    named(studied, "Anna")
    before = content(studied.path)
    with pytest.raises(StorageError, match="cannot be used"):
        restore_backup(studied.folder, elsewhere, NOON)
    assert content(studied.path) == before


# --- a database that is damaged is why one restores -----------------------------------------------------------------


def damaged_head(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [overwritten, damaged_head, truncated, truncated_in_its_head])
def test_a_damaged_database_is_kept_as_it_is_and_replaced(studied, backup, open_database, damage):
    before = rows(studied)
    studied.engine.dispose()
    damage(studied.path)
    damaged = studied.path.read_bytes()
    restored = restore_backup(studied.folder, backup, NOON)
    assert restored.broken == studied.folder / "studyapp-broken-2026-11-27T120000.sqlite3"
    assert restored.broken.read_bytes() == damaged
    database = open_database(studied.folder)
    migrate(database)
    assert rows(database) == before


# --- an older backup ------------------------------------------------------------------------------------------------


def test_an_older_backup_is_brought_up_to_this_release_and_stays_as_it_is(studied, old_database, tmp_path):
    old = tmp_path / "old.sqlite3"
    old.write_bytes(old_database.path.read_bytes())
    untouched = old.read_bytes()
    restore_backup(studied.folder, old, NOON)
    with studied.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        assert connection.exec_driver_sql("SELECT id, way, given FROM reviews").all() == [
            (UUID(int=7).hex, "reveal", "[]")
        ]
    assert old.read_bytes() == untouched
