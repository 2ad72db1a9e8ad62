"""The workshop: what items of a deck are made from, and what their options really are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from studyapp.domain.bodychart import BodyChart
from studyapp.domain.card import Card, facts_behind
from studyapp.domain.catalog import Catalog
from studyapp.domain.citation import cite_together
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.distractors import BRANCHES, Candidate, Distractors
from studyapp.domain.exam.item import Rationale, Topic
from studyapp.domain.fact import Attribute, Fact, SubjectKind
from studyapp.domain.folding import fold
from studyapp.domain.lexicon import Lexicon, telling
from studyapp.domain.vocabulary import Zone

NEAR = 8
"""A candidate as near as this, or nearer, comes as close as any: same group, shared bones, joints and zones."""


@dataclass(frozen=True)
class Workshop:
    """A deck of a catalog, with everything that is looked up often."""

    catalog: Catalog
    deck: Deck
    body: BodyChart
    _candidates: dict[CardKey, tuple[Candidate, ...]] = field(default_factory=dict)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the deck."""
        return tuple(card for key, card in self.catalog.cards.items() if key.deck == self.deck.id)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts of the deck by id."""
        return {fact.id: fact for fact in self.catalog.facts if fact.deck == self.deck.id}

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the deck knows of any answer."""
        return Lexicon.of(self.facts.values())

    @cached_property
    def muscles(self) -> dict[str, str]:
        """The ids of the deck's muscles by name."""
        return {muscle.name: muscle.id for muscle in self.deck.muscles}

    @cached_property
    def zones(self) -> dict[str, str]:
        """The ids of zones by label."""
        return {zone.label: ident for ident, zone in self.vocabulary_zones.items()}

    @cached_property
    def nerves(self) -> dict[str, str]:
        """The ids of nerves by label."""
        return {nerve.label: ident for ident, nerve in self.catalog.words.vocabulary.nerves.items()}

    @property
    def vocabulary_zones(self) -> dict[str, Zone]:
        """The zones by id."""
        return dict(self.catalog.words.vocabulary.zones)

    @cached_property
    def _distractors(self) -> Distractors:
        return Distractors(self.catalog)

    def candidates(self, card: Card) -> tuple[Candidate, ...]:
        """Every option that the deck knows to be wrong for a card, and can tell what it really is."""
        known = self._candidates.get(card.key)
        if known is None:
            found = self._distractors.candidates(card)
            known = self._candidates[card.key] = tuple(one for one in found if self.why_wrong(one.text, card).sources)
        return known

    def wrong(self, card: Card) -> set[str]:
        """The texts of all candidates."""
        return {one.text for one in self.candidates(card)}

    def why(self, facts: Iterable[Fact]) -> Rationale:
        """What facts say, with the works behind them."""
        facts = tuple(facts)
        cited = [citation for fact in facts for citation in fact.sources]
        statements = ". ".join(dict.fromkeys(fact.statement.rstrip(".") for fact in facts))
        text = f"{statements}." if statements else ""
        return Rationale(text=text, sources=cite_together(cited, self.deck.sources))

    def why_right(self, card: Card, text: str) -> Rationale:
        """Why an answer of a card is right."""
        ident = facts_behind(card).get(text)
        return self.why([fact for fact in card.facts if fact.id == ident] or card.facts)

    def why_wrong(self, text: str, card: Card) -> Rationale:
        """What a wrong option really is; nothing when the deck does not know."""
        if text in self.muscles:
            return self.why(self.about_muscle(self.muscles[text], card.attribute))
        entry = self.lexicon.find(text, card.attribute)
        return self.why(telling(entry.facts, card)[:1] if entry else ())

    def about_muscle(self, muscle: str, attribute: Attribute) -> tuple[Fact, ...]:
        """What tells a muscle from the one that is asked for: of that attribute, else where its pain goes."""
        own = [f for f in self.facts.values() if f.subject.kind is SubjectKind.MUSCLE and f.subject.id == muscle]
        own = [fact for fact in own if fact.keyed and not fact.derived]
        for wanted in (attribute, Attribute.REFERRAL, Attribute.INNERVATION):
            found = [fact for fact in own if fact.attribute is wanted]
            if found:
                return tuple(found[:3])
        return ()

    def topic_of(self, card: Card) -> Topic:
        """Where items about a card stand; a case is about the muscle that it points to."""
        named = card.subject.id if card.subject.kind is SubjectKind.MUSCLE else None
        if card.subject.kind is SubjectKind.VIGNETTE:
            named = self.muscles.get(card.required[0].text)
        return Topic(
            subject=named or card.subject.id,
            subject_name=card.subject.name,
            attribute=card.attribute,
            muscles=(named,) if named else (),
            cards=(card.key.card,),
        )

    def closeness(self, card: Card, chosen: Iterable[str]) -> float:
        """How near some wrong options come, from 0 to 1."""
        near = {one.text: one.nearness for one in self.candidates(card)}
        levels = [min(near.get(text, 0), NEAR) / NEAR for text in chosen]
        return round(sum(levels) / len(levels), 3) if levels else 0.5

    def are_apart(self, one: str, other: str) -> bool:
        """Whether two options exclude each other: no shared skin, no branch of one nerve, no words within words."""
        zones = self.zones
        if one in zones and other in zones:
            return not self.catalog.words.vocabulary.overlap(zones[one], zones[other])
        if one in self.nerves and other in self.nerves:
            pair = self.nerves[one], self.nerves[other]
            return not any(b in BRANCHES.get(a, ()) for a, b in (pair, pair[::-1]))
        return one.casefold() not in other.casefold() and other.casefold() not in one.casefold()

    def accepted(self, facts: Iterable[str]) -> set[str]:
        """Every wording, folded, that is right for a question which one of these facts answers."""
        wanted = set(facts)
        cards = [card for card in self.cards if not wanted.isdisjoint(fact.id for fact in card.facts)]
        return {
            fold(text)
            for card in cards
            if card.subject.kind in {SubjectKind.MUSCLE, SubjectKind.VIGNETTE}
            for answer in card.answers
            for text in (answer.text, *answer.accept)
        }
