"""Sitting an exam for practice: saved answer by answer, closed by the clock, marked by what was frozen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from made_catalog import Clock, catalog_of, deck, free_card, small_catalog
from made_exam import made_exam
from made_sitting import EXAM, ITEMS, PLAIN, SITTING, answer_all, put_made_exam, right_answer

from studyapp.domain.catalog import Catalog
from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.exam import Exam
from studyapp.errors import ExamError, NotFoundError
from studyapp.services.exam_charts import ExamCharts
from studyapp.services.examiner import Examiner
from studyapp.services.exams import Edited, Exams
from studyapp.services.sittings import Sittings
from studyapp.storage.database import Database
from studyapp.storage.migrate import migrate

Open = Callable[..., Sittings]


@pytest.fixture
def open_sittings(tmp_path: Path, clock: Clock):
    """Start the program on the test's data folder; every call is a restart."""
    opened: list[Database] = []

    def _open(catalog: Catalog | None = None) -> Sittings:
        database = Database(tmp_path / "data")
        opened.append(database)
        migrate(database)
        catalog = catalog or small_catalog()
        exams = Exams(database, Examiner(catalog), clock)
        return Sittings(exams, catalog, ExamCharts(catalog.words.vocabulary))

    yield _open
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def sittings(open_sittings: Open) -> Sittings:
    """A student with an exam to sit."""
    service = open_sittings()
    put_made_exam(service.exams)
    return service


@pytest.fixture
def timed(sittings: Sittings) -> Sittings:
    """A student who sits form A against the clock of 30 minutes."""
    sittings.begin(SITTING, EXAM, "A", timed=True)
    return sittings


def first(sittings: Sittings, **given: object) -> Answer:
    return Answer(item=sittings.find(SITTING).item(1).id, **given)


class TestBeginning:
    """An exam is begun once for each id, and stays as it is from then on."""

    def test_a_double_click_begins_one_sitting(self, sittings, clock):
        one = sittings.begin(SITTING, EXAM, "B", timed=False)
        clock.pass_time(minutes=1)
        assert sittings.begin(SITTING, EXAM, "B", timed=False) == one
        assert len(sittings.all()) == 1

    def test_an_exam_is_frozen_by_it_so_that_what_is_asked_stays_what_is_marked(self, timed):
        assert timed.exams.find(EXAM).is_frozen
        item = timed.exams.find(EXAM).exam.items[0].id
        with pytest.raises(ExamError, match="frozen"):
            timed.exams.edit(EXAM, item, Edited(stem="Quite another question?"))

    @pytest.mark.parametrize("letter", ["", "C", "a", "AB", "💥"])
    def test_a_form_that_is_not_there_is_refused_and_nothing_is_frozen(self, sittings, letter):
        with pytest.raises(ExamError, match="Choose one of the forms"):
            sittings.begin(SITTING, EXAM, letter, timed=False)
        assert not sittings.exams.find(EXAM).is_frozen
        assert sittings.all() == []

    def test_an_exam_without_a_time_limit_cannot_be_timed(self, open_sittings):
        service = open_sittings()
        put_made_exam(service.exams, minutes=None)
        with pytest.raises(ExamError, match="no time limit"):
            service.begin(SITTING, EXAM, "A", timed=True)

    def test_an_exam_that_is_not_there_is_not_found(self, sittings):
        with pytest.raises(NotFoundError):
            sittings.begin(SITTING, uuid4(), "A", timed=False)

    def test_two_windows_that_begin_at_once_begin_both(self, sittings):
        failed = []

        def begin() -> None:
            try:
                sittings.begin(uuid4(), EXAM, "A", timed=False)
            except Exception as error:  # whatever it is, the test shows it
                failed.append(error)

        threads = [Thread(target=begin) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(sittings.all()) == 6


class TestAnswering:
    """What was given last is what counts."""

    def test_every_kind_of_answer_is_there_after_a_restart(self, timed, open_sittings):
        answer_all(timed, SITTING)
        paper = open_sittings().find(SITTING)
        assert paper.answers == {one.item.id: right_answer(one.item) for one in paper.form.items}
        assert paper.open == ()

    def test_the_last_answer_to_an_item_counts(self, timed):
        timed.answer(SITTING, first(timed, options=("o1",)))
        timed.answer(SITTING, first(timed, options=("o3",)))
        assert timed.find(SITTING).answers[first(timed).item].options == ("o3",)

    def test_an_empty_answer_takes_the_former_one_back(self, timed):
        timed.answer(SITTING, first(timed, options=("o1",)))
        assert timed.answer(SITTING, first(timed)).open == tuple(range(1, ITEMS + 1))

    def test_an_item_of_another_exam_is_not_found(self, timed):
        with pytest.raises(NotFoundError):
            timed.answer(SITTING, Answer(item="nowhere", options=("o1",)))

    def test_a_sitting_that_is_not_there_is_not_found(self, timed):
        for ask in (timed.find, timed.submit, timed.result):
            with pytest.raises(NotFoundError):
                ask(uuid4())

    def test_after_submission_no_answer_is_taken(self, timed):
        timed.answer(SITTING, first(timed, options=("o1",)))
        timed.submit(SITTING)
        with pytest.raises(ExamError, match="not taken"):
            timed.answer(SITTING, first(timed, options=("o2",)))
        assert timed.find(SITTING).answers[first(timed).item].options == ("o1",)


class TestTheClock:
    """A timed sitting ends by itself."""

    def test_an_answer_on_its_way_when_the_time_is_up_still_counts(self, timed, clock):
        clock.pass_time(minutes=30, seconds=10)
        timed.answer(SITTING, first(timed, options=("o2",)))
        assert len(timed.find(SITTING).answers) == 1

    def test_a_later_one_is_refused(self, timed, clock):
        answer = first(timed, options=("o2",))
        clock.pass_time(minutes=30, seconds=16)
        with pytest.raises(ExamError, match="not taken"):
            timed.answer(SITTING, answer)
        assert timed.find(SITTING).answers == {}

    def test_a_sitting_whose_time_is_up_is_submitted_as_it_stands_when_it_is_looked_at(self, timed, clock):
        timed.answer(SITTING, first(timed, options=("o2",)))
        began = clock.now
        clock.pass_time(days=3)
        sitting = timed.find(SITTING).sitting
        assert sitting.submitted_at == began + timedelta(minutes=30)
        assert sitting.ran_out
        assert timed.result(SITTING).marks.points == 1

    def test_the_list_submits_it_too(self, timed, clock):
        assert [one.sitting.id for one in timed.open()] == [SITTING]
        clock.pass_time(hours=1)
        assert timed.open() == []
        assert timed.all()[0].marks is not None

    def test_a_clock_that_is_set_back_does_not_reopen_it(self, timed, clock):
        clock.pass_time(hours=1)
        assert timed.find(SITTING).sitting.is_over
        clock.pass_time(hours=-1)
        assert timed.find(SITTING).sitting.is_over

    def test_without_a_clock_it_stays_open(self, sittings, clock):
        sittings.begin(SITTING, EXAM, "A", timed=False)
        clock.pass_time(days=400)
        assert not sittings.find(SITTING).sitting.is_over


class TestTheResult:
    """Marks, once it is submitted."""

    def test_it_is_not_told_before_submission(self, timed):
        with pytest.raises(ExamError, match="not submitted"):
            timed.result(SITTING)
        assert timed.all()[0].marks is None

    def test_submitting_twice_is_submitting_once(self, timed, clock):
        timed.submit(SITTING)
        submitted = timed.find(SITTING).sitting
        clock.pass_time(minutes=5)
        timed.submit(SITTING)
        assert timed.find(SITTING).sitting == submitted

    def test_all_right_is_all_points_in_either_form(self, sittings):
        for letter in "AB":
            sittings.begin(ident := uuid4(), EXAM, letter, timed=False)
            answer_all(sittings, ident)
            sittings.submit(ident)
            marks = sittings.result(ident).marks
            assert (marks.points, marks.possible) == (ITEMS, ITEMS)

    def test_nothing_given_is_no_point(self, timed):
        timed.submit(SITTING)
        result = timed.result(SITTING)
        assert result.marks.points == 0
        assert [one.number for one in result.outcomes] == list(range(1, ITEMS + 1))
        assert all(one.mark.is_omitted for one in result.outcomes)


class TestCardsToStudy:
    """What was wrong leads to the cards that ask it."""

    CARDS = ("hot", "cold", "wet")

    def catalog(self) -> Catalog:
        return catalog_of(deck([free_card(name) for name in self.CARDS]))

    def exam(self) -> Exam:
        """An exam of which every item asks `cold`, and the matching ones `hot` and `wet`."""
        exam = made_exam(PLAIN, forms="A")

        def cards(item):
            named = ("hot", "wet") if item.premises else ("cold",)
            topic = replace(item.topic, cards=tuple(f"card.{name}.forward" for name in named))
            return replace(item, topic=topic)

        items = tuple(replace(one, item=cards(one.item)) for one in exam.forms[0].items)
        return replace(exam, deck="small", forms=(replace(exam.forms[0], items=items),))

    def sit(self, service: Sittings, exam: Exam, skipped: str, **given: object) -> list[str]:
        made = service.exams.keep(exam)
        service.begin(SITTING, made.id, "A", timed=False)
        for one in service.find(SITTING).form.items:
            if one.item.type.value != skipped:
                service.answer(SITTING, right_answer(one.item))
            elif given:
                service.answer(SITTING, Answer(item=one.item.id, **given))
        service.submit(SITTING)
        return [card.key.card for card in service.result(SITTING).to_study]

    def test_a_wrong_item_offers_the_card_that_it_was_made_from(self, open_sittings):
        service = open_sittings(self.catalog())
        assert self.sit(service, self.exam(), "vignette", options=("o1",)) == ["card.cold.forward"]

    def test_what_is_right_offers_none(self, open_sittings):
        assert self.sit(open_sittings(self.catalog()), self.exam(), "nothing") == []

    def test_a_matching_item_offers_only_the_cards_of_its_wrong_premises(self, open_sittings):
        service = open_sittings(self.catalog())
        given = {"p1": "o2", "p2": "o3"}
        assert self.sit(service, self.exam(), "matching", matches=given) == ["card.wet.forward"]

    def test_an_item_without_cards_offers_those_that_ask_its_facts(self, open_sittings):
        catalog = self.catalog()
        fact = next(card for key, card in catalog.cards.items() if key.card == "card.hot.forward").facts[0].id
        exam = made_exam(PLAIN, forms="A")
        items = tuple(replace(one, item=replace(one.item, decided=(fact,))) for one in exam.forms[0].items)
        exam = replace(exam, deck="small", forms=(replace(exam.forms[0], items=items),))
        assert self.sit(open_sittings(catalog), exam, "cloze") == ["card.hot.forward"]

    def test_cards_that_the_deck_does_not_have_any_more_are_not_offered(self, open_sittings):
        assert self.sit(open_sittings(), self.exam(), "cloze") == []


class TestDeleting:
    """A sitting goes when it is told to, or with its exam."""

    def test_a_deleted_sitting_is_gone_with_its_answers(self, timed):
        answer_all(timed, SITTING)
        timed.delete(SITTING)
        timed.delete(SITTING)
        assert timed.all() == []
        timed.begin(SITTING, EXAM, "A", timed=False)
        assert timed.find(SITTING).answers == {}

    def test_with_its_exam_a_sitting_goes(self, timed):
        timed.exams.delete(EXAM)
        with pytest.raises(NotFoundError):
            timed.find(SITTING)
        assert timed.all() == []


def test_only_the_newest_are_marked_for_the_list(sittings, monkeypatch):
    monkeypatch.setattr("studyapp.services.sittings.MOST_MARKED", 2)
    for number in range(4):
        sittings.begin(ident := UUID(int=number), EXAM, "A", timed=False)
        sittings.submit(ident)
        sittings.clock.pass_time(minutes=1)
    assert [one.marks is not None for one in sittings.all()] == [True, True, False, False]
