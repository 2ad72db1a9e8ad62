"""Where the marks of a chart stand: scales with whole ticks, bars, whiskers, and the squares of a calendar.

All lengths are in units of a drawing 300 wide, the width of a small phone, so that its labels stay readable there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.activity import MOST_HEAT, Work, heat
from studyapp.domain.retention import Rate

WIDTH = 300
LEFT, RIGHT = 34, 296
TOP, BASE = 26, 126
MOST_STEPS = 4
MOST_LABELS = 4
SHARES = (106, 250)
"""Where a scale of shares begins and ends; names stand before it, shares behind."""
GAP = 0.2
"""The part of a bar's place that stays empty."""
ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, and what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column; `kind` is its place among the kinds that are stacked."""

    kind: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Columns of stacked bars over an axis that begins at 0."""

    bars: tuple[Bar, ...]
    values: tuple[Tick, ...]
    labels: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Whisker:
    """A share with its confidence interval, on a line of its own."""

    label: str
    is_mature: bool
    y: float
    share: float | None
    at: float | None
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Square:
    """A day of a calendar: the more was done, the larger."""

    x: float
    y: float
    size: float
    heat: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Some weeks, one a column, with the months above them."""

    squares: tuple[Square, ...]
    months: tuple[Tick, ...]


def whole_ticks(highest: float) -> list[int]:
    """Whole numbers at even distances of 1, 2 or 5 times a power of ten, from 0 to the first that nothing passes."""
    step, power = 1, 1
    while step * MOST_STEPS < highest:
        larger = [digit * power for digit in ROUND if digit * power > step]
        power = power if larger else power * 10
        step = larger[0] if larger else power
    number = max(1, -(-int(-(-highest // 1)) // step))
    return [step * place for place in range(number + 1)]


def bar_chart(columns: Sequence[tuple[str, Sequence[float]]]) -> BarChart:
    """Columns with their labels, of which a few are shown; the values of one are stacked from the axis up."""
    ticks = whole_ticks(max((sum(values) for _, values in columns), default=0))
    scale = (BASE - TOP) / ticks[-1]
    place = (RIGHT - LEFT) / max(len(columns), 1)
    bars = []
    for number, (_, values) in enumerate(columns):
        top = float(BASE)
        for kind, value in enumerate(values):
            top -= value * scale
            if value:
                bars.append(_bar(kind, LEFT + place * (number + GAP / 2), top, place * (1 - GAP), value * scale))
    every = -(-len(columns) // MOST_LABELS)
    labels = [Tick(round(LEFT + place * (at + 0.5), 2), columns[at][0]) for at in range(0, len(columns), max(every, 1))]
    return BarChart(
        tuple(bars), tuple(Tick(round(BASE - tick * scale, 2), f"{tick:,}") for tick in ticks), tuple(labels)
    )


def whiskers(rows: Sequence[tuple[str, bool, Rate]]) -> tuple[Whisker, ...]:
    """A line for each rate, over a scale from 0 to 100 %; without a share where there are too few to tell."""
    left, scale = SHARES[0], SHARES[1] - SHARES[0]
    found = []
    for number, (label, is_mature, rate) in enumerate(rows):
        begin, end = (round(left + scale * share, 2) for share in rate.interval)
        at = None if rate.share is None else round(left + scale * rate.share, 2)
        found.append(Whisker(label, is_mature, 14 + 20 * number, rate.share, at, begin, end))
    return tuple(found)


def share_ticks() -> list[Tick]:
    """The ticks under such lines."""
    return [Tick(SHARES[0] + (SHARES[1] - SHARES[0]) * part / 100, f"{part} %") for part in (0, 50, 100)]


def calendar(weeks: Sequence[Sequence[date]], work: Mapping[date, Work], most: int, today: date) -> Calendar:
    """These weeks, Monday on top; `most` is what the fullest square stands for."""
    squares, months = [], []
    for column, week in enumerate(weeks):
        x = 27 + 10 * column
        first = next((day for day in week if day.day == 1), None)
        if first is not None and column < len(weeks) - 1:
            months.append(Tick(x, f"{first:%b}"))
        for day in week:
            level = heat(work.get(day, Work()).answers, most)
            size = 2 + 6.5 * level / MOST_HEAT
            middle = 22 + 10 * day.weekday()
            squares.append(Square(x + 5 - size / 2, middle - size / 2, size, level, day == today))
    return Calendar(tuple(squares), tuple(months))


def dated(values: Sequence[tuple[date, Sequence[float]]]) -> list[tuple[str, Sequence[float]]]:
    """Columns of days, each labelled by its date."""
    return [(short_date(day), own) for day, own in values]


def short_date(day: date) -> str:
    """“24 Nov”."""
    return f"{day.day} {day:%b}"


def _bar(kind: int, x: float, y: float, width: float, height: float) -> Bar:
    return Bar(kind, round(x, 2), round(y, 2), round(width, 2), round(height, 2))
