"""Reviews and schedules in Anki's numbers, and back.

Source: Anki's database, tables `cards` and `revlog` (AnkiDroid wiki, “Database structure”), and its own backend as the
tests run it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from studyapp.domain.instant import to_ms
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.schedule import Schedule, advance
from studyapp.domain.scheduler import Grade, Scheduler

PERMILLE = 10
"""Anki keeps the ease in thousandths, SM-2 here in hundredths."""
REVIEW_CARD = 2
"""A card that has left Anki's learning steps; in the column `type` and in `queue`."""
SUSPENDED = -1


class Button(IntEnum):
    """The buttons of Anki, as its log has them."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class RevlogKind(IntEnum):
    """What sort of an event a row of Anki's log is."""

    LEARN = 0
    REVIEW = 1
    RELEARN = 2
    FILTERED = 3
    """Answered ahead of time or, with an ease of 0, without a change of schedule."""
    MANUAL = 4
    RESCHEDULED = 5


_BUTTONS = {Grade.HARD: Button.HARD, Grade.GOOD: Button.GOOD, Grade.EASY: Button.EASY}
_GRADES = {Button.AGAIN: Grade.WRONG, Button.HARD: Grade.HARD, Button.GOOD: Grade.GOOD, Button.EASY: Grade.EASY}


def button_of(grade: Grade) -> Button:
    """The button for a grade; Anki knows one for all three that were not recalled."""
    return _BUTTONS.get(grade, Button.AGAIN)


def grade_of(button: Button) -> Grade:
    """The grade that a button here gives."""
    return _GRADES[button]


@dataclass(frozen=True, slots=True)
class AnkiState:
    """Where a card stands, in the columns of Anki's cards."""

    type: int
    queue: int
    due: date
    """Anki counts it in days since its collection began."""
    interval_days: int
    ease_permille: int
    reps: int
    lapses: int


def state_of(schedule: Schedule, reps: int, *, suspended: bool = False) -> AnkiState:
    """A studied card as a review card of Anki; `reps` is how often it was answered, cram aside.

    That it is to be asked once more today has no place there.
    """
    return AnkiState(
        type=REVIEW_CARD,
        queue=SUSPENDED if suspended else REVIEW_CARD,
        due=schedule.due,
        interval_days=schedule.memory.interval_days,
        ease_permille=schedule.memory.e_factor * PERMILLE,
        reps=reps,
        lapses=schedule.lapses,
    )


@dataclass(frozen=True, slots=True)
class RevlogRow:
    """A review as a row of Anki's log; its id is the instant at which it was answered, in milliseconds since 1970."""

    id: int
    button: Button
    interval_days: int
    last_interval_days: int
    ease_permille: int
    elapsed_ms: int
    kind: RevlogKind


def revlog_of(reviews: Iterable[Review], scheduler: Scheduler) -> Iterator[RevlogRow]:
    """The unretracted reviews of one card as rows of Anki's log, in the order of their instants."""
    before: Schedule | None = None
    for review in sorted(reviews, key=lambda review: review.order):
        after = advance(before, review, scheduler)
        yield _row(review, before, after)
        before = after


def _row(review: Review, before: Schedule | None, after: Schedule | None) -> RevlogRow:
    is_cram = review.kind is ReviewKind.CRAM
    return RevlogRow(
        id=to_ms(review.answered_at),
        button=button_of(review.grade),
        interval_days=after.memory.interval_days if after else 0,
        last_interval_days=before.memory.interval_days if before else 0,
        ease_permille=0 if is_cram or after is None else after.memory.e_factor * PERMILLE,
        elapsed_ms=review.elapsed_ms,
        kind=_kind(review, before),
    )


def _kind(review: Review, before: Schedule | None) -> RevlogKind:
    if review.kind is ReviewKind.CRAM:
        return RevlogKind.FILTERED
    if before is None:
        return RevlogKind.LEARN
    if review.day <= before.last_day:
        return RevlogKind.RELEARN if before.lapses else RevlogKind.LEARN
    return RevlogKind.REVIEW


def is_counted(kind: RevlogKind, ease_permille: int) -> bool:
    """Whether a row of Anki's log is an answer that moves a schedule: in a filtered deck only one that moved it."""
    return kind in {RevlogKind.LEARN, RevlogKind.REVIEW, RevlogKind.RELEARN} or (
        kind is RevlogKind.FILTERED and ease_permille > 0
    )
