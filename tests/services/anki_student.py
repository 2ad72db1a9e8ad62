"""A student with a log who takes it to Anki: the catalog, the database and the package, at a given time."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from made_catalog import key_of, small_catalog
from made_log import log_row, put_log

from studyapp.anki.wanted import Wanted
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.review import ReviewKind
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Grade
from studyapp.services.anki import AnkiExport
from studyapp.services.marks import Marks
from studyapp.services.preferences import PreferenceKeeper, Preferences
from studyapp.services.study import Study, StudySettings
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate
from studyapp.storage.schedules import all_schedules
from studyapp.storage.tables import LOCAL_USER_ID

WITH_PROGRESS = Wanted(with_progress=True)


class AnkiStudent:
    """A student of a few free cards."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        catalog: Catalog | None = None,
        settings: StudySettings | None = None,
    ) -> None:
        """Study in a folder, by a clock."""
        folder.mkdir(exist_ok=True)
        self.clock = clock
        self.settings = settings or StudySettings()
        self.catalog = catalog or small_catalog(8)
        self.database = Database(folder)
        migrate(self.database)
        self.study = Study(self.database, self.catalog, clock, self.settings)
        self.marks = Marks(self.database, self.catalog, clock)
        default = Preferences(
            new_cards_a_day=20, reviews_a_day=200, rollover_hour=self.settings.rollover_hour, timezone=""
        )
        self.export = AnkiExport(self.catalog, folder, clock, self.database, PreferenceKeeper(self.database, default))

    @property
    def today(self) -> date:
        """The student's study day."""
        return self.settings.day(self.clock())

    def answered(self, card: str, *days_ago: int, grade: int = Grade.GOOD, **changes: Any) -> list[dict[str, Any]]:
        """Rows of a free card that was answered these days ago, each at the beginning of its study day."""
        days = [self.today - timedelta(days=ago) for ago in days_ago]
        return [self._row(key_of(card), day, number, grade, changes) for number, day in enumerate(days)]

    def _row(self, key: CardKey, day: date, number: int, grade: int, changes: dict[str, Any]) -> dict[str, Any]:
        place = list(self.catalog.cards).index(key)
        begins = datetime.combine(day, time(self.settings.rollover_hour), self.settings.zone).astimezone(UTC)
        return log_row(key, begins + timedelta(seconds=60 * place + number, milliseconds=7), grade, day=day, **changes)

    def write(self, *rows: Iterable[dict[str, Any]]) -> None:
        """Put these answers, and no others, into the log."""
        put_log(self.study, [row for some in rows for row in some])

    def schedules(self) -> dict[str, Schedule]:
        """The schedules by the ids of their cards."""
        with self.database.read() as connection:
            return {key.card: one for key, one in all_schedules(connection, LOCAL_USER_ID).items()}

    def package(self, wanted: Wanted = WITH_PROGRESS) -> bytes:
        """What is wanted, as the content of a package."""
        return self.export.package(wanted=wanted).content


def many_answers(student: AnkiStudent, number: int, days: int) -> list[dict[str, Any]]:
    """So many answers by chance, the same each time, over so many days until yesterday; every tenth is cram."""
    chance = random.Random(number)  # noqa: S311  # the same answers every time, nothing secret
    keys = list(student.catalog.cards)
    first = datetime.combine(student.today - timedelta(days=days), time(12), student.settings.zone).astimezone(UTC)
    rows = []
    for place in range(number):
        at = first + timedelta(days=days - 1) * place / number
        at = at.replace(microsecond=place % 1000 * 1000)
        kind = ReviewKind.CRAM if place % 10 == 9 else ReviewKind.STUDY
        grade = chance.choice(list(Grade))
        rows.append(log_row(chance.choice(keys), at, grade, day=student.settings.day(at), kind=str(kind)))
    return rows
