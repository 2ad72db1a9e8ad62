"""Matching and extended matching: several premises, one list of options, and no option right for two premises."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.deck import CardKey
from studyapp.domain.exam.chance import digest, rank, shuffled
from studyapp.domain.exam.clang import shares_a_word
from studyapp.domain.exam.item import Item, ItemType, Option, Premise, Rationale, Topic
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
CASES = "For each case, choose the muscle whose trigger points explain it best. Brackets name the referral map."
PATTERNS = "For each pattern of pain, choose the muscle whose trigger points refer it. Brackets name the account."


@dataclass(frozen=True, slots=True)
class Pair:
    """A card, and the one of its answers that it is matched with."""

    card: Card
    key: str


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
                premises = [(pair, pair.card.subject.name) for pair in chosen]
                stem, more = according_to(authority, instruction), self._further(chosen, 1)
                items.append(self._item(ItemType.MATCHING, stem, premises, attribute, more))
        return items

    def extended(self, cards: Sequence[Card]) -> list[Item]:
        """Items that ask for the muscles behind several cases, or behind several patterns."""
        cases = [card for card in cards if card.subject.kind is SubjectKind.VIGNETTE]
        patterns = [card for card in cards if card.shows_chart_first and len(card.required) == 1]
        patterns = [card for card in patterns if self.workshop.account_of(card) and _has_several_zones(card)]
        return [
            *self._extended(cases, CASES, Attribute.VIGNETTE, self._case),
            *self._extended(patterns, PATTERNS, Attribute.REFERRAL, self._pattern),
        ]

    def _extended(
        self, cards: Sequence[Card], lead_in: str, attribute: Attribute, text: Callable[[Card], str]
    ) -> list[Item]:
        items: list[Item] = []
        pairs = self._in_order(Pair(card, card.required[0].text) for card in cards)
        for chosen in self._together(pairs, STEMS):
            if more := self._further(chosen, LIST - STEMS):
                premises = [(pair, text(pair.card)) for pair in chosen]
                items.append(self._item(ItemType.EXTENDED, lead_in, premises, attribute, more))
        return items

    def _in_order(self, pairs: Iterable[Pair]) -> list[Pair]:
        return sorted(pairs, key=lambda pair: rank(self.seed, f"{pair.card.key.card} {pair.key}"))

    def _matched(self, card: Card, attribute: Attribute) -> Iterator[Pair]:
        """A muscle with each of its answers that its name does not give away."""
        plain = card.subject.kind is SubjectKind.MUSCLE and card.face is Face.FORWARD and not card.shows_chart_first
        if plain and card.attribute is attribute:
            for text in self.workshop.keyed(card).texts:
                if not shares_a_word(card.subject.name, text):
                    yield Pair(card, text)

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
        by_turns = dict.fromkeys(text for rank_ in zip(*near, strict=True) for text in rank_)
        fit = [text for text in by_turns if all(self.workshop.are_apart(text, key) for key in keys)]
        drawn = shuffled(f"{self.seed} {pairs[0].card.key.card}", fit[: 2 * number])[:number]
        return drawn if len(drawn) == number else []

    def _case(self, card: Card) -> str:
        return f"{card.scene} ({self.workshop.account_of(card)})"

    def _pattern(self, card: Card) -> str:
        words = told(card.chart, self.workshop.vocabulary_zones) if card.chart else ""
        pain = words.partition(" An X marks")[0]
        return f"{pain} ({self.workshop.account_of(card)})"

    def _item(
        self,
        kind: ItemType,
        stem: str,
        premises: Sequence[tuple[Pair, str]],
        attribute: Attribute,
        further: Sequence[str],
    ) -> Item:
        cards = [pair.card for pair, _ in premises]
        texts = [pair.key for pair, _ in premises]
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
            # What a premise takes is told beside that premise.
            options=tuple(
                Option(
                    id=ids[text],
                    text=text,
                    why=Rationale() if text in texts else self.workshop.why_wrong(text, cards[0]),
                )
                for text in listed
            ),
            premises=tuple(
                Premise(
                    id=f"p{number}",
                    text=text,
                    key=ids[pair.key],
                    why=self.workshop.why_right(pair.card, pair.key),
                )
                for number, (pair, text) in enumerate(premises, start=1)
            ),
            facts=tuple(dict.fromkeys(fact.id for card in cards for fact in card.facts)),
            decided=tuple(dict.fromkeys(fact.id for card in cards for fact in card.facts)),
            closeness=self.workshop.closeness(cards[0], [*texts[1:], *further]),
        )


def _has_several_zones(card: Card) -> bool:
    """Whether its pattern is more than one place, which many muscles might hurt in."""
    return card.chart is not None and len(card.chart.patterns[0].zones) > 1
