"""Coverage: what is described of each muscle, what is known to be a gap, and what was forgotten."""

from typing import Any

from made_muscles import CONTESTED, SINGLE, action, catalog, deck, muscle, point

from studyapp.domain.coverage import Coverage, coverage_of
from studyapp.domain.evidence import Citation
from studyapp.domain.muscle import Described, Innervation, NoneDescribed, Roots, Statement


def covered(*muscles: Any) -> tuple[Coverage, ...]:
    made = catalog(deck(*muscles))
    return coverage_of(muscles, made.facts)


def none_described(what: Described) -> NoneDescribed:
    return NoneDescribed(attribute=what, looked_in=(Citation(source="gray"),))


def test_things_are_counted_by_the_attribute_that_describes_them_with_those_that_follow_from_others() -> None:
    up = muscle("up", actions=[action("raising")], signs=(Statement(id="limp", text="Limping", **CONTESTED),))
    down = muscle("down", point(calf="essential"), actions=[action("lowering")], aliases=("D", "drop"))
    one, other = covered(up, down)
    assert {what: count for what, count in one.counts.items() if count} == {
        Described.ACTIONS: 1,
        Described.ANTAGONISTS: 1,
        Described.SIGNS: 1,
    }
    assert (other.counts[Described.ALIASES], other.counts[Described.TRIGGER_POINTS]) == (2, 1)


def test_a_nerve_without_roots_is_a_nerve_and_no_roots() -> None:
    bare = Innervation(nerve="caudal", **SINGLE)
    rooted = Innervation(nerve="caudal", roots=Roots(preferred=("S1",), **SINGLE), **SINGLE)
    for supply, roots in ((bare, 0), (rooted, 1)):
        (one,) = coverage_of([muscle("up", innervation=(supply,))], [])
        assert (one.counts[Described.INNERVATION], one.counts[Described.ROOTS]) == (1, roots)


def test_what_is_neither_described_nor_said_to_be_a_gap_is_missing() -> None:
    (one,) = covered(muscle("up", actions=[action("raising")], none_described=(none_described(Described.SIGNS),)))
    assert Described.CAUSES in one.missing
    assert not {Described.SIGNS, Described.ACTIONS} & set(one.missing)
    assert one.filled_gaps == ()


def test_a_gap_that_something_is_described_of_is_none() -> None:
    signs = (Statement(id="limp", text="Limping", **SINGLE),)
    (one,) = covered(muscle("up", signs=signs, none_described=(none_described(Described.SIGNS),)))
    assert one.filled_gaps == (Described.SIGNS,)
