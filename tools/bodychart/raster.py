"""Views of the figure: what each pixel shows, by orthographic projection with a z-buffer."""

from dataclasses import dataclass

import numpy as np
from figure import Figure, Floats
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Camera:
    """A direction of view. `right`, `up` and `toward` (to the viewer) are unit vectors of the figure's space."""

    right: tuple[float, float, float]
    up: tuple[float, float, float]
    toward: tuple[float, float, float]

    def project(self, points: Floats) -> Floats:
        """Points as (to the right, downward, depth toward the viewer), in decimetres."""
        return np.stack([points @ self.right, -(points @ self.up), points @ self.toward], axis=-1)


@dataclass(frozen=True)
class Raster:
    """What each pixel of a view shows. Arrays are (rows, columns) or (rows, columns, 3); NaN where nothing is."""

    camera: Camera
    origin: tuple[float, float]
    """Decimetres to the right and downward at the picture's upper left corner."""
    scale: float
    """Pixels per decimetre."""
    depth: Floats
    positions: Floats
    normals: Floats
    soft: Floats
    """How much the figure should draw the eye less there, from 0 to 1."""

    @property
    def shown(self) -> Mask:
        """Where the figure is."""
        return np.isfinite(self.depth)

    @property
    def facing(self) -> Floats:
        """How much the surface faces the viewer: 1 straight, 0 from its edge."""
        return np.clip(np.nan_to_num(self.normals @ np.array(self.camera.toward)), 0, 1)


def rasterize(
    figure: Figure, camera: Camera, scale: float, window: tuple[float, float, float, float], keep: Mask | None = None
) -> Raster:
    """The view of the triangles to keep within a window (left, top, right, bottom), in decimetres as projected."""
    left, top, right, bottom = window
    width, height = round((right - left) * scale), round((bottom - top) * scale)
    points = camera.project(figure.vertices)
    pixels = (points[:, :2] - (left, top)) * scale - 0.5
    depth = np.full((height, width), -np.inf)
    positions = np.full((height, width, 3), np.nan)
    normals = np.full((height, width, 3), np.nan)
    soft = np.zeros((height, width))
    vertex_normals = figure.normals
    visible = figure.face_normals @ np.array(camera.toward) > 0
    for triangle in figure.triangles[visible if keep is None else visible & keep]:
        covered = _covered(pixels[triangle], width, height)
        if covered is None:
            continue
        rows, columns, shares = covered
        z = shares @ points[triangle, 2]
        nearer = z > depth[rows, columns]
        rows, columns, shares = rows[nearer], columns[nearer], shares[nearer]
        depth[rows, columns] = z[nearer]
        positions[rows, columns] = shares @ figure.vertices[triangle]
        normals[rows, columns] = shares @ vertex_normals[triangle]
        soft[rows, columns] = shares @ figure.soft[triangle]
    depth[np.isinf(depth)] = np.nan
    return Raster(camera, (left, top), scale, depth, positions, normals, soft)


def _covered(corners: Floats, width: int, height: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats] | None:
    """The pixels inside a triangle, with the share of each corner in them."""
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int), (width - 1, height - 1))
    (ax, ay), (bx, by), (cx, cy) = corners
    area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
    if (low > high).any() or abs(area) < 1e-12:  # seen from its edge
        return None
    columns, rows = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    a = ((by - cy) * (columns - cx) + (cx - bx) * (rows - cy)) / area
    b = ((cy - ay) * (columns - cx) + (ax - cx) * (rows - cy)) / area
    shares = np.stack([a, b, 1 - a - b], axis=-1)
    inside = (shares >= -0.001).all(axis=-1)  # neighbours share their edge: no pixel between them is left out
    return (rows[inside], columns[inside], shares[inside]) if inside.any() else None
