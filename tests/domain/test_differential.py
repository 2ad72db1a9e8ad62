"""From where it hurts to who may be behind it: the strongest first, nobody forgotten, nothing contested."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_muscles import CONTESTED, SINGLE, TOLD, VOCABULARY, ZONES, muscle, point
from test_vignettes import decks

from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.condition import Condition
from studyapp.domain.differential import can_follow, conditions_behind, follows, muscles_behind
from studyapp.domain.muscle import Extent, Muscle, Referral, ReferredZone
from studyapp.domain.referral import ReferralMap, references_of


def behind(zones: list[str], *muscles: Muscle) -> list[str]:
    return [reach.muscle.id for reach in muscles_behind(zones, ReferralMap.of(muscles, VOCABULARY))]


def test_the_strongest_comes_first() -> None:
    muscles = [
        muscle("rare", point(calf="rare")),
        muscle("sometimes", point(calf="spillover")),
        muscle("always", point(calf="essential")),
        muscle("elsewhere", point(toe="essential")),
    ]
    assert behind(["calf"], *muscles) == ["always", "sometimes", "rare"]


def test_who_reaches_more_of_the_zones_comes_before_who_reaches_fewer() -> None:
    both = muscle("both", point(calf="essential", heel="essential", toe="essential"))
    assert behind(["calf", "heel"], muscle("one", point(calf="essential")), both) == ["both", "one"]


def test_of_equals_who_refers_to_fewer_other_zones_comes_first() -> None:
    wide = muscle("a-wide", point(calf="essential", heel="essential"))
    assert behind(["calf"], wide, muscle("b-narrow", point(calf="essential"))) == ["b-narrow", "a-wide"]


def test_a_part_answers_for_its_whole_and_a_whole_for_its_part() -> None:
    upper, whole = muscle("upper", point(seat_upper="essential")), muscle("whole", point(seat="essential"))
    assert behind(["seat"], upper, whole) == ["upper", "whole"]
    assert behind(["seat-upper"], upper, whole) == ["upper", "whole"]
    assert behind(["seat-lower"], upper, whole) == ["whole"]


def test_a_zone_that_shares_some_skin_with_the_asked_one_does_not_answer_for_it() -> None:
    assert behind(["heel"], muscle("sole", point(sole="essential"))) == []


def test_a_contested_reference_puts_nobody_behind_it() -> None:
    assert behind(["calf"], muscle("maybe", point(evidence=CONTESTED, calf="essential"))) == []


def test_the_stronger_of_two_trigger_points_counts() -> None:
    two = muscle("two", point("first", calf="rare"), point("second", calf="essential"))
    (reach,) = muscles_behind(["calf"], ReferralMap.of([two], VOCABULARY))
    assert reach.extents == {"calf": Extent.ESSENTIAL}
    assert [one.point.id for one in reach.by_zone["calf"]] == ["first", "second"]


@given(decks(), st.lists(st.sampled_from(sorted(ZONES)), unique=True, max_size=3))
def test_all_who_reach_a_zone_and_no_others_are_found_in_the_order_of_their_strength(
    muscles: list[Muscle], zones: list[str]
) -> None:
    reaches = muscles_behind(zones, ReferralMap.of(muscles, VOCABULARY))
    reaching = {
        one.id
        for one in muscles
        for reference in references_of(one)
        if any(VOCABULARY.holds(zone, reference.referred.zone) for zone in zones)
    }
    assert {reach.muscle.id for reach in reaches} == reaching
    strengths = [reach.strength for reach in reaches]
    assert strengths == sorted(strengths, reverse=True)


def felt(ident: str, **zones: str) -> Condition:
    """A condition that is felt in zones."""
    referred = tuple(ReferredZone(zone=zone.replace("_", "-"), extent=Extent(how)) for zone, how in zones.items())
    return Condition(id=ident, name=ident.capitalize(), pain=(Referral(zones=referred, **SINGLE),))


def test_conditions_that_hurt_in_more_of_the_zones_come_first() -> None:
    conditions = [felt("one", calf="essential"), felt("both", calf="essential", heel="rare"), felt("none", toe="rare")]
    found = conditions_behind(["calf", "heel"], conditions, VOCABULARY)
    assert [one.condition.id for one in found] == ["both", "one"]
    assert found[0].extents == {"calf": Extent.ESSENTIAL, "heel": Extent.RARE}


def test_pain_that_is_contested_puts_no_condition_behind_it() -> None:
    told = felt("maybe", calf="essential")
    doubtful = replace(told, pain=tuple(replace(one, **CONTESTED) for one in told.pain))
    assert [one.condition.id for one in conditions_behind(["calf"], [told], VOCABULARY)] == ["maybe"]
    assert conditions_behind(["calf"], [doubtful], VOCABULARY) == ()


def complaint(*zones: str, fewest: int = 1) -> Complaint:
    entry = ComplaintMuscle(muscle="one", support=Support.ARTICLE, **TOLD)
    return Complaint(id="ache", name="Ache", zones=zones, fewest_zones=fewest, muscles=(entry,))


def test_a_complaint_follows_from_essential_zones_and_can_follow_from_spillover() -> None:
    muscles = [
        muscle("always", point(seat_upper="essential")),
        muscle("sometimes", point(seat="spillover")),
        muscle("rarely", point(seat="rare")),
    ]
    referral_map = ReferralMap.of(muscles, VOCABULARY)
    assert [one.id for one in muscles if follows(complaint("seat"), one.id, referral_map)] == ["always"]
    assert [one.id for one in muscles if can_follow(complaint("seat"), one.id, referral_map)] == ["always", "sometimes"]


def test_a_complaint_along_the_limb_takes_more_than_one_zone() -> None:
    one, two = muscle("one", point(thigh="essential")), muscle("two", point(thigh="essential", calf="essential"))
    referral_map = ReferralMap.of([one, two], VOCABULARY)
    along = complaint("thigh", "calf", fewest=2)
    assert [ident for ident in ("one", "two") if follows(along, ident, referral_map)] == ["two"]
    assert [ident for ident in ("one", "two") if can_follow(along, ident, referral_map)] == ["two"]
