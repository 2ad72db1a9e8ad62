"""What is known of each muscle, attribute by attribute, and what is known to be a gap."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.fact import Attribute, Fact, SubjectKind
from studyapp.domain.muscle import Described, Muscle, NoneDescribed

COUNTED = {
    Attribute.GROUP: Described.GROUP,
    Attribute.ORIGIN: Described.ORIGIN,
    Attribute.INSERTION: Described.INSERTION,
    Attribute.ACTION: Described.ACTIONS,
    Attribute.SYNERGIST: Described.SYNERGISTS,
    Attribute.ANTAGONIST: Described.ANTAGONISTS,
    Attribute.SIGN: Described.SIGNS,
    Attribute.CAUSE: Described.CAUSES,
    Attribute.ASSOCIATE: Described.ASSOCIATES,
    Attribute.CAUTION: Described.CAUTIONS,
    Attribute.ACUPOINT: Described.ACUPOINTS,
}
"""Attributes of which each fact is one thing described; names, parts, nerves and roots are counted as they stand."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is described of one muscle."""

    muscle: Muscle
    counts: Mapping[Described, int]
    """How many things are described of each attribute, the derived ones included."""
    gaps: Mapping[Described, NoneDescribed]
    """Attributes of which nothing was found, and where it was looked for."""

    @property
    def missing(self) -> tuple[Described, ...]:
        """Attributes of which nothing is said, not even that nothing was found."""
        return tuple(one for one in Described if not self.counts[one] and one not in self.gaps)

    @property
    def filled_gaps(self) -> tuple[Described, ...]:
        """Attributes that are said to be gaps, and are none."""
        return tuple(one for one in self.gaps if self.counts[one])


def coverage_of(muscles: Iterable[Muscle], facts: Iterable[Fact]) -> tuple[Coverage, ...]:
    """The coverage of some muscles by the facts of their deck."""
    counted: Counter[tuple[str, Described]] = Counter(
        (fact.subject.id, COUNTED[fact.attribute])
        for fact in facts
        if fact.subject.kind is SubjectKind.MUSCLE and fact.attribute in COUNTED
    )
    return tuple(
        Coverage(
            muscle,
            {one: counted[muscle.id, one] for one in Described} | _as_they_stand(muscle),
            {gap.attribute: gap for gap in muscle.none_described},
        )
        for muscle in muscles
    )


def _as_they_stand(muscle: Muscle) -> dict[Described, int]:
    return {
        Described.ALIASES: len(muscle.aliases),
        Described.PARTS: len(muscle.parts),
        Described.INNERVATION: len(muscle.innervation),
        Described.TRIGGER_POINTS: len(muscle.trigger_points),
        Described.ROOTS: sum(supply.roots is not None for supply in muscle.innervation),
    }
