"""Drawing a chart: from zones, strokes and chart points to dots, outlines and crosses in the views that show them.

The zones decide. Where a zone is felt as a rule its dots stand densely, where sometimes sparsely, where rarely they are
sparser still and the zone is outlined. Toward skin without pain the dots thin out, as a painter would let them.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from math import inf, sqrt

from studyapp.domain.bodychart import BodyChart, ChartView, Dot, Millimetres, Units
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.muscle import Extent, ReferredZone, Stroke
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
GUTTER = 10
"""Units between panels."""
CAPTION_SIZE = 15.0
"""Units: how high the letters of captions are, at least."""
CAPTION_SHARE = 0.03
"""How high they are in widths of the drawing: a wide one is shown smaller."""
PLUS = 1.3
"""Units from the middle of a plus sign to its ends."""
RING = 1.5
"""Radius of a ring in units."""

PATTERN_VIEWS = {
    BodyView.BACK: "Back",
    BodyView.LEFT: "Left side",
    BodyView.FRONT: "Front",
    BodyView.MEDIAL_LEG: "Inner left leg",
    BodyView.SOLES: "Left sole",
}
"""The views in which patterns are drawn, in their order on a chart, with their captions."""
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
class Panel:
    """One view of a chart: the window into it (left, top, width, height), and what is drawn there."""

    view: ChartView
    window: tuple[float, float, float, float]
    picture: str
    """Which of the view's pictures lies below: `whole` or `lower`."""
    dots: tuple[Dots, ...]
    rings: tuple[Ring, ...]
    crosses: tuple[Cross, ...]

    @property
    def caption(self) -> str:
        """What it shows: "Left side"."""
        return PATTERN_VIEWS[self.view.name]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, drawn: panels side by side, standing on one line above their captions."""

    chart: Chart
    panels: tuple[Panel, ...]
    undrawn: tuple[str, ...]
    """Ids of the zones that no view shows: they must be told in words."""

    @property
    def width(self) -> float:
        """Units."""
        return sum(panel.window[2] for panel in self.panels) + GUTTER * max(len(self.panels) - 1, 0)

    @property
    def height(self) -> float:
        """Units, the captions with it."""
        return round(max((panel.window[3] for panel in self.panels), default=0) + 1.7 * self.caption_size, 1)

    @property
    def caption_size(self) -> float:
        """Height of the captions' letters in units."""
        return round(max(CAPTION_SIZE, CAPTION_SHARE * self.width), 1)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """The extents that it shows, the strongest first."""
        return tuple(extent for extent in SPACING if any(d.extent is extent for p in self.panels for d in p.dots))

    @property
    def corners(self) -> tuple[Units, ...]:
        """Where the upper left corner of each panel stands."""
        ground, x, corners = max((panel.window[3] for panel in self.panels), default=0), 0.0, []
        for panel in self.panels:
            corners.append((x, ground - panel.window[3]))
            x += panel.window[2] + GUTTER
        return tuple(corners)


def draw(chart: Chart, body: BodyChart, beside: Iterable[str] = ()) -> Drawing:
    """The chart in the views that show it best; a zone that no view shows is left out.

    Room is made for further zones `beside` it, such as those that a student tapped.
    """
    beside = tuple(beside)
    sketches = [_Sketch(body, pattern, index, len(chart.patterns)) for index, pattern in enumerate(chart.patterns)]
    views = [body.views[name] for name in _chosen_views(chart, body, beside)]
    drawn = [(view, *_marks(view, sketches)) for view in views]
    frame = _frame(drawn, [cell for zone in beside for cell in body.cells_of(zone)])
    zones = dict.fromkeys(zone.zone for pattern in chart.patterns for zone in pattern.zones)
    undrawn = tuple(zone for zone in zones if not views_showing(zone, body))
    return Drawing(chart, tuple(_panel(frame, *marks) for marks in drawn), undrawn)


def views_showing(zone: str, body: BodyChart) -> Mapping[BodyView, float]:
    """The views that show a zone, each with the share of it, from 0 to 1, of what the best of them shows."""
    seen = {}
    for name in PATTERN_VIEWS:
        if (outline := body.views[name].zones.get(zone)) is not None:
            across = sum(map(abs, body.views[name].right))
            seen[name] = outline.area / across**2
    best = max(seen.values(), default=1)
    return {name: area / best for name, area in seen.items()}


def _chosen_views(chart: Chart, body: BodyChart, beside: Iterable[str]) -> list[BodyView]:
    """The fewest views that show every zone well, and every trigger point; in the order of `PATTERN_VIEWS`."""
    wanted = dict.fromkeys(beside, Extent.RARE)
    zones = [zone for pattern in chart.patterns for zone in pattern.zones]
    wanted |= {zone.zone: zone.extent for zone in sorted(zones, key=lambda zone: WEIGHT[zone.extent])}
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
        for zone in sorted(pattern.zones, key=lambda zone: -SPACING[zone.extent]):
            brushes = tuple(map(self._brush, zone.strokes))
            for cell in body.cells_of(zone.zone):
                if brushes:
                    self.brushed.setdefault(cell, []).append((zone, brushes))
                else:
                    self.filled[cell] = zone
        reached = {cell: SPACING[zone.extent] for cell, zone in self.filled.items()}
        for cell, painted in self.brushed.items():
            reached[cell] = min(reached.get(cell, inf), *(SPACING[zone.extent] for zone, _ in painted))
        self.reached = reached
        """The closest spacing that each cell may have."""

    def dots(self, view: ChartView, shared: Set[int]) -> Iterator[Dots]:
        """The dots of a view, by extent; in cells that patterns share, each takes its turn."""
        by_extent: dict[Extent, list[Units]] = {}
        for cell in sorted(self.reached):
            turn = slice(self.index, None, self.patterns) if cell in shared else slice(None)
            for dot in view.dots.get(cell, ())[turn]:
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

    def _brush(self, stroke: Stroke) -> _Brush:
        length = self.body.skin[stroke.points[0].segment].length
        return _Brush(tuple(self.body.place(point) for point in stroke.points), stroke.width * length / 2)


_Marks = tuple[ChartView, tuple[Dots, ...], tuple[Ring, ...], tuple[Cross, ...]]


def _marks(
    view: ChartView, sketches: Iterable[_Sketch]
) -> tuple[tuple[Dots, ...], tuple[Ring, ...], tuple[Cross, ...]]:
    sketches = tuple(sketches)
    shared = set.intersection(*(set(sketch.reached) for sketch in sketches)) if len(sketches) > 1 else set()
    return (
        tuple(dots for sketch in sketches for dots in sketch.dots(view, shared)),
        tuple(ring for sketch in sketches for ring in sketch.rings(view)),
        tuple(cross for sketch in sketches for cross in sketch.crosses(view)),
    )


def _frame(drawn: Iterable[_Marks], beside: Iterable[int]) -> Frame:
    """The smallest frame that holds everything that is drawn, and the cells beside it."""
    beside = tuple(beside)
    heights = [
        y - view.origin[1]
        for view, dots, _, crosses in drawn
        if view.name is not BodyView.SOLES
        for _, y in (
            *(place for some in dots for place in some.places),
            *(cross.at for cross in crosses),
            *(dot.at for cell in beside for dot in view.dots.get(cell, ())),
        )
    ]
    highest, lowest = min(heights, default=0) - MARGIN, min(max(heights, default=0) + MARGIN, FRAMES[-1].bottom)
    return next((one for one in FRAMES if one.top <= highest and lowest <= one.bottom), FRAMES[-1])


def _panel(
    frame: Frame, view: ChartView, dots: tuple[Dots, ...], rings: tuple[Ring, ...], crosses: tuple[Cross, ...]
) -> Panel:
    picture = WHOLE if frame.name == WHOLE and WHOLE in view.pictures else "lower"
    return Panel(view, _window(frame, view), picture, dots, rings, crosses)


def map_window(view: ChartView) -> tuple[float, float, float, float]:
    """What of a view a map of lower trunk and limb shows: both limbs where it has two."""
    if view.middle is not None and not view.joined:
        return 0, 0, view.width, view.height
    frame = next(one for one in FRAMES if one.name == "lower")
    return _window(frame, view)


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
