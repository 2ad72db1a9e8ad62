"""The study day: a date in the student's zone that begins at the rollover hour, not at midnight."""

from datetime import date, datetime, timedelta, tzinfo

ROLLOVER_HOUR = 4


def study_day(instant: datetime, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> date:
    """The study day of an aware instant: until the rollover hour the night belongs to the day before.

    The hours are read off the wall clock, so a change of daylight saving time moves no boundary.
    """
    wall = instant.astimezone(zone).replace(tzinfo=None)
    return (wall - timedelta(hours=rollover_hour)).date()
