"""Cards by what pages and the log call them."""

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.errors import NotFoundError


def card_of(catalog: Catalog, key: CardKey) -> Card:
    """The card of a key, now or in an earlier release, or of an address; raises NotFoundError."""
    try:
        return catalog.card(key)
    except KeyError:
        raise NotFoundError(f"There is no card “{key.card}” in the deck “{key.deck}”.") from None
