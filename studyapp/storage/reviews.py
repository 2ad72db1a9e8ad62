"""The review log in the database: rows are added, never changed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, and_, exists, insert, or_, select

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms, to_ms
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way
from studyapp.storage.tables import retractions, reviews

AT_ONCE = 500
"""Values that one statement looks for; databases take only so many."""


def add_reviews(connection: Connection, user: int, arriving: Iterable[Review]) -> list[Review]:
    """Add the reviews whose ids were never added before, and return them as stored, oldest first.

    One is moved on by milliseconds while another holds its instant.
    """
    fresh = _unknown(connection, user, arriving)
    taken = _held(connection, user, reviews.c.answered_at, [to_ms(review.answered_at) for review in fresh])
    stored = []
    for review in fresh:
        answered_at = to_ms(review.answered_at)
        while answered_at in taken:
            answered_at += 1
            taken |= _held(connection, user, reviews.c.answered_at, [answered_at])
        taken.add(answered_at)
        stored.append(replace(review, answered_at=from_ms(answered_at)))
    if stored:
        connection.execute(insert(reviews), [_row(user, review) for review in stored])
    return stored


def _unknown(connection: Connection, user: int, arriving: Iterable[Review]) -> list[Review]:
    by_id: dict[UUID, Review] = {}
    for review in sorted(arriving, key=lambda review: review.order):
        by_id.setdefault(review.id, review)
    known = known_ids(connection, user, by_id)
    return [review for ident, review in by_id.items() if ident not in known]


def _held(connection: Connection, user: int, column: Column[Any], values: Sequence[Any]) -> set[Any]:
    """Which of these values stand in a column of the log, be their reviews retracted since."""
    found: set[Any] = set()
    for start in range(0, len(values), AT_ONCE):
        some = values[start : start + AT_ONCE]
        found.update(connection.scalars(select(column).where(reviews.c.user_id == user, column.in_(some))))
    return found


def known_ids(connection: Connection, user: int, ids: Collection[UUID]) -> set[UUID]:
    """Which of these ids belong to reviews that were ever added, be they retracted since."""
    return _held(connection, user, reviews.c.id, list(ids))


def answers_given(connection: Connection, user: int) -> Iterator[tuple[CardKey, int]]:
    """The card and instant, in milliseconds since 1970, of every review, be it retracted since."""
    rows = connection.execute(
        select(reviews.c.deck, reviews.c.card, reviews.c.answered_at).where(reviews.c.user_id == user)
    )
    return ((CardKey(deck, card), answered_at) for deck, card, answered_at in rows)


def reviews_of(connection: Connection, user: int, cards: Collection[CardKey]) -> list[Review]:
    """The unretracted reviews of a card, under all the keys it ever had."""
    keys = or_(*(and_(reviews.c.deck == key.deck, reviews.c.card == key.card) for key in cards))
    return [_review(row._mapping) for row in connection.execute(_standing(user).where(keys))]


def counted_cards(connection: Connection, user: int) -> set[CardKey]:
    """Every card with a review that counts for its schedule, under the key of that time."""
    cards = _standing(user).where(reviews.c.kind == ReviewKind.STUDY).with_only_columns(reviews.c.deck, reviews.c.card)
    return {CardKey(deck, card) for deck, card in connection.execute(cards.distinct())}


def last_review(connection: Connection, user: int, day: date, kind: ReviewKind = ReviewKind.STUDY) -> Review | None:
    """The newest unretracted review of a kind on a study day, or on a later one where the student's zone moved west."""
    newest = (
        _standing(user)
        .where(reviews.c.day >= day, reviews.c.kind == kind)
        .order_by(reviews.c.answered_at.desc())
        .limit(1)
    )
    row = connection.execute(newest).first()
    return _review(row._mapping) if row else None


def reviews_since(connection: Connection, user: int, instant: datetime) -> list[Review]:
    """The unretracted reviews from an instant on, oldest first."""
    newer = _standing(user).where(reviews.c.answered_at >= to_ms(instant)).order_by(reviews.c.answered_at)
    return [_review(row._mapping) for row in connection.execute(newer)]


def retract(connection: Connection, user: int, review: UUID, at: datetime) -> None:
    """Add a retraction; the review's row stays."""
    row = {"user_id": user, "review_id": review, "retracted_at": to_ms(at)}
    connection.execute(insert(retractions), row)


def recent_elapsed_ms(connection: Connection, user: int, number: int) -> list[int]:
    """How long each of the newest reviews took, in milliseconds."""
    newest = (
        select(reviews.c.elapsed_ms)
        .where(reviews.c.user_id == user)
        .order_by(reviews.c.answered_at.desc())
        .limit(number)
    )
    return list(connection.scalars(newest))


def _standing(user: int) -> Any:
    retracted = exists().where(retractions.c.user_id == reviews.c.user_id, retractions.c.review_id == reviews.c.id)
    return select(reviews).where(reviews.c.user_id == user, ~retracted)


def _row(user: int, review: Review) -> dict[str, Any]:
    return {
        "user_id": user,
        "id": review.id,
        "deck": review.card.deck,
        "card": review.card.card,
        "grade": int(review.grade),
        "answered_at": to_ms(review.answered_at),
        "day": review.day,
        "elapsed_ms": review.elapsed_ms,
        "kind": str(review.kind),
        "way": str(review.way),
        "given": list(review.given),
        "mistaken": list(review.mistaken),
    }


def _review(row: Any) -> Review:
    return Review(
        id=row["id"],
        card=CardKey(row["deck"], row["card"]),
        grade=Grade(row["grade"]),
        answered_at=from_ms(row["answered_at"]),
        day=row["day"],
        elapsed_ms=row["elapsed_ms"],
        kind=ReviewKind(row["kind"]),
        way=Way(row["way"]),
        given=tuple(row["given"]),
        mistaken=tuple(row["mistaken"]),
    )
