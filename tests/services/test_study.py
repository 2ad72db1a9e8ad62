"""Studying: every answer is recorded once, and what is due follows from the log alone."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from made_catalog import Clock, catalog_of, deck, free_card, key_of, muscle, small_catalog
from sqlalchemy import event, func, select

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, RenamedNote
from studyapp.domain.queue import Limits, Queue
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.schedule import replay
from studyapp.domain.scheduler import Grade, Memory
from studyapp.domain.sm2 import SM2
from studyapp.errors import NotFoundError
from studyapp.services.study import GivenAnswer, Study, StudySettings
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate
from studyapp.storage.reviews import add_reviews, reviews_of
from studyapp.storage.schedules import put_schedule
from studyapp.storage.tables import retractions, reviews, schedules

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
C0, C1, C2 = (key_of(f"c{place:02}") for place in range(3))
FORWARD = CardKey("small", "minimus.nickname.friend.forward")
REVERSE = CardKey("small", "minimus.nickname.friend.reverse")

on_disk = settings(deadline=None, max_examples=20)


def rows(study: Study, table=schedules) -> list[tuple[object, ...]]:
    """What a table holds, in the order of its keys."""
    with study.database.read() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def undo(study: Study) -> CardKey | None:
    """Take back the grade that the page offers to take back; of an unknown one when it offers none."""
    return study.undo(study.today().last_review or uuid4())


def log_length(study: Study) -> int:
    with study.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(reviews)) or 0


def memory_of(study: Study, card: CardKey) -> Memory:
    with study.database.read() as connection:
        columns = (schedules.c.repetition, schedules.c.interval_days, schedules.c.e_factor)
        is_it = (schedules.c.deck == card.deck) & (schedules.c.card == card.card)
        return Memory(*connection.execute(select(*columns).where(is_it)).one())


def review_of(card: CardKey, grade: int = Grade.GOOD, at: datetime = NINE, **changes: object) -> Review:
    made = Review(id=uuid4(), card=card, grade=Grade(grade), answered_at=at, day=at.date(), elapsed_ms=0)
    return replace(made, **changes)


def rebuild(study: Study) -> None:
    """Drop every schedule, and make them anew from the log."""
    with study.database.write() as connection:
        connection.execute(schedules.delete())
        keys = {CardKey(*row) for row in connection.execute(select(reviews.c.deck, reviews.c.card))}
        for key in keys:
            put_schedule(connection, study.user, key, replay(reviews_of(connection, study.user, [key]), SM2()))


@contextmanager
def a_study(catalog: Catalog, clock: Callable[[], datetime] = lambda: NINE) -> Iterator[Study]:
    """Studying on a data folder of its own, for each example of a law."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder))
        migrate(database)
        yield Study(database, catalog, clock)
        database.engine.dispose()


@contextmanager
def statements(study: Study) -> Iterator[list[str]]:
    """The SQL statements that are sent meanwhile."""
    sent: list[str] = []

    def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(study.database.engine, "before_cursor_execute", _note)
    yield sent
    event.remove(study.database.engine, "before_cursor_execute", _note)


class TestRecording:
    """One door, one transaction, once."""

    def test_an_answer_is_in_the_log_with_its_day_and_its_time(self, start, answer, clock):
        study = start(small_catalog())
        ident = answer(study, C0, Grade.HARD)
        with study.database.read() as connection:
            assert reviews_of(connection, study.user, [C0]) == [
                Review(id=ident, card=C0, grade=Grade.HARD, answered_at=clock.now, day=MONDAY, elapsed_ms=0)
            ]

    def test_a_retry_and_a_double_click_are_one_review(self, start, answer):
        study = start(small_catalog())
        ident = answer(study, C0, Grade.GOOD)
        before = rows(study), rows(study, reviews)
        answer(study, C0, Grade.GOOD, ident)
        answer(study, C0, Grade.WRONG, ident)
        answer(study, C1, Grade.GOOD, ident)
        assert (rows(study), rows(study, reviews)) == before

    def test_a_review_that_was_taken_back_cannot_come_back_by_a_retry(self, start, answer):
        study = start(small_catalog())
        ident = answer(study, C0)
        undo(study)
        answer(study, C0, Grade.GOOD, ident)
        assert rows(study) == []
        assert log_length(study) == 1

    def test_when_the_scheduler_breaks_nothing_is_in_the_log_either(self, start, answer):
        class BrokenScheduler:
            def start(self) -> Memory:
                return SM2().start()

            def step(self, memory: Memory, grade: Grade) -> Memory:
                raise ArithmeticError

            def preview(self, memory: Memory) -> dict[Grade, Memory]:
                return {}

        study = start(small_catalog(), scheduler=BrokenScheduler())
        with pytest.raises(ArithmeticError):
            answer(study, C0)
        assert log_length(study) == 0
        assert rows(study) == []

    def test_when_the_schedule_cannot_be_kept_nothing_is_in_the_log_either(self, start, answer):
        study = start(small_catalog())
        with study.database.write() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER full BEFORE INSERT ON schedules BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        with pytest.raises(Exception, match="disk full"):
            answer(study, C0)
        assert log_length(study) == 0

    def test_when_a_retraction_cannot_be_replayed_the_review_stays(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        before = rows(study)
        with study.database.write() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER full BEFORE DELETE ON schedules BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        with pytest.raises(Exception, match="disk full"):
            undo(study)
        assert rows(study, retractions) == []
        assert rows(study) == before

    def test_a_card_that_no_deck_holds_is_named_and_nothing_is_recorded(self, start, answer):
        study = start(small_catalog())
        with pytest.raises(NotFoundError, match=r"no card “card\.gone\.forward” in the deck “small”"):
            answer(study, key_of("gone"))
        assert log_length(study) == 0

    def test_a_cram_is_kept_and_moves_no_schedule(self, start, answer):
        study = start(small_catalog())
        study.record(review_of(C1, at=NINE, kind=ReviewKind.CRAM))
        assert rows(study) == []
        answer(study, C0)
        before = rows(study)
        study.record(review_of(C0, Grade.WRONG, at=NINE + DAY, kind=ReviewKind.CRAM))
        assert rows(study) == before
        assert log_length(study) == 3

    @pytest.mark.parametrize(
        ("shown", "elapsed_ms"),
        [
            (timedelta(seconds=7), 7_000),
            (timedelta(milliseconds=1), 1),
            (timedelta(hours=3), 60_000),
            (-timedelta(hours=3), 0),
            (None, 0),
        ],
    )
    def test_the_time_an_answer_took_is_at_most_a_minute_and_at_least_none(self, start, clock, shown, elapsed_ms):
        study = start(small_catalog())
        shown_at = clock.now - shown if shown is not None else None
        study.answer(GivenAnswer(uuid4(), C0, Grade.GOOD, shown_at))
        with study.database.read() as connection:
            assert reviews_of(connection, study.user, [C0])[0].elapsed_ms == elapsed_ms

    def test_a_restart_keeps_every_review_and_every_schedule(self, start, answer):
        study = start(small_catalog())
        for key in (C0, C1):
            answer(study, key, Grade.WRONG)
        before = rows(study), rows(study, reviews), study.today()
        study.database.engine.dispose()
        again = start(small_catalog())
        assert (rows(again), rows(again, reviews), again.today()) == before


grades = st.sampled_from(Grade)
few_cards = st.sampled_from([C0, C1, C2])


@st.composite
def logs(draw: st.DrawFn) -> list[Review]:
    """Reviews of a few cards in the order of their instants; some days are told otherwise by another zone."""
    instants = sorted(draw(st.sets(st.integers(0, 12 * 24 * 60), min_size=1, max_size=12)))
    return [
        review_of(
            draw(few_cards),
            draw(grades),
            at=at,
            day=at.date() + draw(st.sampled_from([timedelta(), timedelta(), DAY, -DAY])),
            kind=draw(st.sampled_from([ReviewKind.STUDY, ReviewKind.STUDY, ReviewKind.CRAM])),
        )
        for at in (NINE + timedelta(minutes=minutes) for minutes in instants)
    ]


class TestReplay:
    """The schedules are a cache of the log."""

    @on_disk
    @given(log=logs(), data=st.data())
    def test_reviews_that_arrive_in_any_order_and_more_than_once_make_the_same_schedules(self, log, data):
        arriving = data.draw(st.permutations([*log, *data.draw(st.lists(st.sampled_from(log), max_size=4))]))
        with a_study(small_catalog()) as in_order, a_study(small_catalog()) as as_they_come:
            for review in log:
                in_order.record(review)
            for review in arriving:
                as_they_come.record(review)
            assert rows(as_they_come) == rows(in_order)
            assert rows(as_they_come, reviews) == rows(in_order, reviews)

    @on_disk
    @given(log=logs(), data=st.data())
    def test_reviews_that_arrive_at_once_make_what_the_same_make_one_by_one(self, log, data):
        there_before = data.draw(st.lists(st.sampled_from(log), max_size=3))
        at_once = data.draw(st.permutations([*log, *there_before]))
        with a_study(small_catalog()) as one_by_one, a_study(small_catalog()) as together:
            for review in log:
                one_by_one.record(review)
            for review in there_before:
                together.record(review)
            stored = together.record_all(at_once)
            assert len(stored) == len({one.id for one in log} - {one.id for one in there_before})
            assert together.record_all(log) == []
            assert rows(together) == rows(one_by_one)
            assert rows(together, reviews) == rows(one_by_one, reviews)

    @on_disk
    @given(log=logs(), data=st.data())
    def test_the_schedules_can_be_dropped_and_made_anew_from_the_log(self, log, data):
        with a_study(small_catalog()) as study:
            for review in data.draw(st.permutations(log)):
                study.record(review)
            before = rows(study)
            rebuild(study)
            assert rows(study) == before

    @on_disk
    @given(grades=st.lists(st.tuples(few_cards, grades), min_size=2, max_size=8))
    def test_reviews_of_one_instant_replay_as_they_were_stored(self, grades):
        with a_study(small_catalog()) as study:
            for card, grade in grades:
                study.record(review_of(card, grade))
            before = rows(study)
            rebuild(study)
            assert rows(study) == before
            assert len({row[5] for row in rows(study, reviews)}) == len(grades)

    def test_a_late_review_from_another_device_takes_its_place_in_the_history(self, start):
        study = start(small_catalog())
        study.record(review_of(C0, Grade.GOOD, at=NINE))
        study.record(review_of(C0, Grade.GOOD, at=NINE + 7 * DAY))
        assert memory_of(study, C0) == Memory(2, 6, 250)
        study.record(review_of(C0, Grade.GOOD, at=NINE + DAY))
        assert memory_of(study, C0) == Memory(3, 15, 250)

    def test_a_day_before_the_cards_last_one_as_after_a_flight_west_is_no_new_repetition(self, start):
        study = start(small_catalog())
        study.record(review_of(C0, Grade.HARD, at=NINE))
        before = memory_of(study, C0), study.today().queue.drill
        study.record(review_of(C0, Grade.WRONG, at=NINE + timedelta(hours=1), day=MONDAY - DAY))
        assert (memory_of(study, C0), study.today().queue.drill) == before
        study.record(review_of(C0, Grade.GOOD, at=NINE + timedelta(hours=2), day=MONDAY - DAY))
        assert (memory_of(study, C0), study.today().queue.drill) == (Memory(1, 1, 236), ())


class TestAtOnce:
    """Many reviews go in together."""

    def test_one_that_no_deck_holds_keeps_all_of_them_out(self, start):
        study = start(small_catalog())
        with pytest.raises(NotFoundError):
            study.record_all([review_of(C0), review_of(key_of("gone"), at=NINE + DAY)])
        assert (rows(study), rows(study, reviews)) == ([], [])

    def test_whoever_waits_for_a_review_is_told_once_and_not_when_nothing_is_new(self, start):
        study = start(small_catalog())
        told: list[None] = []
        study.after_review = lambda: told.append(None)
        log = [review_of(C0, at=NINE), review_of(C1, at=NINE + DAY)]
        study.record_all(log)
        study.record_all(log)
        study.record_all([])
        assert len(told) == 1

    def test_ten_thousand_go_in_by_few_statements(self, start):
        study = start(small_catalog(10))
        keys = list(study.catalog.cards)
        log = [review_of(keys[place % 10], at=NINE + timedelta(minutes=place)) for place in range(10_000)]
        with statements(study) as noted:
            assert len(study.record_all(log)) == len(log)
        assert len(noted) <= 100


class TestUndo:
    """Taking grades back, as many as were given today."""

    @on_disk
    @given(
        earlier=st.lists(st.tuples(few_cards, grades), max_size=4),
        today=st.lists(st.tuples(few_cards, grades), min_size=1, max_size=6),
        data=st.data(),
    )
    def test_undoing_any_number_restores_exactly_the_schedules_before(self, earlier, today, data):
        clock = Clock(NINE)
        with a_study(small_catalog(), clock) as study:
            for number, (card, grade) in enumerate(earlier):
                study.record(review_of(card, grade, at=NINE - (number + 1) * DAY))
            known = [rows(study)]
            for card, grade in today:
                clock.pass_time(seconds=1)
                study.answer(GivenAnswer(uuid4(), card, grade))
                known.append(rows(study))
            taken_back = data.draw(st.integers(0, len(today)))
            undone = [undo(study) for _ in range(taken_back)]
            assert undone == [card for card, _ in reversed(today)][:taken_back]
            assert rows(study) == known[len(today) - taken_back]
            assert log_length(study) == len(earlier) + len(today)

    def test_after_an_undo_a_first_review_was_never_there_and_the_card_is_new_again(self, start, answer):
        study = start(small_catalog())
        answer(study, C0, Grade.WRONG)
        assert undo(study) == C0
        assert study.card(C0).is_new
        assert study.today().queue == Queue(due=(), new=(C0, C1, C2), drill=())
        assert rows(study) == []

    def test_there_is_nothing_to_take_back_before_the_first_answer_of_the_day(self, start, answer, clock):
        study = start(small_catalog())
        assert undo(study) is None
        assert study.today().last_review is None
        answer(study, C0)
        assert study.today().last_review is not None
        clock.next_morning()
        assert study.today().last_review is None
        assert undo(study) is None
        assert rows(study, retractions) == []

    def test_a_card_can_be_graded_otherwise_after_an_undo(self, start, answer):
        study = start(small_catalog())
        answer(study, C0, Grade.WRONG)
        undo(study)
        answer(study, C0, Grade.EASY)
        assert memory_of(study, C0) == Memory(1, 1, 260)

    def test_a_double_click_on_undo_takes_back_one_grade(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        answer(study, C1)
        newest = study.today().last_review
        assert [study.undo(newest), study.undo(newest)] == [C1, None]
        assert study.today().done == 1

    def test_grades_are_taken_back_until_none_is_left(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        answer(study, C1)
        assert [undo(study), undo(study), undo(study)] == [C1, C0, None]


class TestDays:
    """A study day begins at four in the morning of the student's own zone."""

    @pytest.mark.parametrize(
        ("zone", "instant", "day"),
        [
            ("UTC", "2026-11-24T03:59:59+00:00", MONDAY),
            ("UTC", "2026-11-24T04:00:00+00:00", MONDAY + DAY),
            ("Europe/Vienna", "2026-11-24T02:59:00+00:00", MONDAY),
            ("Europe/Vienna", "2026-11-24T03:00:00+00:00", MONDAY + DAY),
            ("America/New_York", "2026-11-24T08:59:00+00:00", MONDAY),
            ("Pacific/Auckland", "2026-11-23T15:00:00+00:00", MONDAY + DAY),
        ],
    )
    def test_a_card_answered_before_four_belongs_to_the_day_before(self, start, clock, zone, instant, day):
        study = start(small_catalog(), StudySettings(ZoneInfo(zone)))
        clock.now = datetime.fromisoformat(instant)
        study.answer(GivenAnswer(uuid4(), C0, Grade.GOOD))
        assert study.today().day == day
        with study.database.read() as connection:
            assert reviews_of(connection, study.user, [C0])[0].day == day

    def test_the_rollover_hour_is_a_setting(self, start, clock):
        study = start(small_catalog(), StudySettings(UTC, rollover_hour=0))
        clock.now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
        assert study.today().day == MONDAY + DAY

    def test_a_card_answered_late_at_night_is_due_the_next_morning(self, start, answer, clock):
        study = start(small_catalog(1))
        clock.now = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
        answer(study, C0)
        assert study.today().queue.cards == ()
        clock.now = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
        assert study.today().queue.due == (C0,)

    def test_another_zone_does_not_move_the_days_of_earlier_reviews(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        before = rows(study), rows(study, reviews)
        moved = start(small_catalog(), StudySettings(ZoneInfo("Pacific/Auckland")))
        assert (rows(moved), rows(moved, reviews)) == before


class TestQueue:
    """What a day brings."""

    def test_a_week_of_good_answers(self, start, answer, clock):
        study = start(small_catalog(50))
        brought: list[tuple[int, int]] = []
        for _ in range(8):
            queue = study.today().queue
            brought.append((len(queue.due), len(queue.new)))
            for card in queue.cards:
                answer(study, card)
            assert study.today().queue.cards == ()
            clock.next_morning()
        assert brought == [(0, 20), (20, 20), (20, 10), (10, 0), (0, 0), (0, 0), (0, 0), (20, 0)]

    def test_a_day_brings_no_more_new_cards_than_the_limit_however_many_are_answered(self, start, answer):
        study = start(small_catalog(5), StudySettings(limits=Limits(new_cards_a_day=2)))
        first, second = study.today().queue.new
        answer(study, first)
        assert study.today().queue.new == (second,)
        answer(study, second)
        assert study.today().queue.new == ()

    def test_a_day_brings_no_more_reviews_than_the_limit_and_the_longest_overdue_first(self, start, clock):
        study = start(small_catalog(5), StudySettings(limits=Limits(0, 2)))
        keys = list(study.catalog.cards)
        for number, key in enumerate(reversed(keys)):
            study.record(review_of(key, at=NINE - timedelta(days=9 - number)))
        assert study.today().queue.cards == (keys[4], keys[3])
        study.answer(GivenAnswer(uuid4(), keys[4], Grade.GOOD))
        assert study.today().queue.cards == (keys[3],)

    def test_due_cards_come_before_new_ones_and_drills_last(self, start, answer, clock):
        study = start(small_catalog(), StudySettings(limits=Limits(new_cards_a_day=1)))
        answer(study, C0)
        clock.next_morning()
        assert study.today().queue == Queue(due=(C0,), new=(C1,), drill=())
        answer(study, C0, Grade.WRONG)
        assert study.today().queue == Queue(due=(), new=(C1,), drill=(C0,), reviewed=1)

    def test_what_scored_below_four_is_asked_again_until_it_reaches_four(self, start, answer):
        study = start(small_catalog(2))
        answer(study, C0, Grade.WRONG)
        answer(study, C1, Grade.HARD)
        memories = memory_of(study, C0), memory_of(study, C1)
        assert study.today().queue.drill == (C0, C1)
        assert study.card(C0).is_drill
        answer(study, C0, Grade.HARD)
        assert study.today().queue.drill == (C1, C0)
        answer(study, C1, Grade.GOOD)
        assert study.today().queue.drill == (C0,)
        answer(study, C0, Grade.EASY)
        assert study.today().queue.drill == ()
        assert (memory_of(study, C0), memory_of(study, C1)) == memories
        assert study.today().done == 2

    def test_a_drill_that_was_left_open_is_not_asked_for_the_next_day(self, start, answer, clock):
        study = start(small_catalog(1))
        answer(study, C0, Grade.HARD)
        clock.next_morning()
        assert study.today().queue == Queue(due=(C0,), new=(), drill=())

    def test_siblings_are_not_asked_on_the_same_day(self, start, answer, clock):
        study = start(catalog_of(deck(muscles=[muscle("minimus", "Gluteus minimus")])))
        assert study.today().queue.new == (FORWARD,)
        answer(study, FORWARD)
        assert study.today().queue.cards == ()
        assert study.today().next_day == MONDAY + DAY
        clock.next_morning()
        assert study.today().queue == Queue(due=(FORWARD,), new=(), drill=())
        answer(study, FORWARD)
        clock.next_morning()
        assert study.today().queue == Queue(due=(), new=(REVERSE,), drill=())

    def test_a_sibling_that_waits_stays_due(self, start, answer, clock):
        study = start(catalog_of(deck(muscles=[muscle("minimus", "Gluteus minimus")])))
        study.record(review_of(FORWARD, at=NINE - 3 * DAY))
        study.record(review_of(REVERSE, at=NINE - 2 * DAY))
        assert study.today().queue.due == (FORWARD,)
        answer(study, FORWARD)
        assert study.today().queue.cards == ()
        clock.next_morning()
        assert study.today().queue.due == (REVERSE,)

    def test_a_finished_day_tells_the_next_one(self, start, answer, clock):
        study = start(small_catalog(2))
        assert study.today().next_day == MONDAY + DAY
        for card in (C0, C1):
            answer(study, card)
        today = study.today()
        assert (today.queue.cards, today.done, today.minutes, today.next_day) == ((), 2, 0, MONDAY + DAY)
        clock.next_morning()
        for card in (C0, C1):
            answer(study, card)
        assert study.today().next_day == MONDAY + 7 * DAY

    def test_without_any_card_nothing_will_ever_be_due(self, start):
        today = start(catalog_of()).today()
        assert (today.queue.cards, today.next_day, today.minutes) == ((), None, 0)

    def test_with_new_cards_switched_off_nothing_will_ever_be_due(self, start):
        assert start(small_catalog(), StudySettings(limits=Limits(new_cards_a_day=0))).today().next_day is None

    def test_what_each_grade_would_lead_to_is_what_it_then_leads_to(self, start, answer, clock):
        study = start(small_catalog(6))
        for grade, key in zip(Grade, list(study.catalog.cards), strict=True):
            for _ in range(3):
                told = study.card(key).outcomes[grade]
                answer(study, key, grade)
                assert memory_of(study, key).interval_days == told.days
                assert (key in study.today().queue.drill) == told.again_today
                clock.next_morning()


class TestMinutes:
    """How long the queue will take."""

    def test_fifteen_seconds_a_card_and_twice_that_for_a_new_one_before_the_pace_is_known(self, start):
        assert start(small_catalog(20)).today().minutes == 10

    def test_a_queue_of_one_card_takes_a_minute_not_none(self, start):
        assert start(small_catalog(1)).today().minutes == 1

    def test_the_students_own_pace_counts_from_ten_answers_on(self, start, clock):
        study = start(small_catalog(20))
        for key in list(study.catalog.cards)[:9]:
            clock.pass_time(seconds=40)
            study.answer(GivenAnswer(uuid4(), key, Grade.GOOD, clock.now - timedelta(seconds=30)))
        assert study.today().minutes == 6  # 11 new cards, 30 seconds each: 5 1/2
        clock.pass_time(seconds=40)
        study.answer(GivenAnswer(uuid4(), list(study.catalog.cards)[9], Grade.GOOD, clock.now - timedelta(seconds=30)))
        assert study.today().minutes == 10  # 10 new cards, a minute each


class TestRenamedAndGone:
    """Editing a deck loses no history."""

    def renamed(self) -> Catalog:
        return catalog_of(deck([free_card("new", formerly=("old",)), free_card("other")]))

    def test_reviews_under_a_former_id_count_for_the_card_after_a_restart(self, start, answer, clock):
        study = start(catalog_of(deck([free_card("old"), free_card("other")])))
        answer(study, key_of("old"))
        clock.next_morning()
        answer(study, key_of("old"))
        log = rows(study, reviews)
        study = start(self.renamed())
        assert memory_of(study, key_of("new")) == Memory(2, 6, 250)
        assert len(rows(study)) == 1
        assert study.today().queue.new == (key_of("other"),)
        assert rows(study, reviews) == log
        clock.pass_time(days=6)
        assert study.today().queue.due == (key_of("new"),)
        answer(study, key_of("new"))
        assert memory_of(study, key_of("new")) == Memory(3, 15, 250)

    def test_adopting_twice_changes_nothing_more(self, start, answer):
        answer(start(catalog_of(deck([free_card("old")]))), key_of("old"))
        study = start(self.renamed())
        before = rows(study)
        study.refresh_schedules()
        assert rows(start(self.renamed())) == rows(study) == before

    def test_a_muscle_that_was_renamed_keeps_the_history_of_all_its_cards(self, start, answer):
        study = start(catalog_of(deck(muscles=[muscle("minimus", "Gluteus minimus")])))
        answer(study, FORWARD)
        study.record(review_of(REVERSE, at=NINE + DAY))
        study = start(catalog_of(deck(muscles=[muscle("small", "Gluteus minimus", formerly=("minimus",))])))
        assert {row[2] for row in rows(study)} == {
            "small.nickname.friend.forward",
            "small.nickname.friend.reverse",
        }

    def test_a_note_that_was_renamed_keeps_its_history(self, start, answer):
        renamed = RenamedNote(id="card.new", formerly=("card.old", "card.older"))
        study = start(catalog_of(deck([free_card("older")])))
        answer(study, key_of("older"))
        study = start(catalog_of(deck([free_card("new")], renamed_notes=(renamed,))))
        assert memory_of(study, key_of("new")) == Memory(1, 1, 250)

    def test_a_late_post_to_a_former_id_is_accepted_and_stored_under_the_id_of_today(self, start, answer):
        study = start(self.renamed())
        answer(study, key_of("old"))
        assert {row[3] for row in rows(study, reviews)} == {"card.new.forward"}
        assert study.card(key_of("old")).card.key == key_of("new")

    def test_a_late_review_joins_those_under_a_former_id(self, start):
        study = start(catalog_of(deck([free_card("old")])))
        study.record(review_of(key_of("old"), at=NINE + 7 * DAY))
        study = start(self.renamed())
        study.record(review_of(key_of("old"), at=NINE))
        assert memory_of(study, key_of("new")) == Memory(2, 6, 250)

    def test_a_grade_under_a_former_id_can_be_taken_back(self, start, answer):
        answer(start(catalog_of(deck([free_card("old")]))), key_of("old"))
        study = start(self.renamed())
        assert undo(study) == key_of("new")
        assert rows(study) == []

    def test_reviews_of_a_card_that_no_deck_holds_are_kept_and_ignored(self, start, answer, clock):
        study = start(small_catalog(3))
        answer(study, C0, Grade.WRONG)
        log, before = rows(study, reviews), rows(study)
        study = start(small_catalog(0))
        clock.next_morning()
        assert (study.today().queue.cards, study.today().next_day) == ((), None)
        assert (rows(study, reviews), rows(study)) == (log, before)
        study = start(small_catalog(3))
        assert study.today().queue.due == (C0,)

    def test_a_card_that_vanished_today_does_not_use_up_the_limit_of_today(self, start, answer):
        limits = StudySettings(limits=Limits(new_cards_a_day=1))
        answer(start(catalog_of(deck([free_card("gone")])), limits), key_of("gone"))
        assert len(start(small_catalog(), limits).today().queue.new) == 1

    def test_a_card_that_lost_its_schedule_goes_on_where_its_log_left_off(self, start, answer, clock):
        study = start(small_catalog())
        for _ in range(2):
            answer(study, C0)
            clock.next_morning()
        before = rows(study)
        with study.database.write() as connection:
            put_schedule(connection, study.user, C0, None)
        study.refresh_schedules()
        assert rows(study) == before
        with study.database.write() as connection:
            put_schedule(connection, study.user, C0, None)
        answer(study, C0)
        assert memory_of(study, C0).repetition == 3

    def test_undo_leads_to_a_card_that_there_is(self, start, answer):
        study = start(catalog_of(deck([free_card("kept"), free_card("gone")])))
        answer(study, key_of("kept"))
        answer(study, key_of("gone"))
        study = start(catalog_of(deck([free_card("kept")])))
        undone = undo(study)
        assert undone is None or undone in study.catalog.cards


class TestCost:
    """An answer costs the same however long the history is."""

    @pytest.fixture
    def counted(self, start, clock):
        def _counted(number: int) -> Counter[str]:
            clock.next_morning()
            study = start(small_catalog(10))
            keys = list(study.catalog.cards)
            with study.database.write() as connection:
                for place in range(number):
                    at = clock.now - timedelta(days=1, minutes=place)
                    add_reviews(connection, study.user, [review_of(keys[place % 10], at=at)])
            rebuild(study)
            sent: Counter[str] = Counter()
            for name, act in {
                "today": study.today,
                "card": lambda: study.card(keys[0]),
                "answer": lambda: study.answer(GivenAnswer(uuid4(), keys[0], Grade.GOOD)),
                "undo": lambda: study.undo(uuid4()),
            }.items():
                with statements(study) as noted:
                    act()
                sent[name] = len(noted)
            return sent

        return _counted

    def test_a_thousand_reviews_cost_no_more_statements_than_ten(self, counted):
        ten, thousand = counted(10), counted(1_000)
        assert ten == thousand
        assert max(ten.values()) <= 8


class Studying(RuleBasedStateMachine):
    """Whatever is answered, posted late, retried and taken back: the schedules are what the log replays to."""

    def __init__(self) -> None:
        """Open a data folder."""
        super().__init__()
        self.clock = Clock(NINE)
        self.opened = a_study(small_catalog(), self.clock)
        self.study = self.opened.__enter__()
        self.known: list[Review] = []

    def teardown(self) -> None:
        """Close it."""
        self.opened.__exit__(None, None, None)

    @rule(card=few_cards, grade=grades)
    def answer(self, card: CardKey, grade: Grade) -> None:
        """Grade a card now."""
        self.study.answer(GivenAnswer(uuid4(), card, grade))

    @rule(card=few_cards, grade=grades, minutes=st.integers(0, 4000), kind=st.sampled_from(ReviewKind))
    def post_late(self, card: CardKey, grade: Grade, minutes: int, kind: ReviewKind) -> None:
        """Post what was answered elsewhere."""
        review = review_of(card, grade, at=self.clock.now - timedelta(minutes=minutes), kind=kind)
        self.known.append(review)
        self.study.record(review)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        """Post something again."""
        self.study.record(data.draw(st.sampled_from(self.known)))

    @rule()
    def undo(self) -> None:
        """Take the last grade of today back."""
        undo(self.study)

    @rule(hours=st.sampled_from([0, 1, 7, 24, 150]))
    def pass_time(self, hours: int) -> None:
        """Let time pass."""
        self.clock.pass_time(hours=hours, seconds=1)

    @invariant()
    def schedules_are_what_the_log_replays_to(self) -> None:
        """The cache is the log's."""
        before = rows(self.study)
        rebuild(self.study)
        assert rows(self.study) == before

    @invariant()
    def the_queue_holds_each_card_once(self) -> None:
        """No card is asked for twice."""
        cards = self.study.today().queue.cards
        assert len(set(cards)) == len(cards)


TestWhateverHappens = Studying.TestCase
TestWhateverHappens.settings = settings(deadline=None, max_examples=20, stateful_step_count=20)
