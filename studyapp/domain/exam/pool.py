"""The pool: every item that a deck can yield under a seed, by type."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from studyapp.domain.card import Card
from studyapp.domain.exam import rules
from studyapp.domain.exam.choosing import Choosing
from studyapp.domain.exam.item import Item, ItemType
from studyapp.domain.exam.matching import Matching
from studyapp.domain.exam.truth import Truth
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.exam.writing import Writing
from studyapp.domain.fact import SubjectKind

NEVER_DRAWN = frozenset({"O4", "S3"})
"""Warnings that no drawn item bears: a key without a near rival, a word that the stem and the key alone have."""


@dataclass(frozen=True)
class Pool:
    """Items of a deck with so many options, drawn by a seed; each type is made when it is first asked for."""

    workshop: Workshop
    options: int
    seed: str
    _made: dict[ItemType, tuple[Item, ...]] = field(default_factory=dict)
    _found: dict[str, list[rules.Finding]] = field(default_factory=dict)

    def of(self, kind: ItemType) -> tuple[Item, ...]:
        """The items of a type."""
        if kind not in self._made:
            self._made[kind] = tuple(item for item in self._make(kind) if self._is_worth_asking(item))
        return self._made[kind]

    def _is_worth_asking(self, item: Item) -> bool:
        """Whether its form alone does not tell it; an instructor may write such an item, and is warned."""
        return NEVER_DRAWN.isdisjoint(finding.rule for finding in self.findings(item))

    def findings(self, item: Item) -> list[rules.Finding]:
        """What the rules say of an item; asked once of each that the deck yields."""
        if item.is_own:
            return rules.findings_of(item, self.workshop)
        if item.id not in self._found:
            self._found[item.id] = rules.findings_of(item, self.workshop)
        return self._found[item.id]

    def _make(self, kind: ItemType) -> Iterator[Item]:
        choosing = Choosing(self.workshop, self.options, self.seed)
        writing, matching = Writing(self.workshop, self.seed), Matching(self.workshop, self.seed)
        cards = self.workshop.cards
        cases = [card for card in cards if card.subject.kind is SubjectKind.VIGNETTE]
        others = [card for card in cards if card.subject.kind is not SubjectKind.VIGNETTE]
        each: dict[ItemType, tuple[Callable[[Card], Item | None], Iterable[Card]]] = {
            ItemType.SINGLE: (choosing.single, others),
            ItemType.VIGNETTE: (choosing.single, cases),
            ItemType.MULTIPLE: (choosing.multiple, others),
            ItemType.HOTSPOT: (choosing.hotspot, others),
            ItemType.SHORT: (writing.short, others),
            ItemType.CLOZE: (writing.cloze, others),
            ItemType.ORDERING: (writing.ordering, others),
        }
        if kind in each:
            make, chosen = each[kind]
            yield from (item for card in chosen if (item := make(card)) is not None)
        elif kind is ItemType.TRUE_FALSE:
            yield from (item for card in others for item in Truth(self.workshop, self.seed).twins(card))
        elif kind is ItemType.MATCHING:
            yield from matching.matching(cards)
        else:
            yield from matching.extended(cards)
