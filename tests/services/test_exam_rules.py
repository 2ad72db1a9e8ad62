"""Each rule for items names what breaks it, and lets pass what does not."""

from dataclasses import replace

import pytest

from studyapp.content.loader import load_catalog
from studyapp.domain.exam.item import Difficulty, ItemType, Option, Rationale
from studyapp.domain.exam.pool import Pool
from studyapp.domain.exam.rules import Severity, findings_of, is_usable
from studyapp.services.examiner import Examiner


@pytest.fixture(scope="module")
def workshop():
    catalog = load_catalog()
    return Examiner(catalog).workshop(catalog.decks["trigger-points"])


@pytest.fixture(scope="module")
def single(workshop):
    """The item that asks which nerve supplies gluteus medius; it breaks no rule."""
    items = Pool(workshop, 4, "1").of(ItemType.SINGLE)
    item = next(one for one in items if one.topic.cards == ("gluteus-medius.innervation.forward",))
    assert findings_of(item, workshop) == []
    return item


def rules(item, workshop):
    return {finding.rule for finding in findings_of(item, workshop)}


def other(item, place=0, **changes):
    """The item with one of its wrong options changed."""
    wrong = [option for option in item.options if not option.is_key]
    changed = replace(wrong[place], **changes)
    return replace(item, options=tuple(changed if one is wrong[place] else one for one in item.options))


def keyed(item, text):
    return replace(item, options=tuple(replace(one, text=text) if one.is_key else one for one in item.options))


WHY = Rationale(text="It is something else.", sources=("Gray (1918)",))

BROKEN = {
    "T1 two keys": ("T1", lambda item: other(item, is_key=True)),
    "T1 no key": ("T1", lambda item: replace(item, options=tuple(replace(one, is_key=False) for one in item.options))),
    "T1 another name of the key": ("T1", lambda item: other(item, text="SGN")),
    "T2 a branch of the key": ("T2", lambda item: other(keyed(item, "sciatic nerve"), text="tibial nerve")),
    "T3 contested": (
        "T3",
        lambda item: replace(item, facts=(*item.facts, "biceps-femoris.innervation.tibial-nerve.long-head.roots")),
    ),
    "T4 no fact": ("T4", lambda item: replace(item, facts=())),
    "T4 a fact that is gone": ("T4", lambda item: replace(item, facts=("gluteus-minimus.gone",))),
    "T4 no source": ("T4", lambda item: replace(item, why=Rationale(text="So it is."))),
    "T5 untold": ("T5", lambda item: other(item, why=Rationale())),
    "O1 six options": (
        "O1",
        lambda item: replace(
            item, options=(*item.options, *(Option(id=f"x{n}", text=f"nerve {n}", why=WHY) for n in range(2)))
        ),
    ),
    "O1 twice": ("O1", lambda item: other(item, text=item.options[-1].text.upper() + "!")),
    "O1 none of the above": ("O1", lambda item: other(item, text="None of the above")),
    "O1 A and B": ("O1", lambda item: other(item, text="A and B")),
    "O2 one within another": (
        "O2",
        lambda item: other(other(item, 0, text="plantar nerve"), 1, text="medial plantar nerve"),
    ),
    "O3 lengths": ("O3", lambda item: other(item, text="a nerve with a name that is very much longer than any other")),
    "O3 the key alone": ("O3", lambda item: keyed(item, "a nerve with a name that is very much longer than any other")),
    "S1 no question": ("S1", lambda item: replace(item, stem="The nerve of gluteus minimus.")),
    "S2 negative": ("S2", lambda item: replace(item, stem="Which nerve does not supply it?")),
    "S3 clang": ("S3", lambda item: replace(item, stem="Which nerve supplies the superior part?")),
    "S4 absolute": ("S4", lambda item: replace(item, stem="Which nerve always supplies it?")),
    "S4 vague": ("S4", lambda item: replace(item, stem="Which nerve usually supplies it?")),
    "S5 too long": ("S5", lambda item: replace(item, stem="word " * 81 + "?")),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_a_rule_is_named_by_it(single, workshop, case):
    rule, spoil = BROKEN[case]
    found = [finding for finding in findings_of(spoil(single), workshop) if finding.rule == rule]
    assert found
    is_error = rule.startswith("T") or rule == "O1"
    assert {finding.severity for finding in found} == {Severity.ERROR if is_error else Severity.WARNING}
    assert is_usable(spoil(single), workshop) is not is_error or not is_error


def test_a_contested_fact_stands_in_the_deck_for_the_case_above(workshop):
    contested = {ident for ident, fact in workshop.facts.items() if not fact.keyed}
    assert "biceps-femoris.innervation.tibial-nerve.long-head.roots" in contested


def test_errors_stand_before_warnings(single, workshop):
    both = other(replace(single, stem="Which nerve always supplies it?"), why=Rationale())
    assert [finding.severity for finding in findings_of(both, workshop)] == [Severity.ERROR, Severity.WARNING]


@pytest.mark.parametrize(
    ("closeness", "expected"), [(0.0, Difficulty.EASY), (0.5, Difficulty.MEDIUM), (1.0, Difficulty.HARD)]
)
def test_the_nearer_the_wrong_options_come_the_harder_an_item_is_predicted_to_be(single, closeness, expected):
    assert replace(single, closeness=closeness).difficulty is expected


def test_what_is_recalled_is_predicted_harder_than_what_is_recognised(workshop):
    pool = Pool(workshop, 4, "1")
    assert {item.difficulty for item in pool.of(ItemType.SHORT)} == {Difficulty.HARD}
    assert Difficulty.EASY in {item.difficulty for item in pool.of(ItemType.TRUE_FALSE)}


@pytest.mark.parametrize("kind", list(ItemType))
def test_every_item_that_the_deck_yields_is_usable(workshop, kind):
    items = Pool(workshop, 4, "7").of(kind)
    assert items
    errors = [
        f"{item.stem}: {one.message}"
        for item in items
        for one in findings_of(item, workshop)
        if one.severity is Severity.ERROR
    ]
    assert errors == []
