"""The review log and the schedule cache: what goes in comes out, and nothing in the log is changed."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import to_ms
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Grade, Memory
from studyapp.storage.reviews import add_reviews, answers_given, last_review, recent_elapsed_ms, retract, reviews_of
from studyapp.storage.schedules import all_schedules, put_schedule, schedule_of
from studyapp.storage.tables import retractions, reviews, users

ME = 1
CARD = CardKey("small", "card.one.forward")
OTHER = CardKey("small", "card.two.forward")
MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-äß’", min_size=1, max_size=160)
keys = st.builds(CardKey, ids, ids)
instants = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda instant: instant.replace(microsecond=instant.microsecond // 1000 * 1000)
)
any_review = st.builds(
    Review,
    id=st.uuids(),
    card=keys,
    grade=st.sampled_from(Grade),
    answered_at=instants,
    day=st.dates(),
    elapsed_ms=st.integers(0, 60_000),
    kind=st.sampled_from(ReviewKind),
)
any_schedule = st.builds(
    Schedule,
    card=st.just(CARD),
    memory=st.builds(Memory, st.integers(0, 9999), st.integers(0, 36_500), st.integers(130, 9999)),
    due=st.dates(),
    first_day=st.dates(),
    last_day=st.dates(),
    last_answered_at=instants,
    lapses=st.integers(0, 9999),
    drill_open=st.booleans(),
)
on_one_database = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def review(
    number: int, *, at: datetime = NINE, card: CardKey = CARD, day: date = MONDAY, elapsed_ms: int = 0
) -> Review:
    return Review(id=UUID(int=number), card=card, grade=Grade.GOOD, answered_at=at, day=day, elapsed_ms=elapsed_ms)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


class RolledBackError(Exception):
    """Ends an example and takes back what it wrote."""


@on_one_database
@given(one=any_review)
def test_a_review_comes_out_as_it_went_in(database, one):
    with suppress(RolledBackError), database.write() as connection:
        assert add_reviews(connection, ME, [one]) == [one]
        assert reviews_of(connection, ME, [one.card]) == [one]
        raise RolledBackError


@on_one_database
@given(one=any_schedule)
def test_a_schedule_comes_out_as_it_went_in(database, one):
    with database.write() as connection:
        put_schedule(connection, ME, CARD, one)
    with database.read() as connection:
        assert schedule_of(connection, ME, CARD) == one
        assert all_schedules(connection, ME) == {CARD: one}


def test_a_schedule_can_be_dropped_and_dropping_none_is_no_error(database):
    one = Schedule(
        card=CARD,
        memory=Memory(1, 1, 250),
        due=MONDAY,
        first_day=MONDAY,
        last_day=MONDAY,
        last_answered_at=NINE,
        lapses=0,
        drill_open=False,
    )
    with database.write() as connection:
        put_schedule(connection, ME, CARD, one)
        put_schedule(connection, ME, OTHER, replace(one, card=OTHER))
        put_schedule(connection, ME, CARD, None)
        put_schedule(connection, ME, CARD, None)
        assert list(all_schedules(connection, ME)) == [OTHER]


def test_reviews_of_the_same_instant_are_moved_apart_by_a_millisecond_each(database):
    with database.write() as connection:
        one_by_one = [add_reviews(connection, ME, [review(number)]) for number in range(3)]
        at_once = add_reviews(connection, ME, [review(number) for number in range(3, 6)])
    stored = [*chain(*one_by_one), *at_once]
    assert [one.answered_at - NINE for one in stored] == [timedelta(milliseconds=number) for number in range(6)]


def test_one_that_is_moved_lands_on_no_other_that_comes_with_it(database):
    with database.write() as connection:
        add_reviews(connection, ME, [review(1), review(2, at=NINE + timedelta(milliseconds=3))])
        coming = [review(number, at=NINE + timedelta(milliseconds=number - 3)) for number in (3, 4, 5)]
        stored = add_reviews(connection, ME, coming)
    assert [(one.id.int, (one.answered_at - NINE) // timedelta(milliseconds=1)) for one in stored] == [
        (3, 1),
        (4, 2),
        (5, 4),
    ]


def test_an_instant_within_a_millisecond_that_is_taken_is_moved_too(database):
    with database.write() as connection:
        add_reviews(connection, ME, [review(1)])
        (second,) = add_reviews(connection, ME, [review(2, at=NINE + timedelta(microseconds=999))])
    assert second.answered_at == NINE + timedelta(milliseconds=1)


def test_the_same_instant_is_free_for_another_user(database):
    with database.write() as connection:
        connection.execute(users.insert().values(id=2, name="Berta"))
        add_reviews(connection, ME, [review(1)])
        assert [one.answered_at for one in add_reviews(connection, 2, [review(2)])] == [NINE]


def test_a_review_id_is_stored_once(database):
    with database.write() as connection:
        add_reviews(connection, ME, [review(1)])
        twice = [review(2, at=NINE + minutes(2)), review(1, at=NINE + minutes(1)), review(2, at=NINE + minutes(3))]
        assert [one.id.int for one in add_reviews(connection, ME, twice)] == [2]
        assert {one.answered_at for one in reviews_of(connection, ME, [CARD])} == {NINE, NINE + minutes(2)}


def test_a_thousand_reviews_are_added_with_few_statements(database):
    log = [review(number, at=NINE + minutes(number)) for number in range(1000)]
    sent: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    with database.write() as connection:
        assert add_reviews(connection, ME, reversed(log)) == log
        assert add_reviews(connection, ME, log) == []
    assert len(sent) <= 10


def test_reviews_are_found_under_all_the_keys_of_a_card_and_no_other(database):
    with database.write() as connection:
        for number, card in enumerate([CARD, OTHER, CardKey("large", CARD.card)]):
            add_reviews(connection, ME, [review(number, card=card)])
        found = reviews_of(connection, ME, [CARD, OTHER])
    assert {one.id for one in found} == {UUID(int=0), UUID(int=1)}


def test_what_another_user_did_is_not_seen(database):
    with database.write() as connection:
        connection.execute(users.insert().values(id=2, name="Berta"))
        add_reviews(connection, 2, [review(1, elapsed_ms=5)])
        assert list(answers_given(connection, ME)) == []
        assert reviews_of(connection, ME, [CARD]) == []
        assert last_review(connection, ME, MONDAY) is None
        assert recent_elapsed_ms(connection, ME, 10) == []


def test_a_retracted_review_keeps_its_row_and_stays_known_but_counts_no_more(database):
    with database.write() as connection:
        add_reviews(connection, ME, [review(1)])
        before = connection.execute(select(reviews)).all()
        retract(connection, ME, UUID(int=1), NINE + minutes(1))
        assert connection.execute(select(reviews)).all() == before
        assert connection.execute(select(retractions.c.review_id)).all() == [(UUID(int=1),)]
        assert list(answers_given(connection, ME)) == [(CARD, to_ms(NINE))]
        assert add_reviews(connection, ME, [review(1)]) == []
        assert reviews_of(connection, ME, [CARD]) == []


def test_the_last_review_is_the_newest_since_that_day_began_that_was_not_retracted(database):
    with database.write() as connection:
        add_reviews(connection, ME, [review(1, at=NINE)])
        add_reviews(connection, ME, [review(3, at=NINE + minutes(2))])
        add_reviews(connection, ME, [review(2, at=NINE + minutes(1))])
        add_reviews(connection, ME, [review(4, at=NINE + minutes(3), day=MONDAY - timedelta(days=1))])
        newest = []
        while (last := last_review(connection, ME, MONDAY)) is not None:
            newest.append(last.id.int)
            retract(connection, ME, last.id, NINE)
    assert newest == [3, 2, 1]


def test_the_pace_is_that_of_the_newest_reviews_newest_first(database):
    with database.write() as connection:
        for number in range(5):
            add_reviews(connection, ME, [review(number, at=NINE + minutes(number), elapsed_ms=number)])
        assert recent_elapsed_ms(connection, ME, 3) == [4, 3, 2]
