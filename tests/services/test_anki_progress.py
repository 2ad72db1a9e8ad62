"""A student's progress in a package: what of the log, the marks and the decks goes in, and always as the same bytes."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from anki_student import WITH_PROGRESS, AnkiStudent, many_answers
from made_catalog import catalog_of, deck, free_card, free_cards, key_of

from studyapp.anki import bulk
from studyapp.anki.numbers import Button, RevlogKind
from studyapp.anki.wanted import EVERYTHING, Wanted
from studyapp.domain.scheduler import Grade
from studyapp.domain.selection import Selection
from studyapp.errors import ExportError
from studyapp.services.anki import AnkiExport
from studyapp.services.anki_progress import progress_of
from studyapp.services.study import GivenAnswer


@pytest.fixture
def student(tmp_path, clock):
    student = AnkiStudent(tmp_path / "data", clock)
    yield student
    student.database.engine.dispose()


@pytest.fixture
def rows(tmp_path):
    """Ask the database inside a package."""

    def ask(content, query):
        database = tmp_path / "asked.anki2"
        database.write_bytes(zipfile.ZipFile(BytesIO(content)).read("collection.anki2"))
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(query).fetchall()

    return ask


def test_each_card_stands_where_its_log_leads(student):
    student.write(student.answered("c00", 9, 8), student.answered("c01", 3, grade=Grade.WRONG))
    progress = progress_of(student.database, student.catalog)
    assert set(progress) == {key_of("c00"), key_of("c01")}
    state = progress[key_of("c00")].state
    assert (state.due, state.interval_days, state.ease_permille, state.reps) == (date(2026, 11, 21), 6, 2500, 2)
    assert [row.button for row in progress[key_of("c01")].log] == [Button.AGAIN]


def test_cram_is_in_the_log_and_moves_nothing(student):
    student.write(student.answered("c00", 9, 8), student.answered("c00", 7, kind="cram", grade=Grade.WRONG))
    progress = progress_of(student.database, student.catalog)[key_of("c00")]
    assert [row.kind for row in progress.log] == [RevlogKind.LEARN, RevlogKind.REVIEW, RevlogKind.FILTERED]
    assert (progress.state.reps, progress.state.interval_days) == (2, 6)


def test_a_grade_that_was_undone_goes_nowhere(student):
    ident = uuid4()
    student.study.answer(GivenAnswer(ident, key_of("c00"), Grade.GOOD))
    student.study.undo(ident)
    assert progress_of(student.database, student.catalog) == {}


def test_a_card_that_was_renamed_brings_the_history_and_the_mark_of_its_former_id(tmp_path, clock, student):
    student.write(student.answered("c00", 9, 8))
    student.marks.suspend(key_of("c00"))
    renamed = catalog_of(deck([free_card("fresh", formerly=("c00",)), *free_cards(8)[1:]]))
    progress = progress_of(student.database, renamed)
    assert set(progress) == {key_of("fresh")}
    assert progress[key_of("fresh")].suspended
    assert progress[key_of("fresh")].state.interval_days == 6


def test_a_leech_is_suspended_until_it_is_taken_back(student, clock):
    student.write(*(student.answered("c00", ago, grade=Grade.WRONG) for ago in range(20, 8, -1)))
    assert progress_of(student.database, student.catalog)[key_of("c00")].suspended
    student.marks.take_back(key_of("c00"))
    assert not progress_of(student.database, student.catalog)[key_of("c00")].suspended


def test_what_is_put_off_until_tomorrow_is_asked_in_anki(student, clock):
    student.write(student.answered("c00", 9, 8))
    student.marks.bury(key_of("c00"), student.today)
    assert not progress_of(student.database, student.catalog)[key_of("c00")].suspended


def test_a_row_that_cannot_be_read_stops_nothing(student):
    student.write(student.answered("c00", 9, 8), student.answered("c01", 9))
    with student.database.write() as connection:
        connection.exec_driver_sql("UPDATE reviews SET given = '{' WHERE card LIKE '%c01%'")
    assert set(progress_of(student.database, student.catalog)) == {key_of("c00")}


def test_the_cache_of_schedules_is_not_asked(student):
    student.write(student.answered("c00", 9, 8))
    before = progress_of(student.database, student.catalog)
    with student.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM schedules")
    assert progress_of(student.database, student.catalog) == before


def test_only_the_wanted_cards_bring_their_log(tmp_path, clock, rows):
    catalog = catalog_of(deck(free_cards(3)), replace(deck([free_card("other")], id="second", title="Second")))
    student = AnkiStudent(tmp_path / "data", clock, catalog)
    student.write(student.answered("c00", 9, 8), student.answered("c01", 3))
    wanted = Wanted(selection=Selection(deck="small"), with_progress=True)
    assert rows(student.package(wanted), "SELECT count(*) FROM revlog") == [(3,)]
    nothing = student.export.package(["second"], WITH_PROGRESS).content
    assert rows(nothing, "SELECT count(*) FROM revlog") == [(0,)]
    student.database.engine.dispose()


def test_days_begin_in_the_package_at_the_hour_that_the_student_set(student, rows):
    student.export.preferences.save({"rollover_hour": "2"})
    [(conf,)] = rows(student.package(), "SELECT conf FROM col")
    assert json.loads(conf)["rollover"] == 2
    [(conf,)] = rows(student.package(EVERYTHING), "SELECT conf FROM col")
    assert "rollover" not in json.loads(conf)


def test_without_a_database_there_is_nobody_whose_progress_could_be_taken_along(tmp_path, clock, student):
    export = AnkiExport(student.catalog, tmp_path / "data", clock)
    with pytest.raises(ExportError, match="no student whose progress"):
        export.package(wanted=WITH_PROGRESS)


def test_without_progress_nothing_of_the_student_is_in_the_package(student, clock):
    before = student.package(EVERYTHING)
    student.write(many_answers(student, 50, 10))
    student.marks.suspend(key_of("c00"))
    clock.pass_time(days=3)
    assert student.package(EVERYTHING) == before


def test_the_same_log_makes_the_same_bytes_at_any_time(student, clock):
    student.write(many_answers(student, 200, 30))
    before = student.package()
    clock.pass_time(days=40)
    assert student.package() == before
    with zipfile.ZipFile(BytesIO(before)) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_DEFLATED}


ANOTHER_PROCESS = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from anki_student import AnkiStudent
student = AnkiStudent(Path(sys.argv[1]), lambda: datetime(2027, 1, 1, tzinfo=UTC))
print(hashlib.sha256(student.package()).hexdigest())
"""


def test_the_same_log_makes_the_same_bytes_in_another_process(student, tmp_path):
    student.write(many_answers(student, 200, 30))
    student.marks.suspend(key_of("c00"))
    digests = {hashlib.sha256(student.package()).hexdigest()}
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", ANOTHER_PROCESS, str(tmp_path / "data")]
        digests.add(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.strip())
    assert len(digests) == 1


@pytest.mark.parametrize("fails", [False, True])
def test_writing_leaves_the_file_alone_behind_also_when_it_fails(student, tmp_path, monkeypatch, fails):
    student.write(many_answers(student, 20, 5))
    temporary, out = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    path = out / "taken.apkg"
    path.write_bytes(b"an older package")
    if fails:
        monkeypatch.setattr(bulk, "APKG_COL", "SELECT nothing")
        with pytest.raises(sqlite3.OperationalError):
            student.export.write(path, wanted=WITH_PROGRESS)
        assert path.read_bytes() == b"an older package"
    else:
        student.export.write(path, wanted=WITH_PROGRESS)
        assert path.read_bytes() == student.package()
    assert list(temporary.iterdir()) == []
    assert list(out.iterdir()) == [path]


def test_rows_of_the_log_name_cards_of_the_package_and_instants_of_the_log(student, rows):
    answers = many_answers(student, 300, 40)
    student.write(answers)
    found = rows(student.package(), "SELECT id FROM revlog WHERE cid IN (SELECT id FROM cards) ORDER BY id")
    assert [instant for (instant,) in found] == sorted(row["answered_at"] for row in answers)
