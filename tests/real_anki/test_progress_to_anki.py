"""A student's progress as the real Anki takes it along: it continues where the browser stopped."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer
from anki_student import AnkiStudent, many_answers
from made_catalog import key_of, small_catalog

from studyapp.anki.identity import known_cards
from studyapp.anki.numbers import button_of
from studyapp.anki.wanted import EVERYTHING
from studyapp.domain.review import Review
from studyapp.domain.scheduler import Grade
from studyapp.services.study import StudySettings
from studyapp.storage.log import every_review

NEW, REVIEW, SUSPENDED = 0, 2, -1


def now():
    """Anki's clock cannot be set, so that of these tests is the real one."""
    return datetime.now(UTC)


@pytest.fixture
def student(tmp_path):
    here = now().astimezone().tzinfo  # where Anki is too
    student = AnkiStudent(tmp_path / "data", now, settings=StudySettings(here))
    yield student
    student.database.engine.dispose()


@pytest.fixture
def collection(tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.fixture
def take(collection, tmp_path):
    """Import a package, with or without “import learning progress” ticked."""

    def take_package(content, *, with_progress=True, into=collection):
        path = tmp_path / "taken.apkg"
        path.write_bytes(content)
        options = ImportAnkiPackageOptions(with_scheduling=with_progress)
        return into.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log

    return take_package


def some_progress(student):
    """One card known for weeks, one forgotten, one overdue for a year, one of today, one only crammed; three new."""
    student.write(
        student.answered("c00", 40, 39, 33, 18),
        student.answered("c01", 30, 29, grade=Grade.HARD),
        student.answered("c01", 23, grade=Grade.WRONG),
        student.answered("c02", 400, 399, 393, grade=Grade.EASY),
        student.answered("c03", 0),
        student.answered("c04", 3, kind="cram"),
    )


def cards_of(collection):
    """The cards by the keys of the free cards that they ask."""
    cards = [collection.get_card(ident) for ident in collection.find_cards("")]
    return {card.note()["Id"].removeprefix("card."): card for card in cards}


def stands(collection):
    """Where each card that is no new one stands; its due date in days from Anki's today."""
    return {
        ident: (card.due - collection.sched.today, card.ivl, card.factor, card.reps, card.lapses)
        for ident, card in cards_of(collection).items()
        if card.type == REVIEW
    }


def expected(student, reps):
    """The same, from the schedules here."""
    by_card = student.schedules()
    return {
        ident: (
            (one.due - student.today).days,
            one.memory.interval_days,
            one.memory.e_factor * 10,
            number,
            one.lapses,
        )
        for ident, number in reps.items()
        if (one := by_card[key_of(ident).card])
    }


def revlog(collection):
    return collection.db.all("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by id")


def assert_nothing_to_mend(collection):
    problems, sound = collection.fix_integrity()
    assert sound, problems


def test_due_interval_ease_answers_and_lapses_arrive_and_new_cards_stay_new(student, collection, take):
    some_progress(student)
    take(student.package())
    assert stands(collection) == expected(student, {"c00": 4, "c01": 3, "c02": 3, "c03": 1})
    assert stands(collection)["c02"] == (17 - 393, 17, 2800, 3, 0)
    new = {ident: (card.type, card.queue, card.due) for ident, card in cards_of(collection).items() if not card.type}
    assert new == {ident: (NEW, NEW, place) for place, ident in enumerate(["c04", "c05", "c06", "c07"], start=5)}
    assert_nothing_to_mend(collection)


def test_what_is_due_here_today_is_what_anki_asks_today(student, collection, take):
    some_progress(student)
    take(student.package())
    collection.decks.select(collection.decks.id_for_name("Small deck"))
    queued = collection.sched.get_queued_cards(fetch_limit=20)
    assert queued.review_count == len(student.study.today().queue.due) == 2
    asked = {collection.get_note(one.card.note_id)["Id"] for one in queued.cards if one.queue == 2}
    assert asked == {key.card.removesuffix(".forward") for key in student.study.today().queue.due}


def test_the_log_arrives_row_by_row(student, collection, take):
    some_progress(student)
    take(student.package())
    numbers = {ident: card.id for ident, card in cards_of(collection).items()}
    own = [row[2:] for row in revlog(collection) if row[1] == numbers["c01"]]
    assert own == [
        [2, 1, 0, 2360, 8000, 0],
        [2, 6, 1, 2220, 8000, 1],
        [1, 1, 6, 2220, 8000, 1],
    ]
    [crammed] = [row[2:] for row in revlog(collection) if row[1] == numbers["c04"]]
    assert crammed == [3, 0, 0, 0, 8000, 3]
    assert collection.get_card(numbers["c04"]).type == NEW


def test_suspended_cards_and_leeches_are_not_asked_there_either(student, collection, take):
    ago = range(40, 20, -2)
    student.write(
        *(student.answered("c00", days, grade=Grade.WRONG if days % 4 else Grade.GOOD) for days in ago),
        *(student.answered("c01", days, grade=Grade.WRONG) for days in ago),
        student.answered("c02", 9, 8),
    )
    student.marks.suspend(key_of("c02"))
    student.marks.suspend(key_of("c03"))
    take(student.package())
    cards = cards_of(collection)
    assert {ident for ident, card in cards.items() if card.queue == SUSPENDED} == {"c01", "c02", "c03"}
    assert (cards["c02"].type, cards["c03"].type) == (REVIEW, NEW)
    assert_nothing_to_mend(collection)


def test_without_the_tick_every_card_is_new_and_stands_where_it_is_learnt(student, collection, take):
    some_progress(student)
    student.marks.suspend(key_of("c05"))
    take(student.package(), with_progress=False)
    cards = cards_of(collection)
    assert {(card.type, card.queue, card.ivl, card.reps) for card in cards.values()} == {(NEW, NEW, 0, 0)}
    assert sorted(cards, key=lambda ident: cards[ident].due) == sorted(cards)
    assert revlog(collection) == []
    assert_nothing_to_mend(collection)


def test_a_card_that_is_made_new_again_goes_back_to_its_place(student, collection, take):
    some_progress(student)
    take(student.package())
    card = cards_of(collection)["c02"]
    collection.sched.schedule_cards_as_new([card.id], restore_position=True)
    assert collection.get_card(card.id).due == 3


def test_a_collection_that_holds_the_cards_already_keeps_its_own_schedule_and_log(student, collection, take):
    """Anki adds progress to cards that it does not hold yet, and to no others: measured, and told to the student."""
    take(student.package(EVERYTHING))
    before = [(card.type, card.queue, card.due, card.ivl, card.reps) for card in cards_of(collection).values()]
    some_progress(student)
    log = take(student.package())
    assert (len(log.new), len(log.updated)) == (0, 0)
    after = [(card.type, card.queue, card.due, card.ivl, card.reps) for card in cards_of(collection).values()]
    assert after == before
    assert revlog(collection) == []
    assert_nothing_to_mend(collection)


def test_progress_arrives_once_however_often_it_is_imported(student, collection, take):
    some_progress(student)
    take(student.package())
    before = stands(collection), revlog(collection)
    log = take(student.package())
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
    assert (stands(collection), revlog(collection)) == before


def test_of_a_deck_that_grew_the_cards_that_are_new_to_anki_bring_their_progress(tmp_path, student, collection, take):
    some_progress(student)
    take(student.package())
    before = stands(collection)
    grown = AnkiStudent(tmp_path / "data", now, small_catalog(9))
    grown.write(
        student.answered("c00", 5),
        grown.answered("c08", 7, 6),
    )
    take(grown.package())
    grown.database.engine.dispose()
    assert stands(collection) == before | {"c08": (0, 6, 2500, 2, 0)}


def test_good_in_anki_lets_the_interval_grow_from_where_it_was_here(student, collection, take):
    student.write(student.answered("c00", 70, 69, 63, 48))
    take(student.package())
    collection.sched.suspend_cards(collection.find_cards("is:new"))
    collection.decks.select(collection.decks.id_for_name("Small deck"))
    [queued] = collection.sched.get_queued_cards(fetch_limit=20).cards
    card = collection.get_card(queued.card.id)
    card.start_timer()
    answer = collection.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
    collection.sched.answer_card(answer)
    after = collection.get_card(card.id)
    assert after.reps == 5
    assert after.factor == 2500
    usual = (38 + 10 / 2) * 2.5  # of 38 days it is 10 late; Anki counts half of them, and spreads by some percent
    assert usual * 0.9 <= after.ivl <= usual * 1.1
    assert revlog(collection)[-1][4] == 38


ZONED = """
import sys, json
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
collection = Collection(sys.argv[1])
collection.set_config("rollover", int(sys.argv[3]))
options = ImportAnkiPackageOptions(with_scheduling=True)
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[2], options=options))
cards = [collection.get_card(ident) for ident in collection.find_cards("is:review")]
print(json.dumps({card.note()["Id"].removeprefix("card."): card.due - collection.sched.today for card in cards}))
"""


def zone_where_it_is(hour, minute):
    """A zone whose clocks show that time now, as Python has it and as a machine is told."""
    instant = now()
    west = (instant.hour - hour) * 60 + instant.minute - minute
    west = (west + 12 * 60) % (24 * 60) - 12 * 60
    sign = "-" if west < 0 else ""
    return timezone(timedelta(minutes=-west)), f"XXX{sign}{abs(west) // 60}:{abs(west) % 60:02}"


def due_in_anki(folder, student, machine, rollover):
    """Days until each card is due, in an Anki on a machine in a zone, to which the student's package is taken."""
    package = folder / "taken.apkg"
    package.write_bytes(student.package())
    told = subprocess.run(
        [sys.executable, "-c", ZONED, str(folder / "collection.anki2"), str(package), str(rollover)],
        env=os.environ | {"TZ": machine},
        capture_output=True,
        check=True,
    )
    return json.loads(told.stdout)


def due_here(student):
    return {
        key.removeprefix("card.").removesuffix(".forward"): (one.due - student.today).days
        for key, one in student.schedules().items()
    }


@pytest.mark.parametrize("rollover", [0, 4, 23])
@pytest.mark.parametrize("clock", [(0, 25), (3, 25), (4, 35), (12, 0), (22, 35), (23, 25)])
def test_what_is_due_in_some_days_here_is_due_in_as_many_there_at_every_hour(tmp_path, clock, rollover):
    zone, machine = zone_where_it_is(*clock)
    student = AnkiStudent(tmp_path / "data", now, settings=StudySettings(zone, rollover))
    some_progress(student)
    assert due_in_anki(tmp_path, student, machine, rollover) == due_here(student)
    student.database.engine.dispose()


@pytest.mark.parametrize("east", [-12, -11, 13, 14])
def test_days_agree_where_the_date_is_seldom_that_of_greenwich(tmp_path, east):
    zone = timezone(timedelta(hours=east))
    rollover = (now().astimezone(zone).hour + 12) % 24  # far from now
    student = AnkiStudent(tmp_path / "data", now, settings=StudySettings(zone, rollover))
    some_progress(student)
    assert due_in_anki(tmp_path, student, f"XXX{-east}", rollover) == due_here(student)
    student.database.engine.dispose()


def test_days_agree_at_noon_when_anki_begins_them_at_another_hour(tmp_path):
    zone, machine = zone_where_it_is(12, 0)
    student = AnkiStudent(tmp_path / "data", now, settings=StudySettings(zone, 1))
    some_progress(student)
    assert due_in_anki(tmp_path, student, machine, rollover=6) == due_here(student)
    student.database.engine.dispose()


@pytest.mark.parametrize("days", [1, 10])
def test_a_package_that_lay_for_days_brings_the_same_days(tmp_path, days):
    student = AnkiStudent(tmp_path / "data", lambda: now() - timedelta(days=days))
    student.write(student.answered("c00", 40, 39, 33, 18), student.answered("c03", 0))
    due = {ident: one - days for ident, one in due_here(student).items()}
    assert due["c03"] == 1 - days
    assert due_in_anki(tmp_path, student, "UTC", 4) == due
    student.database.engine.dispose()


def known_rows(student, path):
    """The rows of the log in a file of Anki: instant, the card here that it is of, button."""
    known = known_cards(student.catalog, {})
    with zipfile.ZipFile(path) as archive:
        name = max(name for name in archive.namelist() if name.startswith("collection.anki2"))  # .anki21 is the newer
        archive.extract(name, path.parent / path.stem)
    query = "select r.id, n.guid, c.ord, r.ease from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid"
    with closing(sqlite3.connect(path.parent / path.stem / name)) as connection:
        rows = connection.execute(query).fetchall()
    return sorted((at, known.find(guid, place).key.card, button) for at, guid, place, button in rows)


def test_500_reviews_go_to_anki_and_stand_in_its_exports_as_the_same_500(student, collection, take, tmp_path):
    student.write(many_answers(student, 500, 60))
    with student.database.read() as connection:
        log = [one for one in every_review(connection, 1) if isinstance(one, Review)]
    here = sorted((round(one.answered_at.timestamp() * 1000), one.card.card, button_of(one.grade)) for one in log)
    take(student.package())
    assert len(here) == len(revlog(collection)) == 500
    assert_nothing_to_mend(collection)

    deck, whole = tmp_path / "deck.apkg", tmp_path / "whole.colpkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=False, legacy=True)
    collection.export_anki_package(out_path=str(deck), options=options, limit=None)
    assert known_rows(student, deck) == here
    modern = tmp_path / "modern.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=False, legacy=False)
    collection.export_anki_package(out_path=str(modern), options=options, limit=None)
    other = Collection(str(tmp_path / "other.anki2"))
    take(modern.read_bytes(), into=other)
    assert revlog(other) == revlog(collection)
    other.close()
    collection.export_collection_package(str(whole), include_media=False, legacy=True)
    collection.reopen()
    assert known_rows(student, whole) == here
