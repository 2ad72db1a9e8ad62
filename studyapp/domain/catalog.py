"""The catalog: everything that the decks at hand say, as facts, notes and cards."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from studyapp.domain.card import Card, cards_of
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.fact import Fact, Scribe
from studyapp.domain.former import former_keys
from studyapp.domain.look_alikes import facts_of_look_alikes
from studyapp.domain.muscle_facts import facts_of_muscle
from studyapp.domain.note import Note, notes_of
from studyapp.domain.other_facts import (
    fact_of_free_card,
    facts_of_complaint,
    facts_of_condition,
)
from studyapp.domain.partners import Movers, derived_partners
from studyapp.domain.pattern import twin_points
from studyapp.domain.referral import ReferralMap
from studyapp.domain.retired import living
from studyapp.domain.vignettes import vignettes_of
from studyapp.domain.vocabulary import Words


@dataclass(frozen=True, slots=True)
class Retired:
    """What was asked of facts that hold no more, and of nothing else."""

    notes: tuple[Note, ...] = ()
    cards: Mapping[CardKey, Card] = field(default_factory=dict)
    former: Mapping[CardKey, CardKey] = field(default_factory=dict)
    """From the keys that its cards had in earlier releases to their last ones."""


NOTHING_RETIRED = Retired()


@dataclass(frozen=True)
class Catalog:
    """All decks, and what follows from them; built once, when the program starts.

    `cards` stand in the order in which they are learnt: the core path of each deck first. `former` leads from
    the key of a card in an earlier release to its key now.
    """

    words: Words
    decks: Mapping[str, Deck]
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]
    cards: Mapping[CardKey, Card]
    former: Mapping[CardKey, CardKey]
    retired: Retired = NOTHING_RETIRED

    def card(self, key: CardKey) -> Card:
        """The card of that key, now or in an earlier release, or of that address; KeyError when there is none."""
        found = self.cards.get(self.now(key)) or self._addressed.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def now(self, key: CardKey) -> CardKey:
        """The key today of a card that may have had this one in an earlier release."""
        return self.former.get(key, key)

    @cached_property
    def _addressed(self) -> Mapping[CardKey, Card]:
        return {CardKey(key.deck, card.address): card for key, card in self.cards.items() if card.address != key.card}

    def siblings(self) -> Mapping[CardKey, tuple[str, str]]:
        """For every card the note that it shares with its siblings, as (deck, note).

        A card that moved to a note of its own still gives away what the former note asks.
        """
        return {key: (key.deck, (card.formerly or (card.note,))[0]) for key, card in self.cards.items()}


def build_catalog(decks: Iterable[Deck], words: Words) -> Catalog:
    """Derive facts, notes and cards of every deck; raises FormerIdTakenError."""
    return join_catalogs([_catalog_of(deck, words) for deck in decks], words)


def _catalog_of(deck: Deck, words: Words) -> Catalog:
    live = living(deck)
    catalog = _as_it_stands(live, words)
    former = former_keys(live, catalog.cards.values())
    catalog = replace(catalog, former=former)
    return catalog if live is deck else replace(catalog, retired=_retired(deck, _as_it_stands(deck, words), catalog))


def _retired(deck: Deck, whole: Catalog, catalog: Catalog) -> Retired:
    """What only the whole deck asks, its retired entries with it."""
    live = {note.id for note in catalog.notes} | {key.card.rpartition(".")[0] for key in catalog.former}
    notes = tuple(note for note in whole.notes if note.id not in live)
    gone = {note.id for note in notes}
    cards = {key: card for key, card in whole.cards.items() if card.note in gone}
    return Retired(notes, cards, former_keys(deck, cards.values()))


def _as_it_stands(deck: Deck, words: Words) -> Catalog:
    """The deck's facts, notes and cards, without their former keys."""
    facts = tuple(facts_of_deck(deck, words))
    notes = notes_of(facts)
    cards = _cards_in_order(deck, notes)
    with_cards = {card.note for card in cards}
    return Catalog(
        words,
        {deck.id: deck},
        facts,
        tuple(note for note in notes if note.id in with_cards),
        {card.key: card for card in cards},
        {},
    )


def join_catalogs(catalogs: Iterable[Catalog], words: Words) -> Catalog:
    """One catalog of several with different decks, in their order."""
    catalogs = tuple(catalogs)
    return Catalog(
        words,
        {ident: deck for one in catalogs for ident, deck in one.decks.items()},
        tuple(fact for one in catalogs for fact in one.facts),
        tuple(note for one in catalogs for note in one.notes),
        {key: card for one in catalogs for key, card in one.cards.items()},
        {old: new for one in catalogs for old, new in one.former.items()},
        Retired(
            tuple(note for one in catalogs for note in one.retired.notes),
            {key: card for one in catalogs for key, card in one.retired.cards.items()},
            {old: new for one in catalogs for old, new in one.retired.former.items()},
        ),
    )


def facts_of_deck(deck: Deck, words: Words) -> Iterator[Fact]:
    """Every fact of a deck: what its files say of muscles, complaints, conditions and free cards, and what follows."""
    scribe = Scribe(deck, words)
    movers = Movers.of(deck.muscles, words.vocabulary)
    twins = twin_points(deck.muscles)
    for muscle in deck.muscles:
        yield from facts_of_muscle(muscle, scribe, twins)
        yield from derived_partners(muscle, movers, scribe)
    for pair in deck.manifest.look_alikes:
        yield from facts_of_look_alikes(pair, scribe)
    for complaint in deck.complaints:
        yield from facts_of_complaint(complaint, scribe)
    for condition in deck.conditions:
        yield from facts_of_condition(condition, scribe)
    for card in deck.cards:
        yield fact_of_free_card(card, scribe)
    yield from vignettes_of(scribe, ReferralMap.of(deck.muscles, words.vocabulary))


def _cards_in_order(deck: Deck, notes: Iterable[Note]) -> list[Card]:
    core = {note: place for place, note in enumerate(deck.manifest.core_path)}
    ordered = sorted(notes, key=lambda note: core.get(note.id, len(core)))
    return [card for note in ordered for card in cards_of(note, deck.sources, core=note.id in core)]
