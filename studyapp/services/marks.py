"""Marks: putting cards aside, notes to self, and what is held to be wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.mark import CardMark, is_leech
from studyapp.services.cards import card_of
from studyapp.storage.database import Database
from studyapp.storage.marks import all_marks, mark_of, put_mark
from studyapp.storage.remarks import Remark, add_remark, drop_remark, remarks_of
from studyapp.storage.schedules import all_schedules, schedule_of
from studyapp.storage.tables import LOCAL_USER_ID

LONGEST_TEXT = 2000
"""Characters of a note to self, or of a remark."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Cards that are set aside, by why."""

    leeches: tuple[Card, ...]
    suspended: tuple[Card, ...]
    buried: tuple[Card, ...]


class Marks:
    """What one student does to cards beside grading them."""

    def __init__(self, database: Database, catalog: Catalog, clock: Callable[[], datetime]) -> None:
        """Mark the catalog's cards; `clock` tells the time as an aware UTC datetime."""
        self.database = database
        self.catalog = catalog
        self.clock = clock
        self.user = LOCAL_USER_ID

    def suspend(self, key: CardKey) -> None:
        """Set a card aside until it is taken back; raises NotFoundError."""
        self._change(key, suspended=True)

    def bury(self, key: CardKey, day: date) -> None:
        """Put a card off until after a study day; raises NotFoundError."""
        self._change(key, buried_on=day)

    def take_back(self, key: CardKey) -> None:
        """Ask a card again, whyever it is set aside: a leech's lapses so far no longer count. Raises NotFoundError."""
        card = card_of(self.catalog, key)
        with self.database.write() as connection:
            schedule = schedule_of(connection, self.user, card.key)
            mark = mark_of(connection, self.user, card.key)
            lapses = schedule.lapses if schedule and is_leech(schedule.lapses, mark) else mark.forgiven_lapses
            asked = replace(mark, suspended=False, buried_on=None, forgiven_lapses=lapses)
            put_mark(connection, self.user, asked)

    def write_note(self, key: CardKey, text: str) -> None:
        """Keep a note to self on a card in place of the one before; an empty one drops it. Raises NotFoundError."""
        self._change(key, note=text.strip()[:LONGEST_TEXT])

    def object_to(self, key: CardKey, ident: UUID, text: str) -> None:
        """Write down that a card is held to be wrong, with the sources it rests on; raises NotFoundError."""
        card = card_of(self.catalog, key)
        sources = tuple(dict.fromkeys(citation.source for citation in card.citations))
        made = Remark(id=ident, card=card.key, text=text.strip()[:LONGEST_TEXT], sources=sources, made_at=self.clock())
        with self.database.write() as connection:
            add_remark(connection, self.user, made)

    def withdraw(self, ident: UUID) -> None:
        """Take an objection back."""
        with self.database.write() as connection:
            drop_remark(connection, self.user, ident)

    def objections(self) -> list[Remark]:
        """Everything that is held to be wrong, newest first."""
        with self.database.read() as connection:
            return remarks_of(connection, self.user)

    def aside(self, day: date) -> Aside:
        """Every card that is set aside on a study day."""
        with self.database.read() as connection:
            schedules = all_schedules(connection, self.user)
            marks = all_marks(connection, self.user)
        cards = self.catalog.cards
        suspended = {key for key, mark in marks.items() if mark.suspended}
        leeches = {key for key, one in schedules.items() if is_leech(one.lapses, marks.get(key))} - suspended
        buried = {key for key, mark in marks.items() if mark.buried_on == day} - suspended - leeches
        found = (tuple(cards[key] for key in cards if key in keys) for keys in (leeches, suspended, buried))
        return Aside(*found)

    def _change(self, key: CardKey, **changes: bool | date | str) -> None:
        card = card_of(self.catalog, key)
        with self.database.write() as connection:
            mark: CardMark = mark_of(connection, self.user, card.key)
            put_mark(connection, self.user, replace(mark, **changes))  # type: ignore[arg-type]  # fields of a mark
