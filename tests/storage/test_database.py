"""The database loses nothing: not to another thread, another process, an exception or a kill."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError

from studyapp.errors import StorageError
from studyapp.storage import database as database_module
from studyapp.storage.database import FILE_NAME, LOCK_NAME

IN_FORCE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0}
NOBODY = 65_534

COUNT_ON = """
import sys
from pathlib import Path
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate

print("ready", flush=True)
sys.stdin.readline()
database = Database(Path(sys.argv[1]))
migrate(database)
for _ in range(int(sys.argv[2])):
    with database.write() as connection:
        name = connection.exec_driver_sql("SELECT name FROM users").scalar()
        connection.exec_driver_sql("UPDATE users SET name = ?", (str(int(name if name.isdigit() else 0) + 1),))
"""
"""A program that, when it is told to, counts in the local user's name: the one row that every fresh database has."""

DIE = """
import os, signal, sys
from pathlib import Path
from studyapp.storage.database import Database

database = Database(Path(sys.argv[1]))
with database.write() as connection:
    connection.exec_driver_sql("INSERT INTO counter VALUES (2)")
with database.write() as connection:
    connection.exec_driver_sql("INSERT INTO counter VALUES (3)")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def counter(empty):
    """A database with one number in it."""
    with empty.write() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (number INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    return empty


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Not root, whom no permission stops."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


def numbers(database) -> list[int]:
    with database.read() as connection:
        return list(connection.exec_driver_sql("SELECT number FROM counter ORDER BY number").scalars())


def pragmas(connection: Connection) -> dict[str, object]:
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in IN_FORCE}


def program(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_pragmas_are_in_force_on_every_connection(empty):
    with ExitStack() as stack:
        reading = [stack.enter_context(empty.read()) for _ in range(4)]
        writing = stack.enter_context(empty.write())
        assert [pragmas(connection) for connection in (*reading, writing)] == [IN_FORCE] * 5


def test_a_row_that_points_nowhere_is_refused(database):
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO retractions VALUES (1, 'no such review', 0)")


def test_a_folder_that_is_not_there_is_made(tmp_path, open_database):
    open_database(tmp_path / "new" / "folder")
    assert (tmp_path / "new" / "folder" / FILE_NAME).is_file()


def test_a_write_begins_as_a_write_and_a_read_as_a_read(empty):
    begun: list[str] = []
    event.listen(empty.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: begun.append(statement))
    with empty.write():
        pass
    with empty.read():
        pass
    assert begun == ["BEGIN IMMEDIATE", "BEGIN"]


def test_eight_threads_that_read_and_write_lose_nothing(counter):
    def count_fifty() -> None:
        for _ in range(50):
            with counter.write() as connection:
                number = connection.exec_driver_sql("SELECT number FROM counter").scalar()
                connection.exec_driver_sql("UPDATE counter SET number = ?", (number + 1,))

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(count_fifty) for _ in range(8)]:
            future.result()
    assert numbers(counter) == [400]


def test_programs_that_start_at_once_on_a_new_folder_and_write_at_once_lose_nothing(tmp_path, open_database):
    folder = tmp_path / "data"
    programs = [program(COUNT_ON, folder, 50) for _ in range(3)]
    assert [one.stdout.readline() for one in programs] == ["ready\n"] * 3
    for one in programs:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate() for one in programs] == [("", "")] * 3
    with open_database(folder).read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM users").scalar() == "150"


def test_a_read_sees_one_moment_while_a_write_commits(counter):
    with counter.read() as reading:
        before = reading.exec_driver_sql("SELECT number FROM counter").scalar()
        with counter.write() as writing:
            writing.exec_driver_sql("UPDATE counter SET number = 7")
        assert reading.exec_driver_sql("SELECT number FROM counter").scalar() == before == 0
    assert numbers(counter) == [7]


def test_an_exception_inside_a_write_undoes_all_of_it(counter):
    with suppress(ZeroDivisionError), counter.write() as connection:
        connection.exec_driver_sql("UPDATE counter SET number = 1")
        connection.exec_driver_sql("CREATE TABLE half (done INTEGER)")
        raise ZeroDivisionError
    assert numbers(counter) == [0]
    with counter.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'half'").scalar() == 0


def test_after_an_exception_the_next_write_goes_through(counter):
    with pytest.raises(ZeroDivisionError), counter.write():
        raise ZeroDivisionError
    with counter.write() as connection:
        connection.exec_driver_sql("UPDATE counter SET number = 1")
    assert numbers(counter) == [1]


def test_a_killed_program_leaves_what_it_committed_and_nothing_of_what_it_had_begun(counter):
    dying = program(DIE, counter.folder)
    dying.communicate()
    assert dying.returncode == -signal.SIGKILL
    with counter.write() as connection:
        connection.exec_driver_sql("INSERT INTO counter VALUES (4)")
    assert numbers(counter) == [0, 2, 4]


def test_a_program_that_keeps_the_writer_lock_is_named(tmp_path, monkeypatch, open_database):
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    database = open_database()
    with (
        FileLock(tmp_path / LOCK_NAME),
        pytest.raises(StorageError, match="Another studyapp is writing"),
        database.write(),
    ):
        pass
    with database.write():
        pass


def test_a_data_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StorageError, match=r"^The data folder .*data cannot be used: .+\.$"):
        database_module.Database(tmp_path / "data")


@pytest.mark.usefixtures("unprivileged")
def test_a_data_folder_that_cannot_be_written_is_refused_in_a_sentence():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with pytest.raises(StorageError, match=r"^The data folder .* cannot be used: .+\.$"):
            database_module.Database(Path(folder))


@pytest.mark.usefixtures("unprivileged")
def test_a_database_that_cannot_be_written_is_refused_at_the_start_not_at_the_first_review():
    with tempfile.TemporaryDirectory() as folder:
        database_module.Database(Path(folder)).engine.dispose()
        (Path(folder) / FILE_NAME).chmod(0o444)
        with pytest.raises(StorageError, match="cannot be used"):
            database_module.Database(Path(folder)).engine.dispose()


@pytest.mark.parametrize("length", [16, 100, 4096, 20_000])
def test_a_corrupt_database_is_refused_in_a_sentence(tmp_path, length):
    (tmp_path / FILE_NAME).write_bytes(b"no database " * (length // 12 + 1))
    with pytest.raises(StorageError, match=r"^The data folder .* cannot be used: .+\.$"):
        database_module.Database(tmp_path)


def test_a_database_whose_table_of_contents_is_corrupt_is_refused_in_a_sentence(tmp_path, counter):
    counter.engine.dispose()
    path = tmp_path / FILE_NAME
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"^The data folder .* cannot be used: .+\.$"):
        database_module.Database(tmp_path)


@pytest.mark.parametrize("name", ["a?b", "a%20b", "a#b", "a b", "ä;x=1"])
def test_any_name_of_a_folder_is_but_a_name(tmp_path, name):
    folder = tmp_path / name
    database = database_module.Database(folder)
    database.engine.dispose()
    assert (folder / FILE_NAME).stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
