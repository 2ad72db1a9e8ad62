"""The controlled words that decks use: joints, movements, zones, nerves, and the names of muscles."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class BodyView(StrEnum):
    """A side from which the body chart shows the figure."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"
    MEDIAL_LEG = "medial-leg"
    SOLES = "soles"


class BodyRegion(StrEnum):
    """A region of the skeleton, from above downwards."""

    TRUNK = "trunk"
    PELVIS = "pelvis"
    HIP = "hip"
    THIGH = "thigh"
    KNEE = "knee"
    LEG = "leg"
    FOOT = "foot"

    def steps_to(self, other: "BodyRegion") -> int:
        """How many regions further it lies: none for the same one, one for a neighbour."""
        regions = list(BodyRegion)
        return abs(regions.index(self) - regions.index(other))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A named thing: a joint, bone, structure, qualifier, group or condition."""

    label: str
    """What it is called on a page."""
    latin: str | None = None
    """Term of Terminologia Anatomica, where there is one."""
    aliases: tuple[str, ...] = ()
    """Other names, old names and abbreviations that mean the same."""

    @property
    def others(self) -> tuple[str, ...]:
        """Every other name of it: the Latin term and the aliases."""
        return (self.latin, *self.aliases) if self.latin else self.aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class Bone(Term):
    """A bone, or another thing that a muscle is fixed to."""

    region: BodyRegion | None = None
    """Where it lies: `trunk`, `pelvis`, `hip`, `thigh`, `knee`, `leg` or `foot`; none for what is no bone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A circumstance under which an action holds: "hip flexed"."""

    label: str
    """What it is called on a page: "with the hip flexed"."""
    excludes: str | None = None
    """Id of the circumstance that cannot hold at the same time."""
    aliases: tuple[str, ...] = ()
    """Other names of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A movement at a joint."""

    joint: str
    """Id of the joint that moves."""
    label: str
    """Noun phrase: "abduction of the hip"."""
    verb: str
    """Verb phrase for one who does it: "abducts the hip"."""
    opposite: str | None = None
    """Id of the movement that undoes it."""
    reversals: tuple[str, ...] = ()
    """Ids of what the same pull does when its other end is fixed: flexion of the hip tilts the pelvis forwards."""
    aliases: tuple[str, ...] = ()
    """Other names: "internal rotation of the hip"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A named area of the body chart to which pain is referred."""

    label: str
    """What it is called on a page."""
    views: tuple[BodyView, ...]
    """Sides from which it can be seen; none for a zone that is only listed in words."""
    whole: str | None = None
    """Id of the larger zone of which it is a part: the upper buttock is a part of the buttock."""
    overlaps: tuple[str, ...] = ()
    """Ids of zones that share some skin with it though neither holds the other: upper calf and medial calf."""
    area: str | None = None
    """The part of the body under which pages list it: "Pelvis and buttock"."""
    aliases: tuple[str, ...] = ()
    """Other names that mean the same area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A place on a bone, fascia or tendon at which muscles are fixed."""

    label: str
    """What it is called on a page: "ischial tuberosity"."""
    bone: str
    """Id of the bone (or fascia, tendon, capsule) on which it lies."""
    whole: str | None = None
    """Id of the larger landmark on which it lies: the soleal line lies on the posterior surface of the tibia."""
    beside: tuple[str, ...] = ()
    """Ids of landmarks of the same bone that it borders on, so that fibres may reach from one to the other."""
    region: BodyRegion | None = None
    """Where it lies, when not where most of its bone does: the ends of a long bone."""
    latin: str | None = None
    """Term of Terminologia Anatomica."""
    aliases: tuple[str, ...] = ()
    """Other names that mean the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nerve:
    """A nerve that supplies muscles."""

    label: str
    """What it is called on a page."""
    roots: tuple[str, ...]
    """Every root that a described muscle may draw from it."""
    latin: str | None = None
    """Term of Terminologia Anatomica."""
    aliases: tuple[str, ...] = ()
    """Other names and abbreviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is named but not, or not yet, described (`names.yaml`)."""

    muscles: Mapping[str, Term] = field(default_factory=dict)
    """Muscles by id."""
    groups: Mapping[str, Term] = field(default_factory=dict)
    """Muscle groups by id."""
    conditions: Mapping[str, Term] = field(default_factory=dict)
    """Conditions by id."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words of `vocabulary.yaml`, each by its permanent id."""

    joints: Mapping[str, Term] = field(default_factory=dict)
    """Joints and the regions that move like one."""
    movements: Mapping[str, Movement] = field(default_factory=dict)
    """Movements at these joints."""
    zones: Mapping[str, Zone] = field(default_factory=dict)
    """Zones of the body chart."""
    nerves: Mapping[str, Nerve] = field(default_factory=dict)
    """Nerves."""
    bones: Mapping[str, Bone] = field(default_factory=dict)
    """Bones and other things that a muscle is fixed to."""
    landmarks: Mapping[str, Landmark] = field(default_factory=dict)
    """Places on them that muscles share."""
    structures: Mapping[str, Term] = field(default_factory=dict)
    """Structures that a needle could harm."""
    qualifiers: Mapping[str, Qualifier] = field(default_factory=dict)
    """Circumstances under which an action holds: "hip flexed"."""

    def region_of(self, bone: str, landmark: str | None = None) -> BodyRegion | None:
        """Where a bone, or a landmark of it, lies; None for what is no bone."""
        own = self.landmarks[landmark].region if landmark else None
        return own or self.bones[bone].region

    def wholes_of(self, zone: str) -> tuple[str, ...]:
        """The zones of which a zone is a part, the smallest first."""
        return self._wholes[zone]

    def parts_of(self, zone: str) -> tuple[str, ...]:
        """The zones that are parts of a zone, or parts of its parts."""
        return self._parts.get(zone, ())

    @cached_property
    def _wholes(self) -> Mapping[str, tuple[str, ...]]:
        def wholes(zone: str) -> tuple[str, ...]:
            whole = self.zones[zone].whole
            return () if whole is None else (whole, *wholes(whole))

        return {zone: wholes(zone) for zone in self.zones}

    @cached_property
    def _parts(self) -> Mapping[str, tuple[str, ...]]:
        parts: dict[str, tuple[str, ...]] = {}
        for part, wholes in self._wholes.items():
            for whole in wholes:
                parts[whole] = (*parts.get(whole, ()), part)
        return parts

    def areas(self, zones: Container[str] | None = None) -> Mapping[str, Mapping[str, Zone]]:
        """These zones, or all, by the part of the body under which pages list them."""
        areas: dict[str, dict[str, Zone]] = {}
        for ident, zone in self.zones.items():
            if zones is None or ident in zones:
                areas.setdefault(zone.area or "Elsewhere", {})[ident] = zone
        return areas

    def near(self, zone: str) -> tuple[str, ...]:
        """The zone itself, its wholes, and its parts."""
        return (zone, *self.wholes_of(zone), *self.parts_of(zone))

    def holds(self, one: str, other: str) -> bool:
        """Whether one zone is the other, or one is a part of the other."""
        return one == other or one in self.wholes_of(other) or other in self.wholes_of(one)

    def overlap(self, one: str, other: str) -> bool:
        """Whether pain in one zone may be pain in the other: one holds the other, or they share some skin."""
        share = other in self.zones[one].overlaps or one in self.zones[other].overlaps
        return share or self.holds(one, other)

    def exclude(self, one: str | None, other: str | None) -> bool:
        """Whether two circumstances cannot hold at the same time."""
        if one is None or other is None:
            return False
        first, second = self.qualifiers.get(one), self.qualifiers.get(other)
        return (first is not None and first.excludes == other) or (second is not None and second.excludes == one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All words at hand: the vocabulary, and the names of everything named or described."""

    vocabulary: Vocabulary
    muscles: Mapping[str, Term]
    groups: Mapping[str, Term]
    conditions: Mapping[str, Term]

    def mover(self, muscle_or_group: str) -> Term:
        """The muscle or group of that id; KeyError when neither is declared."""
        return self.muscles.get(muscle_or_group) or self.groups[muscle_or_group]
