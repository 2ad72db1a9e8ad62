"""The sides from which the charts show the figure, and the pictures that are made of them."""

from dataclasses import dataclass

import numpy as np
from figure import Figure, Floats
from raster import Camera, Raster, rasterize

UNITS = 50
"""Units of a chart per decimetre of the figure."""
FRONT = Camera((1, 0, 0), (0, 1, 0), (0, 0, 1))
BACK = Camera((-1, 0, 0), (0, 1, 0), (0, 0, -1))
LEFT = Camera((0, 0, -1), (0, 1, 0), (1, 0, 0))
INNER = Camera((0, 0, 1), (0, 1, 0), (-1, 0, 0))
BELOW = Camera((1, 0, 0), (0, 0, 1), (0, -1, 0))
SEAM = -0.02
"""Decimetres: how far the left of the body reaches over the midline, so that no seam is left."""
TOP, BOTTOM = -8.7, 8.3
"""Edges of the pictures of the whole figure, in decimetres as projected."""


@dataclass(frozen=True)
class View:
    """A side of the figure, drawn around a vertical middle line: the left of the body, and its mirror image.

    `window` (left, top, right, bottom) is what is drawn of the left of the body, in decimetres as projected; `middle`
    is the place of the middle line in it, beyond its edge for two limbs that are drawn apart. Without a middle line the
    mirror image is a picture of its own, the view from the right.
    """

    name: str
    camera: Camera
    window: tuple[float, float, float, float]
    middle: float | None
    highest: float = np.inf
    """Height in the figure above which nothing is drawn, in decimetres."""
    named_below: float = np.inf
    """Height above which no zone is named: what fades there is hardly seen."""
    units: float = UNITS
    """Units of the chart per decimetre."""

    @property
    def width(self) -> float:
        """Width of the picture, both sides of the body with it, in decimetres."""
        left, _, right, _ = self.window
        return right - left if self.middle is None else 2 * max(abs(right - self.middle), abs(left - self.middle))

    @property
    def left_edge(self) -> float:
        """Where the picture begins at the left, in decimetres as projected."""
        return self.window[0] if self.middle is None else self.middle - self.width / 2

    @property
    def top(self) -> float:
        """Where the picture begins at the top, in decimetres as projected."""
        return self.window[1]

    @property
    def height(self) -> float:
        """Height of the picture in decimetres."""
        return self.window[3] - self.window[1]

    @property
    def joined(self) -> bool:
        """Whether both sides of the body are one in the picture, not two limbs apart."""
        return self.middle == 0

    def raster(self, figure: Figure, scale: float, *, both: bool = False) -> Raster:
        """What its pixels show of the left of the body (or of both sides), at a scale in pixels per decimetre."""
        window = (self.left_edge, self.top, self.left_edge + self.width, self.window[3])
        corners = figure.vertices[figure.triangles].mean(axis=1)
        drawn = (corners[:, 1] < self.highest) & (both | (corners[:, 0] > SEAM))
        return rasterize(figure, self.camera, scale, window, drawn)

    def place(self, points: Floats) -> Floats:
        """Points of the left of the body as units of the chart: to the right, downward."""
        return (self.camera.project(points)[..., :2] - (self.left_edge, self.top)) * self.units


VIEWS = (
    View("front", FRONT, (0, TOP, 3.6, BOTTOM), 0),
    View("back", BACK, (-3.6, TOP, 0, BOTTOM), 0),
    View("left", LEFT, (-2.6, TOP, 1.5, BOTTOM), None),
    View("medial-leg", INNER, (-1.25, 0.2, 2.55, BOTTOM), -1.4, highest=0.4, named_below=-1.0),
    View("soles", BELOW, (1.15, -2.5, 2.75, 0.5), 0.95, highest=-7.3, units=2 * UNITS),
)
