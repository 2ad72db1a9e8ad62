"""Charts as files: what a page shows as SVG, painted for Anki and for paper."""

from io import BytesIO

import pytest
from PIL import Image

from studyapp.content.bodychart import body_folder, load_body_chart
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.drawing import draw
from studyapp.domain.muscle import BodySegment, ChartPoint, Extent, ReferredZone
from studyapp.exports.picture import INKS, PNG_SCALE, PictureKind, paint

BODY = load_body_chart()
WEBP, PNG = PictureKind
AT = (ChartPoint(segment=BodySegment.LEG, height=0.3, angle=175),)


def drawn(*extents, zones=("calf",), at=()):
    patterns = (
        Pattern(f"number {number}", tuple(ReferredZone(zone=zone, extent=extent) for zone in zones), at)
        for number, extent in enumerate(extents or (Extent.ESSENTIAL,))
    )
    return draw(Chart(tuple(patterns)), BODY)


def opened(drawing, kind):
    return Image.open(BytesIO(paint(drawing, body_folder(), kind)))


def ink_at(image, drawing, place, panel=0):
    """The colour of the picture where the drawing has a place."""
    left, top, _, _ = drawing.panels[panel].window
    x, y = drawing.corners[panel]
    scale = image.width / drawing.width
    return image.convert("RGB").getpixel((int((x + place[0] - left) * scale), int((y + place[1] - top) * scale)))


def close(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 70


def test_a_png_is_white_and_fine_enough_for_print():
    drawing = drawn()
    image = opened(drawing, PNG)
    assert image.format == "PNG"
    assert image.mode == "RGB"
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert image.width == round(drawing.width * PNG_SCALE)


def test_a_webp_has_no_background():
    image = opened(drawn(), WEBP)
    assert image.format == "WEBP"
    assert image.convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("kind", [PNG])
def test_every_dot_is_painted_where_the_drawing_has_it(kind):
    drawing = drawn()
    image = opened(drawing, kind)
    places = drawing.panels[0].marks.dots[0].places
    assert sum(close(ink_at(image, drawing, place), INKS[0]) for place in places) > 0.95 * len(places)


def test_a_second_pattern_is_painted_in_marks_of_another_colour():
    drawing = drawn(Extent.ESSENTIAL, Extent.ESSENTIAL)
    image = opened(drawing, PNG)
    (other,) = (dots for dots in drawing.panels[0].marks.dots if dots.pattern == 1)
    assert sum(close(ink_at(image, drawing, place), INKS[1]) for place in other.places) > 0.9 * len(other.places)


def test_a_trigger_point_is_a_dark_cross():
    drawing = drawn(at=AT)
    (cross,) = drawing.panels[0].marks.crosses
    assert sum(ink_at(opened(drawing, PNG), drawing, cross.at)) < 150


def test_a_zone_where_pain_is_felt_rarely_is_outlined():
    whole, none = (opened(drawn(extent), PNG).convert("RGB") for extent in (Extent.RARE, Extent.SPILLOVER))
    red = [
        sum(times for times, pixel in image.getcolors(image.width * image.height) if close(pixel, INKS[0]))
        for image in (whole, none)
    ]
    assert red[0] > 1.2 * red[1], "the outline is more than the dots that stand more densely"
