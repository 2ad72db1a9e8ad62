"""Items to write in: short answer and cloze; and ordering, whose right order the body chart knows."""

from dataclasses import dataclass

from studyapp.domain.card import Card, facts_behind
from studyapp.domain.exam.chance import digest, rank
from studyapp.domain.exam.item import GAP, Blank, Item, ItemType, Option, Rationale
from studyapp.domain.exam.stems import according_to, authority_of, points_of
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.way import Way

ORDERED = 4
"""Zones to put in order, at most; three at least."""
FEWEST_ORDERED = 3
FRINGE = 8
"""An eighth of a zone's places, above and below, is left out of account: neighbours interlock at their edges."""
BODY_CHART = "Body chart of studyapp, heights of the zones on the standing figure"


@dataclass(frozen=True, slots=True)
class Writing:
    """Makes items without options to choose from; each method returns None where it cannot."""

    workshop: Workshop
    seed: str

    def short(self, card: Card) -> Item | None:
        """A card with one short answer."""
        if Way.TYPE not in card.ways or card.shows_chart_first:
            return None
        answer = card.required[0]
        return self._typed(ItemType.SHORT, card, card.stem, (answer.text, *answer.accept), answer.text)

    def cloze(self, card: Card) -> Item | None:
        """A statement of the deck with a gap; every answer of its card is right in it."""
        if not {Way.TYPE, Way.LIST} & set(card.ways) or card.subject.kind is not SubjectKind.MUSCLE:
            return None
        facts = {fact.id: fact for fact in card.facts}
        behind = facts_behind(card)
        for answer in sorted(card.required, key=lambda one: rank(self.seed, one.text)):
            statement = facts[behind[answer.text]].statement if answer.text in behind else ""
            if statement.count(answer.text) == 1:
                others = [text for one in card.answers if one is not answer for text in (one.text, *one.accept)]
                accepted = tuple(dict.fromkeys((answer.text, *answer.accept, *others)))
                stem = f"{statement.replace(answer.text, GAP).rstrip('.')}."
                return self._typed(ItemType.CLOZE, card, stem, accepted, answer.text)
        return None

    def _typed(self, kind: ItemType, card: Card, stem: str, accepted: tuple[str, ...], answer: str) -> Item:
        ident = facts_behind(card).get(answer)
        return Item(
            id=digest(kind, card.key.deck, card.key.card, stem),
            type=kind,
            stem=stem,
            topic=self.workshop.topic_of(card),
            blanks=(Blank(accepted=accepted),),
            why=self.workshop.why_right(card, answer),
            facts=tuple(fact.id for fact in card.facts),
            decided=(ident,) if ident else tuple(fact.id for fact in card.facts),
        )

    def ordering(self, card: Card) -> Item | None:
        """Zones of one account from proximal to distal, as far as each lies wholly below the one before."""
        if card.attribute is not Attribute.REFERRAL or card.shows_chart_first or card.chart is None:
            return None
        told = [answer.text for answer in card.required if answer.text in self.workshop.zones]
        chosen = self._below_each_other(told)
        if len(chosen) < FEWEST_ORDERED:
            return None
        sentence = f"{points_of(card)} refer pain to these zones. Put them in order from proximal to distal."
        stem = according_to(authority_of(card, self.workshop.deck.sources), sentence[:1].upper() + sentence[1:])
        listed = sorted(chosen, key=lambda text: rank(card.key.card, text))
        ids = {text: f"o{number}" for number, text in enumerate(listed, start=1)}
        behind = facts_behind(card)
        facts = [fact for fact in card.facts if fact.id in {behind[text] for text in chosen}]
        why = self.workshop.why(facts)
        return Item(
            id=digest(ItemType.ORDERING, card.key.deck, card.key.card, *chosen),
            type=ItemType.ORDERING,
            stem=stem,
            topic=self.workshop.topic_of(card),
            options=tuple(Option(id=ids[text], text=text) for text in listed),
            order=tuple(ids[text] for text in chosen),
            why=Rationale(text=f"{' → '.join(chosen)}.", sources=(BODY_CHART, *why.sources)),
            facts=tuple(fact.id for fact in facts),
            decided=tuple(fact.id for fact in facts),
        )

    def _below_each_other(self, told: list[str]) -> list[str]:
        """Some of these zones from the highest to the lowest, without one that reaches as high as one above it."""
        spans = {text: span for text in told if (span := self._span(self.workshop.zones[text]))}
        chosen: list[str] = []
        for text in sorted(spans, key=lambda one: -spans[one][1]):
            if not chosen or spans[text][1] < spans[chosen[-1]][0]:
                chosen.append(text)
        start = rank(self.seed, "".join(chosen))[0] % (len(chosen) - ORDERED + 1) if len(chosen) > ORDERED else 0
        return chosen[start : start + ORDERED]

    def _span(self, zone: str) -> tuple[int, int] | None:
        """Between which heights nearly all of a zone lies, in millimetres; None for one that is not drawn."""
        body = self.workshop.body
        cells = body.cells_of(zone)
        heights = sorted(
            dot.place[1] for view in body.views.values() for cell in cells for dot in view.dots.get(cell, ())
        )
        fringe = len(heights) // FRINGE
        return (heights[fringe], heights[-1 - fringe]) if heights else None
