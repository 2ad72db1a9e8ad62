"""Marking what was tapped on the body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.bodychart import load_body_chart
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.muscle import Extent, ReferredZone
from studyapp.domain.scheduler import Grade
from studyapp.domain.tapping import mark

BODY = load_body_chart()
DRAWN = sorted({zone for zones in BODY.cells for zone in zones})


def chart(**zones):
    referred = (ReferredZone(zone=zone.replace("_", "-"), extent=Extent(extent)) for zone, extent in zones.items())
    return Chart((Pattern("longus", tuple(referred)),))


FOUR = chart(buttock="essential", thigh_posterior="essential", calf="essential", knee_posterior="spillover")
ASKED = ["buttock", "thigh-posterior", "calf", "knee-posterior"]


@pytest.mark.parametrize(
    ("taps", "proposed"),
    [
        (ASKED, Grade.GOOD),
        (ASKED[:3], Grade.HARD),
        (ASKED[:2], Grade.WRONG_BUT_FAMILIAR),
        (ASKED[:1], Grade.WRONG),
        ([*ASKED, "groin"], Grade.HARD),
        ([*ASKED, "groin", "abdomen"], Grade.WRONG_BUT_FAMILIAR),
        ([*ASKED, "groin", "abdomen", "jaw", "heel"], Grade.WRONG),
        ([*ASKED[:3], "groin"], Grade.WRONG_BUT_FAMILIAR),
    ],
)
def test_the_grade_follows_from_the_share_found_and_falls_by_one_for_each_wrong_tap(taps, proposed):
    assert mark(FOUR, ASKED, taps, BODY).proposed is proposed


def test_what_was_found_missed_and_wrong_is_named():
    marking = mark(FOUR, ASKED, ["calf", "groin", "buttock"], BODY)
    assert marking.found == ("buttock", "calf")
    assert marking.missed == ("thigh-posterior", "knee-posterior")
    assert marking.wrong == ("groin",)


def test_a_zone_where_pain_is_felt_rarely_is_never_wrong_and_never_missed():
    rare = chart(calf="essential", heel="rare")
    for taps in (["calf"], ["calf", "heel"]):
        marking = mark(rare, ["calf"], taps, BODY)
        assert (marking.wrong, marking.missed, marking.proposed) == ((), (), Grade.GOOD)


def test_a_tap_where_pain_is_contested_is_neither_found_nor_wrong():
    marking = mark(chart(calf="essential"), ["calf"], ["calf", "heel"], BODY, contested=["heel"])
    assert (marking.found, marking.wrong, marking.proposed) == (("calf",), (), Grade.GOOD)
    assert mark(chart(calf="essential"), ["calf"], ["calf", "heel"], BODY).wrong == ("heel",)


def test_the_parts_of_a_zone_are_as_good_as_the_whole():
    parts = ["buttock-upper", "buttock-mid", "buttock-lower"]
    assert mark(chart(buttock="essential"), ["buttock"], parts, BODY).found == ("buttock",)


def test_half_of_a_zone_is_enough_and_less_is_not():
    whole = chart(buttock="essential")
    assert mark(whole, ["buttock"], ["buttock-lower"], BODY).found == ("buttock",)
    one_of_four = mark(whole, ["buttock"], ["buttock-upper"], BODY)
    assert (one_of_four.found, one_of_four.wrong) == ((), ())


def test_the_whole_that_holds_the_zone_is_not_wrong():
    assert mark(chart(calf_upper="essential"), ["calf-upper"], ["calf"], BODY).found == ("calf-upper",)


def test_a_zone_without_a_drawing_is_found_by_its_name():
    told = chart(perineum="essential")
    assert mark(told, ["perineum"], ["perineum"], BODY).proposed is Grade.GOOD
    assert mark(told, ["perineum"], ["groin"], BODY).wrong == ("groin",)


@given(st.lists(st.sampled_from(DRAWN)), st.sampled_from(DRAWN))
def test_a_right_tap_never_lowers_the_grade_and_a_wrong_one_never_raises_it(taps, more):
    before = mark(FOUR, ASKED, taps, BODY)
    after = mark(FOUR, ASKED, [*taps, more], BODY)
    if more in after.wrong:
        assert after.proposed <= before.proposed
    else:
        assert after.proposed >= before.proposed


@given(st.lists(st.sampled_from(DRAWN)))
def test_every_zone_asked_for_is_found_or_missed_and_no_wrong_tap_was_right(taps):
    marking = mark(FOUR, ASKED, taps, BODY)
    assert sorted((*marking.found, *marking.missed)) == sorted(ASKED)
    assert not set(marking.wrong) & set(ASKED)
    assert set(marking.wrong) <= set(taps)
