"""Drawing a chart: from zones, strokes and chart points to dots, outlines and crosses in the views that show them.

The zones decide. Where a zone is felt as a rule its dots stand densely, where sometimes sparsely, where rarely they are
sparser still and the zone is outlined. Toward skin without pain the dots thin out, as a painter would let them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, sqrt

from studyapp.domain.bodychart import BodyChart, ChartView, Dot, Millimetres, Units
from studyapp.domain.muscle import ChartPoint, Extent, ReferredZone, Stroke
from studyapp.domain.pattern import Chart, Pattern
from studyapp.domain.vocabulary import BodyView

SPACING = {Extent.ESSENTIAL: 3.0, Extent.SPILLOVER: 5.4, Extent.RARE: 8.0}
"""Units between dots."""
FADE = 6.5
"""Units before the end of a pattern over which its dots thin out."""
THINNEST = 0.5
"""What is left at the very end of the density further inside."""
MARGIN = 16.0
"""Units that a frame leaves around what is drawn."""
WELL_SEEN = 0.5
"""Share of a zone, of what its best view shows of it, that is enough to show it."""
WELL_ENOUGH = 0.7
"""Share from which on a view is as good as any: the first of them in the order of a chart is taken."""
WEIGHT = {Extent.ESSENTIAL: 3.0, Extent.SPILLOVER: 2.0, Extent.RARE: 1.0}
"""How much it matters to show a zone."""
MOST_VIEWS = 4

PATTERN_VIEWS = (BodyView.BACK, BodyView.LEFT, BodyView.FRONT, BodyView.MEDIAL_LEG, BodyView.SOLES)
"""The views in which patterns are drawn, in their order on a chart."""
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the figure that is shown at once: its heights, in units below the middle, and widths by view."""

    name: str
    top: float
    bottom: float
    around_middle: float
    """Units to either side of the midline, in the views from front and back."""
    left: float
    """Units from the left edge, in the views from the side."""


FRAMES = (
    Frame("trunk", -238, 110, 108, 62),
    Frame("thigh", -238, 238, 125, 52),
    Frame("leg", 70, 415, 132, 0),
    Frame("lower", -238, 415, 132, 0),
    Frame(WHOLE, -435, 415, 180, 0),
)
"""The smallest first. Heights: seventh thoracic vertebra -217, crotch 40, knee 172, soles 410."""


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots of one pattern that share an extent."""

    pattern: int
    extent: Extent
    places: tuple[Units, ...]


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
class Panel:
    """One view of a chart: the window into it (left, top, width, height), and what is drawn there."""

    view: ChartView
    window: tuple[float, float, float, float]
    picture: str
    """Which of the view's pictures lies below: `whole` or `lower`."""
    dots: tuple[Dots, ...]
    rings: tuple[Ring, ...]
    crosses: tuple[Cross, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, drawn."""

    chart: Chart
    panels: tuple[Panel, ...]


def draw(chart: Chart, body: BodyChart) -> Drawing:
    """The chart in the views that show it best; a zone that no view shows is left out.

    Raises OffTheBodyError for a chart point at which there is no skin.
    """
    sketches = [_Sketch(body, pattern, index, len(chart.patterns)) for index, pattern in enumerate(chart.patterns)]
    views = [body.views[name] for name in _chosen_views(chart, body)]
    drawn = [(view, *_marks(view, sketches)) for view in views]
    frame = _frame(drawn)
    return Drawing(chart, tuple(_panel(frame, *marks) for marks in drawn))


def views_showing(zone: str, body: BodyChart) -> Mapping[BodyView, float]:
    """The views that show a zone, each with the share of it, from 0 to 1, of what the best of them shows."""
    seen = {}
    for name in PATTERN_VIEWS:
        if (outline := body.views[name].zones.get(zone)) is not None:
            across = sum(map(abs, body.views[name].right))
            seen[name] = outline.area / across**2
    best = max(seen.values(), default=1)
    return {name: area / best for name, area in seen.items()}


def _chosen_views(chart: Chart, body: BodyChart) -> list[BodyView]:
    """The fewest views that show every zone well, and every trigger point; in the order of `PATTERN_VIEWS`."""
    wanted = {zone.zone: zone.extent for pattern in chart.patterns for zone in reversed(pattern.zones)}
    shares = {zone: views_showing(zone, body) for zone in wanted}
    missing = {zone for zone in wanted if shares[zone]}
    chosen: list[BodyView] = []

    def gain(view: BodyView) -> float:
        return sum(WEIGHT[wanted[zone]] * min(shares[zone].get(view, 0), WELL_ENOUGH) for zone in missing)

    while missing and len(chosen) < MOST_VIEWS:
        best = max((view for view in PATTERN_VIEWS if view not in chosen), key=gain)
        chosen.append(best)
        missing -= {zone for zone in missing if shares[zone].get(best, 0) >= WELL_SEEN}
    points = [point for pattern in chart.patterns for point in pattern.at]
    while unseen := [at for at in points if not any(body.sees(view, at) for view in chosen)]:
        seeing = [view for view in PATTERN_VIEWS if body.sees(view, unseen[0])]
        if seeing:
            chosen.append(seeing[0])
        points = [point for point in points if point != unseen[0]]
    return [view for view in PATTERN_VIEWS if view in chosen]


@dataclass(frozen=True, slots=True)
class _Brush:
    """A stroke on the figure, in millimetres."""

    line: tuple[Millimetres, ...]
    radius: float

    def share(self, place: Millimetres) -> float:
        """How fully the brush covers a place: 1 along its line, less toward its edge, 0 beyond."""
        pairs = zip(self.line, self.line[1:], strict=False) if self.line[1:] else [(self.line[0], self.line[0])]
        nearest = min(_distance(place, start, end) for start, end in pairs)
        return max(0.0, min(1.0, THINNEST + 1.6 * (1 - nearest / self.radius))) if nearest <= self.radius else 0.0


def _distance(place: Millimetres, start: Millimetres, end: Millimetres) -> float:
    """Millimetres from a place to the line between two others."""
    ax, ay, az = start
    bx, by, bz = end[0] - ax, end[1] - ay, end[2] - az
    px, py, pz = place[0] - ax, place[1] - ay, place[2] - az
    square = bx * bx + by * by + bz * bz
    along = max(0.0, min(1.0, (px * bx + py * by + pz * bz) / square)) if square else 0.0
    dx, dy, dz = px - along * bx, py - along * by, pz - along * bz
    return sqrt(dx * dx + dy * dy + dz * dz)


class _Sketch:
    """One pattern on its way to the views."""

    def __init__(self, body: BodyChart, pattern: Pattern, index: int, patterns: int) -> None:
        self.body, self.pattern, self.index, self.patterns = body, pattern, index, patterns
        self.filled: dict[int, ReferredZone] = {}
        """The strongest zone that fills each cell."""
        self.brushed: dict[int, list[tuple[ReferredZone, tuple[_Brush, ...]]]] = {}
        """The zones that are painted by strokes over each cell."""
        for zone in reversed(pattern.zones):
            brushes = tuple(map(self._brush, zone.strokes))
            for cell in self._cells(zone.zone):
                if brushes:
                    self.brushed.setdefault(cell, []).append((zone, brushes))
                else:
                    self.filled[cell] = zone
        reached = {cell: SPACING[zone.extent] for cell, zone in self.filled.items()}
        for cell, painted in self.brushed.items():
            reached[cell] = min(reached.get(cell, inf), *(SPACING[zone.extent] for zone, _ in painted))
        self.reached = reached
        """The closest spacing that each cell may have."""

    def dots(self, view: ChartView) -> Iterator[Dots]:
        """The dots of a view, by extent."""
        by_extent: dict[Extent, list[Units]] = {}
        for cell in sorted(self.reached):
            for order, dot in enumerate(view.dots.get(cell, ())):
                if self.patterns > 1 and order % self.patterns != self.index:
                    continue
                self._add(view, cell, dot, by_extent)
        for extent, places in sorted(by_extent.items(), key=lambda item: SPACING[item[0]]):
            yield Dots(self.index, extent, tuple(places))

    def _add(self, view: ChartView, cell: int, dot: Dot, by_extent: dict[Extent, list[Units]]) -> None:
        best: tuple[float, ReferredZone] | None = None
        for zone, spacing in self._spacings(view, cell, dot):
            if spacing <= dot.gap and (best is None or spacing < best[0]):
                best = spacing, zone
        if best is None:
            return
        zone = best[1]
        places = by_extent.setdefault(zone.extent, [])
        x, y = dot.at
        places.append(dot.at)
        if self._crosses_midline(zone) and view.middle is not None:
            places.append((round(2 * view.middle - x, 1), y))

    def _crosses_midline(self, zone: ReferredZone) -> bool:
        return zone.both_sides or zone.zone in self.body.across

    def _spacings(self, view: ChartView, cell: int, dot: Dot) -> Iterator[tuple[ReferredZone, float]]:
        """Each zone that may put a dot there, with the spacing it asks for."""
        if (zone := self.filled.get(cell)) is not None:
            spacing = SPACING[zone.extent]
            yield zone, spacing / self._thinning(dot, spacing, zone, view)
        for zone, brushes in self.brushed.get(cell, ()):
            share = max(brush.share(dot.place) for brush in brushes)
            if share > 0:
                spacing = SPACING[zone.extent]
                yield zone, spacing / (share * self._thinning(dot, spacing, zone, view))

    def _thinning(self, dot: Dot, spacing: float, zone: ReferredZone, view: ChartView) -> float:
        """From 1 well inside the pattern to `THINNEST` where it ends beside the dot."""
        thinning = 1.0
        if view.joined and not self._crosses_midline(zone):
            thinning = min(1.0, THINNEST + (1 - THINNEST) * abs(dot.at[0] - view.width / 2) / FADE)
        for cell, distance in dot.near:
            beside = self.reached.get(cell, inf)
            if beside > spacing and distance < FADE:
                least = max(THINNEST, spacing / beside)
                thinning = min(thinning, least + (1 - least) * distance / FADE)
        return thinning

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
                    if whole and view.middle is not None:
                        yield Ring(self.index, outline.left, mirrored=True)

    def crosses(self, view: ChartView) -> Iterator[Cross]:
        """Where the view shows the trigger points."""
        for point in self.pattern.at:
            if self.body.sees(view.name, point):
                x, y = view.locate(self.body.place(point))
                yield Cross(self.index, (round(x, 1), round(y, 1)))

    def _cells(self, zone: str) -> Iterable[int]:
        return (number for number, zones in enumerate(self.body.cells, start=1) if zone in zones)

    def _brush(self, stroke: Stroke) -> _Brush:
        length = self.body.skin[stroke.points[0].segment].length
        return _Brush(tuple(self.body.place(point) for point in stroke.points), stroke.width * length / 2)


_Marks = tuple[ChartView, tuple[Dots, ...], tuple[Ring, ...], tuple[Cross, ...]]


def _marks(
    view: ChartView, sketches: Iterable[_Sketch]
) -> tuple[tuple[Dots, ...], tuple[Ring, ...], tuple[Cross, ...]]:
    sketches = tuple(sketches)
    return (
        tuple(dots for sketch in sketches for dots in sketch.dots(view)),
        tuple(ring for sketch in sketches for ring in sketch.rings(view)),
        tuple(cross for sketch in sketches for cross in sketch.crosses(view)),
    )


def _frame(drawn: Iterable[_Marks]) -> Frame:
    """The smallest frame that holds everything that is drawn."""
    heights = [
        y - view.origin[1]
        for view, dots, _, crosses in drawn
        if view.name is not BodyView.SOLES
        for _, y in (*(place for some in dots for place in some.places), *(cross.at for cross in crosses))
    ]
    highest, lowest = min(heights, default=0) - MARGIN, min(max(heights, default=0) + MARGIN, FRAMES[-1].bottom)
    return next((one for one in FRAMES if one.top <= highest and lowest <= one.bottom), FRAMES[-1])


def _panel(
    frame: Frame, view: ChartView, dots: tuple[Dots, ...], rings: tuple[Ring, ...], crosses: tuple[Cross, ...]
) -> Panel:
    picture = WHOLE if frame.name == WHOLE and WHOLE in view.pictures else "lower"
    return Panel(view, _window(frame, view), picture, dots, rings, crosses)


def _window(frame: Frame, view: ChartView) -> tuple[float, float, float, float]:
    """What of a view stands in a frame: of two limbs drawn apart, the left one."""
    match view.name:
        case BodyView.SOLES:
            left, right, top, bottom = view.width / 2, view.width, 0.0, view.height
        case BodyView.MEDIAL_LEG:
            left, right = view.width / 2, view.width
            top, bottom = max(0, frame.top + view.origin[1]), frame.bottom + view.origin[1]
        case BodyView.FRONT | BodyView.BACK:
            left, right = view.width / 2 - frame.around_middle, view.width / 2 + frame.around_middle
            top, bottom = frame.top + view.origin[1], frame.bottom + view.origin[1]
        case _:
            left, right = frame.left, view.width
            top, bottom = frame.top + view.origin[1], frame.bottom + view.origin[1]
    return left, top, right - left, min(bottom, view.height) - top


def reaches(point: ChartPoint, zone: str, body: BodyChart) -> bool:
    """Whether a chart point lies in a zone: whether the dot that is closest to it does."""
    place = body.place(point)
    nearest = min(
        (_distance(place, dot.place, dot.place), cell)
        for view in body.views.values()
        for cell, dots in view.dots.items()
        for dot in dots
    )
    return zone in body.cells[nearest[1] - 1]
