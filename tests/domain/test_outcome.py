"""What becomes of an item, in words."""

import pytest
from made_exam import items

from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.item import ItemType
from studyapp.domain.exam.outcome import Outcome, outcome_of
from studyapp.domain.exam.sitting import mark

ITEMS = {item.type: item for item in items("x")}


def outcome(kind: ItemType, **given: object) -> Outcome:
    item = ITEMS[kind]
    answer = Answer(item=item.id, **given) if given else None
    return outcome_of(1, item, answer, mark(item, answer, frozenset()))


def lines(kind: ItemType, **given: object) -> list[tuple[str, str, str, bool]]:
    return [(line.asked, line.given, line.right, line.is_right) for line in outcome(kind, **given).lines]


def test_a_choice_tells_what_was_chosen_and_what_is_right():
    assert lines(ItemType.SINGLE, options=("o1",)) == [("", "first x", "second x", False)]
    assert lines(ItemType.MULTIPLE, options=("o1", "o2")) == [("", "first x; second x", "first x; second x", True)]


def test_a_chosen_wrong_option_tells_what_it_really_is_apart_from_the_others():
    found = outcome(ItemType.SINGLE, options=("o1",))
    assert [(told.text, told.why.text) for told in found.wrong] == [("first x", "first x: what it really is")]
    assert [told.text for told in found.others] == ["third x"]


def test_each_premise_of_a_matching_item_is_told_by_itself_with_its_reason():
    assert lines(ItemType.MATCHING, matches={"p1": "o2", "p2": "o3"}) == [
        ("premise 1 x", "green x", "green x", True),
        ("premise 2 x", "blue x", "red x", False),
    ]
    found = outcome(ItemType.MATCHING, matches={"p1": "o2", "p2": "o3"})
    assert [line.why.text for line in found.lines] == ["why 1", "why 2"]
    assert [told.text for told in found.wrong] == ["blue x"]
    assert found.others == ()


def test_a_hotspot_is_told_with_the_letters_of_its_picture():
    assert lines(ItemType.HOTSPOT, options=("o3",)) == [("", "C: third x", "B: second x", False)]


def test_an_order_is_told_as_it_was_given_without_empty_places():
    assert lines(ItemType.ORDERING, order=("", "o1", "o2")) == [
        ("", "red x → green x", "blue x → red x → green x", False)
    ]


def test_what_was_written_is_told_beside_the_printed_answer():
    assert lines(ItemType.SHORT, texts=(" other x ",)) == [("", "other x", "answer x", True)]
    assert lines(ItemType.CLOZE, texts=("wrong",)) == [("", "wrong", "answer x", False)]


@pytest.mark.parametrize("kind", list(ItemType))
def test_what_was_left_open_has_nothing_given_and_something_right(kind):
    for line in outcome(kind).lines:
        assert line.given == ""
        assert line.right
        assert not line.is_right
