"""Automatic backups: often enough, never in the way, and never the reason why a review is lost."""

import logging
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from threading import Event

import pytest
from made_catalog import key_of, small_catalog

from studyapp.domain.backup import BackupKind
from studyapp.errors import NotFoundError
from studyapp.services import backups as backups_module
from studyapp.services.backups import AutomaticBackups, Backups


@pytest.fixture
def study(start):
    """Studying three free cards, with automatic backups."""
    study = start(small_catalog())
    study.automatic = AutomaticBackups(study.database.folder, study.clock)
    study.after_review = study.automatic.after_review
    return study


@pytest.fixture
def backups(study, clock) -> Backups:
    """The backups of the same folder."""
    return Backups(study.database.folder, clock)


def automatic(backups: Backups) -> list[object]:
    return [one.made_at for one in backups.kept() if one.kind is BackupKind.AUTOMATIC]


def reviews_in(backups: Backups) -> int:
    """How many reviews the newest backup holds."""
    with closing(sqlite3.connect(backups.path(backups.kept()[0]))) as connection:
        return connection.execute("SELECT count(*) FROM reviews").fetchone()[0]


def test_the_first_review_makes_a_backup_that_holds_it(study, backups, answer):
    answer(study, key_of("c00"))
    study.automatic.wait()
    assert automatic(backups) == [study.clock()]
    assert reviews_in(backups) == 1


def test_there_is_one_for_every_half_hour_of_study(study, backups, answer, clock):
    for _ in range(200):
        answer(study, key_of("c00"))
        study.automatic.wait()
        clock.pass_time(seconds=20)
    made = automatic(backups)
    assert len(made) == 4
    assert {later - earlier for later, earlier in pairwise(made)} == {timedelta(minutes=30)}


def test_time_without_a_review_makes_none(study, backups, answer, clock):
    answer(study, key_of("c00"))
    clock.pass_time(hours=5)
    study.today()
    study.automatic.wait()
    assert len(automatic(backups)) == 1


def test_a_review_that_was_sent_twice_makes_none(study, backups, answer, clock):
    ident = answer(study, key_of("c00"))
    study.automatic.wait()
    clock.pass_time(hours=5)
    answer(study, key_of("c00"), ident=ident)
    study.automatic.wait()
    assert len(automatic(backups)) == 1


def test_a_restart_knows_when_the_last_one_was_made(study, backups, answer, clock):
    answer(study, key_of("c00"))
    study.automatic.wait()
    again = AutomaticBackups(study.database.folder, clock)
    clock.pass_time(minutes=10)
    again.after_review()
    again.wait()
    assert len(automatic(backups)) == 1
    clock.pass_time(minutes=20)
    again.after_review()
    again.wait()
    assert len(automatic(backups)) == 2


def test_a_clock_that_was_set_back_does_not_put_them_off(study, backups, answer, clock):
    answer(study, key_of("c00"))
    study.automatic.wait()
    clock.pass_time(days=-400)
    answer(study, key_of("c00"))
    study.automatic.wait()
    assert len(automatic(backups)) == 2


def test_old_ones_are_thinned_and_those_made_by_hand_are_not(study, backups, answer, clock):
    for _ in range(5):
        answer(study, key_of("c00"))
        study.automatic.wait()
        backups.back_up()
        clock.pass_time(hours=1)
    clock.pass_time(days=300)
    answer(study, key_of("c00"))
    study.automatic.wait()
    kinds = [one.kind for one in backups.kept()]
    assert (kinds.count(BackupKind.AUTOMATIC), kinds.count(BackupKind.BY_HAND)) == (2, 5)


def test_an_answer_does_not_wait_for_its_backup(study, backups, answer, monkeypatch):
    may_go_on = Event()

    def slow(*arguments):
        may_go_on.wait(10)
        return kept(*arguments)

    kept = backups_module.keep_backup
    monkeypatch.setattr(backups_module, "keep_backup", slow)
    begun = time.monotonic()
    answer(study, key_of("c00"))
    answer(study, key_of("c01"))
    assert time.monotonic() - begun < 5
    assert automatic(backups) == []
    may_go_on.set()
    study.automatic.wait()
    assert reviews_in(backups) == 2


def test_a_backup_that_fails_is_logged_and_remembered_and_the_review_is_kept(study, backups, answer, clock, caplog):
    backups.folder.write_text("in the way")
    with caplog.at_level(logging.WARNING):
        answer(study, key_of("c00"))
        study.automatic.wait()
    assert "Studying goes on" in caplog.text
    assert "cannot be used" in (study.automatic.failure or "")
    assert study.today().done == 1
    backups.folder.unlink()
    clock.pass_time(minutes=29)
    answer(study, key_of("c01"))
    study.automatic.wait()
    assert automatic(backups) == []
    clock.pass_time(minutes=1)
    answer(study, key_of("c02"))
    study.automatic.wait()
    assert study.automatic.failure is None
    assert reviews_in(backups) == 3


def test_a_system_without_a_thread_to_spare_keeps_the_review(study, answer, monkeypatch):
    def none_left(*_: object, **__: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(backups_module, "Thread", none_left)
    answer(study, key_of("c00"))
    answer(study, key_of("c01"))
    assert study.today().done == 2
    assert study.automatic.failure == "can't start new thread"


def test_a_kept_backup_is_restored_by_its_name(study, backups, answer):
    backup = backups.back_up()
    answer(study, key_of("c00"))
    backups.restore_kept(backup.name)
    assert study.today().done == 0


@pytest.mark.parametrize("name", ["", "x", "../studyapp.sqlite3", "2026-11-27T120000.000Z-by-hand.sqlite3"])
def test_a_name_that_is_no_kept_backup_is_refused(backups, name):
    with pytest.raises(NotFoundError, match="no such backup"):
        backups.restore_kept(name)
