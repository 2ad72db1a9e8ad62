"""SM-2 and the replay of a log told once more, from the text and with fractions, for tests to compare with.

P. A. Wozniak, Optimization of learning (1990), ch. 3.2, rule by rule; that a lapse counts as repetition 0 follows from
the author's published unit. Nothing here is taken from the program, and nothing is fast.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple
from uuid import UUID


class Told(NamedTuple):
    """A review as the text needs it."""

    answered_at: datetime
    id: UUID
    day: date
    quality: int


class Standing(NamedTuple):
    """Where a card stands."""

    repetition: int
    interval_days: int
    e_factor: Fraction
    due: date
    first_day: date
    last_day: date
    lapses: int
    asked_again_today: bool


def intervals_and_factors(qualities: Iterable[int]) -> list[tuple[int, int, Fraction]]:
    """Repetition, interval in days and E-Factor after each quality of a row."""
    n, interval, factor = 0, 0, Fraction("2.5")  # 1: with all items associate an E-Factor equal to 2.5
    rows = []
    for q in qualities:
        if q < 3:  # 6: start repetitions from the beginning without changing the E-Factor
            n, interval = 0, 1
        else:
            n += 1
            factor += Fraction("0.1") - (5 - q) * (Fraction("0.08") + (5 - q) * Fraction("0.02"))  # 5
            factor = max(factor, Fraction("1.3"))
            interval = {1: 1, 2: 6}.get(n) or ceil(interval * factor)  # 2: a fraction is rounded up
            interval = min(interval, 36_500)  # ours
        rows.append((n, interval, factor))
    return rows


def standing(log: Iterable[Told]) -> Standing | None:
    """Where a card stands after all its reviews: the first of a day is the repetition, the others are drills (7)."""
    repetitions: list[Told] = []
    last: Told | None = None
    for review in sorted(log):
        last = review
        if not repetitions or review.day > repetitions[-1].day:
            repetitions.append(review)
    if last is None:
        return None
    n, interval, factor = intervals_and_factors(review.quality for review in repetitions)[-1]
    day = repetitions[-1].day
    return Standing(
        repetition=n,
        interval_days=interval,
        e_factor=factor,
        due=day + timedelta(days=interval),
        first_day=repetitions[0].day,
        last_day=day,
        lapses=sum(review.quality < 3 for review in repetitions[1:]),
        asked_again_today=last.quality < 4,
    )
