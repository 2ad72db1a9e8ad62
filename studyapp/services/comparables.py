"""Under which ids the things that are mixed up can be put side by side."""

from collections.abc import Iterator

from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import Deck
from studyapp.domain.fact import Subject, SubjectKind
from studyapp.domain.folding import fold
from studyapp.domain.former import subject_prefix


class Comparables:
    """The muscles and conditions that each deck describes, by every name they have."""

    def __init__(self, catalog: Catalog) -> None:
        """Index the catalog's decks."""
        self._ids = {ident: dict(_named(deck)) for ident, deck in catalog.decks.items()}

    def pair(self, deck: str, one: str, other: str) -> tuple[str, str] | None:
        """The ids of two things of a deck, by their names; None unless it describes both and they differ."""
        ids = self._ids.get(deck, {})
        first, second = ids.get(fold(one)), ids.get(fold(other))
        return (first, second) if first and second and first != second else None


def _named(deck: Deck) -> Iterator[tuple[str, str]]:
    """Names and ids; where two things share one, the name that is nobody's alias stands last and wins."""
    for own in (False, True):
        for muscle in deck.muscles:
            for name in (muscle.name,) if own else muscle.others:
                yield fold(name), muscle.id
        for condition in deck.conditions:
            subject = Subject(SubjectKind.CONDITION, condition.id, condition.name)
            for name in (condition.name,) if own else condition.aliases:
                yield fold(name), subject_prefix(subject)
