"""Matching and extended matching: several premises, one list of options, and no option right for two premises."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.exam.chance import digest, rank, shuffled
from studyapp.domain.exam.clang import shares_a_word
from studyapp.domain.exam.item import Item, ItemType, Option, Premise, Topic
from studyapp.domain.exam.stems import MATCHES, according_to, authority_of
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute, Face, SubjectKind
from studyapp.domain.pattern import told

PREMISES = 4
"""In a matching item; it has one option more."""
STEMS = 3
"""In an extended matching item."""
LIST = 7
"""Options of an extended matching item."""
CASES = "For each case, choose the muscle whose trigger points explain it best, by the account that it names."
PATTERNS = (
    "For each pattern of referred pain, choose the muscle whose trigger points refer pain so, by the account named."
)


@dataclass(frozen=True, slots=True)
class Matching:
    """Makes items with premises; each method yields as many as the cards allow, each card in one of them."""

    workshop: Workshop
    seed: str

    def matching(self, cards: Sequence[Card]) -> list[Item]:
        """Items that match muscles with one attribute of theirs."""
        items: list[Item] = []
        for attribute, instruction in MATCHES.items():
            left = self._in_order([card for card in cards if self._is_matched(card, attribute)])
            while True:
                chosen = self._together(left, PREMISES)
                if len(chosen) < PREMISES:
                    break
                left = [card for card in left if card not in chosen]
                authority = authority_of(chosen[0], self.workshop.deck.sources)
                stem = according_to(authority, instruction)
                premises = [(card, card.subject.name) for card in chosen]
                more = self._further(chosen, 1)
                items.append(self._item(ItemType.MATCHING, stem, premises, attribute, more))
        return items

    def extended(self, cards: Sequence[Card]) -> list[Item]:
        """Items that ask for the muscles behind several cases, or behind several patterns."""
        cases = [card for card in cards if card.subject.kind is SubjectKind.VIGNETTE]
        patterns = [card for card in cards if card.shows_chart_first and len(card.required) == 1]
        patterns = [card for card in patterns if authority_of(card, self.workshop.deck.sources)]
        return [
            *self._extended(cases, CASES, Attribute.VIGNETTE, self._case),
            *self._extended(patterns, PATTERNS, Attribute.REFERRAL, self._pattern),
        ]

    def _extended(
        self, cards: Sequence[Card], lead_in: str, attribute: Attribute, text: Callable[[Card], str]
    ) -> list[Item]:
        items: list[Item] = []
        left = self._in_order(cards)
        while True:
            chosen = self._together(left, STEMS)
            more = self._further(chosen, LIST - STEMS)
            if len(chosen) < STEMS or not more:
                return items
            left = [card for card in left if card not in chosen]
            items.append(self._item(ItemType.EXTENDED, lead_in, [(c, text(c)) for c in chosen], attribute, more))

    def _in_order(self, cards: Iterable[Card]) -> list[Card]:
        return sorted(cards, key=lambda card: rank(self.seed, card.key.card))

    def _is_matched(self, card: Card, attribute: Attribute) -> bool:
        plain = card.subject.kind is SubjectKind.MUSCLE and card.face is Face.FORWARD and not card.shows_chart_first
        named = shares_a_word(card.subject.name, card.required[0].text)
        return plain and card.attribute is attribute and len(card.required) == 1 and not named

    def _together(self, cards: Sequence[Card], number: int) -> list[Card]:
        """Cards in their order of which each one's answer is known to be wrong for every other, of one account."""
        for first in cards:
            chosen = [first]
            for card in cards:
                if len(chosen) < number and card is not first and all(self._fit(card, other) for other in chosen):
                    chosen.append(card)
            if len(chosen) == number:
                return chosen
        return []

    def _fit(self, one: Card, other: Card) -> bool:
        sources = self.workshop.deck.sources
        same = one.attribute in {Attribute.REFERRAL, Attribute.VIGNETTE} or authority_of(one, sources) == authority_of(
            other, sources
        )
        return (
            same
            and one.required[0].text in self.workshop.wrong(other)
            and other.required[0].text in self.workshop.wrong(one)
        )

    def _further(self, cards: Sequence[Card], number: int) -> list[str]:
        """Options that are no key: wrong for every card; none when there are too few."""
        if not cards:
            return []
        keys = {card.required[0].text for card in cards}
        shared = set.intersection(*(self.workshop.wrong(card) for card in cards)) - keys
        drawn = shuffled(f"{self.seed} {cards[0].key.card}", shared)[:number]
        return drawn if len(drawn) == number else []

    def _case(self, card: Card) -> str:
        authority = authority_of(card, self.workshop.deck.sources)
        return f"{card.scene} ({authority})" if authority else card.scene or card.stem

    def _pattern(self, card: Card) -> str:
        words = told(card.chart, self.workshop.vocabulary_zones) if card.chart else ""
        pain = words.partition(" An X marks")[0]
        authority = authority_of(card, self.workshop.deck.sources)
        return f"{pain} ({authority})" if authority else pain

    def _item(
        self,
        kind: ItemType,
        stem: str,
        premises: Sequence[tuple[Card, str]],
        attribute: Attribute,
        further: Sequence[str],
    ) -> Item:
        cards = [card for card, _ in premises]
        texts = [card.required[0].text for card in cards]
        listed = sorted([*texts, *further], key=str.casefold)
        ids = {text: f"o{number}" for number, text in enumerate(listed, start=1)}
        topics = [self.workshop.topic_of(card) for card in cards]
        muscles = tuple(dict.fromkeys(muscle for topic in topics for muscle in topic.muscles))
        return Item(
            id=digest(kind, stem, *(card.key.card for card in cards), *listed),
            type=kind,
            stem=stem,
            topic=Topic(
                subject="various",
                subject_name="Various",
                attribute=attribute,
                muscles=muscles,
                cards=tuple(card.key.card for card in cards),
            ),
            options=tuple(
                Option(id=ids[text], text=text, why=self.workshop.why_wrong(text, cards[0])) for text in listed
            ),
            premises=tuple(
                Premise(
                    id=f"p{number}",
                    text=text,
                    key=ids[card.required[0].text],
                    why=self.workshop.why_right(card, card.required[0].text),
                )
                for number, (card, text) in enumerate(premises, start=1)
            ),
            facts=tuple(dict.fromkeys(fact.id for card in cards for fact in card.facts)),
            decided=tuple(dict.fromkeys(fact.id for card in cards for fact in card.facts)),
            closeness=self.workshop.closeness(cards[0], [*texts[1:], *further]),
        )
