"""Marks on cards in the database."""

from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select

from studyapp.domain.deck import CardKey
from studyapp.domain.mark import CardMark
from studyapp.storage.tables import card_marks


def all_marks(connection: Connection, user: int) -> dict[CardKey, CardMark]:
    """Every mark of a user, by card."""
    rows = connection.execute(select(card_marks).where(card_marks.c.user_id == user))
    found = (_mark(row._mapping) for row in rows)
    return {mark.card: mark for mark in found}


def mark_of(connection: Connection, user: int, card: CardKey) -> CardMark:
    """The mark on one card; a blank one where there is none."""
    row = connection.execute(select(card_marks).where(_is(user, card))).first()
    return _mark(row._mapping) if row else CardMark(card=card)


def put_mark(connection: Connection, user: int, mark: CardMark) -> None:
    """Keep a mark in place of the one before; a blank one leaves no row."""
    connection.execute(delete(card_marks).where(_is(user, mark.card)))
    if not mark.is_blank:
        row = {
            "user_id": user,
            "deck": mark.card.deck,
            "card": mark.card.card,
            "suspended": mark.suspended,
            "buried_on": mark.buried_on,
            "forgiven_lapses": mark.forgiven_lapses,
            "note": mark.note,
        }
        connection.execute(insert(card_marks), row)


def _is(user: int, card: CardKey) -> Any:
    return and_(card_marks.c.user_id == user, card_marks.c.deck == card.deck, card_marks.c.card == card.card)


def _mark(row: Any) -> CardMark:
    return CardMark(
        card=CardKey(row["deck"], row["card"]),
        suspended=row["suspended"],
        buried_on=row["buried_on"],
        forgiven_lapses=row["forgiven_lapses"],
        note=row["note"],
    )
