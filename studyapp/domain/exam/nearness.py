"""Nearness: how close a wrong option comes to what is asked, on the axis on which it is asked.

Source for wrong options from the neighbourhood of the key: Haladyna, Downing & Rodriguez (2002), rules 29 and 30.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import dist

from studyapp.domain.bodychart import BodyChart, Millimetres
from studyapp.domain.card import Card
from studyapp.domain.deck import Deck
from studyapp.domain.distractors import Candidate
from studyapp.domain.fact import Attribute, Face
from studyapp.domain.muscle import Muscle
from studyapp.domain.vocabulary import Vocabulary

NEAREST = 8
"""As near as anything comes."""
STEP_MM = 70
"""Two zones so far apart are one step less near."""
SAMPLE = 12
"""Places of a zone of which distances are measured: enough for its outline."""


@dataclass(frozen=True)
class Nearness:
    """Tells how near options come."""

    deck: Deck
    vocabulary: Vocabulary
    body: BodyChart
    _places: dict[str, tuple[Millimetres, ...]] = field(default_factory=dict)

    def of(self, card: Card, one: Candidate) -> int:
        """From 0 to `NEAREST`."""
        asked = self._muscle(card.subject.id)
        owner = self._muscle(one.owner)
        if asked is None or owner is None:
            return min(one.nearness, NEAREST)
        match card.attribute:
            case Attribute.REFERRAL if not card.shows_chart_first:
                return self._of_zone(one.text, asked)
            case Attribute.ACTION:
                return 6 * self._moves(asked, one.text) + self._kin(asked, owner) // 2
            case Attribute.INNERVATION if card.face is Face.FORWARD:
                return self._of_nerve(one.text, asked)
        return min(self._kin(asked, owner), NEAREST)

    def millimetres(self, zone: str, others: Iterable[str]) -> float:
        """From a zone to the nearest place of others; endless when one of them is not drawn."""
        here = self._drawn(zone)
        there = [place for other in others for place in self._drawn(other)]
        return min((dist(a, b) for a in here for b in there), default=float("inf"))

    def zones_of(self, ident: str) -> set[str]:
        """Every zone that anyone tells of a muscle."""
        muscle = self._muscle(ident)
        points = muscle.trigger_points if muscle else ()
        return {zone.zone for point in points for _, zone in point.referred()}

    def _of_zone(self, label: str, asked: Muscle) -> int:
        ident = next((one for one, zone in self.vocabulary.zones.items() if zone.label == label), None)
        apart = self.millimetres(ident, self.zones_of(asked.id)) if ident else float("inf")
        return max(0, NEAREST - int(apart // STEP_MM)) if apart < NEAREST * STEP_MM else 0

    def _moves(self, asked: Muscle, label: str) -> bool:
        """Whether the movement is of a joint that the muscle moves."""
        joints = {self.vocabulary.movements[action.movement].joint for action in asked.actions}
        return any(one.label == label and one.joint in joints for one in self.vocabulary.movements.values())

    def _of_nerve(self, label: str, asked: Muscle) -> int:
        """By the roots that the nerves share: one plexus."""
        own = {root for one in asked.innervation for root in self.vocabulary.nerves[one.nerve].roots}
        theirs = next((set(one.roots) for one in self.vocabulary.nerves.values() if one.label == label), set())
        return min(NEAREST, 2 * len(own & theirs) + (2 if own & theirs else 0))

    def _kin(self, one: Muscle, other: Muscle) -> int:
        """Same group, shared bones, shared joints."""
        group = one.group is not None and other.group is not None and one.group.group == other.group.group
        bones = {a.bone for a in one.attachments} & {a.bone for a in other.attachments}
        joints = self._joints(one) & self._joints(other)
        return min(NEAREST, 2 * group + len(bones) + 2 * len(joints))

    def _joints(self, muscle: Muscle) -> set[str]:
        return {self.vocabulary.movements[action.movement].joint for action in muscle.actions}

    def _muscle(self, ident: str) -> Muscle | None:
        return next((muscle for muscle in self.deck.muscles if muscle.id == ident), None)

    def _drawn(self, zone: str) -> tuple[Millimetres, ...]:
        if zone not in self._places:
            cells = self.body.cells_of(zone)
            places = sorted(
                {dot.place for view in self.body.views.values() for cell in cells for dot in view.dots.get(cell, ())}
            )
            self._places[zone] = tuple(places[:: max(1, len(places) // SAMPLE)])
        return self._places[zone]
