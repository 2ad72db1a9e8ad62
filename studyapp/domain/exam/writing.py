"""Items to write in: short answer and cloze; and ordering, whose right order the body chart or an account knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.card import Card, answering, facts_behind
from studyapp.domain.distractors import BRANCHES
from studyapp.domain.exam.chance import digest, rank
from studyapp.domain.exam.clang import shares_a_word
from studyapp.domain.exam.item import GAP, Blank, Item, ItemType, Option, Rationale
from studyapp.domain.exam.stems import according_to, attributed, points_of
from studyapp.domain.exam.workshop import MANY, Workshop
from studyapp.domain.fact import Attribute, Face, SubjectKind
from studyapp.domain.vocabulary import BodyRegion
from studyapp.domain.way import Way

ORDERED = 4
"""Zones to put in order, at most; three at least."""
FEWEST_ORDERED = 3
CLOSED = (
    Attribute.ORIGIN,
    Attribute.INSERTION,
    Attribute.ACTION,
    Attribute.INNERVATION,
    Attribute.NICKNAME,
    Attribute.GROUP,
)
"""Of what a deck that describes a muscle holds everything, in words that all texts share: zones have none."""
ABOVE_THE_KNEE = {BodyRegion.PELVIS, BodyRegion.HIP, BodyRegion.THIGH}
"""Where texts name the trunk of the sciatic nerve, or its division, for the same supply."""
PLURAL = re.compile(r"\b([Ww])hat are the (\w+)s of\b")
"""How a list is asked for: where it holds one thing the question is for that one."""
NERVE, ROOTS = "a nerve", "spinal roots"
"""What a gap about innervation asks for: an artery supplies a muscle, too."""
LONG_ANSWER = 6
"""Words; so long an answer is as hard to recall as any."""
EASILY_ORDERED, ORDERED_BY_HEART = 0.1, 0.5
"""Closeness: zones are ordered at sight of a body, steps by those alone who know them."""
FRINGE = 8
"""An eighth of a zone's places, above and below, is left out of account: neighbours interlock at their edges."""
BODY_CHART = "Body chart of studyapp, heights of the zones on the standing figure"


@dataclass(frozen=True, slots=True)
class Writing:
    """Makes items without options to choose from; each method returns None where it cannot."""

    workshop: Workshop
    seed: str

    def short(self, card: Card) -> Item | None:
        """A card with one short answer, of a closed kind, beside which no fact gives another."""
        if Way.TYPE not in card.ways or card.shows_chart_first or not self._is_closed(card):
            return None
        if len(self.workshop.all_answers(card)) > 1:
            return None
        answer = card.required[0]
        if shares_a_word(card.stem, answer.text) or self._is_loosely_named(card, answer.text):
            return None
        stem = attributed(PLURAL.sub(r"\1hat is the \2 of", card.stem), self.workshop.keyed(card).authority)
        return self._typed(ItemType.SHORT, card, stem, (answer.text, *answer.accept), answer.text)

    def cloze(self, card: Card) -> Item | None:
        """A plain statement of the deck with a gap; every answer that any fact gives is right in it."""
        if not {Way.TYPE, Way.LIST} & set(card.ways) or not self._is_closed(card) or self._is_disputed(card):
            return None
        everything = self.workshop.all_answers(card)
        if any(self._is_loosely_named(card, text) for text in everything):
            return None
        facts, behind = {fact.id: fact for fact in card.facts}, facts_behind(card)
        for answer in sorted(card.required, key=lambda one: rank(self.seed, one.text)):
            statement = facts[behind[answer.text]].statement if answer.text in behind else ""
            given = shares_a_word(statement.replace(answer.text, ""), answer.text)
            if statement.count(answer.text) == 1 and "(" not in statement and not given:
                others = [
                    text for one in everything.values() if one.text != answer.text for text in (one.text, *one.accept)
                ]
                accepted = tuple(dict.fromkeys((answer.text, *answer.accept, *others)))
                asks_for = NERVE if answer.text in self.workshop.nerves else ROOTS
                kind = f" ({asks_for})" if card.attribute is Attribute.INNERVATION else ""
                gapped = f"{statement.replace(answer.text, f'{GAP}{kind}').rstrip('.')}."
                stem = attributed(gapped, self.workshop.keyed(card).authority)
                return self._typed(ItemType.CLOZE, card, stem, accepted, answer.text)
        return None

    def _is_loosely_named(self, card: Card, answer: str) -> bool:
        """Whether a nerve has too many names to mark one wrong: several nerves, or a branch above where it leaves."""
        nerve = self.workshop.nerves.get(answer) if card.attribute is Attribute.INNERVATION else None
        if nerve is None:
            return False
        regions = self.workshop.places.regions_of(card.subject.id)
        is_branch = any(nerve in branches for branches in BRANCHES.values())
        return answer.endswith(MANY) or (is_branch and not regions.isdisjoint(ABOVE_THE_KNEE))

    def _is_closed(self, card: Card) -> bool:
        """Whether the deck holds all that is right: of no muscle are all signs told, or all that it is called."""
        is_open = card.attribute is Attribute.NICKNAME and card.face is Face.FORWARD
        return card.subject.kind is SubjectKind.MUSCLE and card.attribute in CLOSED and not is_open

    def _is_disputed(self, card: Card) -> bool:
        """Whether somebody says that something else is right too: it can neither be keyed nor be marked wrong."""
        right = {answer.text for answer in card.answers}
        return any(asked.answer.text not in right for _, asked in answering(card, card.contested))

    def _typed(self, kind: ItemType, card: Card, stem: str, accepted: tuple[str, ...], answer: str) -> Item:
        ident = facts_behind(card).get(answer)
        bones = sorted(self.workshop.places.bones.get(answer, ()))
        accepted = (*accepted, *(f"{text} of the {bone}" for bone in bones for text in accepted if bone not in text))
        return Item(
            id=digest(kind, card.key.deck, card.key.card, stem),
            type=kind,
            stem=stem,
            topic=self.workshop.topic_of(card),
            blanks=(Blank(accepted=accepted),),
            why=self.workshop.reasons.right(card, answer),
            facts=tuple(dict.fromkeys((*(fact.id for fact in card.facts), *self._facts_of(card, accepted)))),
            decided=(ident,) if ident else tuple(fact.id for fact in card.facts),
            closeness=min(1.0, len(answer.split()) / LONG_ANSWER),
        )

    def _facts_of(self, card: Card, accepted: tuple[str, ...]) -> Iterator[str]:
        """The facts beside the card's that give an answer which a gap takes."""
        for fact in self.workshop.reasons.facts_about(card.subject.id):
            is_alike = fact.keyed and fact.attribute is card.attribute
            if is_alike and any(asked.answer.text in accepted for asked in fact.asked):
                yield fact.id

    def ordering(self, card: Card) -> Item | None:
        """The steps of what is done in an order; or zones from proximal to distal."""
        return self._steps(card) if card.ordered else self._downwards(card)

    def _steps(self, card: Card) -> Item:
        chosen = [answer.text for answer in card.required]
        return self._ordered(card, f"{card.stem} Put them in order.", chosen, ORDERED_BY_HEART)

    def _downwards(self, card: Card) -> Item | None:
        """Zones of one account from proximal to distal, as far as each lies wholly below the one before."""
        if card.attribute is not Attribute.REFERRAL or card.shows_chart_first or card.chart is None:
            return None
        keyed = self.workshop.keyed(card)
        told = [text for text in keyed.texts if text in self.workshop.zones]
        chosen = self._below_each_other(told)
        if len(chosen) < FEWEST_ORDERED:
            return None
        sentence = f"{points_of(card)} refer pain to these zones. Put them in order from proximal to distal."
        stem = according_to(keyed.authority, sentence[:1].upper() + sentence[1:])
        return self._ordered(card, stem, chosen, EASILY_ORDERED, BODY_CHART)

    def _ordered(self, card: Card, stem: str, chosen: list[str], closeness: float, *further: str) -> Item:
        behind = facts_behind(card)
        facts = [fact for fact in card.facts if fact.id in {behind[text] for text in chosen}]
        listed = sorted(chosen, key=lambda text: rank(card.key.card, text))
        ids = {text: f"o{number}" for number, text in enumerate(listed, start=1)}
        why = self.workshop.reasons.say(facts)
        return Item(
            id=digest(ItemType.ORDERING, card.key.deck, card.key.card, *chosen),
            type=ItemType.ORDERING,
            stem=stem,
            topic=self.workshop.topic_of(card),
            options=tuple(Option(id=ids[text], text=text) for text in listed),
            order=tuple(ids[text] for text in chosen),
            why=Rationale(text=f"{' → '.join(chosen)}.", sources=(*further, *why.sources)),
            facts=tuple(fact.id for fact in facts),
            decided=tuple(fact.id for fact in facts),
            closeness=closeness,
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
