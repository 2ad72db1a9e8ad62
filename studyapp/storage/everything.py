"""All personal rows of a user: read one by one, or deleted at once."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, Connection, Date, Select, Uuid, delete, func, select

from studyapp.domain.instant import from_ms
from studyapp.storage.tables import (
    card_marks,
    devices,
    exams,
    metadata,
    preferences,
    remarks,
    retractions,
    reviews,
    schedules,
    sitting_answers,
    sittings,
)

TABLES = ("reviews", "schedules", "marks", "remarks", "preferences", "devices", "exams", "sittings", "sitting_answers")
"""What a student's data is made of, by the names that its files have for it."""
JSON_COLUMNS = {column.name for table in metadata.sorted_tables for column in table.c if isinstance(column.type, JSON)}
SECRET = {"user_id", "token_hash"}
"""Columns that say nothing to their student."""


def columns_of(table: str) -> list[str]:
    """The names of a table's columns."""
    return [column.name for column in _statement(table, 0).selected_columns]


def rows_of(connection: Connection, user: int, table: str) -> Iterator[list[Any]]:
    """Every row of a table in its order, as JSON has its values: instants and days in ISO 8601, ids as text."""
    statement = _statement(table, user)
    tellers = [_teller(column) for column in statement.selected_columns]
    for row in connection.execute(statement):
        yield [tell(value) if tell and value is not None else value for tell, value in zip(tellers, row, strict=True)]


def delete_everything(connection: Connection, user: int) -> None:
    """Delete every personal row of a user; the user stays."""
    for table in reversed(metadata.sorted_tables):
        if "user_id" in table.columns:
            connection.execute(delete(table).where(table.c.user_id == user))


def numbers_of_rows(connection: Connection, user: int) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table: connection.scalar(select(func.count()).select_from(_statement(table, user).subquery())) or 0
        for table in TABLES
    }


def _statement(name: str, user: int) -> Select[Any]:
    table, order = {
        "reviews": (reviews, reviews.c.answered_at),
        "schedules": (schedules, schedules.c.deck),
        "marks": (card_marks, card_marks.c.deck),
        "remarks": (remarks, remarks.c.made_at),
        "preferences": (preferences, preferences.c.name),
        "devices": (devices, devices.c.paired_at),
        "exams": (exams, exams.c.made_at),
        "sittings": (sittings, sittings.c.started_at),
        "sitting_answers": (sitting_answers, sitting_answers.c.answered_at),
    }[name]
    columns: list[Any] = [column for column in table.columns if column.name not in SECRET]
    rows: Any = table
    if name == "reviews":
        columns.append(retractions.c.retracted_at)
        of_review = (retractions.c.user_id == reviews.c.user_id) & (retractions.c.review_id == reviews.c.id)
        rows = reviews.outerjoin(retractions, of_review)
    last = table.primary_key.columns.values()[-1]
    return select(*columns).select_from(rows).where(table.c.user_id == user).order_by(order, last)


def _teller(column: ColumnElement[Any]) -> Callable[[Any], str] | None:
    """How a column's values are told in JSON; None when they are so already."""
    match column.type:
        case Uuid():
            return str
        case Date():
            return date.isoformat
        case BigInteger() if str(column.key).endswith("_at"):
            return _instant
    return None


def _instant(milliseconds: int) -> str:
    return from_ms(milliseconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")
