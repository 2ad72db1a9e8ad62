"""Marks: cards put aside, leeches, notes to self, and what is held to be wrong."""

from uuid import uuid4

import pytest
from made_catalog import catalog_of, deck, free_card, free_cards, key_of, small_catalog

from studyapp.domain.mark import LEECH_LAPSES, CardMark
from studyapp.domain.scheduler import Grade
from studyapp.errors import NotFoundError
from studyapp.services.marks import Marks
from studyapp.storage.marks import mark_of

C0, C1, C2 = (key_of(f"c{place:02}") for place in range(3))


@pytest.fixture
def study(start):
    return start(small_catalog())


@pytest.fixture
def marks(study):
    return Marks(study.database, study.catalog, study.clock)


def aside(marks, study):
    found = marks.aside(study.day())
    return {name: [card.key for card in getattr(found, name)] for name in ("leeches", "suspended", "buried")}


def make_leech(study, answer, clock, card=C0):
    """Know it once, then forget it day after day."""
    answer(study, card)
    for _ in range(LEECH_LAPSES):
        clock.next_morning()
        answer(study, card, Grade.WRONG)


def test_a_buried_card_waits_until_the_next_study_day(study, marks, clock):
    marks.bury(C0, study.day())
    assert study.today().queue.cards == (C1, C2)
    assert aside(marks, study)["buried"] == [C0]
    clock.next_morning()
    assert study.today().queue.cards == (C0, C1, C2)
    assert aside(marks, study)["buried"] == []


def test_a_suspended_card_waits_until_it_is_taken_back(study, marks, clock):
    marks.suspend(C1)
    clock.next_morning()
    assert study.today().queue.cards == (C0, C2)
    assert aside(marks, study)["suspended"] == [C1]
    marks.take_back(C1)
    assert study.today().queue.cards == (C0, C1, C2)


def test_a_card_that_was_forgotten_eight_times_is_set_aside_and_told(study, marks, answer, clock):
    make_leech(study, answer, clock)
    today = study.today()
    assert today.leeches == 1
    assert C0 not in today.queue.cards
    assert study.card(C0).is_leech
    assert aside(marks, study)["leeches"] == [C0]


def test_a_leech_that_is_taken_back_is_asked_again_until_it_was_forgotten_as_often_once_more(
    study, marks, answer, clock
):
    make_leech(study, answer, clock)
    marks.take_back(C0)
    clock.next_morning()
    assert C0 in study.today().queue.cards
    for _ in range(LEECH_LAPSES - 1):
        answer(study, C0, Grade.WRONG)
        clock.next_morning()
    assert study.today().leeches == 0
    answer(study, C0, Grade.WRONG)
    assert study.today().leeches == 1


def test_setting_aside_changes_no_schedule_and_a_restart_keeps_it(study, marks, answer, clock, start):
    answer(study, C0)
    before = study.card(C0).outcomes
    marks.suspend(C0)
    again = start(small_catalog())
    again.refresh_schedules()
    assert again.card(C0).mark.suspended
    marks.take_back(C0)
    assert study.card(C0).outcomes == before


def test_a_note_to_self_is_kept_changed_and_dropped(study, marks):
    marks.write_note(C0, "  think of a fan ")
    assert study.card(C0).mark.note == "think of a fan"
    marks.write_note(C0, "x" * 5000)
    assert len(study.card(C0).mark.note) == 2000
    marks.write_note(C0, " ")
    with study.database.read() as connection:
        assert mark_of(connection, study.user, C0) == CardMark(card=C0)


def test_an_objection_names_card_sources_and_words_once_and_can_be_taken_back(study, marks):
    ident = uuid4()
    for _ in range(2):
        marks.object_to(C0, ident, "The book says otherwise.")
    (objection,) = marks.objections()
    assert (objection.card, objection.text, objection.sources) == (C0, "The book says otherwise.", ("gray",))
    assert objection.made_at == study.clock()
    marks.withdraw(ident)
    assert marks.objections() == []


def test_marks_follow_a_card_that_was_renamed(study, marks, start):
    marks.suspend(C0)
    marks.write_note(C0, "mine")
    renamed = start(catalog_of(deck([free_card("renamed", formerly=("c00",)), *free_cards(3)[1:]])))
    mark = renamed.card(key_of("renamed")).mark
    assert (mark.suspended, mark.note) == (True, "mine")
    assert renamed.today().queue.cards == (C1, C2)


def test_marks_under_a_former_and_the_present_id_are_joined(study, marks, start):
    marks.write_note(C0, "old")
    marks.suspend(C0)
    marks.write_note(C1, "new")
    joined = start(catalog_of(deck([free_card("c01", formerly=("c00",))])))
    mark = joined.card(C1).mark
    assert (mark.note, mark.suspended) == ("new\nold", True)


@pytest.mark.parametrize("do", ["suspend", "take_back"])
def test_a_card_that_no_deck_holds_is_named(marks, do):
    with pytest.raises(NotFoundError, match="no card"):
        getattr(marks, do)(key_of("gone"))
