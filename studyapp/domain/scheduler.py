"""What every scheduler offers: a memory to start from, and one step per graded repetition."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Grade(IntEnum):
    """SM-2's quality of a response, 0–5.

    Source: P. A. Wozniak, Optimization of learning (1990), ch. 3.2.
    """

    BLACKOUT = 0
    WRONG = 1
    WRONG_BUT_FAMILIAR = 2
    HARD = 3
    GOOD = 4
    EASY = 5

    @property
    def passed(self) -> bool:
        """Whether the answer counts as recalled (3 or more)."""
        return self >= Grade.HARD

    @property
    def drilled(self) -> bool:
        """Whether the card is asked again the same day (below 4)."""
        return self < Grade.GOOD


@dataclass(frozen=True, slots=True)
class Memory:
    """What a scheduler knows of one card after its repetitions."""

    repetition: int
    """Successful repetitions in a row; 0 after a lapse or before the first."""
    interval_days: int
    """Days from the last repetition to the next."""
    e_factor: int
    """Easiness in whole hundredths: 250 is 2.5."""


class Scheduler(Protocol):
    """A rule that turns grades into intervals."""

    def start(self) -> Memory:
        """The memory of a card never repeated."""
        ...

    def step(self, memory: Memory, grade: Grade) -> Memory:
        """The memory after one more repetition."""
        ...

    def preview(self, memory: Memory) -> Mapping[Grade, Memory]:
        """The memory after each grade that could be given now."""
        ...
