"""Marking: right, right with a slip, or wrong; and lists by the share that was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.fact import Answer
from studyapp.domain.marking import MOST_GIVEN, Slip, items_of, mark_choice, mark_list, mark_typed
from studyapp.domain.scheduler import Grade

NERVE = (Answer("superior gluteal nerve", ("SGN",)), Answer("L5 branch", optional=True))
FOUR = tuple(Answer(text) for text in ("calf", "heel", "buttock", "thigh"))
KNOWN = frozenset({"superior", "inferior", "gluteal", "femoral", "calf", "heel", "buttock", "thigh", "groin"})


def listed(*given_items):
    return mark_list(FOUR, FOUR, given_items, KNOWN)


def test_the_right_option_is_good_and_another_again():
    right, wrong = mark_choice(NERVE, "superior gluteal nerve"), mark_choice(NERVE, "femoral nerve")
    assert (right.proposed, right.found, right.wrong) == (Grade.GOOD, ("superior gluteal nerve",), ())
    assert (wrong.proposed, wrong.found, wrong.missed, wrong.wrong) == (
        Grade.WRONG,
        (),
        ("superior gluteal nerve",),
        ("femoral nerve",),
    )


def test_a_typed_answer_is_good_hard_with_a_slip_or_again():
    assert mark_typed(NERVE, ["Superior gluteal"], KNOWN).proposed is Grade.GOOD
    assert mark_typed(NERVE, ["sgn"], KNOWN).proposed is Grade.GOOD
    slip = mark_typed(NERVE, ["superior glutael nerve"], KNOWN)
    assert (slip.proposed, slip.slips) == (Grade.HARD, (Slip("superior glutael nerve", "superior gluteal nerve"),))
    both = mark_typed((Answer("GB38"), Answer("GB36", optional=True)), ["GB36", "GB38"], KNOWN)
    assert (both.proposed, both.found) == (Grade.GOOD, ("GB36", "GB38"))
    half_wrong = mark_typed((Answer("GB38"), Answer("GB36", optional=True)), ["GB36", "GB40"], KNOWN)
    assert half_wrong.proposed is Grade.WRONG
    wrong = mark_typed(NERVE, ["inferior gluteal nerve"], KNOWN)
    assert (wrong.proposed, wrong.wrong) == (Grade.WRONG, ("inferior gluteal nerve",))


@pytest.mark.parametrize(
    ("given_items", "grade"),
    [
        (["heel", "calf", "thigh", "buttock"], Grade.GOOD),
        (["heel", "calf", "thigh"], Grade.HARD),
        (["heel", "calf"], Grade.WRONG_BUT_FAMILIAR),
        (["heel"], Grade.WRONG),
        (["heel", "calf", "thigh", "buttock", "groin"], Grade.HARD),
        (["heel", "calf", "thigh", "butock"], Grade.HARD),
        (["heel", "calf", "thigh", "buttock", "buttock"], Grade.GOOD),
    ],
)
def test_a_list_is_graded_by_the_share_found_and_falls_by_one_for_each_wrong(given_items, grade):
    assert mark_list(FOUR, FOUR, given_items, KNOWN).proposed is grade


def test_what_was_found_missed_and_wrong_is_named_in_whatever_order_it_was_given():
    marking = listed("Heel", "groin", "CALF")
    assert marking.found == ("heel", "calf")
    assert marking.missed == ("buttock", "thigh")
    assert marking.wrong == ("groin",)


def test_an_extra_answer_is_neither_missed_nor_wrong():
    answers = (*FOUR, Answer("sole", optional=True))
    assert mark_list(answers, FOUR, ["calf", "heel", "buttock", "thigh"], KNOWN).proposed is Grade.GOOD
    with_extra = mark_list(answers, FOUR, ["calf", "heel", "buttock", "thigh", "sole"], KNOWN)
    assert (with_extra.proposed, with_extra.wrong) == (Grade.GOOD, ())


def test_things_are_taken_once_without_blanks_and_no_more_than_a_limit():
    assert items_of([" calf ", "", "Calf", "heel", "  "]) == ("calf", "heel")
    assert len(items_of(str(number) for number in range(500))) == MOST_GIVEN


@given(st.lists(st.sampled_from(["calf", "heel", "buttock", "thigh", "groin", "jaw"])))
def test_every_required_answer_is_found_or_missed_and_order_does_not_matter(given_items):
    marking, turned = listed(*given_items), listed(*reversed(given_items))
    assert sorted((*marking.found, *marking.missed)) == sorted(answer.text for answer in FOUR)
    assert set(marking.wrong) == set(given_items) & {"groin", "jaw"}
    assert (marking.proposed, set(marking.found)) == (turned.proposed, set(turned.found))


@given(st.text(max_size=600))
def test_whatever_is_typed_is_marked(typed):
    assert mark_typed(NERVE, [typed], KNOWN).proposed in Grade
    assert listed(typed).proposed in Grade
