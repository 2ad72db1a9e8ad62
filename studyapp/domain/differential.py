"""The differential of pain: which muscles refer pain to where it hurts, how strongly, and what else hurts there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.complaint import Complaint
from studyapp.domain.condition import Condition
from studyapp.domain.muscle import Extent, Muscle, Referral, ReferredZone
from studyapp.domain.referral import STRONGEST_FIRST, Reference, ReferralMap, strongest
from studyapp.domain.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Reach:
    """What one muscle refers to the zones that were asked for; zones that it does not reach are left out."""

    muscle: Muscle
    by_zone: Mapping[str, tuple[Reference, ...]]

    @property
    def extents(self) -> Mapping[str, Extent]:
        """How regularly pain is felt in each zone, by the strongest reference to it."""
        return {zone: strongest(one.referred for one in own) for zone, own in self.by_zone.items()}

    @property
    def strength(self) -> tuple[int, ...]:
        """How many zones are reached essentially, by spillover, and rarely; the greater the stronger."""
        return strength(self.extents.values())


@dataclass(frozen=True, slots=True)
class Felt:
    """In which of the zones that were asked for a condition hurts; zones in which it does not are left out."""

    condition: Condition
    by_zone: Mapping[str, tuple[tuple[Referral, ReferredZone], ...]]

    @property
    def extents(self) -> Mapping[str, Extent]:
        """How regularly it is felt in each zone."""
        return {zone: strongest(felt for _, felt in accounts) for zone, accounts in self.by_zone.items()}


def strength(extents: Iterable[Extent]) -> tuple[int, ...]:
    """How many of each extent there are, the strongest first."""
    found = list(extents)
    return tuple(found.count(extent) for extent in STRONGEST_FIRST)


def muscles_behind(zones: Iterable[str], referral_map: ReferralMap) -> tuple[Reach, ...]:
    """The muscles that refer pain to any of the zones, the strongest first.

    Stronger is who reaches more zones as a rule, then more by spillover, then more at all; of equals, who refers to
    fewer other zones. Contested references do not count. Zones must be in the vocabulary.
    """
    reached: dict[str, dict[str, list[Reference]]] = {}
    for zone in dict.fromkeys(zones):
        for reference in referral_map.to(zone):
            if reference.keyed:
                reached.setdefault(reference.muscle.id, {}).setdefault(zone, []).append(reference)
    reaches = (
        Reach(next(iter(by_zone.values()))[0].muscle, {zone: tuple(own) for zone, own in by_zone.items()})
        for by_zone in reached.values()
    )
    return tuple(sorted(reaches, key=lambda reach: _strongest_first(reach, referral_map)))


def _strongest_first(reach: Reach, referral_map: ReferralMap) -> tuple[tuple[int, ...], int, str]:
    elsewhere = {one.referred.zone for one in referral_map.by_muscle[reach.muscle.id]}
    return tuple(-number for number in reach.strength), len(elsewhere), reach.muscle.name


def conditions_behind(
    zones: Iterable[str], conditions: Iterable[Condition], vocabulary: Vocabulary
) -> tuple[Felt, ...]:
    """The conditions that hurt in any of the zones, those that hurt in more of them, and more regularly, first."""
    asked = tuple(dict.fromkeys(zones))
    felt = []
    for condition in conditions:
        told = [(account, zone) for account in condition.pain for zone in account.zones if account.keyed]
        by_zone = {
            zone: tuple(one for one in told if vocabulary.holds(zone, one[1].zone))
            for zone in asked
            if any(vocabulary.holds(zone, one.zone) for _, one in told)
        }
        if by_zone:
            felt.append(Felt(condition, by_zone))
    return tuple(sorted(felt, key=lambda one: tuple(-number for number in strength(one.extents.values()))))


def follows(complaint: Complaint, muscle: str, referral_map: ReferralMap) -> bool:
    """Whether the complaint follows from where the muscle refers pain as a rule."""
    told = (one for one in referral_map.by_muscle.get(muscle, ()) if one.keyed)
    return _reach(complaint, (one.referred for one in told if one.referred.extent is Extent.ESSENTIAL), referral_map)


def can_follow(complaint: Complaint, muscle: str, referral_map: ReferralMap) -> bool:
    """Whether the complaint could follow from where the muscle refers pain, were it only now and then."""
    told = (one.referred for one in referral_map.by_muscle.get(muscle, ()))
    return _reach(complaint, (one for one in told if one.extent is not Extent.RARE), referral_map)


def _reach(complaint: Complaint, referred: Iterable[ReferredZone], referral_map: ReferralMap) -> bool:
    """Whether pain in some zones is felt in as many of the complaint's as it takes."""
    holds = referral_map.vocabulary.holds
    told = {one.zone for one in referred}
    return sum(any(holds(zone, one) for one in told) for zone in complaint.zones) >= complaint.fewest_zones
