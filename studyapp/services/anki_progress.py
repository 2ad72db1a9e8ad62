"""How far a student is with every card, as it goes to Anki: in a package or, while Anki is open, at once."""

from collections.abc import Iterable

from studyapp.anki.numbers import revlog_of, state_of
from studyapp.anki.progress import CardProgress
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.mark import CardMark, is_leech
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.schedule import replay
from studyapp.domain.scheduler import Scheduler
from studyapp.domain.sm2 import SM2
from studyapp.storage.database import Database
from studyapp.storage.log import every_review
from studyapp.storage.marks import all_marks
from studyapp.storage.tables import LOCAL_USER_ID


def progress_of(
    database: Database, catalog: Catalog, scheduler: Scheduler | None = None
) -> dict[CardKey, CardProgress]:
    """Every card that was ever answered or is suspended, under its key of today.

    It stands where its log leads it, so that no cache needs to be complete. A leech is asked no more here, so there it
    is suspended; what is put off until tomorrow is not.
    """
    scheduler = scheduler or SM2()
    logs: dict[CardKey, list[Review]] = {}
    marks: dict[CardKey, CardMark] = {}
    with database.read() as connection:
        for review in every_review(connection, LOCAL_USER_ID):
            if isinstance(review, Review):  # what cannot be read, the doctor tells of
                logs.setdefault(catalog.now(review.card), []).append(review)
        for mark in all_marks(connection, LOCAL_USER_ID).values():
            key = catalog.now(mark.card)
            marks[key] = marks.get(key, CardMark(card=key)).joined(mark)
    keys = {*logs, *(key for key, mark in marks.items() if mark.suspended)}
    return {key: _progress(logs.get(key, ()), marks.get(key), scheduler) for key in keys}


def _progress(log: Iterable[Review], mark: CardMark | None, scheduler: Scheduler) -> CardProgress:
    log = list(log)
    schedule = replay(log, scheduler)
    suspended = mark is not None and mark.suspended
    rows = tuple(revlog_of(log, scheduler))
    if schedule is None:
        return CardProgress(None, rows, suspended)
    answered = sum(review.kind is ReviewKind.STUDY for review in log)
    suspended = suspended or is_leech(schedule.lapses, mark)
    return CardProgress(state_of(schedule, answered, suspended=suspended), rows, suspended)
