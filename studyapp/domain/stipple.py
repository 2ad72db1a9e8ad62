"""Stippling a pattern: from zones and strokes to the dots, outlines and crosses of a view.

The zones decide. Where a zone is felt as a rule its dots stand densely, where sometimes sparsely, where rarely they are
sparser still and the zone is outlined. Toward skin without pain the dots thin out, as a painter would let them.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt

from studyapp.domain.bodychart import BodyChart, ChartView, Dot, Millimetres, Units
from studyapp.domain.chart import Pattern
from studyapp.domain.muscle import Extent, ReferredZone, Stroke

SPACING = {Extent.ESSENTIAL: 3.0, Extent.SPILLOVER: 5.4, Extent.RARE: 8.0}
"""Units between dots."""
FADE = 6.5
"""Units before the end of a pattern over which its dots thin out."""
THINNEST = 0.5
"""What is left at the very end of the density further inside."""
SOFTNESS = 1.6
"""How much of its density a brush regains over its radius, from its edge to its line."""
PLUS = 1.3
"""Units from the middle of a plus sign to its ends."""
RING = 1.5
"""Radius of a ring in units."""


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots of one pattern that share an extent.

    Those of a second pattern are plus signs, and where pain is felt rarely they are rings: patterns and extents differ
    in shape and density, not in colour alone.
    """

    pattern: int
    extent: Extent
    places: tuple[Units, ...]

    @property
    def is_ring(self) -> bool:
        """Whether they are drawn as rings."""
        return self.extent is Extent.RARE and self.pattern == 0

    @property
    def path(self) -> str:
        """The dots as the `d` of an SVG path that is stroked with round ends."""
        if self.pattern:
            return "".join(f"M{x - PLUS:.1f},{y:g}h{2 * PLUS}M{x:g},{y - PLUS:.1f}v{2 * PLUS}" for x, y in self.places)
        if self.is_ring:
            arc = f"a{RING},{RING} 0 1 0"
            return "".join(f"M{x - RING:.1f},{y:g}{arc} {2 * RING} 0{arc} -{2 * RING} 0" for x, y in self.places)
        return "".join(f"M{x:g},{y:g}h0" for x, y in self.places)


@dataclass(frozen=True, slots=True)
class Cross:
    """A trigger point."""

    pattern: int
    at: Units


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of a zone where pain is felt rarely, as the `d` of an SVG path."""

    pattern: int
    path: str
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class _Brush:
    """A stroke on the figure, in millimetres."""

    line: tuple[Millimetres, ...]
    radius: float

    def share(self, place: Millimetres) -> float:
        """How fully the brush covers a place: 1 along its line, less toward its edge, 0 beyond."""
        spot = self.line[0], self.line[0]
        nearest = min(_distance(place, start, end) for start, end in (spot, *pairwise(self.line)))
        return min(1.0, THINNEST + SOFTNESS * (1 - nearest / self.radius)) if nearest <= self.radius else 0.0


def _distance(place: Millimetres, start: Millimetres, end: Millimetres) -> float:
    """Millimetres from a place to the line between two others."""
    ax, ay, az = start
    bx, by, bz = end[0] - ax, end[1] - ay, end[2] - az
    px, py, pz = place[0] - ax, place[1] - ay, place[2] - az
    square = bx * bx + by * by + bz * bz
    along = max(0.0, min(1.0, (px * bx + py * by + pz * bz) / square)) if square else 0.0
    dx, dy, dz = px - along * bx, py - along * by, pz - along * bz
    return sqrt(dx * dx + dy * dy + dz * dz)


@dataclass(frozen=True, slots=True)
class _Paint:
    """One zone's paint on a cell: all over it, or where brushes go."""

    zone: ReferredZone
    spacing: float
    crosses_midline: bool
    brushes: tuple[_Brush, ...]


class Sketch:
    """One pattern on its way to the views."""

    def __init__(self, body: BodyChart, pattern: Pattern, index: int, patterns: int) -> None:
        """Sketch the pattern of that index among so many on one chart."""
        self.body, self.pattern, self.index, self.patterns = body, pattern, index, patterns
        self.paints: dict[int, list[_Paint]] = {}
        """What is painted on each cell."""
        for zone in pattern.zones:
            brushes = tuple(map(self._brush, zone.strokes))
            paint = _Paint(zone, SPACING[zone.extent], self._crosses_midline(zone), brushes)
            for cell in body.cells_of(zone.zone):
                self.paints.setdefault(cell, []).append(paint)
        self.bare = {zone.zone for zone in pattern.zones if zone.strokes}
        """Zones whose strokes have painted nothing yet."""
        self.closest = {cell: min(paint.spacing for paint in paints) for cell, paints in self.paints.items()}
        """The closest spacing that each cell may have."""

    def dots(self, view: ChartView, shared: Set[int]) -> Iterator[Dots]:
        """The dots of a view, by extent; in cells that patterns share, each takes its turn."""
        by_extent: dict[Extent, list[Units]] = {}
        for cell in sorted(self.paints):
            turn = slice(self.index, None, self.patterns) if cell in shared else slice(None)
            for dot in view.dots.get(cell, ())[turn]:
                paint = self._paint_of(view, cell, dot)
                if paint is not None:
                    places = by_extent.setdefault(paint.zone.extent, [])
                    places.append(dot.at)
                    self.bare.discard(paint.zone.zone)
                    if view.joined and paint.crosses_midline:
                        places.append((round(view.width - dot.at[0], 1), dot.at[1]))
        for extent, places in sorted(by_extent.items(), key=lambda item: SPACING[item[0]]):
            yield Dots(self.index, extent, tuple(places))

    def _paint_of(self, view: ChartView, cell: int, dot: Dot) -> _Paint | None:
        """The paint that puts a dot there: of those with room for it, the one that asks for the closest spacing."""
        chosen, closest = None, inf
        for paint in self.paints[cell]:
            if paint.spacing > dot.gap:
                continue
            share = max(brush.share(dot.place) for brush in paint.brushes) if paint.brushes else 1.0
            if share > 0:
                spacing = paint.spacing / (share * self._thinning(view, dot, paint))
                if spacing <= dot.gap and spacing < closest:
                    chosen, closest = paint, spacing
        return chosen

    def _thinning(self, view: ChartView, dot: Dot, paint: _Paint) -> float:
        """From 1 well inside the pattern to `THINNEST` where it ends beside the dot."""
        thinning = 1.0
        if view.joined and not paint.crosses_midline:
            thinning = min(1.0, THINNEST + (1 - THINNEST) * abs(dot.at[0] - view.width / 2) / FADE)
        for cell, distance in dot.near:
            if distance < FADE and (beside := self.closest.get(cell, inf)) > paint.spacing:
                least = max(THINNEST, paint.spacing / beside)
                thinning = min(thinning, least + (1 - least) * distance / FADE)
        return thinning

    def _crosses_midline(self, zone: ReferredZone) -> bool:
        return zone.both_sides or zone.zone in self.body.across

    def rings(self, view: ChartView) -> Iterator[Ring]:
        """Outlines of the zones where pain is felt rarely."""
        for zone in self.pattern.zones:
            outline = view.zones.get(zone.zone)
            if zone.extent is Extent.RARE and outline is not None and not zone.strokes:
                whole = self._crosses_midline(zone)
                if whole and outline.both is not None:
                    yield Ring(self.index, outline.both)
                else:
                    yield Ring(self.index, outline.left)
                    if whole and view.joined:
                        yield Ring(self.index, outline.left, mirrored=True)

    def crosses(self, view: ChartView) -> Iterator[Cross]:
        """Where the view shows the trigger points."""
        for point in self.pattern.at:
            if self.body.sees(view.name, point):
                x, y = view.locate(self.body.place(point))
                yield Cross(self.index, (round(x, 1), round(y, 1)))

    def _brush(self, stroke: Stroke) -> _Brush:
        length = self.body.skin[stroke.points[0].segment].length
        return _Brush(tuple(self.body.place(point) for point in stroke.points), stroke.width * length / 2)
