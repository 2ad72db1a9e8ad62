"""Reasons: why an answer is right, and what a wrong one really is, with the works that say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from studyapp.domain.card import Card, facts_behind
from studyapp.domain.citation import cite_together
from studyapp.domain.deck import Deck
from studyapp.domain.evidence import Status
from studyapp.domain.exam.item import Rationale
from studyapp.domain.exam.stems import according_to
from studyapp.domain.fact import Attribute, Fact, SubjectKind, enumerated, lower_first
from studyapp.domain.lexicon import Lexicon, telling

PAIN = (Attribute.REFERRAL, Attribute.VIGNETTE)
"""What a muscle is told from others by where it refers pain."""
MOST_WORKS = 3
"""So many works tell what a wrong option is; for the key all of them are named."""


@dataclass(frozen=True)
class Reasons:
    """Tells by the facts of a deck what answers are."""

    deck: Deck
    facts: Mapping[str, Fact]
    """All of its facts by id."""
    muscles: Mapping[str, str]
    """The ids of its muscles by name."""

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the deck knows of any answer."""
        return Lexicon.of(self.facts.values())

    def say(self, facts: Iterable[Fact]) -> Rationale:
        """What facts say, with the works behind them."""
        facts = tuple(facts)
        cited = [citation for fact in facts for citation in fact.sources]
        statements = ". ".join(dict.fromkeys(fact.statement.rstrip(".") for fact in facts))
        text = f"{statements}." if statements else ""
        return Rationale(text=text, sources=cite_together(cited, self.deck.sources))

    def right(self, card: Card, text: str) -> Rationale:
        """Why an answer of a card is right."""
        if card.shows_chart_first:
            return self._map_by(card.facts, self.muscles[text])
        if card.subject.kind is SubjectKind.VIGNETTE:
            return self._why_of_case(card, self.muscles[text])
        ident = facts_behind(card).get(text)
        return self.say([fact for fact in card.facts if fact.id == ident] or card.facts)

    def wrong(self, text: str, card: Card) -> Rationale:
        """What a wrong option really is, by a few works; nothing when the deck does not know."""
        why = self._what_it_is(text, card)
        return replace(why, sources=why.sources[:MOST_WORKS])

    def _what_it_is(self, text: str, card: Card) -> Rationale:
        if text in self.muscles and card.attribute in PAIN:
            return self.map_of(self.muscles[text], card)
        if text in self.muscles and card.attribute is Attribute.NICKNAME:
            nickname = [one for one in self.facts_about(self.muscles[text]) if one.attribute is Attribute.NICKNAME]
            return self.say(one for one in nickname if one.keyed) if nickname else self.map_of(self.muscles[text], card)
        if text in self.muscles:
            return self.say(self.about_muscle(self.muscles[text], card.attribute))
        entry = self.lexicon.find(text, card.attribute)
        told = telling(entry.facts, card) if entry else ()
        same = [fact for fact in told if fact.attribute is told[0].attribute]
        return self.say(sorted(same, key=lambda one: (one.status is not Status.CONSENSUS, -len(one.sources)))[:1])

    def about_muscle(self, muscle: str, attribute: Attribute) -> tuple[Fact, ...]:
        """What tells a muscle from the one that is asked for: of that attribute, else its nerve."""
        own = [fact for fact in self.facts_about(muscle) if fact.keyed and not fact.derived]
        for wanted in (attribute, Attribute.INNERVATION):
            found = [fact for fact in own if fact.attribute is wanted]
            if found:
                return tuple(found[:3])
        return ()

    def pain_of_case(self, card: Card) -> list[Fact]:
        """The facts on which the pain of a case rests."""
        muscle, _, point = card.subject.id.partition(".")
        facts = [one for one in self.facts_about(muscle) if one.id.startswith(f"{muscle}.trigger-point.{point}.")]
        accounts = {fact.according_to for fact in card.facts}
        return [one for one in facts if one.attribute is Attribute.REFERRAL and one.according_to in accounts]

    def _why_of_case(self, card: Card, muscle: str) -> Rationale:
        """Where the trigger points of a case refer pain, what it rules out, and by what."""
        told = self.pain_of_case(card)
        why = self._map_by(told, muscle) if told else self.map_of(muscle, card)
        return replace(why, text=" ".join((why.text, *card.remarks)), sources=self.say(card.facts).sources)

    def map_of(self, muscle: str, card: Card) -> Rationale:
        """Where a muscle refers pain, by the account that a card follows if that tells of it, else by each."""
        facts = [one for one in self.facts_about(muscle) if one.attribute is Attribute.REFERRAL and one.keyed]
        accounts = {fact.according_to for fact in card.facts}
        return self._map_by([one for one in facts if one.according_to in accounts] or facts, muscle)

    def _map_by(self, facts: Sequence[Fact], muscle: str) -> Rationale:
        by_account: dict[str | None, list[str]] = {}
        for fact in facts:
            by_account.setdefault(fact.according_to, []).extend(a.answer.text for a in fact.asked[:1])
        names = {one.id: one.name for one in self.deck.muscles}
        sentences = [
            according_to(
                self.deck.sources[account].short if account else None,
                f"Trigger points in {lower_first(names[muscle])} refer pain to the {enumerated(dict.fromkeys(zones))}.",
            )
            for account, zones in by_account.items()
        ]
        cited = [citation for fact in facts for citation in fact.sources]
        return Rationale(text=" ".join(sentences), sources=cite_together(cited, self.deck.sources))

    def facts_about(self, muscle: str) -> list[Fact]:
        """Every fact of a muscle."""
        return self._facts_by_muscle.get(muscle, [])

    @cached_property
    def _facts_by_muscle(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts.values():
            if fact.subject.kind is SubjectKind.MUSCLE:
                found.setdefault(fact.subject.id, []).append(fact)
        return found
