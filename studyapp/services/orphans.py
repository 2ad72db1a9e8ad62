"""Orphans: cards that were studied and that no deck holds any more. Their reviews are kept."""

from dataclasses import dataclass

from studyapp.domain.catalog import Catalog
from studyapp.storage.database import Database
from studyapp.storage.log import tallies
from studyapp.storage.tables import LOCAL_USER_ID


@dataclass(frozen=True, slots=True)
class Orphan:
    """A card that left its deck, with what is kept of it."""

    deck: str
    card: str
    reviews: int
    last_day: str
    """The study day of its last review, as YYYY-MM-DD."""


def orphans(database: Database, catalog: Catalog) -> list[Orphan]:
    """The orphans, by deck and id; a card whose id has changed is none."""
    with database.read() as connection:
        found = tallies(connection, LOCAL_USER_ID)
    return [
        Orphan(tally.card.deck, tally.card.card, tally.reviews, tally.last_day)
        for tally in found
        if catalog.now(tally.card) not in catalog.cards
    ]
