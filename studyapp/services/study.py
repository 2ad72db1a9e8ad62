"""Studying: what today brings, one card after the other, every answer recorded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from statistics import mean
from uuid import UUID

from sqlalchemy import Connection

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.day import ROLLOVER_HOUR, study_day
from studyapp.domain.deck import CardKey
from studyapp.domain.queue import Limits, Queue, next_day, study_queue
from studyapp.domain.review import Review
from studyapp.domain.schedule import Schedule, advance, replay
from studyapp.domain.scheduler import Grade, Scheduler
from studyapp.domain.sm2 import SM2
from studyapp.domain.tapping import Marking, mark
from studyapp.domain.way import Way
from studyapp.errors import NotFoundError
from studyapp.storage.database import Database
from studyapp.storage.reviews import (
    add_review,
    is_known,
    last_review,
    logged_cards,
    recent_elapsed_ms,
    retract,
    reviews_of,
)
from studyapp.storage.schedules import all_schedules, put_schedule, schedule_of
from studyapp.storage.tables import LOCAL_USER_ID

REVIEWS_FOR_PACE = 100
FEWEST_FOR_PACE = 10
LONGEST_ELAPSED_MS = 60_000
"""An answer that took longer was interrupted; it counts as one minute."""
USUAL_SECONDS = 15.0
NEW_CARD_FACTOR = 2
"""A new card takes about as long as two known ones."""


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What a student may set about studying."""

    zone: tzinfo = UTC
    rollover_hour: int = ROLLOVER_HOUR
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Today:
    """What the study day holds at this moment."""

    day: date
    queue: Queue
    done: int
    """Cards answered today that need no more drill."""
    minutes: int
    """About how long the queue will take; 0 when it is empty."""
    next_day: date | None
    """The first later day with something to study; None when nothing ever will."""
    last_review: UUID | None
    """The newest review of today, the one that can be undone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a grade would lead to."""

    days: int | None
    """Days until the card is due again; None for a drill, which changes no schedule."""
    again_today: bool


@dataclass(frozen=True, slots=True)
class CardToStudy:
    """A card, and what each grade would lead to."""

    card: Card
    outcomes: Mapping[Grade, Outcome]
    is_new: bool
    is_drill: bool
    is_done: bool
    """Answered today and not to be asked again: a mistaken grade is mended by undo, not by another one."""
    marking: Marking | None = None
    """What became of the zones that were tapped, when any were."""

    @property
    def proposed(self) -> Grade:
        """The grade to propose."""
        return self.marking.proposed if self.marking else Grade.GOOD


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A student's grade for a card, as it arrives from a page; `id` is made where it was given."""

    id: UUID
    card: CardKey
    grade: Grade
    shown_at: datetime | None = None


class Study:
    """One student's studying."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        clock: Callable[[], datetime],
        settings: StudySettings | None = None,
        scheduler: Scheduler | None = None,
    ) -> None:
        """Study the catalog's cards; `clock` tells the time as an aware UTC datetime."""
        self.database = database
        self.catalog = catalog
        self.clock = clock
        self.settings = settings or StudySettings()
        self.scheduler = scheduler or SM2()
        self.after_review: Callable[[], None] = lambda: None
        """What is called once a review is committed; it returns at once and raises nothing."""
        self.user = LOCAL_USER_ID
        self._siblings = catalog.siblings()

    def today(self) -> Today:
        """What the study day holds at this moment."""
        day = self._day()
        with self.database.read() as connection:
            schedules = all_schedules(connection, self.user)
            paces = recent_elapsed_ms(connection, self.user, REVIEWS_FOR_PACE)
            last = last_review(connection, self.user, day)
        queue = study_queue(self._siblings, schedules, day, self.settings.limits)
        finished = (s for s in schedules.values() if s.is_studied_on(day) and not s.drill_open)
        return Today(
            day=day,
            queue=queue,
            done=sum(1 for _ in finished),
            minutes=_minutes(queue, paces),
            next_day=next_day(self._siblings, schedules, day, self.settings.limits),
            last_review=last.id if last else None,
        )

    def card(self, key: CardKey, taps: Iterable[str] = ()) -> CardToStudy:
        """A card by its key, now or in an earlier release, with zones that were tapped marked; raises NotFoundError."""
        card = self._card(key)
        with self.database.read() as connection:
            schedule = schedule_of(connection, self.user, card.key)
        is_drill = schedule is not None and schedule.is_studied_on(self._day())
        return CardToStudy(
            card,
            self._outcomes(schedule, is_drill=is_drill),
            is_new=schedule is None,
            is_drill=is_drill,
            is_done=schedule is not None and is_drill and not schedule.drill_open,
            marking=self._marking(card, tuple(taps)),
        )

    def _marking(self, card: Card, taps: tuple[str, ...]) -> Marking | None:
        zones = self.catalog.words.vocabulary.zones
        taps = tuple(zone for zone in taps if zone in zones)
        if not taps or card.chart is None or Way.TAP not in card.ways:
            return None
        labels = {answer.text for answer in card.required}
        contested = (fact.id.rpartition(".")[2] for fact in card.contested)  # its zone ends the id of such a fact
        asked = (zone.zone for pattern in card.chart.patterns for zone in pattern.zones)
        required = [zone for zone in asked if zones[zone].label in labels]
        return mark(card.chart, required, taps, load_body_chart(), contested)

    def answer(self, given: GivenAnswer) -> None:
        """Record a grade given just now; raises NotFoundError for a card that no deck holds."""
        now = self.clock()
        elapsed = (now - given.shown_at).total_seconds() * 1000 if given.shown_at else 0
        review = Review(
            id=given.id,
            card=given.card,
            grade=given.grade,
            answered_at=now,
            day=self._day(now),
            elapsed_ms=int(min(max(elapsed, 0), LONGEST_ELAPSED_MS)),
        )
        self.record(review)

    def record(self, review: Review) -> None:
        """The one door by which reviews enter: the log and the schedule change together, or not at all.

        A review whose id is known already changes nothing, be it retracted since. One that is newer than the card's
        last is a single step of the scheduler; a late one replays the card's log. Raises NotFoundError.
        """
        card = self._card(review.card)
        with self.database.write() as connection:
            if is_known(connection, self.user, review.id):
                return
            stored = add_review(connection, self.user, replace(review, card=card.key))
            schedule = schedule_of(connection, self.user, card.key)
            if schedule is not None and stored.answered_at > schedule.last_answered_at:
                put_schedule(connection, self.user, card.key, advance(schedule, stored, self.scheduler))
            else:
                self._replay(connection, card.key)
        self.after_review()

    def undo(self, newest: UUID) -> CardKey | None:
        """Retract the review of that id, which must be the newest of today, and return its card.

        None, and nothing is done, when it is not the newest (any more): a double click takes back one grade. None too
        when the card has left its deck since.
        """
        with self.database.write() as connection:
            review = last_review(connection, self.user, self._day())
            if review is None or review.id != newest:
                return None
            retract(connection, self.user, review.id, self.clock())
            key = self._now(review.card)
            self._replay(connection, key)
        return key if key in self.catalog.cards else None

    def refresh_schedules(self) -> None:
        """Complete the schedule cache from the log: cards without one, and cards whose id has changed."""
        with self.database.read() as connection:
            kept = all_schedules(connection, self.user)
            logged = logged_cards(connection, self.user)
        former = [key for key in kept if key in self.catalog.former]
        missing = {self._now(key) for key in logged} - (kept.keys() - {self._now(key) for key in former})
        if former or missing:
            with self.database.write() as connection:
                for key in former:
                    put_schedule(connection, self.user, key, None)
                for key in missing:
                    self._replay(connection, key)

    def _now(self, key: CardKey) -> CardKey:
        """The key of a card today."""
        return self.catalog.former.get(key, key)

    def _card(self, key: CardKey) -> Card:
        try:
            return self.catalog.card(key)
        except KeyError:
            raise NotFoundError(f"There is no card “{key.card}” in the deck “{key.deck}”.") from None

    def _day(self, instant: datetime | None = None) -> date:
        return study_day(instant or self.clock(), self.settings.zone, self.settings.rollover_hour)

    def _replay(self, connection: Connection, key: CardKey) -> None:
        keys = [key, *(former for former, now in self.catalog.former.items() if now == key)]
        schedule = replay(reviews_of(connection, self.user, keys), self.scheduler)
        put_schedule(connection, self.user, key, schedule and replace(schedule, card=key))

    def _outcomes(self, schedule: Schedule | None, *, is_drill: bool) -> dict[Grade, Outcome]:
        memory = schedule.memory if schedule else self.scheduler.start()
        preview = self.scheduler.preview(memory)
        return {
            grade: Outcome(None if is_drill else after.interval_days, grade.drilled) for grade, after in preview.items()
        }


def _minutes(queue: Queue, paces: list[int]) -> int:
    """Whole minutes, rounded up; drills are counted like the cards they repeat."""
    usual = len(paces) < FEWEST_FOR_PACE
    seconds = USUAL_SECONDS if usual else mean(paces) / 1000
    cards = len(queue.due) + NEW_CARD_FACTOR * len(queue.new) + len(queue.drill)
    return -(-int(cards * max(seconds, 1)) // 60)
