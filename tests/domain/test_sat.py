"""The clock of a sitting."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from studyapp.domain.exam.sat import GRACE, Sitting

START = datetime(2026, 11, 28, 9, tzinfo=UTC)
END = START + timedelta(minutes=30)
TIMED = Sitting(id=UUID(int=1), exam=UUID(int=2), form="A", started_at=START, minutes=30)
UNTIMED = Sitting(id=UUID(int=1), exam=UUID(int=2), form="A", started_at=START)


@pytest.mark.parametrize(
    ("after", "is_closed"), [(0, False), (30 * 60, False), (30 * 60 + 15, False), (30 * 60 + 16, True)]
)
def test_answers_are_taken_until_a_little_after_the_end(after, is_closed):
    assert TIMED.is_closed(START + timedelta(seconds=after)) is is_closed
    assert timedelta(seconds=15) == GRACE


def test_without_a_clock_a_sitting_never_closes_by_itself():
    assert not UNTIMED.is_closed(START + timedelta(days=4000))
    assert UNTIMED.left(START) is None
    assert UNTIMED.ends_at is None


def test_the_time_left_is_never_below_nothing_nor_above_all_of_it():
    assert TIMED.left(START + timedelta(minutes=29)) == timedelta(minutes=1)
    assert TIMED.left(END + timedelta(hours=1)) == timedelta(0)
    assert TIMED.left(START - timedelta(hours=1)) == timedelta(minutes=30)  # the machine's clock was set back
