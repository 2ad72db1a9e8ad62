"""Preferences in the database: only what a student has set."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from studyapp.storage.tables import preferences


def preferences_of(connection: Connection, user: int) -> dict[str, Any]:
    """What a user has set, by name."""
    rows = connection.execute(select(preferences.c.name, preferences.c.value).where(preferences.c.user_id == user))
    return {row.name: row.value for row in rows}


def put_preferences(connection: Connection, user: int, values: Mapping[str, Any]) -> None:
    """Keep these in place of all that were set before."""
    connection.execute(delete(preferences).where(preferences.c.user_id == user))
    rows = [{"user_id": user, "name": name, "value": value} for name, value in values.items()]
    if rows:
        connection.execute(insert(preferences), rows)
