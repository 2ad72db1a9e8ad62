"""The commands about your data, run as a program beside a server that is studied on all the while."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4
from zipfile import ZipFile

import pytest
from running import Running, serving

from studyapp.cli import main
from studyapp.storage.database import FILE_NAME, Database
from studyapp.storage.migrate import migrate

CARD = "/study/trigger-points/gluteus-minimus.trigger-point.anterior.referral.forward"
Run = Callable[..., tuple[str, str, int]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the test's data folder; returns what it printed, what it complained of, and its exit code."""
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "data"))

    def run(*arguments: object) -> tuple[str, str, int]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return printed.out, printed.err, int(ended.value.code or 0)

    return run


@pytest.fixture
def well(run: Run) -> Callable[..., str]:
    """Run a command that goes well; returns what it printed."""

    def well(*arguments: object) -> str:
        out, err, code = run(*arguments)
        assert (err, code) == ("", 0), out
        return out

    return well


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """Run a command that is refused; returns its one sentence."""

    def refused(*arguments: object) -> str:
        out, err, code = run(*arguments)
        assert (out, code) == ("", 1)
        assert err.startswith("studyapp: ")
        assert err.endswith(".\n")
        assert err.count("\n") == 1
        return err

    return refused


@pytest.fixture
def server(tmp_path: Path) -> Running:
    """A server on the same data folder, in a process of its own."""
    command = (sys.executable, "-m", "studyapp", "--no-browser", "--port", "8700", "--data", str(tmp_path / "data"))
    with serving(*command, cwd=tmp_path) as running:
        yield running


def grade(server: Running, grade: int = 4) -> int:
    response, _ = server.post(f"{CARD}/review", review=str(uuid4()), grade=str(grade), shown="")
    return response.status


def query(path: Path, statement: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [value for (value,) in connection.execute(statement)]


def path_in(printed: str) -> Path:
    """The path at the end of a line."""
    return Path(printed.splitlines()[0].rpartition(" ")[2])


def test_backups_and_restores_go_on_while_a_server_records(well: Callable[..., str], server: Running) -> None:
    assert grade(server) == 303
    enough, statuses = Event(), []

    def study() -> None:
        while not enough.is_set():
            statuses.append(grade(server))

    studying = Thread(target=study)
    studying.start()
    try:
        for _ in range(4):
            backup = path_in(well("backup"))
            assert query(backup, "PRAGMA integrity_check") == ["ok"]
            well("restore", backup)
    finally:
        enough.set()
        studying.join()
    assert set(statuses) == {303}
    assert len(statuses) > 5
    assert "The database is whole" in well("doctor")


def test_a_running_server_shows_what_was_restored(well: Callable[..., str], server: Running, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    grade(server)
    assert "Backed up to " in well("backup", "-o", elsewhere)
    for _ in range(3):
        grade(server)
    assert "4 reviews of 1 card" in server.get("/data")[1]
    told = well("restore", elsewhere)
    assert "1 review of 1 card" in server.get("/data")[1]
    grade(server)
    assert "2 reviews of 1 card" in server.get("/data")[1]
    before = path_in(told.splitlines()[1])
    assert query(before, "SELECT count(*) FROM reviews") == [4]


def test_a_file_that_is_no_backup_is_refused_in_a_sentence(
    refused: Callable[..., str], well: Callable[..., str], tmp_path: Path
) -> None:
    backup = path_in(well("doctor") and well("orphans") and well("backup"))
    half = tmp_path / "half.sqlite3"
    half.write_bytes(backup.read_bytes()[:30_000])
    before = query(tmp_path / "data" / FILE_NAME, "SELECT count(*) FROM reviews")
    assert "is damaged: " in refused("restore", half)
    assert "There is no file " in refused("restore", tmp_path / "nothing")
    assert "is not a database of studyapp" in refused("restore", __file__)
    assert query(tmp_path / "data" / FILE_NAME, "SELECT count(*) FROM reviews") == before
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


def test_without_a_database_there_is_nothing_to_back_up(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "There is no database in " in refused("backup")
    assert "There is no database in " in refused("backup", "-o", tmp_path / "mine.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_ends_with_1_when_it_cannot_mend(run: Run, well: Callable[..., str], tmp_path: Path) -> None:
    assert "There is no database in " in well("doctor")
    well("orphans")
    assert "ok      The database is whole" in well("doctor", "--dry-run")
    (tmp_path / "data" / FILE_NAME).write_bytes(b"no database " * 3000)
    out, err, code = run("doctor")
    assert (err, code) == ("", 1)
    assert "ILL     The database is damaged." in out
    assert out.endswith("What is marked ILL cannot be mended here.\n")


def test_orphans_are_listed_as_a_table_and_as_json(well: Callable[..., str], server: Running, tmp_path: Path) -> None:
    grade(server)
    assert well("orphans") == "There are no orphans: every card that you studied is in a deck.\n"
    server.interrupt()
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME)) as connection:
        connection.execute("UPDATE reviews SET deck = 'gone', card = 'a.b'")
        connection.commit()
    (day,) = query(tmp_path / "data" / FILE_NAME, "SELECT day FROM reviews")
    assert well("orphans").splitlines() == [
        "deck  card  reviews  last day",
        f"gone  a.b   1        {day}",
    ]
    assert json.loads(well("orphans", "--json")) == {"deck": "gone", "card": "a.b", "reviews": 1, "last_day": day}


def test_everything_is_written_as_files(well: Callable[..., str], refused: Callable[..., str], tmp_path: Path) -> None:
    told = well("export", "data", "-o", tmp_path / "mine.json")
    assert told.endswith(
        "mine.json: reviews: 0, schedules: 0, marks: 0, remarks: 0, preferences: 0, devices: 0, "
        "exams: 0, sittings: 0, sitting answers: 0.\n"
    )
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["format"] == "studyapp-data"
    well("export", "data", "-o", tmp_path / "mine.zip")
    with ZipFile(tmp_path / "mine.zip") as archive:
        assert len(archive.namelist()) == 9
    assert "as .json or .zip" in refused("export", "data", "-o", tmp_path / "mine.txt")


def test_everything_is_deleted_only_when_meant_and_can_be_had_again(
    well: Callable[..., str], refused: Callable[..., str], server: Running
) -> None:
    grade(server)
    assert "say --yes if you mean it" in refused("delete-everything")
    assert "1 review of 1 card" in server.get("/data")[1]
    told = well("delete-everything", "--yes")
    assert "0 reviews of 0 cards" in server.get("/data")[1]
    assert grade(server) == 303
    well("restore", path_in(told))
    assert "1 review of 1 card" in server.get("/data")[1]


def test_a_backup_writes_over_no_file_unless_told_to(
    well: Callable[..., str], refused: Callable[..., str], tmp_path: Path
) -> None:
    database = Database(tmp_path / "data")
    migrate(database)
    database.engine.dispose()
    mine = tmp_path / "mine.json"
    mine.write_text("mine", encoding="utf-8")
    assert "--force writes over it" in refused("backup", "-o", mine)
    assert mine.read_text(encoding="utf-8") == "mine"
    well("backup", "-o", mine, "--force")
    assert mine.read_bytes().startswith(b"SQLite format 3")
