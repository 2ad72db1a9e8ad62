"""What was answered in Anki comes home, once."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalog import Clock, catalog_of, deck, empty, free_card, free_cards, key_of, muscle, small_catalog
from made_profile import AGAIN, EASY, FORMATS, GOOD, Answered, Profile, as_file, package_with

from studyapp.anki.identity import KnownCard, KnownCards, guid_of
from studyapp.anki.shape import Shape
from studyapp.domain.backup import BackupKind
from studyapp.domain.catalog import Catalog
from studyapp.domain.instant import from_ms, to_ms
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.schedule import Schedule, replay
from studyapp.domain.scheduler import Grade
from studyapp.domain.sm2 import SM2
from studyapp.domain.way import Way
from studyapp.errors import AnkiFileError, StorageError
from studyapp.services.anki import AnkiExport
from studyapp.services.anki_history import AnkiHistory, Homecoming, Skipped
from studyapp.services.backups import Backups
from studyapp.services.study import GivenAnswer, Study, StudySettings
from studyapp.storage.database import Database
from studyapp.storage.log import every_review
from studyapp.storage.schedules import all_schedules

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
C0, C1, C2 = (key_of(f"c0{place}") for place in range(3))
NOW_MS = to_ms(NINE)


def history_of(study: Study) -> AnkiHistory:
    folder = study.database.folder
    return AnkiHistory(AnkiExport(study.catalog, folder, study.clock), Backups(folder, study.clock))


def take_in(study: Study, package: bytes, *, only_tell: bool = False) -> Homecoming:
    return history_of(study).take_in(study, as_file(package), only_tell=only_tell)


def log(study: Study) -> list[Review]:
    with study.database.read() as connection:
        return sorted(every_review(connection, study.user), key=lambda review: review.order)


def schedules(study: Study) -> dict[object, Schedule]:
    with study.database.read() as connection:
        return all_schedules(connection, study.user)


def told(review: Review) -> tuple[object, ...]:
    return review.card, review.grade, review.answered_at, review.day, review.kind


def backups(study: Study) -> list[BackupKind]:
    return [backup.kind for backup in Backups(study.database.folder, study.clock).kept()]


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    """The student's Anki with the deck `small` of three free cards, and one card of another deck."""
    profile = Profile(tmp_path / "anki")
    profile.take(AnkiExport(small_catalog(), tmp_path, Clock(NINE)).package().content)
    profile.add_of_another_deck("hola")
    yield profile
    profile.close()


@pytest.fixture
def today(clock: Clock) -> Clock:
    """The clock of the machine, as real answers in Anki need it."""
    clock.now = datetime.now(UTC) + timedelta(seconds=1)
    return clock


@pytest.fixture
def study(start: Callable[..., Study]) -> Study:
    """Studying three free cards in Vienna."""
    return start(small_catalog(), StudySettings(ZoneInfo("Europe/Vienna")))


class TestRealAnki:
    """Answers that a student gave in Anki itself."""

    @pytest.mark.parametrize("kind", FORMATS)
    def test_every_answer_comes_home_from_every_format_and_the_schedules_are_their_replay(
        self, profile, today, study, kind
    ):
        cards = {profile.card(key.card.split(".")[1]): key for key in (C0, C1, C2)}
        for place, card in enumerate(cards):
            for days in (40, 39, 30, 10):
                profile.log(card, today() - timedelta(days=days, seconds=place), ease=1 + (days + place) % 4)
        profile.collection.decks.set_current(profile.collection.decks.id("Small deck"))
        for rating in (GOOD, AGAIN, EASY):
            profile.answer_next(rating)

        taken = take_in(study, profile.export(kind))

        grades = {1: Grade.WRONG, 2: Grade.HARD, 3: Grade.GOOD, 4: Grade.EASY}
        assert [(to_ms(one.answered_at), one.card, one.grade) for one in log(study)] == [
            (at, cards[card], grades[ease]) for at, card, ease, _ in profile.rows()
        ]
        assert (taken.taken, taken.known, taken.skipped) == (15, 0, {})
        assert (taken.unknown_cards, taken.other_cards) == (0, 1)
        assert schedules(study) == {
            key: replay([one for one in log(study) if one.card == key], SM2()) for key in (C0, C1, C2)
        }

    def test_the_same_history_in_another_format_brings_nothing_new(self, profile, today, study):
        for card in ("c00", "c01"):
            profile.log(profile.card(card), today() - DAY + timedelta(milliseconds=len(profile.rows())))
        take_in(study, profile.export(FORMATS[0]))
        before = log(study), schedules(study)
        for kind in FORMATS:
            taken = take_in(study, profile.export(kind))
            assert (taken.taken, taken.known, taken.backup) == (0, 2, None)
        assert (log(study), schedules(study)) == before
        assert backups(study) == [BackupKind.IMPORT]

    def test_a_filtered_deck_that_moves_no_schedule_is_cram_and_what_is_moved_by_hand_no_answer(
        self, profile, today, study
    ):
        card = profile.card("c01")
        profile.collection.sched.set_due_date([card], "3")
        profile.log(card, today() - DAY)
        assert profile.study_in_a_filtered_deck("Id:card.c01", GOOD) == card
        taken = take_in(study, profile.export(FORMATS[0]))
        assert [(one.kind, one.grade) for one in log(study)] == [
            (ReviewKind.STUDY, Grade.GOOD),
            (ReviewKind.CRAM, Grade.GOOD),
        ]
        assert taken.skipped == {Skipped.NO_ANSWER: 1}
        assert schedules(study)[C1] == replay(log(study)[:1], SM2())

    def test_tags_in_any_script_are_no_damage(self, profile, study):
        note = profile.collection.get_note(profile.collection.find_notes("Id:card.c00")[0])
        for tag in (
            "Ärzte",
            "ärzte2",
            "straße",
            "STRASSE2",
            "ΣΟΦΟΣ",
            "σοφος2",
            "İzmir",
            "ǅ",
            "zebra",
            "Zoo",
            "é",
            "É2",
        ):
            note.add_tag(tag)
        profile.collection.update_note(note)
        assert take_in(study, profile.export(FORMATS[0])).is_empty

    def test_a_package_without_scheduling_is_empty(self, profile, study):
        assert take_in(study, profile.export(FORMATS[0])).is_empty


class TestAnswers:
    """Each row of Anki's log."""

    def test_an_answer_becomes_a_review_with_the_day_of_the_students_zone(self, study):
        at = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)  # half past four in Vienna
        take_in(study, package_with([Answered("c00", to_ms(at), ease=2, took_ms=7_000)]))
        (review,) = log(study)
        assert told(review) == (C0, Grade.HARD, at, MONDAY - DAY, ReviewKind.STUDY)
        assert (review.elapsed_ms, review.way, review.given, review.mistaken) == (7_000, Way.REVEAL, (), ())

    @pytest.mark.parametrize(("took_ms", "elapsed_ms"), [(-5, 0), (0, 0), (59_999, 59_999), (10**12, 60_000)])
    def test_how_long_it_took_is_at_most_a_minute(self, study, took_ms, elapsed_ms):
        take_in(study, package_with([Answered("c00", NOW_MS - 1, took_ms=took_ms)]))
        assert [one.elapsed_ms for one in log(study)] == [elapsed_ms]

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (Answered("c00", NOW_MS - 1, ease=0, kind=4), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, ease=3, kind=4), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, ease=0, kind=5), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, ease=0), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, ease=5), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, ease=-1), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, kind=6), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS - 1, kind=-1), Skipped.NO_ANSWER),
            (Answered("c00", NOW_MS + 1), Skipped.FUTURE),
            (Answered("c00", 2**63 - 1), Skipped.FUTURE),
            (Answered("c00", to_ms(datetime(2006, 1, 1, tzinfo=UTC)) - 1), Skipped.TOO_OLD),
            (Answered("c00", 0), Skipped.TOO_OLD),
            (Answered("c00", -(2**63)), Skipped.TOO_OLD),
        ],
    )
    def test_what_is_no_answer_or_of_no_time_is_left_out_with_its_reason(self, study, row, reason):
        taken = take_in(study, package_with([row, Answered("c01", NOW_MS - 2)]))
        assert (taken.taken, taken.skipped) == (1, {reason: 1})
        assert [one.card for one in log(study)] == [C1]

    @pytest.mark.parametrize(
        ("kind", "factor", "expected"),
        [(0, 0, "study"), (1, 0, "study"), (2, 0, "study"), (3, 2500, "study"), (3, 0, "cram")],
    )
    def test_only_a_filtered_answer_that_moved_nothing_is_cram(self, study, kind, factor, expected):
        take_in(study, package_with([Answered("c00", NOW_MS - 1, kind=kind, factor=factor)]))
        assert [one.kind for one in log(study)] == [expected]

    def test_cards_of_another_deck_of_ours_are_counted_and_so_are_those_of_other_decks(self, study):
        foreign = "INSERT INTO notes VALUES (70, 'qwertzuiop', 1, 'mine', ''), (71, 'asdfghjkl', 1, 'studyapp', '')"
        ours = "INSERT INTO notes VALUES (80, 'yxcvbnm', 1, ' core studyapp::status::consensus ', '')"
        cards = "INSERT INTO cards VALUES (70, 70, 0), (71, 71, 0), (80, 80, 0), (81, 80, 1)"
        answers = "INSERT INTO revlog SELECT id, id, -1, 3, 1, 1, 2500, 1, 1 FROM cards WHERE id >= 70"
        taken = take_in(study, package_with([Answered("c00", NOW_MS - 5)], foreign, ours, cards, answers))
        assert (taken.taken, taken.unknown_cards, taken.other_cards, taken.skipped) == (1, 2, 2, {})

    def test_a_place_of_a_note_that_asks_nothing_here_is_left_out_with_its_reason(self, study):
        second = "INSERT INTO cards VALUES (9, 1, 1)"
        answer = "INSERT INTO revlog SELECT id - 1, 9, -1, 3, 1, 1, 2500, 1, 1 FROM revlog"
        taken = take_in(study, package_with([Answered("c00", NOW_MS - 5)], second, answer))
        assert (taken.taken, taken.skipped) == (1, {Skipped.GONE: 1})

    def test_a_card_that_asks_a_part_is_left_out_and_one_of_another_shape_is_answered_its_own_way(
        self, study, monkeypatch
    ):
        places = {
            (guid_of("small", "card.c00"), 0): KnownCard(C0, Shape.TYPE_IN),
            (guid_of("small", "card.c01"), 0): KnownCard(None, Shape.CLOZE),
        }
        known = KnownCards(places, frozenset(guid for guid, _ in places))
        monkeypatch.setattr(AnkiExport, "known_cards", lambda _: known)
        taken = take_in(study, package_with([Answered("c00", NOW_MS - 1), Answered("c01", NOW_MS - 2)]))
        assert [(one.card, one.way) for one in log(study)] == [(C0, Way.TYPE)]
        assert taken.skipped == {Skipped.PART: 1}

    def test_an_answer_in_the_instant_of_another_card_stands_beside_it_and_is_known_again(self, study):
        study.record(review_at(C1, NINE - DAY))
        package = package_with([Answered("c00", to_ms(NINE - DAY))])
        assert take_in(study, package).taken == 1
        before = log(study)
        assert [one.answered_at for one in before] == [NINE - DAY, NINE - DAY + timedelta(milliseconds=1)]
        again = take_in(study, package)
        assert (again.taken, again.known, again.backup, log(study)) == (0, 1, None, before)
        assert take_in(study, package, only_tell=True).known == 1

    def test_two_cards_answered_in_one_instant_on_two_devices_are_two_answers(self, study):
        for card in ("c00", "c01", "c00", "c01"):
            take_in(study, package_with([Answered(card, NOW_MS - 9)]))
        assert [(one.card, to_ms(one.answered_at)) for one in log(study)] == [(C0, NOW_MS - 9), (C1, NOW_MS - 8)]

    def test_days_between_which_the_answers_lie_are_told(self, study):
        rows = [Answered("c00", to_ms(NINE - days * DAY)) for days in (400, 3, 20)]
        taken = take_in(study, package_with(rows))
        assert (taken.first_day, taken.last_day) == (MONDAY - 400 * DAY, MONDAY - 3 * DAY)


def review_at(card, at: datetime, grade: Grade = Grade.BLACKOUT) -> Review:
    return Review(id=uuid4(), card=card, grade=grade, answered_at=at, day=at.date(), elapsed_ms=5)


class TestOurOwn:
    """Answers that were given here and went to Anki."""

    @pytest.mark.parametrize("grade", Grade)
    def test_they_are_known_by_card_and_instant_and_keep_their_own_grade(self, study, grade):
        study.record(review_at(C0, NINE - DAY, grade))
        before = log(study), schedules(study)
        for ease in (1, 4):
            taken = take_in(study, package_with([Answered("c00", to_ms(NINE - DAY), ease=ease)]))
            assert (taken.taken, taken.known) == (0, 1)
        assert (log(study), schedules(study)) == before

    def test_one_that_was_taken_back_here_does_not_come_again(self, study, clock):
        study.answer(GivenAnswer(uuid4(), C0, Grade.WRONG))
        study.undo(study.today().last_review)
        clock.pass_time(hours=1)
        taken = take_in(study, package_with([Answered("c00", to_ms(NINE))]))
        assert (taken.taken, taken.known, log(study), schedules(study)) == (0, 1, [], {})

    def test_one_from_anki_that_was_taken_back_here_does_not_come_again(self, study):
        package = package_with([Answered("c00", NOW_MS - 1)])
        take_in(study, package)
        study.undo(study.today().last_review)
        assert (take_in(study, package).taken, log(study)) == (0, [])

    @pytest.mark.parametrize("first", ["old", "new"])
    def test_a_card_that_was_renamed_is_known_under_all_its_ids(self, start, first):
        rows = {"old": Answered("c00", NOW_MS - 2), "new": Answered("fresh", NOW_MS - 2)}
        study = start(small_catalog(1))
        study.record(review_at(C0, NINE - DAY))
        renamed = catalog_of(deck([free_card("fresh", formerly=("c00",))]))
        study = start(renamed)
        own = [replace(rows[first], at_ms=to_ms(NINE - DAY))]
        assert take_in(study, package_with(own)).known == 1
        for row in (rows[first], *rows.values()):
            take_in(study, package_with([row]))
        assert [to_ms(one.answered_at) for one in log(study)] == [to_ms(NINE - DAY), NOW_MS - 2]
        assert list(schedules(study)) == [key_of("fresh")]


class TestBackup:
    """What was there before can be had again."""

    def test_it_is_made_before_anything_is_taken(self, study):
        study.record(review_at(C1, NINE - DAY))
        taken = take_in(study, package_with([Answered("c00", NOW_MS - 1)]))
        assert taken.backup is not None
        with closing(sqlite3.connect(history_of(study).backups.path(taken.backup))) as connection:
            assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (1,)
        history_of(study).backups.restore_kept(taken.backup.name)
        study.refresh_schedules()
        assert (len(log(study)), list(schedules(study))) == (1, [C1])

    def test_there_is_none_when_nothing_is_new(self, study):
        taken = take_in(study, package_with([Answered("c00", NOW_MS + 1)]))
        assert (taken.backup, backups(study)) == (None, [])

    def test_looking_tells_the_same_and_changes_nothing(self, study):
        rows = [Answered("c00", NOW_MS - 1), Answered("c01", NOW_MS + 1)]
        looked = take_in(study, package_with(rows), only_tell=True)
        assert (log(study), schedules(study), backups(study)) == ([], {}, [])
        taken = take_in(study, package_with(rows))
        assert replace(taken, backup=None) == looked

    def test_without_one_nothing_is_taken(self, study):
        (study.database.folder / "backups").write_text("in the way")
        with pytest.raises(StorageError):
            take_in(study, package_with([Answered("c00", NOW_MS - 1)]))
        assert log(study) == []

    def test_whoever_waits_for_a_review_is_told_once(self, study):
        told: list[None] = []
        study.after_review = lambda: told.append(None)
        take_in(study, package_with([Answered("c00", NOW_MS - number) for number in range(1, 50)]))
        assert len(told) == 1


answered = st.builds(
    Answered,
    card=st.sampled_from(["c00", "c01", "c02"]),
    at_ms=st.integers(NOW_MS - 40 * 86_400_000, NOW_MS),
    ease=st.integers(0, 5),
    factor=st.sampled_from([0, 2500]),
    kind=st.integers(0, 5),
)


class TestLaw:
    """The log is what was answered, however it arrives."""

    @settings(max_examples=60)
    @given(
        rows=st.lists(answered, min_size=1, max_size=12, unique_by=lambda row: row.at_ms // 100),
        data=st.data(),
    )
    def test_in_any_order_and_any_number_of_times_it_is_one_log(self, reused_database: Database, rows, data):
        parts = data.draw(st.lists(st.lists(st.sampled_from(rows), unique=True), min_size=1, max_size=4))
        own = data.draw(st.lists(st.sampled_from(rows), max_size=2, unique=True))
        arriving = data.draw(st.permutations([*parts, rows, parts[0]]))
        logs = []
        for packages in ([rows], arriving):
            empty(reused_database)
            study = Study(reused_database, small_catalog(), Clock(NINE))
            for one in own:
                study.record(replace(review_at(key_of(one.card), from_ms(one.at_ms))))
            for package in packages:
                take_in(study, package_with(package))
            logs.append(([(*told(one), one.elapsed_ms) for one in log(study)], schedules(study)))
            assert schedules(study) == {
                key: made
                for key in (C0, C1, C2)
                if (made := replay([one for one in log(study) if one.card == key], SM2()))
            }
        assert logs[0] == logs[1]

    def test_nothing_of_it_is_taken_when_the_last_row_is_of_a_wrong_kind(self, study):
        rows = [Answered("c00", NOW_MS - number) for number in range(2, 50)]
        with pytest.raises(AnkiFileError):
            take_in(study, package_with([*rows, Answered("c00", NOW_MS - 1, took_ms="long")]))
        assert (log(study), schedules(study), backups(study)) == ([], {}, [])


def test_siblings_of_a_note_are_told_apart_by_their_place(start, tmp_path):
    catalog: Catalog = catalog_of(deck(free_cards(1), [muscle("minimus", "Minimus")]))
    study = start(catalog)
    profile = Profile(tmp_path / "anki")
    profile.take(AnkiExport(catalog, tmp_path, Clock(NINE)).package().content)
    numbers = {
        (profile.collection.get_card(card).note()["Id"], profile.collection.get_card(card).ord): card
        for card in profile.collection.find_cards("")
    }
    for place, card in enumerate(numbers.values()):
        profile.log(card, NINE - DAY + timedelta(seconds=place))
    take_in(study, profile.export(FORMATS[0]))
    profile.close()
    assert len(numbers) > 1
    assert {one.card for one in log(study)} == set(catalog.cards)
