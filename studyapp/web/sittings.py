"""Sitting exams for practice: the start, one question after the other, handing in, the result."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request, send_file

from studyapp.domain.exam.item import ItemType
from studyapp.domain.exam.sat import SatForm
from studyapp.domain.selection import Selection
from studyapp.domain.session import Session
from studyapp.errors import ExamError, StudyappError
from studyapp.services.sittings import Sittings
from studyapp.web.errors import BadInputError
from studyapp.web.respond import fragment_or_redirect, in_place_of_the_page, page_or_fragment
from studyapp.web.sessions import MOST_CARDS, query_of
from studyapp.web.sitting_clock import clock_of
from studyapp.web.sitting_forms import (
    LONGEST_TEXT,
    filled,
    is_untouched,
    parse_sitting_answer,
    parse_sitting_id,
    told,
)
from studyapp.web.student import study_settings
from studyapp.web.words import long_date

bp = Blueprint("sittings", __name__, url_prefix="/sittings")

ONE = "Choose the one best answer."
MATCH = "Choose for each; an answer may be used once, several times or not at all."
DIRECTIONS = {
    ItemType.SINGLE: ONE,
    ItemType.VIGNETTE: ONE,
    ItemType.MULTIPLE: "Choose every answer that is right.",
    ItemType.TRUE_FALSE: "Is it true or false?",
    ItemType.MATCHING: MATCH,
    ItemType.EXTENDED: MATCH,
    ItemType.SHORT: "Answer in a few words.",
    ItemType.CLOZE: "Write what belongs in the gap.",
    ItemType.ORDERING: "Give each its place, beginning with 1.",
    ItemType.HOTSPOT: "Choose the one place that answers the question.",
}


@bp.get("")
def index() -> Response:
    """The sittings: those to resume, exams to sit, and what was handed in."""
    sat, exams = _sittings().all(), _sittings().to_sit()
    return page_or_fragment(
        "sittings/index.html", title="Practice exams", sat=sat, exams=exams, at=_time_of_day, on=_day
    )


@bp.get("/new/<uuid:exam>")
def new(exam: UUID) -> Response:
    """The start of an exam: which form, and whether a clock runs."""
    return _start(exam)


@bp.post("/new/<uuid:exam>")
def begin(exam: UUID) -> Response:
    """Begin a sitting, and show its first question."""
    form = request.form
    try:
        sitting = parse_sitting_id(form)
        _sittings().begin(sitting, exam, form.get("form", ""), timed=form.get("clock") == "on")
    except (BadInputError, ExamError) as error:
        return _start(exam, status=422, error=str(error))
    return fragment_or_redirect("sittings.item", sitting=sitting, number=1)


@bp.get("/<uuid:sitting>")
def resume(sitting: UUID) -> Response:
    """The first question that is open; the hand-in when none is."""
    paper = _sittings().find(sitting)
    if paper.sitting.is_over:
        return _over(sitting)
    if not paper.open:
        return fragment_or_redirect("sittings.look_over", sitting=sitting)
    return fragment_or_redirect("sittings.item", sitting=sitting, number=paper.open[0])


@bp.get("/<uuid:sitting>/<int:number>")
def item(sitting: UUID, number: int) -> Response:
    """A question, with what was answered; once the time is up, the result."""
    paper = _sittings().find(sitting)
    return _over(sitting) if paper.sitting.is_over else _question(paper, number)


@bp.post("/<uuid:sitting>/<int:number>")
def answer(sitting: UUID, number: int) -> Response:
    """Save an answer, and go on when that was asked for."""
    paper = _sittings().find_open(sitting)
    try:
        given = parse_sitting_answer(request.form, paper.item(number))
        if not is_untouched(request.form, paper.item(number), given):
            paper = _sittings().answer(sitting, given)
    except BadInputError as error:
        return _question(paper, number, status=422, error=str(error))
    return _after(paper, number) if "go" in request.form else _question(paper, number, saved=True)


@bp.get("/<uuid:sitting>/<int:number>/picture.png")
def picture(sitting: UUID, number: int) -> Response:
    """The picture of a question."""
    return send_file(BytesIO(_sittings().picture(sitting, number)), mimetype="image/png")


@bp.get("/<uuid:sitting>/hand-in")
def look_over(sitting: UUID) -> Response:
    """What is still open, and the button that submits."""
    paper = _sittings().find(sitting)
    return _over(sitting) if paper.sitting.is_over else _page("sittings/hand-in.html", paper, title="Hand in")


@bp.post("/<uuid:sitting>/submit")
def submit(sitting: UUID) -> Response:
    """Hand in, and show the result."""
    _sittings().submit(sitting)
    return fragment_or_redirect("sittings.result", sitting=sitting)


@bp.get("/<uuid:sitting>/result")
def result(sitting: UUID) -> Response:
    """The marks and why, of a sitting that is over; of one that is not, its open question."""
    is_over = _sittings().find(sitting).sitting.is_over
    return _result(sitting) if is_over else fragment_or_redirect("sittings.resume", sitting=sitting)


@bp.post("/<uuid:sitting>/delete")
def delete(sitting: UUID) -> Response:
    """Delete a sitting."""
    _sittings().delete(sitting)
    return fragment_or_redirect("sittings.index")


@bp.errorhandler(ExamError)
def refused(error: StudyappError) -> Response:
    """The result, when an answer came after the end."""
    sitting = (request.view_args or {})["sitting"]
    return in_place_of_the_page(_result(sitting, status=422, error=str(error)), "#result")


def _start(exam: UUID, status: int = 200, error: str | None = None) -> Response:
    made = _sittings().exam(exam)
    title = made.exam.blueprint.title
    return page_or_fragment("sittings/new.html", title=title, status=status, made=made, form=request.form, error=error)


def _after(paper: SatForm, number: int) -> Response:
    """The next question; after the last one, what is still open."""
    if number < len(paper.form.items):
        return fragment_or_redirect("sittings.item", sitting=paper.sitting.id, number=number + 1)
    return fragment_or_redirect("sittings.look_over", sitting=paper.sitting.id)


def _over(sitting: UUID) -> Response:
    return in_place_of_the_page(fragment_or_redirect("sittings.result", sitting=sitting), "#result")


def _question(
    paper: SatForm, number: int, *, status: int = 200, error: str | None = None, saved: bool = False
) -> Response:
    asked = paper.item(number)
    given = paper.answers.get(asked.id)
    return _page(
        "sittings/item.html",
        paper,
        title=f"Question {number} of {len(paper.form.items)}",
        status=status,
        number=number,
        item=asked,
        direction=DIRECTIONS[asked.type],
        told_picture=_sittings().told_picture(asked),
        filled=request.form if error else filled(asked, given),
        shown=told(asked, given),
        longest=LONGEST_TEXT,
        error=error,
        saved=saved,
    )


def _page(template: str, paper: SatForm, *, title: str, **context: Any) -> Response:
    """A page of a sitting that is not over, with its clock."""
    clock = clock_of(paper.sitting, _sittings().clock())
    return page_or_fragment(template, title=title, heading=title, paper=paper, at=_time_of_day, clock=clock, **context)


def _result(sitting: UUID, status: int = 200, error: str | None = None) -> Response:
    marked = _sittings().result(sitting)
    deck, cards = marked.paper.exam.deck, marked.to_study
    wrong = Session(
        selection=Selection(deck=deck, cards=tuple(card.address for card in cards[:MOST_CARDS])),
        cram_since=_sittings().clock(),
    )
    return page_or_fragment(
        "sittings/result.html",
        title=f"Result: {marked.paper.exam.blueprint.title}",
        status=status,
        result=marked,
        cram=query_of(wrong),
        error=error,
        told_picture=_sittings().told_picture,
    )


def _time_of_day(instant: datetime) -> str:
    """In the student's zone."""
    return f"{instant.astimezone(study_settings().zone):%H:%M}"


def _day(instant: datetime) -> str:
    """In the student's zone."""
    return long_date(instant.astimezone(study_settings().zone).date())


def _sittings() -> Sittings:
    sittings: Sittings = current_app.extensions["studyapp"].sittings
    return sittings
