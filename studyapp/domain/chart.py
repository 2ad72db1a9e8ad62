"""What a chart shows: one pattern of referred pain, or two laid over each other."""

from dataclasses import dataclass, replace

from studyapp.domain.muscle import ChartPoint, ReferredZone


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where one group of trigger points, or all of a muscle, refer pain."""

    name: str
    """Whose it is, within a sentence: "the anterior trigger points of gluteus minimus"."""
    zones: tuple[ReferredZone, ...]
    """The zones, the essential ones first; one that is brushed in several ways stands several times."""
    at: tuple[ChartPoint, ...] = ()
    """Where the trigger points lie."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One pattern, or two to compare."""

    patterns: tuple[Pattern, ...]

    @property
    def without_points(self) -> "Chart":
        """The chart without the marks of trigger points, which tell in what region the muscle lies."""
        return Chart(tuple(replace(pattern, at=()) for pattern in self.patterns))
