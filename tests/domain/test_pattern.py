"""Patterns of muscles: what a chart shows of their maps, and whose pattern it is."""

from dataclasses import replace

from made_muscles import CONTESTED, TOLD, ZONES, catalog, deck, muscle, point

from studyapp.domain.chart import Chart
from studyapp.domain.evidence import Citation
from studyapp.domain.muscle import Extent, Referral, ReferredZone
from studyapp.domain.pattern import MOST_TWINS, pattern_of_muscle, pattern_of_point, told, twin_points

GRAYS = {**TOLD, "according_to": "gray", "sources": (Citation(source="page", reporting="gray"),)}


def whose(made, ident, point="only"):
    """The card that shows the chart of a muscle's trigger points."""
    (card,) = (card for key, card in made.cards.items() if key.card == f"{ident}.trigger-point.{point}.pattern.forward")
    return card


def patterns_asked(made):
    return [key.card for key in made.cards if ".pattern." in key.card]


def test_a_pattern_holds_every_zone_the_essential_ones_first():
    longus = muscle("longus", point(heel="rare", calf="spillover", thigh="essential"))
    pattern = pattern_of_point(longus, longus.trigger_points[0])
    assert [(zone.zone, zone.extent) for zone in pattern.zones] == [
        ("thigh", Extent.ESSENTIAL),
        ("calf", Extent.SPILLOVER),
        ("heel", Extent.RARE),
    ]
    assert pattern.name == "the only trigger points of longus"


def test_what_is_contested_is_not_drawn():
    longus = muscle("longus", point(evidence=CONTESTED, calf="essential"), point("other", thigh="essential"))
    assert [zone.zone for zone in pattern_of_muscle(longus).zones] == ["thigh"]


def test_a_muscle_refers_pain_to_a_zone_as_strongly_as_any_of_its_points():
    longus = muscle("longus", point("one", calf="rare"), point("two", calf="essential"))
    assert [(zone.zone, zone.extent) for zone in pattern_of_muscle(longus).zones] == [("calf", Extent.ESSENTIAL)]


def test_a_chart_is_told_in_words_by_how_regularly_pain_is_felt_where():
    longus = muscle("longus", point(thigh="essential", calf="essential", heel="rare"))
    words = told(Chart((pattern_of_point(longus, longus.trigger_points[0]),)), ZONES)
    assert words == "Pain is felt as a rule in the thigh and calf; rarely in the heel."
    brevis = muscle("brevis", point(calf="spillover"))
    both = told(Chart((pattern_of_muscle(longus), pattern_of_muscle(brevis))), ZONES)
    assert both.endswith("Brevis: pain is felt sometimes in the calf.")


def test_a_chart_of_contested_accounts_alone_says_that_they_do_not_agree():
    longus = muscle("longus", point(evidence=CONTESTED, calf="essential"))
    words = told(Chart((pattern_of_muscle(longus),)), ZONES)
    assert words == "Pain has no place on which the accounts agree."


def test_the_words_of_a_single_chart_do_not_tell_whose_it_is():
    longus = muscle("longus", point(thigh="essential"))
    assert "longus" not in told(Chart((pattern_of_point(longus, longus.trigger_points[0]),)), ZONES).lower()


def test_whose_pattern_a_chart_shows_is_asked_and_answered_by_the_muscle():
    made = catalog(deck(muscle("longus", point("upper", thigh="essential"), point("lower", calf="essential"))))
    card = whose(made, "longus", "upper")
    assert card.prompt == "According to Manual, whose pattern of referred pain is this?"
    assert [(answer.text, answer.detail) for answer in card.answers] == [("Longus", "upper trigger points")]
    assert card.shows_chart_first
    assert "longus" not in card.stem.lower()


def test_a_muscle_with_the_same_pattern_is_right_too():
    made = catalog(deck(muscle("longus", point(calf="essential")), muscle("brevis", point(calf="essential"))))
    card = whose(made, "longus")
    assert [answer.text for answer in card.required] == ["Longus"]
    assert {answer.text for answer in card.answers} == {"Longus", "Brevis"}


def test_a_pattern_that_differs_in_strength_is_no_twin():
    longus, brevis = muscle("longus", point(calf="essential")), muscle("brevis", point(calf="spillover"))
    assert twin_points([longus, brevis]) == {}


def test_points_of_one_muscle_are_no_twins_of_each_other():
    twins = twin_points([muscle("longus", point("one", calf="essential"), point("two", calf="essential"))])
    assert all(others == () for others in twins.values())


def test_a_twin_does_not_bring_the_other_muscles_note_forward():
    made = catalog(deck(muscle("brevis", point(calf="essential")), muscle("longus", point(calf="essential"))))
    owners = [note.id.split(".")[0] for note in made.notes if note.id.startswith(("brevis", "longus"))]
    assert owners == sorted(owners)


def test_accounts_of_several_authors_are_all_named_beside_the_answer():
    other = Referral(
        zones=(ReferredZone(zone="heel", extent=Extent.ESSENTIAL),),
        **GRAYS,
    )
    one = point(calf="essential")
    made = catalog(deck(muscle("longus", replace(one, referrals=(*one.referrals, other)))))
    card = whose(made, "longus")
    assert card.prompt == "Whose pattern of referred pain is this?"
    assert card.answers[0].detail == "by Manual and Gray"


def test_each_of_two_muscles_with_one_pattern_is_right_by_its_own_author():
    longus, brevis = (
        muscle("longus", point(calf="essential")),
        muscle("brevis", point(evidence=GRAYS, calf="essential")),
    )
    for ident in ("longus", "brevis"):
        card = whose(catalog(deck(longus, brevis)), ident)
        assert card.prompt == "Whose pattern of referred pain is this?"
        assert {answer.text: answer.detail for answer in card.answers} == {"Longus": "by Manual", "Brevis": "by Gray"}


def test_what_is_contested_of_one_muscle_is_not_told_of_another_with_its_pattern():
    contested = point(evidence=CONTESTED, heel="essential").referrals
    one = point(calf="essential")
    longus, brevis = muscle("longus", one), muscle("brevis", replace(one, referrals=(*one.referrals, *contested)))
    made = catalog(deck(longus, brevis))
    assert whose(made, "brevis").contested
    assert whose(made, "longus").contested == ()


def test_a_pattern_that_no_view_shows_is_not_asked():
    longus, brevis = muscle("longus", point(depth="essential")), muscle("brevis", point(depth="rare", calf="rare"))
    assert patterns_asked(catalog(deck(longus, brevis))) == ["brevis.trigger-point.only.pattern.forward"]


def test_a_pattern_of_very_many_muscles_is_not_asked():
    def many(number):
        return deck(*(muscle(f"m{place}", point(calf="essential")) for place in range(number)))

    assert len(patterns_asked(catalog(many(MOST_TWINS + 1)))) == MOST_TWINS + 1
    assert patterns_asked(catalog(many(MOST_TWINS + 2))) == []


def test_the_answers_to_patterns_grow_with_the_muscles_and_no_faster():
    muscles = [muscle(f"m{place}", point(calf="essential")) for place in range(300)]
    twins = twin_points(muscles)
    assert sum(len(others or ()) for others in twins.values()) <= MOST_TWINS * len(muscles)


def test_who_studied_a_pattern_as_the_reverse_of_its_referral_keeps_the_history():
    renamed = muscle("longus", point(calf="essential"), formerly=("tall",))
    former = {old.card: now.card for old, now in catalog(deck(renamed)).former.items()}
    now = "longus.trigger-point.only.pattern.forward"
    assert former["longus.trigger-point.only.referral.reverse"] == now
    assert former["tall.trigger-point.only.referral.reverse"] == now
    assert former["tall.trigger-point.only.referral.forward"] == "longus.trigger-point.only.referral.forward"
