"""The study day at every change of the clocks from 2026 to 2030, for every rollover hour: exact to the millisecond.

The rule is told again here, plainly: walk through the quarters of an hour, look at the wall clock, and let a new day
begin when it first shows the rollover hour. Every offset is a multiple of a quarter of an hour, and so is every change.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.domain.day import study_day

ZONES = (
    "Europe/Vienna",
    "America/New_York",
    "America/St_Johns",  # half an hour off the full ones
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Chatham",  # 2:45 and 3:45, so that the full hour of 3 is shown twice but not as the repeated hour begins
    "Africa/Casablanca",  # changed for Ramadan, on other dates every year, until 2026
    "Africa/Cairo",  # changes at midnight
    "America/Havana",  # 1:00 becomes midnight again
    "Antarctica/Troll",  # changes by two hours
    "Asia/Kolkata",  # never changes
    "Pacific/Apia",  # never changes any more
)
HOURS = range(24)
QUARTER = timedelta(minutes=15)
MILLISECOND = timedelta(milliseconds=1)
DAY = timedelta(days=1)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
DATE_LINE = datetime(2011, 12, 30, 10, tzinfo=UTC)
"""When Samoa left out 30 December 2011: on its wall the 29th ended, and the 31st began."""


@cache
def zone(name: str) -> ZoneInfo:
    """The zone as the locked tzdata has it, whatever this machine knows of zones."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def every_zone() -> list[str]:
    return files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()


@cache
def changes(name: str, start: datetime = START, end: datetime = END) -> tuple[datetime, ...]:
    """Every instant, to the minute, at which the zone's offset is another than before."""
    found, at = [], start
    while at < end:
        if offset(at, name) != offset(at + DAY, name):
            before, after = at, at + DAY
            while after - before > timedelta(minutes=1):
                middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
                before, after = (middle, after) if offset(middle, name) == offset(at, name) else (before, middle)
            found.append(after)
        at += DAY
    return tuple(found)


def offset(at: datetime, name: str) -> timedelta | None:
    return at.astimezone(zone(name)).utcoffset()


def days_by_the_wall(name: str, start: datetime, end: datetime, hour: int) -> Iterator[tuple[datetime, date]]:
    """Every quarter of an hour from start to end with its study day, as somebody says who watches the wall clock."""
    begun, at = date.min, start
    while at < end:
        wall = at.astimezone(zone(name))
        begun = max(begun, wall.date() if wall.hour >= hour else wall.date() - DAY)
        yield at, begun
        at += QUARTER


def around(instant: datetime) -> tuple[datetime, datetime]:
    """From thirty hours before the change to thirty hours after it."""
    return instant - timedelta(hours=30), instant + timedelta(hours=30)


CHANGES = [(name, change) for name in ZONES for change in changes(name)]
CHANGES += [("Africa/Casablanca", change) for change in changes("Africa/Casablanca", START - 3 * 365 * DAY, START)]
CHANGES += [("Pacific/Apia", DATE_LINE)]
every_change = pytest.mark.parametrize(
    ("name", "change"), CHANGES, ids=[f"{name}-{change:%Y-%m-%dT%H:%M}" for name, change in CHANGES]
)


def test_the_changes_that_are_known_are_found() -> None:
    assert changes("Europe/Vienna")[:2] == (
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
    )
    assert changes("Pacific/Apia", DATE_LINE - DAY, DATE_LINE + DAY) == (DATE_LINE,)
    counts = {name: len(changes(name)) for name in ZONES}
    assert (counts.pop("Asia/Kolkata"), counts.pop("Pacific/Apia")) == (0, 0)
    assert min(counts.values()) >= 1


@every_change
def test_the_day_is_the_one_that_the_wall_clock_tells_for_every_rollover_hour(name: str, change: datetime) -> None:
    for hour in HOURS:
        for at, day in days_by_the_wall(name, *around(change), hour):
            assert study_day(at, zone(name), hour) == day, (at, hour)
            assert study_day(at + QUARTER - MILLISECOND, zone(name), hour) == day, (at, hour)


@every_change
def test_every_study_day_is_one_interval_without_gap_or_overlap(name: str, change: datetime) -> None:
    for hour in HOURS:
        start, end = around(change)
        days = [study_day(start + QUARTER * number, zone(name), hour) for number in range((end - start) // QUARTER)]
        assert days == sorted(days)
        left_out = {date(2011, 12, 30)} if (change, hour) == (DATE_LINE, 0) else set()
        assert set(days) == {days[0] + DAY * number for number in range((days[-1] - days[0]).days + 1)} - left_out


@every_change
def test_a_day_begins_when_the_wall_clock_first_shows_the_rollover_hour_to_the_millisecond(
    name: str, change: datetime
) -> None:
    for hour in HOURS:
        watched = pairwise(days_by_the_wall(name, *around(change), hour))
        begins = [at for (_, before), (at, day) in watched if day != before]
        assert 2 <= len(begins) <= 4
        for at in begins:
            wall = at.astimezone(zone(name))
            assert at == change or (wall.hour, wall.minute, wall.fold) == (hour, 0, 0)
            assert study_day(at, zone(name), hour) > study_day(at - MILLISECOND, zone(name), hour)


def test_a_day_that_has_begun_does_not_go_back_with_the_clocks() -> None:
    # On the Chatham Islands 3:45 becomes 2:45 on 5 April 2026; with a rollover at 3 the day has begun by then.
    change = datetime(2026, 4, 4, 14, 0, tzinfo=UTC)
    chatham = zone("Pacific/Chatham")
    assert (change - MILLISECOND).astimezone(chatham).strftime("%H:%M:%S") == "03:44:59"
    assert change.astimezone(chatham).strftime("%H:%M") == "02:45"
    begins = change - timedelta(minutes=45)
    assert study_day(begins - MILLISECOND, chatham, 3) == date(2026, 4, 4)
    for minutes in range(0, 24 * 60, 5):
        assert study_day(begins + timedelta(minutes=minutes), chatham, 3) == date(2026, 4, 5)
    assert study_day(begins + timedelta(hours=25), chatham, 3) == date(2026, 4, 6)


def test_an_hour_that_is_shown_twice_begins_its_day_the_first_time() -> None:
    # At Troll 3:00 becomes 1:00, so that 2:00 is shown twice: at 0:00 and at 2:00 in UTC.
    [change] = [at for at in changes("Antarctica/Troll") if (at.year, at.month) == (2026, 10)]
    troll = zone("Antarctica/Troll")
    first, second = change - timedelta(hours=1), change + timedelta(hours=1)
    assert first.astimezone(troll).hour == second.astimezone(troll).hour == 2
    assert study_day(first - MILLISECOND, troll, 2) == date(2026, 10, 24)
    assert (
        study_day(first, troll, 2) == study_day(change, troll, 2) == study_day(second, troll, 2) == date(2026, 10, 25)
    )


def test_an_hour_that_is_skipped_begins_its_day_at_the_change() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)  # 2:00 becomes 3:00 in Vienna
    for hour in (2, 3):
        assert study_day(change - MILLISECOND, zone("Europe/Vienna"), hour) == date(2026, 3, 28)
        assert study_day(change, zone("Europe/Vienna"), hour) == date(2026, 3, 29)


@pytest.mark.parametrize("hour", HOURS)
def test_the_day_that_samoa_left_out_lasts_from_midnight_to_the_rollover(hour: int) -> None:
    apia = zone("Pacific/Apia")
    rollover = DATE_LINE + timedelta(hours=hour)
    assert study_day(DATE_LINE - MILLISECOND, apia, hour) == date(2011, 12, 29)
    assert study_day(rollover, apia, hour) == date(2011, 12, 31)
    if hour:
        assert {study_day(at, apia, hour) for at in (DATE_LINE, rollover - MILLISECOND)} == {date(2011, 12, 30)}


def test_in_no_zone_of_the_world_does_a_day_go_back_at_a_change() -> None:
    for name in every_zone():
        for change in changes(name, START, START + 2 * 365 * DAY):
            for hour in HOURS:
                near = [change + QUARTER * step for step in range(-12, 13)]
                days = [study_day(at - early, zone(name), hour) for at in near for early in (MILLISECOND, 0 * DAY)]
                assert days == sorted(days), (name, change, hour)


@st.composite
def instants(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and an instant that is most often near one of its changes."""
    name = draw(st.sampled_from(ZONES))
    anywhere = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
    near = st.sampled_from([change for where, change in CHANGES if where == name] or [START])
    return name, draw(st.one_of(anywhere, near)) + draw(st.timedeltas(-2 * DAY, 2 * DAY))


@given(instants(), st.one_of(st.timedeltas(MILLISECOND, 3 * DAY), st.just(MILLISECOND)), st.sampled_from(HOURS))
@example(("Pacific/Chatham", datetime(2026, 4, 4, 13, 50, tzinfo=UTC)), timedelta(minutes=20), 3)
def test_a_later_instant_never_lies_in_an_earlier_day_whatever_the_rollover(
    where: tuple[str, datetime], later: timedelta, hour: int
) -> None:
    name, instant = where
    first, second = study_day(instant, zone(name), hour), study_day(instant + later, zone(name), hour)
    assert first <= second
    assert (second - first).days <= later.days + 2


@given(instants(), st.sampled_from(ZONES), st.sampled_from(HOURS))
@example(("Pacific/Chatham", datetime(2026, 4, 4, 14, 5, tzinfo=UTC)), "Pacific/Chatham", 3)
def test_the_day_is_the_same_in_whatever_zone_its_instant_is_written(
    where: tuple[str, datetime], written: str, hour: int
) -> None:
    name, instant = where
    assert study_day(instant.astimezone(zone(written)), zone(name), hour) == study_day(instant, zone(name), hour)
