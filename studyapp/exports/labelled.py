"""Labelled charts as pictures: the drawing with numbered badges, and the names of its zones below."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from studyapp.domain.labelling import BADGE, NAMES_FROM, Labelling
from studyapp.exports.picture import LARGEST_WEBP, WEBP_SCALES, as_webp, canvas_of

LABELLED_SINCE = 1
"""Raise it with each change of how labels are painted: the pictures then get new names."""
INK = (22, 30, 30)
PAPER = (255, 255, 255)
TEXT_SHARE = 0.62
"""Height of letters in heights of a line."""
LARGEST = 2 * LARGEST_WEBP


def paint_labelled(labelling: Labelling, folder: Path) -> bytes:
    """The picture as a WebP on white, for masks and names must be read by day and by night."""
    file = b""
    for scale in WEBP_SCALES:
        file = as_webp(_canvas(labelling, folder, scale))
        if len(file) <= LARGEST:
            break
    return file


def _canvas(labelling: Labelling, folder: Path, scale: float) -> Image.Image:
    size = round(labelling.width * scale), round(labelling.height * scale)
    canvas = Image.new("RGBA", size, (*PAPER, 255))
    canvas.alpha_composite(canvas_of(labelling.drawing, folder, scale), (round(labelling.left * scale), 0))
    draw = ImageDraw.Draw(canvas)
    font = ImageFont.load_default(TEXT_SHARE * labelling.line * scale)
    small = ImageFont.load_default(1.25 * BADGE * scale)
    for label in labelling.labels:
        middle = (label.at[0] * scale, label.at[1] * scale)
        draw.circle(middle, BADGE * scale, fill=PAPER, outline=INK, width=max(1, round(scale)))
        draw.text(middle, str(label.number), fill=INK, font=small, anchor="mm")
        base = (labelling.top_of(label) + labelling.line / 2) * scale
        draw.text((0.9 * labelling.line * scale, base), str(label.number), fill=INK, font=font, anchor="mm")
        draw.text(((NAMES_FROM + 0.2) * labelling.line * scale, base), label.name, fill=INK, font=font, anchor="lm")
    return canvas
