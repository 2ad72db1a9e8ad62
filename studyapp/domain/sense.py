"""Whether a review makes sense: what no student can have answered, and what only a wrong clock explains."""

from datetime import UTC, datetime, timedelta

from studyapp.domain.review import Review

FIRST_YEAR = 2000
FURTHEST_DAYS = 2
"""A study day differs from the day in UTC by a zone of at most 14 hours and a rollover of at most 23."""
CLOCKS_DIFFER = timedelta(days=1)
LONGEST_MS = 24 * 60 * 60 * 1000


def nonsense(review: Review, now: datetime) -> str | None:
    """What is wrong with a review, in words; None when it makes sense. `now` is an aware instant."""
    answered = review.answered_at.astimezone(UTC)
    if review.answered_at > now + CLOCKS_DIFFER:
        return f"it was answered in the future, on {answered:%Y-%m-%d}"
    if answered.year < FIRST_YEAR:
        return f"it was answered in the year {answered.year}"
    if abs((review.day - answered.date()).days) > FURTHEST_DAYS:
        return f"its study day {review.day} is not that of its answer, {answered:%Y-%m-%d}"
    if not 0 <= review.elapsed_ms <= LONGEST_MS:
        return f"it took {review.elapsed_ms} ms"
    if not review.card.deck or not review.card.card:
        return "it names no card"
    return None
