"""How a student stands with cards: which are hard, the weakest, leeches."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.mark import is_leech
from studyapp.domain.selection import Standing, hard, weakest
from studyapp.storage.database import Database
from studyapp.storage.marks import all_marks
from studyapp.storage.schedules import all_schedules
from studyapp.storage.tables import LOCAL_USER_ID

_Kept = TypeVar("_Kept")


def of_standing(cards: Iterable[Card], standing: Standing, database: Database, catalog: Catalog) -> list[Card]:
    """Those of the cards with which the student stands so, in their order; of the weakest, the weakest first."""
    with database.read() as connection:
        schedules = _led(all_schedules(connection, LOCAL_USER_ID), catalog)
        marks = _led(all_marks(connection, LOCAL_USER_ID), catalog)
    leeches = {key for key, one in schedules.items() if is_leech(one.lapses, marks.get(key))}
    match standing:
        case Standing.HARD:
            return hard(cards, schedules, leeches)
        case Standing.WEAKEST:
            return weakest(cards, schedules)
        case Standing.LEECHES:
            return [card for card in cards if card.key in leeches]
        case Standing.ANY:
            return list(cards)


def _led(kept: Mapping[CardKey, _Kept], catalog: Catalog) -> dict[CardKey, _Kept]:
    """What is kept under a card's former key, by its key today; what stands there already goes before."""
    former_first = sorted(kept.items(), key=lambda item: item[0] not in catalog.former)
    return {catalog.now(key): one for key, one in former_first}
