"""A schedule: what replaying a card's reviews yields. It is a cache; the log is the truth.

The first review of a card on a study day is the repetition and moves the memory. Later ones that day are drills:
they change neither E-Factor nor interval, and close the drill once one of them reaches 4.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from studyapp.domain.deck import CardKey
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.scheduler import Memory, Scheduler

FARTHEST_WEST = timedelta(days=3)
"""Zones lie up to 26 hours apart, and rollover hours 23: the days of one instant differ by no more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Where one card stands after its reviews."""

    card: CardKey
    memory: Memory
    due: date
    first_day: date
    last_day: date
    last_answered_at: datetime
    lapses: int
    drill_open: bool
    """Whether the card is still to be asked again on `last_day`."""

    def is_studied_on(self, day: date) -> bool:
        """Whether the card was answered on that day already; a later day counts, for a zone may move west.

        A day too far ahead for that was made by a wrong clock, and uses up no limit until it comes.
        """
        return day <= self.last_day <= day + FARTHEST_WEST


def advance(schedule: Schedule | None, review: Review, scheduler: Scheduler) -> Schedule | None:
    """The schedule after one more review, newer than all before it; cram leaves it as it was."""
    if review.kind is ReviewKind.CRAM:
        return schedule
    if schedule is not None and review.day <= schedule.last_day:
        return replace(schedule, drill_open=review.grade.drilled, last_answered_at=review.answered_at)
    return _repetition(schedule, review, scheduler)


def _repetition(schedule: Schedule | None, review: Review, scheduler: Scheduler) -> Schedule:
    memory = scheduler.step(schedule.memory if schedule else scheduler.start(), review.grade)
    lapsed = schedule is not None and not review.grade.passed
    return Schedule(
        card=review.card,
        memory=memory,
        due=review.day + timedelta(days=memory.interval_days),
        first_day=schedule.first_day if schedule else review.day,
        last_day=review.day,
        last_answered_at=review.answered_at,
        lapses=(schedule.lapses if schedule else 0) + lapsed,
        drill_open=review.grade.drilled,
    )


def replay(reviews: Iterable[Review], scheduler: Scheduler) -> Schedule | None:
    """The schedule that a card's reviews yield, in whatever order they are handed in; None without any."""
    schedule: Schedule | None = None
    for review in sorted(reviews, key=lambda review: review.order):
        schedule = advance(schedule, review, scheduler)
    return schedule
