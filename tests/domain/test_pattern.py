"""Patterns of muscles: what a chart shows of their maps, and whose pattern it is."""

from dataclasses import replace

from made_muscles import CONTESTED, TOLD, catalog, deck, muscle, point

from studyapp.domain.chart import Chart
from studyapp.domain.evidence import Citation
from studyapp.domain.muscle import Extent, Referral, ReferredZone
from studyapp.domain.pattern import pattern_of_muscle, pattern_of_point, told, twin_points
from studyapp.domain.vocabulary import Zone

ZONES = {
    "calf": Zone(label="calf", views=()),
    "heel": Zone(label="heel", views=()),
    "thigh": Zone(label="thigh", views=()),
}


def reverse_of(made, ident):
    (card,) = (card for key, card in made.cards.items() if key.card == f"{ident}.referral.reverse")
    return card


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


def test_the_words_of_a_single_chart_do_not_tell_whose_it_is():
    longus = muscle("longus", point(thigh="essential"))
    assert "longus" not in told(Chart((pattern_of_point(longus, longus.trigger_points[0]),)), ZONES).lower()


def test_whose_pattern_a_chart_shows_is_asked_and_answered_by_the_muscle():
    made = catalog(deck(muscle("longus", point("upper", thigh="essential"), point("lower", calf="essential"))))
    card = reverse_of(made, "longus.trigger-point.upper")
    assert card.prompt == "According to Manual, whose pattern of referred pain is this?"
    assert [(answer.text, answer.detail) for answer in card.answers] == [("Longus", "upper trigger points")]
    assert card.shows_chart_first
    assert "longus" not in card.stem.lower()


def test_a_muscle_with_the_same_pattern_is_right_too():
    made = catalog(deck(muscle("longus", point(calf="essential")), muscle("brevis", point(calf="essential"))))
    card = reverse_of(made, "longus.trigger-point.only")
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
    notes = [note.id for note in made.notes if note.id.startswith(("brevis", "longus"))]
    assert notes == sorted(notes)


def test_accounts_of_several_authors_are_all_named_beside_the_answer():
    other = Referral(
        zones=(ReferredZone(zone="heel", extent=Extent.ESSENTIAL),),
        **{**TOLD, "according_to": "gray", "sources": (Citation(source="page", reporting="gray"),)},
    )
    one = point(calf="essential")
    made = catalog(deck(muscle("longus", replace(one, referrals=(*one.referrals, other)))))
    card = reverse_of(made, "longus.trigger-point.only")
    assert card.prompt == "Whose pattern of referred pain is this?"
    assert card.answers[0].detail == "by Manual and Gray"
