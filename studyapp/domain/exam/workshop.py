"""The workshop: what items of a deck are made from, and what their options really are."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from studyapp.domain.bodychart import BodyChart
from studyapp.domain.card import Card, answering
from studyapp.domain.catalog import Catalog
from studyapp.domain.complaint import Support
from studyapp.domain.deck import CardKey, Deck
from studyapp.domain.distractors import BRANCHES, Candidate, Distractors, is_holding
from studyapp.domain.exam.chance import rank
from studyapp.domain.exam.item import UNMEASURED, Topic
from studyapp.domain.exam.nearness import NEAREST, Nearness
from studyapp.domain.exam.places import Places
from studyapp.domain.exam.reasons import Reasons
from studyapp.domain.exam.stems import SOMEBODY, authority_of
from studyapp.domain.fact import Answer, Attribute, Fact, SubjectKind, has_pronoun
from studyapp.domain.folding import fold
from studyapp.domain.muscle import Extent
from studyapp.domain.vocabulary import Zone

BORDER_MM, APART_MM = 20, 45
"""So far a wrong zone lies from any where the pain may be; a complaint, or a place on the skin, farther."""
FEWEST_OF_AN_AUTHOR = 3
"""Muscles of which an author must tell to be named beside muscles to choose from."""
MANY = ("nerves", "rami of the spinal nerves")
"""How the names of several nerves end: beside single ones they are told by their number."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Answers of a card that may be keyed together, and whose account they are."""

    texts: tuple[str, ...]
    authority: str | None
    essential: tuple[str, ...] = ()
    """Of referred pain those that are felt as a rule."""


@dataclass(frozen=True)
class Workshop:
    """A deck of a catalog, with everything that is looked up often."""

    catalog: Catalog
    deck: Deck
    body: BodyChart
    _candidates: dict[CardKey, tuple[Candidate, ...]] = field(default_factory=dict)
    _told_zones: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the deck."""
        return tuple(card for key, card in self.catalog.cards.items() if key.deck == self.deck.id)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts of the deck by id."""
        return {fact.id: fact for fact in self.catalog.facts if fact.deck == self.deck.id}

    def who_says(self, statement: str) -> Fact | None:
        """The fact that says this, in these words; none that is contested."""
        return self._statements.get(fold(statement.strip().rstrip(".")))

    @cached_property
    def _statements(self) -> dict[str, Fact]:
        return {fold(fact.statement.rstrip(".")): fact for fact in self.facts.values() if fact.keyed}

    @cached_property
    def muscles(self) -> dict[str, str]:
        """The ids of the deck's muscles by name."""
        return {muscle.name: muscle.id for muscle in self.deck.muscles}

    @cached_property
    def zones(self) -> dict[str, str]:
        """The ids of zones by label."""
        return {zone.label: ident for ident, zone in self.vocabulary_zones.items()}

    @cached_property
    def places(self) -> Places:
        """Where its muscles are fixed."""
        return Places(self.deck.muscles, self.catalog.words.vocabulary)

    @cached_property
    def reasons(self) -> Reasons:
        """Why answers are right, and what wrong ones really are."""
        return Reasons(self.deck, self.facts, self.muscles)

    @cached_property
    def nerves(self) -> dict[str, str]:
        """The ids of nerves by label."""
        return {nerve.label: ident for ident, nerve in self.catalog.words.vocabulary.nerves.items()}

    @property
    def vocabulary_zones(self) -> Mapping[str, Zone]:
        """The zones by id."""
        return self.catalog.words.vocabulary.zones

    @cached_property
    def _distractors(self) -> Distractors:
        return Distractors(self.catalog)

    def candidates(self, card: Card) -> tuple[Candidate, ...]:
        """Every option that the deck knows to be wrong for a card and can tell what it is, with how near it comes."""
        known = self._candidates.get(card.key)
        if known is None:
            found = (one for one in self._distractors.candidates(card) if self._is_fair(one, card))
            ranked = sorted(
                (replace(one, nearness=self.nearness.of(card, one)) for one in found),
                key=lambda one: (-one.nearness, rank(card.key.card, one.text)),
            )
            known = self._candidates[card.key] = tuple(self._unlike(ranked) if self.is_about_pain(card) else ranked)
        return known

    def _unlike(self, ranked: Iterable[Candidate]) -> Iterator[Candidate]:
        """Of muscles that refer pain alike one: two would rule each other out."""
        seen: set[frozenset[str]] = set()
        for one in ranked:
            zones = frozenset(self.nearness.zones_of(one.owner))
            if zones not in seen:
                seen.add(zones)
                yield one

    def is_about_pain(self, card: Card) -> bool:
        """Whether it asks for the muscle behind a pain."""
        return card.shows_chart_first or card.subject.kind is SubjectKind.VIGNETTE

    def account_of(self, card: Card) -> str | None:
        """Whose account of a pain an item tells: an author who speaks of few muscles would give the answer away."""
        named = {fact.according_to for fact in card.facts}
        account = named.pop() if len(named) == 1 else None
        if account is None:
            return None
        return self.deck.sources[account].short if self._told_by[account] >= FEWEST_OF_AN_AUTHOR else SOMEBODY

    @cached_property
    def _told_by(self) -> Counter[str | None]:
        """By author of how many muscles they tell where these refer pain."""
        told = {
            (fact.according_to, fact.subject.id)
            for fact in self.facts.values()
            if fact.attribute is Attribute.REFERRAL and fact.subject.kind is SubjectKind.MUSCLE
        }
        return Counter(account for account, _ in told)

    @cached_property
    def nearness(self) -> Nearness:
        """Who tells how near a wrong option comes."""
        return Nearness(self.deck, self.catalog.words.vocabulary, self.body)

    def _is_fair(self, one: Candidate, card: Card) -> bool:
        """Whether an option can be defended as wrong, and is not seen to be so by its name alone."""
        if not self.reasons.wrong(one.text, card).sources or has_pronoun(one.text):
            return False
        if card.attribute is Attribute.INNERVATION:
            is_one = not one.text.endswith(MANY) and not any(answer.text.endswith(MANY) for answer in card.required)
            return is_one and not one.text.startswith("nerve to ")
        if card.attribute is Attribute.REFERRAL and not card.shows_chart_first:
            return self._is_elsewhere(self.zones.get(one.text, ""), card.subject.id, BORDER_MM)
        if card.attribute is Attribute.COMPLAINT:
            zones = next((complaint.zones for complaint in self.deck.complaints if complaint.name == one.text), ())
            return all(self._is_elsewhere(zone, card.subject.id, APART_MM) for zone in zones)
        return not (card.shows_chart_first and self._covers_the_core(one, card))

    def _is_elsewhere(self, zone: str, muscle: str, millimetres: float) -> bool:
        """Whether a zone lies so far from all to which a muscle refers pain, and nothing told of it speaks of it."""
        if zone not in self.vocabulary_zones or zone in self._zones_told_of(muscle):
            return False
        hurting = self.nearness.zones_of(muscle) | self._zones_remarked_of(muscle)
        return self.nearness.millimetres(zone, hurting) >= millimetres

    def _zones_told_of(self, muscle: str) -> set[str]:
        """The zones of which anything that is told of a muscle speaks, in a sign or a remark perhaps."""
        if muscle not in self._told_zones:
            facts = [fact for fact in self.reasons.facts_about(muscle) if not fact.derived]
            pain = [fact.remark for fact in facts if fact.attribute is Attribute.REFERRAL]
            others = [text for f in facts if f.attribute is not Attribute.REFERRAL for text in (f.statement, f.remark)]
            self._told_zones[muscle] = self._named_in(pain), self._named_in(others)
        return set[str]().union(*self._told_zones[muscle])

    def _zones_remarked_of(self, muscle: str) -> set[str]:
        """The zones of which the remarks about its pain speak: to where an author lets it reach."""
        self._zones_told_of(muscle)
        return self._told_zones[muscle][0]

    def _named_in(self, texts: Iterable[str | None]) -> set[str]:
        told = fold(" ".join(filter(None, texts)))
        names = self.vocabulary_zones.items()
        return {ident for ident, zone in names if any(fold(name) in told for name in (zone.label, *zone.aliases))}

    def _covers_the_core(self, one: Candidate, card: Card) -> bool:
        """Whether a muscle refers pain to every essential zone of a pattern: then it is no wrong answer."""
        zones = card.chart.patterns[0].zones if card.chart else ()
        core = [zone.zone for zone in zones if zone.extent is Extent.ESSENTIAL]
        theirs = self.nearness.zones_of(one.owner)
        overlap = self.catalog.words.vocabulary.overlap
        return bool(core) and all(any(overlap(zone, mine) for mine in theirs) for zone in core)

    def keyed(self, card: Card) -> Keyed:
        """What may be keyed of a card's answers, in whose name: of referred pain one account alone."""
        sources = self.deck.sources
        is_map = card.attribute is Attribute.REFERRAL and card.subject.kind is SubjectKind.MUSCLE
        if not is_map or card.shows_chart_first:
            texts = tuple(filter(self._may_be_keyed(card), (answer.text for answer in card.required)))
            return Keyed(texts, self._authority_of(card))
        essential = self._essential(card)
        by_account: dict[str | None, list[str]] = {}
        for fact, asked in answering(card, card.facts):
            by_account.setdefault(fact.according_to, []).append(asked.answer.text)
        required = {answer.text for answer in card.required}
        told = {one: [text for text in dict.fromkeys(texts) if text in required] for one, texts in by_account.items()}
        best = max(told, key=lambda one: (len(essential & set(told[one])), len(told[one]), str(one)))
        texts = tuple(told[best])
        return Keyed(texts, sources[best].short if best else None, tuple(t for t in texts if t in essential))

    def _may_be_keyed(self, card: Card) -> Callable[[str], bool]:
        """Whether an answer can be defended among options: a weak fit cannot, nor what is never a wrong option."""
        if card.attribute is Attribute.COMPLAINT:
            weak = {
                complaint.name
                for complaint in self.deck.complaints
                for one in complaint.muscles
                if one.muscle == card.subject.id and one.support is Support.FITS_WEAKLY
            }
            return lambda text: text not in weak
        if card.attribute is Attribute.ACTION:
            return lambda text: not is_holding(text)
        return lambda _: True

    def _authority_of(self, card: Card) -> str | None:
        """Whose account a card is; a nickname that one work alone gives is that work's."""
        if self.is_about_pain(card):
            return self.account_of(card)
        works = {citation.source for citation in card.citations}
        if card.attribute is Attribute.NICKNAME and len(works) == 1:
            return self.deck.sources[works.pop()].short
        return authority_of(card, self.deck.sources)

    def _essential(self, card: Card) -> set[str]:
        zones = card.chart.patterns[0].zones if card.chart else ()
        names = self.vocabulary_zones
        return {names[zone.zone].label for zone in zones if zone.extent is Extent.ESSENTIAL and zone.zone in names}

    def wrong(self, card: Card) -> set[str]:
        """The texts of all candidates."""
        return {one.text for one in self.candidates(card)}

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
        levels = [min(near.get(text, 0), NEAREST) / NEAREST for text in chosen]
        return round(sum(levels) / len(levels), 3) if levels else UNMEASURED

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
        cards = {card.key: card for fact in facts for card in self._cards_on.get(fact, ())}
        return {
            fold(text)
            for card in cards.values()
            if card.subject.kind in {SubjectKind.MUSCLE, SubjectKind.VIGNETTE}
            for answer in card.answers
            for text in (answer.text, *answer.accept)
        }

    @cached_property
    def _cards_on(self) -> dict[str, list[Card]]:
        """The cards that rest on each fact."""
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            for fact in card.facts:
                found.setdefault(fact.id, []).append(card)
        return found

    def is_another_answer(self, text: str, facts: Iterable[str]) -> bool:
        """Whether a text answers a question like those which these facts answer, but none of those themselves."""
        chosen = [self.facts[one] for one in facts if one in self.facts]
        alike = set[str]().union(*(self._accepted_of[fact.attribute] for fact in chosen))
        return fold(text) in alike and fold(text) not in self.accepted(fact.id for fact in chosen)

    @cached_property
    def _accepted_of(self) -> dict[Attribute, set[str]]:
        """Every wording, folded, that is right for some question about an attribute."""
        return {
            attribute: self.accepted(fact.id for fact in self.facts.values() if fact.attribute is attribute)
            for attribute in {fact.attribute for fact in self.facts.values()}
        }

    def all_answers(self, card: Card) -> dict[str, Answer]:
        """Everything that any fact gives as an answer to what a card asks of its subject, be it asked of no one."""
        found: dict[str, Answer] = {answer.text: answer for answer in card.answers}
        for fact in self.reasons.facts_about(card.subject.id):
            for asked in fact.asked if fact.attribute is card.attribute else ():
                same = asked.question.note == card.note or card.attribute is Attribute.NICKNAME
                if same and asked.question.face is card.face:
                    found.setdefault(asked.answer.text, asked.answer)
        return found
