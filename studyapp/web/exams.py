"""Exams that were made: looked through with their keys, changed item by item, frozen, taken along."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from studyapp.domain.exam.chance import digest
from studyapp.domain.exam.forms import key_places
from studyapp.domain.exam.item import MATCHED, TYPED, ItemType
from studyapp.errors import ExamError, ExportError, NotFoundError, StudyappError
from studyapp.services.exam_papers import ExamPapers, PaperFormat, formats_named
from studyapp.services.exams import Edited, Exams, MadeExam
from studyapp.services.jobs import Errand, Jobs, MadeFile
from studyapp.steps import Steps
from studyapp.web.errors import BadInputError
from studyapp.web.export import waited_for
from studyapp.web.respond import fragment_or_redirect, in_place_of_the_page, page_or_fragment
from studyapp.web.student import study_settings

bp = Blueprint("exams", __name__, url_prefix="/exams")

LONGEST_TEXT = 5000
"""Characters of a stem, an option or a rationale."""
PRINTED = (PaperFormat.PDF, PaperFormat.WORD)
"""Formats that are ticked at first."""


@bp.get("")
def index() -> Response:
    """The exams made so far, and what a new one may begin with."""
    return page_or_fragment(
        "exams/index.html",
        title="Exams",
        exams=_exams().all(),
        kept=current_app.extensions["studyapp"].blueprints.kept(),
        zone=study_settings().zone,
        is_practised="sittings.new" in current_app.view_functions,
    )


@bp.get("/uses")
def uses() -> Response:
    """The exams that rest on a fact."""
    fact = request.args.get("fact", "").strip()
    found = _exams().uses(fact) if fact else []
    return page_or_fragment(
        "exams/uses.html",
        title="Exams that used a fact",
        fact=fact,
        found=found,
        is_known=any(one.id == fact for one in _exams().examiner.catalog.facts),
        zone=study_settings().zone,
    )


@bp.get("/<uuid:exam>")
def show(exam: UUID, at: int | None = None) -> Response:
    """An exam with its keys; `at` is the number of the item that was just changed."""
    return _page(_exams().find(exam), at=at or request.args.get("at", type=int))


@bp.get("/<uuid:exam>/items/<item>/picture.png")
def picture(exam: UUID, item: str) -> Response:
    """What an item shows."""
    found = next((one for one in _exams().find(exam).exam.items if one.id == item), None)
    if found is None:
        raise NotFoundError("There is no such item in this exam.")
    return Response(_papers().charts.picture(found), mimetype="image/png")


@bp.post("/<uuid:exam>/items/<item>/lock")
def lock(exam: UUID, item: str) -> Response:
    """Let an item stay when others are drawn anew, or not any more."""
    return _changed(_exams().lock(exam, item, locked=request.form.get("locked") == "yes"), item)


@bp.post("/<uuid:exam>/items/<item>/swap")
def swap(exam: UUID, item: str) -> Response:
    """Another item of the same cell in the place of one."""
    before = {one.id for one in _exams().find(exam).exam.items}
    made = _exams().swap(exam, item)
    return _changed(made, next((one.id for one in made.exam.items if one.id not in before), ""))


@bp.post("/<uuid:exam>/items/<item>/edit")
def edit(exam: UUID, item: str) -> Response:
    """New words for an item."""
    return _changed(_exams().edit(exam, item, _edited(request.form)), item)


@bp.post("/<uuid:exam>/items/<item>/waive")
def waive(exam: UUID, item: str) -> Response:
    """Let a warning stay, for a reason."""
    form = request.form
    return _changed(_exams().waive(exam, form.get("rule", ""), item, form.get("reason", "")[:LONGEST_TEXT]), item)


@bp.post("/<uuid:exam>/redraw")
def redraw(exam: UUID) -> Response:
    """Every item that is not locked drawn anew."""
    _exams().redraw(exam)
    return fragment_or_redirect("exams.show", exam=exam)


@bp.post("/<uuid:exam>/freeze")
def freeze(exam: UUID) -> Response:
    """Let the exam stay as it is."""
    _exams().freeze(exam)
    return fragment_or_redirect("exams.show", exam=exam)


@bp.post("/<uuid:exam>/delete")
def delete(exam: UUID) -> Response:
    """Delete the exam."""
    _exams().delete(exam)
    return fragment_or_redirect("exams.index")


@bp.post("/<uuid:exam>/download")
def download(exam: UUID) -> Response:
    """The exam in the formats that were chosen: at once, or by a page that tells how far it is."""
    made, formats = _exams().find(exam).exam, formats_named(request.form.getlist("format"))
    if not formats:
        raise ExamError("Choose at least one format.")
    papers = _papers()

    def make(steps: Steps) -> MadeFile:
        name, content = papers.zip(made, formats, steps)
        return MadeFile(content, name, "application/zip")

    errand = Errand(thing="zip file", steps="formats", back="exams.show", back_to={"exam": exam})
    return waited_for(_jobs().begin((exam, formats, digest(repr(made))), make, errand))


@bp.errorhandler(ExamError)
@bp.errorhandler(ExportError)
@bp.errorhandler(BadInputError)
def refused(error: StudyappError) -> Response:
    """The exam again, with what is wrong where it was tried."""
    asked = request.view_args or {}
    page = _page(_exams().find(asked["exam"]), status=422, error=str(error), refused=asked.get("item"))
    return in_place_of_the_page(page, "#exam")


def _edited(form: MultiDict[str, str]) -> Edited:
    """New words from the form; raises BadInputError for what is empty or too long."""
    texts = {name: value.replace("\r\n", "\n").strip() for name, value in form.items()}
    if not all(texts.values()):
        raise BadInputError("No text of an item may be empty: nothing was changed.")
    if max(map(len, texts.values()), default=0) > LONGEST_TEXT:
        raise BadInputError(f"A text has at most {LONGEST_TEXT:,} characters: nothing was changed.")
    blanks = {
        number: tuple(line.strip() for line in text.splitlines() if line.strip())
        for number, text in _under("blank.", texts).items()
    }
    return Edited(
        stem=texts.get("stem"),
        options=_under("option.", texts),
        premises=_under("premise.", texts),
        blanks=blanks,
        why=texts.get("why"),
    )


def _under(prefix: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of the fields whose names begin so, by what follows."""
    return {name.removeprefix(prefix): text for name, text in texts.items() if name.startswith(prefix)}


def _changed(made: MadeExam, item: str) -> Response:
    """The exam at an item."""
    number = next((one.number for one in made.exam.forms[0].items if one.item.id == item), None)
    return fragment_or_redirect("exams.show", exam=made.id, at=number)


def _page(
    made: MadeExam, *, at: int | None = None, status: int = 200, error: str | None = None, refused: str | None = None
) -> Response:
    known = {one.item.id: one.number for one in made.exam.forms[0].items}
    return page_or_fragment(
        "exams/show.html",
        title=made.exam.blueprint.title,
        status=status,
        made=made,
        exam=made.exam,
        numbers=known,
        at=at,
        error=error,
        refused=refused if refused in known else None,
        stale=_exams().stale(made),
        places={form.letter: key_places(form) for form in made.exam.forms},
        charts=_papers().charts,
        formats=tuple(PaperFormat),
        chosen=[str(one) for one in PRINTED]
        if request.endpoint != "exams.download"
        else request.form.getlist("format"),
        matched=MATCHED,
        typed=TYPED,
        ordering=ItemType.ORDERING,
        true_false=ItemType.TRUE_FALSE,
        zone=study_settings().zone,
        is_practised="sittings.new" in current_app.view_functions,
    )


def _exams() -> Exams:
    exams: Exams = current_app.extensions["studyapp"].exams
    return exams


def _papers() -> ExamPapers:
    papers: ExamPapers = current_app.extensions["studyapp"].papers
    return papers


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions["studyapp"].jobs
    return jobs
