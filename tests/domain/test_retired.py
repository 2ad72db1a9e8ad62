"""What a deck retires is told and asked no more, and kept aside with the reason."""

from dataclasses import replace

from made_muscles import SINGLE, deck, muscle, point
from made_muscles import catalog as made_catalog

from studyapp.domain.catalog import build_catalog
from studyapp.domain.deck import FreeAnswer, FreeCard
from studyapp.domain.distractors import Distractors
from studyapp.domain.muscle import Statement
from studyapp.domain.retired import living, reasons_of

WRONG = "Nobody tells it so any more."


def with_card(retired=None):
    """A deck of one muscle with a nickname and a free card, which may be retired."""
    nickname = Statement(id="lazy", text="The lazy one", retired=retired, **SINGLE)
    sign = Statement(id="ache", text="an ache", **SINGLE)
    card = FreeCard(id="free", prompt="What?", answers=(FreeAnswer(text="That"),), retired=retired, **SINGLE)
    longus = replace(muscle("longus", point(thigh="essential")), nicknames=(nickname,), signs=(sign,))
    return replace(deck(longus), cards=(card,))


def ids(things):
    return {thing.id for thing in things}


def test_a_deck_without_retired_entries_is_the_same_deck():
    whole = with_card()
    assert living(whole) is whole
    assert made_catalog(whole).retired.notes == ()


def test_what_is_retired_makes_no_fact_no_note_and_no_card():
    before, after = made_catalog(with_card()), made_catalog(with_card(WRONG))
    assert ids(before.notes) - ids(after.notes) == {"longus.nickname.lazy", "card.free"} == ids(after.retired.notes)
    assert not any(fact.retired for fact in after.facts)
    assert before.cards.keys() - after.cards.keys() == after.retired.cards.keys()


def test_what_is_retired_says_why():
    after = made_catalog(with_card(WRONG))
    assert {reasons_of(note.facts) for note in after.retired.notes} == {(WRONG,)}


def test_a_note_with_other_answers_lives_on_without_the_retired_one():
    whole = with_card()
    (longus,) = whole.muscles
    second = Statement(id="limp", text="a limp", retired=WRONG, **SINGLE)
    both = replace(whole, muscles=(replace(longus, signs=(*longus.signs, second)),))
    after = made_catalog(both)
    assert after.retired.notes == ()
    (note,) = (note for note in after.notes if note.id == "longus.signs")
    assert [fact.retired for fact in note.facts] == [None]


def test_an_account_of_referred_pain_may_be_retired_within_its_trigger_point():
    longus = muscle("longus", point(thigh="essential"))
    (told,) = longus.trigger_points
    gone = replace(told, referrals=tuple(replace(one, retired=WRONG) for one in told.referrals))
    after = made_catalog(deck(replace(longus, trigger_points=(gone,))))
    assert not any(fact.attribute == "referral" for fact in after.facts)
    assert any(note.id.endswith(".referral") for note in after.retired.notes)


def test_a_retired_answer_is_no_wrong_option_elsewhere():
    named = [
        replace(muscle(name, point(thigh="essential")), nicknames=(Statement(id="n", text=f"Old {name}", **SINGLE),))
        for name in ("one", "two", "three", "four", "five")
    ]
    first, *others = named
    gone = replace(others[0], nicknames=(replace(others[0].nicknames[0], retired=WRONG),))
    catalog = made_catalog(deck(first, gone, *others[1:]))
    (card,) = (card for key, card in catalog.cards.items() if key.card == "one.nickname.n.forward")
    assert "Old two" not in {one.text for one in Distractors(catalog).candidates(card)}
    assert "Old three" in {one.text for one in Distractors(catalog).candidates(card)}


def test_several_decks_keep_what_each_retired():
    words = made_catalog(with_card()).words
    other = replace(with_card(WRONG), manifest=replace(with_card().manifest, id="other"))
    catalog = build_catalog([with_card(WRONG), other], words)
    assert {(note.deck, note.id) for note in catalog.retired.notes} == {
        (name, ident) for name in ("made", "other") for ident in ("longus.nickname.lazy", "card.free")
    }
