"""Instants as whole milliseconds since 1970: how the log stores them and pages send them."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970 of an aware instant."""
    return (instant - EPOCH) // MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The aware UTC instant of that many milliseconds since 1970; OverflowError beyond the year 9999."""
    return EPOCH + milliseconds * MILLISECOND
