"""Exams by blueprints: the same for the same seed, what falls short is named, what was asked lately is avoided."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from studyapp.content.loader import load_catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.forms import forms_of, key_places
from studyapp.domain.exam.item import Difficulty, ItemType
from studyapp.domain.exam.paper import Paper, Wishes, answers_of, cues
from studyapp.domain.fact import Attribute
from studyapp.domain.folding import fold
from studyapp.errors import ExamError
from studyapp.exports.exam.as_json import exam_json
from studyapp.services.examiner import Examiner

SINGLE = ItemType.SINGLE


@pytest.fixture(scope="module")
def examiner():
    return Examiner(load_catalog())


def blueprint(*cells, **changes):
    return ExamBlueprint(title="Exam", cells=cells or (Cell(type=SINGLE, count=10),), **changes)


def test_the_same_seed_makes_the_same_bytes_and_another_one_another_exam(examiner):
    wanted = blueprint(forms=3, seed=5)
    first = exam_json(examiner.draw(wanted).exam)
    assert exam_json(Examiner(load_catalog()).draw(wanted).exam) == first
    assert exam_json(examiner.draw(replace(wanted, seed=6)).exam) != first


def test_forms_hold_the_same_items_in_other_orders_and_their_keys_in_other_places(examiner):
    forms = examiner.draw(blueprint(forms=4)).exam.forms
    assert [form.letter for form in forms] == ["A", "B", "C", "D"]
    assert len({frozenset(one.item.id for one in form.items) for form in forms}) == 1
    assert len({tuple(one.item.id for one in form.items) for form in forms}) == 4
    keys = [tuple(next(o.id for o in one.item.options if o.is_key) for one in form.items) for form in forms]
    assert len(set(keys)) == 4


@pytest.mark.parametrize("number", [3, 4, 5])
def test_every_item_has_as_many_options_as_the_blueprint_says(examiner, number):
    exam = examiner.draw(
        blueprint(Cell(type=SINGLE, count=8), Cell(type=ItemType.MULTIPLE, count=3), options=number)
    ).exam
    assert {len(item.options) for item in exam.items if not item.is_own} == {number}


def test_a_cell_asks_what_it_names_and_nothing_else(examiner):
    cells = (
        Cell(type=SINGLE, count=1, muscles=("piriformis",)),
        Cell(type=SINGLE, count=3, groups=("hamstrings",), attributes=(Attribute.ORIGIN, Attribute.INSERTION)),
        Cell(type=SINGLE, count=2, complaints=("lateral-thigh-hip-pain",), points=3),
    )
    exam = examiner.draw(blueprint(*cells)).exam
    by_cell = {}
    for one in exam.forms[0].items:
        by_cell.setdefault(one.cell, []).append(one.item)
    assert {muscle for item in by_cell[0] for muscle in item.topic.muscles} == {"piriformis"}
    hamstrings = {
        m.id for m in examiner.catalog.decks["trigger-points"].muscles if m.group and m.group.group == "hamstrings"
    }
    assert {muscle for item in by_cell[1] for muscle in item.topic.muscles} <= hamstrings
    assert {item.topic.attribute for item in by_cell[1]} <= {"origin", "insertion"}
    assert {item.points for item in by_cell[2]} == {3}


def test_what_is_excluded_is_not_asked_be_it_a_muscle_a_card_or_a_fact(examiner):
    before = examiner.draw(blueprint()).exam
    first = before.items[0]
    for gone in (first.topic.muscles[0], first.topic.cards[0], first.decided[0]):
        exam = examiner.draw(blueprint(exclude=(gone,))).exam
        assert not [i for i in exam.items if gone in (*i.topic.muscles, *i.topic.cards, *i.facts)]


def test_every_shortfall_is_named_and_nothing_is_made_unless_it_may_be_short(examiner):
    wanted = blueprint(
        Cell(type=ItemType.VIGNETTE, count=50), Cell(type=SINGLE, count=2), Cell(type=ItemType.ORDERING, count=90)
    )
    with pytest.raises(ExamError) as told:
        examiner.draw(wanted)
    assert str(told.value).count("asks for") == 2
    assert "Cell 1 (Clinical vignette) asks for 50 items and gets " in str(told.value)
    assert "Cell 3 (Ordering) asks for 90 items" in str(told.value)
    short = examiner.draw(wanted, allow_short=True)
    assert [one.cell for one in short.shortfalls] == [0, 2]
    assert len(short.exam.items) == 142 - sum(one.missing for one in short.shortfalls)


def test_capacities_tell_before_anything_is_made_what_a_cell_gets_beside_the_others(examiner):
    cells = (Cell(type=ItemType.VIGNETTE, count=2), Cell(type=ItemType.VIGNETTE, count=9))
    first, second = examiner.capacities(blueprint(*cells))
    assert first.open == second.open
    assert (first.got, first.missing) == (2, 0)
    assert second.got == second.open - 2
    assert second.missing == 9 - second.got


def test_facts_that_were_asked_lately_are_avoided(examiner):
    before = examiner.draw(blueprint()).exam
    after = examiner.draw(blueprint(), Wishes(avoid=before.decided)).exam
    assert before.decided.isdisjoint(after.decided)


def test_a_shortfall_that_recent_exams_cause_says_so(examiner):
    wanted = blueprint(Cell(type=ItemType.VIGNETTE, count=3))
    before = examiner.draw(wanted).exam
    (capacity,) = examiner.capacities(wanted, Wishes(avoid=before.decided))
    assert capacity.avoided == 3
    assert capacity.open + capacity.avoided == examiner.capacities(wanted)[0].open
    with pytest.raises(ExamError, match=r"asks for 3 items and gets 1; 3 more ask what recent exams asked\.$"):
        examiner.draw(wanted, Wishes(avoid=before.decided))


def test_difficulties_follow_the_mix_as_far_as_there_are_such_items(examiner):
    wanted = blueprint(
        Cell(type=SINGLE, count=12), difficulty={Difficulty.EASY: 1, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}
    )
    found = Counter(item.difficulty for item in examiner.draw(wanted).exam.items)
    assert found == {Difficulty.EASY: 3, Difficulty.MEDIUM: 3, Difficulty.HARD: 6}


def test_no_item_tells_the_answer_of_another(examiner):
    exam = examiner.draw(
        blueprint(
            Cell(type=SINGLE, count=15), Cell(type=ItemType.TRUE_FALSE, count=15), Cell(type=ItemType.CLOZE, count=10)
        )
    ).exam
    assert not [(a.stem, b.stem) for a in exam.items for b in exam.items if a is not b and cues(a, b)]


def test_two_items_of_a_paper_have_no_word_to_write_and_no_muscle_to_find_in_common(examiner):
    pairs = 0
    for seed in range(8):
        cells = [Cell(type=kind, count=3) for kind in (ItemType.SHORT, ItemType.CLOZE)]
        cells += [Cell(type=ItemType.VIGNETTE, count=1), Cell(type=ItemType.EXTENDED, count=1)]
        items = examiner.draw(blueprint(*cells, seed=seed), allow_short=True).exam.items
        written = [fold(blank.answer) for item in items for blank in item.blanks]
        assert len(written) == len(set(written))
        found = [set(answers_of(item)) for item in items if item.type in {ItemType.VIGNETTE, ItemType.EXTENDED}]
        for one, other in combinations(found, 2):
            assert one.isdisjoint(other)
            pairs += 1
    assert pairs > 5


def test_what_one_item_asks_to_be_written_stands_among_the_options_of_no_other(examiner):
    cells = (Cell(type=ItemType.SHORT, count=4), Cell(type=SINGLE, count=20), Cell(type=ItemType.MULTIPLE, count=4))
    for seed in range(5):
        items = examiner.draw(blueprint(*cells, seed=seed), allow_short=True).exam.items
        written = {fold(blank.answer) for item in items for blank in item.blanks}
        assert written
        assert written.isdisjoint(fold(option.text) for item in items for option in item.options)


def test_orderings_ask_for_the_steps_of_cards_and_no_form_prints_them_in_their_order(examiner):
    wanted = blueprint(Cell(type=ItemType.ORDERING, count=12, attributes=(Attribute.FREE,)), forms=26)
    exam = examiner.draw(wanted).exam
    workshop = examiner.workshop(examiner.deck(wanted))
    cards = {card.key.card: card for card in workshop.cards}
    for item in exam.items:
        card = cards[item.topic.cards[0]]
        texts = {option.id: option.text for option in item.options}
        assert [texts[ident] for ident in item.order] == [answer.text for answer in card.answers]
        assert item.stem == f"{card.stem} Put them in order."
    for form in exam.forms:
        for one in form.items:
            assert tuple(option.id for option in one.item.options) != one.item.order


def test_keys_stand_evenly_where_items_have_unlike_numbers_of_options(examiner):
    drawn = examiner.draw(blueprint(Cell(type=SINGLE, count=18), options=5)).exam.items
    fewer = []
    for at, item in enumerate(drawn):
        wrong = [option for option in item.options if not option.is_key]
        fewer.append(replace(item, options=(*item.keys, *wrong[: 2 + at % 3])))
    paper = Paper((tuple(fewer),), (), (), (18,), (0,))
    for form in forms_of(paper, 5, seed=1):
        places = key_places(form)
        assert max(places.values()) - min(places.values()) <= 1, places


def test_items_without_warnings_come_before_those_with_some(examiner):
    exam = examiner.draw(blueprint(Cell(type=SINGLE, count=8))).exam
    assert exam.findings == ()
