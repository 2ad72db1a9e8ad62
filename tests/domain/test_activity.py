"""Activity: study days, rows of them, and the weeks of a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.activity import Activity, Streak, Work, heat, streak_of, weeks_until

TODAY = date(2026, 11, 25)  # a Wednesday


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=number) for number in ago]


@pytest.mark.parametrize(
    ("studied", "streak"),
    [
        (days(), Streak(0, 0)),
        (days(0), Streak(1, 1)),
        (days(0, 1, 2), Streak(3, 3)),
        (days(1, 2), Streak(2, 2)),  # today may still be studied
        (days(2, 3, 4), Streak(0, 3)),
        (days(0, 1, 3, 4, 5), Streak(2, 3)),
    ],
)
def test_days_in_a_row_reach_today_or_yesterday(studied: list[date], streak: Streak) -> None:
    assert streak_of(studied, TODAY) == streak


@given(st.sets(st.integers(0, 40)))
def test_studying_today_never_shortens_a_row(ago: set[int]) -> None:
    before, after = streak_of(days(*ago), TODAY), streak_of({*days(*ago), TODAY}, TODAY)
    assert after.current == before.current + (0 not in ago)
    assert before.current <= before.longest <= after.longest


def test_a_year_is_53_weeks_from_a_monday_until_today() -> None:
    weeks = weeks_until(TODAY)
    assert len(weeks) == 53
    assert all(week[0].weekday() == 0 for week in weeks)
    assert weeks[-1] == days(2, 1, 0)
    shown = [day for week in weeks for day in week]
    assert shown == [shown[0] + timedelta(days=number) for number in range(52 * 7 + 3)]


@pytest.mark.parametrize(
    ("answers", "most", "level"), [(0, 0, 0), (0, 80, 0), (1, 80, 1), (20, 80, 1), (21, 80, 2), (80, 80, 4), (1, 1, 4)]
)
def test_heat_is_told_in_quarters_of_the_fullest_day(answers: int, most: int, level: int) -> None:
    assert heat(answers, most) == level


def test_answers_and_time_are_summed_by_day_and_deck() -> None:
    activity = Activity()
    for deck, ago, elapsed in (("tails", 0, 2000), ("tails", 0, 3000), ("heads", 0, 500), ("heads", 1, 700)):
        activity.add(deck, *days(ago), elapsed)
    assert activity.days() == dict(zip(days(0, 1), (Work(3, 5500), Work(1, 700)), strict=True))
    assert activity.days("heads") == dict(zip(days(0, 1), (Work(1, 500), Work(1, 700)), strict=True))
