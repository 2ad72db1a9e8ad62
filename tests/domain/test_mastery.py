"""Mastery: the stages of cards, and cells as the mean of their cards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_catalog import catalog_of, deck, free_cards, muscle

from studyapp.domain.deck import CardKey
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.mastery import NO_CARDS, Cell, Stage, mastery, stage_of, stages
from studyapp.domain.schedule import Schedule
from studyapp.domain.scheduler import Memory

DAY = date(2026, 1, 1)
ONE = Schedule(
    card=CardKey("small", "minimus.nickname.friend.forward"),
    memory=Memory(1, 1, 250),
    due=DAY,
    first_day=DAY,
    last_day=DAY,
    last_answered_at=datetime(2026, 1, 1, tzinfo=UTC),
    lapses=0,
    drill_open=False,
)


@pytest.mark.parametrize(
    ("memory", "stage"),
    [
        (Memory(0, 1, 250), Stage.LEARNING),
        (Memory(1, 1, 250), Stage.LEARNING),
        (Memory(2, 6, 250), Stage.YOUNG),
        (Memory(4, 20, 130), Stage.YOUNG),
        (Memory(4, 21, 130), Stage.MATURE),
        (Memory(9, 400, 250), Stage.MATURE),
    ],
)
def test_a_card_is_young_once_passed_twice_and_mature_from_three_weeks_on(memory: Memory, stage: Stage) -> None:
    assert stage_of(replace(ONE, memory=memory)) is stage


def test_a_card_that_was_never_studied_is_new() -> None:
    assert stage_of(None) is Stage.NEW


def test_a_cell_is_the_mean_of_its_cards_stages() -> None:
    assert Cell(2, 3).share == 0.5  # one mature, one new
    assert (Cell(3, 0).share, Cell(3, 9).share) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("cell", "stage"),
    [
        (NO_CARDS, None),
        (Cell(5, 0), Stage.NEW),
        (Cell(5, 1), Stage.LEARNING),
        (Cell(5, 9), Stage.LEARNING),
        (Cell(5, 10), Stage.YOUNG),
        (Cell(5, 14), Stage.YOUNG),
        (Cell(5, 15), Stage.MATURE),
    ],
)
def test_a_cell_is_at_the_last_stage_that_its_mean_has_reached(cell: Cell, stage: Stage | None) -> None:
    assert cell.stage is stage


def test_cells_are_of_a_muscle_and_an_attribute_and_all_other_cards_stand_apart() -> None:
    catalog = catalog_of(deck(free_cards(2), [muscle("minimus", "Minimus"), muscle("medius", "Medius")]))
    known = {ONE.card: replace(ONE, memory=Memory(5, 30, 250))}
    cells = mastery(catalog.cards.values(), known)
    assert cells[SubjectKind.MUSCLE] == {
        ("minimus", Attribute.NICKNAME): Cell(2, 3),
        ("medius", Attribute.NICKNAME): Cell(2, 0),
    }
    assert sum(cells[SubjectKind.CARD].values(), NO_CARDS) == Cell(2, 0)
    assert stages(catalog.cards.values(), known) == {
        Stage.NEW: 5,
        Stage.LEARNING: 0,
        Stage.YOUNG: 0,
        Stage.MATURE: 1,
    }


@given(st.lists(st.sampled_from(Stage), min_size=1))
def test_a_share_stays_from_0_to_1_and_the_ends_are_all_new_and_all_mature(own: list[Stage]) -> None:
    cell = sum((Cell(1, stage) for stage in own), NO_CARDS)
    assert 0 <= cell.share <= 1
    assert (cell.share == 0) is (cell.stage is Stage.NEW) is (set(own) == {Stage.NEW})
    assert (cell.share == 1) is (cell.stage is Stage.MATURE) is (set(own) == {Stage.MATURE})
