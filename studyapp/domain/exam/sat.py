"""A form of an exam that is sat: since when, and against which clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.forms import ExamForm
from studyapp.domain.exam.item import Item
from studyapp.errors import NotFoundError

GRACE = timedelta(seconds=15)
"""So long after the end an answer that was on its way still counts."""
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One student's sitting of a form; without minutes it may take as long as it takes."""

    id: UUID
    exam: UUID
    form: str
    started_at: datetime
    minutes: int | None = None
    submitted_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was submitted."""
        return self.submitted_at is not None

    @property
    def ends_at(self) -> datetime | None:
        """When its time is up; None when no clock runs."""
        return None if self.minutes is None else self.started_at + timedelta(minutes=self.minutes)

    @property
    def closes_at(self) -> datetime | None:
        """Until when answers are taken: a little after its end."""
        return self.ends_at + GRACE if self.ends_at else None

    @property
    def ran_out(self) -> bool:
        """Whether it was the clock that submitted it."""
        return self.is_over and self.submitted_at == self.ends_at

    def is_closed(self, now: datetime) -> bool:
        """Whether no answer is taken any more."""
        return self.is_over or (self.closes_at is not None and now > self.closes_at)

    def left(self, now: datetime) -> timedelta | None:
        """How much time is left, never below nothing nor above all of it; None when no clock runs."""
        if self.ends_at is None:
            return None
        return max(NO_TIME, min(self.ends_at - now, self.ends_at - self.started_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class SatForm:
    """A sitting with its form and what was given so far."""

    sitting: Sitting
    exam: Exam
    form: ExamForm
    answers: Mapping[str, Answer]
    """By item; only what holds anything."""

    @property
    def open(self) -> tuple[int, ...]:
        """Numbers of the items for which nothing is given."""
        return tuple(one.number for one in self.form.items if one.item.id not in self.answers)

    def item(self, number: int) -> Item:
        """The item of that number; raises NotFoundError."""
        if not 1 <= number <= len(self.form.items):
            raise NotFoundError("This form has no such question.")
        return self.form.items[number - 1].item
