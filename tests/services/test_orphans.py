"""Orphans: cards that left their deck; what was studied of them is kept."""

from made_catalog import catalog_of, deck, free_card, key_of, small_catalog

from studyapp.services.orphans import Orphan, orphans


def test_while_every_card_is_there_nothing_is_orphaned(start, answer):
    study = start(small_catalog())
    answer(study, key_of("c00"))
    assert orphans(study.database, study.catalog) == []


def test_a_card_that_left_its_deck_is_listed_with_what_is_kept_of_it(start, answer, clock):
    study = start(small_catalog())
    answer(study, key_of("c02"))
    clock.next_morning()
    answer(study, key_of("c02"))
    answer(study, key_of("c00"))
    later = start(small_catalog(2))
    assert orphans(later.database, later.catalog) == [Orphan("small", "card.c02.forward", 2, "2026-11-24")]


def test_it_is_no_orphan_any_more_when_it_comes_back(start, answer):
    study = start(small_catalog())
    answer(study, key_of("c02"))
    start(small_catalog(2))
    back = start(small_catalog())
    assert orphans(back.database, back.catalog) == []
    assert back.today().done == 1


def test_a_card_whose_id_changed_is_none(start, answer):
    study = start(small_catalog())
    answer(study, key_of("c00"))
    renamed = start(catalog_of(deck([free_card("new", formerly=("c00",))])))
    assert orphans(renamed.database, renamed.catalog) == []


def test_a_card_whose_reviews_were_all_taken_back_is_none(start, answer):
    study = start(small_catalog())
    study.undo(answer(study, key_of("c02")))
    later = start(small_catalog(2))
    assert orphans(later.database, later.catalog) == []
