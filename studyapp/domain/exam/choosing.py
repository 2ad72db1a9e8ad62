"""Items to choose in: single best answer, clinical vignette, multiple response, hotspot."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from studyapp.domain.card import Card, answering
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.drawing import draw
from studyapp.domain.exam.chance import digest, rank, shuffled
from studyapp.domain.exam.clang import given_away
from studyapp.domain.exam.item import Item, ItemType, Option
from studyapp.domain.exam.options import CLOSE, Options
from studyapp.domain.exam.stems import ASKED_FOR_SEVERAL, according_to, points_of, stem_of_one, stem_of_several
from studyapp.domain.exam.workshop import APART_MM, Workshop
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.labelling import labelling_of
from studyapp.domain.muscle import Extent, ReferredZone

FEWEST_TO_SELECT = 2
"""Answers that are right at least where several may be chosen."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Makes items with options from cards; each method returns None where it cannot."""

    workshop: Workshop
    options: int
    seed: str

    @property
    def _drawn(self) -> Options:
        return Options(self.workshop, self.seed)

    def single(self, card: Card) -> Item | None:
        """One best answer, or one that belongs to the answers."""
        kind = ItemType.VIGNETTE if card.subject.kind is SubjectKind.VIGNETTE else ItemType.SINGLE
        keyed = self.workshop.keyed(card)
        if self.workshop.is_about_pain(card) and keyed.authority is None:
            return None  # a pattern that several authors drew together is nobody's
        stem = stem_of_one(card, keyed.authority)
        keys = shuffled(f"{self.seed} key {card.key.card}", keyed.essential or keyed.texts)
        for of_any_length, key in product((False, True), keys):
            wrong = self._drawn.wrong(card, [key], self.options - 1, of_any_length=of_any_length, stem=stem)
            if wrong and not given_away(stem, key, wrong):
                return self._item(kind, card, stem, [key], wrong)
        return None

    def multiple(self, card: Card) -> Item | None:
        """Several right and some wrong options."""
        keyed = self.workshop.keyed(card)
        if not card.asks_of_a_muscle or card.attribute not in ASKED_FOR_SEVERAL or len(keyed.texts) < FEWEST_TO_SELECT:
            return None
        most, stem = min(len(keyed.texts), self.options - 1), stem_of_several(card, keyed.authority)
        for number in shuffled(f"{self.seed} number {card.key.card}", map(str, range(FEWEST_TO_SELECT, most + 1))):
            keys = self._drawn.apart(shuffled(f"{self.seed} keys {card.key.card}", keyed.texts), int(number))
            wrong = self._drawn.wrong(card, keys, self.options - len(keys), stem=stem)
            if len(keys) == int(number) and wrong and not any(given_away(stem, key, wrong) for key in keys):
                return self._item(ItemType.MULTIPLE, card, stem, keys, wrong)
        return None

    def hotspot(self, card: Card) -> Item | None:
        """Lettered places on the body, one of which the trigger points refer pain to as a rule."""
        if card.attribute is not Attribute.REFERRAL or card.shows_chart_first or card.chart is None:
            return None
        zones, keyed = self.workshop.zones, self.workshop.keyed(card)
        near = [one.text for one in self.workshop.candidates(card) if one.nearness >= CLOSE]
        far = [text for text in near if self._is_apart(text, card.subject.id)]
        # A dot stands for all of a zone: where the pain is in a part of it, the dot may lie in another.
        whole = {told.zone for told in card.chart.patterns[0].zones if not told.strokes}
        keys = [text for text in keyed.essential if zones.get(text) in whole]
        for key in shuffled(f"{self.seed} spot {card.key.card}", keys):
            seen = [text for text in far if self._are_seen(text, key)]
            wrong = self._drawn.wrong(card, [key], self.options - 1, seen)
            item = self._spotted(card, key, wrong, keyed.authority) if wrong else None
            if item is not None:
                return item
        return None

    def _is_apart(self, text: str, muscle: str) -> bool:
        zone, nearness = self.workshop.zones.get(text), self.workshop.nearness
        return zone is not None and APART_MM <= nearness.millimetres(zone, nearness.zones_of(muscle)) < float("inf")

    def _are_seen(self, one: str, other: str) -> bool:
        """Whether two zones are seen from one side: a place that stands on its side alone is told by that."""
        zones, names = self.workshop.zones, self.workshop.vocabulary_zones
        return not set(names[zones[one]].views).isdisjoint(names[zones[other]].views)

    def _spotted(self, card: Card, key: str, wrong: list[str], authority: str | None) -> Item | None:
        zones = [self.workshop.zones[text] for text in shuffled(self.seed, [key, *wrong])]
        told = tuple(ReferredZone(zone=zone, extent=Extent.ESSENTIAL) for zone in zones)
        chart = Chart((Pattern("marked places", told),))
        names = {zone: self.workshop.vocabulary_zones[zone].label for zone in zones}
        labelling = labelling_of(draw(chart, self.workshop.body), self.workshop.body, names)
        if len(labelling.labels) < len(zones):
            return None
        width, height = labelling.width, labelling.drawing.height
        places = {one.name: (round(one.at[0] / width, 4), round(one.at[1] / height, 4)) for one in labelling.labels}
        sentence = f"To which of the marked places do {points_of(card)} refer pain as a rule?"
        return self._item(ItemType.HOTSPOT, card, according_to(authority, sentence), [key], wrong, chart, places)

    def _item(  # noqa: PLR0913, PLR0917  # the parts of an item
        self,
        kind: ItemType,
        card: Card,
        stem: str,
        keys: Sequence[str],
        wrong: Sequence[str],
        picture: Chart | None = None,
        places: dict[str, tuple[float, float]] | None = None,
    ) -> Item:
        why = {text: self.workshop.reasons.right(card, text) for text in keys}
        why |= {text: self.workshop.reasons.wrong(text, card) for text in wrong}
        texts = sorted([*keys, *wrong], key=lambda text: rank(card.key.card, text))
        options = tuple(
            Option(id=f"o{n}", text=text, is_key=text in keys, why=why[text], at=(places or {}).get(text))
            for n, text in enumerate(texts, start=1)
        )
        told = self.workshop.reasons.pain_of_case(card) if card.subject.kind is SubjectKind.VIGNETTE else ()
        decided = (*decided_by(card, keys), *(fact.id for fact in told))
        reason = self.workshop.reasons.say([fact for fact in card.facts if fact.id in decided])
        return Item(
            id=digest(kind, card.key.deck, card.key.card, stem, *(f"{o.text}={o.is_key}" for o in options)),
            type=kind,
            stem=stem,
            topic=self.workshop.topic_of(card),
            options=options,
            picture=picture or (card.chart.without_points if card.shows_chart_first and card.chart else None),
            why=why[keys[0]] if self.workshop.is_about_pain(card) else reason,
            facts=tuple(dict.fromkeys((*(fact.id for fact in card.facts), *decided))),
            decided=decided,
            closeness=self.workshop.closeness(card, wrong),
        )


def decided_by(card: Card, keys: Sequence[str]) -> tuple[str, ...]:
    """The facts that give these answers."""
    found = dict.fromkeys(fact.id for fact, asked in answering(card, card.facts) if asked.answer.text in keys)
    return tuple(found) or tuple(fact.id for fact in card.facts)
