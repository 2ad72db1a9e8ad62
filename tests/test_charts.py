"""The shipped body chart and the shipped decks agree: every zone has its place, every trigger point its chart."""

import json
import subprocess
import sys
from math import dist
from pathlib import Path

import pytest

from studyapp.content.bodychart import body_folder, load_body_chart
from studyapp.content.loader import load_catalog
from studyapp.domain.bodychart import BodyChart
from studyapp.domain.chart import Chart
from studyapp.domain.drawing import draw
from studyapp.domain.framing import PATTERN_VIEWS
from studyapp.domain.muscle import ChartPoint, Muscle, ReferredZone, TriggerPoint
from studyapp.domain.pattern import pattern_of_condition, pattern_of_point
from studyapp.domain.stipple import SPACING
from studyapp.domain.vocabulary import BodyView
from studyapp.services.charts import Charts

ROOT = Path(__file__).parents[1]
BODY = load_body_chart()
CATALOG = load_catalog()
VOCABULARY = CATALOG.words.vocabulary
POINTS = [
    (muscle, point) for deck in CATALOG.decks.values() for muscle in deck.muscles for point in muscle.trigger_points
]
INSIDE_THE_BODY = {"obturator-internus.pelvic"}
"""Trigger points that lie under no skin that a chart could mark."""
NEAR = 0.3
"""Units: closer than a dot is wide."""
UNDRAWN = {"perineum"}
"""Zones that none of the views can show."""


def name_of(both: tuple[Muscle, TriggerPoint]) -> str:
    return f"{both[0].id}.{both[1].id}"


each_point = pytest.mark.parametrize(("muscle", "point"), POINTS, ids=map(name_of, POINTS))


def chart_of(muscle: Muscle, point: TriggerPoint) -> Chart:
    return Chart((pattern_of_point(muscle, point),))


def cell_at(at: ChartPoint, body: BodyChart = BODY) -> tuple[str, ...]:
    """The zones of the dot that lies closest to a chart point."""
    place = body.place(at)
    dots = (
        (dist(place, dot.place), cell) for view in body.views.values() for cell in view.dots for dot in view.dots[cell]
    )
    return body.cells[min(dots)[1] - 1]


# --- Zones ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", VOCABULARY.zones)
def test_a_zone_is_outlined_in_just_the_views_that_the_vocabulary_names(zone: str) -> None:
    outlined = {view.name for view in BODY.views.values() if zone in view.zones}
    assert outlined == set(VOCABULARY.zones[zone].views)
    assert bool(outlined) == (zone not in UNDRAWN)


def test_the_chart_draws_no_zone_that_the_vocabulary_lacks() -> None:
    assert {zone for zones in BODY.cells for zone in zones} == VOCABULARY.zones.keys() - UNDRAWN
    assert {zone for view in BODY.views.values() for zone in view.zones} <= VOCABULARY.zones.keys()


def test_zones_share_skin_only_where_the_vocabulary_says_so_and_parts_lie_in_their_wholes() -> None:
    for zones in BODY.cells:
        for one in zones:
            assert all(VOCABULARY.overlap(one, other) for other in zones), zones
            assert set(VOCABULARY.wholes_of(one)) <= set(zones), zones


def test_every_zone_that_has_parts_is_made_of_more_than_each_of_them() -> None:
    for whole in VOCABULARY.zones:
        for part in VOCABULARY.parts_of(whole):
            assert set(BODY.cells_of(part)) < set(BODY.cells_of(whole)), (whole, part)


def starts_of(path: str) -> list[float]:
    """Where the lines of an outline start, in units from the left."""
    return [float(line.split(",")[0]) for line in path.split("M")[1:]]


def test_what_is_outlined_on_the_left_lies_on_the_left_and_both_sides_meet_at_the_midline() -> None:
    for view in BODY.views.values():
        for zone, outline in view.zones.items():
            if view.middle is not None and outline.both is None:
                on_the_left = [(x < view.middle) is (view.name is BodyView.BACK) for x in starts_of(outline.left)]
                assert all(on_the_left), (view.name, zone)
            if outline.both is not None:
                assert view.joined, (view.name, zone)


# --- Trigger points -------------------------------------------------------------------------------------------------


@each_point
def test_every_trigger_point_has_its_chart_with_each_of_its_zones(muscle: Muscle, point: TriggerPoint) -> None:
    chart = chart_of(muscle, point)
    drawing = draw(chart, BODY)
    told = {zone.zone for account, zone in point.referred() if account.keyed}
    assert {zone.zone for zone in chart.patterns[0].zones} == told
    assert set(drawing.undrawn) == told & UNDRAWN
    reached = {
        zone
        for panel in drawing.panels
        for dots in panel.marks.dots
        for place in dots.places
        for zone in zones_at(panel.view.name, place)
    }
    outlined = {
        zone
        for panel in drawing.panels
        for zone, outline in panel.view.zones.items()
        if {ring.path for ring in panel.marks.rings} & {outline.left, outline.both}
    }
    assert told - UNDRAWN <= reached | outlined


def zones_at(view: BodyView, place: tuple[float, float]) -> tuple[str, ...]:
    return ZONES_AT.get((view, place), ())


ZONES_AT = {
    (view.name, dot.at): BODY.cells[cell - 1]
    for view in BODY.views.values()
    for cell in view.dots
    for dot in view.dots[cell]
}


@each_point
def test_a_cross_stands_for_each_place_that_is_told_and_can_be_seen(muscle: Muscle, point: TriggerPoint) -> None:
    inside = name_of((muscle, point)) in INSIDE_THE_BODY
    assert bool(point.at) == (point.location is not None and not inside)
    panels = draw(chart_of(muscle, point), BODY).panels
    for at in point.at:
        place = BODY.place(at)
        gaps = [dist(cross.at, panel.view.locate(place)) for panel in panels for cross in panel.marks.crosses]
        assert min(gaps) < NEAR, at


@each_point
def test_every_stroke_lies_in_its_zone(muscle: Muscle, point: TriggerPoint) -> None:
    for _, zone in point.referred():
        for stroke in zone.strokes:
            for at in stroke.points:
                assert zone.zone in cell_at(at), (zone.zone, at, cell_at(at))


@each_point
def test_a_zone_is_narrowed_by_strokes_only_where_a_remark_says_so(muscle: Muscle, point: TriggerPoint) -> None:
    for account, zone in point.referred():
        assert zone.remark or account.remark or not zone.strokes, zone.zone
        assert zone.remark or account.remark or not zone.both_sides, zone.zone


@each_point
def test_every_stroke_leaves_some_of_its_zone_bare_and_draws_some(muscle: Muscle, point: TriggerPoint) -> None:
    def dots(zone: ReferredZone) -> int:
        drawing = draw(Chart((pattern_of_point(muscle, point).__class__("x", (zone,)),)), BODY)
        return sum(len(some.places) for panel in drawing.panels for some in panel.marks.dots)

    for _, zone in point.referred():
        if zone.strokes:
            whole = ReferredZone(zone=zone.zone, extent=zone.extent, both_sides=zone.both_sides)
            assert 3 < dots(zone) < 0.85 * dots(whole), zone.zone


def test_every_condition_has_its_chart() -> None:
    for deck in CATALOG.decks.values():
        for condition in deck.conditions:
            assert draw(Chart((pattern_of_condition(condition),)), BODY).panels, condition.id


# --- Files ----------------------------------------------------------------------------------------------------------


def test_the_files_were_drawn_by_the_tool_as_it_is() -> None:
    ask = "import sys; sys.path.insert(0, sys.argv[1]); from sources import digest; print(digest())"
    tool = subprocess.run(
        [sys.executable, "-c", ask, ROOT / "tools" / "bodychart"], capture_output=True, text=True, check=True
    )
    drawn = json.loads((body_folder() / "body.json").read_text(encoding="utf-8"))["drawn_by"]
    assert drawn == tool.stdout.strip(), "run `make bodychart`"


def test_the_folder_holds_every_picture_that_is_named_and_no_other_and_its_licence() -> None:
    named = {picture.file for view in BODY.views.values() for picture in view.pictures.values()}
    assert {path.name for path in body_folder().iterdir()} == named | {"body.json", "README.md"}
    assert "CC0" in (body_folder() / "README.md").read_text(encoding="utf-8")
    assert all((body_folder() / name).stat().st_size <= 30_000 for name in named)


def test_the_places_for_dots_are_as_close_as_the_densest_pain_asks_for() -> None:
    for view in (BODY.views[name] for name in PATTERN_VIEWS):
        gaps = [dot.gap for dots in view.dots.values() for dot in dots]
        assert min(gaps) >= min(SPACING.values()) - 0.05
        assert sorted(gaps)[len(gaps) // 2] < 2 * min(SPACING.values())


def test_a_file_of_the_chart_for_anki_is_small_and_named_by_its_content() -> None:
    charts = Charts(VOCABULARY)
    shown = {card.chart for card in CATALOG.cards.values() if card.chart is not None}
    names = {charts.name(chart): chart for chart in shown}
    assert len(names) == len({tuple((p.zones, p.at) for p in chart.patterns) for chart in shown})
    for chart in shown:
        assert 1000 < len(charts.picture(chart)) <= 40_000, chart.patterns[0].name


def test_every_referral_card_and_every_pair_of_look_alikes_shows_a_chart() -> None:
    for key, card in CATALOG.cards.items():
        referral = card.note.endswith((".referral", ".pattern")) and ".trigger-point." in card.note
        assert (card.chart is not None) == (referral or card.note.startswith("look-alike.")), key
        assert card.shows_chart_first == card.note.endswith(".pattern"), key
