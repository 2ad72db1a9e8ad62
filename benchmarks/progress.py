"""Measures the page of progress of a student with 100,000 reviews of every card over two years."""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from program import Program, machine, serving, studyapp
from record import CHANCE, GRADES, row
from sqlalchemy import insert

from studyapp.content.loader import load_catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.review import Review
from studyapp.domain.schedule import replay
from studyapp.domain.sm2 import SM2
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate
from studyapp.storage.schedules import put_schedule
from studyapp.storage.tables import LOCAL_USER_ID, reviews

REVIEWS = 100_000
DAYS = 730
MISTAKEN = 0.1
"""The share of reviews that say what the answer was mixed up with."""
STARTS = 5
VISITS = 50
PAGES = {
    "show Progress": "/progress",
    "show Progress, forecast of 90 days": "/progress?days=90",
    "show Progress, forecast of a year": "/progress?days=365",
}


def main() -> None:
    """Print how long the page takes at first, when the whole log is read, and from then on."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        print(f"Progress of {REVIEWS:,} reviews, in ms, {machine()}")
        first = [first_visit(Path(folder)) for _ in range(STARTS)]
        print(f"  first look after a start, median of {STARTS}{'':13} {median(first) * 1000:8.1f}")
        with serving(*studyapp(Path(folder))) as program:
            visit(program, "/progress")
            print(f"  later: median / 95th percentile of {VISITS}")
            for title, path in PAGES.items():
                seconds = [visit(program, path) for _ in range(VISITS)]
                print(f"  {title:46} {median(seconds) * 1000:8.1f} / {quantiles(seconds, n=20)[18] * 1000:.1f}")


def first_visit(data: Path) -> float:
    """Seconds that the page took as the first one after a start, `/` aside."""
    with serving(*studyapp(data)) as program:
        return visit(program, "/progress")


def visit(program: Program, path: str) -> float:
    """Seconds that a page took; ends the benchmark when it is not the page that is meant."""
    started = time.perf_counter()
    text = program.get(path)
    seconds = time.perf_counter() - started
    if "What is coming" not in text:
        sys.exit(f"{path} does not tell what is coming.")
    return seconds


def fill(data: Path) -> None:
    """Make the database of a student who answered 137 cards a day for two years, the last time yesterday."""
    cards = list(load_catalog().cards)
    names = [card.card.partition(".")[0] for card in cards]
    database = Database(data)
    migrate(database)
    logs: dict[CardKey, list[Review]] = {}
    log = list(past_reviews(cards))
    for review in log:
        logs.setdefault(review.card, []).append(review)
    with database.write() as connection:
        connection.execute(insert(reviews), [row(one) | {"mistaken": mistaken(names)} for one in log])
        for card, own in logs.items():
            put_schedule(connection, LOCAL_USER_ID, card, replay(own, SM2()))
    database.engine.dispose()


def mistaken(names: Sequence[str]) -> list[str]:
    """What an answer was mixed up with, now and then."""
    return [CHANCE.choice(names)] if CHANCE.random() < MISTAKEN else []


def past_reviews(cards: Sequence[CardKey]) -> Iterator[Review]:
    """Reviews of random cards at even distances, from two years ago until yesterday."""
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    for number in range(REVIEWS):
        at = yesterday - timedelta(days=DAYS) * (1 - number / REVIEWS)
        at = at.replace(microsecond=0) + timedelta(milliseconds=number % 1000)
        yield Review(
            id=UUID(int=CHANCE.getrandbits(128)),
            card=CHANCE.choice(cards),
            grade=CHANCE.choice(GRADES),
            answered_at=at,
            day=at.date(),
            elapsed_ms=CHANCE.randrange(2_000, 30_000),
        )


if __name__ == "__main__":
    main()
