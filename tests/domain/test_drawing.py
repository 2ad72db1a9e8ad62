"""Drawing patterns: zones decide, extents differ in density, and a chart shows everything that is told."""

from collections import Counter
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.drawing import draw
from studyapp.domain.framing import FRAMES, MARGIN, PATTERN_VIEWS, window
from studyapp.domain.muscle import BodySegment, ChartPoint, Extent, ReferredZone, Stroke
from studyapp.domain.stipple import SPACING
from studyapp.domain.vocabulary import BodyView

BODY = load_body_chart()
WIDEST_DOT = 2
"""Units, from its middle."""
ESSENTIAL, SPILLOVER, RARE = Extent
DRAWN = sorted({zone for zones in BODY.cells for zone in zones})
CELLS = {(name, dot.at): cell for name, view in BODY.views.items() for cell, dots in view.dots.items() for dot in dots}
ZONES = st.lists(
    st.builds(ReferredZone, zone=st.sampled_from(DRAWN), extent=st.sampled_from(Extent), both_sides=st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda zone: zone.zone,
).map(tuple)


def chart(*zones, at=()):
    return Chart((Pattern("the points of longus", zones, at),))


def zone(ident, extent=ESSENTIAL, **rest):
    return ReferredZone(zone=ident, extent=extent, **rest)


def point(segment, height, angle):
    return ChartPoint(segment=BodySegment(segment), height=height, angle=angle)


def dots_of(drawing, view=None):
    """The places of all dots, by view."""
    return [
        (panel.view.name, place)
        for panel in drawing.panels
        if view is None or panel.view.name is view
        for dots in panel.marks.dots
        for place in dots.places
    ]


def views_of(drawing):
    return [panel.view.name for panel in drawing.panels]


def frame_of(drawing):
    """The name of the frame by the height of a standing view."""
    height = drawing.panels[0].window[3]
    return next(frame.name for frame in FRAMES if frame.bottom - frame.top == height)


@given(ZONES)
@settings(deadline=None)
def test_every_dot_lies_in_a_zone_of_the_pattern_and_no_view_is_shown_in_vain(zones):
    drawing = draw(chart(*zones), BODY)
    told = {zone.zone for zone in zones}
    for view, place in dots_of(drawing):
        middle = BODY.views[view].middle or 0
        mirrored = (round(2 * middle - place[0], 1), place[1])
        cell = CELLS.get((view, place)) or CELLS[view, mirrored]
        assert told & set(BODY.cells[cell - 1])
    assert drawing.undrawn == ()
    for panel in drawing.panels:
        assert told & set(panel.view.zones)


@given(ZONES)
@settings(deadline=None)
def test_every_zone_is_shown_in_one_of_the_views_at_least(zones):
    shown = {name for panel in draw(chart(*zones), BODY).panels for name in panel.view.zones}
    assert {zone.zone for zone in zones} <= shown


@given(ZONES)
@settings(deadline=None)
def test_the_same_pattern_is_drawn_alike_each_time(zones):
    assert draw(chart(*zones), BODY) == draw(chart(*zones), BODY)


@given(ZONES)
@settings(deadline=None)
def test_everything_that_is_drawn_lies_within_its_window(zones):
    for panel in draw(chart(*zones), BODY).panels:
        left, top, width, height = panel.window
        for dots in panel.marks.dots:
            for x, y in dots.places:
                assert top <= y <= top + height
                assert left <= x <= left + width


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_a_frame_is_wide_enough_for_every_dot_at_its_heights(frame):
    for view in (BODY.views[name] for name in PATTERN_VIEWS if name is not BodyView.SOLES):
        left, top, width, height = window(frame, view)
        high = range(int(top + MARGIN), int(top + height - MARGIN) + 1)
        places = [dot.at for dots in view.dots.values() for dot in dots if int(dot.at[1]) in high]
        apart = [(view.width - x, y) for x, y in places] if view.joined else []
        assert all(left + WIDEST_DOT <= x <= left + width - WIDEST_DOT for x, _ in (*places, *apart)), view.name


@pytest.mark.parametrize("ident", ["calf", "thigh-lateral", "buttock", "foot-sole"])
def test_pain_as_a_rule_stands_densely_sometimes_sparsely_and_rarely_sparser_still(ident):
    dense, sparse, sparser = (len(dots_of(draw(chart(zone(ident, extent)), BODY))) for extent in Extent)
    assert dense > 1.8 * sparse
    assert sparse > 1.5 * sparser
    assert sparser > 5


@pytest.mark.parametrize("extent", Extent)
def test_dots_keep_the_distance_of_their_extent(extent):
    places = [place for _, place in dots_of(draw(chart(zone("calf", extent)), BODY), BodyView.BACK)]
    nearest = min(dist(one, other) for one in places for other in places if one != other)
    assert nearest >= SPACING[extent] - 0.2


def test_where_pain_is_felt_rarely_the_zone_is_outlined_and_its_dots_are_rings():
    (panel, *_) = draw(chart(zone("calf", RARE)), BODY).panels
    assert [ring.path for ring in panel.marks.rings] == [panel.view.zones["calf"].left]
    assert all(dots.is_ring for dots in panel.marks.dots)
    (panel, *_) = draw(chart(zone("calf", SPILLOVER)), BODY).panels
    assert panel.marks.rings == ()
    assert not any(dots.is_ring for dots in panel.marks.dots)


@pytest.mark.parametrize("turned", [False, True])
def test_the_stronger_extent_wins_where_zones_lie_in_each_other(turned):
    zones = [zone("calf", SPILLOVER), zone("calf-upper")]
    drawing = draw(chart(*(reversed(zones) if turned else zones)), BODY)
    upper = {cell for cell, zones in enumerate(BODY.cells, start=1) if "calf-upper" in zones}
    where = {
        dots.extent: {CELLS[panel.view.name, place] in upper for place in dots.places}
        for panel in drawing.panels
        if panel.view.name is BodyView.BACK
        for dots in panel.marks.dots
    }
    assert where == {ESSENTIAL: {True}, SPILLOVER: {False}}


def test_dots_thin_out_toward_skin_without_pain_but_not_toward_a_zone_that_hurts_as_much():
    def near_the_border(drawing):
        cells = BODY.views[BodyView.LEFT].dots
        knee = BODY.cells_of("knee-lateral")[0]
        close = {dot.at for dot in cells[BODY.cells_of("leg-lateral")[0]] if dict(dot.near).get(knee, 99) < 4}
        return sum(place in close for _, place in dots_of(drawing, BodyView.LEFT))

    alone = draw(chart(zone("leg-lateral")), BODY)
    together = draw(chart(zone("leg-lateral"), zone("knee-lateral")), BODY)
    assert near_the_border(alone) < 0.6 * near_the_border(together)


def test_a_stroke_narrows_the_drawing_to_a_part_of_its_zone():
    stroke = Stroke(points=(point("thigh", 0.25, 90), point("thigh", 0.4, 90)), width=0.3)
    whole = dots_of(draw(chart(zone("thigh-lateral")), BODY), BodyView.LEFT)
    upper = dots_of(draw(chart(zone("thigh-lateral", strokes=(stroke,))), BODY), BodyView.LEFT)
    assert 0 < len(upper) < 0.7 * len(whole)
    assert max(y for _, (_, y) in upper) < sorted(y for _, (_, y) in whole)[int(0.8 * len(whole))]


def test_a_stroke_that_the_views_of_its_chart_do_not_show_is_told_in_words():
    in_front = Stroke(points=(point("thigh", 0.5, 0),), width=0.2)
    behind = Stroke(points=(point("thigh", 0.5, 180),), width=0.2)
    for stroke, told in ((in_front, ("thigh-posterior",)), (behind, ())):
        assert draw(chart(zone("thigh-posterior", strokes=(stroke,))), BODY).undrawn == told


@pytest.mark.parametrize("angle", [0, 180])
@pytest.mark.parametrize("height", [0.2, 0.5, 0.8])
def test_a_trigger_point_on_the_midline_is_marked(angle, height):
    drawing = draw(chart(zone("low-back"), zone("abdomen"), at=(point("trunk", height, angle),)), BODY)
    crosses = [cross for panel in drawing.panels for cross in panel.marks.crosses]
    assert crosses
    assert all(abs(cross.at[0] - 180) < 1 for cross in crosses)


def test_a_pattern_is_drawn_on_the_left_and_on_both_sides_where_it_is_felt_on_both():
    one = dots_of(draw(chart(zone("low-back")), BODY), BodyView.BACK)
    both = dots_of(draw(chart(zone("low-back", both_sides=True)), BODY), BodyView.BACK)
    middle = BODY.views[BodyView.BACK].width / 2
    assert all(x < middle for _, (x, _) in one)
    left, right = (sum((x < middle) is side for _, (x, _) in both) for side in (True, False))
    assert left == right > 0


def test_pain_in_the_sacrum_has_no_side():
    places = [place for _, place in dots_of(draw(chart(zone("sacrum")), BODY), BodyView.BACK)]
    middle = BODY.views[BodyView.BACK].width / 2
    assert Counter(x < middle for x, _ in places)[False] == len(places) / 2


def test_two_patterns_share_the_places_of_what_both_have_and_differ_in_their_marks():
    both = Chart((Pattern("longus", (zone("calf"),)), Pattern("brevis", (zone("calf"), zone("heel")))))
    for panel in draw(both, BODY).panels:
        one, other = (
            {place for dots in panel.marks.dots if dots.pattern == number for place in dots.places} for number in (0, 1)
        )
        assert not one & other
    marks = {dots.pattern: dots.path for panel in draw(both, BODY).panels for dots in panel.marks.dots}
    assert "h0" in marks[0]
    assert "v" in marks[1]


def test_a_cross_stands_where_the_trigger_point_lies_in_every_view_that_shows_it():
    drawing = draw(chart(zone("calf"), at=(point("leg", 0.3, 170),)), BODY)
    (cross,) = [cross for panel in drawing.panels if panel.view.name is BodyView.BACK for cross in panel.marks.crosses]
    assert dist(cross.at, BODY.views[BodyView.BACK].locate(BODY.place(point("leg", 0.3, 170)))) < 0.2


def test_a_view_is_added_for_a_trigger_point_that_the_others_do_not_show():
    assert views_of(draw(chart(zone("mid-back")), BODY)) == [BodyView.BACK]
    in_front = draw(chart(zone("mid-back"), at=(point("trunk", 0.4, 10),)), BODY)
    assert views_of(in_front) == [BodyView.BACK, BodyView.FRONT]


def test_views_are_added_for_zones_that_were_tapped_beside_the_pattern():
    assert views_of(draw(chart(zone("calf")), BODY, beside=["thigh-anterior"])) == [BodyView.BACK, BodyView.FRONT]


@pytest.mark.parametrize(
    ("zones", "frame"),
    [
        (["sacroiliac"], "trunk"),
        (["low-back", "thigh-posterior"], "thigh"),
        (["calf"], "leg"),
        (["buttock", "calf"], "lower"),
        (["jaw"], "whole"),
    ],
)
def test_the_frame_is_the_smallest_that_holds_the_pattern(zones, frame):
    assert frame_of(draw(chart(*map(zone, zones)), BODY)) == frame


def test_the_head_is_shown_only_where_something_hurts_above_the_trunk():
    assert {panel.picture for panel in draw(chart(zone("jaw")), BODY).panels} == {"whole"}
    assert {panel.picture for panel in draw(chart(zone("calf")), BODY).panels} == {"lower"}


def test_a_zone_that_the_chart_does_not_draw_is_named():
    drawing = draw(chart(zone("perineum"), zone("calf")), BODY)
    assert drawing.undrawn == ("perineum",)
    assert draw(chart(zone("perineum")), BODY).panels == ()


def test_panels_stand_side_by_side_on_one_line():
    drawing = draw(chart(zone("heel"), zone("foot-sole"), zone("calf")), BODY)
    assert len(drawing.panels) > 1
    feet = {round(y + panel.window[3], 3) for panel, (_, y) in zip(drawing.panels, drawing.corners, strict=True)}
    assert len(feet) == 1
    lefts = [x for x, _ in drawing.corners]
    assert lefts == sorted(lefts)
    assert drawing.width == lefts[-1] + drawing.panels[-1].window[2]


def test_the_edge_of_a_brush_is_softer_than_its_middle():
    spot, width = point("thigh", 0.55, 90), 0.15
    drawing = draw(chart(zone("thigh-lateral", strokes=(Stroke(points=(spot,), width=width),))), BODY)
    view = BODY.views[BodyView.LEFT]
    radius = width / 2 * BODY.skin[BodySegment.THIGH].length * sum(map(abs, view.right))
    middle = view.locate(BODY.place(spot))
    far = [dist(place, middle) / radius for _, place in dots_of(drawing, BodyView.LEFT)]
    inner, outer = (
        sum(start <= one < end for one in far) / (end**2 - start**2) for start, end in ((0, 0.6), (0.7, 0.95))
    )
    assert outer < 0.6 * inner
