"""The student's progress for cards that Anki holds already: an import of a package leaves those as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from studyapp.anki.identity import KnownCards
from studyapp.anki.numbers import SUSPENDED, RevlogKind, RevlogRow, is_counted
from studyapp.anki.open_collection import HeldCard, HeldReview, OpenCollection
from studyapp.anki.progress import CardProgress
from studyapp.anki.shape import Shape
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.scheduler import Scheduler
from studyapp.services.anki_progress import progress_of
from studyapp.storage.database import Database
from studyapp.storage.reviews import answers_given
from studyapp.storage.tables import LOCAL_USER_ID

HeldCards: TypeAlias = Mapping[str, tuple[int, ...]]
"""The numbers of the cards that Anki holds, by the GUID of their note."""
_BURIED = {-2, -3}
_LAST_REVIEW = "last_review_time"
"""Seconds since 1970. Anki keeps it since version 25.07, an earlier one looks past it; AnkiConnect never tells it."""
_MOST_MOVED_MS = 10
"""A review that came from Anki may stand here some milliseconds later, where another had its instant."""
_SHAPES = {shape: place for place, shape in enumerate(Shape)}


@dataclass(frozen=True, slots=True)
class ProgressSent:
    """What of the progress goes to Anki, in cards and reviews."""

    cards: int
    """Cards that are scheduled as here."""
    reviews: int
    """Reviews that Anki's log did not have."""
    newer: int
    """Cards left alone, for Anki has newer reviews of them."""
    filtered: int
    """Cards left alone, for they lie in a filtered deck just now."""
    failed: int = 0
    """Cards and reviews that Anki would not take."""


@dataclass(frozen=True, slots=True)
class Days:
    """A study day, and the number that Anki has for it; None while that is not known."""

    today: date
    number: int | None

    def numbered(self, columns: Mapping[str, int | date | None]) -> dict[str, int | None]:
        """Columns of a card with days as Anki counts them."""
        return {
            name: (self.number or 0) + (value - self.today).days if isinstance(value, date) else value
            for name, value in columns.items()
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be added and changed in Anki."""

    rows: tuple[tuple[int, RevlogRow], ...]
    """For the logs of cards, by their numbers."""
    columns: Mapping[int, Mapping[str, int | date | None]]
    """Of cards; a day is still to be counted as Anki does."""
    days: Days
    newer: int
    filtered: int

    @property
    def outlook(self) -> ProgressSent:
        """What carrying it out would do."""
        return ProgressSent(len(self.columns), len(self.rows), self.newer, self.filtered)


class LiveProgress:
    """One student's progress, on its way to a running Anki."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        scheduler: Scheduler | None = None,
    ) -> None:
        """Send what the database holds."""
        self.database = database
        self.catalog = catalog
        self.scheduler = scheduler

    def plan(self, anki: OpenCollection, notes: HeldCards, known: KnownCards, today: date) -> Plan:
        """What Anki lacks for the cards of these notes on a study day; raises AnkiConnectError."""
        last_ms = self._last_ms()
        progress = progress_of(self.database, self.catalog, self.scheduler)
        cards = _cards(anki, notes, known, progress)
        held = anki.reviews(card.number for card in cards.values())
        filtered, days = anki.filtered(), Days(today, anki.today())
        blocked = {key for key, card in cards.items() if _has_newer(held.get(card.number, []), last_ms.get(key, 0))}
        waiting = {key for key, card in cards.items() if card.number in filtered} - blocked
        rows: list[tuple[int, RevlogRow]] = []
        columns: dict[int, Mapping[str, int | date | None]] = {}
        for key, card in cards.items():
            if key in blocked | waiting:
                continue
            mine = progress[key]
            there = {row.id + moved for row in held.get(card.number, []) for moved in range(_MOST_MOVED_MS)}
            rows += [(card.number, row) for row in mine.log if row.id not in there]
            if changed := _changed(card, mine, days):
                columns[card.number] = changed
        return Plan(tuple(sorted(rows, key=lambda row: row[1].id)), columns, days, len(blocked), len(waiting))

    def send(self, anki: OpenCollection, notes: HeldCards, known: KnownCards, today: date) -> ProgressSent:
        """Add the reviews that Anki lacks and set its cards as they stand here; raises AnkiConnectError.

        Done twice, or broken off and done again, it comes to the same.
        """
        plan = self.plan(anki, notes, known, today)
        not_added = anki.add_reviews(plan.rows)
        refused = anki.change(_numbered(anki, plan))
        return ProgressSent(
            cards=len(plan.columns) - len(refused),
            reviews=len(plan.rows) - not_added,
            newer=plan.newer,
            filtered=plan.filtered,
            failed=not_added + len(refused),
        )

    def _last_ms(self) -> dict[CardKey, int]:
        """When each card was answered last, be that taken back since, in milliseconds since 1970."""
        last: dict[CardKey, int] = {}
        with self.database.read() as connection:
            for key, at in answers_given(connection, LOCAL_USER_ID):
                now = self.catalog.now(key)
                last[now] = max(last.get(now, 0), at)
        return last


def _numbered(anki: OpenCollection, plan: Plan) -> dict[int, dict[str, int | None]]:
    """The columns with days as Anki counts them; it must have a card with a day to tell how."""
    days = plan.days
    dated = [number for number, wanted in plan.columns.items() if "due" in wanted]
    if days.number is None and dated:
        anki.schedule(dated[0])
        days = Days(days.today, anki.today())
    return {number: days.numbered(wanted) for number, wanted in plan.columns.items()}


def _changed(card: HeldCard, mine: CardProgress, days: Days) -> Mapping[str, int | date | None]:
    """The columns that a card is to have; none when it has them already."""
    wanted = _columns(mine, card)
    told = wanted if days.number is not None else {name: wanted[name] for name in wanted if name != "due"}
    is_so = all(card.columns.get(name, number) == number for name, number in days.numbered(told).items())
    return {} if is_so else wanted


def _cards(
    anki: OpenCollection,
    notes: HeldCards,
    known: KnownCards,
    progress: Mapping[CardKey, CardProgress],
) -> dict[CardKey, HeldCard]:
    """The card in Anki for each card with progress; of several shapes the first: a review has one row in Anki's log."""
    guids = {number: guid for guid, numbers in notes.items() for number in numbers}
    shapes: dict[CardKey, tuple[int, HeldCard]] = {}
    # Anki answers slowly: it is asked only about notes of which a card was studied here.
    studied = {guid for (guid, _), card in known.cards.items() if card.key in progress}
    for card in anki.cards(number for number, guid in guids.items() if guid in studied):
        found = known.find(guids[card.number], card.place)
        if found and found.key and found.key in progress:
            place = _SHAPES[found.shape]
            if found.key not in shapes or place < shapes[found.key][0]:
                shapes[found.key] = (place, card)
    return {key: card for key, (_, card) in shapes.items()}


def _has_newer(held: Iterable[HeldReview], last_ms: int) -> bool:
    """Whether Anki's log has an answer of its own after the last that we know."""
    answers = (row for row in held if row.kind in set(RevlogKind))
    return any(is_counted(RevlogKind(row.kind), row.ease_permille) and row.id > last_ms for row in answers)


def _columns(mine: CardProgress, card: HeldCard) -> dict[str, int | date | None]:
    """The columns that a card is to have. What Anki set aside itself stays so."""
    state, answered_ms = mine.state, mine.answered_ms
    if state is None or answered_ms is None:
        return {"queue": SUSPENDED} if mine.suspended else {}
    is_aside = card.columns["queue"] == SUSPENDED or (card.columns["queue"] in _BURIED and not mine.suspended)
    return {
        "type": state.type,
        "queue": card.columns["queue"] if is_aside else state.queue,
        "due": state.due,
        "ivl": state.interval_days,
        "factor": state.ease_permille,
        "reps": state.reps,
        "lapses": state.lapses,
        "left": 0,
        "memory_state": None,  # FSRS's, if Anki has one: it makes that anew from the log
        _LAST_REVIEW: answered_ms // 1000,
    }
