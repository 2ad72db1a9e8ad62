"""The review log held against itself and against the schedules that should follow from it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.review import Review
from studyapp.domain.schedule import Schedule, replay
from studyapp.domain.scheduler import Scheduler
from studyapp.domain.sense import nonsense
from studyapp.domain.sm2 import SM2
from studyapp.storage.database import Database
from studyapp.storage.log import Unreadable, every_review
from studyapp.storage.reviews import reviews_of
from studyapp.storage.schedules import all_schedules, drop_schedules, put_schedule
from studyapp.storage.tables import LOCAL_USER_ID


class LogCheck:
    """What one reading of the whole log found."""

    def __init__(
        self, database: Database, catalog: Catalog | None, now: datetime, scheduler: Scheduler | None = None
    ) -> None:
        """Read the whole log at one moment; `catalog` knows which cards have other ids now."""
        self.database = database
        self.former = catalog.former if catalog else {}
        self.scheduler = scheduler or SM2()
        self.number = 0
        """Reviews that stand."""
        self.last_at: datetime | None = None
        """When the last of them that makes sense was answered."""
        self.senseless: list[str] = []
        """A sentence for each review that makes no sense."""
        logs: dict[CardKey, list[Review]] = {}
        unreadable: set[CardKey] = set()
        with database.read() as connection:
            for review in every_review(connection, LOCAL_USER_ID):
                self.number += 1
                key = self.former.get(review.card, review.card)
                wrong = review.reason if isinstance(review, Unreadable) else nonsense(review, now)
                if wrong:
                    self.senseless.append(_told(review, wrong))
                elif isinstance(review, Review):
                    self.last_at = max(self.last_at or review.answered_at, review.answered_at)
                if isinstance(review, Unreadable):
                    unreadable.add(key)
                else:
                    logs.setdefault(key, []).append(review)
            kept = self._kept(connection)
        follows = {key: self._replayed(key, log) for key, log in logs.items()}
        self.differing = [key for key in sorted({*kept, *follows} - unreadable) if kept.get(key) != follows.get(key)]
        """Cards whose schedule is not what their log says."""

    def rebuild(self) -> None:
        """Put in place of each schedule that differs what the log says now."""
        former: dict[CardKey, list[CardKey]] = {}
        for old, new in self.former.items():
            former.setdefault(new, []).append(old)
        with self.database.write() as connection:
            if not self.is_cache_readable:
                drop_schedules(connection, LOCAL_USER_ID)
            for key in self.differing:
                keys = [] if key in self.former else [key, *former.get(key, [])]
                log = reviews_of(connection, LOCAL_USER_ID, keys) if keys else []
                put_schedule(connection, LOCAL_USER_ID, key, self._replayed(key, log))

    def _kept(self, connection: Connection) -> dict[CardKey, Schedule]:
        self.is_cache_readable = True
        try:
            return all_schedules(connection, LOCAL_USER_ID)
        except (ValueError, TypeError, OverflowError):
            self.is_cache_readable = False
            return {}

    def _replayed(self, key: CardKey, log: list[Review]) -> Schedule | None:
        schedule = replay(log, self.scheduler)
        return schedule and replace(schedule, card=key)


def _told(review: Review | Unreadable, wrong: str) -> str:
    """A sentence that names a review."""
    return f"The review {review.id} of “{review.card.card}” in the deck “{review.card.deck}” makes no sense: {wrong}."
