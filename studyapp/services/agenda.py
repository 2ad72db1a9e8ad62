"""The agenda: what today brings, or what is left of a session."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import mean
from uuid import UUID

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.mark import CardMark, is_leech
from studyapp.domain.queue import Limits, Queue, next_day, study_queue
from studyapp.domain.review import Review, ReviewKind, kind_of
from studyapp.domain.schedule import Schedule
from studyapp.domain.selection import Standing, hard, weakest
from studyapp.domain.session import WITHOUT_LIMITS, Session, cram_queue
from studyapp.storage.database import Database
from studyapp.storage.marks import all_marks
from studyapp.storage.reviews import last_review, recent_elapsed_ms, reviews_since
from studyapp.storage.schedules import all_schedules

REVIEWS_FOR_PACE = 100
FEWEST_FOR_PACE = 10
USUAL_SECONDS = 15.0
NEW_CARD_FACTOR = 2
"""A new card takes about as long as two known ones."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the study day holds at this moment, or what is left of a session."""

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
    leeches: int = 0
    """How many cards were forgotten so often that they are set aside."""


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is not asked, by why."""

    suspended: frozenset[CardKey]
    leeches: frozenset[CardKey]
    buried: frozenset[CardKey]

    @classmethod
    def of(cls, schedules: Mapping[CardKey, Schedule], marks: Mapping[CardKey, CardMark], day: date) -> "_Aside":
        suspended = frozenset(key for key, mark in marks.items() if mark.suspended)
        leeches = frozenset(key for key, one in schedules.items() if is_leech(one.lapses, marks.get(key)))
        buried = frozenset(key for key, mark in marks.items() if mark.buried_on == day)
        return cls(suspended, leeches - suspended, buried)


class Agenda:
    """What one student has to study."""

    def __init__(self, database: Database, catalog: Catalog, user: int) -> None:
        """Plan the catalog's cards."""
        self.database = database
        self.catalog = catalog
        self.user = user
        self._siblings = catalog.siblings()

    def today(self, session: Session, day: date, limits: Limits) -> Today:
        """What the study day holds at this moment, or what is left of a session."""
        with self.database.read() as connection:
            schedules = all_schedules(connection, self.user)
            aside = _Aside.of(schedules, all_marks(connection, self.user), day)
            paces = recent_elapsed_ms(connection, self.user, REVIEWS_FOR_PACE)
            last = last_review(connection, self.user, day, kind_of(is_cram=session.is_cram))
            crammed = reviews_since(connection, self.user, session.cram_since) if session.cram_since else []
        if session.is_cram:
            queue = self._crammed(session, schedules, aside, crammed, day)
        else:
            queue = self._scheduled(session, schedules, aside, day, limits)
        finished = (s for s in schedules.values() if s.is_studied_on(day) and not s.drill_open)
        return Today(
            day=day,
            queue=queue,
            done=queue.reviewed if session.is_cram else sum(1 for _ in finished),
            minutes=_minutes(queue, paces),
            next_day=next_day(self._siblings, schedules, day, limits, aside.suspended | aside.leeches),
            last_review=last.id if last and self._is_of(session, self.catalog.now(last.card)) else None,
            leeches=sum(key in self.catalog.cards for key in aside.leeches),
        )

    def _scheduled(
        self, session: Session, schedules: Mapping[CardKey, Schedule], aside: _Aside, day: date, limits: Limits
    ) -> Queue:
        """All that is due today; of a selection everything that is, without limits."""
        if session.is_whole:
            return study_queue(self._siblings, schedules, day, limits, aside.suspended | aside.leeches | aside.buried)
        chosen = set(self._chosen(session, schedules, aside))
        others = (aside.suspended | aside.leeches | aside.buried) - (chosen - aside.buried)
        return study_queue(self._siblings, schedules, day, WITHOUT_LIMITS, others).of(chosen)

    def _crammed(
        self,
        session: Session,
        schedules: Mapping[CardKey, Schedule],
        aside: _Aside,
        crammed: list[Review],
        day: date,
    ) -> Queue:
        keys = [key for key in self._chosen(session, schedules, aside) if key not in aside.buried]
        known = [replace(one, card=self.catalog.now(one.card)) for one in crammed if one.kind is ReviewKind.CRAM]
        wanted = set(keys)
        return cram_queue(keys, [one for one in known if one.card in wanted], day)

    def _is_of(self, session: Session, card: CardKey) -> bool:
        """Whether a card is one of the session's: a grade given in another is not offered to be undone here."""
        wanted = session.selection
        return session.is_whole or not wanted.names_any or card in {one.key for one in wanted.chosen(self.catalog)}

    def _chosen(self, session: Session, schedules: Mapping[CardKey, Schedule], aside: _Aside) -> list[CardKey]:
        """The cards of the session's selection that may be asked: leeches only when they are wanted or found hard."""
        cards = [card for card in session.selection.chosen(self.catalog) if card.key not in aside.suspended]
        match session.selection.standing:
            case Standing.HARD:
                return [card.key for card in hard(cards, schedules, aside.leeches)]
            case Standing.LEECHES:
                return [card.key for card in cards if card.key in aside.leeches]
            case Standing.WEAKEST:
                cards = weakest(cards, schedules)
        return [card.key for card in cards if card.key not in aside.leeches]


def _minutes(queue: Queue, paces: list[int]) -> int:
    """Whole minutes, rounded up; drills are counted like the cards they repeat."""
    usual = len(paces) < FEWEST_FOR_PACE
    seconds = USUAL_SECONDS if usual else mean(paces) / 1000
    cards = len(queue.due) + NEW_CARD_FACTOR * len(queue.new) + len(queue.drill)
    return -(-int(cards * max(seconds, 1)) // 60)
