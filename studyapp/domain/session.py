"""A session: what a student studies now, on schedule or as cram, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from studyapp.domain.deck import CardKey
from studyapp.domain.queue import Limits, Queue, shuffled
from studyapp.domain.review import Review
from studyapp.domain.selection import Selection

WITHOUT_LIMITS = Limits(new_cards_a_day=1_000_000, reviews_a_day=1_000_000)
"""Whoever asks for certain cards gets all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """All that is due today, or a selection; `cram_since` is when a cram began, which leaves the schedule alone."""

    selection: Selection = field(default_factory=Selection)
    cram_since: datetime | None = None

    @property
    def is_cram(self) -> bool:
        """Whether its answers leave the schedule alone."""
        return self.cram_since is not None

    @property
    def is_whole(self) -> bool:
        """Whether it is just what today brings."""
        return not self.is_cram and self.selection == Selection()


def cram_queue(cards: Iterable[CardKey], crammed: Iterable[Review], day: date) -> Queue:
    """Every card once in the shuffled order of the day, then those that failed until each is known.

    `crammed` are the answers of this session, oldest first, each under the card's key of today.
    """
    last: dict[CardKey, Review] = {review.card: review for review in sorted(crammed, key=lambda one: one.order)}
    cards = tuple(cards)
    fresh = sorted((key for key in cards if key not in last), key=lambda key: shuffled(day, key))
    failed = [key for key in cards if key in last and last[key].grade.drilled]
    failed.sort(key=lambda key: last[key].order)
    return Queue(due=tuple(fresh), new=(), drill=tuple(failed), reviewed=len(last) - len(failed))
