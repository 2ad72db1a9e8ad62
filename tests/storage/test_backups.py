"""A backup is whole or not there, of one moment, and holds nobody up."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studyapp.domain.backup import Backup, BackupKind
from studyapp.errors import StorageError
from studyapp.storage.backups import FOLDER, keep_backup, kept_backups, path_of, thin_backups, write_backup
from studyapp.storage.database import FILE_NAME, LOCK_NAME
from studyapp.wholefile import whole_file

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
NOBODY = 65_534

BACK_UP_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from studyapp.domain.backup import BackupKind
from studyapp.storage.backups import keep_backup

print("ready", flush=True)
while True:
    keep_backup(Path(sys.argv[1]), BackupKind.BY_HAND, datetime.now(UTC))
"""
WRITE_FOR_EVER = """
import sys
from pathlib import Path
from studyapp.storage.database import Database

database = Database(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE one SET number = number + 1")
        connection.exec_driver_sql("UPDATE other SET number = number + 1")
"""
DIE_WITHIN = """
import os, signal, sys
from pathlib import Path
from studyapp.wholefile import whole_file

with whole_file(Path(sys.argv[1])) as beside:
    beside.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def two_numbers(database):
    """A database with two numbers that only change together, and some bulk."""
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE one (number INTEGER NOT NULL)")
        connection.exec_driver_sql("CREATE TABLE other (number INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO one VALUES (0)")
        connection.exec_driver_sql("INSERT INTO other VALUES (0)")
        connection.exec_driver_sql("CREATE TABLE bulk (content BLOB)")
        for _ in range(200):
            connection.exec_driver_sql("INSERT INTO bulk VALUES (randomblob(20000))")
    return database


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Not root, whom no permission stops."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


def query(path: Path, statement: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [value for (value,) in connection.execute(statement)]


def program(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A program that is ready."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_backup_holds_what_was_committed_even_what_is_still_in_the_log_of_writes(database):
    with database.read() as reading:  # keeps SQLite from moving the write into the file
        reading.exec_driver_sql("SELECT * FROM users").all()
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE users SET name = 'Anna'")
        backup = keep_backup(database.folder, BackupKind.BY_HAND, NOON)
    assert query(path_of(database.folder, backup), "SELECT name FROM users") == ["Anna"]


def test_a_backup_is_a_single_file_that_needs_no_other(database):
    backup = keep_backup(database.folder, BackupKind.BY_HAND, NOON)
    path = path_of(database.folder, backup)
    assert [one.name for one in path.parent.iterdir()] == [backup.name]
    assert query(path, "PRAGMA journal_mode") == ["delete"]
    assert backup.size_bytes == path.stat().st_size > 0


def test_a_backup_does_not_wait_for_a_writer_nor_hold_it_what_it_has_begun(database):
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE users SET name = 'Anna'")
        backup = keep_backup(database.folder, BackupKind.BY_HAND, NOON)
    assert query(path_of(database.folder, backup), "SELECT name FROM users") == ["local"]


def test_every_backup_made_while_another_program_writes_is_of_one_moment(two_numbers):
    writing = program(WRITE_FOR_EVER, two_numbers.folder)
    try:
        seen = set()
        for number in range(30):
            backup = keep_backup(two_numbers.folder, BackupKind.BY_HAND, NOON + timedelta(seconds=number))
            path = path_of(two_numbers.folder, backup)
            assert query(path, "PRAGMA integrity_check") == ["ok"]
            assert query(path, "SELECT number FROM one") == query(path, "SELECT number FROM other")
            seen.update(query(path, "SELECT number FROM one"))
        assert len(seen) > 5
    finally:
        kill(writing)


def test_a_program_killed_while_it_backs_up_leaves_no_half_file_under_a_final_name(two_numbers):
    folder = two_numbers.folder / FOLDER
    abandoned = 0
    for number in range(12):
        killed = program(BACK_UP_FOR_EVER, two_numbers.folder)
        time.sleep(0.02 + 0.007 * number)
        kill(killed)
        abandoned += any(path.name.endswith(".part") for path in folder.iterdir())
    kept = kept_backups(two_numbers.folder)
    assert kept
    assert abandoned
    assert {tuple(query(path_of(two_numbers.folder, one), "PRAGMA integrity_check")) for one in kept} == {("ok",)}


def test_a_program_killed_before_a_file_is_whole_leaves_the_former_file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"former")
    died = subprocess.run([sys.executable, "-c", DIE_WITHIN, path], check=False)
    assert died.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"former"


def test_an_exception_leaves_the_former_file_and_nothing_else(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"former")
    with suppress(ZeroDivisionError), whole_file(path) as beside:
        beside.write_bytes(b"half")
        raise ZeroDivisionError
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"former"]


def test_what_a_killed_program_left_is_removed_after_an_hour_and_not_before(database):
    folder = database.folder / FOLDER
    folder.mkdir()
    old, young = folder / ".old.0a.part", folder / ".young.0b.part"
    for path, age in ((old, 2), (young, 0)):
        path.write_bytes(b"half")
        os.utime(path, (NOON.timestamp() - age * 3600,) * 2)
    keep_backup(database.folder, BackupKind.BY_HAND, NOON)
    assert not old.exists()
    assert young.exists()


def test_two_backups_of_one_instant_have_names_of_their_own(database):
    made = [keep_backup(database.folder, BackupKind.BY_HAND, NOON).made_at for _ in range(3)]
    assert made == [NOON + timedelta(milliseconds=number) for number in range(3)]


def test_backups_are_listed_newest_first_and_other_files_are_not(database):
    for hour in (2, 0, 1):
        keep_backup(database.folder, BackupKind.BY_HAND, NOON - timedelta(hours=hour))
    (database.folder / FOLDER / "notes.txt").write_text("mine")
    listed = kept_backups(database.folder)
    assert [backup.made_at for backup in listed] == [NOON - timedelta(hours=hour) for hour in range(3)]
    assert kept_backups(database.folder / "nowhere") == []


def test_thinning_removes_automatic_backups_and_those_before_migrations_and_imports_alone(database):
    folder = database.folder / FOLDER
    folder.mkdir()
    for kind in BackupKind:
        for days in (100, 101, 102):
            (folder / Backup(NOON - timedelta(days=days), kind).name).touch()
    (folder / "notes.txt").write_text("mine")
    thin_backups(database.folder, NOON)
    left = kept_backups(database.folder)
    assert {kind: sum(one.kind is kind for one in left) for kind in BackupKind} == {
        BackupKind.AUTOMATIC: 1,
        BackupKind.MIGRATION: 1,
        BackupKind.BY_HAND: 3,
        BackupKind.RESTORE: 3,
        BackupKind.DELETION: 3,
        BackupKind.IMPORT: 1,
    }
    assert (folder / "notes.txt").exists()


def test_a_backup_goes_wherever_it_is_wanted_and_takes_the_place_of_a_former_one(database, tmp_path):
    target = tmp_path / "a folder with % and ?"
    target.mkdir()
    for name in ("Anna", "Berta"):
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE users SET name = ?", (name,))
        write_backup(database.folder, target / "mine.db")
    assert query(target / "mine.db", "SELECT name FROM users") == ["Berta"]
    assert [path.name for path in target.iterdir()] == ["mine.db"]


@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-wal", LOCK_NAME])
def test_a_backup_is_never_written_over_the_database_itself(database, name):
    with pytest.raises(StorageError, match="is the database itself"):
        write_backup(database.folder, database.folder / name)
    assert query(database.path, "SELECT name FROM users") == ["local"]


def test_a_folder_without_a_database_is_refused_in_a_sentence_and_left_alone(tmp_path):
    with pytest.raises(StorageError, match=r"^There is no database in .* to back up\.$"):
        keep_backup(tmp_path, BackupKind.BY_HAND, NOON)
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_is_refused_in_a_sentence(database, tmp_path):
    with pytest.raises(StorageError, match=r"^There is no folder .* to write mine\.db to\.$"):
        write_backup(database.folder, tmp_path / "nowhere" / "mine.db")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match=r"^The backup .*folder cannot be written: .*\.$"):
        write_backup(database.folder, tmp_path / "folder")


def test_a_full_disk_is_told_in_a_sentence_and_leaves_no_file(two_numbers):
    """A limit on the size of files stops SQLite in the midst, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(StorageError, match=r"^The backup .* cannot be written: .*\.$"):
            keep_backup(two_numbers.folder, BackupKind.BY_HAND, NOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)
    assert list((two_numbers.folder / FOLDER).iterdir()) == []


@pytest.mark.usefixtures("unprivileged")
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
            connection.execute("CREATE TABLE one (number INTEGER)")
        (folder / FOLDER).mkdir(mode=0o555)
        with pytest.raises(StorageError, match=r"^The backup .* cannot be written: .*\.$"):
            keep_backup(folder, BackupKind.BY_HAND, NOON)
        (folder / FOLDER).chmod(0o000)
        with pytest.raises(StorageError, match=r"^The folder .* cannot be used: .*\.$"):
            keep_backup(folder, BackupKind.BY_HAND, NOON)
        assert kept_backups(folder) == []
        (folder / FOLDER).chmod(0o755)
