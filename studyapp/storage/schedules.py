"""The schedule cache in the database: what replaying the log yields, for every card that was ever reviewed."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import from_ms, to_ms
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Memory
from studyapp.storage.tables import schedules


def all_schedules(connection: Connection, user: int) -> dict[CardKey, Schedule]:
    """Every schedule of a user, by card."""
    rows = connection.execute(select(*_COLUMNS).where(schedules.c.user_id == user)).all()
    found = (_schedule(*row) for row in rows)
    return {schedule.card: schedule for schedule in found}


def schedule_of(connection: Connection, user: int, card: CardKey) -> Schedule | None:
    """The schedule of one card; None while it was never reviewed."""
    row = connection.execute(select(*_COLUMNS).where(_is(user, card))).first()
    return _schedule(*row) if row else None


def put_schedule(connection: Connection, user: int, card: CardKey, schedule: Schedule | None) -> None:
    """Keep a card's schedule in place of the one before; None drops it."""
    connection.execute(delete(schedules).where(_is(user, card)))
    if schedule is not None:
        connection.execute(insert(schedules), _row(user, schedule))


def drop_schedules(connection: Connection, user: int) -> None:
    """Drop the whole cache of a user."""
    connection.execute(delete(schedules).where(schedules.c.user_id == user))


def _is(user: int, card: CardKey) -> ColumnElement[bool]:
    return and_(schedules.c.user_id == user, schedules.c.deck == card.deck, schedules.c.card == card.card)


def _row(user: int, schedule: Schedule) -> dict[str, Any]:
    return {
        "user_id": user,
        "deck": schedule.card.deck,
        "card": schedule.card.card,
        "due": schedule.due,
        "repetition": schedule.memory.repetition,
        "interval_days": schedule.memory.interval_days,
        "e_factor": schedule.memory.e_factor,
        "lapses": schedule.lapses,
        "first_day": schedule.first_day,
        "last_day": schedule.last_day,
        "last_answered_at": to_ms(schedule.last_answered_at),
        "drill_open": schedule.drill_open,
    }


_COLUMNS = (
    schedules.c.deck,
    schedules.c.card,
    schedules.c.repetition,
    schedules.c.interval_days,
    schedules.c.e_factor,
    schedules.c.due,
    schedules.c.first_day,
    schedules.c.last_day,
    schedules.c.last_answered_at,
    schedules.c.lapses,
    schedules.c.drill_open,
)
"""In the order in which they are unpacked: by place that is a third quicker than by name."""


def _schedule(  # noqa: PLR0913, PLR0917  # the columns of a row
    deck: str,
    card: str,
    repetition: int,
    interval_days: int,
    e_factor: int,
    due: date,
    first_day: date,
    last_day: date,
    last_answered_at: int,
    lapses: int,
    drill_open: bool,  # noqa: FBT001  # as above
) -> Schedule:
    return Schedule(
        card=CardKey(deck, card),
        memory=Memory(repetition, interval_days, e_factor),
        due=due,
        first_day=first_day,
        last_day=last_day,
        last_answered_at=from_ms(last_answered_at),
        lapses=lapses,
        drill_open=drill_open,
    )
