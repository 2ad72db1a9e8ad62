"""The forecast: the days to come, played through card by card by the rule of the queue.

Nothing is left to chance and every card is a whole one. Failures are dealt out evenly instead: of a hundred mature
cards asked at a pass rate of 0.93, every fourteenth or so fails. So what a lapse brings back is counted, the limits
hold to the card, and the same student gets the same forecast twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from studyapp.domain.deck import CardKey
from studyapp.domain.mastery import MATURE_DAYS
from studyapp.domain.queue import Limits, NoteOfCard, Queue, study_queue
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Grade, Memory, Scheduler

USUAL_RATE = 0.9
"""The pass rate of a student of whom too little is known."""
MOST_REPEATS = 5
"""How often a card that failed is asked again on its day, at most."""
PER_MILLE = 1000
YOUNG, MATURE, REPEATED = "young", "mature", "repeated"
"""The rows in which failures are dealt."""


@dataclass(frozen=True, slots=True)
class PassRates:
    """The shares of repetitions that a student passes, from 0 to 1."""

    young: float = USUAL_RATE
    mature: float = USUAL_RATE


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """What one day is going to bring."""

    day: date
    reviews: int
    new: int
    repeats: int
    """Answers that failures of the same day add."""
    waiting: int
    """Cards that are due and put off, by the limit or by a sibling."""

    @property
    def answers(self) -> int:
        """Everything that is asked on it."""
        return self.reviews + self.new + self.repeats


class Dealer:
    """Deals passes and failures so that young and mature cards each get their share of failures, evenly spread.

    What a failure adds is dealt to in a row of its own: just after a failure the next in the same row always passes, so
    that all failures would fall on repetitions, and none on the answers that repeat them.
    """

    def __init__(self, rates: PassRates) -> None:
        """Deal nothing yet; half a failure is owed to each row, so that its first comes neither early nor late."""
        young, mature = (round((1 - rate) * PER_MILLE) for rate in (rates.young, rates.mature))
        self._fails = {YOUNG: young, MATURE: mature, REPEATED: young}
        self._owed = dict.fromkeys(self._fails, PER_MILLE // 2)

    def passes(self, memory: Memory) -> bool:
        """Whether the next card of that maturity passes."""
        return self._deal(MATURE if memory.interval_days >= MATURE_DAYS else YOUNG)

    def repeats(self) -> int:
        """How often a card that failed is asked again before it passes."""
        number = 1
        while number < MOST_REPEATS and not self._deal(REPEATED):
            number += 1
        return number

    def _deal(self, row: str) -> bool:
        owed = self._owed[row] + self._fails[row]
        passes = owed < PER_MILLE
        self._owed[row] = owed if passes else owed - PER_MILLE
        return passes


class Forecast:
    """The days to come, one after the other."""

    def __init__(
        self,
        notes: NoteOfCard,
        schedules: Mapping[CardKey, Schedule],
        limits: Limits,
        scheduler: Scheduler,
        rates: PassRates,
    ) -> None:
        """Start from the schedules as they are."""
        self._notes = notes
        self._limits = limits
        self._scheduler = scheduler
        self._dealer = Dealer(rates)
        self._schedules = {card: schedules[card] for card in notes if card in schedules}
        self._new = dict.fromkeys(card for card in notes if card not in schedules)
        self._place = {card: place for place, card in enumerate(notes)}
        self._coming: dict[date, list[CardKey]] = {}
        for card, schedule in self._schedules.items():
            self._coming.setdefault(schedule.due, []).append(card)

    def days(self, today: date, number: int) -> tuple[ForecastDay, ...]:
        """What is left of today, and the days after it, so many in all."""
        answered = [s.card for s in self._schedules.values() if s.is_studied_on(today)]
        waiting = [card for day, cards in self._coming.items() if day <= today for card in cards]
        found = []
        for day in (today + timedelta(days=ahead) for ahead in range(number)):
            if day > today:
                waiting += self._coming.pop(day, [])
            queue = self._queue(day, waiting + [card for card in answered if self._schedules[card].is_studied_on(day)])
            found.append(self._played(queue, day, len(waiting)))
            waiting = [card for card in waiting if self._schedules[card].due <= day]
        return tuple(found)

    def _queue(self, day: date, cards: Iterable[CardKey]) -> Queue:
        """The day's queue, asked of the cards that can be in it or have a say in it: all others wait for their day."""
        new = self._new if self._limits.new_cards_a_day else {}
        known = sorted({*cards, *new}, key=self._place.__getitem__)
        schedules = {card: self._schedules[card] for card in known if card in self._schedules}
        return study_queue({card: self._notes[card] for card in known}, schedules, day, self._limits)

    def _played(self, queue: Queue, day: date, waiting: int) -> ForecastDay:
        repeats = 0
        for card in queue.drill:
            self._schedules[card] = replace(self._schedules[card], drill_open=False)
            repeats += self._dealer.repeats()
        for card in queue.due + queue.new:
            repeats += self._answered(card, day)
        return ForecastDay(day, len(queue.due), len(queue.new), repeats, waiting - len(queue.due))

    def _answered(self, card: CardKey, day: date) -> int:
        """Answer a card on a day, and return how often it comes again on it."""
        before = self._schedules.get(card)
        memory = before.memory if before else self._scheduler.start()
        passed = self._dealer.passes(memory)
        memory = self._scheduler.step(memory, Grade.GOOD if passed else Grade.WRONG)
        due = day + timedelta(days=memory.interval_days)
        if before:
            after = replace(before, memory=memory, due=due, last_day=day, drill_open=False)
        else:
            noon = datetime.combine(day, time(12), tzinfo=UTC)
            after = Schedule(
                card=card,
                memory=memory,
                due=due,
                first_day=day,
                last_day=day,
                last_answered_at=noon,
                lapses=0,
                drill_open=False,
            )
        self._new.pop(card, None)
        self._schedules[card] = after
        self._coming.setdefault(due, []).append(card)
        return 0 if passed else self._dealer.repeats()
