"""The forecast: the days to come by the rule of the queue, with failures dealt out evenly."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import mean
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.deck import CardKey
from studyapp.domain.forecast import Dealer, Forecast, ForecastDay, PassRates
from studyapp.domain.mastery import MATURE_DAYS
from studyapp.domain.queue import Limits, study_queue
from studyapp.domain.review import Review
from studyapp.domain.schedule import Schedule, advance
from studyapp.domain.scheduler import Grade, Memory
from studyapp.domain.sm2 import SM2

TODAY = date(2026, 3, 2)
NEVER_FAILS = PassRates(1, 1)
PLENTY = Limits(9999, 9999)
Notes = dict[CardKey, tuple[str, str]]
Situation = tuple[Notes, dict[CardKey, Schedule], Limits, PassRates]


def notes(*names: str) -> Notes:
    """Cards in the order of learning; `a.forward` and `a.reverse` are siblings of the note `a`."""
    return {CardKey("tails", name): ("tails", name.split(".", maxsplit=1)[0]) for name in names}


def schedule(name: str, *, due: int, last: int = -10, memory: Memory | None = None, drill: bool = False) -> Schedule:
    """A schedule with its days counted from today."""
    return Schedule(
        card=CardKey("tails", name),
        memory=memory or Memory(1, 1, 250),
        due=TODAY + timedelta(days=due),
        first_day=TODAY + timedelta(days=-20),
        last_day=TODAY + timedelta(days=last),
        last_answered_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        lapses=0,
        drill_open=drill,
    )


def kept(*schedules: Schedule) -> dict[CardKey, Schedule]:
    return {one.card: one for one in schedules}


def forecast(
    known: Notes, schedules: dict[CardKey, Schedule], limits: Limits, rates: PassRates, number: int = 30
) -> tuple[ForecastDay, ...]:
    return Forecast(known, schedules, limits, SM2(), rates).days(TODAY, number)


def reviews(days: tuple[ForecastDay, ...]) -> list[int]:
    return [day.reviews for day in days]


def test_a_card_comes_back_at_the_intervals_of_sm_2() -> None:
    days = forecast(notes("a.1"), kept(schedule("a.1", due=0)), PLENTY, NEVER_FAILS)
    assert [place for place, number in enumerate(reviews(days)) if number] == [0, 6, 21]  # 6 days, then 15


def test_a_new_card_comes_back_tomorrow_and_is_counted_as_new_once() -> None:
    days = forecast(notes("a.1"), {}, PLENTY, NEVER_FAILS, 9)
    assert [day.new for day in days] == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert reviews(days) == [0, 1, 0, 0, 0, 0, 0, 1, 0]


def test_a_card_that_fails_comes_again_that_day_and_is_due_again_the_next() -> None:
    always_fails = PassRates(0, 0)
    days = forecast(notes("a.1"), kept(schedule("a.1", due=0)), PLENTY, always_fails, 3)
    assert reviews(days) == [1, 1, 1]
    assert [day.repeats for day in days] == [5, 5, 5]  # it would never end


def test_a_drill_that_is_open_today_is_counted_among_the_repeats() -> None:
    days = forecast(notes("a.1"), kept(schedule("a.1", due=1, last=0, drill=True)), PLENTY, NEVER_FAILS, 2)
    assert [day.repeats for day in days] == [1, 0]


def test_what_the_limit_puts_off_waits_and_comes_the_next_day() -> None:
    known = [schedule(f"{name}.1", due=0) for name in "abcde"]
    days = forecast(notes(*(one.card.card for one in known)), kept(*known), Limits(0, 2), NEVER_FAILS, 3)
    assert [(day.reviews, day.waiting) for day in days] == [(2, 3), (2, 1), (1, 0)]


def test_new_cards_come_so_many_a_day_until_none_are_left() -> None:
    days = forecast(notes(*(f"{name}.1" for name in "abcde")), {}, Limits(2, 99), NEVER_FAILS, 4)
    assert [day.new for day in days] == [2, 2, 1, 0]


def test_siblings_come_on_different_days() -> None:
    known = kept(schedule("a.forward", due=0), schedule("a.reverse", due=0))
    days = forecast(notes("a.forward", "a.reverse"), known, PLENTY, NEVER_FAILS, 2)
    assert [(day.reviews, day.waiting) for day in days] == [(1, 1), (1, 0)]


def test_cards_that_no_deck_holds_are_passed_over() -> None:
    assert forecast({}, kept(schedule("gone.1", due=0)), PLENTY, NEVER_FAILS, 1) == (ForecastDay(TODAY, 0, 0, 0, 0),)


@pytest.mark.parametrize("rate", [0.5, 0.75, 0.9, 0.93])
def test_failures_are_dealt_as_often_as_the_rate_says_and_evenly(rate: float) -> None:
    dealer = Dealer(PassRates(1, rate))
    dealt = [dealer.passes(Memory(7, 90, 250)) for _ in range(1000)]
    assert sum(dealt) == pytest.approx(1000 * rate, abs=1)
    places = [place for place, passed in enumerate(dealt) if not passed]
    distances = {after - before for before, after in pairwise(places)}
    assert max(distances) - min(distances) <= 1


names = st.lists(st.sampled_from([f"{note}.{face}" for note in "abcde" for face in "123"]), unique=True)
rates = st.builds(PassRates, st.floats(0, 1), st.floats(0, 1))
memories = st.builds(Memory, st.integers(0, 5), st.integers(1, 40), st.integers(130, 280))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    schedules = []
    for name in draw(names):  # some of them are orphans
        last = draw(st.integers(-5, 1))  # a zone that moved west has been studying tomorrow
        due = draw(st.integers(last + 1, last + 40))
        schedules.append(schedule(name, due=due, last=last, memory=draw(memories), drill=draw(st.booleans())))
    limits = Limits(draw(st.integers(0, 4)), draw(st.integers(0, 9)))
    return notes(*draw(names)), kept(*schedules), limits, draw(rates)


def played(situation: Situation, number: int) -> list[ForecastDay]:
    """The same days by the rule itself: the queue of all cards, every answer a review."""
    known, schedules, limits, student = situation
    schedules = {card: one for card, one in schedules.items() if card in known}
    dealer, days = Dealer(student), []
    for day in (TODAY + timedelta(days=ahead) for ahead in range(number)):
        queue = study_queue(known, schedules, day, limits)
        due = sum(one.due <= day for one in schedules.values())
        repeats = sum(dealer.repeats() for _ in queue.drill)
        for card in queue.due + queue.new:
            before = schedules.get(card)
            passed = dealer.passes(before.memory if before else SM2().start())
            schedules[card] = answered(before, card, day, passed=passed)
            repeats += 0 if passed else dealer.repeats()
        schedules |= {card: replace(schedules[card], drill_open=False) for card in queue.drill}
        days.append(ForecastDay(day, len(queue.due), len(queue.new), repeats, due - len(queue.due)))
    return days


def answered(before: Schedule | None, card: CardKey, day: date, *, passed: bool) -> Schedule:
    """The schedule after an answer on that day, with its drill carried through."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    grade = Grade.GOOD if passed else Grade.WRONG
    review = Review(id=UUID(int=1), card=card, grade=grade, answered_at=noon, day=day, elapsed_ms=0)
    after = advance(before, review, SM2())
    assert after is not None
    return replace(after, drill_open=False)


@given(situations(), st.integers(1, 45))
def test_the_forecast_is_what_playing_the_queue_itself_brings(situation: Situation, number: int) -> None:
    """The law of conservation and limits in one: every day is the queue's, to the card."""
    assert list(forecast(*situation, number)) == played(situation, number)


@given(situations())
def test_limits_hold_nothing_is_negative_and_the_same_comes_twice(situation: Situation) -> None:
    days = forecast(*situation)
    limits = situation[2]
    assert all(day.reviews <= limits.reviews_a_day and day.new <= limits.new_cards_a_day for day in days)
    assert all(min(day.reviews, day.new, day.repeats, day.waiting) >= 0 for day in days)
    assert forecast(*situation) == days


@given(situations())
def test_every_card_due_in_the_range_is_answered_or_still_waiting(situation: Situation) -> None:
    known, schedules, limits, _ = situation
    days = forecast(known, schedules, limits, NEVER_FAILS, 3)
    due = sum(card in known and one.due <= days[-1].day for card, one in schedules.items())
    assert sum(reviews(days)) + days[-1].waiting >= due


@given(situations(), st.integers(1, 20), st.integers(0, 20))
def test_a_longer_forecast_begins_with_the_shorter(situation: Situation, number: int, more: int) -> None:
    assert forecast(*situation, number + more)[:number] == forecast(*situation, number)


def test_dealing_comes_to_what_chance_comes_to_on_average() -> None:
    """Fifty students who pass by the throw of a die need as many answers as the forecast says, within 6 %."""
    known = notes(*(f"n{place}.1" for place in range(120)))
    limits, student = Limits(5, 40), PassRates(0.85, 0.92)
    dice = (random.Random(seed) for seed in range(50))  # noqa: S311  # the same dice every time, nothing secret
    by_chance = mean(_by_chance(known, limits, student, die) for die in dice)
    assert sum(reviews(forecast(known, {}, limits, student, 60))) == pytest.approx(by_chance, rel=0.06)


def _by_chance(known: Notes, limits: Limits, student: PassRates, chance: random.Random) -> int:
    schedules: dict[CardKey, Schedule] = {}
    asked = 0
    for day in (TODAY + timedelta(days=ahead) for ahead in range(60)):
        queue = study_queue(known, schedules, day, limits)
        asked += len(queue.due)
        for card in queue.due + queue.new:
            before = schedules.get(card)
            rate = student.mature if before and before.memory.interval_days >= MATURE_DAYS else student.young
            schedules[card] = answered(before, card, day, passed=chance.random() < rate)
    return asked
