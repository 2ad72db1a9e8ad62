"""Retention: the share of repetitions that were passed, by how long the card had been left alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import sqrt

from studyapp.domain.deck import CardKey
from studyapp.domain.mastery import MATURE_DAYS
from studyapp.domain.scheduler import Grade, Memory, Scheduler

FEWEST_TO_TELL = 20
"""Repetitions; of fewer no share is told."""
PASSED = tuple(grade.passed for grade in Grade)
"""Whether each grade passes, by its number; asked of the grade itself it would take a third of the time of counting."""
Z_95 = 1.959964
"""Standard deviations to either side of the mean that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of some repetitions were passed."""

    passed: int = 0
    total: int = 0

    @property
    def share(self) -> float | None:
        """The share that was passed; None while there are too few to tell."""
        return self.passed / self.total if self.total >= FEWEST_TO_TELL else None

    @property
    def interval(self) -> tuple[float, float]:
        """The share's 95 % confidence interval, from 0 to 1; all of that without repetitions.

        Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
        """
        if not self.total:
            return 0.0, 1.0
        share, spread = self.passed / self.total, Z_95**2 / self.total
        middle = (share + spread / 2) / (1 + spread)
        half = Z_95 * sqrt(share * (1 - share) / self.total + spread / (4 * self.total)) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __add__(self, other: "Rate") -> "Rate":
        """Both together."""
        return Rate(self.passed + other.passed, self.total + other.total)


class _Step:
    """A memory that some card reached, and the steps that each grade led to from there, so that none is taken twice."""

    __slots__ = ("after", "is_mature", "memory")

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.is_mature = memory.interval_days >= MATURE_DAYS
        self.after: list[_Step | None] = [None] * len(Grade)


class Recall:
    """Counts repetitions passed and failed, as they are told one after the other.

    What the first answer of a card to a new student shows is no retention, and neither is a drill.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        """Count nothing yet; the scheduler tells the interval that a repetition ended."""
        self._scheduler = scheduler
        self._start = _Step(scheduler.start())
        self._known: dict[Memory, _Step] = {}
        self._cards: dict[CardKey, tuple[_Step, date]] = {}
        self._counts: dict[tuple[str, date, bool], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, card: CardKey, day: date, grade: Grade) -> None:
        """Count one study review, given after all that were counted before."""
        step, last_day = self._cards.get(card, (self._start, None))
        if last_day is not None:
            if day <= last_day:
                return
            count = self._counts[card.deck, day, step.is_mature]
            count[0] += PASSED[grade]
            count[1] += 1
        self._cards[card] = (step.after[grade] or self._taken(step, grade), day)

    def _taken(self, step: _Step, grade: Grade) -> _Step:
        memory = self._scheduler.step(step.memory, grade)
        after = step.after[grade] = self._known.setdefault(memory, _Step(memory))
        return after

    def rate(self, *, mature: bool, since: date | None = None, deck: str | None = None) -> Rate:
        """How many were passed of mature or young cards, of one deck or all, from a day on or ever."""
        counts = (
            count
            for (its_deck, day, is_mature), count in self._counts.items()
            if is_mature == mature and (since is None or day >= since) and deck in {None, its_deck}
        )
        passed, total = 0, 0
        for one in counts:
            passed, total = passed + one[0], total + one[1]
        return Rate(passed, total)
