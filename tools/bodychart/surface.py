"""Where the skin is: places told by segment, height and angle, as places of the figure and of each view.

A segment has an axis with 0 at its upper and 1 at its lower end. The angle around it is 0 at the front, 90 at the outer
side, 180 at the back and -90 at the inner side; in the foot, whose axis runs from heel to toes, 0 is its upper side.
"""

from dataclasses import dataclass

import numpy as np
from cells import FOLD, Frame
from figure import Figure, Floats
from numpy.typing import NDArray
from raster import Raster

TRUNK_TOP = 5.9
"""Height of the vertebra prominens, in decimetres."""
HEEL, TOES, FOOT_HEIGHT = -0.35, 2.3, -7.85
"""The axis of the foot: where it begins and ends forward, and its height."""
BESIDE = 0.01
"""Decimetres from the midline at which its skin is looked for: a ray along the seam of the mesh may slip through."""
STEPS = 32
"""Heights in which a segment is divided."""
COARSENESS = 0.12
"""Decimetres by which pixels may stand before the skin that they show."""
EDGE_ON = 0.3
"""What faces the viewer less than this is not shown well."""
DEGREES = 7.5
"""Degrees between neighbouring angles."""


@dataclass(frozen=True)
class Segment:
    """A part of the body with the skin around it: (heights, angles, 3), NaN where there is none."""

    name: str
    length: float
    """Decimetres from the upper to the lower end."""
    angles: Floats
    skin: Floats


def segments(figure: Figure, frame: Frame) -> list[Segment]:
    """Trunk, thigh, leg and foot of the left side."""
    left = figure.vertices[figure.triangles]
    left = left[left[:, :, 0].mean(axis=1) > -0.02]  # not those across the midline
    around = np.arange(-180, 180, DEGREES)
    heel, toes = (np.array([frame.ankle[0], FOOT_HEIGHT, z]) for z in (HEEL, TOES))
    upper, lower = (np.array([BESIDE, y, frame.trunk[2]]) for y in (TRUNK_TOP, FOLD))
    forward, up = np.array([0.0, 0, 1]), np.array([0.0, 1, 0])
    return [
        _segment("trunk", left, (upper, lower), forward, np.arange(0, 180 + DEGREES, DEGREES)),
        _segment("thigh", left, (frame.hip, frame.knee), forward, around),
        _segment("leg", left, (frame.knee, frame.ankle), forward, around),
        _segment("foot", left, (heel, toes), up, around),
    ]


def _segment(name: str, skin: Floats, axis: tuple[Floats, Floats], zero: Floats, angles: Floats) -> Segment:
    upper, lower = axis
    outward = np.array([1.0, 0, 0])
    places = np.full((STEPS + 1, len(angles), 3), np.nan)
    for row, height in enumerate(np.linspace(0, 1, STEPS + 1)):
        origin = upper + (lower - upper) * height
        near = skin[np.abs(skin - origin).max(axis=(1, 2)) < 3.2]  # dm: farther than any skin around it
        for column, angle in enumerate(np.radians(angles)):
            direction = np.cos(angle) * zero + np.sin(angle) * outward
            if (distance := _farthest(near, origin, direction)) is not None:
                places[row, column] = origin + distance * direction
    return Segment(name, float(np.linalg.norm(lower - upper)), angles, places)


def _farthest(triangles: Floats, origin: Floats, direction: Floats) -> float | None:
    """How far the ray runs until it leaves the last triangle (Möller & Trumbore 1997)."""
    one, other = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    across = np.cross(direction, other)
    size = np.einsum("ij,ij->i", one, across)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = origin - triangles[:, 0]
        u = np.einsum("ij,ij->i", offset, across) / size
        turned = np.cross(offset, one)
        v = turned @ direction / size
        distance = np.einsum("ij,ij->i", other, turned) / size
        hit = (u >= 0) & (v >= 0) & (u + v <= 1) & (distance > 0)
    return float(distance[hit].max()) if hit.any() else None


def seen(places: Floats, at: NDArray[np.int64], raster: Raster) -> NDArray[np.bool_]:
    """Which places a view shows well: no deeper than what its pixels show there, and not edge-on.

    What lies on the midline is looked for a pixel to the left, as only the left of the body is in the raster.
    """
    rows = np.clip(at[..., 1], 0, raster.depth.shape[0] - 1)
    columns = np.clip(at[..., 0], 0, raster.depth.shape[1] - 1)
    within = (at[..., 0] == columns) & (at[..., 1] == rows) & raster.shown[rows, columns]
    depth = np.where(within, raster.depth[rows, columns], np.inf)
    in_front = places @ np.array(raster.camera.toward) > depth - COARSENESS
    shown: NDArray[np.bool_] = within & in_front & (raster.facing[rows, columns] > EDGE_ON)
    return shown
