"""Exams in the database: kept whole, changed until they are frozen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from studyapp.domain.instant import from_ms, to_ms
from studyapp.storage.tables import exams


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptExam:
    """An exam as it is kept; the content is the exam as JSON has it."""

    id: UUID
    deck: str
    title: str
    content: dict[str, Any]
    made_at: datetime
    frozen_at: datetime | None = None


def put_exam(connection: Connection, user: int, exam: KeptExam) -> bool:
    """Keep an exam in place of the one of that id; False, and nothing is changed, when that is frozen."""
    row = {
        "deck": exam.deck,
        "title": exam.title,
        "content": exam.content,
        "made_at": to_ms(exam.made_at),
        "frozen_at": to_ms(exam.frozen_at) if exam.frozen_at else None,
    }
    known = exam_of(connection, user, exam.id)
    if known is None:
        connection.execute(insert(exams), {"user_id": user, "id": exam.id, **row})
    elif known.frozen_at is None:
        connection.execute(update(exams).where(exams.c.user_id == user, exams.c.id == exam.id).values(row))
    return known is None or known.frozen_at is None


def exam_of(connection: Connection, user: int, ident: UUID) -> KeptExam | None:
    """The exam of that id."""
    row = connection.execute(select(exams).where(exams.c.user_id == user, exams.c.id == ident)).first()
    return _kept(row) if row else None


def all_exams(connection: Connection, user: int) -> list[KeptExam]:
    """Every exam of a user, newest first."""
    rows = connection.execute(select(exams).where(exams.c.user_id == user).order_by(exams.c.made_at.desc()))
    return [_kept(row) for row in rows]


def drop_exam(connection: Connection, user: int, ident: UUID) -> None:
    """Delete an exam with its sittings; one that is not there is no error."""
    connection.execute(delete(exams).where(exams.c.user_id == user, exams.c.id == ident))


def _kept(row: Any) -> KeptExam:
    return KeptExam(
        id=row.id,
        deck=row.deck,
        title=row.title,
        content=row.content,
        made_at=from_ms(row.made_at),
        frozen_at=from_ms(row.frozen_at) if row.frozen_at is not None else None,
    )
