"""Confusion: which pairs an answer tells of, and how they are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_catalog import catalog_of, deck, free_card, key_of

from studyapp.domain.card import Card
from studyapp.domain.confusion import Confusion, Confusions, mixed_up

DAY = date(2026, 1, 1)


def card(*answers: str) -> Card:
    """A free card with these answers."""
    return catalog_of(deck([free_card("asked", "What?", *answers)])).cards[key_of("asked")]


@pytest.mark.parametrize(
    ("answers", "given", "mistaken", "pairs"),
    [
        (["Soleus"], ["Plantaris"], ["Plantaris"], [("Soleus", "Plantaris")]),
        (["Soleus"], ["soleus"], [], []),
        (["Soleus"], ["Plantaris"], ["SOLEUS"], []),
        (["Calf", "Heel"], ["calf", "Groin"], ["Groin"], [("Heel", "Groin")]),
        (["Calf", "Heel"], ["Groin"], ["Groin"], []),
        (["Calf", "Heel"], ["Calf", "Heel", "Groin"], ["Groin"], []),
        (["Calf"], ["Groin", "Groin"], ["Groin", "Groin"], [("Calf", "Groin")]),
    ],
)
def test_what_was_missed_is_mixed_up_with_what_was_given(answers, given, mistaken, pairs) -> None:
    assert list(mixed_up(card(*answers), given, mistaken)) == pairs


def test_one_for_the_other_and_the_other_for_the_one_are_one_pair() -> None:
    counted = Confusions()
    counted.add(card("Soleus"), ["Plantaris"], ["Plantaris"], DAY + timedelta(days=3))
    counted.add(card("plantaris"), ["soleus"], ["soleus"], DAY)
    assert counted.most_frequent(10) == (Confusion("small", "Plantaris", "Soleus", 2, DAY + timedelta(days=3)),)


def test_the_most_frequent_come_first_then_the_latest_and_only_so_many() -> None:
    counted = Confusions()
    for wrong, days in (("A", 1), ("B", 2), ("B", 0), ("C", 5), ("D", 1)):
        counted.add(card("Soleus"), [wrong], [wrong], DAY + timedelta(days=days))
    assert [pair.one for pair in counted.most_frequent(3)] == ["B", "C", "A"]
    assert counted.most_frequent(3, "other") == ()


names = st.sampled_from(["A", "B", "C"])


@given(st.lists(st.tuples(names, names)))
def test_every_confusion_is_counted_once(told: list[tuple[str, str]]) -> None:
    counted = Confusions()
    for right, wrong in told:
        counted.add(card(right), [wrong], [wrong], DAY)
    found = {(pair.one, pair.other): pair.times for pair in counted.most_frequent(10)}
    for pair, times in found.items():
        assert times == sum(tuple(sorted(one)) == pair for one in told)
    assert sum(found.values()) == sum(right != wrong for right, wrong in told)
