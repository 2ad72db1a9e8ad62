"""A made-up deck and a clock that tests move, for everything that studies, looks up or shows cards."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from studyapp.domain.catalog import Catalog, build_catalog
from studyapp.domain.deck import CardKey, Deck, FreeAnswer, FreeCard, Manifest
from studyapp.domain.evidence import Citation, Source, SourceKind, Status
from studyapp.domain.muscle import Muscle, Statement
from studyapp.domain.vocabulary import Term, Vocabulary, Words
from studyapp.storage.database import Database
from studyapp.storage.tables import retractions, reviews, schedules

GRAY = Source(id="gray", kind=SourceKind.BOOK, short="Gray", title="Anatomy", year=1918)
SINGLE: dict[str, Any] = {
    "status": Status.SINGLE_SOURCE,
    "sources": (Citation(source="gray", locator="p. 475"),),
}


class Clock:
    """The time of day, standing still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        """Stand still at an aware instant."""
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **duration: float) -> None:
        """Move on by hours, minutes, milliseconds, as `timedelta` takes them."""
        self.now += timedelta(**duration)

    def next_morning(self) -> None:
        """Move on to nine o'clock (UTC) of the next day."""
        self.now = datetime.combine(self.now.date() + timedelta(days=1), time(9), tzinfo=UTC)


def free_card(ident: str, prompt: str = "", *answers: str, **changes: Any) -> FreeCard:
    """A free card: the cheapest card there is."""
    texts = answers or (f"the {ident}",)
    entry = {"prompt": prompt or f"What is {ident}?", "answers": tuple(FreeAnswer(text=text) for text in texts)}
    return FreeCard(id=ident, **{**SINGLE, **entry, **changes})


def free_cards(number: int) -> list[FreeCard]:
    """So many free cards, `c00`, `c01` and so on."""
    return [free_card(f"c{place:02}") for place in range(number)]


def key_of(ident: str) -> CardKey:
    """The key of a free card's card."""
    return CardKey("small", f"card.{ident}.forward")


def muscle(ident: str, name: str, **changes: Any) -> Muscle:
    """A muscle with a nickname: two siblings, forward and reverse, on one note."""
    entry = {
        "latin": f"Musculus {name.lower()}",
        "nicknames": (Statement(id="friend", text=f"False friend of {ident}", **SINGLE),),
    }
    return Muscle(id=ident, name=name, **{**entry, **changes})


def deck(
    cards: Iterable[FreeCard] = (),
    muscles: Iterable[Muscle] = (),
    folder: Path | None = None,
    **changes: Any,
) -> Deck:
    """The deck `small` with these cards and muscles; `changes` are its manifest's."""
    manifest = {
        "id": "small",
        "title": "Small deck",
        "version": "1.0.0",
        "licence": "CC-BY-4.0",
        "description": "A deck for tests.",
        "bibliography": (GRAY,),
    }
    return Deck(manifest=Manifest(**{**manifest, **changes}), folder=folder, cards=tuple(cards), muscles=tuple(muscles))


def catalog_of(*decks: Deck, named: Mapping[str, Term] | None = None, vocabulary: Vocabulary | None = None) -> Catalog:
    """The catalog of these decks; `named` are muscles that no deck describes."""
    described = {
        one.id: Term(label=one.name, latin=one.latin, aliases=one.aliases) for deck in decks for one in deck.muscles
    }
    conditions = {one.id: Term(label=one.name, aliases=one.aliases) for deck in decks for one in deck.conditions}
    words = Words(
        vocabulary=vocabulary or Vocabulary(),
        muscles={**(named or {}), **described},
        groups={},
        conditions=conditions,
    )
    return build_catalog(decks, words)


def small_catalog(number: int = 3) -> Catalog:
    """The catalog of a deck with so many free cards."""
    return catalog_of(deck(free_cards(number)))


def empty(database: Database) -> None:
    """Take every review out of a database that several examples use one after the other."""
    with database.write() as connection:
        for table in (schedules, retractions, reviews):
            connection.execute(delete(table))
