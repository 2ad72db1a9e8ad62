"""The queue: which cards to study now, and in which order."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeAlias

from studyapp.domain.deck import CardKey
from studyapp.domain.schedule import Schedule

NoteKey: TypeAlias = tuple[str, str]
"""A note by its deck and its id."""
NoteOfCard: TypeAlias = Mapping[CardKey, NoteKey]
"""Every card, in the order of learning, with its note; cards of one note are siblings."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cards a study day may bring."""

    new_cards_a_day: int = 20
    reviews_a_day: int = 200


@dataclass(frozen=True, slots=True)
class Queue:
    """Cards to study on a day: what is due with what is new among it, then what is to be drilled."""

    due: tuple[CardKey, ...]
    new: tuple[CardKey, ...]
    drill: tuple[CardKey, ...]
    reviewed: int = 0
    """Due cards answered today already."""
    introduced: int = 0
    """New cards answered today already."""

    @property
    def cards(self) -> tuple[CardKey, ...]:
        """All of them, in order: new cards evenly among the due ones, over the whole day."""
        return (*self._interleaved(), *self.drill)

    def of(self, cards: Collection[CardKey]) -> "Queue":
        """What of it are these cards."""
        kept = (tuple(key for key in keys if key in cards) for keys in (self.due, self.new, self.drill))
        due, new, drill = kept
        return Queue(due, new, drill, self.reviewed, self.introduced)

    def _interleaved(self) -> Iterator[CardKey]:
        due, new = deque(self.due), deque(self.new)
        of_due, of_new = self.reviewed + len(due), self.introduced + len(new)
        at_due, at_new = self.reviewed, self.introduced
        while due or new:
            if new and (not due or (at_new + 1) * (of_due + 1) < (at_due + 1) * (of_new + 1)):
                yield new.popleft()
                at_new += 1
            else:
                yield due.popleft()
                at_due += 1

    @property
    def counts(self) -> tuple[str, ...]:
        """How many of each kind there are, in words: "8 due", "4 new", "1 to drill"; kinds without any are left out."""
        kinds = ((self.due, "due"), (self.new, "new"), (self.drill, "to drill"))
        return tuple(f"{len(cards)} {name}" for cards, name in kinds if cards)


def study_queue(
    notes: NoteOfCard,
    schedules: Mapping[CardKey, Schedule],
    day: date,
    limits: Limits,
    aside: Collection[CardKey] = frozenset(),
) -> Queue:
    """The queue of a day, without the cards that are set `aside`.

    Longest overdue first; what became due on one day is shuffled, by the study day as the seed, so that the order tells
    nothing and is the same on every device. Siblings are never asked on the same day, and the one that waits stays
    due. Schedules of cards that no deck holds are passed over.
    """
    answered = [s for s in schedules.values() if s.is_studied_on(day) and s.card in notes]
    introduced = sum(s.first_day >= day for s in answered)
    reviewed = len(answered) - introduced
    taken = {notes[s.card] for s in answered}
    due = _apart((key for key in _due(notes, schedules, day) if key not in aside), notes, taken)
    due = due[: max(0, limits.reviews_a_day - reviewed)]
    new = _apart((key for key in notes if key not in schedules and key not in aside), notes, taken)
    return Queue(
        due=tuple(due),
        new=tuple(new[: max(0, limits.new_cards_a_day - introduced)]),
        drill=_drill(s for s in answered if s.card not in aside),
        reviewed=reviewed,
        introduced=introduced,
    )


def next_day(
    notes: NoteOfCard,
    schedules: Mapping[CardKey, Schedule],
    day: date,
    limits: Limits,
    aside: Collection[CardKey] = frozenset(),
) -> date | None:
    """The first day after `day` that has something to study; None when nothing ever will.

    `aside` are the cards that will still be set aside then.
    """
    tomorrow = day + timedelta(days=1)
    known = (s for s in schedules.values() if s.card in notes and s.card not in aside)
    days = [max(s.due, tomorrow) for s in known if limits.reviews_a_day]
    if limits.new_cards_a_day and any(key not in schedules and key not in aside for key in notes):
        days.append(tomorrow)
    return min(days, default=None)


def _due(notes: NoteOfCard, schedules: Mapping[CardKey, Schedule], day: date) -> list[CardKey]:
    """Due cards, longest overdue first; `last_day` keeps what was answered today out."""
    due = [s for s in schedules.values() if s.due <= day and not s.is_studied_on(day) and s.card in notes]
    return [s.card for s in sorted(due, key=lambda s: (s.due, shuffled(day, s.card)))]


def shuffled(day: date, key: CardKey) -> bytes:
    """Where a card stands in the shuffled order of a study day; the same on every device."""
    return blake2b(f"{day.isoformat()} {key.deck} {key.card}".encode(), digest_size=8).digest()


def _apart(
    keys: Iterable[CardKey],
    notes: NoteOfCard,
    taken: set[NoteKey],
) -> list[CardKey]:
    """The cards whose note is not taken yet today; takes the notes of those it lets through."""
    apart = []
    for key in keys:
        if notes[key] not in taken:
            taken.add(notes[key])
            apart.append(key)
    return apart


def _drill(answered: Iterable[Schedule]) -> tuple[CardKey, ...]:
    """What scored below 4 today and has not reached it since, the longest waiting first."""
    waiting = [s for s in answered if s.drill_open]
    return tuple(s.card for s in sorted(waiting, key=lambda s: s.last_answered_at))
