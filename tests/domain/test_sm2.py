"""SM-2 against tables worked by hand from Wozniak (1990), and the laws that hold for every row of grades."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_sm2 import intervals_and_factors

from studyapp.domain.scheduler import Grade, Memory
from studyapp.domain.sm2 import SM2

SCHEDULER = SM2()

grades = st.lists(st.sampled_from(Grade), max_size=40)


def studied(row: list[int] | list[Grade]) -> list[Memory]:
    """The memory after each grade of a row."""
    memory, memories = SCHEDULER.start(), []
    for grade in row:
        memory = SCHEDULER.step(memory, Grade(grade))
        memories.append(memory)
    return memories


def intervals(row: list[int]) -> list[int]:
    return [memory.interval_days for memory in studied(row)]


memories = grades.map(lambda row: studied(row)[-1] if row else SCHEDULER.start())


def test_a_new_card_has_repetition_0_and_an_e_factor_of_2_5() -> None:
    assert SCHEDULER.start() == Memory(repetition=0, interval_days=0, e_factor=250)


def test_the_first_intervals_are_1_and_6_days_then_times_the_e_factor() -> None:
    # 6 * 2.5 = 15 · 15 * 2.5 = 37.5 → 38 · 38 * 2.5 = 95 · 95 * 2.5 = 237.5 → 238
    assert intervals([4, 4, 4, 4, 4, 4]) == [1, 6, 15, 38, 95, 238]


@pytest.mark.parametrize(
    ("grade", "e_factor", "repetition"),
    [(5, 260, 1), (4, 250, 1), (3, 236, 1), (2, 250, 0), (1, 250, 0), (0, 250, 0)],
)
def test_each_grade_changes_the_e_factor_by_its_own_amount_and_a_lapse_not_at_all(
    grade: int, e_factor: int, repetition: int
) -> None:
    assert studied([grade]) == [Memory(repetition, 1, e_factor)]


@pytest.mark.parametrize("grade", [Grade.EASY, Grade.GOOD, Grade.HARD])
def test_the_e_factor_changes_by_wozniaks_formula(grade: Grade) -> None:
    short = 5 - grade
    change = Fraction("0.1") - short * (Fraction("0.08") + short * Fraction("0.02"))
    assert SCHEDULER.step(Memory(3, 15, 250), grade).e_factor == (Fraction("2.5") + change) * 100


def test_the_interval_follows_from_the_e_factor_after_the_grades_change() -> None:
    # After 4 4: 6 days, 2.5. Grade 5: 6 * 2.6 = 15.6 → 16 (not 6 * 2.5 = 15). Grade 3: 6 * 2.36 = 14.16 → 15.
    assert intervals([4, 4, 5]) == [1, 6, 16]
    assert intervals([4, 4, 3]) == [1, 6, 15]
    assert SCHEDULER.step(Memory(3, 100, 250), Grade.HARD).interval_days == 236


@pytest.mark.parametrize(
    ("interval", "e_factor", "expected"),
    [
        (10, 280, 28),  # in floats 10 * 2.8000000000000003 rounds up to 29
        (15, 250, 38),
        (7, 136, 10),  # 9.52
        (100, 131, 131),  # 131 exactly
        (1, 130, 2),  # 1.3
    ],
)
def test_a_fraction_of_a_day_is_rounded_up_and_a_whole_one_is_not(interval: int, e_factor: int, expected: int) -> None:
    assert SCHEDULER.step(Memory(3, interval, e_factor), Grade.GOOD).interval_days == expected


def test_ten_days_times_an_e_factor_raised_to_2_80_are_28_days() -> None:
    assert SCHEDULER.step(Memory(4, 10, 270), Grade.EASY) == Memory(5, 28, 280)


def test_the_e_factor_never_falls_below_1_3() -> None:
    # 2.50 - 9 * 0.14 = 1.24
    assert [memory.e_factor for memory in studied([3] * 10)] == [236, 222, 208, 194, 180, 166, 152, 138, 130, 130]


def test_the_e_factor_has_no_upper_bound() -> None:
    assert studied([5] * 30)[-1].e_factor == 250 + 30 * 10


def test_an_interval_never_exceeds_36_500_days() -> None:
    assert SCHEDULER.step(Memory(9, 14_600, 250), Grade.GOOD).interval_days == 36_500
    assert SCHEDULER.step(Memory(9, 14_601, 250), Grade.GOOD).interval_days == 36_500
    assert SCHEDULER.step(Memory(9, 36_500, 250), Grade.EASY).interval_days == 36_500


@pytest.mark.parametrize("lapse", [0, 1, 2])
def test_after_a_lapse_the_intervals_are_1_then_1_then_6(lapse: int) -> None:
    # 38 days are lost; the next success is repetition 1 again. 6 * 2.5 = 15.
    assert intervals([4, 4, 4, 4, lapse, 4, 4, 4]) == [1, 6, 15, 38, 1, 1, 6, 15]


def test_a_lapse_keeps_the_e_factor() -> None:
    assert [memory.e_factor for memory in studied([5, 3, 0, 1, 2, 4])] == [260, 246, 246, 246, 246, 246]


def test_the_row_4_4_5_2_4_worked_by_hand() -> None:
    assert studied([4, 4, 5, 2, 4]) == [
        Memory(1, 1, 250),
        Memory(2, 6, 250),
        Memory(3, 16, 260),
        Memory(0, 1, 260),
        Memory(1, 1, 260),
    ]


@given(grades)
def test_intervals_stay_between_1_day_and_36_500_days(row: list[Grade]) -> None:
    assert all(1 <= memory.interval_days <= 36_500 for memory in studied(row))


@given(grades)
def test_no_row_of_grades_brings_the_e_factor_below_1_3(row: list[Grade]) -> None:
    assert all(memory.e_factor >= 130 for memory in studied(row))


@given(memories)
def test_easy_is_never_sooner_than_good_and_good_never_sooner_than_hard(memory: Memory) -> None:
    after = SCHEDULER.preview(memory)
    easy, good, hard = (after[grade].interval_days for grade in (Grade.EASY, Grade.GOOD, Grade.HARD))
    assert easy >= good >= hard >= after[Grade.WRONG].interval_days == 1


@given(memories)
def test_the_preview_of_every_grade_is_the_step_it_leads_to(memory: Memory) -> None:
    assert SCHEDULER.preview(memory) == {grade: SCHEDULER.step(memory, grade) for grade in Grade}


@given(memories, st.sampled_from([Grade.BLACKOUT, Grade.WRONG, Grade.WRONG_BUT_FAMILIAR]))
def test_every_lapse_starts_again_and_keeps_the_e_factor(memory: Memory, lapse: Grade) -> None:
    assert SCHEDULER.step(memory, lapse) == Memory(0, 1, memory.e_factor)


@given(memories, st.sampled_from([Grade.HARD, Grade.GOOD, Grade.EASY]))
def test_a_third_or_later_success_never_shortens_the_interval(memory: Memory, grade: Grade) -> None:
    after = SCHEDULER.step(memory, grade)
    if after.repetition > 2:
        # the smallest whole number of days that is not less than I(n-1) · EF, up to the cap
        exact = Fraction(memory.interval_days * after.e_factor, 100)
        assert after.interval_days == 36_500 or exact <= after.interval_days < exact + 1
        assert after.interval_days >= memory.interval_days


@given(grades)
def test_every_row_of_grades_leads_where_the_text_told_once_more_leads(row: list[Grade]) -> None:
    assert [(m.repetition, m.interval_days, Fraction(m.e_factor, 100)) for m in studied(row)] == intervals_and_factors(
        row
    )


def test_every_row_of_up_to_five_grades_leads_where_the_text_told_once_more_leads() -> None:
    for row in product(range(6), repeat=5):
        memory, told = studied(list(row))[-1], intervals_and_factors(row)[-1]
        assert (memory.repetition, memory.interval_days, Fraction(memory.e_factor, 100)) == told, row
