"""Progress: what a student keeps, what is coming, what is known of which muscle, and how much was done for it."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median
from threading import Lock

from sqlalchemy import Connection

from studyapp.domain.activity import DAY, DAYS_IN_WEEK, Streak, Work, streak_of, weeks_until
from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.confusion import Confusion
from studyapp.domain.deck import CardKey
from studyapp.domain.forecast import USUAL_RATE, Forecast, ForecastDay, PassRates
from studyapp.domain.history import History
from studyapp.domain.mark import is_leech
from studyapp.domain.mastery import Stage, stages
from studyapp.domain.retention import Rate
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Scheduler
from studyapp.domain.sm2 import SM2
from studyapp.errors import NotFoundError
from studyapp.services.agenda import FEWEST_FOR_PACE, NEW_CARD_FACTOR, REVIEWS_FOR_PACE, USUAL_SECONDS
from studyapp.services.comparables import Comparables
from studyapp.services.history import HistoryReader
from studyapp.services.mastery import MasteryGrid, grid_of
from studyapp.services.study import StudySettings
from studyapp.storage.database import Database
from studyapp.storage.history import elapsed_since
from studyapp.storage.marks import all_marks
from studyapp.storage.reviews import recent_elapsed_ms
from studyapp.storage.schedules import all_schedules
from studyapp.storage.tables import LOCAL_USER_ID

HORIZONS = (30, 90, 365)
"""Days that a forecast may cover."""
RANGES = (30, 90, None)
"""Days back over which retention is told; None for ever."""
RATES_FROM_DAYS = 90
MONTH = 30
MOST_CONFUSIONS = 10


@dataclass(frozen=True, slots=True)
class Retention:
    """How much was kept of young and of mature cards over some days; `days` is None for ever."""

    days: int | None
    young: Rate
    mature: Rate


@dataclass(frozen=True, slots=True)
class Coming:
    """What the days to come are going to bring, by the rates and the pace of the student."""

    days: tuple[ForecastDay, ...]
    rates: PassRates
    seconds: float
    """How long an answer takes."""

    def minutes(self, days: Iterable[ForecastDay]) -> float:
        """How long these days' cards take; a new card takes as long as two."""
        cards = sum(day.reviews + NEW_CARD_FACTOR * day.new + day.repeats for day in days)
        return cards * self.seconds / 60

    def periods(self) -> list[tuple[ForecastDay, ...]]:
        """The days one by one where they are few, else in sevens."""
        size = 1 if len(self.days) <= MONTH else DAYS_IN_WEEK
        return [self.days[start : start + size] for start in range(0, len(self.days), size)]


@dataclass(frozen=True, slots=True)
class Year:
    """53 weeks of study days."""

    weeks: list[list[date]]
    work: Mapping[date, Work]
    streak: Streak

    @property
    def shown(self) -> Work:
        """What was done in these weeks."""
        return sum((self.work.get(day, Work()) for week in self.weeks for day in week), Work())

    @property
    def days_studied(self) -> int:
        """On how many of their days something was answered."""
        return sum(day in self.work for week in self.weeks for day in week)


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """How long studying took."""

    days: tuple[tuple[date, Work], ...]
    """The last thirty study days, with or without any work."""
    ever: Work
    median_seconds: float | None
    """Of an answer in these days; None where no answer told its time."""


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two things that are mixed up; `compare` are the ids under which they can be put side by side, if they can."""

    confusion: Confusion
    compare: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Everything that the page tells, of one deck or of all."""

    day: date
    retention: tuple[Retention, ...]
    coming: Coming
    year: Year
    stages: Mapping[Stage, int]
    grid: MasteryGrid
    confusions: tuple[ConfusedPair, ...]
    time: TimeSpent


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is to say in one line."""

    streak: Streak
    week: Work
    """What was done in the last seven days, today among them."""


class Progress:
    """One student's progress."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        clock: Callable[[], datetime],
        settings: StudySettings | None = None,
        scheduler: Scheduler | None = None,
    ) -> None:
        """Tell of the catalog's cards; `clock` tells the time as an aware UTC datetime."""
        self.database = database
        self.catalog = catalog
        self.clock = clock
        self.settings = settings or StudySettings()
        self.scheduler = scheduler or SM2()
        self.user = LOCAL_USER_ID
        self._reader = HistoryReader(catalog, self.scheduler, self.user)
        self._comparables = Comparables(catalog)
        self._siblings = catalog.siblings()
        self._lock = Lock()

    def under(self, settings: StudySettings) -> "Progress":
        """The same progress under other settings; what was read of the log is shared."""
        other = copy(self)
        other.settings = settings
        return other

    def page(self, deck: str | None = None, horizon: int = HORIZONS[0]) -> ProgressPage | None:
        """Everything, of one deck or all; None while nothing was ever answered. Raises NotFoundError for a deck."""
        if deck is not None and deck not in self.catalog.decks:
            raise NotFoundError(f"There is no deck “{deck}”.")
        with self._lock, self.database.read() as connection:
            history = self._reader.read(connection)
            work = history.activity.days(deck)
            return self._page(connection, history, work, deck, horizon) if history.activity.days() else None

    def summary(self) -> Summary:
        """What there is to say in one line."""
        day = self._day()
        with self._lock, self.database.read() as connection:
            work = self._reader.read(connection).activity.days()
        week = (work.get(day - back * DAY, Work()) for back in range(DAYS_IN_WEEK))
        return Summary(streak_of(work, day), sum(week, Work()))

    def _page(
        self, connection: Connection, history: History, work: Mapping[date, Work], deck: str | None, horizon: int
    ) -> ProgressPage:
        day = self._day()
        schedules = all_schedules(connection, self.user)
        cards = [card for card in self.catalog.cards.values() if deck in {None, card.key.deck}]
        retention = tuple(_retention(history, day, days, deck) for days in RANGES)
        return ProgressPage(
            day=day,
            retention=retention,
            coming=self._coming(connection, cards, schedules, _rates(retention), horizon),
            year=Year(weeks_until(day), work, streak_of(work, day)),
            stages=stages(cards, schedules),
            grid=grid_of(cards, schedules, self.catalog, deck),
            confusions=self._confusions(history, deck),
            time=self._time(connection, work, deck),
        )

    def _coming(
        self,
        connection: Connection,
        cards: Iterable[Card],
        schedules: Mapping[CardKey, Schedule],
        rates: PassRates,
        horizon: int,
    ) -> Coming:
        marks = all_marks(connection, self.user)
        aside = {key for key, mark in marks.items() if mark.suspended}
        aside |= {key for key, one in schedules.items() if is_leech(one.lapses, marks.get(key))}
        notes = {card.key: self._siblings[card.key] for card in cards if card.key not in aside}
        paces = recent_elapsed_ms(connection, self.user, REVIEWS_FOR_PACE)
        seconds = max(mean(paces) / 1000, 1) if len(paces) >= FEWEST_FOR_PACE else USUAL_SECONDS
        forecast = Forecast(notes, schedules, self.settings.limits, self.scheduler, rates)
        return Coming(forecast.days(self._day(), horizon), rates, seconds)

    def _confusions(self, history: History, deck: str | None) -> tuple[ConfusedPair, ...]:
        found = history.confusions.most_frequent(MOST_CONFUSIONS, deck)
        return tuple(ConfusedPair(one, self._comparables.pair(one.deck, one.one, one.other)) for one in found)

    def _time(self, connection: Connection, work: Mapping[date, Work], deck: str | None) -> TimeSpent:
        day = self._day()
        days = [day - back * DAY for back in reversed(range(MONTH))]
        elapsed = elapsed_since(connection, self.user, days[0], deck)
        return TimeSpent(
            days=tuple((one, work.get(one, Work())) for one in days),
            ever=sum(work.values(), Work()),
            median_seconds=median(elapsed) / 1000 if elapsed else None,
        )

    def _day(self) -> date:
        return self.settings.day(self.clock())


def _retention(history: History, day: date, days: int | None, deck: str | None) -> Retention:
    since = day - timedelta(days=days - 1) if days else None
    young, mature = (history.recall.rate(mature=mature, since=since, deck=deck) for mature in (False, True))
    return Retention(days, young, mature)


def _rates(retention: Iterable[Retention]) -> PassRates:
    """The student's own pass rates of the last months, else ever; the usual ones while there is too little to tell."""
    told = [one for one in retention if one.days in {RATES_FROM_DAYS, None}]
    young = next((one.young.share for one in told if one.young.share is not None), USUAL_RATE)
    mature = next((one.mature.share for one in told if one.mature.share is not None), USUAL_RATE)
    return PassRates(young, mature)
