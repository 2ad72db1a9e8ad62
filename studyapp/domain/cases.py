"""Cases: where it hurts and where it does not, so that trigger points of one muscle alone can be behind it.

A case fits every muscle whose map holds each painful zone, or its whole, or a part of it, however seldom; contested
references count. A painless zone rules out a muscle that refers pain there as a rule (essential), and no other. Only a
case that then fits exactly one muscle is one, and only where another muscle refers pain to a part of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.muscle import Extent, Muscle, TriggerPoint
from studyapp.domain.referral import STRONGEST_FIRST, Reference, ReferralMap

FEWEST_ZONES = 2
"""A case with one painful zone is the map asked backwards, no case."""
MOST_PAINLESS = 2
MOST_OTHERS = 12
"""A case that fits more muscles than these is not worth narrowing down."""


@dataclass(frozen=True, slots=True)
class Case:
    """Where it hurts and where it does not, so that one muscle is left."""

    muscle: Muscle
    point: TriggerPoint
    painful: tuple[Reference, ...]
    painless: tuple[Reference, ...]
    """References of other muscles to zones that do not hurt."""


def case_of(muscle: Muscle, point: TriggerPoint, referral_map: ReferralMap) -> Case | None:
    """The shortest case that leaves the muscle alone; None when there is none."""
    own = [one for one in referral_map.by_muscle[muscle.id] if one.point is point and one.asked]
    ordered = sorted(own, key=lambda one: STRONGEST_FIRST.index(one.referred.extent))
    told = [one for one in ordered if one.referred.extent is not Extent.RARE]
    fewest = max(FEWEST_ZONES, sum(one.referred.extent is Extent.ESSENTIAL for one in told))
    if len(told) < fewest or len({one.account.according_to for one in told}) > 1:
        return None
    if not _others(told[:fewest], muscle, referral_map, any_zone=True):
        return None
    for number in range(fewest, len(told) + 1):
        others = _others(told[:number], muscle, referral_map)
        painless = _ruling_out(others, muscle, referral_map)
        if painless is not None:
            return Case(muscle, point, tuple(told[:number]), painless)
    return None


def _others(
    painful: Iterable[Reference], muscle: Muscle, referral_map: ReferralMap, *, any_zone: bool = False
) -> frozenset[str]:
    """The other muscles that refer pain to every painful zone, or to any."""
    fitting = [referral_map.near_zone[one.referred.zone] for one in painful]
    both = frozenset[str]().union if any_zone else fitting[0].intersection
    return both(*fitting) - {muscle.id}


def _ruling_out(others: frozenset[str], muscle: Muscle, referral_map: ReferralMap) -> tuple[Reference, ...] | None:
    """As few painless zones as rule every other muscle out, taken greedily; None when it takes too many."""
    if len(others) > MOST_OTHERS:
        return None
    telling = _telling_zones(others, muscle, referral_map)
    chosen: list[Reference] = []
    left = set(others)
    while left and telling and len({one.referred.zone for one in chosen}) < MOST_PAINLESS:
        best = max(telling, key=lambda zone: len(left & telling[zone].keys()))
        ruled_out = telling.pop(best)
        chosen += [ruled_out[ident] for ident in sorted(left & ruled_out.keys())]
        left -= ruled_out.keys()
    return None if left else tuple(chosen)


def _telling_zones(
    others: frozenset[str], muscle: Muscle, referral_map: ReferralMap
) -> dict[str, dict[str, Reference]]:
    """Zones outside the muscle's map in which others hurt as a rule: by zone, then by the other muscle."""
    own = {one.referred.zone for one in referral_map.by_muscle[muscle.id]}
    telling: dict[str, dict[str, Reference]] = {}
    for ident in sorted(others):
        for one in referral_map.by_muscle[ident]:
            zone = one.referred.zone
            essential = one.keyed and one.referred.extent is Extent.ESSENTIAL
            if essential and not any(referral_map.vocabulary.overlap(zone, mine) for mine in own):
                telling.setdefault(zone, {}).setdefault(ident, one)
    return telling
