"""From where it hurts to what may be behind it."""

from dataclasses import replace

import pytest
from made_differential import catalog, made

from studyapp.errors import NotFoundError
from studyapp.services.differential import Differential


@pytest.fixture
def differential():
    """The differential of that deck."""
    return Differential(catalog(made()))


def test_a_complaint_stands_for_its_zones(differential):
    assert [one.id for one in differential.complaints()] == ["leg-pain"]
    assert differential.zones_of("leg-pain") == ("thigh", "calf")


def test_only_zones_in_which_something_hurts_can_be_asked_for_in_the_order_of_the_vocabulary(differential):
    assert {area: list(zones) for area, zones in differential.areas().items()} == {
        "Elsewhere": ["thigh", "calf", "heel", "toe"]
    }


def test_a_zone_that_is_asked_for_is_there_to_be_unticked_even_where_nothing_hurts(differential):
    (zones,) = differential.areas(["seat"]).values()
    assert list(zones) == ["seat", "thigh", "calf", "heel", "toe"]


def test_muscles_come_with_conditions_beside_them_and_red_flags_apart(differential):
    (found,) = differential.findings(["calf"])
    assert [one.muscle.id for one in found.muscles] == ["long"]
    assert [one.condition.id for one in found.conditions] == ["palsy", "sprain"]
    assert [one.condition.id for one in found.red_flags] == ["clot"]


def test_what_makes_other_conditions_urgent_is_told_once_with_all_of_them(differential):
    (found,) = differential.findings(["calf"])
    urgent = {text: [fact.subject.id for fact in facts] for text, facts in found.urgent.items()}
    assert urgent == {"Both legs": ["palsy", "sprain"], "Fever": ["sprain"]}


def test_red_flags_come_with_the_signs_that_are_not_contested(differential):
    (found,) = differential.findings(["calf"])
    assert [fact.told for fact in found.signs["clot"]] == ["Swelling"]


def test_a_complaint_tells_too_who_is_listed_under_it_and_who_only_is(differential):
    (found,) = differential.findings(["heel"], "leg-pain")
    assert [one.muscle.id for one in found.muscles] == ["short"]
    assert list(found.listed) == ["long"]
    assert [entry.muscle for entry in found.only_listed] == ["long"]
    (found,) = differential.findings(["calf"], "leg-pain")
    assert found.only_listed == ()
    (found,) = differential.findings(["calf"])
    assert dict(found.listed) == {}


def test_nothing_behind_a_zone_is_no_finding(differential):
    assert differential.findings(["seat"]) == []
    assert differential.findings([]) == []


def test_each_deck_finds_for_itself():
    both = [made(), made(manifest={"id": "other", "title": "Other"})]
    one, other = (catalog(deck) for deck in both)
    joined = replace(one, decks={**one.decks, **other.decks}, facts=one.facts + other.facts)
    found = Differential(joined).findings(["heel"])
    assert [(one.deck.id, [reach.muscle.id for reach in one.muscles]) for one in found] == [
        ("made", ["short"]),
        ("other", ["short"]),
    ]


def test_the_signs_of_a_condition_are_those_of_its_own_deck():
    fever = replace(made().conditions[3].red_flags[0], id="rash", text="Rash")
    palsy = replace(made().conditions[0], red_flags=(fever,))
    one = catalog(made())
    other = catalog(replace(made(manifest={"id": "other", "title": "Other"}), conditions=(palsy,)))
    joined = replace(one, decks={**one.decks, **other.decks}, facts=one.facts + other.facts)
    first, second = Differential(joined).findings(["calf"])
    assert (set(first.urgent), set(second.urgent)) == ({"Both legs", "Fever"}, {"Rash"})


def test_an_unknown_zone_or_complaint_is_said_to_be_so(differential):
    with pytest.raises(NotFoundError, match="There is no zone “elbow”"):
        differential.findings(["calf", "elbow"])
    with pytest.raises(NotFoundError, match="There is no complaint “headache”"):
        differential.zones_of("headache")
