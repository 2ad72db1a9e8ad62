"""Dots that are spread over the cells of a view, in an order of which every beginning is spread as evenly.

Each dot carries its gap: the distance to the nearest dot before it. Whoever draws those whose gap is at least s gets
dots at least s apart that leave no hole much wider than s, whatever s is: dense, sparse, or anything between.
"""

from dataclasses import dataclass

import numpy as np
from figure import Floats
from numpy.typing import NDArray
from raster import Raster
from scipy.ndimage import distance_transform_edt
from scipy.spatial import cKDTree

SPACING = 3.0
"""Units between the closest dots."""
MARGIN = 1.2
"""Units between a dot's centre and the figure's edge."""
NEAR = 9.0
"""Units within which a dot knows the other cells."""
WIDEST = 60.0
"""Units; the first dot has no nearest one before it."""
SEED = 20260801


@dataclass(frozen=True)
class Dots:
    """Dots of one view in order: places in units, gaps in units, numbers of cells, places on the figure."""

    places: Floats
    gaps: Floats
    cells: NDArray[np.int64]
    positions: Floats
    near: list[list[tuple[int, float]]]
    """For each dot the other cells within reach (0 for none of them) and their distance in units."""


def spread(raster: Raster, labels: NDArray[np.int64], pixels_per_unit: float) -> Dots:
    """Dots over all cells of a view."""
    inside = distance_transform_edt(raster.shown) > MARGIN * pixels_per_unit
    rows, columns = np.nonzero(inside & (labels > 0))
    places = np.stack([columns, rows], axis=1) + 0.5
    chosen = _apart(places, SPACING * pixels_per_unit)
    order, gaps = _farthest_first(places[chosen])
    chosen = chosen[order]
    rows, columns = rows[chosen], columns[chosen]
    own = labels[rows, columns]
    near: list[list[tuple[int, float]]] = [[] for _ in own]
    for cell in np.unique(labels[raster.shown]):
        distances = distance_transform_edt(~(raster.shown & (labels == cell)))[rows, columns] / pixels_per_unit
        for dot in np.nonzero((distances < NEAR) & (own != cell))[0]:
            near[dot].append((int(cell), float(distances[dot])))
    gaps = np.minimum(gaps / pixels_per_unit, WIDEST)
    return Dots(places[chosen] / pixels_per_unit, gaps, own, raster.positions[rows, columns], near)


def _apart(places: Floats, least: float) -> NDArray[np.int64]:
    """Places no closer than `least`, taken in a random order until no more fit (dart throwing, Cook 1986)."""
    tree = cKDTree(places)
    free = np.ones(len(places), dtype=bool)
    chosen = []
    for place in np.random.default_rng(SEED).permutation(len(places)):
        if free[place]:
            chosen.append(place)
            free[tree.query_ball_point(places[place], least)] = False
    return np.array(chosen)


def _farthest_first(places: Floats) -> tuple[NDArray[np.int64], Floats]:
    """An order in which each is the farthest from those before it, and how far that is (Gonzalez 1985)."""
    distance = np.full(len(places), np.inf)
    order, gaps = [], []
    for _ in places:
        farthest = int(distance.argmax())
        order.append(farthest)
        gaps.append(distance[farthest])
        distance = np.minimum(distance, np.hypot(*(places - places[farthest]).T))
        distance[order] = -1
    return np.array(order), np.array(gaps)
