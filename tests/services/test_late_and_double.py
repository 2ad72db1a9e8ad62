"""Late, twice, from two devices, by a clock that was set back, on a journey: what is due follows from the log alone.

What is expected is told by `plain_sm2`, from the reviews that were made and not from what the program kept.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalog import Clock, catalog_of, deck, empty, free_cards, key_of, small_catalog
from plain_sm2 import Standing, Told, standing
from sqlalchemy import select

from studyapp.domain.day import study_day
from studyapp.domain.deck import CardKey
from studyapp.domain.queue import Limits
from studyapp.domain.review import Review
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Grade, Memory
from studyapp.services.study import GivenAnswer, Study, StudySettings
from studyapp.storage.database import Database
from studyapp.storage.reviews import reviews_of
from studyapp.storage.schedules import all_schedules
from studyapp.storage.tables import reviews

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CARDS = [key_of(f"c{place:02}") for place in range(3)]
C0, C1, C2 = CARDS
WORLD = (
    "Pacific/Kiritimati",
    "Asia/Kolkata",
    "Europe/Vienna",
    "America/St_Johns",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
)


def made(card: CardKey, grade: int, at: datetime, zone: str = "UTC", ident: UUID | None = None) -> Review:
    """A review as a device makes it, with its day by the device's own zone."""
    day = study_day(at, ZoneInfo(zone))
    return Review(id=ident or uuid4(), card=card, grade=Grade(grade), answered_at=at, day=day, elapsed_ms=0)


def opened(database: Database, clock: Clock | None = None) -> Study:
    """Studying from an empty log."""
    empty(database)
    return Study(database, small_catalog(), clock or Clock(NINE))


def kept(study: Study) -> dict[CardKey, Schedule]:
    with study.database.read() as connection:
        return all_schedules(connection, study.user)


def logged(study: Study) -> list[Review]:
    with study.database.read() as connection:
        return reviews_of(connection, study.user, CARDS)


def rows(study: Study) -> list[tuple[object, ...]]:
    with study.database.read() as connection:
        return sorted((tuple(row) for row in connection.execute(select(reviews))), key=str)


def expected(log: Iterable[Review]) -> dict[CardKey, Standing]:
    log = list(log)
    told = {
        card: standing(Told(one.answered_at, one.id, one.day, one.grade) for one in log if one.card == card)
        for card in CARDS
    }
    return {card: stands for card, stands in told.items() if stands is not None}


def stands(schedule: Schedule) -> Standing:
    return Standing(
        schedule.memory.repetition,
        schedule.memory.interval_days,
        Fraction(schedule.memory.e_factor, 100),
        schedule.due,
        schedule.first_day,
        schedule.last_day,
        schedule.lapses,
        schedule.drill_open,
    )


def standings(study: Study) -> dict[CardKey, Standing]:
    return {card: stands(schedule) for card, schedule in kept(study).items()}


device = st.tuples(st.sampled_from(WORLD), st.sampled_from([0, 0, -3_601, 5_000, -7 * 86_400]))
"""A device: its zone, and by how many seconds its clock is wrong."""


@st.composite
def two_devices(draw: st.DrawFn) -> tuple[list[Review], list[Review]]:
    """The logs of two devices in the order in which answers were given; no two within one millisecond."""
    devices = draw(st.tuples(device, device))
    minutes = sorted(draw(st.sets(st.integers(0, 12 * 24 * 60), min_size=1, max_size=14)))
    logs: tuple[list[Review], list[Review]] = ([], [])
    for number, minute in enumerate(minutes):
        which = draw(st.integers(0, 1))
        zone, wrong_by = devices[which]
        at = NINE + timedelta(minutes=minute, seconds=wrong_by, milliseconds=number)
        card, grade = draw(st.sampled_from(CARDS)), draw(st.integers(0, 5))
        logs[which].append(made(card, grade, at, zone, UUID(int=draw(st.integers(1, 2**60)) * 16 + number)))
    return logs


class TestTwoDevices:
    """Both answer, and one of them tells later."""

    @settings(max_examples=150)
    @given(logs=two_devices(), data=st.data())
    def test_whichever_device_tells_first_the_schedules_are_those_of_the_whole_log(
        self, reused_database: Database, logs: tuple[list[Review], list[Review]], data: st.DataObject
    ) -> None:
        both = logs[0] + logs[1]
        again = data.draw(st.lists(st.sampled_from(both), max_size=4))
        for arriving in (both, logs[1] + logs[0], data.draw(st.permutations(both + again))):
            study = opened(reused_database)
            for review in arriving:
                study.record(review)
            assert standings(study) == expected(both)
            assert sorted(one.order for one in logged(study)) == sorted(one.order for one in both)

    @pytest.mark.parametrize("late_first", [False, True])
    def test_one_card_on_two_devices_the_same_day_is_a_repetition_and_a_drill(self, start, late_first):
        morning, noon = made(C0, Grade.HARD, NINE), made(C0, Grade.EASY, NINE + timedelta(hours=3))
        study = start(small_catalog())
        for review in [noon, morning] if late_first else [morning, noon]:
            study.record(review)
        assert kept(study)[C0].memory == Memory(1, 1, 236)
        assert study.today().queue.drill == ()

    def test_a_late_repetition_makes_a_drill_of_what_was_one(self, start):
        study = start(small_catalog())
        study.record(made(C0, Grade.GOOD, NINE + timedelta(hours=3)))
        assert kept(study)[C0].lapses == 0
        study.record(made(C0, Grade.GOOD, NINE - DAY))
        study.record(made(C0, Grade.WRONG, NINE))
        assert (kept(study)[C0].memory, kept(study)[C0].lapses) == (Memory(0, 1, 250), 1)
        assert not kept(study)[C0].drill_open  # the good answer at noon ended it

    def test_both_within_one_millisecond_are_both_kept_and_replay_as_they_were_stored(self, start):
        study = start(small_catalog())
        first, second = made(C0, Grade.WRONG, NINE), made(C0, Grade.EASY, NINE)
        for review in (first, second, first, second):
            study.record(review)
        assert [one.answered_at - NINE for one in sorted(logged(study), key=lambda one: one.order)] == [
            timedelta(),
            timedelta(milliseconds=1),
        ]
        assert standings(study) == expected(logged(study))

    def test_the_same_review_by_way_of_both_devices_is_one(self, start):
        study = start(small_catalog())
        review = made(C0, Grade.GOOD, NINE)
        study.record(review)
        before = rows(study), kept(study)
        study.record(replace(review, answered_at=NINE + 5 * DAY, day=MONDAY + 5 * DAY, grade=Grade.BLACKOUT))
        assert (rows(study), kept(study)) == before


class TestAClockThatIsSetBack:
    """The machine's clock goes back between two answers."""

    @settings(max_examples=100)
    @given(
        answers=st.lists(
            st.tuples(
                st.sampled_from(CARDS),
                st.integers(0, 5),
                st.sampled_from([1, 60, 86_400, 7 * 86_400, 0, -1, -3_600, -86_400, -400 * 86_400]),
            ),
            min_size=1,
            max_size=10,
        )
    )
    def test_every_answer_is_kept_and_the_schedules_are_those_of_the_log(
        self, reused_database: Database, answers: list[tuple[CardKey, int, int]]
    ) -> None:
        clock = Clock(NINE)
        study = opened(reused_database, clock)
        for card, grade, seconds in answers:
            clock.pass_time(seconds=seconds)
            study.answer(GivenAnswer(uuid4(), card, Grade(grade)))
            assert standings(study) == expected(logged(study))
        assert len(logged(study)) == len({one.answered_at for one in logged(study)}) == len(answers)

    def test_a_card_answered_tomorrow_by_a_wrong_clock_is_not_asked_again_today(self, start, answer, clock):
        study = start(small_catalog(1))
        clock.pass_time(days=1)
        answer(study, C0)
        clock.pass_time(days=-1)
        assert study.today().queue.cards == ()
        clock.pass_time(days=2)
        assert study.today().queue.due == (C0,)

    def test_answers_by_a_clock_years_ahead_use_up_no_limit_of_today(self, start, answer, clock):
        study = start(small_catalog(3), StudySettings(limits=Limits(new_cards_a_day=1)))
        clock.pass_time(days=3000)
        answer(study, C0, Grade.WRONG)
        clock.pass_time(days=-3000)
        assert (study.today().queue.cards, study.today().done) == ((C1,), 0)
        answer(study, C1)
        assert (study.today().queue.cards, study.today().done) == ((), 1)

    def test_an_hour_back_makes_no_second_repetition_and_no_second_day(self, start, answer, clock):
        study = start(small_catalog())
        clock.now = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
        answer(study, C0, Grade.GOOD)
        clock.pass_time(hours=-1)  # the day before, once more
        answer(study, C1, Grade.GOOD)
        assert study.today().day == MONDAY
        clock.pass_time(hours=1)
        assert (kept(study)[C0].last_day, kept(study)[C1].last_day) == (MONDAY + DAY, MONDAY)
        assert study.today().queue.due == (C1,)

    def test_a_clock_that_was_years_behind_loses_nothing(self, start, answer, clock):
        study = start(small_catalog(1))
        answer(study, C0)
        clock.now = datetime(2000, 1, 1, 12, tzinfo=UTC)  # the battery was empty
        answer(study, C0)
        clock.now = NINE + DAY
        assert kept(study)[C0].memory == Memory(2, 6, 250)
        assert study.today().queue.cards == ()
        assert len(logged(study)) == 2


journeys = st.lists(
    st.tuples(
        st.sampled_from(WORLD), st.sampled_from([0, 1, 5, 11, 24, 30, 150]), st.sampled_from(CARDS), st.integers(0, 5)
    ),
    min_size=1,
    max_size=10,
)


class TestAJourney:
    """The student's zone moves between answers, as a restart with another setting does."""

    @settings(max_examples=150)
    @given(journey=journeys)
    def test_days_of_a_card_never_shrink_and_no_card_is_due_on_a_day_on_which_it_was_answered(
        self, reused_database: Database, journey: list[tuple[str, int, CardKey, int]]
    ) -> None:
        clock = Clock(NINE)
        study = opened(reused_database, clock)
        history = {card: [] for card in CARDS}
        for zone, hours, card, grade in journey:
            clock.pass_time(hours=hours, seconds=1)
            study = Study(reused_database, study.catalog, clock, StudySettings(ZoneInfo(zone)))
            study.refresh_schedules()
            study.answer(GivenAnswer(uuid4(), card, Grade(grade)))
            for one, schedule in kept(study).items():
                history[one].append(schedule)
            assert card not in {*study.today().queue.due, *study.today().queue.new}
            assert standings(study) == expected(logged(study))
        for schedules in history.values():
            for before, after in pairwise(schedules):
                assert after.last_day >= before.last_day
                assert after.first_day == before.first_day
                assert after.due > after.last_day

    def test_a_flight_west_over_the_date_line_asks_no_card_twice_and_skips_none(self, start, clock):
        catalog = catalog_of(deck(free_cards(1)))
        auckland, honolulu = (StudySettings(ZoneInfo(name)) for name in ("Pacific/Auckland", "Pacific/Honolulu"))
        study = start(catalog, auckland)
        study.answer(GivenAnswer(uuid4(), C0, Grade.GOOD))
        assert kept(study)[C0].last_day == study.today().day == MONDAY
        study = start(catalog, honolulu)
        clock.pass_time(hours=9)  # Monday 18:00 UTC: 8:00 of that same Monday in Honolulu, once more
        assert (study.today().day, study.today().queue.cards) == (MONDAY, ())
        clock.pass_time(hours=24)
        assert study.today().queue.due == (C0,)

    def test_a_flight_east_brings_the_next_day_sooner(self, start, clock):
        catalog = catalog_of(deck(free_cards(1)))
        study = start(catalog, StudySettings(ZoneInfo("Pacific/Honolulu")))
        study.answer(GivenAnswer(uuid4(), C0, Grade.GOOD))  # Sunday 23:00 there
        clock.pass_time(hours=10)
        study = start(catalog, StudySettings(ZoneInfo("Pacific/Auckland")))
        assert study.today().day == MONDAY + DAY
        assert study.today().queue.due == (C0,)
        study.answer(GivenAnswer(uuid4(), C0, Grade.GOOD))
        assert kept(study)[C0].memory == Memory(2, 6, 250)

    @pytest.mark.parametrize("rollovers", [(0, 23), (4, 4), (23, 0)])
    def test_a_card_answered_just_now_is_only_a_drill_wherever_one_is_set_down(self, start, clock, rollovers):
        for hour in range(0, 24, 4):
            clock.now = NINE + timedelta(hours=hour)
            study = start(small_catalog(), StudySettings(ZoneInfo("Pacific/Kiritimati"), rollovers[0]))
            empty(study.database)
            study.answer(GivenAnswer(uuid4(), C0, Grade.WRONG))
            study = start(small_catalog(), StudySettings(ZoneInfo("Etc/GMT+12"), rollovers[1]))
            assert study.today().queue.cards == (C1, C2, C0)

    def test_the_day_of_a_review_is_the_one_that_it_was_made_with(self, start):
        study = start(small_catalog(), StudySettings(ZoneInfo("Pacific/Honolulu")))
        study.record(made(C0, Grade.GOOD, NINE, "Pacific/Kiritimati"))
        assert [one.day for one in logged(study)] == [study_day(NINE, ZoneInfo("Pacific/Kiritimati"))]
        assert kept(study)[C0].last_day == study_day(NINE, ZoneInfo("Pacific/Kiritimati"))
