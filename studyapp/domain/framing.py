"""What a chart shows of the figure: the fewest views that tell it all, and the smallest part of the figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.bodychart import BodyChart, ChartView
from studyapp.domain.chart import Chart
from studyapp.domain.muscle import ChartPoint, Extent
from studyapp.domain.vocabulary import BodyView

WELL_SEEN = 0.5
"""Share of a zone, of what its best view shows of it, that is enough to show it."""
WELL_ENOUGH = 0.7
"""Share from which on a view is as good as any: the first of them in the order of a chart is taken."""
WEIGHT = {Extent.ESSENTIAL: 3.0, Extent.SPILLOVER: 2.0, Extent.RARE: 1.0}
"""How much it matters to show a zone."""
MARGIN = 16.0
"""Units that a frame leaves around what is drawn."""

PATTERN_VIEWS = {
    BodyView.BACK: "Back",
    BodyView.LEFT: "Left side",
    BodyView.FRONT: "Front",
    BodyView.MEDIAL_LEG: "Inner left leg",
    BodyView.SOLES: "Left sole",
}
"""The views in which patterns are drawn, in their order on a chart, with their captions."""
WHOLE, LOWER = "whole", "lower"
"""How much of the figure a base picture shows."""


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
    Frame("trunk", -238, 110, 108, 52),
    Frame("thigh", -238, 238, 125, 52),
    Frame("leg", 70, 415, 132, 0),
    Frame(LOWER, -238, 415, 132, 0),
    Frame(WHOLE, -435, 415, 180, 0),
)
"""The smallest first. Heights: seventh thoracic vertebra -217, crotch 40, knee 172, soles 410."""


def chosen_views(chart: Chart, body: BodyChart, beside: Iterable[str]) -> list[BodyView]:
    """The fewest views that show every zone well, those beside the chart too, and every trigger point.

    They stand in the order of `PATTERN_VIEWS`.
    """
    zones = [zone for pattern in chart.patterns for zone in pattern.zones]
    wanted = dict.fromkeys(beside, Extent.RARE)
    wanted |= {zone.zone: zone.extent for zone in sorted(zones, key=lambda zone: WEIGHT[zone.extent])}
    shares = {zone: views_showing(zone, body) for zone in wanted}
    missing = {zone for zone in wanted if shares[zone]}
    chosen: list[BodyView] = []

    def gain(view: BodyView) -> float:
        return sum(WEIGHT[wanted[zone]] * min(shares[zone].get(view, 0), WELL_ENOUGH) for zone in missing)

    while missing:
        best = max((view for view in PATTERN_VIEWS if view not in chosen), key=gain)
        chosen.append(best)
        missing -= {zone for zone in missing if shares[zone].get(best, 0) >= WELL_SEEN}
    points = [point for pattern in chart.patterns for point in pattern.at]
    chosen += _views_of_points(points, chosen, body)
    return [view for view in PATTERN_VIEWS if view in chosen]


def _views_of_points(points: Iterable[ChartPoint], chosen: Iterable[BodyView], body: BodyChart) -> list[BodyView]:
    """A view for every trigger point that those chosen do not show."""
    added: list[BodyView] = []
    for point in points:
        if not any(body.sees(view, point) for view in (*chosen, *added)):
            added += [view for view in PATTERN_VIEWS if body.sees(view, point)][:1]
    return added


def views_showing(zone: str, body: BodyChart) -> Mapping[BodyView, float]:
    """The views that show a zone, each with the share of it, from 0 to 1, of what the best of them shows."""
    seen = {}
    for name in PATTERN_VIEWS:
        if (outline := body.views[name].zones.get(zone)) is not None:
            across = sum(map(abs, body.views[name].right))
            seen[name] = outline.area / across**2
    best = max(seen.values(), default=1)
    return {name: area / best for name, area in seen.items()}


def frame_of(heights: Iterable[float]) -> Frame:
    """The smallest frame that holds these heights, in units below the middle of the figure."""
    heights = tuple(heights)
    highest = min(heights, default=0) - MARGIN
    lowest = min(max(heights, default=0) + MARGIN, FRAMES[-1].bottom)
    return next((one for one in FRAMES if one.top <= highest and lowest <= one.bottom), FRAMES[-1])


def map_window(view: ChartView) -> tuple[float, float, float, float]:
    """What of a view a map of lower trunk and limb shows: both limbs where it has two."""
    if view.middle is not None and not view.joined:
        return 0, 0, view.width, view.height
    frame = next(one for one in FRAMES if one.name == LOWER)
    return window(frame, view)


def window(frame: Frame, view: ChartView) -> tuple[float, float, float, float]:
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
