"""The queue: which cards to study now, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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
    """Cards to study on a day: what is due, then what is new, then what is to be drilled."""

    due: tuple[CardKey, ...]
    new: tuple[CardKey, ...]
    drill: tuple[CardKey, ...]

    @property
    def cards(self) -> tuple[CardKey, ...]:
        """All of them, in order."""
        return self.due + self.new + self.drill

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
) -> Queue:
    """The queue of a day.

    Siblings are never asked on the same day, and the one that waits stays due. Schedules of cards that no deck holds
    are passed over.
    """
    answered = [s for s in schedules.values() if s.is_studied_on(day) and s.card in notes]
    introduced = sum(s.first_day >= day for s in answered)
    taken = {notes[s.card] for s in answered}
    due = _apart(_due(notes, schedules, day), notes, taken)
    due = due[: max(0, limits.reviews_a_day - (len(answered) - introduced))]
    new = _apart((key for key in notes if key not in schedules), notes, taken)
    return Queue(
        due=tuple(due),
        new=tuple(new[: max(0, limits.new_cards_a_day - introduced)]),
        drill=_drill(answered),
    )


def next_day(
    notes: NoteOfCard,
    schedules: Mapping[CardKey, Schedule],
    day: date,
    limits: Limits,
) -> date | None:
    """The first day after `day` that has something to study; None when nothing ever will."""
    tomorrow = day + timedelta(days=1)
    days = [max(s.due, tomorrow) for s in schedules.values() if limits.reviews_a_day and s.card in notes]
    if limits.new_cards_a_day and any(key not in schedules for key in notes):
        days.append(tomorrow)
    return min(days, default=None)


def _due(notes: NoteOfCard, schedules: Mapping[CardKey, Schedule], day: date) -> list[CardKey]:
    """Due cards, longest overdue first; `last_day` keeps what was answered today out."""
    place = {key: number for number, key in enumerate(notes)}
    due = [s for s in schedules.values() if s.due <= day and not s.is_studied_on(day) and s.card in notes]
    return [s.card for s in sorted(due, key=lambda s: (s.due, place[s.card]))]


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
