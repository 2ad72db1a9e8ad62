"""Which reviews make no sense."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.day import study_day
from studyapp.domain.deck import CardKey
from studyapp.domain.review import Review
from studyapp.domain.scheduler import Grade
from studyapp.domain.sense import nonsense

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
GOOD = Review(
    id=UUID(int=1),
    card=CardKey("small", "card.c00.forward"),
    grade=Grade.GOOD,
    answered_at=NOW,
    day=NOW.date(),
    elapsed_ms=3000,
)


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timezones(),
    st.integers(0, 23),
)
def test_every_review_of_every_zone_makes_sense(answered_at, zone, hour):
    review = replace(GOOD, answered_at=answered_at, day=study_day(answered_at, zone, hour))
    assert nonsense(review, NOW) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"answered_at": NOW + timedelta(days=40), "day": date(2027, 1, 6)}, "in the future, on 2027-01-06"),
        ({"answered_at": datetime(1970, 1, 1, tzinfo=UTC), "day": date(1970, 1, 1)}, "in the year 1970"),
        ({"day": date(2026, 11, 20)}, "its study day 2026-11-20 is not that of its answer, 2026-11-27"),
        ({"elapsed_ms": -1}, "it took -1 ms"),
        ({"elapsed_ms": 10**9}, "it took 1000000000 ms"),
        ({"card": CardKey("small", "")}, "names no card"),
    ],
)
def test_what_makes_no_sense_is_told(change, told):
    assert told in (nonsense(replace(GOOD, **change), NOW) or "")


def test_a_clock_that_is_a_little_ahead_is_no_nonsense():
    assert nonsense(replace(GOOD, answered_at=NOW + timedelta(hours=20)), NOW) is None
