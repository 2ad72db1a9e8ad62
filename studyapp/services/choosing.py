"""Choosing cards to take along: of a deck, a muscle, an attribute, a complaint; those that the student finds hard."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.complaint import Complaint
from studyapp.domain.fact import Attribute, enumerated
from studyapp.domain.muscle import Muscle
from studyapp.domain.selection import Selection, Standing
from studyapp.errors import ExportError, NotFoundError

if TYPE_CHECKING:  # SQLAlchemy is slow to load, and most exports need none of it
    from studyapp.storage.database import Database

LONGEST = 60
"""Characters of an unknown id that are looked at and told."""
MOST_CLOSE = 3
LONGEST_NAME = 80
"""Characters of a file's name before its ending."""


def chosen_cards(catalog: Catalog, selection: Selection, database: "Database | None" = None) -> list[Card]:
    """The cards that a selection holds, in the order of learning.

    Raises ExportError for a muscle or complaint that no deck has, and for how the student stands with cards where no
    database tells.
    """
    decks = catalog.decks.values()
    _check("muscle", selection.muscle, [muscle.id for deck in decks for muscle in deck.muscles])
    _check("complaint", selection.complaint, [complaint.id for deck in decks for complaint in deck.complaints])
    cards = selection.chosen(catalog)
    if selection.standing is Standing.ANY:
        return cards
    if database is None:
        raise ExportError("Which cards you find hard only your own data tells, and there is none at hand.")
    from studyapp.services.standing import of_standing  # noqa: PLC0415  # as above

    return of_standing(cards, selection.standing, database, catalog)


def fitting_cards(
    catalog: Catalog, decks: Collection[str], selection: Selection, database: "Database | None" = None
) -> list[Card]:
    """The cards of these decks that a selection holds, in the order of learning.

    Raises ExportError as `chosen_cards` does, and when there is none.
    """
    cards = [card for card in chosen_cards(catalog, selection, database) if card.key.deck in decks]
    if not cards:
        raise ExportError(_why_none(catalog, decks, selection))
    return cards


def chosen_decks(catalog: Catalog, decks: Iterable[str] | None) -> list[str]:
    """The decks of these ids, or all; raises NotFoundError for one that is not there."""
    chosen = list(catalog.decks if decks is None else decks)
    for deck in chosen:
        if deck not in catalog.decks:
            raise NotFoundError(unknown("deck", deck, catalog.decks))
    return chosen


def attribute_named(name: str) -> Attribute:
    """The attribute of that name; raises ExportError."""
    _check("attribute", name, list(Attribute))
    return Attribute(name)


def muscle_called(catalog: Catalog, name: str) -> str:
    """The id of the muscle with that id or name, however it is spelt; raises ExportError."""
    return _called("muscle", name, (muscle for deck in catalog.decks.values() for muscle in deck.muscles))


def complaint_called(catalog: Catalog, name: str) -> str:
    """The id of the complaint with that id or name, however it is spelt; raises ExportError."""
    return _called("complaint", name, (one for deck in catalog.decks.values() for one in deck.complaints))


def file_name(decks: Iterable[str], selection: Selection, further: Iterable[str] = ()) -> str:
    """What a file of these cards is called before its ending: it tells what is inside, and any system takes it."""
    chosen = (selection.muscle, selection.attribute, selection.complaint, selection.standing)
    parts = [*decks, *(str(one) for one in chosen if one), *further]
    return "-".join(parts)[:LONGEST_NAME].strip("-.")


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """A sentence about a name that is none, with the closest that are."""
    close = get_close_matches(name[:LONGEST].casefold().replace(" ", "-"), known, MOST_CLOSE, cutoff=0)
    hint = f"; closest to it: {enumerated(close)}" if close else ""
    return f"There is no {kind} “{name[:LONGEST]}”{hint}."


def _called(kind: str, name: str, known: Iterable[Muscle | Complaint]) -> str:
    ids = {called.casefold(): one.id for one in known for called in (one.name, one.id)}
    _check(kind, name.casefold(), ids)
    return ids[name.casefold()]


def _why_none(catalog: Catalog, decks: Collection[str], selection: Selection) -> str:
    """Why a selection holds no card of these decks."""
    if selection == Selection():
        return "There are no cards to export."
    if any(card.key.deck in decks for card in selection.chosen(catalog)):
        return "None of these cards has been hard for you so far."
    return "No card fits all that was chosen."


def _check(kind: str, name: str | None, known: Collection[str]) -> None:
    if name is not None and name not in known:
        raise ExportError(unknown(kind, name, known))
