"""Measures a student's answer at the server: a grade is recorded and the next card comes back, beside Anki's own.

Both hold the shipped cards and 100,000 reviews of two years, take turns on one disk, and answer what they ask for
next: studyapp as its whole WSGI application in this process with synchronous=FULL, Anki as its own backend, which
answers a card, takes the next from its queue and renders its question. Target: a median of 30 ms.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

from anki.buildinfo import version
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.scheduler.v3 import CardAnswer
from program import machine
from record import bare_insert, fill, past_reviews
from sqlalchemy import event
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from studyapp.anki.ledger import update_ledger
from studyapp.anki.package import write_package
from studyapp.anki.pictures import NO_PICTURES
from studyapp.anki.released import Ledger
from studyapp.app import create_app
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.instant import to_ms
from studyapp.settings import settings_from

REVIEWS = 100_000
YEARS = 2
MORNINGS = 5
ANSWERS_A_MORNING = 100
GRADES = (1, 3, 4, 4, 5)
RATINGS = {1: CardAnswer.AGAIN, 3: CardAnswer.HARD, 4: CardAnswer.GOOD, 5: CardAnswer.EASY}
CHANCE = random.Random(8321)  # noqa: S311  # the same answers every time, nothing secret


class Morning:
    """A clock that goes on by itself, and from one morning to the next when told."""

    def __init__(self) -> None:
        """Begin now."""
        self.later = timedelta()

    def __call__(self) -> datetime:
        """The time of that day."""
        return datetime.now(UTC) + self.later


class Ours:
    """A student's browser at the application, without a network between."""

    def __init__(self, catalog: Catalog, data: Path) -> None:
        """Open studyapp on a data folder."""
        self.clock = Morning()
        settings = settings_from({}, data=data, decks=(), timezone=UTC, new_cards_a_day=0, reviews_a_day=9999)
        started = perf_counter()
        self.app = create_app(settings, catalog=catalog, clock=self.clock)
        self.start_seconds = perf_counter() - started
        self.engine = self.app.extensions["studyapp"].study.database.engine
        self.asked = ""

    def wake(self) -> None:
        """Begin a day."""
        self.clock.later += timedelta(days=1)
        self.asked = self.request("GET", "/study", {})

    def answer(self) -> None:
        """Grade the card that was asked for, and get the next."""
        form = {"review": str(UUID(int=CHANCE.getrandbits(128))), "grade": str(CHANCE.choice(GRADES))}
        self.asked = self.request("POST", f"{self.asked}/review", form)

    def request(self, method: str, path: str, form: dict[str, str]) -> str:
        """Send what htmx sends; the path of the page that came back."""
        headers = Headers({"Origin": "http://localhost", "HX-Request": "true"})
        environ = EnvironBuilder(
            path, method=method, data=form, headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}
        ).get_environ()
        status: list[str] = []
        told: dict[str, str] = {}

        def start_response(line: str, fields: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
            status.append(line)
            told.update(fields)
            return lambda _: None

        body = b"".join(self.app.wsgi_app(environ, start_response))
        if status != ["200 OK"] or b'id="card"' not in body:
            sys.exit(f"studyapp answered {status[0]} to {path}.")
        return told.get("HX-Push-Url", path)

    @contextmanager
    def statements(self) -> Iterator[Counter[str]]:
        """The SQL that is sent meanwhile, by its first words."""
        sent: Counter[str] = Counter()

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            words = statement.split()
            tables = (after for word, after in pairwise(words) if word in {"FROM", "INTO"})
            sent[f"{words[0]} {next(tables, '')}".strip()] += 1

        event.listen(self.engine, "before_cursor_execute", note)
        yield sent
        event.remove(self.engine, "before_cursor_execute", note)


class Theirs:
    """Anki's backend with the same cards and as many reviews."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        """Import the cards, and write the log."""
        self.collection: Any = Collection(str(folder / "collection.anki2"))
        now = datetime.now(UTC)
        ledgers = {deck: update_ledger(Ledger(), catalog, deck, now) for deck in catalog.decks}
        write_package(catalog, catalog.decks, ledgers, folder / "cards.apkg", now, NO_PICTURES)
        options = ImportAnkiPackageOptions(with_deck_configs=False)
        request = ImportAnkiPackageRequest(package_path=str(folder / "cards.apkg"), options=options)
        self.collection.import_anki_package(request)
        self._learn(list(self.collection.find_cards("")))

    def _learn(self, cards: Sequence[int]) -> None:
        database = self.collection.db
        keys = {CardKey("", str(card)): card for card in cards}
        log = list(past_reviews(list(keys), REVIEWS, YEARS))
        database.executemany(
            "insert into revlog values (?, ?, -1, ?, 10, 10, 2500, ?, 1)",
            [(to_ms(one.answered_at), keys[one.card], max(1, one.grade - 1), one.elapsed_ms) for one in log],
        )
        learnt = "update cards set type = 2, queue = 2, due = ?, ivl = 10, factor = 2500, reps = 125"
        database.execute(learnt, self.collection.sched.today)
        for deck in self.collection.decks.all_names_and_ids():
            config = self.collection.decks.config_dict_for_deck_id(deck.id)
            config["rev"]["perDay"] = 9999
            config["new"]["perDay"] = 0
            self.collection.decks.save(config)
        names = {deck.name.partition("::")[0] for deck in self.collection.decks.all_names_and_ids()}
        [root] = names - {"Default"}
        self.collection.decks.set_current(self.collection.decks.id(root))

    def answer(self) -> None:
        """Grade the card that was asked for, and get the next with its question."""
        scheduler = self.collection.sched
        [queued] = scheduler.get_queued_cards().cards
        card = self.collection.get_card(queued.card.id)
        card.start_timer()
        rating = RATINGS[CHANCE.choice(GRADES)]
        scheduler.answer_card(scheduler.build_answer(card=card, states=queued.states, rating=rating))
        [queued] = scheduler.get_queued_cards().cards
        self.collection.get_card(queued.card.id).question()


def main() -> None:
    """Print a table: a row for each."""
    catalog = load_catalog()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        fill(data, list(catalog.cards), REVIEWS, YEARS)
        ours, theirs = Ours(catalog, data), Theirs(catalog, data)
        measured = measure(ours, theirs, bare_insert(data / "bare.sqlite3"))
        ours.wake()
        with ours.statements() as sent:
            ours.answer()
        theirs.collection.close()
    times = MORNINGS * ANSWERS_A_MORNING
    print(f"Answering {times} times: {REVIEWS:,} reviews in the log, {len(catalog.cards)} cards, {machine()}")
    print(f"{'ms':42}{'median':>8}{'95 %':>8}{'99 %':>8}")
    for title, seconds in measured.items():
        cuts = quantiles(seconds, n=100)
        print(f"{title:42}{median(seconds) * 1000:8.2f}{cuts[94] * 1000:8.2f}{cuts[98] * 1000:8.2f}")
    print(f"{sum(sent.values())} statements an answer:", ", ".join(f"{number} {name}" for name, number in sent.items()))
    print(f"Putting the application together on that log: {ours.start_seconds:.2f} s")


def measure(ours: Ours, theirs: Theirs, insert: Callable[[], object]) -> dict[str, list[float]]:
    """Seconds that each took, each time; they take turns, so that they share the disk's moods."""
    kinds = {"bare INSERT and commit": insert, "studyapp": ours.answer, f"Anki {version}": theirs.answer}
    measured: dict[str, list[float]] = {title: [] for title in kinds}
    for _ in range(MORNINGS):
        ours.wake()
        for _ in range(ANSWERS_A_MORNING):
            for title, work in kinds.items():
                started = perf_counter()
                work()
                measured[title].append(perf_counter() - started)
    return measured


if __name__ == "__main__":
    main()
