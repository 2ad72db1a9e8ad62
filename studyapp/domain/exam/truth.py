"""True or false: a statement of the deck, and its twin in which the answer is one that is known to be wrong.

Both are made alike, so that the form tells nothing: no statement with a qualification is used, and a true one is only
used where it has a false twin.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.exam.chance import digest, rank
from studyapp.domain.exam.item import FALSE, TRUE, Item, ItemType, Option, Rationale
from studyapp.domain.exam.options import Options
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute, Fact, SubjectKind

HEDGES = frozenset(
    ("always", "never", "only", "usually", "often", "rarely", "sometimes", "mostly", "may", "can", "about", "most")
)
"""Words that give away whether a statement is true."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Makes statements to be judged."""

    workshop: Workshop
    seed: str

    def twins(self, card: Card) -> Iterator[Item]:
        """Of one fact of a card the true statement and a false one; nothing where there is no such pair."""
        if card.shows_chart_first or card.subject.kind is not SubjectKind.MUSCLE:
            return
        keyed = self.workshop.keyed(card).texts
        for fact in sorted(card.facts, key=lambda fact: rank(self.seed, fact.id)):
            answer = next((text for text in keyed if fact.statement.count(text) == 1), None)
            if answer is None or not self._is_plain(fact):
                continue
            near = [one.text for one in self.workshop.candidates(card) if "(" not in one.text]
            wrong = Options(self.workshop, self.seed).wrong(card, [answer], 1, near)
            if wrong:
                yield self._item(card, fact, fact.statement, wrong, is_true=True)
                yield self._item(card, fact, fact.statement.replace(answer, wrong[0]), wrong, is_true=False)
                return

    def _is_plain(self, fact: Fact) -> bool:
        words = set(fact.statement.casefold().split())
        attributed = fact.attribute is Attribute.REFERRAL and fact.according_to is None
        return not fact.silent and not attributed and "(" not in fact.statement and HEDGES.isdisjoint(words)

    def _item(self, card: Card, fact: Fact, statement: str, wrong: list[str], *, is_true: bool) -> Item:
        why_not = Rationale() if is_true else self.workshop.reasons.wrong(wrong[0], card)
        return Item(
            id=digest(ItemType.TRUE_FALSE, card.key.deck, card.key.card, statement),
            type=ItemType.TRUE_FALSE,
            stem=f"{statement.rstrip('.')}.",
            topic=self.workshop.topic_of(card),
            options=(
                Option(id="true", text=TRUE, is_key=is_true, why=why_not),
                Option(id="false", text=FALSE, is_key=not is_true),
            ),
            why=self.workshop.reasons.say([fact]),
            facts=(fact.id,),
            decided=(fact.id,),
            closeness=self.workshop.closeness(card, wrong),
        )
