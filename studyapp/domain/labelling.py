"""Labelling a chart: a numbered badge on each zone that it shows, and a line with the zone's name below the drawing.

Cards cover the names one after the other, so what is asked is which zone a number marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import dist

from studyapp.domain.bodychart import BodyChart, Units
from studyapp.domain.drawing import Drawing, Panel

BADGE = 9.0
"""Radius of a badge in units."""
LINE_SHARE = 0.052
"""Height of a line of names in widths of the picture, which is shown as wide as a phone."""
LEAST_LINE = 22.0
NARROWEST = 330.0
"""Units: a picture of one narrow view is still wide enough for names."""
NAMES_FROM = 1.6
"""Where names begin, in heights of a line: after the number."""


@dataclass(frozen=True, slots=True)
class Label:
    """A zone's number and name; `at` is where its badge stands in the picture, in units."""

    zone: str
    number: int
    name: str
    at: Units


@dataclass(frozen=True, slots=True)
class Labelling:
    """A drawing with labels; lengths are in units of the drawing."""

    drawing: Drawing
    labels: tuple[Label, ...]

    @property
    def width(self) -> float:
        """Of the whole picture."""
        return max(self.drawing.width, NARROWEST)

    @property
    def line(self) -> float:
        """How high a line of names is."""
        return round(max(LEAST_LINE, LINE_SHARE * self.width), 1)

    @property
    def height(self) -> float:
        """Of the whole picture."""
        return self.drawing.height + self.line * (len(self.labels) + 0.5)

    @property
    def left(self) -> float:
        """Where the drawing begins: it stands in the middle."""
        return (self.width - self.drawing.width) / 2

    def top_of(self, label: Label) -> float:
        """Where the line of a label begins."""
        return self.drawing.height + self.line * (label.number - 0.75)

    def cover_of(self, label: Label) -> tuple[float, float, float, float]:
        """What covers its name: left, top, width and height as shares of the picture; all are equally long."""
        start = NAMES_FROM * self.line
        return (
            start / self.width,
            (self.top_of(label) + 0.06 * self.line) / self.height,
            (self.width - start - 0.2 * self.line) / self.width,
            0.88 * self.line / self.height,
        )


def labelling_of(drawing: Drawing, body: BodyChart, names: Mapping[str, str]) -> Labelling:
    """The labels of every zone that the drawing shows, from the top down; `names` are the zones' by id."""
    zones = dict.fromkeys(zone.zone for pattern in drawing.chart.patterns for zone in pattern.zones)
    places: dict[str, Units] = {}
    for zone in zones:
        at = None if zone in drawing.undrawn else _place(drawing, body, zone, list(places.values()))
        if at is not None:
            places[zone] = at
    left = Labelling(drawing, ()).left
    downward = sorted(places.items(), key=lambda one: (one[1][1], one[1][0]))
    return Labelling(
        drawing,
        tuple(
            Label(zone, number, names[zone], (round(x + left, 1), round(y, 1)))
            for number, (zone, (x, y)) in enumerate(downward, start=1)
        ),
    )


def _place(drawing: Drawing, body: BodyChart, zone: str, taken: list[Units]) -> Units | None:
    """The middle of the zone in the view that shows most of it, as far as no other badge stands there."""
    cells = body.cells_of(zone)
    seen = [(_seen(panel, cells), corner, panel) for panel, corner in zip(drawing.panels, drawing.corners, strict=True)]
    places, corner, panel = max(seen, key=lambda one: len(one[0]), default=([], (0.0, 0.0), None))
    if not places or panel is None:
        return None
    left, top = panel.window[:2]
    moved = [(x - left + corner[0], y - top + corner[1]) for x, y in places]
    middle = (sum(x for x, _ in moved) / len(moved), sum(y for _, y in moved) / len(moved))
    free = [place for place in moved if all(dist(place, other) > 2 * BADGE for other in taken)]
    return min(free or moved, key=lambda place: dist(place, middle))


def _seen(panel: Panel, cells: tuple[int, ...]) -> list[Units]:
    """The places of the cells' dots within the window of a panel."""
    left, top, width, height = panel.window
    dots = (dot.at for cell in cells for dot in panel.view.dots.get(cell, ()))
    return [at for at in dots if left <= at[0] <= left + width and top <= at[1] <= top + height]
