"""The patterns of muscles, for charts: drawn from what their files say, and told in words."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.condition import Condition
from studyapp.domain.fact import enumerated, lower_first
from studyapp.domain.muscle import Extent, Muscle, Referral, ReferredZone, TriggerPoint
from studyapp.domain.referral import STRONGEST_FIRST
from studyapp.domain.vocabulary import Zone

Twin: TypeAlias = tuple[Muscle, TriggerPoint]
"""A group of trigger points of a muscle."""
Twins: TypeAlias = Mapping[tuple[str, str], tuple[Twin, ...] | None]
"""By muscle and trigger points those of other muscles with the same pattern; None when they are too many."""

MOST_TWINS = 12
"""More muscles with one pattern are none that a chart could ask for."""

FELT = {Extent.ESSENTIAL: "as a rule", Extent.SPILLOVER: "sometimes", Extent.RARE: "rarely"}
"""How often pain is felt in a zone, in words."""


def pattern_of_point(muscle: Muscle, point: TriggerPoint) -> Pattern:
    """The pattern of one group of trigger points; what is contested is not drawn."""
    name = lower_first(muscle.name)
    return Pattern(f"the {point.name} of {name}", _zones([point]), point.at)


def pattern_of_muscle(muscle: Muscle) -> Pattern:
    """The pattern of a muscle: each zone as strongly as any of its trigger points refers pain there."""
    points = muscle.trigger_points
    return Pattern(lower_first(muscle.name), _zones(points), tuple(at for point in points for at in point.at))


def pattern_of_condition(condition: Condition) -> Pattern:
    """Where a condition hurts, as the pattern of a muscle is told."""
    return Pattern(lower_first(condition.name), _drawn(condition.pain))


def twin_points(muscles: Iterable[Muscle]) -> Twins:
    """For groups of trigger points, by muscle and id, those of other muscles that refer pain to the same zones.

    They do so as strongly: no chart tells them apart by its zones. None stands for more than `MOST_TWINS` muscles.
    """
    alike: dict[frozenset[tuple[str, Extent]], list[Twin]] = {}
    for muscle in muscles:
        for point in muscle.trigger_points:
            zones = frozenset((zone.zone, zone.extent) for zone in _zones([point]))
            alike.setdefault(zones, []).append((muscle, point))
    twins: dict[tuple[str, str], tuple[Twin, ...] | None] = {}
    for group in alike.values():
        many = len({muscle.id for muscle, _ in group}) > MOST_TWINS + 1
        for muscle, point in group if len(group) > 1 else ():
            others = None if many else tuple(twin for twin in group if twin[0].id != muscle.id)
            twins[muscle.id, point.id] = others
    return twins


def told(chart: Chart, zones: Mapping[str, Zone]) -> str:
    """The chart in words, for those who do not see it; zones are told by their labels."""
    return " ".join(_told(pattern, zones, named=len(chart.patterns) > 1) for pattern in chart.patterns)


def _told(pattern: Pattern, zones: Mapping[str, Zone], *, named: bool) -> str:
    parts = []
    for extent, words in FELT.items():
        labels = dict.fromkeys(_label(zone, zones) for zone in pattern.zones if zone.extent is extent)
        if labels:
            parts.append(f"{words} in the {enumerated(labels)}")
    whose = f"{pattern.name[:1].upper()}{pattern.name[1:]}: pain" if named else "Pain"
    felt = f"is felt {'; '.join(parts)}" if parts else "has no place on which the accounts agree"
    crosses = {0: "", 1: " An X marks the trigger point."}.get(len(pattern.at), " An X marks each trigger point.")
    return f"{whose} {felt}.{crosses}"


def _label(zone: ReferredZone, zones: Mapping[str, Zone]) -> str:
    details = filter(None, (zone.remark, "on both sides" if zone.both_sides else None))
    remark = ", ".join(details)
    return zones[zone.zone].label + (f" ({remark})" if remark else "")


def _zones(points: Iterable[TriggerPoint]) -> tuple[ReferredZone, ...]:
    return _drawn(account for point in points for account in point.referrals)


def _drawn(accounts: Iterable[Referral]) -> tuple[ReferredZone, ...]:
    """The zones to draw: of those that fill one zone the strongest, and each that is brushed in its own way."""
    referred = [zone for account in accounts if account.keyed for zone in account.zones]
    referred.sort(key=lambda zone: STRONGEST_FIRST.index(zone.extent))
    drawn: dict[object, ReferredZone] = {}
    for zone in referred:
        drawn.setdefault((zone.zone, zone.strokes), zone)
    return tuple(drawn.values())
