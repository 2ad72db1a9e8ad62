"""The body chart: views of a figure, the zones that each shows, and where on its skin a place lies.

It is drawn on the left side of the body; a view that shows both sides has the right one as a mirror image.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from studyapp.domain.muscle import BodySegment, ChartPoint
from studyapp.domain.vocabulary import BodyView

Millimetres: TypeAlias = tuple[int, int, int]
"""A place on the figure: to its left from the midline, up and forward."""
Units: TypeAlias = tuple[float, float]
"""A place in a view: to the right and downward, in the units of its picture."""

NO_CELL = 0
"""Number of the skin that belongs to no zone."""
JOINED = (BodyView.FRONT, BodyView.BACK)
"""The views that show both sides of the body as one."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place for a dot in a view; those with a gap of at least s are spread evenly, at least s apart."""

    at: Units
    gap: float
    """Units to the nearest of the dots before it."""
    near: tuple[tuple[int, float], ...]
    """Numbers of the other cells close to it, each with its distance in units."""
    place: Millimetres


@dataclass(frozen=True, slots=True)
class ZoneOutline:
    """What a view shows of a zone."""

    area: int
    """Square units on the left side."""
    left: str
    """Outline of the left side, as the `d` of an SVG path."""
    both: str | None
    """Outline of both sides together, where they meet at the midline."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A base picture of a view; its place there is left, top, width and height in units."""

    file: str
    place: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ChartView:
    """A side from which the figure is seen."""

    name: BodyView
    width: float
    height: float
    middle: float | None
    """Where its mirror line lies, in units from the left; None when it shows one side alone."""
    right: tuple[float, float, float]
    """Units to the right for each millimetre of a place."""
    down: tuple[float, float, float]
    """Units downward for each millimetre of a place."""
    origin: Units
    """Where the middle of the figure lies."""
    pictures: Mapping[str, Picture]
    """`whole` figure or `lower` trunk and limb."""
    outline: str
    zones: Mapping[str, ZoneOutline]
    dots: Mapping[int, tuple[Dot, ...]]
    """Places for dots by the number of their cell, each in the view's order."""

    @property
    def joined(self) -> bool:
        """Whether both sides of the body are one in the view, not two limbs apart."""
        return self.name in JOINED

    def locate(self, place: Millimetres) -> Units:
        """Where a place of the figure lies in the view."""
        return (
            self.origin[0] + sum(step * length for step, length in zip(self.right, place, strict=True)),
            self.origin[1] + sum(step * length for step, length in zip(self.down, place, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class Skin:
    """The skin around the axis of a segment: rows of equally spaced heights, columns of equally spaced angles."""

    length: int
    """Millimetres from the upper to the lower end of the axis."""
    first_angle: float
    step: float
    """Degrees between columns."""
    goes_round: bool
    places: tuple[tuple[Millimetres | None, ...], ...]
    seen: Mapping[BodyView, tuple[str, ...]]
    """For each view a row of digits a height, 1 where it sees the skin."""


@dataclass(frozen=True, slots=True)
class BodyChart:
    """The whole chart. `cells` are the pieces of skin of which zones are made, numbered from 1, with their zones."""

    views: Mapping[BodyView, ChartView]
    cells: tuple[tuple[str, ...], ...]
    across: frozenset[str]
    """Zones on the midline in which pain has no side."""
    skin: Mapping[BodySegment, Skin]

    def cells_of(self, zone: str) -> tuple[int, ...]:
        """The numbers of the cells of a zone; none when it has no drawing."""
        return tuple(number for number, zones in enumerate(self.cells, start=1) if zone in zones)

    def place(self, point: ChartPoint) -> Millimetres:
        """Where on the figure a chart point lies: between its neighbours, or at the nearest skin."""
        row, column = self._grid(point)
        corners = self._corners(point, row, column)
        if not corners:
            return self._nearest(point, row, column)
        weight = sum(share for share, _ in corners)
        x, y, z = (round(sum(share * at[axis] for share, at in corners) / weight) for axis in range(3))
        return x, y, z

    def sees(self, view: BodyView, point: ChartPoint) -> bool:
        """Whether a view shows the place of a chart point."""
        skin = self.skin[point.segment]
        row, column = (round(number) for number in self._grid(point))
        return skin.seen[view][row][column % len(skin.places[0])] == "1"

    def _grid(self, point: ChartPoint) -> tuple[float, float]:
        """Row and column of a point among the places of its segment, brought within them."""
        skin = self.skin[point.segment]
        rows, columns = len(skin.places), len(skin.places[0])
        column = (point.angle - skin.first_angle) / skin.step
        column = column % columns if skin.goes_round else min(max(column, 0), columns - 1)
        return min(max(point.height, 0), 1) * (rows - 1), column

    def _nearest(self, point: ChartPoint, row: float, column: float) -> Millimetres:
        known = (
            (abs(y - row) + abs(x - column), place)
            for y, places in enumerate(self.skin[point.segment].places)
            for x, place in enumerate(places)
            if place is not None
        )
        return min(known)[1]

    def _corners(self, point: ChartPoint, row: float, column: float) -> list[tuple[float, Millimetres]]:
        """The places around a point, each with its share in it."""
        places = self.skin[point.segment].places
        top, left = int(row), int(column)
        found = []
        for y, down in ((top, 1 - (row - top)), (min(top + 1, len(places) - 1), row - top)):
            for x, across in ((left, 1 - (column - left)), (left + 1, column - left)):
                place = places[y][x % len(places[y])]
                if place is not None and down * across > 0:
                    found.append((down * across, place))
        return found
