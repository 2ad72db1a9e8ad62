"""Where muscles refer pain: the zones of a muscle, and the muscles of a zone, over all its trigger points."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyapp.domain.evidence import Status
from studyapp.domain.muscle import Extent, Muscle, Referral, ReferredZone, TriggerPoint
from studyapp.domain.vocabulary import Vocabulary

STRONGEST_FIRST = (Extent.ESSENTIAL, Extent.SPILLOVER, Extent.RARE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One zone to which one group of trigger points refers pain; `fact` is the id of the fact that says so."""

    muscle: Muscle
    point: TriggerPoint
    account: Referral
    referred: ReferredZone

    @property
    def fact(self) -> str:
        """Id of the fact."""
        return referral_id(self.muscle, self.point, self.referred.zone)

    @property
    def keyed(self) -> bool:
        """Whether it may decide a question: never, while it is contested."""
        return self.account.status is not Status.CONTESTED


def referral_id(muscle: Muscle, point: TriggerPoint, zone: str) -> str:
    """Id of the fact that a group of trigger points refers pain to a zone."""
    return f"{muscle.id}.{point.key}.referral.{zone}"


def references_of(muscle: Muscle) -> Iterator[Reference]:
    """Every zone to which the muscle's trigger points refer pain, in the order of its file."""
    for point in muscle.trigger_points:
        for account, referred in point.referred():
            yield Reference(muscle, point, account, referred)


@dataclass(frozen=True, slots=True)
class ReferralMap:
    """The references of some muscles, by their zones."""

    by_zone: Mapping[str, tuple[Reference, ...]]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, muscles: Iterable[Muscle], vocabulary: Vocabulary) -> "ReferralMap":
        """The map of these muscles; their zones must be in the vocabulary."""
        found: dict[str, list[Reference]] = {}
        for muscle in muscles:
            for reference in references_of(muscle):
                found.setdefault(reference.referred.zone, []).append(reference)
        return cls({zone: tuple(references) for zone, references in found.items()}, vocabulary)

    def to(self, zone: str) -> tuple[Reference, ...]:
        """Every reference to the zone, to its whole or to a part of it."""
        whole = self.vocabulary.zones[zone].whole
        zones = (zone, *((whole,) if whole else ()), *self.vocabulary.parts_of(zone))
        return tuple(reference for one in zones for reference in self.by_zone.get(one, ()))

    def muscles_to(self, zone: str) -> frozenset[str]:
        """Ids of the muscles that refer pain to the zone, to its whole or to a part of it, however seldom."""
        return frozenset(reference.muscle.id for reference in self.to(zone))


def strongest(references: Iterable[Reference]) -> Extent | None:
    """The strongest extent among references; None when there are none."""
    extents = {reference.referred.extent for reference in references}
    return next((extent for extent in STRONGEST_FIRST if extent in extents), None)
