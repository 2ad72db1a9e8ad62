"""Pictures of exam items: a pattern, or the body with lettered places, bare of the dots that would tell the key."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from math import dist
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from studyapp.domain.drawing import Drawing, Marks
from studyapp.domain.labelling import Labelling
from studyapp.exports.exam.output import letter
from studyapp.exports.picture import PNG_SCALE, canvas_of

WIDEST, TALLEST = 1400, 1200
"""Pixels: about 250 to the inch as they are printed; more would only make files large."""
STEP = 4
"""Shades lie so far apart: no eye sees it, and the file is half as large."""
RADIUS = 17.0
"""Of the disc around a letter, in units; printed, the letters are as large as the text beside them."""
SMALLEST = 8.0
LETTER_SHARE = 1.4
"""Size of a letter in radii of its disc."""
INK, PAPER = (22, 30, 30), (255, 255, 255)
BARE = Marks((), (), ())


def paint_pattern(drawing: Drawing, folder: Path) -> bytes:
    """A drawing as a PNG on white; the base pictures lie in the folder."""
    painted = canvas_of(drawing, folder, _scale(drawing))
    canvas = Image.new("RGBA", painted.size, (*PAPER, 255))
    canvas.alpha_composite(painted)
    return _png(canvas)


def paint_places(drawing: Drawing, places: Sequence[tuple[float, float]], folder: Path) -> bytes:
    """The body that a drawing shows, bare, with a letter at each place, as a PNG on white.

    Places are shares of the picture's width and height, as options of hotspots have them.
    """
    scale = _scale(drawing)
    bare = replace(drawing, panels=tuple(replace(panel, marks=BARE) for panel in drawing.panels))
    canvas = _on_paper(bare, folder, scale)
    _letter(canvas, [(x * canvas.width, y * canvas.height) for x, y in places], scale)
    return _png(canvas)


def _scale(drawing: Drawing) -> float:
    """Pixels per unit."""
    return min(PNG_SCALE, WIDEST / Labelling(drawing, ()).width, TALLEST / drawing.height)


def _on_paper(drawing: Drawing, folder: Path, scale: float) -> Image.Image:
    """The drawing on white, as wide as labelled charts are: places of options are shares of that."""
    frame = Labelling(drawing, ())
    size = round(frame.width * scale), round(drawing.height * scale)
    canvas = Image.new("RGBA", size, (*PAPER, 255))
    canvas.alpha_composite(canvas_of(drawing, folder, scale), (round(frame.left * scale), 0))
    return canvas


def _letter(canvas: Image.Image, middles: Sequence[tuple[float, float]], scale: float) -> None:
    """A disc with a letter at each place, as large as their distances allow."""
    apart = min((dist(*both) for both in combinations(middles, 2)), default=canvas.width)
    radius = max(min(RADIUS * scale, 0.48 * apart), SMALLEST * scale)
    font = ImageFont.load_default(LETTER_SHARE * radius)
    draw = ImageDraw.Draw(canvas)
    for place, middle in enumerate(middles):
        draw.circle(middle, radius, fill=PAPER, outline=INK, width=max(1, round(0.8 * scale)))
        draw.text(middle, letter(place), fill=INK, font=font, anchor="mm")


def _png(canvas: Image.Image) -> bytes:
    buffer = BytesIO()
    fewer = canvas.convert("RGB").point(lambda value: min(255, round(value / STEP) * STEP))
    fewer.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
