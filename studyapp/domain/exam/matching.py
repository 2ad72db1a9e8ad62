"""Matching and extended matching: several premises, one list of options, and no option right for two premises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.deck import CardKey
from studyapp.domain.exam.chance import digest, rank, shuffled
from studyapp.domain.exam.clang import shares_a_word
from studyapp.domain.exam.item import Item, ItemType, Option, Premise, Rationale, Topic
from studyapp.domain.exam.stems import MATCHES, according_to, authority_of
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.pattern import told
from studyapp.domain.vocabulary import Zone

PREMISES = 4
"""In a matching item; it has one option more."""
STEMS = 3
"""In an extended matching item."""
LIST = 7
"""Options of an extended matching item."""
CASES = "For each case, choose the muscle whose trigger points explain it best. Brackets name the referral map."
PATTERNS = "For each pattern of pain, choose the muscle whose trigger points refer it. Brackets name the account."


@dataclass(frozen=True, slots=True)
class Pair:
    """A premise: a card, the one of its answers that it is matched with, and how the card is told."""

    card: Card
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Makes items with premises; each method yields as many as the cards allow, a card perhaps in several of them."""

    workshop: Workshop
    seed: str

    def matching(self, cards: Sequence[Card]) -> list[Item]:
        """Items that match muscles with one attribute of theirs."""
        items: list[Item] = []
        for attribute, instruction in MATCHES.items():
            pairs = self._in_order(pair for card in cards for pair in self._matched(card, attribute))
            for chosen in self._together(pairs, PREMISES):
                authority = authority_of(chosen[0].card, self.workshop.deck.sources)
                stem, more = according_to(authority, instruction), self._further(chosen, 1)
                items.append(self._item(ItemType.MATCHING, stem, chosen, attribute, more))
        return items

    def extended(self, cards: Sequence[Card]) -> list[Item]:
        """Items that ask for the muscles behind several cases, or behind several patterns."""
        zones = self.workshop.vocabulary_zones
        cases = [card for card in cards if card.subject.kind is SubjectKind.VIGNETTE]
        patterns = [card for card in cards if card.shows_chart_first and len(card.required) == 1]
        patterns = [card for card in patterns if self.workshop.account_of(card) and _has_several_zones(card)]
        return [
            *self._extended((self._pair(card, card.scene or "") for card in cases), CASES, Attribute.VIGNETTE),
            *self._extended((self._pair(card, _pain(card, zones)) for card in patterns), PATTERNS, Attribute.REFERRAL),
        ]

    def _pair(self, card: Card, told: str) -> Pair:
        """A case or a pattern, and whose account it is."""
        return Pair(card, card.required[0].text, f"{told} ({self.workshop.account_of(card)})")

    def _extended(self, pairs: Iterable[Pair], lead_in: str, attribute: Attribute) -> list[Item]:
        items: list[Item] = []
        for chosen in self._together(self._in_order(pairs), STEMS):
            if more := self._further(chosen, LIST - STEMS):
                items.append(self._item(ItemType.EXTENDED, lead_in, chosen, attribute, more))
        return items

    def _in_order(self, pairs: Iterable[Pair]) -> list[Pair]:
        return sorted(pairs, key=lambda pair: rank(self.seed, f"{pair.card.key.card} {pair.key}"))

    def _matched(self, card: Card, attribute: Attribute) -> Iterator[Pair]:
        """A muscle with each of its answers that its name does not give away."""
        if card.asks_of_a_muscle and card.attribute is attribute:
            for text in self.workshop.keyed(card).texts:
                if not shares_a_word(card.subject.name, text):
                    yield Pair(card, text, card.subject.name)

    def _together(self, pairs: Sequence[Pair], number: int) -> Iterator[list[Pair]]:
        """So many pairs of one account, each one's key known to be wrong for every other: the nearest to each pair."""
        seen: set[frozenset[tuple[CardKey, str]]] = set()
        for first in pairs:
            chosen = [first]
            near = {one.text: one.nearness for one in self.workshop.candidates(first.card)}
            for pair in sorted(pairs, key=lambda pair: -near.get(pair.key, 0)):
                if len(chosen) < number and all(self._fit(pair, other) for other in chosen):
                    chosen.append(pair)
            those = frozenset((pair.card.key, pair.key) for pair in chosen)
            if len(chosen) == number and those not in seen:
                seen.add(those)
                yield chosen

    def _fit(self, one: Pair, other: Pair) -> bool:
        sources = self.workshop.deck.sources
        of_any = one.card.attribute in {Attribute.REFERRAL, Attribute.VIGNETTE}
        return (
            (of_any or authority_of(one.card, sources) == authority_of(other.card, sources))
            and one.key in self.workshop.wrong(other.card)
            and other.key in self.workshop.wrong(one.card)
            and self.workshop.are_apart(one.key, other.key)
        )

    def _further(self, pairs: Sequence[Pair], number: int) -> list[str]:
        """Options that are no key: wrong for every card, some of those nearest to each; none when there are too few."""
        keys = [pair.key for pair in pairs]
        shared = set.intersection(*(self.workshop.wrong(pair.card) for pair in pairs))
        near = ([one.text for one in self.workshop.candidates(pair.card) if one.text in shared] for pair in pairs)
        by_turns = dict.fromkeys(text for turn in zip(*near, strict=True) for text in turn)
        fit = [text for text in by_turns if all(self.workshop.are_apart(text, key) for key in keys)]
        drawn = shuffled(f"{self.seed} {pairs[0].card.key.card}", fit[: 2 * number])[:number]
        return drawn if len(drawn) == number else []

    def _item(
        self, kind: ItemType, stem: str, pairs: Sequence[Pair], attribute: Attribute, further: Sequence[str]
    ) -> Item:
        cards, keys = [pair.card for pair in pairs], [pair.key for pair in pairs]
        listed = sorted([*keys, *further], key=str.casefold)
        ids = {text: f"o{number}" for number, text in enumerate(listed, start=1)}
        # What a premise takes is told beside that premise.
        whys = {text: self.workshop.reasons.wrong(text, cards[0]) for text in further}
        facts = tuple(dict.fromkeys(fact.id for card in cards for fact in card.facts))
        return Item(
            id=digest(kind, stem, *(card.key.card for card in cards), *listed),
            type=kind,
            stem=stem,
            topic=self._topic(cards, attribute),
            options=tuple(Option(id=ids[text], text=text, why=whys.get(text, Rationale())) for text in listed),
            premises=tuple(
                Premise(id=f"p{n}", text=one.text, key=ids[one.key], why=self.workshop.reasons.right(one.card, one.key))
                for n, one in enumerate(pairs, start=1)
            ),
            facts=facts,
            decided=facts,
            closeness=self.workshop.closeness(cards[0], [*keys[1:], *further]),
        )

    def _topic(self, cards: Sequence[Card], attribute: Attribute) -> Topic:
        muscles = (muscle for card in cards for muscle in self.workshop.topic_of(card).muscles)
        return Topic(
            subject="various",
            subject_name="Various",
            attribute=attribute,
            muscles=tuple(dict.fromkeys(muscles)),
            cards=tuple(card.key.card for card in cards),
        )


def _pain(card: Card, zones: Mapping[str, Zone]) -> str:
    """The pattern of a card in words."""
    return told(card.chart.without_points, zones) if card.chart else ""


def _has_several_zones(card: Card) -> bool:
    """Whether its pattern is more than one place, which many muscles might hurt in."""
    return card.chart is not None and len(card.chart.patterns[0].zones) > 1
