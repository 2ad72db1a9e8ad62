"""Distractors: of the key's kind, from its neighbourhood, and never right by anything the decks know."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.loader import load_catalog
from studyapp.domain.distractors import Distractors
from studyapp.domain.fact import Attribute, Face, SubjectKind
from studyapp.domain.typed import is_same
from studyapp.domain.way import Way

CATALOG = load_catalog()
VOCABULARY = CATALOG.words.vocabulary
FOUND = Distractors(CATALOG)
ASKED = [card for card in CATALOG.cards.values() if Way.CHOOSE in card.ways and FOUND.options(card, "")]
MUSCLES = {muscle.id: muscle for deck in CATALOG.decks.values() for muscle in deck.muscles}
BY_NAME = {muscle.name: muscle for muscle in MUSCLES.values()}
SEEDS = ("monday", "tuesday", "wednesday")


def wrong_options(attribute, face=Face.FORWARD, *, pattern=False):
    """Every card of that attribute that is asked by choice, with each wrong option that it could ever offer."""
    for card in ASKED:
        if (card.attribute, card.face, card.shows_chart_first) == (attribute, face, pattern):
            for candidate in FOUND.candidates(card):
                yield card, candidate.text


def wrong_movements():
    """Every card about the actions of a muscle, one or many, with each movement that is wrong for it."""
    for card in CATALOG.cards.values():
        if (card.attribute, card.face, card.subject.kind) == (Attribute.ACTION, Face.FORWARD, SubjectKind.MUSCLE):
            for candidate in FOUND.candidates(card):
                yield card, candidate.text


def zones_of(muscle):
    return {zone.zone for point in muscle.trigger_points for account in point.referrals for zone in account.zones}


def test_over_a_hundred_cards_can_be_asked_by_choice():
    assert len(ASKED) >= 120


@pytest.mark.parametrize("seed", SEEDS)
def test_there_are_four_different_options_and_one_of_them_is_the_key(seed):
    for card in ASKED:
        options = FOUND.options(card, seed)
        assert len(options) == 4
        assert sum(is_same(option, card.required[0].text) for option in options) == 1
        assert not any(is_same(one, other) for one in options for other in options if one is not other), options


def test_no_wrong_option_is_an_answer_of_its_card_however_it_is_worded():
    for card in ASKED:
        right = [text for answer in card.answers for text in (answer.text, *answer.accept)]
        for candidate in FOUND.candidates(card):
            assert not any(is_same(candidate.text, text) for text in right), (card.key, candidate)


def test_a_nerve_that_is_offered_supplies_the_muscle_by_no_account_nor_by_a_branch():
    trunks = {"sciatic nerve": {"tibial nerve", "common fibular nerve"}}
    for card, option in wrong_options(Attribute.INNERVATION):
        own = {VOCABULARY.nerves[one.nerve].label for one in MUSCLES[card.subject.id].innervation}
        assert option not in own
        assert not trunks.get(option, set()) & own
        assert "rami" not in option


def test_roots_that_are_offered_neither_hold_the_right_ones_nor_are_held_by_them():
    for card, option in wrong_options(Attribute.INNERVATION, Face.FURTHER):
        right, wrong = set(card.required[0].text.split(", ")), set(option.split(", "))
        assert not right <= wrong
        assert not wrong <= right


def border_on_each_other(one: str, other: str) -> bool:
    landmarks = VOCABULARY.landmarks
    return one == other or one in landmarks[other].beside or other in landmarks[one].beside


def test_an_attachment_that_is_offered_lies_on_another_bone_or_at_a_landmark_that_borders_on_none_of_the_muscle_s():
    elsewhere = beside = 0
    for attribute in (Attribute.ORIGIN, Attribute.INSERTION):
        for card, option in wrong_options(attribute):
            own = MUSCLES[card.subject.id].attachments
            theirs = [one for muscle in MUSCLES.values() for one in muscle.attachments if one.landmark == option]
            assert theirs
            for one, mine in product(theirs, own):
                if one.bone == mine.bone:
                    assert one.site is not None, (card.key, option)
                    assert mine.site is not None, (card.key, option)
                    assert not border_on_each_other(one.site, mine.site), (card.key, option)
                    beside += 1
            elsewhere += 1
    assert elsewhere > 200
    assert beside > 50


def test_what_the_same_pull_does_with_its_other_end_fixed_is_not_offered_as_wrong():
    offered = {(card.subject.id, option) for card, option in wrong_movements()}
    assert ("iliocostalis-lumborum", "elevation of the pelvis on one side") not in offered
    assert ("iliocostalis-lumborum", "depression of the ribs") not in offered
    assert ("gluteus-minimus", "anterior tilt of the pelvis") not in offered
    for card, option in wrong_movements():
        own = {action.movement for action in MUSCLES[card.subject.id].actions}
        (ident,) = (ident for ident, one in VOCABULARY.movements.items() if one.label == option)
        assert not any(ident in VOCABULARY.movements[one].reversals for one in own), (card.key, option)
        assert own.isdisjoint(VOCABULARY.movements[ident].reversals), (card.key, option)


def test_neither_side_of_a_dispute_about_a_movement_is_offered_as_wrong():
    disputed = 0
    for card, option in wrong_movements():
        for action in MUSCLES[card.subject.id].actions:
            if not action.keyed:
                movement = VOCABULARY.movements[action.movement]
                opposite = VOCABULARY.movements[movement.opposite].label if movement.opposite else None
                assert option not in {movement.label, opposite}, (card.key, option)
                disputed += 1
    assert disputed > 10


def test_a_rotation_is_offered_as_wrong_only_where_the_muscle_turns_the_joint_the_other_way():
    for card, option in wrong_movements():
        movement = next(one for one in VOCABULARY.movements.values() if one.label == option)
        if "rotation" in option:
            keyed = {one.movement for one in MUSCLES[card.subject.id].actions if one.keyed}
            assert movement.opposite in keyed, (card.key, option)


def test_what_is_asked_of_no_one_is_no_wrong_answer_either():
    plantaris = {option for card, option in wrong_options(Attribute.NICKNAME) if card.subject.id == "plantaris"}
    assert plantaris
    assert "jogger's heel" not in plantaris


def test_a_zone_that_is_offered_shares_no_skin_with_any_that_anyone_tells_of_the_muscle():
    for card, option in wrong_options(Attribute.REFERRAL):
        (ident,) = (ident for ident, zone in VOCABULARY.zones.items() if zone.label == option)
        assert not any(VOCABULARY.overlap(ident, own) for own in zones_of(MUSCLES[card.subject.id])), (card.key, option)


def test_a_muscle_that_is_offered_for_a_pattern_lacks_one_of_its_zones():
    seen = 0
    for card, option in wrong_options(Attribute.REFERRAL, pattern=True):
        shown = {zone.zone for pattern in card.chart.patterns for zone in pattern.zones}
        theirs = zones_of(BY_NAME[option])
        assert any(not any(VOCABULARY.overlap(zone, one) for one in theirs) for zone in shown), (card.key, option)
        seen += 1
    assert seen > 200


def test_a_movement_that_is_offered_is_none_that_the_muscle_makes():
    for card, option in wrong_movements():
        own = {VOCABULARY.movements[action.movement].label for action in MUSCLES[card.subject.id].actions}
        assert option not in own


def test_a_complaint_that_is_offered_is_linked_to_the_muscle_neither_by_the_list_nor_by_its_map():
    complaints = {one.name: one for deck in CATALOG.decks.values() for one in deck.complaints}
    for card, option in wrong_options(Attribute.COMPLAINT):
        complaint = complaints[option]
        assert card.subject.id not in {one.muscle for one in complaint.muscles}
        zones = zones_of(MUSCLES[card.subject.id])
        assert not any(VOCABULARY.overlap(one, other) for one in complaint.zones for other in zones)


def test_nothing_is_offered_where_the_decks_cannot_know_that_it_is_wrong():
    open_ended = {
        *(Attribute.CAUSE, Attribute.SIGN, Attribute.MIMIC, Attribute.CAUTION, Attribute.FEATURE, Attribute.FUNCTION),
        *(Attribute.LOCATION, Attribute.ASSESSMENT, Attribute.SYNERGIST, Attribute.ANTAGONIST, Attribute.TEST),
    }
    assert not [card.key for card in ASKED if card.attribute in open_ended]


def test_options_come_from_the_neighbourhood():
    """A muscle of the same group is offered before one of the back."""
    card = next(card for card in ASKED if card.shows_chart_first and card.subject.id == "gluteus-medius")
    nearest = {candidate.text for candidate in FOUND.candidates(card)[:2]}
    assert nearest == {"Gluteus maximus", "Gluteus minimus"}


@given(st.sampled_from(ASKED), st.text(max_size=20))
def test_options_follow_from_the_seed_alone(card, seed):
    assert FOUND.options(card, seed) == Distractors(CATALOG).options(card, seed)


def test_options_change_their_places_and_their_company_with_the_seed():
    changed = [len({FOUND.options(card, str(seed)) for seed in range(8)}) > 1 for card in ASKED]
    assert all(changed)
    key_first = sum(FOUND.options(card, "x")[0] == card.required[0].text for card in ASKED) / len(ASKED)
    assert 0.1 < key_first < 0.45


def test_a_case_offers_other_muscles_of_its_deck():
    cases = [card for card in ASKED if card.subject.kind is SubjectKind.VIGNETTE]
    assert cases
    for card in cases:
        assert all(option in BY_NAME for option in FOUND.options(card, "x"))
