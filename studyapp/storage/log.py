"""The whole review log at once: every review that stands, and how many each card has."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way

NOTHING = "[]"

STANDING = """
FROM reviews WHERE user_id = ? AND NOT EXISTS (
  SELECT 1 FROM retractions WHERE retractions.user_id = reviews.user_id AND retractions.review_id = reviews.id)
"""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A review's row that no review can be made of."""

    id: str
    card: CardKey
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reviews of a card stand, under one of its keys, and the study day of the last."""

    card: CardKey
    reviews: int
    last_day: str


def every_review(connection: Connection, user: int) -> Iterator[Review | Unreadable]:
    """Every unretracted review, in no order, straight from its row: one that cannot be read stops nothing."""
    for row in connection.exec_driver_sql(f"SELECT * {STANDING}", (user,)).mappings():
        try:
            yield _review(row)
        except (ValueError, TypeError, OverflowError) as error:
            yield Unreadable(str(row["id"]), CardKey(str(row["deck"]), str(row["card"])), str(error))


def tallies(connection: Connection, user: int) -> list[Tally]:
    """Every card that has reviews, by deck and id."""
    rows = connection.exec_driver_sql(
        f"SELECT deck, card, count(*), max(day) {STANDING} GROUP BY deck, card ORDER BY deck, card", (user,)
    )
    return [Tally(CardKey(deck, card), number, last) for deck, card, number, last in rows]


def _review(row: RowMapping) -> Review:
    return Review(
        id=UUID(row["id"]),
        card=CardKey(row["deck"], row["card"]),
        grade=Grade(row["grade"]),
        answered_at=from_ms(row["answered_at"]),
        day=date.fromisoformat(row["day"]),
        elapsed_ms=int(row["elapsed_ms"]),
        kind=ReviewKind(row["kind"]),
        way=Way(row["way"]),
        given=_texts(row["given"]),
        mistaken=_texts(row["mistaken"]),
    )


def _texts(text: str) -> tuple[str, ...]:
    if text == NOTHING:  # as most are
        return ()
    match json.loads(text):
        case list(texts) if all(isinstance(one, str) for one in texts):
            return tuple(texts)
    raise ValueError(f"{text!r} is no list of texts")
