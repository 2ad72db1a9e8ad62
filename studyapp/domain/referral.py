"""Where muscles refer pain: the zones of a muscle, and the muscles of a zone, over all its trigger points."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

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
        return self.account.keyed

    @property
    def asked(self) -> bool:
        """Whether a question may rest on it: not when its account says `ask: no`."""
        return self.keyed and self.account.ask


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
    """The references of some muscles, by their muscles and by their zones."""

    by_muscle: Mapping[str, tuple[Reference, ...]]
    by_zone: Mapping[str, tuple[Reference, ...]]
    near_zone: Mapping[str, frozenset[str]]
    """For every zone the muscles whose pain may be felt in it, by whatever zone that overlaps it, however seldom."""
    vocabulary: Vocabulary

    @classmethod
    def of(cls, muscles: Iterable[Muscle], vocabulary: Vocabulary) -> "ReferralMap":
        """The map of these muscles; their zones must be in the vocabulary."""
        by_muscle = {muscle.id: tuple(references_of(muscle)) for muscle in muscles}
        by_zone: dict[str, list[Reference]] = {}
        for reference in chain.from_iterable(by_muscle.values()):
            by_zone.setdefault(reference.referred.zone, []).append(reference)
        overlap = vocabulary.overlap
        near = {
            zone: frozenset(one.muscle.id for other, told in by_zone.items() if overlap(zone, other) for one in told)
            for zone in vocabulary.zones
        }
        return cls(by_muscle, {zone: tuple(references) for zone, references in by_zone.items()}, near, vocabulary)

    def to(self, zone: str) -> tuple[Reference, ...]:
        """Every reference to the zone, to its whole or to a part of it."""
        return tuple(one for near in self.vocabulary.near(zone) for one in self.by_zone.get(near, ()))


def strongest(zones: Iterable[ReferredZone]) -> Extent:
    """The strongest extent by which any of some zones is reached; ValueError when there is none."""
    return min((zone.extent for zone in zones), key=STRONGEST_FIRST.index)
