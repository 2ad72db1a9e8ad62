"""What a view contributes to the charts: its pictures, its zones, its dots."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from cells import CELLS, Frame, label
from dots import Dots, spread
from figure import Figure, Floats
from numpy.typing import NDArray
from outline import area, outlines, path
from paint import Layer, faded, painted, webp, with_mirror_image
from raster import Mask, Raster
from views import View

PIXELS_PER_UNIT = 2
"""How finely zones are drawn."""
PAINTED = 4
"""Painted pixels per unit, of which `SHRINK` by `SHRINK` become one of the picture."""
SHRINK = 2
QUALITY = 82
"""Of the WebP files, 0 to 100."""
LOWER_TOP, LOWER_FADE = -4.75, -3.85
"""Where the picture of lower trunk and limb begins, and where it is wholly there: decimetres as projected."""
LIMB_FADE = (0.75, 1.5)
"""The same for a limb alone."""
LEAST_SHARE = 0.12
"""A zone that shows less than this share of what its best view shows of it is not seen in a view."""


@dataclass(frozen=True)
class Surveyed:
    """A view with the cell of every pixel of the left of the body."""

    view: View
    raster: Raster
    labels: NDArray[np.int64]

    def mask(self, zone: str) -> Mask:
        """Where a zone is seen on the left of the body."""
        numbers = [number for number, zones in enumerate(CELLS.values(), start=1) if zone in zones]
        return np.isin(self.labels, numbers)

    def zones(self) -> dict[str, list[Floats]]:
        """The outlines on the left of the body of every zone of which anything is seen."""
        named = {zone: outlines(self.mask(zone), PIXELS_PER_UNIT) for zones in CELLS.values() for zone in zones}
        return {zone: lines for zone, lines in named.items() if lines}

    def shares(self) -> dict[str, float]:
        """Square decimetres of the picture that every zone takes on the left of the body."""
        return {zone: _size(lines) / self.view.units**2 for zone, lines in self.zones().items()}

    def dots(self) -> Dots:
        """Its dots."""
        return spread(self.raster, self.labels, PIXELS_PER_UNIT)


def survey(view: View, figure: Figure, frame: Frame) -> Surveyed:
    """The left of the body without its arms, cell by cell."""
    raster = view.raster(figure, PIXELS_PER_UNIT * view.units)
    labels = label(raster.positions, raster.normals, frame)
    named = (raster.positions[..., 0] >= 0) & (raster.positions[..., 1] < view.named_below)
    labels[~named] = 0
    return Surveyed(view, raster, labels)


def zone_paths(surveyed: Surveyed, largest: dict[str, float]) -> dict[str, dict[str, Any]]:
    """For every zone that is seen the paths of its left side, and of both sides where they meet at the midline."""
    entries: dict[str, dict[str, Any]] = {}
    for zone, lines in surveyed.zones().items():
        if _size(lines) / surveyed.view.units**2 >= LEAST_SHARE * largest[zone]:
            mask = surveyed.mask(zone)
            both = mask | mask[:, ::-1]
            entries[zone] = {"area": round(_size(lines)), "left": path(lines)}
            if surveyed.view.joined and _meet(mask):
                entries[zone]["both"] = path(outlines(both, PIXELS_PER_UNIT))
    return entries


def _size(lines: list[Floats]) -> float:
    return abs(sum(area(line) for line in lines))


def _meet(mask: Mask) -> bool:
    middle = mask.shape[1] // 2
    return bool(mask[:, middle - 2 : middle + 2].any())


def silhouette(surveyed: Surveyed) -> str:
    """The outline of the figure in a view, both sides where it shows both."""
    shown = surveyed.raster.shown
    return path(outlines(shown if surveyed.view.middle is None else shown | shown[:, ::-1], PIXELS_PER_UNIT))


@dataclass(frozen=True)
class Picture:
    """A picture, and its place in the view (left, top, width, height) in units."""

    layer: Layer
    place: tuple[float, float, float, float]

    @property
    def file(self) -> bytes:
        """It as a WebP file."""
        return webp(self.layer, SHRINK, QUALITY)

    @property
    def mirrored(self) -> "Picture":
        """It as a mirror shows it."""
        return Picture(Layer(self.layer.colours[:, ::-1], self.layer.opacity[:, ::-1]), self.place)


def pictures(view: View, figure: Figure, armless: Figure) -> dict[str, Picture]:
    """The pictures of a view by how much they show: `whole` figure, or `lower` trunk and limb."""
    if view.middle is not None and not view.joined:
        pair = with_mirror_image(_layer(view, armless))
        return {"lower": _picture(view, faded(pair, _rows(view, LIMB_FADE)) if view.highest > 0 else pair, view.top)}
    whole = _layer(view, figure if view.joined else armless)
    lower = faded(_layer(view, armless), _rows(view, (LOWER_TOP, LOWER_FADE)))
    return {"whole": _picture(view, whole, view.top), "lower": _picture(view, lower, LOWER_TOP)}


def _layer(view: View, figure: Figure) -> Layer:
    return painted(view.raster(figure, PAINTED * view.units, both=view.joined))


def _rows(view: View, heights: tuple[float, float]) -> tuple[float, float]:
    start, end = ((height - view.top) * view.units * PAINTED for height in heights)
    return start, end


def _picture(view: View, layer: Layer, top: float) -> Picture:
    first = round((top - view.top) * view.units * PAINTED)
    rows, columns = ((size // SHRINK) * SHRINK for size in layer.opacity[first:].shape)
    cut = Layer(layer.colours[first : first + rows, :columns], layer.opacity[first : first + rows, :columns])
    return Picture(cut, (0, first / PAINTED, columns / PAINTED, rows / PAINTED))
