"""SM-2, in whole numbers.

Source: P. A. Wozniak, Optimization of learning (1990), ch. 3.2, “Application of a computer to improve the results
obtained in working with the SuperMemo method”; where it is silent, the author's unit SuperMemo2Plug: a lapsed card
counts as repetition 0, so its next intervals are 1, 1 and 6 days. Ours alone is the cap of 36,500 days.
"""

from collections.abc import Mapping

from studyapp.domain.scheduler import Grade, Memory

FIRST_E_FACTOR = 250
LOWEST_E_FACTOR = 130
FIRST_INTERVAL_DAYS = 1
SECOND_INTERVAL_DAYS = 6
LONGEST_INTERVAL_DAYS = 36_500

E_FACTOR_CHANGE = {
    Grade.EASY: 10,
    Grade.GOOD: 0,
    Grade.HARD: -14,
}
"""Hundredths: 0.1 - (5-q)(0.08 + (5-q) 0.02) for the grades that change it; a lapse leaves it alone."""


class SM2:
    """The scheduler of SuperMemo 2."""

    def start(self) -> Memory:
        """Repetition 0 with an E-Factor of 2.5; the interval is 0, for it was never repeated."""
        return Memory(repetition=0, interval_days=0, e_factor=FIRST_E_FACTOR)

    def step(self, memory: Memory, grade: Grade) -> Memory:
        """One repetition: the interval follows from the E-Factor after this grade's change."""
        if not grade.passed:
            return Memory(0, FIRST_INTERVAL_DAYS, memory.e_factor)
        e_factor = max(LOWEST_E_FACTOR, memory.e_factor + E_FACTOR_CHANGE[grade])
        repetition = memory.repetition + 1
        return Memory(repetition, _interval_days(memory, repetition, e_factor), e_factor)

    def preview(self, memory: Memory) -> Mapping[Grade, Memory]:
        """The outcome of every grade 0–5."""
        return {grade: self.step(memory, grade) for grade in Grade}


def _interval_days(memory: Memory, repetition: int, e_factor: int) -> int:
    match repetition:
        case 1:
            return FIRST_INTERVAL_DAYS
        case 2:
            return SECOND_INTERVAL_DAYS
    hundredths = memory.interval_days * e_factor
    return min(LONGEST_INTERVAL_DAYS, -(-hundredths // 100))  # rounded up, in whole numbers
