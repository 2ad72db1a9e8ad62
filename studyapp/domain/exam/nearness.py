"""Nearness: how close a wrong option comes to what is asked, on the axis on which it is asked.

Source for wrong options from the neighbourhood of the key: Haladyna, Downing & Rodriguez (2002), rules 29 and 30.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from math import dist

from studyapp.domain.bodychart import BodyChart, Millimetres
from studyapp.domain.card import Card
from studyapp.domain.deck import Deck
from studyapp.domain.distractors import Candidate
from studyapp.domain.fact import Attribute, Face
from studyapp.domain.muscle import Attachment, End, Muscle
from studyapp.domain.vocabulary import BodyRegion, Vocabulary

NEAREST = 8
"""As near as anything comes."""
STEP_MM = 70
"""Two zones so far apart are one step less near."""
BY_STEPS = (6, 4, 2)
"""Nearness in the same region of the skeleton, in a neighbouring one, and in the next."""
BY_JOINTS = (6, 3)
"""Nearness of a movement of the same joint, and of the next one."""
SAMPLE = 12
"""Places of a zone of which distances are measured: enough for its outline."""


@dataclass(frozen=True)
class Nearness:
    """Tells how near options come."""

    deck: Deck
    vocabulary: Vocabulary
    body: BodyChart
    _places: dict[str, tuple[Millimetres, ...]] = field(default_factory=dict)
    _gaps: dict[tuple[str, str], float] = field(default_factory=dict)

    def of(self, card: Card, one: Candidate) -> int:
        """From 0 to `NEAREST`."""
        asked, owner = self._muscle(card.subject.id), self._muscle(one.owner)
        if asked is None:
            return min(one.nearness, NEAREST)
        match card.attribute:
            case Attribute.COMPLAINT:
                zones = next(each.zones for each in self.deck.complaints if each.name == one.text)
                near = max(self._of_zone(zone, self.zones_of(asked.id)) for zone in zones)
            case Attribute.REFERRAL if not card.shows_chart_first:
                shown = {zone.zone for zone in card.chart.patterns[0].zones} if card.chart else set()
                near = self._of_zone(self._zone_named(one.text), shown or self.zones_of(asked.id))
            case Attribute.INNERVATION if card.face is Face.FORWARD:
                near = self._of_nerve(one.text, asked)
            case _:
                near = self._by_owner(card.attribute, one.text, asked, owner) if owner else one.nearness
        return min(near, NEAREST)

    def _by_owner(self, attribute: Attribute, text: str, asked: Muscle, owner: Muscle) -> int:
        """Of what another muscle has: by itself as far as it has a place, and by how near that muscle is."""
        if attribute is Attribute.ACTION:
            return self._of_movement(text, asked) + self._kin(asked, owner) // 4
        if attribute in {Attribute.ORIGIN, Attribute.INSERTION}:
            return self._of_place(text, End(attribute), asked, owner)
        return self._kin(asked, owner)

    def _zone_named(self, label: str) -> str:
        return next((ident for ident, zone in self.vocabulary.zones.items() if zone.label == label), "")

    def millimetres(self, zone: str, others: Iterable[str]) -> float:
        """From a zone to the nearest place of others; endless when one of them is not drawn."""
        return min((self._gap(*sorted((zone, other))) for other in others), default=float("inf"))

    def _gap(self, one: str, other: str) -> float:
        if (one, other) not in self._gaps:
            pairs = product(self._drawn(one), self._drawn(other))
            self._gaps[one, other] = min((dist(*pair) for pair in pairs), default=float("inf"))
        return self._gaps[one, other]

    def zones_of(self, ident: str) -> set[str]:
        """Every zone that anyone tells of a muscle."""
        muscle = self._muscle(ident)
        points = muscle.trigger_points if muscle else ()
        return {zone.zone for point in points for _, zone in point.referred()}

    def _of_place(self, landmark: str, end: End, asked: Muscle, owner: Muscle) -> int:
        """By the region of the skeleton: that of this end of the muscle, a neighbouring one, or one farther off."""
        own = self._regions(one for one in asked.attachments if one.end is end)
        theirs = self._regions(one for one in owner.attachments if one.landmark == landmark)
        steps = min((one.steps_to(other) for one in own for other in theirs), default=len(BY_STEPS))
        return BY_STEPS[steps] + (self._kin(asked, owner) >= NEAREST // 2) if steps < len(BY_STEPS) else 0

    def _regions(self, attachments: Iterable[Attachment]) -> set[BodyRegion]:
        return {region for one in attachments if (region := self.vocabulary.region_of(one.bone, one.site)) is not None}

    def _of_zone(self, zone: str, zones: Iterable[str]) -> int:
        apart = self.millimetres(zone, zones)
        return max(0, NEAREST - int(apart // STEP_MM)) if apart < NEAREST * STEP_MM else 0

    def _of_movement(self, label: str, asked: Muscle) -> int:
        """By how many joints it lies from one that the muscle moves."""
        order = list(self.vocabulary.joints)
        moved = {order.index(joint) for joint in self._joints(asked)}
        joints = {order.index(one.joint) for one in self.vocabulary.movements.values() if one.label == label}
        steps = min((abs(one - other) for one in moved for other in joints), default=len(BY_JOINTS))
        return BY_JOINTS[steps] if steps < len(BY_JOINTS) else 0

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
