"""The one place that reads the time; everything else is handed it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time, as an aware UTC datetime."""
    return datetime.now(UTC)
