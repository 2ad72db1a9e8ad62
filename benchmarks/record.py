"""Measures recording a review through the pages, with an empty and a long log, beside a bare INSERT and commit.

Both write to the same disk in turns, with SQLite's write-ahead log and synchronous=FULL.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from program import Program, machine, serving, studyapp
from sqlalchemy import insert

from studyapp.content.loader import load_catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.instant import to_ms
from studyapp.domain.mark import CardMark
from studyapp.domain.review import Review
from studyapp.domain.schedule import replay
from studyapp.domain.scheduler import Grade
from studyapp.domain.sm2 import SM2
from studyapp.storage.database import Database
from studyapp.storage.marks import put_mark
from studyapp.storage.migrate import migrate
from studyapp.storage.schedules import put_schedule
from studyapp.storage.tables import LOCAL_USER_ID, reviews

LENGTHS = (0, 100_000)
ANSWERS = 1000
MORNINGS = 100
YEARS = 5
GRADES = (Grade(1), Grade(3), Grade(4), Grade(4), Grade(5))
CHANCE = random.Random(8321)  # noqa: S311  # the same reviews every time, nothing secret


def main() -> None:
    """Print a table: a row for each thing measured, a pair of columns for each length of the log."""
    cards = list(load_catalog().cards)
    print(f"Recording: median / 99th percentile of {ANSWERS} in ms, {machine()}")
    for length in LENGTHS:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            fill(data, cards, length)
            with serving(*studyapp(data)) as program:
                report(length, measure(program, data, cards))


def report(length: int, measured: dict[str, list[float]]) -> None:
    """Print the figures of one length of the log."""
    print(f"{length:,} reviews in the log")
    for title, seconds in measured.items():
        print(f"  {title:46} {median(seconds) * 1000:8.2f} / {quantiles(seconds, n=100)[98] * 1000:.2f}")


def measure(program: Program, data: Path, cards: Sequence[CardKey]) -> dict[str, list[float]]:
    """Seconds that each kind of work took, each time; the kinds take turns, so that they share the disk's moods."""
    answers = (f"/study/{card.deck}/{card.card}/review" for card in iter(lambda: CHANCE.choice(cards), None))
    insert_and_commit = bare_insert(data / "bare.sqlite3")

    def record(**headers: str) -> None:
        form = f"review={UUID(int=CHANCE.getrandbits(128))}&grade={CHANCE.choice(GRADES)}"
        status = program.post(next(answers), form, headers)
        if status not in {200, 303}:
            sys.exit(f"studyapp answered {status}.")

    first = timed(lambda: program.get("/"), MORNINGS)
    kinds: dict[str, Callable[[], object]] = {
        "bare INSERT and commit": insert_and_commit,
        "record a review": record,
        "record a review and show the next card": lambda: record(**{"HX-Request": "true"}),
        "show Today": lambda: program.get("/"),
    }
    measured: dict[str, list[float]] = {f"show Today before the first review ({MORNINGS} times)": first}
    for _ in range(ANSWERS):
        for title, work in kinds.items():
            measured.setdefault(title, []).extend(timed(work, 1))
    return measured


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds that each of several calls took."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds


def bare_insert(path: Path) -> Callable[[], object]:
    """A function that adds a row as wide as a review to a table of its own, and commits."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE reviews (id BLOB PRIMARY KEY, card TEXT, grade INTEGER, answered_at INTEGER)")
    row = "INSERT INTO reviews VALUES (randomblob(16), 'gluteus-minimus.origins', 4, 1800000000000)"
    return lambda: connection.execute(row)


def fill(data: Path, cards: Sequence[CardKey], length: int, years: int = YEARS) -> None:
    """Make the database of a student who reviewed for years, the last time yesterday."""
    database = Database(data)
    migrate(database)
    logs: dict[CardKey, list[Review]] = {}
    for review in past_reviews(cards, length, years):
        logs.setdefault(review.card, []).append(review)
    with database.write() as connection:
        for card, log in logs.items():
            connection.execute(insert(reviews), [row(review) for review in log])
            put_schedule(connection, LOCAL_USER_ID, card, replay(log, SM2()))
            # Grades by chance make every card a leech: this student took all of them back.
            put_mark(connection, LOCAL_USER_ID, CardMark(card=card, forgiven_lapses=length))
    database.engine.dispose()


def past_reviews(cards: Sequence[CardKey], length: int, years: int = YEARS) -> Iterator[Review]:
    """Reviews of random cards at even distances, from years ago until yesterday."""
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    for number in range(length):
        at = yesterday - timedelta(days=365 * years) * (1 - number / length)
        at = at.replace(microsecond=0) + timedelta(milliseconds=number % 1000)
        yield Review(
            id=UUID(int=CHANCE.getrandbits(128)),
            card=CHANCE.choice(cards),
            grade=CHANCE.choice(GRADES),
            answered_at=at,
            day=at.date(),
            elapsed_ms=CHANCE.randrange(2_000, 30_000),
        )


def row(review: Review) -> dict[str, object]:
    """A review as its row in the log."""
    return {
        "user_id": LOCAL_USER_ID,
        "id": review.id,
        "deck": review.card.deck,
        "card": review.card.card,
        "grade": int(review.grade),
        "answered_at": to_ms(review.answered_at),
        "day": review.day,
        "elapsed_ms": review.elapsed_ms,
        "kind": str(review.kind),
    }


if __name__ == "__main__":
    main()
