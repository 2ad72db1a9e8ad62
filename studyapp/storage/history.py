"""The review log as the sums over it read it: once from its beginning, then only what is new."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, String, cast, func, select

from studyapp.domain.deck import CardKey
from studyapp.domain.history import Answered
from studyapp.domain.review import ReviewKind
from studyapp.domain.scheduler import Grade
from studyapp.storage.tables import retractions, reviews

ROWS_AT_ONCE = 2000
NOTHING = "[]"
GRADES = tuple(Grade)
KINDS = {str(kind): kind for kind in ReviewKind}


@dataclass(frozen=True, slots=True)
class LogMark:
    """A place in the log, by which it is seen whether what was read up to there is still all there is."""

    newest_ms: int = -1
    """Instant of the newest review, in milliseconds since 1970."""
    reviews: int = 0
    retractions: int = 0


def log_mark(connection: Connection, user: int, until_ms: int | None = None) -> LogMark:
    """The mark at the end of the log, or at an instant: how many reviews there are up to it, and retractions in all."""
    newest = select(func.max(reviews.c.answered_at), func.count()).where(reviews.c.user_id == user)
    if until_ms is not None:
        newest = newest.where(reviews.c.answered_at <= until_ms)
    latest, number = connection.execute(newest).one()
    taken_back = select(func.count()).select_from(retractions).where(retractions.c.user_id == user)
    return LogMark(-1 if latest is None else latest, number, connection.scalar(taken_back) or 0)


def answers_after(connection: Connection, user: int, newest_ms: int) -> Iterator[Answered]:
    """The unretracted reviews newer than an instant, in the order of their instants."""
    columns = (
        reviews.c.deck,
        reviews.c.card,
        reviews.c.grade,
        cast(reviews.c.day, String),
        reviews.c.elapsed_ms,
        reviews.c.kind,
        cast(reviews.c.given, String),
        cast(reviews.c.mistaken, String),
    )
    newer = (
        select(*columns)
        .where(
            reviews.c.user_id == user,
            reviews.c.answered_at > newest_ms,
            reviews.c.id.not_in(select(retractions.c.review_id).where(retractions.c.user_id == user)),
        )
        .order_by(reviews.c.answered_at)
    )
    day_of, key_of = cache(date.fromisoformat), cache(CardKey)
    for rows in connection.execute(newer).partitions(ROWS_AT_ONCE):
        for deck, card, grade, day, elapsed_ms, kind, given, mistaken in rows:
            wrong = _texts(mistaken) if mistaken != NOTHING else ()
            right = _texts(given) if wrong else ()
            yield Answered(key_of(deck, card), GRADES[grade], day_of(day), elapsed_ms, KINDS[kind], right, wrong)


def elapsed_since(connection: Connection, user: int, day: date, deck: str | None = None) -> list[int]:
    """Milliseconds that each unretracted review from a study day on took, where that is known."""
    taken = select(reviews.c.elapsed_ms).where(
        reviews.c.user_id == user,
        reviews.c.day >= day,
        reviews.c.elapsed_ms > 0,
        reviews.c.id.not_in(select(retractions.c.review_id).where(retractions.c.user_id == user)),
    )
    if deck is not None:
        taken = taken.where(reviews.c.deck == deck)
    return list(connection.scalars(taken))


def _texts(stored: str) -> tuple[str, ...]:
    texts: list[Any] = json.loads(stored)
    return tuple(map(str, texts))
