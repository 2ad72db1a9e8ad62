"""Whatever an author does to a deck between two starts of the program, no student loses or gains a review.

A thousand rows of edits are drawn. After every one the program starts anew on the edited deck, and the schedules are
held against the log by a replay of its own (`plain_sm2`) under all the ids that the author says a card ever had.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import made_muscles
import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from made_catalog import Clock, catalog_of, deck, empty, free_card, free_cards, key_of, muscle, small_catalog
from plain_sm2 import Told, standing
from sqlalchemy import event as engine_event
from sqlalchemy import select

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.deck import CardKey, RenamedNote
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.scheduler import Grade
from studyapp.errors import NotFoundError
from studyapp.services.study import GivenAnswer, Study
from studyapp.storage.database import Database
from studyapp.storage.schedules import all_schedules
from studyapp.storage.tables import LOCAL_USER_ID, retractions, reviews, schedules

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A free card or a muscle as its author knows it: all its ids, the first one that of today."""

    ids: tuple[str, ...]
    topics: tuple[str, ...] = ()
    """Ids of its nickname, if it is a muscle, the first one that of today."""
    wording: int = 0

    def cards(self) -> Iterator[tuple[CardKey, set[CardKey]]]:
        """Each of its cards with every key that it ever had."""
        if not self.topics:
            yield key_of(self.ids[0]), {key_of(ident) for ident in self.ids}
            return
        for face in ("forward", "reverse"):
            keys = [f"{ident}.nickname.{topic}.{face}" for ident in self.ids for topic in self.topics]
            yield CardKey("small", keys[0]), {CardKey("small", key) for key in keys}


@dataclass
class Author:
    """A deck while it is edited."""

    entries: list[Entry] = field(
        default_factory=lambda: [Entry(("c0",)), Entry(("c1",)), Entry(("m2",), ("friend",)), Entry(("c3",))]
    )
    shelf: list[Entry] = field(default_factory=list)
    """What was taken out of the deck."""
    made: int = 4

    def catalog(self) -> Catalog:
        """The catalog of the deck as it is now."""
        free = [
            free_card(one.ids[0], f"Prompt {one.wording}?", f"Answer {one.wording}", formerly=one.ids[1:])
            for one in self.entries
            if not one.topics
        ]
        renamed = [
            RenamedNote(
                id=f"{one.ids[0]}.nickname.{one.topics[0]}",
                formerly=tuple(f"{one.ids[0]}.nickname.{topic}" for topic in one.topics[1:]),
            )
            for one in self.entries
            if one.topics[1:]
        ]
        return catalog_of(
            deck(free, [_muscle(one) for one in self.entries if one.topics], renamed_notes=tuple(renamed))
        )

    def cards(self) -> dict[CardKey, set[CardKey]]:
        """Every card of the deck with all its keys."""
        return {key: keys for one in self.entries for key, keys in one.cards()}

    def fresh(self) -> str:
        """An id that never was."""
        self.made += 1
        return f"n{self.made}"

    def edit(self, what: str, which: int) -> None:
        """Make one edit; one that there is nothing for does nothing."""
        if what == "put back":
            if self.shelf:
                self.entries.insert(which % (len(self.entries) + 1), self.shelf.pop(which % len(self.shelf)))
        elif what == "add":
            self.entries.append(Entry((self.fresh(),), ("friend",) if which % 2 else ()))
        elif self.entries:
            place = which % len(self.entries)
            self._edit_one(what, place, self.entries[place])

    def _edit_one(self, what: str, place: int, one: Entry) -> None:
        match what:
            case "reword":
                self.entries[place] = replace(one, wording=one.wording + 1)
            case "reorder":
                self.entries.insert(0, self.entries.pop(place))
            case "rename":
                self.entries[place] = replace(one, ids=(self.fresh(), *one.ids))
            case "rename the note" if one.topics:
                self.entries[place] = replace(one, topics=(self.fresh(), *one.topics))
            case "take out":
                self.shelf.append(self.entries.pop(place))
            case "merge":
                self._merge(place, one)
            case "own up to a wrong rename" if one.ids[1:] and not one.topics:
                self.entries[place] = replace(one, ids=one.ids[:-1])
                self.shelf.append(Entry(one.ids[-1:]))

    def _merge(self, place: int, one: Entry) -> None:
        """Two free cards become one."""
        others = [there for there, other in enumerate(self.entries) if there != place and not other.topics]
        if others and not one.topics:
            other = self.entries[others[0]]
            self.entries[others[0]] = replace(other, ids=other.ids + one.ids)
            del self.entries[place]


def _muscle(one: Entry) -> object:
    changed = muscle(one.ids[0], f"Muscle {one.ids[0]} {one.wording}", formerly=one.ids[1:])
    nickname = replace(changed.nicknames[0], id=one.topics[0])
    return replace(changed, nicknames=(nickname,))


EDITS = (
    "reword",
    "reorder",
    "rename",
    "rename the note",
    "take out",
    "put back",
    "add",
    "merge",
    "own up to a wrong rename",
)
ACTS = ("answer", "answer again", "post late", "retry", "undo", "cram")
steps = st.lists(
    st.tuples(st.sampled_from([*EDITS, *ACTS, "answer"]), st.integers(0, 11), st.integers(0, 5)),
    min_size=5,
    max_size=14,
)


class Student:
    """A student at the program, who starts it anew after every edit, and keeps a diary of what was answered."""

    def __init__(self, database: Database) -> None:
        """Begin with an empty log."""
        empty(database)
        self.database = database
        self.clock = Clock(NINE)
        self.author = Author()
        self.study = self.start()
        self.diary: dict[UUID, Review] = {}
        self.undone: set[UUID] = set()

    def start(self) -> Study:
        """Start the program on the deck as it is now."""
        study = Study(self.database, self.author.catalog(), self.clock)
        study.refresh_schedules()
        return study

    def log(self) -> list[tuple[object, ...]]:
        """Every row of the log, and every retraction."""
        with self.database.read() as connection:
            rows = [tuple(row) for table in (reviews, retractions) for row in connection.execute(select(table))]
        return sorted(rows, key=str)

    def act(self, what: str, which: int, grade: int) -> None:
        """Do what a student does."""
        cards = list(self.author.cards().items())
        if what == "retry":
            self.retry(which)
        elif what == "undo":
            self.undo()
        elif cards:
            key, known_as = cards[which % len(cards)]
            hours = {"answer": 26, "answer again": 1, "post late": 0, "cram": 5}[what]
            self.clock.pass_time(hours=hours, minutes=1)
            late = timedelta(hours=37 * which + 1) if what == "post late" else timedelta()
            at = self.clock.now - late
            review = Review(
                id=UUID(int=len(self.diary) + 1),
                card=sorted(known_as)[which % len(known_as)],
                grade=Grade(grade),
                answered_at=at,
                day=(at - timedelta(hours=4)).date(),
                elapsed_ms=0,
                kind=ReviewKind.CRAM if what == "cram" else ReviewKind.STUDY,
            )
            self.study.record(review)
            self.diary[review.id] = replace(review, card=key)

    def retry(self, which: int) -> None:
        """Post something again under the id that it had; a card that has gone is told so."""
        if self.diary:
            before = self.log(), self.schedules()
            with suppress(NotFoundError):
                self.study.record(list(self.diary.values())[which % len(self.diary)])
            assert (self.log(), self.schedules()) == before

    def undo(self) -> None:
        """Take the newest grade of today back."""
        newest = self.study.today().last_review
        if newest is not None:
            self.study.undo(newest)
            self.undone.add(newest)

    def schedules(self) -> Mapping[CardKey, object]:
        """What is kept for every card, gone or not."""
        with self.database.read() as connection:
            return all_schedules(connection, LOCAL_USER_ID)

    def told(self) -> list[tuple[CardKey, Told]]:
        """The diary's reviews that count, as the log has them: each under the card's key of its time."""
        with self.database.read() as connection:
            at = {row.id: row.answered_at for row in connection.execute(select(reviews.c.id, reviews.c.answered_at))}
        return [
            (one.card, Told(datetime.fromtimestamp(at[one.id] / 1000, UTC), one.id, one.day, one.grade))
            for one in self.diary.values()
            if one.id not in self.undone and one.kind is ReviewKind.STUDY
        ]

    def check(self) -> None:
        """Hold what is kept against the diary."""
        kept, told = self.schedules(), self.told()
        assert {row[1] for row in self.log() if len(row) > 3} == self.diary.keys()
        for key, known_as in self.author.cards().items():
            expected = standing(one for card, one in told if card in known_as)
            assert _stands(kept.get(key)) == expected, key
        live = {key for keys in self.author.cards().values() for key in keys} - self.author.cards().keys()
        assert not live & kept.keys()


def _stands(schedule: object) -> tuple[object, ...] | None:
    if schedule is None:
        return None
    memory = schedule.memory
    return (
        memory.repetition,
        memory.interval_days,
        Fraction(memory.e_factor, 100),
        schedule.due,
        schedule.first_day,
        schedule.last_day,
        schedule.lapses,
        schedule.drill_open,
    )


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
@example([("answer", 0, 4), ("rename", 0, 0), ("answer", 0, 4), ("own up to a wrong rename", 0, 0), ("put back", 0, 0)])
@example([("answer", 0, 4), ("rename", 0, 0), ("own up to a wrong rename", 0, 0), ("answer", 0, 5), ("put back", 0, 0)])
@example([("answer", 2, 4), ("rename", 2, 0), ("rename the note", 2, 0), ("answer", 3, 1), ("take out", 2, 0)])
@example([("answer", 0, 4), ("take out", 0, 0), ("add", 0, 0), ("put back", 0, 0), ("answer", 0, 4), ("undo", 0, 0)])
def test_a_thousand_rows_of_edits_leave_every_review_and_the_schedules_that_follow_from_them(
    reused_database: Database, steps: list[tuple[str, int, int]]
) -> None:
    student = Student(reused_database)
    for what, which, grade in steps:
        if what in ACTS:
            student.act(what, which, grade)
        else:
            before = student.log()
            student.author.edit(what, which)
            student.study = student.start()
            assert student.log() == before
        student.check()
    event("edits: " + str(sum(what in EDITS for what, *_ in steps) // 4 * 4))


# 0.3.0 asked “Whose pattern is this?” as the reverse of “Where do they refer pain?”; now it has a note of its own.
PATTERN = CardKey("made", "long.trigger-point.only.pattern.forward")


def with_pattern() -> Catalog:
    return made_muscles.catalog(
        made_muscles.deck(
            made_muscles.muscle("long", made_muscles.point(thigh="essential", calf="essential")),
            made_muscles.muscle("short", made_muscles.point(thigh="essential", heel="essential")),
        )
    )


def before_pattern() -> Catalog:
    """The same deck as 0.3.0 read it."""
    catalog = with_pattern()
    cards = [_before(card) if card.formerly else card for card in catalog.cards.values()]
    return replace(catalog, cards={card.key: card for card in cards}, former={})


def _before(card: Card) -> Card:
    note, face = card.formerly
    return replace(card, key=CardKey(card.key.deck, f"{note}.{face}"), note=note, face=face, formerly=None)


def test_a_question_that_moved_to_a_note_of_its_own_keeps_its_history(start, answer, clock):
    [old] = [key for key, now in with_pattern().former.items() if now == PATTERN]
    assert old.card.endswith(".referral.reverse")
    study = start(before_pattern())
    first = answer(study, old)
    clock.next_morning()
    answer(study, old)
    log = _rows(study, reviews)
    study = start(with_pattern())
    assert _rows(study, reviews) == log
    assert _repetitions(study) == {PATTERN: 2}
    study.answer(GivenAnswer(first, old, Grade.WRONG))  # the page was still open, and sends once more
    assert (_rows(study, reviews), _repetitions(study)) == (log, {PATTERN: 2})
    assert study.undo(study.today().last_review) == PATTERN
    assert _repetitions(study) == {PATTERN: 1}
    assert _repetitions(start(before_pattern())) == {old: 1}  # back to 0.3.0
    assert _repetitions(start(with_pattern())) == {PATTERN: 1}


def test_a_history_that_was_claimed_by_mistake_leaves_the_card_that_claimed_it(start, answer, clock):
    study = start(catalog_of(deck([free_card("one"), free_card("other")])))
    answer(study, key_of("one"))
    study = start(catalog_of(deck([free_card("other", formerly=("one",))])))
    clock.next_morning()
    answer(study, key_of("other"))
    assert _repetitions(study) == {key_of("other"): 2}
    study = start(catalog_of(deck([free_card("one"), free_card("other")])))
    assert _repetitions(study) == {key_of("one"): 1, key_of("other"): 1}


def test_a_history_that_was_claimed_by_mistake_goes_to_the_card_whose_it_is(start, answer, clock):
    answer(start(catalog_of(deck([free_card("one")]))), key_of("one"))
    study = start(catalog_of(deck([free_card("other", formerly=("one",))])))
    clock.next_morning()
    answer(study, key_of("other"))
    study = start(catalog_of(deck([free_card("other"), free_card("new", formerly=("one",))])))
    assert _repetitions(study) == {key_of("new"): 1, key_of("other"): 1}


def test_reviews_of_a_card_come_back_with_it_however_long_it_was_gone(start, answer, clock):
    study = start(small_catalog(2))
    for _ in range(3):
        answer(study, key_of("c00"))
        clock.next_morning()
    log, kept = _rows(study, reviews), _rows(study, schedules)
    clock.pass_time(days=400)
    for number in (0, 1, 0):
        gone = start(catalog_of(deck(free_cards(2)[1 : 1 + number])))
        assert (_rows(gone, reviews), _rows(gone, schedules)) == (log, kept)
        with pytest.raises(NotFoundError):
            answer(gone, key_of("c00"))
    study = start(small_catalog(2))
    assert (_rows(study, reviews), _rows(study, schedules)) == (log, kept)
    assert study.today().queue.due == (key_of("c00"),)


def test_the_order_of_decks_is_no_matter_and_the_same_id_in_another_deck_is_another_card(start, answer):
    small, large = deck(free_cards(2)), deck(free_cards(2), id="large")
    study = start(catalog_of(small, large))
    answer(study, key_of("c00"))
    before = _rows(study, schedules)
    study = start(catalog_of(large, small))
    assert _rows(study, schedules) == before
    assert study.card(CardKey("large", "card.c00.forward")).is_new


def test_a_start_without_renames_writes_nothing(start, answer):
    study = start(small_catalog(3))
    for place in range(3):
        answer(study, key_of(f"c{place:02}"))
    study.undo(study.today().last_review)  # its card has a log, and rightly no schedule
    study.record(replace(_cram(), card=key_of("c02")))
    sent: list[str] = []
    engine_event.listen(study.database.engine, "before_cursor_execute", lambda *event: sent.append(event[2]))
    study.refresh_schedules()
    assert {statement.split()[0] for statement in sent} <= {"BEGIN", "SELECT"}
    assert "BEGIN IMMEDIATE" not in sent


def _cram() -> Review:
    return Review(
        id=UUID(int=1),
        card=key_of("c02"),
        grade=Grade.WRONG,
        answered_at=NINE + timedelta(hours=1),
        day=NINE.date(),
        elapsed_ms=0,
        kind=ReviewKind.CRAM,
    )


def _rows(study: Study, table) -> list[tuple[object, ...]]:
    with study.database.read() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def _repetitions(study: Study) -> dict[CardKey, int]:
    with study.database.read() as connection:
        return {key: kept.memory.repetition for key, kept in all_schedules(connection, LOCAL_USER_ID).items()}
