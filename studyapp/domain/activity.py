"""Activity: on which study days how much was answered, and for how long."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
DAYS_IN_WEEK = 7
WEEKS_SHOWN = 53
MOST_HEAT = 4


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on one study day or more."""

    answers: int = 0
    elapsed_ms: int = 0

    def __add__(self, other: "Work") -> "Work":
        """Both together."""
        return Work(self.answers + other.answers, self.elapsed_ms + other.elapsed_ms)


@dataclass(frozen=True, slots=True)
class Streak:
    """Study days in a row."""

    current: int
    longest: int


class Activity:
    """Counts answers of every kind by deck and day, as they are told."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self._counts: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, deck: str, day: date, elapsed_ms: int) -> None:
        """Count one answer and the time that it took."""
        count = self._counts[deck, day]
        count[0] += 1
        count[1] += elapsed_ms

    def days(self, deck: str | None = None) -> Mapping[date, Work]:
        """What was done on each study day that had any, on one deck or all."""
        found: dict[date, Work] = {}
        for (its_deck, day), count in self._counts.items():
            if deck in {None, its_deck}:
                found[day] = found.get(day, Work()) + Work(*count)
        return found


def streak_of(days: Collection[date], today: date) -> Streak:
    """Study days in a row: those that reach today, or yesterday while today may still be studied, and the most ever."""
    longest, run, last = 0, 0, None
    runs: dict[date, int] = {}
    for day in sorted(days):
        run = run + 1 if last == day - DAY else 1
        runs[day], last, longest = run, day, max(longest, run)
    return Streak(runs.get(today) or runs.get(today - DAY, 0), longest)


def weeks_until(today: date, number: int = WEEKS_SHOWN) -> list[list[date]]:
    """The last weeks, Monday to Sunday, the last of them the one that holds today and ends with it."""
    monday = today - today.weekday() * DAY
    starts = [monday - back * DAYS_IN_WEEK * DAY for back in reversed(range(number))]
    weeks = [[start + place * DAY for place in range(DAYS_IN_WEEK)] for start in starts]
    return [[day for day in week if day <= today] for week in weeks]


def heat(answers: int, most: int) -> int:
    """How full a day is beside the fullest, in quarters: 0 for none, 1 to 4."""
    return -(-MOST_HEAT * answers // most) if answers else 0
