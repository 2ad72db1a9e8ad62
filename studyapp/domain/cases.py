"""Cases: where it hurts and where it does not, so that trigger points of one muscle alone can be behind it.

A case fits a muscle when some of its trigger points together reach each painful zone, or one that overlaps it, however
seldom; contested references count. A group of trigger points that refers pain to a painless zone as a rule (essential)
is not among these. Only a case that then fits exactly one muscle is one, and only where another muscle refers pain to a
part of it.
"""

from collections.abc import Sequence
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
    told = _told(muscle, point, referral_map)
    fewest = max(FEWEST_ZONES, sum(one.referred.extent is Extent.ESSENTIAL for one in told))
    if len(told) < fewest or len({one.account.according_to for one in told}) > 1:
        return None
    zones = [one.referred.zone for one in told]
    if not frozenset[str]().union(*(referral_map.near_zone[zone] for zone in zones[:fewest])) - {muscle.id}:
        return None
    for number in range(fewest, len(told) + 1):
        painless = _ruling_out(zones[:number], muscle, referral_map)
        if painless is not None:
            return Case(muscle, point, tuple(told[:number]), painless)
    return None


def _told(muscle: Muscle, point: TriggerPoint, referral_map: ReferralMap) -> list[Reference]:
    """What the point's own map may tell of a case, the essential zones first; of a zone and its part only the first."""
    own = [one for one in referral_map.by_muscle[muscle.id] if one.point is point and one.asked]
    told: list[Reference] = []
    for one in sorted(own, key=lambda one: STRONGEST_FIRST.index(one.referred.extent)):
        apart = not any(referral_map.vocabulary.overlap(one.referred.zone, other.referred.zone) for other in told)
        if apart and one.referred.extent is not Extent.RARE:
            told.append(one)
    return told


def _ruling_out(painful: Sequence[str], muscle: Muscle, referral_map: ReferralMap) -> tuple[Reference, ...] | None:
    """What others refer to as few painless zones as leave the muscle alone; None when it takes too many zones."""
    others = frozenset.intersection(*(referral_map.near_zone[zone] for zone in painful)) - {muscle.id}
    if len(others) > MOST_OTHERS:
        return None
    ruling = [one for ident in sorted(others) for one in referral_map.by_muscle[ident] if _rules_out(one)]
    told = dict.fromkeys(one.referred.zone for one in ruling)
    telling = dict.fromkeys(zone for zone in told if muscle.id not in referral_map.near_zone[zone])
    painless: list[str] = []
    left = others
    while left and telling and len(painless) < MOST_PAINLESS:
        best = min(telling, key=lambda zone: len(_fitting(left, painful, [*painless, zone], referral_map)))
        painless.append(best)
        del telling[best]
        left = _fitting(left, painful, painless, referral_map)
    if left:
        return None
    return tuple(one for one in ruling if one.referred.zone in painless)


def _fitting(
    muscles: frozenset[str], painful: Sequence[str], painless: Sequence[str], referral_map: ReferralMap
) -> frozenset[str]:
    """Those of some muscles that reach all the pain which still do without the points that would hurt elsewhere."""

    def fits(ident: str) -> bool:
        references = referral_map.by_muscle[ident]
        loud = {id(one.point) for one in references if one.referred.zone in painless and _rules_out(one)}
        if not loud:
            return True
        reached = [one.referred.zone for one in references if id(one.point) not in loud]
        return all(any(referral_map.vocabulary.overlap(zone, here) for here in reached) for zone in painful)

    return frozenset(ident for ident in muscles if fits(ident))


def _rules_out(reference: Reference) -> bool:
    """Whether pain would be missed in its zone: it is felt there as a rule."""
    return reference.keyed and reference.referred.extent is Extent.ESSENTIAL
