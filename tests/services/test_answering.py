"""Answering the shipped cards: every way marked, and what a wrong answer really is."""

import pytest

from studyapp.content.loader import load_catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.marking import Given
from studyapp.domain.scheduler import Grade
from studyapp.domain.way import Way
from studyapp.services.answering import Answering

CATALOG = load_catalog()
ANSWERING = Answering(CATALOG)


def card(ident):
    return CATALOG.card(CardKey("trigger-points", ident))


NERVE = card("gluteus-minimus.innervation.forward")
SYNERGISTS = card("gluteus-minimus.synergists.hip-abduction.forward")
REFERRAL = card("gluteus-minimus.trigger-point.posterior.referral.forward")


def mark(asked, way, *things):
    return ANSWERING.mark(asked, Given(way, things))


def test_a_card_is_asked_by_choice_only_where_the_decks_hold_enough_that_is_wrong():
    assert Way.CHOOSE in ANSWERING.ways(NERVE)
    assert Way.CHOOSE not in ANSWERING.ways(card("gluteus-minimus.function.level-pelvis.forward"))
    assert Way.TAP in ANSWERING.ways(REFERRAL)
    assert Way.LIST in ANSWERING.ways(SYNERGISTS)


def test_a_wrong_choice_is_told_what_it_really_is_with_its_source():
    marking = mark(NERVE, Way.CHOOSE, "femoral nerve")
    (mistake,) = ANSWERING.mistakes(NERVE, marking)
    assert mistake.name == "femoral nerve"
    assert any("femoral nerve" in fact.statement for fact in mistake.facts)
    assert all(fact.sources for fact in mistake.facts)


def test_a_wrong_answer_that_was_typed_otherwise_is_known_by_its_name():
    marking = mark(NERVE, Way.TYPE, "THE Femoral  nerve.")
    (mistake,) = ANSWERING.mistakes(NERVE, marking)
    assert mistake.name == "femoral nerve"


def test_what_no_deck_knows_is_wrong_without_a_story():
    (mistake,) = ANSWERING.mistakes(NERVE, mark(NERVE, Way.TYPE, "nerve of nowhere"))
    assert (mistake.name, mistake.facts) == ("nerve of nowhere", ())


def test_every_option_that_is_offered_is_marked_right_or_wrong_as_the_key_has_it():
    for asked in CATALOG.cards.values():
        for option in ANSWERING.options(asked, "seed"):
            right = option == asked.required[0].text
            assert (mark(asked, Way.CHOOSE, option).proposed is Grade.GOOD) == right, (asked.key, option)


def test_every_answer_of_every_card_is_right_when_it_is_typed_or_listed():
    for asked in CATALOG.cards.values():
        for answer in asked.required:
            if Way.TYPE in asked.ways:
                assert mark(asked, Way.TYPE, answer.text).proposed is Grade.GOOD, (asked.key, answer.text)
        if Way.LIST in asked.ways:
            marking = mark(asked, Way.LIST, *(answer.text for answer in asked.answers))
            assert (marking.proposed, marking.missed, marking.wrong) == (Grade.GOOD, (), ()), (asked.key, marking)


def test_zones_are_as_good_as_their_parts_however_they_are_given():
    parts = ("upper buttock", "mid buttock", "lower buttock", "posterior thigh", "calf", "back of the knee")
    marking = mark(REFERRAL, Way.LIST, *parts)
    assert "buttock" in marking.found
    assert marking.wrong == ()


def test_a_zone_that_is_written_wrongly_is_named_and_one_that_no_chart_has_is_wrong_too():
    marking = mark(REFERRAL, Way.LIST, "calf", "groin", "left ear")
    assert marking.wrong == ("groin", "left ear")
    assert marking.proposed is Grade.WRONG


def test_an_extra_zone_is_right_where_one_is_asked_for():
    """The sacrum is told beside the answer as also right."""
    asked = card("gluteus-maximus.trigger-point.upper-medial.referral.forward")
    extra = [answer.text for answer in asked.answers if answer not in asked.required]
    assert extra
    assert all(mark(asked, Way.TYPE, text).proposed is Grade.GOOD for text in extra)


def test_a_zone_that_only_overlaps_the_right_one_is_neither_right_nor_called_wrong_when_it_is_written():
    words, seen = CATALOG.words.vocabulary, 0
    for asked in (one for one in CATALOG.cards.values() if {Way.TYPE, Way.TAP} <= set(one.ways)):
        told = {answer.text for answer in asked.answers}
        (key,) = (ident for ident, zone in words.zones.items() if zone.label == asked.required[0].text)
        for other, zone in words.zones.items():
            if words.overlap(other, key) and not words.holds(other, key) and zone.label not in told:
                marking = mark(asked, Way.TYPE, zone.label)
                assert (marking.found, marking.wrong) == ((), ()), (asked.key, zone.label)
                seen += 1
    assert seen


def test_the_whole_that_holds_the_right_zone_is_a_slip():
    asked = card("gastrocnemius.trigger-point.upper-lateral.referral.forward")
    assert asked.required[0].text == "back of the knee"
    marking = mark(asked, Way.TYPE, "knee")
    assert (marking.proposed, [slip.typed for slip in marking.slips]) == (Grade.HARD, ["knee"])


def test_a_list_knows_what_was_wrong_as_it_was_written():
    marking = mark(REFERRAL, Way.LIST, "Groin", "calf", "left ear")
    assert marking.wrong_things == ("Groin", "left ear")


def test_a_cards_own_truth_is_never_told_as_the_mistake():
    for asked in CATALOG.cards.values():
        for text in ("L5-S1", "greater trochanter", "sacrum", "between soleus and gastrocnemius"):
            if Way.TYPE in asked.ways and (marking := mark(asked, Way.TYPE, text)):
                told = [fact for mistake in ANSWERING.mistakes(asked, marking) for fact in mistake.facts]
                assert not set(told) & set(asked.facts), (asked.key, text)


def test_a_place_told_roughly_is_not_taken_for_one_muscles_part_of_it():
    asked = card("gluteus-minimus.insertion.forward")
    marking = mark(asked, Way.TYPE, "greater trochanter")
    assert all(mistake.facts == () for mistake in ANSWERING.mistakes(asked, marking))


def test_a_complaint_is_not_explained_by_a_sign_of_something_grave():
    asked = card("gluteus-minimus.nickname.pseudo-sciatica.forward")
    marking = mark(asked, Way.TYPE, "sciatica")
    assert all(mistake.facts == () for mistake in ANSWERING.mistakes(asked, marking))


@pytest.mark.parametrize(
    ("ident", "said", "meant"),
    [
        ("rectus-femoris.actions.forward", "extension", "extension of the knee"),
        ("biceps-femoris.actions.forward", "flexes the leg, flexion", "flexion of the knee"),
    ],
)
def test_an_action_without_its_joint_is_one_that_the_muscle_has(ident, said, meant):
    assert meant in mark(card(ident), Way.LIST, said).found


def test_an_action_without_its_joint_is_not_guessed_where_the_muscle_moves_two_joints_so():
    asked = card("biceps-femoris.actions.forward")
    both = [answer.text for answer in asked.answers if answer.text.startswith("lateral rotation")]
    assert len(both) == 2
    assert len(mark(asked, Way.LIST, "lateral rotation").found) <= 1


def test_what_two_things_share_need_be_said_but_once():
    assert mark(SYNERGISTS, Way.LIST, "gluteus medius and maximus").found == ("Gluteus medius", "Gluteus maximus")


def test_one_vague_zone_stands_for_one_answer_at_most():
    for asked in (one for one in CATALOG.cards.values() if {Way.LIST, Way.TAP} <= set(one.ways)):
        marking = mark(asked, Way.LIST, "thigh")
        assert len(marking.found) <= 1, asked.key


def test_what_is_neither_right_nor_wrong_is_named():
    asked = card("gluteus-minimus.actions.forward")
    contested = [one.answer.text for fact in asked.contested for one in fact.asked if one.question.note == asked.note]
    assert contested
    marking = mark(asked, Way.LIST, "abduction of the hip", contested[0])
    assert (marking.neither, marking.wrong) == ((contested[0],), ())


def test_several_things_may_stand_in_one_line():
    apart = mark(SYNERGISTS, Way.LIST, "gluteus medius", "tensor fasciae latae")
    assert mark(SYNERGISTS, Way.LIST, "gluteus medius, TFL").found == apart.found


@pytest.mark.parametrize(
    ("item", "is_ticked"),
    [
        ("gluteus medius", True),
        ("TFL", True),
        ("gluteus med", False),
        ("gluteus medus", False),
        ("gluteus", False),
        ("femoral nerve", False),
    ],
)
def test_an_item_is_ticked_while_it_is_written_once_it_is_an_answer_as_it_stands(item, is_ticked):
    assert (ANSWERING.tick(SYNERGISTS, (), item, adding=False) == (item,)) is is_ticked


def test_what_another_answer_begins_with_waits():
    """Whoever writes “calf” may go on to write another zone."""
    for asked in CATALOG.cards.values():
        texts = [answer.text for answer in asked.answers]
        for text in texts if Way.LIST in asked.ways else ():
            if any(other.casefold().startswith(text.casefold()) and other != text for other in texts):
                assert ANSWERING.tick(asked, (), text, adding=False) == (), (asked.key, text)
                assert ANSWERING.tick(asked, (), text, adding=True) == (text,)


def test_an_item_that_is_added_stands_in_the_list_right_or_wrong_and_once():
    listed = ANSWERING.tick(SYNERGISTS, ("gluteus medius",), "femoral nerve", adding=True)
    assert listed == ("gluteus medius", "femoral nerve")
    assert ANSWERING.tick(SYNERGISTS, listed, "Gluteus Medius", adding=True) == listed
    assert ANSWERING.tick(SYNERGISTS, listed, "gluteus medius", adding=False) == listed


def test_nothing_given_and_a_way_in_which_the_card_cannot_be_asked_are_not_marked():
    assert mark(NERVE, Way.TYPE, "  ") is None
    assert mark(NERVE, Way.LIST, "calf") is None
    assert mark(REFERRAL, Way.TAP, "nowhere") is None
