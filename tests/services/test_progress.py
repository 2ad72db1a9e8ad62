"""Progress: every figure follows from the log, and what is taken back leaves all of them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalog import Clock, catalog_of, deck, free_card, free_cards, key_of, muscle, small_catalog
from made_differential import catalog as leg_catalog
from made_differential import made
from made_log import log_row, months_of_study, put_log
from sqlalchemy import event
from test_study import a_study, review_of

from studyapp.domain.activity import Streak, Work
from studyapp.domain.deck import CardKey, RenamedNote
from studyapp.domain.fact import Attribute, SubjectKind
from studyapp.domain.forecast import PassRates
from studyapp.domain.mark import CardMark
from studyapp.domain.mastery import Cell, Stage
from studyapp.domain.queue import Limits
from studyapp.domain.retention import Rate
from studyapp.domain.review import Review, ReviewKind
from studyapp.domain.scheduler import Grade
from studyapp.domain.sm2 import SM2
from studyapp.errors import NotFoundError
from studyapp.services.comparables import Comparables
from studyapp.services.history import HistoryReader
from studyapp.services.progress import Progress, ProgressPage
from studyapp.services.study import Study, StudySettings
from studyapp.storage.marks import put_mark

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
C0, C1, C2 = (key_of(f"c{place:02}") for place in range(3))


def progress_of(study: Study, limits: Limits | None = None) -> Progress:
    """The progress of the student who studies there."""
    return Progress(study.database, study.catalog, study.clock, StudySettings(limits=limits or Limits()))


def page_of(study: Study, **asked: object) -> ProgressPage:
    page = progress_of(study).page(**asked)
    assert page is not None
    return page


def ever(page: ProgressPage) -> tuple[Rate, Rate]:
    """The rates of young and mature cards that were ever asked."""
    assert page.retention[-1].days is None
    return page.retention[-1].young, page.retention[-1].mature


def test_before_the_first_answer_there_is_nothing_to_tell(start):
    study = start(small_catalog())
    assert progress_of(study).page() is None
    assert progress_of(study).summary().streak == Streak(0, 0)


def test_an_answer_that_is_taken_back_leaves_every_figure(start, answer, clock):
    study = start(small_catalog())
    answer(study, C0)
    clock.next_morning()
    progress = progress_of(study)
    before = progress.page()
    answer(study, C0, Grade.WRONG)
    assert ever(progress.page()) == (Rate(0, 1), Rate(0, 0))
    assert progress.page().year.streak == Streak(2, 2)
    study.undo(study.today().last_review)
    after = progress.page()
    assert ever(after) == (Rate(0, 0), Rate(0, 0))
    assert (after.year, after.time.ever, after.stages) == (before.year, before.time.ever, before.stages)


def test_the_only_answer_taken_back_leaves_a_new_student(start, answer):
    study = start(small_catalog())
    progress = progress_of(study)
    answer(study, C0)
    assert progress.page() is not None
    study.undo(study.today().last_review)
    assert progress.page() is None


def test_cram_and_drills_take_time_and_are_no_retention(start, clock):
    study = start(small_catalog())
    for kind, grade, days, minute in (
        (ReviewKind.STUDY, 4, 0, 0),
        (ReviewKind.CRAM, 1, 1, 0),
        (ReviewKind.STUDY, 4, 1, 1),
        (ReviewKind.STUDY, 1, 1, 2),
    ):
        at = clock.now + days * DAY + timedelta(minutes=minute)
        study.record(review_of(C0, grade, at, kind=kind, elapsed_ms=6000))
    clock.next_morning()
    page = page_of(study)
    assert ever(page) == (Rate(1, 1), Rate(0, 0))
    assert page.time.ever == Work(4, 24_000)
    assert page.year.work == {MONDAY: Work(1, 6000), MONDAY + DAY: Work(3, 18_000)}
    assert page.time.median_seconds == 6


def test_an_answer_of_unknown_length_counts_for_no_median(start, clock):
    study = start(small_catalog())
    study.record(review_of(C0, at=clock.now))
    study.record(review_of(C1, at=clock.now, elapsed_ms=9000))
    assert page_of(study).time.median_seconds == 9


def test_retention_is_told_over_thirty_and_ninety_days_and_ever(start, clock):
    study = start(small_catalog())
    begun = clock.now - 200 * DAY
    put_log(study, [log_row(C0, begun + days * DAY) for days in (0, 1, 7, 22)])
    put_log(study, [log_row(C1, clock.now - days * DAY, 4 if days else 1) for days in (89, 88, 30, 29, 0)])
    rates = {one.days: (one.young.total, one.mature.total) for one in page_of(study).retention}
    # C1 has intervals of 1, 6 and 15 days, then of 38: only its last answer is of a mature card.
    assert rates == {30: (1, 1), 90: (3, 1), None: (6, 1)}


def test_a_review_that_arrives_late_changes_what_was_read_already(start, answer, clock):
    study = start(small_catalog())
    progress = progress_of(study)
    clock.pass_time(days=10)
    answer(study, C0)
    assert ever(progress.page()) == (Rate(0, 0), Rate(0, 0))
    study.record(review_of(C0, at=clock.now - 5 * DAY))
    assert ever(progress.page()) == (Rate(1, 1), Rate(0, 0))


def test_what_was_read_once_is_not_read_again(start, answer, clock):
    study = start(small_catalog())
    log = months_of_study(study, 3)
    put_log(study, log)
    progress = progress_of(study)
    progress.page()
    answer(study, C0)
    told = []
    event.listen(study.database.engine, "before_cursor_execute", lambda *sent: told.append((sent[2], sent[3])))
    progress.page()
    (read,) = [values for sql, values in told if "AS VARCHAR" in sql and "mistaken" in sql]
    assert max(row["answered_at"] for row in log) in read


class BrokenOnce:
    """A scheduler that breaks at its third step, once."""

    def __init__(self) -> None:
        """Take no step yet."""
        self.steps = 0
        self.start, self.preview = SM2().start, SM2().preview

    def step(self, memory, grade):
        self.steps += 1
        if self.steps == 3:
            raise ArithmeticError
        return SM2().step(memory, grade)


def test_when_reading_breaks_off_nothing_is_counted_twice(start, clock):
    study = start(small_catalog())
    put_log(study, [log_row(C0, clock.now - days * DAY) for days in (9, 8)])
    progress = Progress(study.database, study.catalog, study.clock, scheduler=BrokenOnce())
    assert progress.summary().streak.longest == 2
    put_log(study, [log_row(C1, clock.now - 5 * DAY), log_row(C0, clock.now - 2 * DAY)])
    with pytest.raises(ArithmeticError):
        progress.summary()
    page = progress.page()
    assert (page.time.ever.answers, ever(page)) == (4, (Rate(2, 2), Rate(0, 0)))


@st.composite
def happenings(draw: st.DrawFn) -> list[tuple[str, int, int, int]]:
    """Answers now, answers that arrive late and retractions, each followed by a look or not."""
    kinds = st.sampled_from(["now", "now", "late", "cram", "undo"])
    return draw(st.lists(st.tuples(kinds, st.integers(0, 2), st.integers(0, 5), st.integers(0, 1)), max_size=12))


@given(happenings())
@settings(deadline=None, max_examples=25)
def test_what_is_kept_up_to_date_equals_what_is_read_anew(happened):
    clock = MovedClock()
    with a_study(small_catalog(), clock) as study:
        kept = HistoryReader(study.catalog, SM2(), study.user)
        for what, card, grade, looks in happened:
            clock.half_days += 1
            late = timedelta(days=2 if what == "late" else 0, minutes=clock.half_days)
            if what == "undo":
                study.undo(study.today().last_review or uuid4())
            else:
                kind = ReviewKind.CRAM if what == "cram" else ReviewKind.STUDY
                wrong = ("c01",) if grade < 3 else ()
                study.record(
                    review_of((C0, C1, C2)[card], grade, clock() - late, kind=kind, given=wrong, mistaken=wrong)
                )
            if looks:
                read(kept, study)
        assert read(kept, study) == read(HistoryReader(study.catalog, SM2(), study.user), study)


class MovedClock:
    """A clock that tests move by half days from nine in the morning."""

    half_days = 0

    def __call__(self):
        return review_of(C0).answered_at + self.half_days * DAY / 2


def read(reader: HistoryReader, study: Study) -> tuple[object, ...]:
    """Everything that the sums tell."""
    with study.database.read() as connection:
        history = reader.read(connection)
    recall = history.recall
    return (
        history.activity.days(),
        [recall.rate(mature=mature) for mature in (False, True)],
        history.confusions.most_frequent(99),
    )


def test_a_card_that_was_renamed_keeps_what_it_counted(start, clock):
    before = start(small_catalog())
    put_log(before, [log_row(C0, clock.now - 3 * DAY), log_row(C0, clock.now - 2 * DAY)])
    before.database.engine.dispose()
    renamed = catalog_of(
        deck(
            [free_card("new"), *free_cards(3)[1:]],
            renamed_notes=(RenamedNote(id="card.new", formerly=("card.c00",)),),
        )
    )
    after = start(renamed)
    after.record(review_of(key_of("new"), at=clock.now - DAY))
    assert ever(page_of(after)) == (Rate(2, 2), Rate(0, 0))


def test_answers_to_a_card_that_left_its_deck_still_count(start, clock):
    before = start(small_catalog())
    put_log(before, [log_row(C2, clock.now - days * DAY) for days in (3, 2)])
    before.database.engine.dispose()
    page = page_of(start(small_catalog(1)))
    assert (page.time.ever.answers, ever(page)[0]) == (2, Rate(1, 1))
    assert sum(page.stages.values()) == 1


class TestComing:
    """The forecast: by the limits, the pass rates and the pace of the student."""

    def test_it_covers_the_days_that_are_asked_for_from_today(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        for horizon in (30, 90, 365):
            days = page_of(study, horizon=horizon).coming.days
            assert (len(days), days[0].day) == (horizon, MONDAY)

    def test_it_keeps_the_limits_of_the_student(self, start, answer):
        study = start(small_catalog(9))
        answer(study, C0)
        coming = progress_of(study, Limits(2, 200)).page().coming
        assert [day.new for day in coming.days[:6]] == [1, 2, 2, 2, 1, 0]

    def test_it_begins_with_what_today_will_still_ask(self, start, answer, clock):
        study = start(small_catalog(5))
        for key in (C0, C1):
            answer(study, key, Grade.WRONG)
        queue, today = study.today().queue, page_of(study).coming.days[0]
        assert (today.reviews, today.new) == (len(queue.due), len(queue.new))
        assert today.repeats >= len(queue.drill) == 2

    def test_a_suspended_card_does_not_come(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        with study.database.write() as connection:
            put_mark(connection, study.user, CardMark(card=C1, suspended=True))
        assert page_of(study).coming.days[0].new == 1

    def test_the_rates_are_the_students_own_once_there_is_enough_to_tell(self, start, clock):
        study = start(small_catalog(30))
        rows = [
            log_row(key, clock.now - 3 * DAY + n * timedelta(seconds=1)) for n, key in enumerate(study.catalog.cards)
        ]
        again = [
            log_row(key, clock.now - 2 * DAY + n * timedelta(seconds=1), 4 if n % 3 else 1)
            for n, key in enumerate(study.catalog.cards)
        ]
        put_log(study, rows)
        assert page_of(study).coming.rates == PassRates(0.9, 0.9)
        put_log(study, again)
        assert page_of(study).coming.rates == PassRates(pytest.approx(2 / 3), 0.9)

    def test_minutes_follow_from_the_pace_and_a_new_card_takes_two(self, start, clock):
        study = start(small_catalog(12))
        cards = list(study.catalog.cards)
        put_log(
            study,
            [log_row(key, clock.now - DAY + n * DAY / 86400, elapsed_ms=6000) for n, key in enumerate(cards[:10])],
        )
        coming = page_of(study).coming
        assert (coming.days[0].reviews, coming.days[0].new) == (10, 2)
        assert coming.minutes(coming.days[:1]) == pytest.approx((10 + 2 * 2 + coming.days[0].repeats) * 0.1)

    def test_long_ones_are_told_in_sevens(self, start, answer):
        study = start(small_catalog())
        answer(study, C0)
        assert [len(days) for days in page_of(study).coming.periods()] == [1] * 30
        assert [len(days) for days in page_of(study, horizon=90).coming.periods()] == [7] * 12 + [6]


class TestGrid:
    """Mastery: muscles by their groups, and everything else beside them."""

    def test_a_row_is_a_muscle_and_a_cell_its_cards_of_one_attribute(self, start, clock):
        minimus, medius = muscle("minimus", "Minimus"), muscle("medius", "Medius")
        study = start(catalog_of(deck(free_cards(1), [medius, minimus])))
        forward = CardKey("small", "minimus.nickname.friend.forward")
        put_log(study, [log_row(forward, clock.now - days * DAY) for days in (60, 59, 53, 38)])
        page = page_of(study)
        assert page.grid.columns == (Attribute.NICKNAME,)
        (rows,) = page.grid.groups.values()
        assert [(row.muscle, row.total, row.cells) for row in rows] == [
            ("medius", Cell(2, 0), (Cell(2, 0),)),
            ("minimus", Cell(2, 3), (Cell(2, 3),)),
        ]
        assert page.grid.others == {SubjectKind.CARD: Cell(1, 0)}
        assert page.stages == {Stage.NEW: 4, Stage.LEARNING: 0, Stage.YOUNG: 0, Stage.MATURE: 1}


class TestConfusions:
    """What is mixed up comes from what was given; only what a deck describes can be put side by side."""

    def card_answered_by(self, study: Study, name: str) -> CardKey:
        return next(key for key, card in study.catalog.cards.items() if [a.text for a in card.required] == [name])

    def mixed(self, study: Study, clock: Clock, right: str, wrong: str) -> Review:
        key = self.card_answered_by(study, right)
        return review_of(key, 1, clock(), given=(wrong,), mistaken=(wrong,))

    def test_two_muscles_of_a_deck_lead_to_their_comparison(self, start, clock):
        one, other = muscle("minimus", "Minimus"), muscle("medius", "Medius")
        study = start(catalog_of(deck([free_card("who", "Who?", "Minimus")], [one, other])))
        study.record(self.mixed(study, clock, "Minimus", "Medius"))
        (pair,) = page_of(study).confusions
        assert (pair.confusion.one, pair.confusion.other, pair.confusion.times) == ("Medius", "Minimus", 1)
        assert pair.compare == ("medius", "minimus")

    def test_a_condition_is_compared_under_its_own_kind_of_id(self, start, clock):
        study = start(leg_catalog(made()))
        (ident,) = study.catalog.decks
        comparables = Comparables(study.catalog)
        assert comparables.pair(ident, "Long", "Sprain") == ("long", "condition.sprain")
        assert comparables.pair(ident, "long", "Musculus longus") is None
        assert comparables.pair("gone", "Long", "Sprain") is None

    def test_what_no_deck_describes_is_told_without_a_comparison(self, start, clock):
        study = start(small_catalog())
        study.record(review_of(C0, 1, clock(), given=("the c01",), mistaken=("the c01",)))
        (pair,) = page_of(study).confusions
        assert (pair.confusion.one, pair.confusion.other, pair.compare) == ("the c00", "the c01", None)


class TestDecks:
    """Each figure of one deck alone."""

    @pytest.fixture
    def two(self, start, clock):
        other = deck([free_card("o1"), free_card("o2")], id="other", title="Other deck")
        study = start(catalog_of(deck(free_cards(3)), other))
        put_log(study, [log_row(C0, clock.now - days * DAY, 4) for days in (3, 2)])
        put_log(study, [log_row(CardKey("other", "card.o1.forward"), clock.now - DAY, elapsed_ms=1000)])
        return study

    def test_all_decks_are_told_together(self, two):
        page = page_of(two)
        assert (page.time.ever.answers, sum(page.stages.values())) == (3, 5)

    def test_one_deck_is_told_by_itself(self, two):
        page = page_of(two, deck="other")
        assert page.time.ever == Work(1, 1000)
        assert page.time.median_seconds == 1
        assert (sum(page.stages.values()), ever(page)[0]) == (2, Rate(0, 0))
        assert [day.new for day in page.coming.days[:2]] == [1, 0]

    def test_a_deck_that_is_not_there_is_said_not_to_be_there(self, two):
        with pytest.raises(NotFoundError, match=r"no deck “gone”"):
            progress_of(two).page("gone")


def test_one_line_tells_the_days_in_a_row_and_the_last_week(start, clock):
    study = start(small_catalog())
    put_log(study, [log_row(C0, clock.now - days * DAY, elapsed_ms=5000) for days in (8, 7, 6, 1)])
    summary = progress_of(study).summary()
    assert (summary.streak, summary.week) == (Streak(1, 3), Work(2, 10_000))
