"""The base pictures: a calm figure, shaded like a plate of stone, on nothing, so that any background will do."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from figure import Floats
from PIL import Image
from raster import Raster
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter

SHADE, LIGHT = np.array([142.0, 122.0, 106.0]), np.array([247.0, 239.0, 229.0])
LINE = np.array([94.0, 78.0, 66.0])
LAMP = np.array([0.0, 0.5, 0.0])
"""Added to the direction of view: the light comes from above the viewer."""
STEP = 0.22
"""Decimetres of depth between neighbouring pixels that make a line."""
HOLLOW = 0.5
"""Decimetres: how wide a hollow still is darkened."""
LINE_WIDTH = 0.022
"""Decimetres."""


@dataclass(frozen=True)
class Layer:
    """Colours (rows, columns, 3) from 0 to 255 and how opaque they are, from 0 to 1."""

    colours: Floats
    opacity: Floats


def painted(raster: Raster) -> Layer:
    """The picture of a raster, paler where the figure should draw the eye less."""
    shown = raster.shown
    lamp = np.array(raster.camera.toward) + LAMP
    lit = np.clip(np.nan_to_num(raster.normals @ (lamp / np.linalg.norm(lamp))), 0, 1)
    light = 0.45 * lit + 0.55 * raster.facing
    light = np.clip((light - 0.1) / 0.88, 0, 1) ** 1.25 - _hollows(raster)
    quiet = gaussian_filter(raster.soft, 0.08 * raster.scale)
    light = light + quiet * (0.3 + 0.6 * light - light)
    colours = SHADE + (LIGHT - SHADE) * np.clip(light, 0, 1)[..., None]
    line = _lines(raster) * np.clip(1 - 1.5 * quiet, 0, 1)
    return Layer(colours + (LINE - colours) * line[..., None], shown.astype(float))


def _hollows(raster: Raster) -> Floats:
    """Darkness where the surroundings lie nearer to the viewer: folds and clefts."""
    shown, width = raster.shown, HOLLOW * raster.scale / 2
    depth = np.where(shown, raster.depth, 0.0)
    around = gaussian_filter(depth, width) / np.maximum(gaussian_filter(shown.astype(float), width), 1e-6)
    return np.where(shown, np.clip((around - depth - 0.02) * 1.6, 0, 0.28), 0)


def _lines(raster: Raster) -> Floats:
    """Lines where one part of the figure stands before another, and around it."""
    filled = np.where(raster.shown, raster.depth, -1e3)
    nearest, deepest = maximum_filter(filled, 3), minimum_filter(filled, 3)
    edge = raster.shown & (nearest - deepest > STEP)
    return np.clip(gaussian_filter(edge.astype(float), LINE_WIDTH * raster.scale / 2) * 1.5, 0, 0.8)


def with_mirror_image(layer: Layer) -> Layer:
    """Both sides of the body: the layer's left of the body with its mirror image laid beside it."""
    colours, opacity = layer.colours, layer.opacity
    other = opacity[:, ::-1]
    free = (other > opacity)[..., None]
    return Layer(np.where(free, colours[:, ::-1], colours), np.maximum(opacity, other))


def faded(layer: Layer, rows: tuple[float, float]) -> Layer:
    """The layer coming out of nothing between two rows."""
    start, end = rows
    share = np.clip((np.arange(len(layer.opacity)) - start) / (end - start), 0, 1)
    return Layer(layer.colours, layer.opacity * (share * share * (3 - 2 * share))[:, None])


def webp(layer: Layer, shrink: int, quality: int) -> bytes:
    """The layer as a WebP file, `shrink` times smaller than its pixels, of which there must be a multiple of it."""
    opacity = _shrunk(layer.opacity[:, :, None], shrink)
    colours = _shrunk(layer.colours * layer.opacity[:, :, None], shrink)
    colours = np.where(opacity > 0, colours / np.maximum(opacity, 1e-6), 0)
    pixels = np.concatenate([colours, opacity * 255], axis=2)
    buffer = BytesIO()
    Image.fromarray(np.rint(np.clip(pixels, 0, 255)).astype(np.uint8), "RGBA").save(
        buffer, "WEBP", quality=quality, method=6, alpha_quality=90
    )
    return buffer.getvalue()


def _shrunk(values: Floats, shrink: int) -> Floats:
    rows, columns, channels = values.shape
    return values.reshape(rows // shrink, shrink, columns // shrink, shrink, channels).mean(axis=(1, 3))
