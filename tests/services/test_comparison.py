"""Any two muscles or conditions side by side: what only one of them has, with its source."""

from dataclasses import replace

import pytest
from made_differential import catalog, deck, made, muscle, point

from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.errors import NotFoundError
from studyapp.services.comparison import Comparer


@pytest.fixture
def comparer():
    """The muscles and conditions of a small deck, two at a time."""
    return Comparer(catalog(made()))


def rows(comparison):
    """A comparison's rows: attribute, and the texts on each side and on both."""
    return {
        row.attribute: tuple([told.text for told in side] for side in (row.one, row.other, row.both))
        for row in comparison.rows
    }


def test_two_muscles_differ_in_what_only_one_of_them_has(comparer):
    told = rows(comparer.compare("long", "short"))
    assert told[Attribute.REFERRAL] == (["calf"], ["heel"], ["thigh"])
    assert told[Attribute.SIGN] == (["Limping"], [], ["Cramp"])
    assert told[Attribute.PAIN] == (["Aching"], ["Burning"], [])
    assert Attribute.LOCATION not in told  # both lie in the middle


def test_pain_in_a_part_of_what_the_other_has_says_so():
    part = Comparer(
        catalog(deck(muscle("one", point(seat="essential")), muscle("other", point(seat_upper="essential"))))
    )
    (row,) = [row for row in part.compare("one", "other").rows if row.attribute is Attribute.REFERRAL]
    assert [(told.text, told.shares) for told in (*row.one, *row.other)] == [
        ("seat", ("upper seat",)),
        ("upper seat", ("seat",)),
    ]


def test_pain_that_one_of_them_refers_only_rarely_is_not_the_same():
    often, rarely = muscle("often", point(thigh="essential")), muscle("rarely", point(thigh="rare"))
    told = rows(Comparer(catalog(deck(often, rarely))).compare("often", "rarely"))
    assert told[Attribute.REFERRAL] == (["thigh"], ["thigh"], [])


def test_contested_facts_are_left_to_the_atlas(comparer):
    assert "Rash" not in str(rows(comparer.compare("long", "short")))


def test_a_muscle_and_a_condition_are_told_apart_first_by_what_was_written_of_just_these(comparer):
    comparison = comparer.compare("long", "condition.palsy")
    assert (comparison.one.kind, comparison.other.kind) == (SubjectKind.MUSCLE, SubjectKind.CONDITION)
    told = rows(comparison)
    assert next(iter(told)) is Attribute.DISTINCTION
    assert told[Attribute.DISTINCTION] == ([], ["No taut band"], [])
    assert told[Attribute.NEUROLOGY] == ([], ["No reflex"], [])
    assert Attribute.LOCATION not in told  # a condition has no trigger points


def test_every_cell_of_a_comparison_has_its_source(comparer):
    for pair in (("long", "short"), ("long", "condition.palsy"), ("condition.clot", "condition.gout")):
        for row in comparer.compare(*pair).rows:
            assert all(told.sources for side in (row.one, row.other, row.both) for told in side)


def test_the_order_of_the_two_is_kept(comparer):
    assert comparer.compare("short", "long").one.id == "short"


@pytest.mark.parametrize("pair", [("long", "elbow"), ("elbow", "long"), ("palsy", "long"), ("condition.long", "long")])
def test_what_no_deck_describes_cannot_be_compared(comparer, pair):
    missing = next(ident for ident in pair if ident != "long")
    with pytest.raises(NotFoundError, match=f"There is nothing to compare “{missing}” by"):
        comparer.compare(*pair)


def test_two_of_different_decks_are_not_compared():
    one = catalog(made())
    other = catalog(deck(muscle("else", point(heel="essential")), manifest={"id": "other", "title": "Other"}))
    joined = replace(one, decks={**one.decks, **other.decks}, facts=one.facts + other.facts)
    with pytest.raises(NotFoundError, match="No deck describes both “long” and “else”"):
        Comparer(joined).compare("long", "else")


def test_everything_described_can_be_compared_by_name(comparer):
    comparable = comparer.comparable()
    assert [ident for ident, _ in comparable[SubjectKind.MUSCLE]] == ["long", "short"]
    assert [ident for ident, _ in comparable[SubjectKind.CONDITION]] == [
        "condition.clot",
        "condition.gout",
        "condition.palsy",
        "condition.sprain",
    ]
