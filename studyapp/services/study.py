"""Studying: what today brings, one card after the other, every answer recorded."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from uuid import UUID

from sqlalchemy import Connection

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.day import ROLLOVER_HOUR, study_day
from studyapp.domain.deck import CardKey
from studyapp.domain.mark import CardMark, is_leech
from studyapp.domain.marking import Given, Marking
from studyapp.domain.queue import Limits
from studyapp.domain.review import Review, kind_of
from studyapp.domain.schedule import Schedule, advance, replay
from studyapp.domain.scheduler import Grade, Scheduler
from studyapp.domain.session import Session
from studyapp.domain.sm2 import SM2
from studyapp.domain.way import Asking, Way, way_of
from studyapp.services.agenda import Agenda, Today
from studyapp.services.answering import Answering, Mistake
from studyapp.services.cards import card_of
from studyapp.storage.database import Database
from studyapp.storage.marks import all_marks, mark_of, put_mark
from studyapp.storage.reviews import (
    add_reviews,
    answers_given,
    counted_cards,
    known_ids,
    last_review,
    retract,
    reviews_of,
)
from studyapp.storage.schedules import all_schedules, put_schedule, schedule_of
from studyapp.storage.tables import LOCAL_USER_ID

LONGEST_ELAPSED_MS = 60_000
"""An answer that took longer was interrupted; it counts as one minute."""


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What a student may set about studying."""

    zone: tzinfo = UTC
    rollover_hour: int = ROLLOVER_HOUR
    limits: Limits = field(default_factory=Limits)
    asking: Asking = Asking.REVEAL

    def day(self, instant: datetime) -> date:
        """The study day of an instant."""
        return study_day(instant, self.zone, self.rollover_hour)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a grade would lead to."""

    days: int | None
    """Days until the card is due again; None for a drill or cram, which change no schedule."""
    again_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardToStudy:
    """A card, how it is asked, and what each grade would lead to."""

    card: Card
    outcomes: Mapping[Grade, Outcome]
    is_new: bool
    is_drill: bool
    is_done: bool
    """Answered today and not to be asked again: a mistaken grade is mended by undo, not by another one."""
    is_leech: bool
    mark: CardMark
    way: Way
    ways: tuple[Way, ...]
    """Every way in which it can be asked."""
    options: tuple[str, ...] = ()
    """What to choose from, when it is asked by choice."""
    marking: Marking | None = None
    """What became of what was given, when anything was."""
    mistakes: tuple[Mistake, ...] = ()
    """What was given wrongly, and what that really is."""

    gave_up: bool = False
    """Whether it was to be answered otherwise than by thinking, and nothing was given."""

    @property
    def proposed(self) -> Grade:
        """The grade to propose."""
        if self.marking:
            return self.marking.proposed
        return Grade.WRONG if self.gave_up else Grade.GOOD


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A student's grade for a card, as it arrives from a page; `id` is made where it was given."""

    id: UUID
    card: CardKey
    grade: Grade
    shown_at: datetime | None = None
    given: Given | None = None
    """What was given before it was graded, when anything was."""
    is_cram: bool = False


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
        self.answering = Answering(catalog)
        self.after_review: Callable[[], None] = lambda: None
        """What is called once a review is committed; it returns at once and raises nothing."""
        self.user = LOCAL_USER_ID
        self._agenda = Agenda(database, catalog, self.user)

    def under(self, settings: StudySettings) -> "Study":
        """The same studying under other settings."""
        other = copy(self)
        other.settings = settings
        return other

    def today(self, session: Session | None = None) -> Today:
        """What the study day holds at this moment, or what is left of a session."""
        return self._agenda.today(session or Session(), self.day(), self.settings.limits)

    def card(
        self, key: CardKey, given: Given | None = None, way: Way | None = None, session: Session | None = None
    ) -> CardToStudy:
        """A card by its key, now or in an earlier release, with what was given marked; raises NotFoundError.

        It is asked in the way wished, where it can be, else as the student's settings have it.
        """
        card = card_of(self.catalog, key)
        with self.database.read() as connection:
            schedule = schedule_of(connection, self.user, card.key)
            mark = mark_of(connection, self.user, card.key)
        is_cram = session is not None and session.is_cram
        is_drill = not is_cram and schedule is not None and schedule.is_studied_on(self.day())
        ways = self.answering.ways(card)
        usual = way_of(self.settings.asking, ways, schedule.memory.repetition if schedule else 0)
        marking = self.answering.mark(card, given) if given else None
        return CardToStudy(
            card=card,
            outcomes=self._outcomes(schedule, is_drill=is_drill or is_cram),
            is_new=schedule is None,
            is_drill=is_drill,
            is_done=schedule is not None and is_drill and not schedule.drill_open,
            is_leech=schedule is not None and is_leech(schedule.lapses, mark),
            mark=mark,
            way=way if way in ways else usual,
            ways=ways,
            options=self.answering.options(card, self._seed(card.key, schedule)) if Way.CHOOSE in ways else (),
            marking=marking,
            mistakes=self.answering.mistakes(card, marking) if marking else (),
            gave_up=marking is None and way not in {None, Way.REVEAL},
        )

    def _seed(self, key: CardKey, schedule: Schedule | None) -> str:
        """Options stand alike until the card was answered, and otherwise the next time."""
        return f"{key.deck} {key.card} {schedule.last_answered_at.isoformat() if schedule else ''}"

    def answer(self, given: GivenAnswer) -> None:
        """Record a grade given just now; raises NotFoundError for a card that no deck holds."""
        now = self.clock()
        elapsed = (now - given.shown_at).total_seconds() * 1000 if given.shown_at else 0
        card = card_of(self.catalog, given.card)
        marking = self.answering.mark(card, given.given) if given.given else None
        mistakes = self.answering.mistakes(card, marking) if marking else ()
        review = Review(
            id=given.id,
            card=given.card,
            grade=given.grade,
            answered_at=now,
            day=self.day(now),
            elapsed_ms=int(min(max(elapsed, 0), LONGEST_ELAPSED_MS)),
            kind=kind_of(is_cram=given.is_cram),
            way=marking.way if marking else Way.REVEAL,
            given=(*marking.found, *(one.name for one in mistakes)) if marking else (),
            mistaken=tuple(one.name for one in mistakes if one.facts),
        )
        self.record(review)

    def record(self, review: Review) -> None:
        """Record one review, as `record_all` does; raises NotFoundError."""
        self.record_all([review])

    def record_all(self, reviews: Iterable[Review]) -> list[Review]:
        """The one door by which reviews enter: the log and the schedules change together, or not at all.

        A review whose id is known already changes nothing, be it retracted since. Those that are newer than their
        card's last are single steps of the scheduler; a late one replays the card's log. Returns what is new, as it is
        stored. Raises NotFoundError, and then records nothing.
        """
        arriving = [replace(review, card=card_of(self.catalog, review.card).key) for review in reviews]
        with self.database.write() as connection:
            stored = add_reviews(connection, self.user, arriving)
            by_card: dict[CardKey, list[Review]] = {}
            for review in stored:
                by_card.setdefault(review.card, []).append(review)
            for key, log in by_card.items():
                self._advance(connection, key, log)
        if stored:
            self.after_review()
        return stored

    def _advance(self, connection: Connection, key: CardKey, log: list[Review]) -> None:
        """Let a card's schedule follow from reviews that were added, oldest first."""
        schedule = schedule_of(connection, self.user, key)
        if schedule is None or log[0].answered_at <= schedule.last_answered_at:
            self._replay(connection, key)
            return
        for review in log:
            schedule = advance(schedule, review, self.scheduler)
        put_schedule(connection, self.user, key, schedule)

    def answers_given(self) -> set[tuple[CardKey, int]]:
        """Card, by its key today, and instant in milliseconds of every review ever recorded, be it retracted since."""
        with self.database.read() as connection:
            return {(self.catalog.now(key), at) for key, at in answers_given(connection, self.user)}

    def known(self, reviews: Iterable[Review]) -> set[UUID]:
        """The ids of those of the reviews that were recorded before, be they retracted since."""
        with self.database.read() as connection:
            return known_ids(connection, self.user, [review.id for review in reviews])

    def undo(self, newest: UUID, *, is_cram: bool = False) -> CardKey | None:
        """Retract the review of that id, which must be the newest of today or of today's cram, and return its card.

        None, and nothing is done, when it is not the newest (any more): a double click takes back one grade. None too
        when the card has left its deck since.
        """
        with self.database.write() as connection:
            review = last_review(connection, self.user, self.day(), kind_of(is_cram=is_cram))
            if review is None or review.id != newest:
                return None
            retract(connection, self.user, review.id, self.clock())
            key = self.catalog.now(review.card)
            self._replay(connection, key)
        return key if key in self.catalog.cards else None

    def refresh_schedules(self) -> None:
        """Complete the schedule cache from the log: cards without one, and cards whose id has changed.

        A history that stands nowhere may be counted for a card that claims it no more: then all is made anew.
        """
        with self.database.read() as connection:
            kept = all_schedules(connection, self.user).keys()
            counted = {self.catalog.now(key) for key in counted_cards(connection, self.user)}
        if counted <= {self.catalog.now(key) for key in kept}:
            stale = {key for old in kept if old != self.catalog.now(old) for key in (old, self.catalog.now(old))}
        else:
            stale = kept | counted
        self._lead_marks()
        if stale:
            with self.database.write() as connection:
                for key in stale:
                    self._replay(connection, key)

    def _lead_marks(self) -> None:
        """Marks on cards that were renamed since follow them."""
        with self.database.read() as connection:
            former = [mark for key, mark in all_marks(connection, self.user).items() if key != self.catalog.now(key)]
        if former:
            with self.database.write() as connection:
                for mark in former:
                    own = mark_of(connection, self.user, self.catalog.now(mark.card))
                    put_mark(connection, self.user, own.joined(mark))
                    put_mark(connection, self.user, CardMark(card=mark.card))

    def day(self, instant: datetime | None = None) -> date:
        """The study day of an instant, by default of now."""
        return self.settings.day(instant or self.clock())

    def _replay(self, connection: Connection, key: CardKey) -> None:
        """Make a card's schedule anew; none under an id that it has no more."""
        keys = [old for old in (key, *self.catalog.former) if self.catalog.now(old) == key]
        schedule = replay(reviews_of(connection, self.user, keys), self.scheduler) if keys else None
        put_schedule(connection, self.user, key, schedule and replace(schedule, card=key))

    def _outcomes(self, schedule: Schedule | None, *, is_drill: bool) -> dict[Grade, Outcome]:
        memory = schedule.memory if schedule else self.scheduler.start()
        preview = self.scheduler.preview(memory)
        return {
            grade: Outcome(None if is_drill else after.interval_days, grade.drilled) for grade, after in preview.items()
        }
