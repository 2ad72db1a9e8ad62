"""A log as a student leaves it, put into the database at once, for pages that tell of months."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import to_ms
from studyapp.domain.scheduler import Grade
from studyapp.services.study import Study
from studyapp.storage.tables import reviews, schedules

MORNINGS = (1, 2, 4, 8, 15, 16, 31, 60)
"""Days after its first on which a card is answered."""


def log_row(card: CardKey, at: datetime, grade: int = Grade.GOOD, **changes: Any) -> dict[str, Any]:
    """A review as its row; its id is its instant."""
    made = {
        "user_id": 1,
        "id": UUID(int=to_ms(at)),
        "deck": card.deck,
        "card": card.card,
        "grade": int(grade),
        "answered_at": to_ms(at),
        "day": at.date(),
        "elapsed_ms": 8_000,
        "kind": "study",
        "way": "reveal",
        "given": [],
        "mistaken": [],
    }
    return made | changes


def put_log(study: Study, rows: Iterable[dict[str, Any]]) -> None:
    """Put rows into the log, and make the schedules that follow from all of it."""
    with study.database.write() as connection:
        connection.execute(schedules.delete())
        connection.execute(insert(reviews), list(rows))
    study.refresh_schedules()


def months_of_study(study: Study, cards: int = 40) -> list[dict[str, Any]]:
    """The log of two months: a new card or two a day, some failed, some mixed up, the last answers yesterday."""
    yesterday = study.clock() - timedelta(days=1)
    rows = []
    for place, key in enumerate(list(study.catalog.cards)[:cards]):
        for number, days in enumerate((0, *MORNINGS)):
            at = yesterday + timedelta(days=days + place - 60 - cards // 2, seconds=17 * place + number)
            if at <= yesterday and (at.date() - yesterday.date()).days % 9:
                fails = (place + number) % 7 == 0
                wrong = {"way": "choose", "given": ["Piriformis"], "mistaken": ["Piriformis"]} if fails else {}
                rows.append(
                    log_row(key, at, Grade.WRONG if fails else Grade.GOOD, elapsed_ms=4_000 + 300 * place, **wrong)
                )
    return rows
