"""The clock of a sitting as pages show it: to the minute, and told to screen readers seldom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from studyapp.domain.exam.sat import NO_TIME, Sitting

WARNINGS = (1, 5, 10)
"""Minutes before the end at which the time is told aloud: seldom enough to be listened to."""
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time is left of a sitting."""

    minutes: int
    """Minutes that are left, the last one whole until it is over."""
    warning: int | None
    """The last warning that was due."""
    again: int
    """Seconds after which the page looks again: when the minute changes, or when it is all over."""
    ends_at: datetime

    @property
    def words(self) -> str:
        """What it shows."""
        if not self.minutes:
            return "Time is up: it is being handed in."
        return "Less than a minute left" if self.minutes == 1 else f"{self.minutes} minutes left"


def clock_of(sitting: Sitting, now: datetime) -> Clock | None:
    """The clock at an instant; None when none runs."""
    left = sitting.left(now)
    if left is None or sitting.ends_at is None or sitting.closes_at is None:
        return None
    minutes = ceil(left / MINUTE)
    changes_in = left - (minutes - 1) * MINUTE if left > NO_TIME else sitting.closes_at - now + SECOND
    warning = next((one for one in WARNINGS if minutes <= one), None)
    return Clock(minutes, warning, max(ceil(changes_in / SECOND), 1), sitting.ends_at)
