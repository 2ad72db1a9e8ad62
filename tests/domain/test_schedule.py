"""A schedule is a replay of the log: what a repetition does, what a drill does not, and that order is no matter."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_sm2 import Told, standing

from studyapp.domain.deck import CardKey
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.schedule import Schedule, advance, replay
from studyapp.domain.scheduler import Grade, Memory
from studyapp.domain.sm2 import SM2

SCHEDULER = SM2()
CARD = CardKey("tails", "tail-lifter.actions.forward")
MONDAY = date(2026, 3, 2)
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def review(number: int, grade: int, day: int, kind: ReviewKind = ReviewKind.STUDY) -> Review:
    """The review of that number, given that many days after Monday; a later number is a later instant."""
    return Review(
        id=UUID(int=number),
        card=CARD,
        grade=Grade(grade),
        answered_at=START + timedelta(minutes=number),
        day=MONDAY + timedelta(days=day),
        elapsed_ms=4_000,
        kind=kind,
    )


def after(*rows: tuple[int, int]) -> Schedule:
    """The schedule after reviews given as (grade, day)."""
    schedule = replay([review(number, *row) for number, row in enumerate(rows)], SCHEDULER)
    assert schedule is not None
    return schedule


kinds = st.sampled_from([ReviewKind.STUDY, ReviewKind.STUDY, ReviewKind.STUDY, ReviewKind.CRAM])
rows = st.lists(st.tuples(st.integers(0, 5), st.integers(-3, 40), kinds), max_size=12)
logs = rows.map(lambda drawn: [review(number, *row) for number, row in enumerate(drawn)])


def test_a_card_without_reviews_has_no_schedule() -> None:
    assert replay([], SCHEDULER) is None


def test_the_first_review_is_the_first_repetition() -> None:
    assert after((4, 0)) == Schedule(
        card=CARD,
        memory=Memory(1, 1, 250),
        due=date(2026, 3, 3),
        first_day=MONDAY,
        last_day=MONDAY,
        last_answered_at=START,
        lapses=0,
        drill_open=False,
    )


def test_a_repetition_is_due_its_interval_after_the_day_it_was_given_on() -> None:
    schedule = after((4, 0), (4, 1), (4, 9))  # two days late: still 6 * 2.5 = 15 days
    assert (schedule.memory.interval_days, schedule.due) == (15, MONDAY + timedelta(days=24))


def test_a_second_review_on_the_same_day_is_a_drill_and_changes_neither_e_factor_nor_interval() -> None:
    for drill in range(6):
        once, twice = after((4, 0), (3, 1)), after((4, 0), (3, 1), (drill, 1))
        assert (twice.memory, twice.due, twice.lapses) == (once.memory, once.due, once.lapses)
        assert twice.last_answered_at == START + timedelta(minutes=2)


@pytest.mark.parametrize(("grade", "is_open"), [(0, True), (1, True), (2, True), (3, True), (4, False), (5, False)])
def test_a_repetition_below_4_opens_a_drill(grade: int, is_open: bool) -> None:  # noqa: FBT001  # a table's column
    assert after((grade, 0)).drill_open is is_open


@pytest.mark.parametrize(("grade", "is_open"), [(0, True), (1, True), (2, True), (3, True), (4, False), (5, False)])
def test_a_drill_stays_open_until_a_grade_of_4(grade: int, is_open: bool) -> None:  # noqa: FBT001  # a table's column
    assert after((1, 0), (grade, 0)).drill_open is is_open


def test_a_drill_left_open_yesterday_is_no_drill_today() -> None:
    schedule = after((1, 0), (4, 1))
    assert schedule.memory == Memory(1, 1, 250)
    assert not schedule.drill_open


def test_a_day_earlier_than_the_last_counts_as_the_last_day() -> None:
    schedule = after((4, 5), (1, 2))  # the phone's clock, or the student's zone, was set back
    assert (schedule.memory, schedule.last_day) == (Memory(1, 1, 250), MONDAY + timedelta(days=5))
    assert schedule.drill_open


def test_a_first_review_below_3_is_no_lapse_but_a_later_one_is() -> None:
    assert after((1, 0)).lapses == 0
    assert after((4, 0), (1, 1)).lapses == 1
    assert after((4, 0), (1, 1), (2, 2), (0, 2)).lapses == 2  # the last one is a drill


def test_cram_is_skipped() -> None:
    cram = review(9, 0, 3, ReviewKind.CRAM)
    study = review(0, 4, 0)
    assert advance(None, cram, SCHEDULER) is None
    assert replay([study, cram], SCHEDULER) == replay([study], SCHEDULER)


def test_cram_before_the_days_first_review_leaves_that_one_a_repetition() -> None:
    log = [review(0, 4, 0), review(1, 0, 1, ReviewKind.CRAM), review(2, 4, 1)]
    schedule = replay(log, SCHEDULER)
    assert schedule is not None
    assert schedule.memory == Memory(2, 6, 250)


def test_reviews_of_the_same_instant_are_replayed_by_their_id() -> None:
    one, other = review(0, 1, 0), review(1, 5, 0)
    instant = one.answered_at
    tied = [one, Review(**{**_fields(other), "answered_at": instant})]
    assert replay(tied, SCHEDULER) == replay(tied[::-1], SCHEDULER)
    schedule = replay(tied, SCHEDULER)
    assert schedule is not None
    assert schedule.memory == Memory(0, 1, 250)  # the lower id is the repetition, the other its drill


@given(logs, st.randoms(use_true_random=False))
def test_a_replay_is_the_same_in_whatever_order_reviews_are_handed_in(log: list[Review], random: Random) -> None:
    shuffled = log[:]
    random.shuffle(shuffled)
    assert replay(shuffled, SCHEDULER) == replay(log, SCHEDULER)


@given(logs)
def test_a_replay_leads_where_the_text_told_once_more_leads(log: list[Review]) -> None:
    schedule = replay(log, SCHEDULER)
    told = standing(Told(one.answered_at, one.id, one.day, one.grade) for one in log if one.kind is ReviewKind.STUDY)
    assert (told is None) is (schedule is None)
    if schedule is not None and told is not None:
        memory = schedule.memory
        assert (memory.repetition, memory.interval_days, Fraction(memory.e_factor, 100)) == told[:3]
        days = (schedule.due, schedule.first_day, schedule.last_day, schedule.lapses, schedule.drill_open)
        assert days == told[3:]


@given(logs)
def test_stepping_review_by_review_equals_the_replay_of_the_log(log: list[Review]) -> None:
    schedule: Schedule | None = None
    for number, one in enumerate(log, start=1):
        schedule = advance(schedule, one, SCHEDULER)
        assert schedule == replay(log[:number], SCHEDULER)


@given(logs)
def test_a_card_is_never_due_on_or_before_the_day_of_its_last_repetition(log: list[Review]) -> None:
    schedule = replay(log, SCHEDULER)
    if schedule is not None:
        assert schedule.due > schedule.last_day >= schedule.first_day


@given(logs, st.integers(0, 5))
def test_drills_never_change_memory_or_due_day(log: list[Review], grade: int) -> None:
    schedule = replay(log, SCHEDULER)
    if schedule is not None:
        drill = review(99, grade, (schedule.last_day - MONDAY).days)
        drilled = advance(schedule, drill, SCHEDULER)
        assert drilled is not None
        assert (drilled.memory, drilled.due, drilled.last_day) == (schedule.memory, schedule.due, schedule.last_day)
        assert drilled.drill_open is (grade < 4)


def _fields(one: Review) -> dict[str, object]:
    return {name: getattr(one, name) for name in Review.__slots__}
