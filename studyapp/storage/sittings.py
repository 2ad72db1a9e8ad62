"""Sittings in the database: since when a form is sat, and what was last given for each of its items."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.sat import Sitting
from studyapp.domain.instant import from_ms, to_ms
from studyapp.storage.tables import sitting_answers, sittings


def add_sitting(connection: Connection, user: int, sitting: Sitting) -> None:
    """Keep a sitting that begins; one of that id that is there stays as it is."""
    if sitting_of(connection, user, sitting.id) is None:
        row = {
            "user_id": user,
            "id": sitting.id,
            "exam_id": sitting.exam,
            "form": sitting.form,
            "minutes": sitting.minutes,
            "started_at": to_ms(sitting.started_at),
        }
        connection.execute(insert(sittings), row)


def sitting_of(connection: Connection, user: int, ident: UUID) -> Sitting | None:
    """The sitting of that id."""
    row = connection.execute(select(sittings).where(_is(user, ident))).first()
    return _sitting(row) if row else None


def all_sittings(connection: Connection, user: int) -> list[Sitting]:
    """Every sitting of a user, newest first."""
    newest = select(sittings).where(sittings.c.user_id == user).order_by(sittings.c.started_at.desc(), sittings.c.id)
    return [_sitting(row) for row in connection.execute(newest)]


def submit_sitting(connection: Connection, user: int, ident: UUID, at: datetime) -> None:
    """Let a sitting be over since that instant; one that is over already stays as it is."""
    still_open = and_(_is(user, ident), sittings.c.submitted_at.is_(None))
    connection.execute(update(sittings).where(still_open).values(submitted_at=to_ms(at)))


def drop_sitting(connection: Connection, user: int, ident: UUID) -> None:
    """Delete a sitting with its answers; one that is not there is no error."""
    connection.execute(delete(sittings).where(_is(user, ident)))


def put_answer(connection: Connection, user: int, sitting: UUID, answer: Answer, at: datetime) -> None:
    """Keep what is given for an item in place of what was given before; an empty answer takes that back."""
    given = sitting_answers.c
    before = and_(given.user_id == user, given.sitting_id == sitting, given.item == answer.item)
    connection.execute(delete(sitting_answers).where(before))
    if not answer.is_empty:
        row = {"user_id": user, "sitting_id": sitting, "item": answer.item, "answered_at": to_ms(at)}
        connection.execute(insert(sitting_answers), {**row, "given": answer.as_dict()})


def answers_of(connection: Connection, user: int, sitting: UUID) -> dict[str, Answer]:
    """What was given in a sitting, by item."""
    given = sitting_answers.c
    rows = connection.execute(select(given.given).where(given.user_id == user, given.sitting_id == sitting))
    return {answer.item: answer for answer in map(Answer.of, rows.scalars())}


def numbers_of_answers(connection: Connection, user: int) -> dict[UUID, int]:
    """By sitting how many items were answered."""
    given = sitting_answers.c
    counted = select(given.sitting_id, func.count()).where(given.user_id == user).group_by(given.sitting_id)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _is(user: int, ident: UUID) -> Any:
    return and_(sittings.c.user_id == user, sittings.c.id == ident)


def _sitting(row: Any) -> Sitting:
    return Sitting(
        id=row.id,
        exam=row.exam_id,
        form=row.form,
        started_at=from_ms(row.started_at),
        minutes=row.minutes,
        submitted_at=from_ms(row.submitted_at) if row.submitted_at is not None else None,
    )
