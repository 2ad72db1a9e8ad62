"""Marking a sat exam: whole and partial credit, and laws that hold for whatever was given."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_exam import made_exam

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.item import Blank, Item, ItemType
from studyapp.domain.exam.sitting import mark, mark_sitting
from studyapp.domain.marking import Slip
from studyapp.errors import StorageError

WORDS = frozenset({"abduction", "adduction", "iliac", "crest", "sacrum"})
FORM = made_exam("").forms[0]
ITEMS = {one.item.type: one.item for one in FORM.items}
HALF = Fraction(1, 2)
SHORT = replace(ITEMS[ItemType.SHORT], blanks=(Blank(accepted=("iliac crest", "crista iliaca")),))


def right(item: Item) -> Answer:
    """Everything that is right."""
    return Answer(
        item=item.id,
        options=tuple(option.id for option in item.keys),
        matches={premise.id: premise.key for premise in item.premises},
        texts=tuple(blank.answer for blank in item.blanks),
        order=item.order,
    )


def share(item, **parts):
    return mark(item, Answer(item=item.id, **parts), WORDS).share


@pytest.mark.parametrize("kind", ItemType)
def test_everything_right_is_all_points_and_nothing_is_none(kind):
    item = replace(ITEMS[kind], points=3)
    whole = mark(item, right(item), WORDS)
    assert (whole.points, whole.is_right, whole.is_omitted) == (3, True, False)
    assert whole.missed == whole.wrong == ()
    for nothing in (None, Answer(item=item.id), Answer(item=item.id, texts=("", "  "))):
        none = mark(item, nothing, WORDS)
        assert (none.points, none.is_right, none.is_omitted) == (0, False, True)
        assert none.missed
        assert none.wrong == ()


@pytest.mark.parametrize("kind", [ItemType.SINGLE, ItemType.VIGNETTE, ItemType.TRUE_FALSE, ItemType.HOTSPOT])
def test_of_one_key_there_is_no_part_and_who_chooses_two_has_not_chosen(kind):
    item = ITEMS[kind]
    key = item.keys[0]
    wrong = next(option for option in item.options if not option.is_key)
    assert share(item, options=(key.id,)) == 1
    assert share(item, options=(key.id, wrong.id)) == 0
    found = mark(item, Answer(item=item.id, options=(wrong.id,)), WORDS)
    assert (found.share, found.missed, found.wrong) == (0, (key.text,), (wrong.text,))


@pytest.mark.parametrize(
    ("chosen", "points"),
    [("o1", HALF), ("o1 o2", 1), ("o1 o3", 0), ("o3", 0), ("o1 o2 o3", HALF), ("o1 o1 o1", HALF), ("o1 zz", 0)],
)
def test_of_several_keys_right_ones_count_and_wrong_ones_count_against_them(chosen, points):
    assert share(ITEMS[ItemType.MULTIPLE], options=tuple(chosen.split())) == points


@pytest.mark.parametrize("kind", [ItemType.MATCHING, ItemType.EXTENDED])
def test_each_premise_counts_for_itself(kind):
    item = ITEMS[kind]
    assert share(item, matches={"p1": "o2"}) == HALF
    found = mark(item, Answer(item=item.id, matches={"p1": "o2", "p2": "o3", "p9": "o1"}), WORDS)
    assert found.share == HALF
    assert [text.split() for text in found.missed] == [["premise", "2", "→", "red"]]
    assert [text.split() for text in found.wrong] == [["premise", "2", "→", "blue"]]


@pytest.mark.parametrize(
    ("typed", "points"),
    [("Crest of the ilium", 1), ("crista iliaca", 1), ("illiac crest", 1), ("sacrum", 0), ("iliac", 0)],
)
def test_what_is_typed_is_right_as_it_is_everywhere_in_the_app(typed, points):
    assert share(SHORT, texts=(typed,)) == points


def test_a_slip_costs_nothing_and_is_told():
    found = mark(SHORT, Answer(item=SHORT.id, texts=("illiac crest",)), WORDS)
    assert found.is_right
    assert found.slips == (Slip("illiac crest", "iliac crest"),)


def test_a_word_of_the_decks_is_no_slip_of_another():
    item = replace(SHORT, blanks=(Blank(accepted=("abduction",)),))
    assert share(item, texts=("adduction",)) == 0
    assert share(item, texts=("abducton",)) == 1


def test_each_blank_counts_for_itself():
    item = replace(ITEMS[ItemType.CLOZE], blanks=(Blank(accepted=("sacrum",)), Blank(accepted=("iliac crest",))))
    found = mark(item, Answer(item=item.id, texts=("iliac crest", "iliac crest", "more")), WORDS)
    assert (found.share, found.missed, found.wrong) == (HALF, ("sacrum",), ("iliac crest",))
    assert share(item, texts=("sacrum",)) == HALF


@pytest.mark.parametrize(
    ("given_order", "points"),
    [("o3 o1 o2", 1), ("o1 o2 o3", HALF), ("o2 o3 o1", HALF), ("o2 o1 o3", 0), ("o3 o1", HALF), ("o3", 0)],
)
def test_an_order_counts_by_its_neighbours(given_order, points):
    assert share(ITEMS[ItemType.ORDERING], order=tuple(given_order.split())) == points


def test_to_name_a_thing_twice_wins_no_order():
    assert share(ITEMS[ItemType.ORDERING], order=("o1", "o2", "o3", "o1")) == HALF


idents = st.sampled_from(["o1", "o2", "o3", "true", "false", "p1", "p2", "", "zz"])
answers = st.builds(
    Answer,
    item=st.sampled_from([item.id for item in ITEMS.values()]),
    options=st.lists(idents).map(tuple),
    matches=st.dictionaries(idents, idents),
    texts=st.lists(st.text() | st.just("answer "), max_size=3).map(tuple),
    order=st.lists(idents).map(tuple),
)


@given(st.lists(answers))
def test_points_are_never_less_than_none_nor_more_than_there_are(several):
    marks = mark_sitting(FORM, several, WORDS)
    for one in marks.marks:
        assert 0 <= one.points <= one.possible
        assert one.is_right == (one.points == one.possible)
        assert one.is_right == (not one.missed and not one.wrong)
    assert marks.points == sum(one.points for one in marks.marks)
    assert 0 <= marks.points <= marks.possible == FORM.points


@given(st.data())
def test_the_order_of_choices_matches_and_answers_makes_no_difference(data):
    several = data.draw(st.lists(answers, unique_by=lambda answer: answer.item))
    shuffled = [
        replace(
            answer,
            options=tuple(data.draw(st.permutations(answer.options))),
            matches=dict(data.draw(st.permutations(list(answer.matches.items())))),
        )
        for answer in data.draw(st.permutations(several))
    ]
    assert mark_sitting(FORM, shuffled, WORDS) == mark_sitting(FORM, several, WORDS)


def test_a_form_is_marked_in_its_order_whichever_form_it_is():
    several = [right(item) for item in ITEMS.values()]
    for form in made_exam("").forms:
        marks = mark_sitting(form, several, WORDS)
        assert [one.item for one in marks.marks] == [one.item.id for one in form.items]
        assert (marks.form, marks.points, marks.right, marks.share) == (form.letter, 10, 10, 1)


def test_what_was_not_asked_is_named_and_the_last_answer_counts():
    single = ITEMS[ItemType.SINGLE]
    several = [Answer(item="elsewhere"), Answer(item=single.id, options=("o1",)), right(single)]
    marks = mark_sitting(FORM, several, WORDS)
    assert marks.strays == ("elsewhere",)
    assert marks.points == marks.right == 1


def test_a_form_without_points_has_no_share():
    free = replace(FORM, items=tuple(replace(one, item=replace(one.item, points=0)) for one in FORM.items))
    marks = mark_sitting(free, [right(item) for item in ITEMS.values()], WORDS)
    assert (marks.share, marks.right) == (None, 10)


@given(answers)
def test_an_answer_is_kept_as_it_was_given(answer):
    assert Answer.of(answer.as_dict()) == answer


def test_what_was_not_given_is_not_kept():
    assert Answer(item="x", options=("o1",)).as_dict() == {"item": "x", "options": ["o1"]}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"item": 1},
        {"item": "x", "options": "o1"},
        {"item": "x", "options": [1]},
        {"item": "x", "matches": []},
        {"item": "x", "matches": {"p1": 1}},
        {"item": "x", "matches": {1: "o1"}},
        {"item": "x", "texts": None},
        {"item": "x", "grade": 5},
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(data):
    with pytest.raises(StorageError, match=r"^An answer to an item cannot be read: "):
        Answer.of(data)
