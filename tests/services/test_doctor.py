"""The doctor finds what is wrong, mends what follows from the log, and says what it cannot mend."""

import sqlite3
from contextlib import closing
from uuid import UUID

import pytest
from made_catalog import key_of, small_catalog

from studyapp.content.loader import load_catalog
from studyapp.domain.backup import BackupKind
from studyapp.services import doctor as doctor_module
from studyapp.services.backups import Backups
from studyapp.services.doctor import Doctor, State, sqlite_finding
from studyapp.storage.schedules import all_schedules

COPIED = """
INSERT INTO schedules
SELECT 1, deck, 'of-no-review', due, 1, 1, 250, 0, first_day, last_day, 0, 0 FROM schedules LIMIT 1
"""


@pytest.fixture
def study(start, answer):
    """Three free cards, each studied."""
    study = start(small_catalog())
    for ident in ("c00", "c01", "c02"):
        answer(study, key_of(ident))
    return study


@pytest.fixture
def examine(study, clock):
    """Examine the data folder; returns what was found by state."""

    def examine(**options):
        found = list(Doctor(study.database.folder, lambda: study.catalog, clock, **options).examine())
        return {state: [one.text for one in found if one.state is state] for state in State}

    return examine


def schedules(study):
    with study.database.read() as connection:
        return all_schedules(connection, study.user)


def spoil(study, statement: str) -> None:
    with closing(sqlite3.connect(study.database.path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_sound_folder_is_well(study, examine, clock):
    Backups(study.database.folder, clock).back_up()
    found = examine()
    assert (found[State.ILL], found[State.MENDED]) == ([], [])
    assert "The log: 3 reviews, and all of them make sense." in found[State.WELL]
    assert "The schedules are what the log says." in found[State.WELL]
    assert "Backups: 1; the newest was made within the last hour." in found[State.WELL]


def content(study) -> list[str]:
    """Every statement that it would take to make the database again."""
    with closing(sqlite3.connect(study.database.path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 6, 23), State.WELL),
        ((3, 7, 0), State.TOLD),
        ((3, 40, 1), State.TOLD),
        ((3, 51, 2), State.TOLD),
        ((3, 51, 3), State.WELL),
        ((3, 53, 0), State.WELL),
    ],
)
def test_sqlite_is_named_with_its_bug(version, state):
    finding = sqlite_finding(version)
    assert finding.state is state
    assert ".".join(map(str, version)) in finding.text
    assert "WAL-reset bug" in finding.text


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("UPDATE schedules SET due = '2030-01-01' WHERE card = 'card.c00.forward'", 1),
        ("UPDATE schedules SET e_factor = 999, lapses = 7 WHERE card <> 'card.c00.forward'", 2),
        ("DELETE FROM schedules", 3),
        (COPIED, 1),
        ("UPDATE schedules SET due = 'soon' WHERE card = 'card.c00.forward'", 3),
    ],
)
def test_schedules_that_differ_from_the_log_are_rebuilt_from_it(study, examine, change, number):
    before = schedules(study)
    spoil(study, change)
    told = f"{number} {'schedule differs' if number == 1 else 'schedules differ'} from the log"
    assert f"{told}; without --dry-run they are rebuilt from it." in examine(only_tell=True)[State.TOLD]
    with pytest.raises((AssertionError, ValueError)):
        assert schedules(study) == before
    assert f"{told}; rebuilt from it: {number}." in examine()[State.MENDED]
    assert schedules(study) == before
    assert "The schedules are what the log says." in examine()[State.WELL]


def test_a_review_that_was_taken_back_makes_no_difference(examine, answer, study):
    study.undo(answer(study, key_of("c00")))
    assert examine()[State.MENDED][:-1] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("grade = 9", "9 is not a valid Grade"),
        ("kind = 'guess'", "'guess' is not a valid ReviewKind"),
        ("way = 'shout'", "'shout' is not a valid Way"),
        ("day = 'Monday'", "Invalid isoformat string: 'Monday'"),
        ("given = '{}'", "'{}' is no list of texts"),
        ("answered_at = 9000000000000", "it was answered in the future, on 2255-03-14"),
        ("day = '2020-01-01'", "its study day 2020-01-01 is not that of its answer, 2026-11-23"),
        ("elapsed_ms = -5", "it took -5 ms"),
    ],
)
def test_a_review_that_makes_no_sense_is_named_and_not_touched(study, examine, change, told):
    ident = UUID(int=5)
    spoil(study, f"UPDATE reviews SET id = '{ident.hex}', {change} WHERE card = 'card.c01.forward'")  # noqa: S608
    ill = examine()[State.ILL]
    assert len(ill) == 1
    assert ill[0].startswith("The review ")
    assert str(ident) in ill[0] or ident.hex in ill[0]
    assert "“card.c01.forward” in the deck “small”" in ill[0]
    assert ill[0].endswith(f"{told}.")
    assert examine()[State.MENDED] == []  # least of all a backup after each, for a review in the future
    assert examine()[State.ILL] == ill


def test_a_row_that_points_nowhere_is_told_and_not_mended(study, examine):
    spoil(study, f"INSERT INTO retractions VALUES (1, '{UUID(int=77).hex}', 0)")  # noqa: S608  # a number
    found = examine()
    assert found[State.ILL] == ["Row 1 of retractions points nowhere; it does no harm, and is kept."]
    assert "The schedules are what the log says." in found[State.WELL]


def test_a_damaged_database_is_told_with_the_newest_backup_that_is_whole(study, examine, clock):
    backups = Backups(study.database.folder, clock)
    whole = backups.path(backups.back_up())
    clock.pass_time(hours=1)
    backups.path(backups.back_up()).write_bytes(b"no backup")
    study.database.engine.dispose()
    content = bytearray(study.database.path.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    study.database.path.write_bytes(content)
    (ill,) = examine()[State.ILL]
    assert "The database is damaged." in ill
    assert f"studyapp restore {whole}" in ill


def test_a_backup_that_lags_behind_is_made_and_in_a_dry_run_only_told(study, examine, clock, answer):
    assert "there is none yet, and you have studied since" in examine(only_tell=True)[State.TOLD][-1]
    assert not (study.database.folder / "backups").exists()
    assert examine()[State.MENDED] == ["Backups: there is none yet, so one was made now."]
    clock.pass_time(hours=72)
    answer(study, key_of("c00"))
    assert examine()[State.MENDED] == ["Backups: the newest was made 3 days ago, so one was made now."]
    kept = Backups(study.database.folder, clock).kept()
    assert [one.kind for one in kept] == [BackupKind.AUTOMATIC] * 2


def test_a_backup_that_cannot_be_made_is_what_it_cannot_mend(study, examine):
    (study.database.folder / "backups").write_text("in the way")
    (ill,) = examine()[State.ILL]
    assert "no other can be made" in ill or "cannot be written to" in ill


def test_a_database_of_a_newer_studyapp_or_of_another_program_is_told_and_left_alone(study, examine):
    for change in ("UPDATE alembic_version SET version_num = '9999'", "DROP TABLE alembic_version"):
        spoil(study, change)
        before = content(study)
        assert "of a newer studyapp, or of another program" in examine(only_tell=True)[State.ILL][0]
        assert "studyapp" in examine()[State.ILL][0]
        assert content(study) == before


def test_a_database_of_an_older_studyapp_is_brought_up_to_date_and_in_a_dry_run_only_told(study, examine):
    for table in ("card_marks", "remarks", "preferences", "devices", "sitting_answers", "sittings", "exams"):
        spoil(study, f"DROP TABLE {table}")
    for column in ("way", "given", "mistaken"):
        spoil(study, f"ALTER TABLE reviews DROP COLUMN {column}")
    spoil(study, "UPDATE alembic_version SET version_num = '0001'")
    older = "The database is of an older studyapp; the next start brings it up to date."
    assert older in examine(only_tell=True)[State.TOLD]
    found = examine()
    assert "The database was of an older studyapp, and was brought up to date." in found[State.MENDED]
    assert "The schedules are what the log says." in found[State.WELL]
    assert found[State.ILL] == []


def test_a_folder_without_a_database_is_told_and_left_alone(tmp_path, clock):
    told = [one.text for one in Doctor(tmp_path / "nothing", small_catalog, clock).examine()]
    assert f"There is no database in {tmp_path / 'nothing'} yet; it is made at the first start." in told
    assert not (tmp_path / "nothing").exists()


def test_a_file_where_the_folder_should_be_is_told_as_ill(tmp_path, clock):
    (tmp_path / "mine.json").write_text("mine", encoding="utf-8")
    found = list(Doctor(tmp_path / "mine.json", small_catalog, clock).examine())
    assert [one.text for one in found if one.state is State.ILL] == [
        f"{tmp_path / 'mine.json'} is a file; your data is a folder."
    ]


def test_a_nearly_full_disk_is_told(examine, monkeypatch):
    monkeypatch.setattr(doctor_module, "LEAST_FREE_BYTES", 10**18)
    assert examine()[State.ILL][-1].startswith("The disk is nearly full: ")


def test_decks_that_cannot_be_read_are_told_with_file_and_line(tmp_path, clock, write_deck):
    decks = write_deck({"tails/muscles/tail-lifter.yaml": ""})
    found = Doctor(tmp_path / "data", lambda: load_catalog([decks]), clock).examine()
    ill = [one.text for one in found if one.state is State.ILL]
    assert len(ill) == 1
    assert "tail-lifter.yaml:1: is empty" in ill[0]
