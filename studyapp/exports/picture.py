"""Charts as pictures: WebP for Anki, PNG for papers, painted from the same drawing that a page shows as SVG."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from studyapp.domain.bodychart import Units
from studyapp.domain.drawing import Drawing, Panel
from studyapp.domain.stipple import PLUS, RING, Dots, Ring

PAINTED_SINCE = 1
"""Raise it with each change of how pictures are painted: they then get new names."""
INKS = ((193, 34, 31), (23, 92, 158))
"""Colours of the first and the second pattern."""
CROSS_INK = (22, 30, 30)
CAPTION_INK = (86, 100, 97)
CROSS = 6.5
"""Units from the middle of a cross to its ends."""
DOT = 1.05
"""Radius of a dot in units."""
LINE = 0.9
"""Width of a line in units."""
FINER = 4
"""Marks are painted so many times larger, then made smaller: smooth edges at places between pixels."""


class PictureKind(StrEnum):
    """A kind of picture file; its value is the end of its name."""

    WEBP = "webp"
    PNG = "png"


LARGEST_WEBP = 40_000
"""Bytes; a deck holds many pictures, and phones sync them."""
WEBP_SCALES = (1.5, 1.25, 1.0, 0.8, 0.6, 0.45)
"""Pixels per unit, tried in this order until the file is small enough."""
WEBP_QUALITY = 60
PNG_SCALE = 2.5
"""Pixels per unit: 250 to the inch when a chart of two views is as wide as a column of print."""


def paint(drawing: Drawing, folder: Path, kind: PictureKind) -> bytes:
    """The drawing as a file; the base pictures lie in the folder. A WebP has no background, a PNG a white one."""
    if kind is PictureKind.PNG:
        return _png(canvas_of(drawing, folder, PNG_SCALE))
    file = b""
    for scale in WEBP_SCALES:
        file = as_webp(canvas_of(drawing, folder, scale))
        if len(file) <= LARGEST_WEBP:
            break
    return file


def canvas_of(drawing: Drawing, folder: Path, scale: float) -> Image.Image:
    """The drawing on nothing, so many pixels per unit."""
    canvas = Image.new("RGBA", (round(drawing.width * scale), round(drawing.height * scale)), (255, 255, 255, 0))
    font = ImageFont.load_default(round(drawing.caption_size * scale))
    for panel, (x, y) in zip(drawing.panels, drawing.corners, strict=True):
        _paint_panel(canvas, panel, (round(x * scale), round(y * scale)), scale, folder)
        middle = (x + panel.window[2] / 2) * scale, (drawing.height - 0.4 * drawing.caption_size) * scale
        ImageDraw.Draw(canvas).text(middle, panel.caption, fill=CAPTION_INK, font=font, anchor="ms")
    return canvas


def as_webp(canvas: Image.Image) -> bytes:
    """A picture as a small file."""
    buffer = BytesIO()
    canvas.save(buffer, "WEBP", quality=WEBP_QUALITY, alpha_quality=80, method=2)
    return buffer.getvalue()


def _png(canvas: Image.Image) -> bytes:
    paper = Image.new("RGBA", canvas.size, (255, 255, 255, 255))
    paper.alpha_composite(canvas)
    buffer = BytesIO()
    paper.convert("RGB").save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _paint_panel(canvas: Image.Image, panel: Panel, corner: tuple[int, int], scale: float, folder: Path) -> None:
    left, top, _, _ = panel.window
    layer = _base(panel, scale, folder)
    for ring in panel.marks.rings:
        _outline(layer, ring, panel, scale)
    for dots in panel.marks.dots:
        sprite = _Sprites(_mark(dots), scale)
        for place in dots.places:
            sprite.stamp(layer, ((place[0] - left) * scale, (place[1] - top) * scale))
    cross = _Sprites("cross", scale)
    for one in panel.marks.crosses:
        cross.stamp(layer, ((one.at[0] - left) * scale, (one.at[1] - top) * scale))
    canvas.alpha_composite(layer, corner)


def _base(panel: Panel, scale: float, folder: Path) -> Image.Image:
    """The part of the base picture that the panel shows."""
    left, top, width, height = panel.window
    picture = panel.view.pictures[panel.picture]
    x, y, wide, _ = picture.place
    image = _opened(folder / picture.file)
    fine = image.width / wide
    edges = (left - x, top - y, left - x + width, top - y + height)
    first, upper, last, lower = (round(edge * fine) for edge in edges)
    return image.crop((first, upper, last, lower)).resize(
        (round(width * scale), round(height * scale)), Image.Resampling.LANCZOS
    )


@lru_cache(maxsize=16)
def _opened(path: Path) -> Image.Image:
    return Image.open(path).convert("RGBA")


def _mark(dots: Dots) -> str:
    if dots.is_ring:
        return "ring"
    return "plus" if dots.pattern else "dot"


class _Sprites:
    """A mark, painted once for each place that it may have between the pixels."""

    def __init__(self, mark: str, scale: float) -> None:
        self.mark, self.scale = mark, scale
        self.ink = (*(CROSS_INK if mark == "cross" else INKS[mark == "plus"]), 255)
        self.half = int((CROSS if mark == "cross" else 2 * DOT) * scale) + 2

    def stamp(self, layer: Image.Image, at: tuple[float, float]) -> None:
        """Paint the mark with its middle at a place in pixels."""
        column, row = int(at[0]), int(at[1])
        step = int((at[0] - column) * FINER), int((at[1] - row) * FINER)
        mask = _mask(self.mark, self.scale, self.half, step)
        layer.paste(self.ink, (column - self.half, row - self.half), mask)


@lru_cache(maxsize=512)
def _mask(mark: str, scale: float, half: int, step: tuple[int, int]) -> Image.Image:
    size = 2 * half + 1
    image = Image.new("L", (size * FINER, size * FINER), 0)
    draw = ImageDraw.Draw(image)
    x, y = half * FINER + step[0], half * FINER + step[1]
    unit = scale * FINER
    if mark == "dot":
        draw.circle((x, y), DOT * unit, fill=255)
    elif mark == "ring":
        draw.circle((x, y), RING * unit, outline=255, width=round(LINE * unit))
    elif mark == "plus":
        reach = PLUS * unit
        for across, down in ((reach, 0.0), (0.0, reach)):
            draw.line((x - across, y - down, x + across, y + down), fill=255, width=round(LINE * unit))
    else:
        reach = CROSS * unit
        for down in (reach, -reach):
            draw.line((x - reach, y - down, x + reach, y + down), fill=255, width=round(2.6 * unit))
    return image.resize((size, size), Image.Resampling.BOX)


def _outline(layer: Image.Image, ring: Ring, panel: Panel, scale: float) -> None:
    left, top, _, _ = panel.window
    draw = ImageDraw.Draw(layer)
    for line in _lines(ring.path):
        places = ((2 * (panel.view.middle or 0) - x if ring.mirrored else x, y) for x, y in line)
        pixels = [((x - left) * scale, (y - top) * scale) for x, y in places]
        draw.line([*pixels, pixels[0]], fill=(*INKS[ring.pattern], 255), width=max(1, round(LINE * scale)))


def _lines(path: str) -> Iterable[list[Units]]:
    """The closed lines of a path as the charts write it: a start, then steps."""
    for line in path.removesuffix("z").split("z"):
        start, _, steps = line.removeprefix("M").partition("l")
        x, y = (float(number) for number in start.split(","))
        places = [(x, y)]
        for step in steps.split():
            across, down = step.split(",")
            x, y = x + float(across), y + float(down)
            places.append((x, y))
        yield places
