"""The queue of a day: what is due, what is new, what is drilled, and that siblings keep apart."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.domain.deck import CardKey
from studyapp.domain.queue import Limits, Queue, next_day, study_queue
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Memory

TODAY = date(2026, 3, 2)
USUAL = Limits()
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def key(name: str) -> CardKey:
    return CardKey("tails", name)


def notes(*names: str) -> dict[CardKey, tuple[str, str]]:
    """Cards in the order of learning; `a.forward` and `a.reverse` are siblings of the note `a`."""
    return {key(name): ("tails", name.split(".", maxsplit=1)[0]) for name in names}


def schedule(name: str, *, due: int, last: int = -10, first: int = -10, minute: int = 0, **more: object) -> Schedule:
    """A schedule with its days counted from today."""
    made = Schedule(
        card=key(name),
        memory=Memory(1, 1, 250),
        due=TODAY + timedelta(days=due),
        first_day=TODAY + timedelta(days=first),
        last_day=TODAY + timedelta(days=last),
        last_answered_at=NOON + timedelta(minutes=minute),
        lapses=0,
        drill_open=False,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a schedule


def kept(*schedules: Schedule) -> dict[CardKey, Schedule]:
    return {one.card: one for one in schedules}


def queue(
    known: dict[CardKey, tuple[str, str]], *schedules: Schedule, limits: Limits = USUAL, day: date = TODAY
) -> Queue:
    return study_queue(known, kept(*schedules), day, limits)


def names(keys: tuple[CardKey, ...]) -> list[str]:
    return [one.card for one in keys]


def test_new_cards_come_in_the_order_of_learning() -> None:
    assert names(queue(notes("c.1", "a.1", "b.1")).new) == ["c.1", "a.1", "b.1"]


def test_what_is_due_longest_comes_first() -> None:
    found = queue(
        notes("a.1", "b.1", "c.1", "d.1"),
        schedule("a.1", due=0),
        schedule("b.1", due=-3),
        schedule("c.1", due=1),
        schedule("d.1", due=-2),
    )
    assert names(found.due) == ["b.1", "d.1", "a.1"]
    assert not found.new


def test_what_became_due_on_one_day_is_shuffled_alike_on_every_device_and_otherwise_on_another_day() -> None:
    many = [f"n{number}.1" for number in range(30)]
    due = [schedule(name, due=-1) for name in many]
    today = names(queue(notes(*many), *due).due)
    assert today == names(queue(notes(*reversed(many)), *reversed(due)).due)
    assert sorted(today) == sorted(many)
    assert today != many
    assert today != names(queue(notes(*many), *due, day=TODAY + timedelta(days=1)).due)


def test_new_cards_come_evenly_among_those_that_are_due_and_drills_at_the_end() -> None:
    due = [schedule(f"d{number}.1", due=0) for number in range(6)]
    drilled = schedule("z.1", due=1, last=0, drill_open=True)
    known = notes(*(one.card.card for one in due), "n1.1", "n2.1", "n3.1", "z.1")
    asked = names(queue(known, *due, drilled).cards)
    assert [name[0] for name in asked] == ["d", "n", "d", "d", "n", "d", "d", "n", "d", "z"]


@given(st.integers(0, 12), st.integers(0, 12))
def test_the_order_of_a_day_does_not_change_as_it_is_worked_off(of_due: int, of_new: int) -> None:
    """The queue is made anew for every card: it must go on where it was, and starve neither kind."""
    due = {f"d{number}.1": schedule(f"d{number}.1", due=0) for number in range(of_due)}
    known = notes(*due, *(f"n{number}.1" for number in range(of_new)))
    schedules = dict(due)
    planned = names(queue(known, *schedules.values(), limits=Limits(99, 99)).cards)
    for name in planned:
        assert names(queue(known, *schedules.values(), limits=Limits(99, 99)).cards)[0] == name
        schedules[name] = schedule(name, due=6, last=0, first=0 if name.startswith("n") else -10)


def test_cards_that_are_set_aside_are_not_asked() -> None:
    known = notes("a.1", "b.1", "c.1", "d.1")
    drilled = schedule("c.1", due=1, last=0, drill_open=True)
    aside = {key("a.1"), key("b.1"), key("c.1")}
    found = study_queue(known, kept(schedule("a.1", due=0), drilled), TODAY, USUAL, aside)
    assert names(found.cards) == ["d.1"]
    assert next_day(known, kept(schedule("a.1", due=0), drilled), TODAY, Limits(0, 9), aside) is None


def test_of_siblings_one_that_is_set_aside_does_not_hold_up_the_other() -> None:
    known = notes("a.forward", "a.reverse")
    assert names(study_queue(known, {}, TODAY, USUAL, {key("a.forward")}).cards) == ["a.reverse"]


def test_a_day_brings_no_more_new_cards_than_its_limit() -> None:
    assert names(queue(notes("a.1", "b.1", "c.1"), limits=Limits(2, 9)).new) == ["a.1", "b.1"]
    assert not queue(notes("a.1"), limits=Limits(0, 9)).new


def test_new_cards_met_today_count_towards_the_limit_of_new_cards() -> None:
    met = schedule("a.1", due=1, last=0, first=0)
    assert names(queue(notes("a.1", "b.1", "c.1", "d.1"), met, limits=Limits(2, 9)).new) == ["b.1"]


def test_a_day_brings_no_more_reviews_than_its_limit_and_reviews_of_today_count() -> None:
    due = [schedule(name, due=days) for name, days in (("a.1", -3), ("b.1", -2), ("c.1", -1))]
    known = notes("a.1", "b.1", "c.1", "d.1", "e.1")
    assert names(queue(known, *due, limits=Limits(0, 2)).due) == ["a.1", "b.1"]
    answered = schedule("d.1", due=6, last=0)
    assert names(queue(known, *due, answered, limits=Limits(0, 2)).due) == ["a.1"]


def test_a_new_card_met_today_does_not_count_towards_the_limit_of_reviews() -> None:
    met = schedule("b.1", due=1, last=0, first=0)
    assert names(queue(notes("a.1", "b.1"), schedule("a.1", due=0), met, limits=Limits(5, 1)).due) == ["a.1"]


def test_limits_never_end_a_drill() -> None:
    drilled = schedule("a.1", due=1, last=0, drill_open=True)
    assert names(queue(notes("a.1"), drilled, limits=Limits(0, 0)).drill) == ["a.1"]


def test_what_waits_longest_for_its_drill_comes_first() -> None:
    found = queue(
        notes("a.1", "b.1", "c.1"),
        schedule("a.1", due=1, last=0, minute=5, drill_open=True),
        schedule("b.1", due=1, last=0, minute=3, drill_open=True),
        schedule("c.1", due=1, last=0, minute=1),
    )
    assert names(found.drill) == ["b.1", "a.1"]


def test_a_drill_left_open_yesterday_is_over() -> None:
    assert not queue(notes("a.1"), schedule("a.1", due=0, last=-1, drill_open=True)).drill


def test_of_two_new_siblings_one_waits_for_another_day() -> None:
    assert names(queue(notes("a.forward", "a.reverse", "b.1")).new) == ["a.forward", "b.1"]


def test_of_two_due_siblings_the_one_due_longer_is_asked_and_the_other_stays_due() -> None:
    forward, reverse = schedule("a.forward", due=0), schedule("a.reverse", due=-2)
    known = notes("a.forward", "a.reverse")
    assert names(queue(known, forward, reverse).cards) == ["a.reverse"]
    answered = replace(reverse, last_day=TODAY, due=TODAY + timedelta(days=6))
    assert not queue(known, forward, answered).cards
    assert names(queue(known, forward, answered, day=TODAY + timedelta(days=1)).cards) == ["a.forward"]


def test_a_new_card_waits_while_a_sibling_is_due_or_was_answered_today() -> None:
    known = notes("a.forward", "a.reverse")
    assert not queue(known, schedule("a.forward", due=0)).new
    assert not queue(known, schedule("a.forward", due=6, last=0)).new
    assert names(queue(known, schedule("a.forward", due=6, last=-1)).new) == ["a.reverse"]


def test_notes_of_the_same_name_in_two_decks_are_no_siblings() -> None:
    known = {CardKey("tails", "a.1"): ("tails", "a"), CardKey("heads", "a.2"): ("heads", "a")}
    assert len(queue(known).new) == 2


def test_schedules_of_cards_that_no_deck_holds_are_passed_over() -> None:
    orphans = (schedule("gone.1", due=-5), schedule("gone.2", due=1, last=0, first=0, drill_open=True))
    found = queue(notes("a.1", "b.1"), *orphans, limits=Limits(1, 1))
    assert found == Queue(due=(), new=(key("a.1"),), drill=(), reviewed=0, introduced=0)
    assert next_day({}, kept(*orphans), TODAY, Limits()) is None


def test_the_next_day_is_tomorrow_while_there_are_new_cards() -> None:
    assert next_day(notes("a.1"), {}, TODAY, Limits()) == TODAY + timedelta(days=1)


def test_the_next_day_is_the_earliest_due_day_when_nothing_is_new() -> None:
    known, later = notes("a.1", "b.1"), kept(schedule("a.1", due=9), schedule("b.1", due=4))
    assert next_day(known, later, TODAY, Limits()) == TODAY + timedelta(days=4)


def test_the_next_day_is_tomorrow_for_what_stays_due_today() -> None:
    assert next_day(notes("a.1"), kept(schedule("a.1", due=-3)), TODAY, Limits()) == TODAY + timedelta(days=1)


@pytest.mark.parametrize("limits", [Limits(0, 9), Limits(0, 0)])
def test_there_is_no_next_day_when_nothing_ever_comes(limits: Limits) -> None:
    assert next_day(notes("a.1"), {}, TODAY, limits) is None
    assert next_day({}, {}, TODAY, Limits()) is None


def test_a_limit_of_no_reviews_never_brings_a_due_card_back() -> None:
    assert next_day(notes("a.1"), kept(schedule("a.1", due=2)), TODAY, Limits(0, 0)) is None


cards = st.lists(st.sampled_from([f"{note}.{face}" for note in "abcde" for face in "123"]), unique=True)


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[CardKey, tuple[str, str]], dict[CardKey, Schedule], Limits]:
    known = notes(*draw(cards))
    schedules = {}
    for name in draw(cards):  # some of them are orphans
        last = draw(st.integers(-5, 0))
        days = {"last": last, "first": draw(st.integers(-5, last)), "due": draw(st.integers(last + 1, last + 8))}
        schedules[key(name)] = schedule(name, **days, drill_open=draw(st.booleans()))
    return known, schedules, Limits(draw(st.integers(0, 4)), draw(st.integers(0, 4)))


@given(situations())
def test_no_two_siblings_are_asked_on_one_day(situation: tuple[dict, dict, Limits]) -> None:
    known, schedules, limits = situation
    found = study_queue(known, schedules, TODAY, limits)
    answered = {known[one] for one, kept in schedules.items() if kept.last_day == TODAY and one in known}
    asked = [known[one] for one in found.due + found.new]
    assert len(asked) == len(set(asked))
    assert answered.isdisjoint(asked)


@given(situations())
def test_a_queue_keeps_its_limits_and_holds_each_card_once(situation: tuple[dict, dict, Limits]) -> None:
    known, schedules, limits = situation
    found = study_queue(known, schedules, TODAY, limits)
    assert len(found.new) <= limits.new_cards_a_day
    assert len(found.due) <= limits.reviews_a_day
    assert len(set(found.cards)) == len(found.cards)
    assert set(found.cards) <= set(known)
    assert all(schedules[one].due <= TODAY for one in found.due)
    assert not any(one in schedules for one in found.new)


@given(situations())
def test_the_next_day_is_the_first_later_day_with_a_queue(situation: tuple[dict, dict, Limits]) -> None:
    known, schedules, limits = situation
    assume(limits.reviews_a_day > 0)  # else what is due holds back its new siblings for ever
    found = next_day(known, schedules, TODAY, limits)
    horizon = [TODAY + timedelta(days=ahead) for ahead in range(1, 10)]
    busy = [day for day in horizon if study_queue(known, schedules, day, limits).cards]
    assert found == min(busy, default=None)
