"""Sittings: forms of exams that are sat for practice, saved answer by answer, marked once they are submitted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from studyapp.domain.card import Card
from studyapp.domain.catalog import Catalog
from studyapp.domain.exam.answer import Answer
from studyapp.domain.exam.exam import Exam
from studyapp.domain.exam.item import Item
from studyapp.domain.exam.outcome import Outcome, outcome_of
from studyapp.domain.exam.sat import SatForm, Sitting
from studyapp.domain.exam.sitting import SittingMarks, mark_sitting
from studyapp.domain.lexicon import Lexicon
from studyapp.errors import ExamError, NotFoundError
from studyapp.services.asking_cards import cards_to_study
from studyapp.services.exam_charts import ExamCharts
from studyapp.services.exams import Exams, MadeExam
from studyapp.storage.database import Database
from studyapp.storage.exams import exam_of
from studyapp.storage.sittings import (
    add_sitting,
    all_sittings,
    answers_of,
    drop_sitting,
    numbers_of_answers,
    put_answer,
    sitting_of,
    submit_sitting,
)
from studyapp.storage.tables import LOCAL_USER_ID

MOST_MARKED = 20
"""In a list so many sittings are marked."""
OVER = "This sitting is over, so that answer was not taken."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A sitting that is over, marked."""

    paper: SatForm
    marks: SittingMarks
    outcomes: tuple[Outcome, ...]
    to_study: tuple[Card, ...]
    """Cards that ask for what was wrong or left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """A sitting in a list."""

    sitting: Sitting
    title: str
    items: int
    answered: int
    marks: SittingMarks | None = None
    """Of one that is over; only the newest are marked for the list."""


class Sittings:
    """One student's sittings."""

    def __init__(self, exams: Exams, catalog: Catalog, charts: ExamCharts) -> None:
        """Sit these exams, at their clock; what was wrong is looked up among the catalog's cards."""
        self.exams = exams
        self.catalog = catalog
        self.charts = charts
        self.database: Database = exams.database
        self.clock: Callable[[], datetime] = exams.clock
        self.user = LOCAL_USER_ID

    def begin(self, ident: UUID, exam: UUID, letter: str, *, timed: bool) -> Sitting:
        """Begin to sit a form, once for each id; raises NotFoundError, and ExamError for what the exam does not have.

        An exam that is sat is frozen: what a student was asked must stay what is marked.
        """
        made = self.exams.find(exam)
        minutes = made.exam.blueprint.minutes
        if letter not in {form.letter for form in made.exam.forms}:
            raise ExamError("Choose one of the forms that the exam has.")
        if timed and minutes is None:
            raise ExamError("This exam has no time limit: sit it without a clock.")
        begun = Sitting(id=ident, exam=exam, form=letter, started_at=self.clock(), minutes=minutes if timed else None)
        self._freeze(made)
        with self.database.write() as connection:
            if exam_of(connection, self.user, exam) is None:
                raise NotFoundError("There is no such exam.")
            add_sitting(connection, self.user, begun)
        return self.find(ident).sitting

    def find(self, ident: UUID) -> SatForm:
        """A sitting with its form and answers, submitted when its time is up; raises NotFoundError."""
        with self.database.read() as connection:
            sitting = sitting_of(connection, self.user, ident)
        if sitting is None:
            raise NotFoundError("There is no such sitting.")
        (sitting,) = self._submitted_if_up([sitting])
        return self._paper(sitting, self.exams.find(sitting.exam).exam)

    def find_open(self, ident: UUID) -> SatForm:
        """The same, to be answered; raises ExamError once it is over."""
        paper = self.find(ident)
        if paper.sitting.is_over:
            raise ExamError(OVER)
        return paper

    def answer(self, ident: UUID, answer: Answer) -> SatForm:
        """Keep an answer in place of the former one; raises NotFoundError, and ExamError once the sitting is over."""
        now = self.clock()
        paper = self.find_open(ident)
        if answer.item not in {one.item.id for one in paper.form.items}:
            raise NotFoundError("This form has no such question.")
        with self.database.write() as connection:
            sitting = sitting_of(connection, self.user, ident)
            if sitting is None:
                raise NotFoundError("There is no such sitting.")
            if sitting.is_closed(now):
                raise ExamError(OVER)
            put_answer(connection, self.user, ident, answer, now)
        return self.find(ident)

    def submit(self, ident: UUID) -> None:
        """Hand a sitting in as it stands; one that is over stays so. Raises NotFoundError."""
        now = self.clock()
        self.find(ident)
        with self.database.write() as connection:
            submit_sitting(connection, self.user, ident, now)

    def result(self, ident: UUID) -> Result:
        """A sitting marked, item by item; raises NotFoundError, and ExamError while it is not submitted."""
        paper = self.find(ident)
        if not paper.sitting.is_over:
            raise ExamError("This sitting is not submitted yet.")
        marks = self._marks(paper)
        outcomes = tuple(
            outcome_of(one.number, one.item, paper.answers.get(one.item.id), mark)
            for one, mark in zip(paper.form.items, marks.marks, strict=True)
        )
        to_study = cards_to_study(self.catalog, paper.exam.deck, outcomes)
        return Result(paper=paper, marks=marks, outcomes=outcomes, to_study=to_study)

    def all(self) -> list[Sat]:
        """Every sitting, newest first; those whose time is up are submitted."""
        with self.database.read() as connection:
            known = all_sittings(connection, self.user)
            answered = numbers_of_answers(connection, self.user)
        sittings = self._submitted_if_up(known)
        exams = {ident: self.exams.find(ident).exam for ident in {one.exam for one in sittings}}
        marked = {one.id for one in [one for one in sittings if one.is_over][:MOST_MARKED]}
        return [
            Sat(
                sitting=one,
                title=exams[one.exam].blueprint.title,
                items=len(exams[one.exam].items),
                answered=answered.get(one.id, 0),
                marks=self._marks(self._paper(one, exams[one.exam])) if one.id in marked else None,
            )
            for one in sittings
        ]

    def open(self) -> list[Sat]:
        """The sittings that can be resumed, newest first."""
        return [one for one in self.all() if not one.sitting.is_over]

    def delete(self, ident: UUID) -> None:
        """Delete a sitting with its answers."""
        with self.database.write() as connection:
            drop_sitting(connection, self.user, ident)

    def to_sit(self) -> list[MadeExam]:
        """The exams that can be sat, newest first."""
        return self.exams.all()

    def exam(self, ident: UUID) -> MadeExam:
        """The exam that is to be sat; raises NotFoundError."""
        return self.exams.find(ident)

    def picture(self, ident: UUID, number: int) -> bytes:
        """The picture of an item as a PNG; raises NotFoundError."""
        return self.charts.picture(self.find(ident).item(number))

    def told_picture(self, item: Item) -> str | None:
        """An item's picture in words; None for one without, or whose zones the decks do not have any more."""
        try:
            return self.charts.alt(item)
        except (NotFoundError, KeyError):
            return None

    @cached_property
    def _words(self) -> frozenset[str]:
        return Lexicon.of(self.catalog.facts).words

    def _freeze(self, made: MadeExam) -> None:
        try:
            if not made.is_frozen:
                self.exams.freeze(made.id)
        except ExamError:  # another window froze it in between
            self.exams.find(made.id)

    def _paper(self, sitting: Sitting, exam: Exam) -> SatForm:
        form = next(form for form in exam.forms if form.letter == sitting.form)
        with self.database.read() as connection:
            answers = answers_of(connection, self.user, sitting.id)
        return SatForm(sitting=sitting, exam=exam, form=form, answers=answers)

    def _marks(self, paper: SatForm) -> SittingMarks:
        return mark_sitting(paper.form, paper.answers.values(), self._words)

    def _submitted_if_up(self, known: Iterable[Sitting]) -> list[Sitting]:
        """The sittings, those whose time is up submitted at their end; nothing is written when there are none."""
        now = self.clock()
        return [self._at_its_end(one) if not one.is_over and one.is_closed(now) else one for one in known]

    def _at_its_end(self, sitting: Sitting) -> Sitting:
        end = sitting.ends_at or sitting.started_at
        with self.database.write() as connection:
            submit_sitting(connection, self.user, sitting.id, end)
            return sitting_of(connection, self.user, sitting.id) or sitting
