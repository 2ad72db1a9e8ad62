"""The review log in the database: rows are added, never changed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, exists, insert, or_, select

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms, to_ms
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way
from studyapp.storage.tables import retractions, reviews


def add_review(connection: Connection, user: int, review: Review) -> Review:
    """Add a review; it is moved on by milliseconds while another holds its instant. Returns it as stored."""
    answered_at = to_ms(review.answered_at)
    while connection.scalar(select(exists().where(reviews.c.user_id == user, reviews.c.answered_at == answered_at))):
        answered_at += 1
    row = {
        "user_id": user,
        "id": review.id,
        "deck": review.card.deck,
        "card": review.card.card,
        "grade": int(review.grade),
        "answered_at": answered_at,
        "day": review.day,
        "elapsed_ms": review.elapsed_ms,
        "kind": str(review.kind),
        "way": str(review.way),
        "given": list(review.given),
        "mistaken": list(review.mistaken),
    }
    connection.execute(insert(reviews), row)
    return _review(row)


def is_known(connection: Connection, user: int, review: UUID) -> bool:
    """Whether a review of that id was ever added, be it retracted since."""
    found = exists().where(reviews.c.user_id == user, reviews.c.id == review)
    return bool(connection.scalar(select(found)))


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
