"""The body chart: places on the skin, and where views show them."""

from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.muscle import BodySegment, ChartPoint
from studyapp.domain.vocabulary import BodyView

BODY = load_body_chart()
TRUNK, THIGH, LEG, FOOT = BodySegment

POINTS = st.builds(
    ChartPoint,
    segment=st.sampled_from(BodySegment),
    height=st.floats(0, 1),
    angle=st.floats(0, 180),
)


def at(segment, height, angle):
    return ChartPoint(segment=segment, height=height, angle=angle)


@pytest.mark.parametrize(
    ("point", "seen", "unseen"),
    [
        (at(TRUNK, 0.6, 170), BodyView.BACK, BodyView.FRONT),
        (at(TRUNK, 0.6, 10), BodyView.FRONT, BodyView.BACK),
        (at(THIGH, 0.5, 90), BodyView.LEFT, BodyView.MEDIAL_LEG),
        (at(THIGH, 0.5, -90), BodyView.MEDIAL_LEG, BodyView.LEFT),
        (at(LEG, 0.3, 180), BodyView.BACK, BodyView.FRONT),
        (at(FOOT, 0.5, 180), BodyView.SOLES, BodyView.FRONT),
    ],
)
def test_a_place_is_seen_from_its_own_side_and_not_from_the_other(point, seen, unseen):
    assert BODY.sees(seen, point)
    assert not BODY.sees(unseen, point)


def test_the_hip_lies_above_the_knee_and_the_knee_above_the_ankle():
    heights = [
        BODY.place(at(*point))[1] for point in ((THIGH, 0.1, 90), (THIGH, 0.9, 90), (LEG, 0.1, 90), (LEG, 0.9, 90))
    ]
    assert heights == sorted(heights, reverse=True)


def test_the_left_of_the_body_is_at_the_right_of_its_front_and_at_the_left_of_its_back():
    outer = BODY.place(at(THIGH, 0.5, 90))
    front, back = BODY.views[BodyView.FRONT], BODY.views[BodyView.BACK]
    assert front.locate(outer)[0] > front.width / 2
    assert back.locate(outer)[0] < back.width / 2


def test_the_view_from_the_right_is_the_mirror_image_of_the_view_from_the_left():
    left, right = BODY.views[BodyView.LEFT], BODY.views[BodyView.RIGHT]
    place = BODY.place(at(LEG, 0.4, 60))
    assert right.locate(place)[0] == pytest.approx(left.width - left.locate(place)[0])
    assert right.zones == left.zones
    assert right.pictures != left.pictures


@given(POINTS)
def test_every_place_within_a_segment_lies_on_the_skin(point):
    x, y, z = BODY.place(point)
    assert abs(x) < 400
    assert -850 < y < 850
    assert abs(z) < 350


@given(POINTS, st.floats(-0.01, 0.01), st.floats(-2, 2))
def test_places_that_are_told_alike_lie_close_together(point, higher, further):
    near = at(point.segment, min(max(point.height + higher, 0), 1), min(max(point.angle + further, 0), 180))
    limb = point.segment in (LEG, THIGH) and 0.05 < point.height < 0.95
    if limb and 0.05 < near.height < 0.95 and 20 < point.angle < 160:
        assert dist(BODY.place(point), BODY.place(near)) < 40


def test_a_point_without_skin_is_drawn_at_the_nearest_skin():
    skin = BODY.skin[TRUNK]
    bare = [(row, column) for row, places in enumerate(skin.places) for column, one in enumerate(places) if one is None]
    row, column = bare[0]
    point = at(TRUNK, row / (len(skin.places) - 1), skin.first_angle + column * skin.step)
    assert BODY.place(point) in {place for places in skin.places for place in places}
