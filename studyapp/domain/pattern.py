"""Patterns of referred pain, as a chart shows them: one by itself, or two laid over each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.fact import lower_first
from studyapp.domain.muscle import ChartPoint, Muscle, ReferredZone, TriggerPoint
from studyapp.domain.referral import STRONGEST_FIRST


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where one group of trigger points, or all of a muscle, refer pain."""

    name: str
    """Whose it is, within a sentence: "the anterior trigger points of gluteus minimus"."""
    zones: tuple[ReferredZone, ...]
    at: tuple[ChartPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One pattern, or two to compare."""

    patterns: tuple[Pattern, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """Ids of the zones of its patterns, each once."""
        return tuple(dict.fromkeys(zone.zone for pattern in self.patterns for zone in pattern.zones))


def pattern_of_point(muscle: Muscle, point: TriggerPoint) -> Pattern:
    """The pattern of one group of trigger points; what is contested is not drawn."""
    name = lower_first(muscle.name)
    return Pattern(f"the {point.name} of {name}", _zones([point]), point.at)


def pattern_of_muscle(muscle: Muscle) -> Pattern:
    """The pattern of a muscle: each zone as strongly as any of its trigger points refers pain there."""
    points = muscle.trigger_points
    return Pattern(lower_first(muscle.name), _zones(points), tuple(at for point in points for at in point.at))


def _zones(points: Iterable[TriggerPoint]) -> tuple[ReferredZone, ...]:
    """Each zone once for each drawing of it: the strongest of those that fill it, and every stroke."""
    told = [zone for point in points for account, zone in point.referred() if account.keyed]
    told.sort(key=lambda zone: STRONGEST_FIRST.index(zone.extent))
    kept: dict[tuple[str, bool], ReferredZone] = {}
    for zone in told:
        kept.setdefault((zone.zone, bool(zone.strokes)), zone)
    return tuple(kept.values())
