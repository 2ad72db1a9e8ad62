"""Retention: what counts as kept, of which cards, and how sure that is."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.deck import CardKey
from studyapp.domain.mastery import MATURE_DAYS
from studyapp.domain.retention import Rate, Recall
from studyapp.domain.review import Review
from studyapp.domain.schedule import Schedule, advance
from studyapp.domain.scheduler import Grade
from studyapp.domain.sm2 import SM2

FIRST = date(2026, 1, 1)
CARD = CardKey("tails", "a.forward")


def recall(*answers: tuple[int, int], card: CardKey = CARD) -> Recall:
    """What is counted of one card's answers, each told by its day and its grade."""
    counted = Recall(SM2())
    for day, grade in answers:
        counted.add(card, FIRST + timedelta(days=day), Grade(grade))
    return counted


def test_the_first_answer_of_a_card_is_no_retention() -> None:
    assert recall((0, 1)).rate(mature=False) == Rate(0, 0)


def test_a_repetition_is_passed_from_hard_on() -> None:
    assert recall((0, 4), (1, 3)).rate(mature=False) == Rate(1, 1)
    assert recall((0, 4), (1, 2)).rate(mature=False) == Rate(0, 1)


def test_only_the_first_answer_of_a_day_counts() -> None:
    assert recall((0, 4), (0, 1), (1, 1), (1, 4), (1, 5)).rate(mature=False) == Rate(0, 1)


def test_a_card_is_mature_by_the_interval_that_ends_not_by_the_days_it_was_left() -> None:
    # Good on days 0, 1 and 7 makes intervals of 1, 6 and 15 days: on day 60 the card is overdue, yet young.
    young = recall((0, 4), (1, 4), (7, 4), (60, 4))
    assert (young.rate(mature=False), young.rate(mature=True)) == (Rate(3, 3), Rate(0, 0))
    # Then it has 38 days, so what is asked next is a mature card, though it comes early.
    mature = recall((0, 4), (1, 4), (7, 4), (60, 4), (61, 1))
    assert (mature.rate(mature=False), mature.rate(mature=True)) == (Rate(3, 3), Rate(0, 1))


def test_a_rate_is_of_the_days_and_the_deck_that_are_asked_for() -> None:
    counted = recall((0, 4), (1, 4), (7, 1), (8, 4))
    assert counted.rate(mature=False, since=FIRST + timedelta(days=7)) == Rate(1, 2)
    assert counted.rate(mature=False, since=FIRST + timedelta(days=8)) == Rate(1, 1)
    assert counted.rate(mature=False, deck="tails") == Rate(2, 3)
    assert counted.rate(mature=False, deck="heads") == Rate(0, 0)


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [
        (Rate(9, 10), 0.5958, 0.9821),
        (Rate(81, 100), 0.7222, 0.8749),
        (Rate(0, 20), 0.0, 0.1611),
        (Rate(20, 20), 0.8389, 1.0),
    ],
)
def test_the_interval_is_the_one_that_wilson_gives(rate: Rate, low: float, high: float) -> None:
    assert rate.interval == pytest.approx((low, high), abs=0.0001)


def test_of_fewer_than_twenty_no_share_is_told() -> None:
    assert Rate(19, 19).share is None
    assert Rate(15, 20).share == 0.75


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share_and_narrows_as_more_is_known(passed: int, failed: int) -> None:
    rate = Rate(passed, passed + failed)
    low, high = rate.interval
    assert 0 <= low <= high <= 1
    if rate.total:
        assert low - 1e-9 <= rate.passed / rate.total <= high + 1e-9
        wider_low, wider_high = Rate(4 * passed, 4 * rate.total).interval
        assert wider_high - wider_low < high - low


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(Grade)), max_size=60))
def test_what_is_counted_follows_from_replaying_the_schedule(told: list[tuple[str, int, Grade]]) -> None:
    """The law: the interval before a review is that of the schedule its card had then."""
    counted, day = Recall(SM2()), FIRST
    schedules: dict[CardKey, Schedule | None] = {}
    expected = {False: Rate(), True: Rate()}
    for minute, (name, days, grade) in enumerate(told):
        day += timedelta(days=days)
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
        card = CardKey("tails", name)
        before = schedules.get(card)
        if before is not None and day > before.last_day:
            expected[before.memory.interval_days >= MATURE_DAYS] += Rate(int(grade.passed), 1)
        review = Review(id=uuid4(), card=card, grade=grade, answered_at=at, day=day, elapsed_ms=0)
        schedules[card] = advance(before, review, SM2())
        counted.add(card, day, grade)
    assert {mature: counted.rate(mature=mature) for mature in expected} == expected
