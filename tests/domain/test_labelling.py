"""Labels: each zone that a chart shows has a number on it, and a line of its own below that a cover hides whole."""

from itertools import pairwise
from math import dist

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.drawing import draw
from studyapp.domain.labelling import BADGE, labelling_of
from studyapp.domain.muscle import Extent, ReferredZone

BODY = load_body_chart()
DRAWN = sorted({zone for zones in BODY.cells for zone in zones})
NAMES = {zone: zone.replace("-", " ") for zone in [*DRAWN, "nowhere"]}
CHARTS = st.lists(st.sampled_from(DRAWN), min_size=1, max_size=10, unique=True)


def labelled(zones):
    pattern = Pattern("it", tuple(ReferredZone(zone=zone, extent=Extent.ESSENTIAL) for zone in zones))
    return labelling_of(draw(Chart((pattern,)), BODY), BODY, NAMES)


@settings(max_examples=40, deadline=None)
@given(CHARTS)
def test_every_zone_that_is_drawn_has_one_number_from_the_top_down(zones):
    labelling = labelled(zones)
    drawn = set(zones) - set(labelling.drawing.undrawn)
    assert {label.zone for label in labelling.labels} <= drawn
    assert [label.number for label in labelling.labels] == list(range(1, len(labelling.labels) + 1))
    heights = [label.at[1] for label in labelling.labels]
    assert heights == sorted(heights)


@settings(max_examples=40, deadline=None)
@given(CHARTS)
def test_covers_lie_within_the_picture_below_the_drawing_and_never_on_each_other(zones):
    labelling = labelled(zones)
    covers = [labelling.cover_of(label) for label in labelling.labels]
    for left, top, width, height in covers:
        assert 0 < left < left + width < 1
        assert labelling.drawing.height / labelling.height < top < top + height < 1
    for (_, top, _, height), (_, below, _, _) in pairwise(covers):
        assert top + height < below
    assert len({(left, width) for left, _, width, _ in covers}) <= 1


def test_a_number_stands_on_its_zone():
    labelling = labelled(["calf"])
    (label,) = labelling.labels
    (panel, *_), (corner, *_) = labelling.drawing.panels, labelling.drawing.corners
    dots = [dot.at for cell in BODY.cells_of("calf") for dot in panel.view.dots.get(cell, ())]
    placed = [(x - panel.window[0] + corner[0] + labelling.left, y - panel.window[1] + corner[1]) for x, y in dots]
    assert min(dist(label.at, place) for place in placed) < 1


def test_numbers_of_zones_that_share_skin_stand_apart():
    labels = labelled(["buttock", "sacroiliac"]).labels
    assert len(labels) == 2
    assert dist(labels[0].at, labels[1].at) > 2 * BADGE


def test_a_zone_that_no_view_shows_has_no_label():
    assert labelled(["nowhere"]).labels == ()
