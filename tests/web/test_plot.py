"""Where the marks of charts stand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.activity import Work, weeks_until
from studyapp.domain.retention import Rate
from studyapp.web.plot import BASE, LEFT, RIGHT, SHARES, TOP, bar_chart, calendar, whiskers, whole_ticks

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (5, [0, 2, 4, 6]),
        (37, [0, 10, 20, 30, 40]),
        (0.4, [0, 1]),
        (81, [0, 50, 100]),
        (400, [0, 100, 200, 300, 400]),
    ],
)
def test_ticks_are_whole_and_round(highest: float, ticks: list[int]) -> None:
    assert whole_ticks(highest) == ticks


@given(st.floats(0, 1e6))
def test_nothing_stands_above_the_highest_tick_and_there_are_few(highest: float) -> None:
    ticks = whole_ticks(highest)
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 6
    assert len({after - before for before, after in pairwise(ticks)}) == 1


columns = st.lists(st.tuples(st.just("x"), st.lists(st.integers(0, 500), min_size=3, max_size=3)), max_size=60)


@given(columns)
def test_bars_are_as_high_as_their_values_and_stay_within_the_axes(told: list[tuple[str, list[int]]]) -> None:
    chart = bar_chart(told)
    highest = int(chart.values[-1].label.replace(",", ""))
    assert len(chart.bars) == sum(value > 0 for _, values in told for value in values)
    heights = sum(bar.height for bar in chart.bars) * highest / (BASE - TOP)
    assert heights == pytest.approx(
        sum(sum(values) for _, values in told), abs=highest * len(chart.bars) / 10_000 + 1e-6
    )
    assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT + 0.02 for bar in chart.bars)
    assert all(bar.y >= TOP - 0.02 and bar.y + bar.height <= BASE + 0.02 for bar in chart.bars)


def test_a_few_columns_are_labelled_the_first_among_them() -> None:
    chart = bar_chart([(str(number), [1]) for number in range(30)])
    assert [label.label for label in chart.labels] == ["0", "8", "16", "24"]
    assert [label.label for label in bar_chart([("a", [1]), ("b", [2])]).labels] == ["a", "b"]


def test_a_whisker_spans_its_interval_and_holds_its_share() -> None:
    told, few = whiskers([("Young", False, Rate(15, 20)), ("Mature", True, Rate(3, 3))])
    left, right = SHARES
    assert told.at == left + 0.75 * (right - left)
    assert left < told.begin < told.at < told.end < right
    assert few.at is None


def test_a_day_with_more_is_drawn_larger_in_the_row_of_its_weekday() -> None:
    work = {TODAY: Work(40, 0), TODAY - timedelta(days=1): Work(3, 0)}
    squares = calendar(weeks_until(TODAY, 2), work, 40, TODAY).squares
    assert len(squares) == 10
    monday, tuesday, wednesday = squares[-3:]
    assert monday.size < tuesday.size < wednesday.size
    assert [square.heat for square in squares[-3:]] == [0, 1, 4]
    assert monday.y < tuesday.y < wednesday.y
    assert [square.is_today for square in squares] == [False] * 9 + [True]
