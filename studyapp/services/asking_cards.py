"""From items that went wrong to the cards that ask the same."""

from collections.abc import Iterable, Iterator

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.exam.item import MATCHED
from studyapp.domain.exam.outcome import Outcome


def cards_to_study(catalog: Catalog, deck: str, outcomes: Iterable[Outcome]) -> tuple[Card, ...]:
    """The cards of a deck that ask for what was wrong or left open, each once, in the order of the items."""
    wrong = (outcome for outcome in outcomes if not outcome.mark.is_right)
    return tuple({card.key: card for outcome in wrong for card in _cards(catalog, deck, outcome)}.values())


def _cards(catalog: Catalog, deck: str, outcome: Outcome) -> tuple[Card, ...]:
    named = [_card(catalog, CardKey(deck, ident)) for ident in _named(outcome)]
    found = tuple(card for card in named if card is not None)
    return found or tuple(_asking(catalog, deck, outcome.item.decided))


def _named(outcome: Outcome) -> tuple[str, ...]:
    """Ids of the cards that an item was made from; of a matching item those of its wrong premises."""
    cards, lines = outcome.item.topic.cards, outcome.lines
    if outcome.item.type not in MATCHED or len(cards) != len(lines):
        return cards
    return tuple(card for card, line in zip(cards, lines, strict=True) if not line.is_right)


def _card(catalog: Catalog, key: CardKey) -> Card | None:
    try:
        return catalog.card(key)
    except KeyError:
        return None


def _asking(catalog: Catalog, deck: str, facts: Iterable[str]) -> Iterator[Card]:
    """For each fact the first card that asks it: an instructor's own items name no cards."""
    for ident in facts:
        asking = (
            card
            for key, card in catalog.cards.items()
            if key.deck == deck and any(fact.id == ident for fact in card.facts)
        )
        yield from (card for card in (next(asking, None),) if card is not None)
