"""Drawing a chart: the pattern or the two patterns that it shows, in the views that show them best."""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.bodychart import BodyChart, ChartView, Units
from studyapp.domain.chart import Chart
from studyapp.domain.framing import LOWER, PATTERN_VIEWS, WHOLE, Frame, chosen_views, frame_of, views_showing, window
from studyapp.domain.muscle import Extent
from studyapp.domain.stipple import SPACING, Cross, Dots, Ring, Sketch
from studyapp.domain.vocabulary import BodyView

GUTTER = 10
"""Units between panels."""
CAPTION_SIZE = 15.0
"""Units: how high the letters of captions are, at least."""
CAPTION_SHARE = 0.03
"""How high they are in widths of the drawing: a wide one is shown smaller."""
CAPTION_ROOM = 1.7
"""Room for captions below the panels, in heights of their letters."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn in a view."""

    dots: tuple[Dots, ...]
    rings: tuple[Ring, ...]
    crosses: tuple[Cross, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One view of a chart: the window into it (left, top, width, height), and what is drawn there."""

    view: ChartView
    window: tuple[float, float, float, float]
    picture: str
    """Which of the view's pictures lies below: `whole` or `lower`."""
    marks: Marks

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
    """Ids of the zones that no view shows, or whose strokes none shows: they must be told in words."""

    @property
    def width(self) -> float:
        """Units."""
        return sum(panel.window[2] for panel in self.panels) + GUTTER * max(len(self.panels) - 1, 0)

    @property
    def height(self) -> float:
        """Units, the captions with it."""
        return round(max((panel.window[3] for panel in self.panels), default=0) + CAPTION_ROOM * self.caption_size, 1)

    @property
    def caption_size(self) -> float:
        """Height of the captions' letters in units."""
        return round(max(CAPTION_SIZE, CAPTION_SHARE * self.width), 1)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """The extents that it shows, the strongest first."""
        return tuple(extent for extent in SPACING if any(d.extent is extent for p in self.panels for d in p.marks.dots))

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
    sketches = [Sketch(body, pattern, index, len(chart.patterns)) for index, pattern in enumerate(chart.patterns)]
    marks = {name: _marks(body.views[name], sketches) for name in chosen_views(chart, body, beside)}
    cells = [cell for zone in beside for cell in body.cells_of(zone)]
    frame = frame_of(y for name, drawn in marks.items() for y in _heights(body.views[name], drawn, cells))
    bare = {zone for sketch in sketches for zone in sketch.bare}
    zones = dict.fromkeys(zone.zone for pattern in chart.patterns for zone in pattern.zones)
    return Drawing(
        chart,
        tuple(_panel(frame, body.views[name], drawn) for name, drawn in marks.items()),
        undrawn=tuple(zone for zone in zones if not views_showing(zone, body) or zone in bare),
    )


def _marks(view: ChartView, sketches: list[Sketch]) -> Marks:
    several = len(sketches) > 1
    shared = set.intersection(*(set(sketch.paints) for sketch in sketches)) if several else set()
    return Marks(
        tuple(dots for sketch in sketches for dots in sketch.dots(view, shared)),
        tuple(ring for sketch in sketches for ring in sketch.rings(view)),
        tuple(cross for sketch in sketches for cross in sketch.crosses(view)),
    )


def _heights(view: ChartView, marks: Marks, cells: Iterable[int]) -> list[float]:
    """The heights of everything that is drawn in a view, and of some cells: units below the figure's middle."""
    if view.name is BodyView.SOLES:  # seen from below, all of it is one height
        return []
    places = [place for dots in marks.dots for place in dots.places]
    places += [cross.at for cross in marks.crosses]
    places += [dot.at for cell in cells for dot in view.dots.get(cell, ())]
    return [y - view.origin[1] for _, y in places]


def _panel(frame: Frame, view: ChartView, marks: Marks) -> Panel:
    picture = WHOLE if frame.name == WHOLE and WHOLE in view.pictures else LOWER
    return Panel(view, window(frame, view), picture, marks)
