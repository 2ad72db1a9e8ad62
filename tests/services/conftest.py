"""A student at a clock: `start` opens studying on one data folder, as starting the program does."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from made_catalog import Clock
from sqlalchemy import event

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.scheduler import Grade, Scheduler
from studyapp.services.study import GivenAnswer, Study, StudySettings
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate

Start = Callable[..., Study]
Answer = Callable[..., UUID]


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, nine o'clock."""
    return Clock(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def start(tmp_path: Path, clock: Clock) -> Iterator[Start]:
    """Start the program on the test's data folder; every call is a restart."""
    opened: list[Database] = []

    def _start(catalog: Catalog, settings: StudySettings | None = None, scheduler: Scheduler | None = None) -> Study:
        database = Database(tmp_path / "data")
        opened.append(database)
        migrate(database)
        study = Study(database, catalog, clock, settings, scheduler)
        study.refresh_schedules()
        return study

    yield _start
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def answer(clock: Clock) -> Answer:
    """Grade a card ten seconds after the last answer; returns the review's id."""

    def _answer(study: Study, card: CardKey, grade: int = Grade.GOOD, ident: UUID | None = None) -> UUID:
        clock.pass_time(seconds=10)
        ident = ident or uuid4()
        study.answer(GivenAnswer(ident, card, Grade(grade)))
        return ident

    return _answer


@pytest.fixture(scope="module")
def reused_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all examples of a law, which may lose what it holds with the power; `empty` begins anew."""
    database = Database(tmp_path_factory.mktemp("reused"))
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    database.engine.dispose()
    migrate(database)
    yield database
    database.engine.dispose()
