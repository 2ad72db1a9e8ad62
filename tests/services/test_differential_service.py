"""From where it hurts to what may be behind it, and any two of these side by side."""

from dataclasses import replace

import pytest
from made_differential import catalog, made

from studyapp.domain.fact import Attribute, SubjectKind
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
    assert [(area.name, list(area.zones)) for area in differential.areas()] == [
        ("Elsewhere", ["thigh", "calf", "heel", "toe"])
    ]


def test_muscles_come_with_conditions_beside_them_and_red_flags_apart(differential):
    (found,) = differential.findings(["calf"])
    assert [one.muscle.id for one in found.muscles] == ["long"]
    assert [one.condition.id for one in found.conditions] == ["palsy", "sprain"]
    assert [one.condition.id for one in found.red_flags] == ["clot"]


def test_what_makes_other_conditions_urgent_is_told_once_with_all_of_them(differential):
    (found,) = differential.findings(["calf"])
    urgent = {text: [subject.id for subject in subjects] for text, subjects in found.urgent.items()}
    assert urgent == {"Both legs": ["palsy", "sprain"], "Fever": ["sprain"]}


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


def test_an_unknown_zone_or_complaint_is_said_to_be_so(differential):
    with pytest.raises(NotFoundError, match="There is no zone “elbow”"):
        differential.findings(["calf", "elbow"])
    with pytest.raises(NotFoundError, match="There is no complaint “headache”"):
        differential.zones_of("headache")


def rows(comparison):
    """A comparison's rows: attribute, and the texts on each side and on both."""
    return {
        row.attribute: tuple([told.text for told in side] for side in (row.one, row.other, row.both))
        for row in comparison.rows
    }


def test_two_muscles_differ_in_what_only_one_of_them_has(differential):
    told = rows(differential.compare("long", "short"))
    assert told[Attribute.REFERRAL] == (["calf"], ["heel"], ["thigh"])
    assert told[Attribute.SIGN] == (["Limping"], [], ["Cramp"])
    assert Attribute.LOCATION not in told  # both lie in the middle


def test_contested_facts_are_left_to_the_atlas(differential):
    assert "Rash" not in str(rows(differential.compare("long", "short")))


def test_a_muscle_and_a_condition_are_told_apart_first_by_what_was_written_of_just_these(differential):
    comparison = differential.compare("long", "condition.palsy")
    assert (comparison.one.kind, comparison.other.kind) == (SubjectKind.MUSCLE, SubjectKind.CONDITION)
    told = rows(comparison)
    assert next(iter(told)) is Attribute.DISTINCTION
    assert told[Attribute.DISTINCTION] == ([], ["No taut band"], [])
    assert told[Attribute.NEUROLOGY] == ([], ["No reflex"], [])
    assert Attribute.LOCATION not in told  # a condition has no trigger points


def test_every_cell_of_a_comparison_has_its_source(differential):
    for pair in (("long", "short"), ("long", "condition.palsy"), ("condition.clot", "condition.gout")):
        for row in differential.compare(*pair).rows:
            assert all(told.fact.sources for side in (row.one, row.other, row.both) for told in side)


def test_the_order_of_the_two_is_kept(differential):
    assert differential.compare("short", "long").one.id == "short"


@pytest.mark.parametrize("pair", [("long", "elbow"), ("elbow", "long"), ("palsy", "long"), ("condition.long", "long")])
def test_what_no_deck_describes_cannot_be_compared(differential, pair):
    missing = next(ident for ident in pair if ident != "long")
    with pytest.raises(NotFoundError, match=f"There is nothing to compare “{missing}” by"):
        differential.compare(*pair)


def test_everything_described_can_be_compared_by_name(differential):
    comparable = differential.comparable()
    assert [ident for ident, _ in comparable[SubjectKind.MUSCLE]] == ["long", "short"]
    assert [ident for ident, _ in comparable[SubjectKind.CONDITION]] == [
        "condition.clot",
        "condition.gout",
        "condition.palsy",
        "condition.sprain",
    ]
