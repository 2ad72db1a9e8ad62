"""A hundred exams of forty items, each by another seed, held against the deck by a checker of its own."""

from dataclasses import replace

import pytest
from exam_checker import Checker

from studyapp.content.loader import load_catalog
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType
from studyapp.services.examiner import Examiner

CELLS = {
    ItemType.SINGLE: 16,
    ItemType.VIGNETTE: 2,
    ItemType.MULTIPLE: 5,
    ItemType.TRUE_FALSE: 5,
    ItemType.MATCHING: 1,
    ItemType.EXTENDED: 1,
    ItemType.SHORT: 4,
    ItemType.CLOZE: 3,
    ItemType.ORDERING: 1,
    ItemType.HOTSPOT: 2,
}
FINAL = ExamBlueprint(
    title="Final", forms=2, cells=tuple(Cell(type=kind, count=number) for kind, number in CELLS.items())
)


@pytest.fixture(scope="module")
def examiner():
    return Examiner(load_catalog())


@pytest.fixture(scope="module")
def checker(examiner):
    return Checker(examiner.catalog, "trigger-points")


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_no_exam_breaks_a_rule_and_every_cell_is_met(examiner, checker, first):
    for seed in range(first, first + 20):
        drawn = examiner.draw(replace(FINAL, seed=seed, options=3 + seed % 3))
        assert drawn.shortfalls == ()
        assert len(drawn.exam.items) == sum(CELLS.values())
        assert checker.errors(drawn.exam) == []


def test_the_checker_finds_what_is_put_wrong_on_purpose(examiner, checker):
    exam = examiner.draw(FINAL).exam
    form = exam.forms[0]
    place, single = next((at, one) for at, one in enumerate(form.items) if one.item.type is ItemType.SINGLE)

    def spoilt(item):
        items = (*form.items[:place], replace(single, item=item), *form.items[place + 1 :])
        return checker.errors(replace(exam, forms=(replace(form, items=items),)))

    options = single.item.options
    key = next(option for option in options if option.is_key)
    assert not spoilt(single.item)
    assert any(
        "T1" in one for one in spoilt(replace(single.item, options=tuple(replace(o, is_key=True) for o in options)))
    )
    assert any(
        "T1" in one
        for one in spoilt(replace(single.item, options=tuple(replace(o, is_key=o is not key) for o in options)))
    )
    assert any("O1" in one for one in spoilt(replace(single.item, options=(*options, key))))
    assert any(
        "T5" in one
        for one in spoilt(replace(single.item, options=tuple(replace(o, why=replace(o.why, text="")) for o in options)))
    )
    assert any("T3" in one for one in spoilt(replace(single.item, facts=("no.such.fact",))))
    assert any("P3" in one for one in spoilt(replace(single.item, decided=form.items[-1].item.decided)))
