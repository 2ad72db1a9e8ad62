"""The study day begins at the rollover hour, in every zone and across every change of the clocks."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.day import study_day

VIENNA = ZoneInfo("Europe/Vienna")
ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC")

LEFT_OUT = date(2011, 12, 30)
"""The day that Samoa left out when it crossed the date line; no wall clock there ever showed its 04:00."""

instants = st.datetimes(datetime(2009, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
zones = st.sampled_from(ZONES).map(ZoneInfo)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_night_belongs_to_the_day_before_until_4_o_clock() -> None:
    assert study_day(datetime(2026, 6, 2, 3, 59, 59, 999_000, tzinfo=VIENNA), VIENNA) == date(2026, 6, 1)
    assert study_day(datetime(2026, 6, 2, 4, 0, tzinfo=VIENNA), VIENNA) == date(2026, 6, 2)
    assert study_day(datetime(2026, 6, 2, 23, 59, tzinfo=VIENNA), VIENNA) == date(2026, 6, 2)


def test_the_rollover_hour_may_be_set() -> None:
    early = datetime(2026, 6, 2, 0, 30, tzinfo=VIENNA)
    assert study_day(early, VIENNA, rollover_hour=0) == date(2026, 6, 2)
    assert study_day(early, VIENNA, rollover_hour=1) == date(2026, 6, 1)


def test_the_day_is_read_off_the_students_wall_clock_not_off_utc() -> None:
    noon = utc("2026-06-01T12:00")
    assert study_day(noon, ZoneInfo("Pacific/Apia")) == date(2026, 6, 1)  # 01:00 on the 2nd there
    assert study_day(noon, timezone(timedelta(hours=-10))) == date(2026, 5, 31)  # 02:00 there


@pytest.mark.parametrize(
    ("zone", "last_instant", "day"),
    [
        # Each is the UTC minute before 04:00 on the wall, on the morning when the clocks change.
        ("Europe/Vienna", "2026-03-29T01:59", date(2026, 3, 28)),  # spring forward at 02:00, now UTC+2
        ("Europe/Vienna", "2026-10-25T02:59", date(2026, 10, 24)),  # fall back at 03:00, now UTC+1
        ("America/New_York", "2026-03-08T07:59", date(2026, 3, 7)),  # now UTC-4
        ("America/New_York", "2026-11-01T08:59", date(2026, 10, 31)),  # now UTC-5
        ("Australia/Lord_Howe", "2026-10-03T16:59", date(2026, 10, 3)),  # by half an hour, now UTC+11
        ("Australia/Lord_Howe", "2026-04-04T17:29", date(2026, 4, 4)),  # now UTC+10:30
    ],
)
def test_a_change_of_the_clocks_moves_no_boundary(zone: str, last_instant: str, day: date) -> None:
    last = utc(last_instant)
    assert study_day(last, ZoneInfo(zone)) == day
    assert study_day(last + timedelta(minutes=1), ZoneInfo(zone)) == day + timedelta(days=1)


def test_the_repeated_hour_belongs_to_one_day() -> None:
    first, second = utc("2026-10-25T00:30"), utc("2026-10-25T01:30")  # 02:30 in Vienna, twice
    assert study_day(first, VIENNA, rollover_hour=2) == study_day(second, VIENNA, rollover_hour=2) == date(2026, 10, 25)
    assert study_day(first, VIENNA, rollover_hour=3) == study_day(second, VIENNA, rollover_hour=3) == date(2026, 10, 24)


def test_a_rollover_hour_that_the_clocks_skip_falls_on_the_moment_of_the_change() -> None:
    change = utc("2026-03-29T01:00")  # 02:00 becomes 03:00 in Vienna
    assert study_day(change, VIENNA, rollover_hour=2) == date(2026, 3, 29)
    assert study_day(change - timedelta(seconds=1), VIENNA, rollover_hour=2) == date(2026, 3, 28)


def test_a_day_that_a_zone_left_out_keeps_only_the_night_after_it() -> None:
    apia = ZoneInfo("Pacific/Apia")  # from the end of 29 December 2011 straight to the 31st
    change = utc("2011-12-30T10:00")
    assert study_day(change - timedelta(seconds=1), apia) == date(2011, 12, 29)
    assert study_day(change, apia) == date(2011, 12, 30)
    assert study_day(change + timedelta(hours=4), apia) == date(2011, 12, 31)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=3)), zones)
def test_a_later_instant_never_lies_in_an_earlier_day(instant: datetime, later: timedelta, zone: ZoneInfo) -> None:
    assert study_day(instant, zone) <= study_day(instant + later, zone)


@given(instants, zones, zones)
def test_the_day_is_the_same_in_whatever_zone_the_instant_is_written(
    instant: datetime, zone: ZoneInfo, written: ZoneInfo
) -> None:
    assert study_day(instant.astimezone(written), zone) == study_day(instant, zone)
