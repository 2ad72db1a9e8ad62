"""A review: one graded answer, immutable once it is made."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from studyapp.domain.deck import CardKey
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way


class ReviewKind(StrEnum):
    """Whether a review moves the schedule."""

    STUDY = "study"
    CRAM = "cram"


def kind_of(*, is_cram: bool) -> ReviewKind:
    """The kind of the reviews of a cram, or of studying on schedule."""
    return ReviewKind.CRAM if is_cram else ReviewKind.STUDY


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One graded answer.

    `id` is made where the answer was given, so that a retry is the same review. `answered_at` is an aware UTC
    instant in whole milliseconds; `day` is the study day it was given on and never changes with settings.
    """

    id: UUID
    card: CardKey
    grade: Grade
    answered_at: datetime
    day: date
    elapsed_ms: int
    kind: ReviewKind = ReviewKind.STUDY
    way: Way = Way.REVEAL
    given: tuple[str, ...] = ()
    """What was chosen, typed or tapped, by the names that the decks have for it; nothing for a card only revealed."""
    mistaken: tuple[str, ...] = ()
    """Those that are wrong and that the decks know: what the answer was mixed up with."""

    @property
    def order(self) -> tuple[datetime, UUID]:
        """Where it stands when the log is replayed."""
        return (self.answered_at, self.id)
