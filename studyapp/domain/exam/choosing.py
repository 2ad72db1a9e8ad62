"""Items to choose in: single best answer, multiple response, true or false, vignette, hotspot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.card import Card
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.drawing import draw
from studyapp.domain.exam.chance import digest, rank, shuffled
from studyapp.domain.exam.item import FALSE, TRUE, Item, ItemType, Option, Rationale
from studyapp.domain.exam.stems import (
    ASKED_FOR_SEVERAL,
    according_to,
    authority_of,
    points_of,
    stem_of_one,
    stem_of_several,
)
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.fact import Attribute, Face, SubjectKind
from studyapp.domain.labelling import labelling_of
from studyapp.domain.muscle import Extent, ReferredZone

LONGEST_RATIO = 1.5
"""Of the longest option to the shortest."""
POOL = 12
"""So many of the nearest candidates are drawn from."""
HEDGES = frozenset(
    ("always", "never", "only", "usually", "often", "rarely", "sometimes", "mostly", "may", "can", "about", "most")
)
"""Words that give away whether a statement is true."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Makes items with options from cards; each method returns None where it cannot."""

    workshop: Workshop
    options: int
    seed: str

    def single(self, card: Card) -> Item | None:
        """One best answer, or one that belongs to the answers."""
        kind = ItemType.VIGNETTE if card.subject.kind is SubjectKind.VIGNETTE else ItemType.SINGLE
        for key in shuffled(f"{self.seed} key {card.key.card}", [answer.text for answer in card.required]):
            wrong = self._drawn(card, [key], self.options - 1)
            if len(wrong) == self.options - 1:
                stem = stem_of_one(card, self.workshop.deck.sources)
                return self._item(kind, card, stem, [key], wrong)
        return None

    def multiple(self, card: Card) -> Item | None:
        """Some right and some wrong options, at least one and two of them."""
        plain = card.subject.kind is SubjectKind.MUSCLE and card.face is Face.FORWARD and not card.shows_chart_first
        if not plain or card.attribute not in ASKED_FOR_SEVERAL or len(card.required) < 2:  # noqa: PLR2004  # several
            return None
        right = [a.text for a in card.required if not self._is_hedged(a.text)]
        most = max(2, self.options - 2)
        number = 2 + rank(self.seed, card.key.card)[0] % max(1, min(len(right), most) - 1)
        keys = self._apart(shuffled(f"{self.seed} keys {card.key.card}", right), number)
        wrong = self._drawn(card, keys, self.options - len(keys))
        if len(keys) < 2 or not wrong or len(keys) + len(wrong) < self.options:  # noqa: PLR2004  # as above
            return None
        stem = stem_of_several(card, self.workshop.deck.sources)
        return self._item(ItemType.MULTIPLE, card, stem, keys, wrong)

    def true_false(self, card: Card) -> Item | None:
        """A statement of the deck, or one in which the answer is replaced by one that is known to be wrong."""
        if card.shows_chart_first or card.subject.kind is not SubjectKind.MUSCLE:
            return None
        told = [fact for fact in card.facts if not self._is_hedged(fact.statement) and not fact.silent]
        for fact in sorted(told, key=lambda fact: rank(self.seed, fact.id)):
            answer = next((a.text for a in card.answers if a.text in fact.statement), None)
            if answer is None or fact.statement.count(answer) > 1:
                continue
            is_true = rank(f"{self.seed} truth", fact.id)[0] % 2 == 0
            wrong = [] if is_true else self._drawn(card, [answer], 1)
            if not is_true and not wrong:
                continue
            statement = fact.statement.replace(answer, wrong[0]) if wrong else fact.statement
            why_not = self.workshop.why_wrong(wrong[0], card) if wrong else Rationale()
            truth = self.workshop.why([fact])
            options = tuple(
                Option(
                    id=text.lower(), text=text, is_key=(text == TRUE) == is_true, why=why_not if wrong else Rationale()
                )
                for text in (TRUE, FALSE)
            )
            return Item(
                id=digest(ItemType.TRUE_FALSE, card.key.card, statement),
                type=ItemType.TRUE_FALSE,
                stem=f"{statement.rstrip('.')}.",
                topic=self.workshop.topic_of(card),
                options=options,
                why=truth,
                facts=(fact.id,),
                decided=(fact.id,),
                closeness=self.workshop.closeness(card, wrong),
            )
        return None

    def hotspot(self, card: Card) -> Item | None:
        """Lettered places on the body, one of which the trigger points refer pain to."""
        if card.attribute is not Attribute.REFERRAL or card.shows_chart_first or card.chart is None:
            return None
        zones = self.workshop.zones
        for key in shuffled(f"{self.seed} spot {card.key.card}", [a.text for a in card.required if a.text in zones]):
            wrong = self._drawn(card, [key], self.options - 1, picture=True)
            item = self._spotted(card, key, wrong) if len(wrong) == self.options - 1 else None
            if item is not None:
                return item
        return None

    def _spotted(self, card: Card, key: str, wrong: list[str]) -> Item | None:
        zones = [self.workshop.zones[text] for text in shuffled(self.seed, [key, *wrong])]
        told = tuple(ReferredZone(zone=zone, extent=Extent.ESSENTIAL) for zone in zones)
        chart = Chart((Pattern("marked places", told),))
        names = {zone: self.workshop.vocabulary_zones[zone].label for zone in zones}
        labelling = labelling_of(draw(chart, self.workshop.body), self.workshop.body, names)
        if len(labelling.labels) < len(zones):
            return None
        width, height = labelling.width, labelling.drawing.height
        places = {
            label.name: (round(label.at[0] / width, 4), round(label.at[1] / height, 4)) for label in labelling.labels
        }
        sentence = f"To which of the marked places do {points_of(card)} refer pain?"
        stem = according_to(authority_of(card, self.workshop.deck.sources), sentence)
        return self._item(ItemType.HOTSPOT, card, stem, [key], wrong, chart, places)

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
        why = {text: self.workshop.why_right(card, text) for text in keys}
        why |= {text: self.workshop.why_wrong(text, card) for text in wrong}
        texts = sorted([*keys, *wrong], key=lambda text: rank(card.key.card, text))
        options = tuple(
            Option(id=f"o{n}", text=text, is_key=text in keys, why=why[text], at=(places or {}).get(text))
            for n, text in enumerate(texts, start=1)
        )
        decided = _decided(card, keys)
        return Item(
            id=digest(kind, card.key.deck, card.key.card, stem, *(f"{o.text}={o.is_key}" for o in options)),
            type=kind,
            stem=stem,
            topic=self.workshop.topic_of(card),
            options=options,
            picture=picture or (card.chart if card.shows_chart_first else None),
            why=self.workshop.why([fact for fact in card.facts if fact.id in decided]),
            facts=tuple(fact.id for fact in card.facts),
            decided=decided,
            closeness=self.workshop.closeness(card, wrong),
        )

    def _drawn(self, card: Card, keys: Sequence[str], number: int, *, picture: bool = False) -> list[str]:
        """Wrong options: near ones, alike in length, none a part of another, as the seed draws them."""
        ranked = sorted(self.workshop.candidates(card), key=lambda one: (-one.nearness, rank(card.key.card, one.text)))
        texts = [one.text for one in ranked if not picture or one.text in self.workshop.zones]
        texts = [text for text in texts if all(self.workshop.are_apart(text, key) for key in keys)]
        alike = [text for text in texts if _ratio([*keys, text]) <= LONGEST_RATIO]
        order = f"{self.seed} {card.key.card}"
        for pool, beside in ((alike[:POOL], keys), (alike, keys), ([*alike, *texts][:POOL], ())):
            drawn = self._apart(shuffled(order, dict.fromkeys(pool)), number, beside)
            if len(drawn) == number:
                return drawn
        return []

    def _apart(self, texts: Iterable[str], number: int, beside: Sequence[str] = ()) -> list[str]:
        """The first so many of which none is a part of another, and which are as long as those beside them."""
        chosen: list[str] = []
        for text in texts:
            alike = not beside or _ratio([*beside, *chosen, text]) <= LONGEST_RATIO
            if len(chosen) < number and alike and all(self.workshop.are_apart(text, other) for other in chosen):
                chosen.append(text)
        return chosen

    def _is_hedged(self, text: str) -> bool:
        return not HEDGES.isdisjoint(text.casefold().replace("(", " ").replace(")", " ").split())


def _decided(card: Card, keys: Sequence[str]) -> tuple[str, ...]:
    """The facts that give these answers."""
    found = [
        fact.id
        for fact in card.facts
        if any(
            asked.answer.text in keys and (asked.question.note, asked.question.face) == (card.note, card.face)
            for asked in fact.asked
        )
    ]
    return tuple(dict.fromkeys(found)) or tuple(fact.id for fact in card.facts)


def _ratio(texts: Sequence[str]) -> float:
    lengths = [len(text) for text in texts]
    return max(lengths) / min(lengths)
