"""A student's progress in a package, which Anki takes along for cards that it does not hold yet.

Source: how Anki's own backend, as the tests run it, imports a package with “learning progress” ticked.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from studyapp.anki.bulk import Row, Rows
from studyapp.anki.numbers import SUSPENDED, AnkiState, RevlogRow, is_counted
from studyapp.domain.day import ROLLOVER_HOUR
from studyapp.domain.deck import CardKey

_PLACE = 3
"""Where a card's row tells its place among the templates."""
FIRST_DAY = date(2014, 9, 19)
"""The day that a package's collection counts as 0, as genanki has it."""
NOON = time(12)

SCHEDULER = 2
"""Of Anki: the present one. Rows of the log under an older one would get other buttons on import."""


@dataclass(frozen=True, slots=True)
class CardProgress:
    """How far a student is with one card, in Anki's numbers."""

    state: AnkiState | None = None
    """Where it stands; None while it is new, be it crammed."""
    log: tuple[RevlogRow, ...] = ()
    suspended: bool = False

    @property
    def answered_ms(self) -> int | None:
        """When an answer moved its schedule last, in milliseconds since 1970; None while none has."""
        return max((row.id for row in self.log if is_counted(row.kind, row.ease_permille)), default=None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a student is with all cards.

    It goes along with the questions alone. Their other shapes ask the same in another dress, and begin as new.
    """

    cards: Mapping[CardKey, CardProgress] = field(default_factory=dict)
    rollover_hour: int = ROLLOVER_HOUR
    """The hour at which the student's days begin: that of the collection in the package."""


def begin_days(cursor: sqlite3.Cursor, rollover_hour: int) -> None:
    """Let the package's collection count its days as the student does.

    Anki moves due dates by as many days as the two collections are apart when it imports, by that machine's clock and
    zone. Both count dates, so what is due here in three days is due there in three, whenever and wherever that is.
    """
    (kept,) = cursor.execute("SELECT conf FROM col").fetchone()
    conf = json.loads(kept) | {"schedVer": SCHEDULER, "creationOffset": 0, "rollover": rollover_hour}
    began_at = datetime.combine(FIRST_DAY, NOON, UTC)
    cursor.execute("UPDATE col SET crt = ?, conf = ?", (int(began_at.timestamp()), json.dumps(conf)))


def carry(rows: Rows, first: int, progress: Mapping[int, CardProgress]) -> None:
    """Let the cards from a row on, all of one note, stand where the student is with them, by their places."""
    for index, row in enumerate(rows.cards[first:], start=first):
        if (own := progress.get(row[_PLACE])) is not None:
            rows.cards[index] = _studied(row, own)
            rows.revlog.extend(_logged(row[0], own.log))


def _studied(row: Row, progress: CardProgress) -> Row:
    """The row of a new card as it is for this student."""
    *head, kind, queue, position, _, _, _, _, _ = row
    state = progress.state
    if state is None:
        return (*head, kind, SUSPENDED if progress.suspended else queue, position, 0, 0, 0, 0, "")
    due = (state.due - FIRST_DAY).days
    stands = (state.type, state.queue, due, state.interval_days, state.ease_permille, state.reps, state.lapses)
    return (*head, *stands, _data(position, progress.answered_ms))


def _data(position: int, answered_ms: int | None) -> str:
    """What Anki keeps of a studied card beside the columns: where it stood as a new one, and when it was answered."""
    return json.dumps({"pos": position} | ({} if answered_ms is None else {"lrt": answered_ms // 1000}))


def _logged(card: int, log: Iterable[RevlogRow]) -> Iterator[Row]:
    for row in log:
        days = (row.interval_days, row.last_interval_days)
        yield (row.id, card, int(row.button), *days, row.ease_permille, row.elapsed_ms, int(row.kind))
