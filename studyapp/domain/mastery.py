"""Mastery: how far each card has come, and the cards of each attribute of each muscle together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from studyapp.domain.card import Card
from studyapp.domain.deck import CardKey
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.schedule import Schedule

MATURE_DAYS = 21
"""Days of the interval from which on a card is mature. Source: Anki manual, “True Retention Table”."""
YOUNG_REPETITIONS = 2
"""Repetitions passed in a row from which on a card is young; before, its interval is a single day."""


class Stage(IntEnum):
    """How far a card has come; its value is what it adds to a cell."""

    NEW = 0
    LEARNING = 1
    YOUNG = 2
    MATURE = 3

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return self.name.lower()


def stage_of(schedule: Schedule | None) -> Stage:
    """How far the card of that schedule has come; new without one."""
    if schedule is None:
        return Stage.NEW
    if schedule.memory.interval_days >= MATURE_DAYS:
        return Stage.MATURE
    return Stage.YOUNG if schedule.memory.repetition >= YOUNG_REPETITIONS else Stage.LEARNING


@dataclass(frozen=True, slots=True)
class Cell:
    """Some cards together: how many there are, and the sum of the values of their stages."""

    cards: int
    points: int

    @property
    def share(self) -> float:
        """The mean of the cards' stages, 0 while all are new, 1 when all are mature; 0 without cards."""
        return self.points / (Stage.MATURE * self.cards) if self.cards else 0.0

    @property
    def stage(self) -> Stage | None:
        """The last stage that the mean has reached; learning as soon as one card was met, None without cards."""
        if not self.cards:
            return None
        return Stage.LEARNING if 0 < self.points < self.cards else Stage(self.points // self.cards)

    def __add__(self, other: "Cell") -> "Cell":
        """Both cells' cards together."""
        return Cell(self.cards + other.cards, self.points + other.points)


NO_CARDS = Cell(0, 0)


def stages(cards: Iterable[Card], schedules: Mapping[CardKey, Schedule]) -> Mapping[Stage, int]:
    """How many cards are at each stage."""
    counted = Counter(stage_of(schedules.get(card.key)) for card in cards)
    return {stage: counted[stage] for stage in Stage}


def mastery(
    cards: Iterable[Card], schedules: Mapping[CardKey, Schedule]
) -> Mapping[SubjectKind, Mapping[tuple[str, Attribute], Cell]]:
    """For each kind of subject, the cell of every subject (by its id) and attribute that cards ask about."""
    cells: dict[SubjectKind, dict[tuple[str, Attribute], Cell]] = {}
    for card in cards:
        one = Cell(1, stage_of(schedules.get(card.key)))
        place = (card.subject.id, card.attribute)
        kind = cells.setdefault(card.subject.kind, {})
        kind[place] = kind.get(place, NO_CARDS) + one
    return cells
