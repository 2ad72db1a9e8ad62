"""The study day: a date in the student's zone that begins at the rollover hour, not at midnight."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

ROLLOVER_HOUR = 4


def study_day(instant: datetime, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> date:
    """The study day of an aware instant: it begins when the wall clock first shows the rollover hour of its date.

    The hours are read off the wall clock, so a change of daylight saving time moves no boundary. A day that has begun
    does not go back, even where the clocks are put back across the rollover hour; an hour that they skip begins its day
    at the moment of the change. Raises OverflowError for the last day of the year 9999.
    """
    wall = instant.astimezone(zone).replace(tzinfo=None)
    day = (wall - timedelta(hours=rollover_hour)).date()
    next_day = day + timedelta(days=1)
    return next_day if instant >= _first_shown(next_day, rollover_hour, zone) else day


def _first_shown(day: date, hour: int, zone: tzinfo) -> datetime:
    """When the wall clock first shows a full hour (fold 0).

    In UTC, for within one zone Python would compare what two walls show and not their instants.
    """
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
