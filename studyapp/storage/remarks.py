"""What a student holds to be wrong, in the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms, to_ms
from studyapp.storage.tables import remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A student's objection to a card, for the author of its deck."""

    id: UUID
    card: CardKey
    text: str
    sources: tuple[str, ...]
    """The works on which the card rested then, by their ids."""
    made_at: datetime


def add_remark(connection: Connection, user: int, remark: Remark) -> None:
    """Add a remark; one of that id is added once."""
    known = select(remarks.c.id).where(remarks.c.user_id == user, remarks.c.id == remark.id)
    if connection.execute(known).first() is None:
        row = {
            "user_id": user,
            "id": remark.id,
            "deck": remark.card.deck,
            "card": remark.card.card,
            "text": remark.text,
            "sources": list(remark.sources),
            "made_at": to_ms(remark.made_at),
        }
        connection.execute(insert(remarks), row)


def remarks_of(connection: Connection, user: int) -> list[Remark]:
    """Every remark of a user, newest first."""
    rows = connection.execute(select(remarks).where(remarks.c.user_id == user).order_by(remarks.c.made_at.desc()))
    return [
        Remark(
            id=row.id,
            card=CardKey(row.deck, row.card),
            text=row.text,
            sources=tuple(row.sources),
            made_at=from_ms(row.made_at),
        )
        for row in rows
    ]


def drop_remark(connection: Connection, user: int, ident: UUID) -> None:
    """Take a remark back; one that is not there is no error."""
    connection.execute(delete(remarks).where(remarks.c.user_id == user, remarks.c.id == ident))
