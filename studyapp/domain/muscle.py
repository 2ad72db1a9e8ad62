"""A muscle as data: what a file in `decks/<deck>/muscles/` may say of it.

Each entry's `key` is what it means within its muscle; the fact's id is the muscle's id and this key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.evidence import Citation, Sourced


class End(StrEnum):
    """Which end of a muscle an attachment is."""

    ORIGIN = "origin"
    INSERTION = "insertion"


class Role(StrEnum):
    """How much a muscle contributes to a movement."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Extent(StrEnum):
    """How regularly pain is felt in a zone: solid, stippled and outlying red of a referral chart."""

    ESSENTIAL = "essential"
    SPILLOVER = "spillover"
    RARE = "rare"


class BodySegment(StrEnum):
    """A part of the body with an axis along which the chart tells places."""

    TRUNK = "trunk"
    THIGH = "thigh"
    LEG = "leg"
    FOOT = "foot"


def dotted(*segments: str | None) -> str:
    """Join the segments that are given into an id."""
    return ".".join(segment for segment in segments if segment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A head or portion of the muscle."""

    id: str
    """Slug, unique within the muscle."""
    name: str
    """What it is called: "anterior fibres"."""
    latin: str | None = None
    """Term of Terminologia Anatomica."""
    aliases: tuple[str, ...] = ()
    """Other names of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Sourced):
    """The group to which the muscle belongs."""

    group: str
    """Id of a declared group."""

    @property
    def key(self) -> str:
        """`group.<group>`."""
        return dotted("group", self.group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Sourced):
    """Where one end of the muscle is fixed."""

    id: str
    """Slug for the place, unique within its end of the muscle."""
    end: End
    """`origin` or `insertion`."""
    bone: str
    """Id of the bone (or fascia, tendon, capsule) that carries it."""
    landmark: str
    """The place on it, as the answer of a card: "anterior facet of the greater trochanter"."""
    site: str | None = None
    """Id of the landmark in `vocabulary.yaml`, by which the muscles that share it are found; it lies on the bone."""
    part: str | None = None
    """Id of the part that is fixed there, when not the whole muscle."""
    accept: tuple[str, ...] = ()
    """Other answers that are right."""

    @property
    def key(self) -> str:
        """`<end>.<id>`."""
        return dotted(self.end, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Sourced):
    """A movement that the muscle makes."""

    movement: str
    """Id of the movement; it names its joint."""
    role: Role
    """`primary`, or `secondary` for one that assists."""
    part: str | None = None
    """Id of the part that does it, when not the whole muscle."""
    qualifier: str | None = None
    """Id of the circumstance under which it does."""

    @property
    def key(self) -> str:
        """`action.<movement>`, and the part and qualifier where given."""
        return dotted("action", self.movement, self.part, self.qualifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots(Sourced):
    """The spinal roots behind a nerve's supply of this muscle."""

    preferred: tuple[str, ...]
    """The roots to answer: [L4, L5, S1]."""
    acceptable: tuple[tuple[str, ...], ...] = ()
    """Other sets of roots that good sources give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Innervation(Sourced):
    """A nerve that supplies the muscle or a part of it."""

    nerve: str
    """Id of the nerve."""
    part: str | None = None
    """Id of the part, when not the whole muscle."""
    roots: Roots | None = None
    """The roots, a fact of its own with its own sources and status."""

    @property
    def key(self) -> str:
        """`innervation.<nerve>`, and the part where given."""
        return dotted("innervation", self.nerve, self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Sourced):
    """A muscle or group that helps or opposes the muscle in one of its movements."""

    muscle: str
    """Id of a muscle or group, declared or described."""
    movement: str
    """Id of the movement of *this* muscle in which it helps or opposes: one of its actions."""
    portion: str | None = None
    """The portion or circumstance of the other muscle that does so: "upper fibres"."""

    @property
    def key(self) -> str:
        """`<movement>.<muscle>`."""
        return dotted(self.movement, self.muscle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Sourced):
    """A short free statement: a sign, a cause, a relation, a treatment."""

    id: str
    """Slug for what it means, unique within its list."""
    text: str
    """The fact in terse words, as the answer of a card."""
    prompt: str | None = None
    """The question it answers by itself; without one it is learnt with its list, where lists are asked."""
    sentence: str | None = None
    """The fact as a sentence that stands by itself; needed beside a `prompt`, which the text only answers."""
    accept: tuple[str, ...] = ()
    """Other answers that are right."""

    @property
    def key(self) -> str:
        """`<id>`."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Sourced):
    """Where in the muscle trigger points are found."""

    text: str
    """The place in terse words, as the answer of a card."""
    accept: tuple[str, ...] = ()
    """Other answers that are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """A place on the left side of the body, in the body chart's own coordinates."""

    segment: BodySegment
    """Part of the body whose axis is meant: `trunk`, `thigh`, `leg` or `foot`."""
    height: float
    """Along the axis, 0 at its upper and 1 at its lower end; in the foot from heel to toes."""
    angle: float
    """Around it in degrees: 0 front, 90 outer side, 180 back, -90 inner side; in the foot 0 is its upper side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A brush stroke over a zone: where the chart draws the pain when it is not felt all over the zone."""

    points: tuple[ChartPoint, ...]
    """The line along which the brush moves; one point for a spot."""
    width: float
    """Width of the brush, in lengths of the first point's segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredZone:
    """A zone in which referred pain is felt."""

    zone: str
    """Id of a zone."""
    extent: Extent
    """`essential`, `spillover` or `rare`."""
    remark: str | None = None
    """What the zone's name leaves open: "most of it"."""
    both_sides: bool = False
    """Whether the pain is felt on both sides of the body, not on the muscle's own alone."""
    strokes: tuple[Stroke, ...] = ()
    """Where in the zone the chart draws the pain; without any it fills the zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Sourced):
    """Zones to which trigger points refer pain, by one account; each zone is a fact."""

    zones: tuple[ReferredZone, ...]
    """The zones, in the order in which a student should name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPoint:
    """A group of trigger points of the muscle, and where it refers pain."""

    id: str
    """Slug, unique within the muscle: "anterior"."""
    name: str
    """What they are called: "anterior trigger points"."""
    referrals: tuple[Referral, ...]
    """Where they refer pain, by each account."""
    location: Location | None = None
    """Where they lie, when a source says."""
    part: str | None = None
    """Id of the part in which they lie."""
    at: tuple[ChartPoint, ...] = ()
    """Where the chart draws an X: the places that the location tells, on the skin above them."""

    @property
    def key(self) -> str:
        """`trigger-point.<id>`."""
        return dotted("trigger-point", self.id)

    def referred(self) -> Iterator[tuple[Referral, ReferredZone]]:
        """Every zone to which they refer pain, with the account that says so."""
        for account in self.referrals:
            for zone in account.zones:
                yield account, zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Associate(Sourced):
    """A muscle in which trigger points arise together with this muscle's."""

    muscle: str
    """Id of a muscle, declared or described."""

    @property
    def key(self) -> str:
        """`associate.<muscle>`."""
        return dotted("associate", self.muscle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mimic(Sourced):
    """A condition that this muscle's trigger points imitate."""

    condition: str
    """Id of a condition, declared or described."""
    text: str | None = None
    """In what way, in terse words."""

    @property
    def key(self) -> str:
        """`mimics.<condition>`."""
        return dotted("mimics", self.condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinction(Sourced):
    """What tells a condition, or the trigger points of another muscle, from those of a muscle."""

    muscle: str
    """Id of the muscle, declared or described."""
    text: str
    """The difference in terse words."""

    @property
    def key(self) -> str:
        """`told-from.<muscle>`."""
        return dotted("told-from", self.muscle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Sourced):
    """A structure at risk when the muscle is needled."""

    structure: str
    """Id of the structure."""
    text: str | None = None
    """Where it lies and how it is spared, in terse words."""

    @property
    def key(self) -> str:
        """`caution.<structure>`."""
        return dotted("caution", self.structure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acupoint(Sourced):
    """An acupuncture point near the muscle, by the WHO standard locations."""

    point: str
    """WHO code: "GB30"."""
    name: str
    """Its name in pinyin."""
    text: str
    """Where it lies, in terse words."""

    @property
    def key(self) -> str:
        """`acupoint.<code>`."""
        return dotted("acupoint", self.point.lower())


class Described(StrEnum):
    """What a complete description of a muscle holds, in the order of the table in `docs/dataset.md`."""

    ALIASES = "aliases"
    GROUP = "group"
    PARTS = "parts"
    ORIGIN = "origin"
    INSERTION = "insertion"
    ACTIONS = "actions"
    INNERVATION = "innervation"
    ROOTS = "roots"
    SYNERGISTS = "synergists"
    ANTAGONISTS = "antagonists"
    TRIGGER_POINTS = "trigger_points"
    SIGNS = "signs"
    CAUSES = "causes"
    ASSOCIATES = "associates"
    CAUTIONS = "cautions"
    ACUPOINTS = "acupoints"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneDescribed:
    """An attribute of which nothing was found, and where it was looked for: a gap that is known to be one."""

    attribute: Described
    """The attribute that stays empty: `acupoints`, `associates`, …"""
    looked_in: tuple[Citation, ...]
    """The works that were read for it in vain."""
    remark: str | None = None
    """Why it stays empty, when that is known."""

    @property
    def key(self) -> str:
        """The attribute."""
        return self.attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """One muscle: a file in `decks/<deck>/muscles/`, named after its id."""

    id: str
    """Permanent slug; every fact, note and card id of the muscle begins with it."""
    name: str
    """English name by Terminologia Anatomica; also its sub-deck in Anki, so never reworded: "Gluteus minimus"."""
    latin: str
    """Latin name by Terminologia Anatomica: "Musculus gluteus minimus"."""
    aliases: tuple[str, ...] = ()
    """Other names, old names and abbreviations."""
    formerly: tuple[str, ...] = ()
    """Ids that this muscle had in earlier releases; reviews under them still count."""
    group: Group | None = None
    """The group to which it belongs."""
    parts: tuple[Part, ...] = ()
    """Its heads or portions."""
    features: tuple[Statement, ...] = ()
    """Size, depth, position."""
    attachments: tuple[Attachment, ...] = ()
    """Origins and insertions."""
    relations: tuple[Statement, ...] = ()
    """What lies beside its attachments and belly."""
    actions: tuple[Action, ...] = ()
    """Movements it makes."""
    functions: tuple[Statement, ...] = ()
    """What its actions serve: gait, posture."""
    innervation: tuple[Innervation, ...] = ()
    """Its nerves and their roots."""
    synergists: tuple[Partner, ...] = ()
    """Who helps, movement by movement."""
    antagonists: tuple[Partner, ...] = ()
    """Who opposes, movement by movement."""
    trigger_points: tuple[TriggerPoint, ...] = ()
    """Its groups of trigger points."""
    pain: tuple[Statement, ...] = ()
    """What the referred pain is like."""
    signs: tuple[Statement, ...] = ()
    """Signs and symptoms of its trigger points."""
    causes: tuple[Statement, ...] = ()
    """What activates and keeps up its trigger points."""
    associates: tuple[Associate, ...] = ()
    """Muscles whose trigger points come along."""
    mimics: tuple[Mimic, ...] = ()
    """Conditions that its trigger points imitate."""
    told_from: tuple[Distinction, ...] = ()
    """What tells its trigger points from those of another muscle."""
    nicknames: tuple[Statement, ...] = ()
    """Names given to it for what it does."""
    assessment: tuple[Statement, ...] = ()
    """What to examine, and why."""
    treatments: tuple[Statement, ...] = ()
    """How its trigger points are treated."""
    history: tuple[Statement, ...] = ()
    """Figures and findings of historical interest, dated."""
    cautions: tuple[Caution, ...] = ()
    """Structures at risk when it is needled."""
    acupoints: tuple[Acupoint, ...] = ()
    """Acupuncture points near it."""
    none_described: tuple[NoneDescribed, ...] = ()
    """Attributes of which no source that was read says anything."""

    @property
    def others(self) -> tuple[str, ...]:
        """Every other name of it: the Latin term and the aliases."""
        return (self.latin, *self.aliases)
