"""Masks as outlines: smooth closed lines in the units of a chart, written as SVG paths."""

from collections.abc import Iterator

import numpy as np
from contourpy import contour_generator
from figure import Floats
from raster import Mask
from scipy.ndimage import gaussian_filter

ROUNDING = 1.3
"""Radius in units by which corners are rounded."""
TOLERANCE = 0.3
"""Units by which a line may stray when points are left out of it."""
SMALLEST = 12.0
"""Square units; smaller islands are left out."""


def outlines(mask: Mask, pixels_per_unit: float) -> list[Floats]:
    """The closed lines around a mask, (points, 2) in units, holes among them."""
    padded = np.pad(mask.astype(float), 1)
    smooth = gaussian_filter(padded, ROUNDING * pixels_per_unit)
    lines = contour_generator(z=smooth).lines(0.5)
    placed = ((np.asarray(line) - 0.5) / pixels_per_unit for line in lines)
    return [_simplified(line) for line in placed if abs(area(line)) >= SMALLEST]


def area(line: Floats) -> float:
    """Area inside a closed line in square units, negative when it runs the other way round."""
    x, y = line[:, 0], line[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def path(lines: list[Floats]) -> str:
    """The lines as the `d` of an SVG path, to a tenth of a unit."""
    return "".join(f"M{' '.join(_numbers(line))}z" for line in lines)


def _numbers(line: Floats) -> Iterator[str]:
    """Absolute start, then steps: short, and the same on every machine, as steps are taken between rounded points."""
    points = np.rint(line * 10).astype(int)
    yield ",".join(_tenths(number) for number in points[0])
    yield "l" + " ".join(",".join(_tenths(number) for number in step) for step in np.diff(points, axis=0) if step.any())


def _tenths(number: int) -> str:
    return f"{number / 10:.1f}".removesuffix(".0")


def _simplified(line: Floats) -> Floats:
    """Fewer points within the tolerance (Douglas & Peucker 1973)."""
    half = len(line) // 2  # a closed line has no ends: it is taken as two
    kept = {0, half, len(line) - 1}
    pending = [(0, half), (half, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:  # nothing between them
            continue
        chord = line[last] - line[first]
        between = line[first + 1 : last] - line[first]
        length = np.hypot(*chord)
        off = np.abs(chord[0] * between[:, 1] - chord[1] * between[:, 0]) / length if length else np.hypot(*between.T)
        farthest = int(off.argmax())
        if off[farthest] > TOLERANCE:
            middle = first + 1 + farthest
            kept.add(middle)
            pending += [(first, middle), (middle, last)]
    return line[sorted(kept)]
