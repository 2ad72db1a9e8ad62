"""Taking the cards elsewhere."""

from io import BytesIO

from flask import Blueprint, Response, current_app, request, send_file

from studyapp.domain.selection import Standing
from studyapp.errors import ExportError, StudyappError
from studyapp.services.anki import AnkiExport
from studyapp.services.choosing import chosen_decks
from studyapp.services.jobs import Job, Jobs, MadeFile
from studyapp.services.texts import TextExport
from studyapp.steps import Steps
from studyapp.web.errors import BadInputError
from studyapp.web.respond import fragment_or_redirect, in_place_of_the_page, page_or_fragment
from studyapp.web.security import is_this_machine
from studyapp.web.selections import asked_attributes
from studyapp.web.sessions import parse_session

bp = Blueprint("export", __name__, url_prefix="/export")

AT_ONCE_SECONDS = 1.0
"""A file that is made by then needs no page that tells how far it is."""
QUARTERS = ("", "A quarter is made.", "Half is made.", "Three quarters are made.", "Nearly there.")
"""What a screen reader says of a job: seldom enough to be listened to."""


@bp.get("")
def index() -> Response:
    """What can be taken to Anki, and the other doors."""
    return _index()


@bp.post("/anki/<deck>")
def anki(deck: str) -> Response:
    """What is wanted of a deck as an Anki package: at once, or by a page that tells how far it is."""
    return at_once_or_waited_for(_begin(deck))


@bp.post("/text/<deck>")
def text(deck: str) -> Response:
    """The chosen cards of a deck as a table."""
    kind = request.form.get("kind", "")
    table = _texts().table(kind, [deck], parse_session(request.form).selection)
    return _sent(MadeFile(table.content, f"{deck}.{kind}", table.mimetype))


@bp.get("/making/<job>")
def making(job: str) -> Response:
    """How far a file is; once it is there, or cannot be, that takes the page's place."""
    found = _jobs().find(job)
    quarter = min(4 * found.done // found.total, 4) if found.total else 0
    title = _how_it_stands(found)
    page = page_or_fragment("export/making.html", title=title, heading=title, job=found, quarter=quarter, told=QUARTERS)
    return in_place_of_the_page(page, "#making") if found.is_over else page


@bp.get("/made/<job>")
def made(job: str) -> Response:
    """The file that was made, to download."""
    return _download(_jobs().find(job))


@bp.post("/making/<job>/cancel")
def cancel(job: str) -> Response:
    """Give up a file that is being made."""
    errand = _jobs().find(job).errand
    _jobs().cancel(job)
    return fragment_or_redirect(errand.back, **errand.back_to)


@bp.errorhandler(BadInputError)
@bp.errorhandler(ExportError)
def refused(error: StudyappError) -> Response:
    """The form again, as it was filled in, with what is wrong about it."""
    return in_place_of_the_page(_index(status=422, error=str(error)), "#export")


def at_once_or_waited_for(job: Job) -> Response:
    """The file of a job when it is there soon, else the page that tells how far it is."""
    return _download(job) if job.wait(AT_ONCE_SECONDS) else fragment_or_redirect("export.making", job=job.id)


def _how_it_stands(job: Job) -> str:
    thing = job.errand.thing
    if job.file:
        return f"Your {thing} is ready"
    return f"No {thing} was made" if job.is_over else f"Your {thing} is being made"


def _begin(deck: str) -> Job:
    """The job that makes what the form asks for, or the one underway that makes the same."""
    export, form = _anki(), request.form
    decks = chosen_decks(export.catalog, [deck])
    selection = parse_session(form).selection
    shapes = form.getlist("shape")
    if form and not shapes:
        raise BadInputError("Choose at least one kind of card.")
    wanted = export.wanted(selection, shapes, with_progress="progress" in form, with_retired="retired" in form)

    def make(steps: Steps) -> MadeFile:
        return MadeFile(export.package(decks, wanted, steps).content, f"{deck}.apkg")

    return _jobs().begin((deck, wanted), make)


def _download(job: Job) -> Response:
    """The file of a job; raises why there is none."""
    if job.error or job.file is None:
        raise job.error or ExportError("That file is not there yet.")
    return _sent(job.file)


def _sent(file: MadeFile) -> Response:
    return send_file(BytesIO(file.content), mimetype=file.mimetype, as_attachment=True, download_name=file.name)


def _index(status: int = 200, error: str | None = None) -> Response:
    catalog, texts = _anki().catalog, _texts()
    return page_or_fragment(
        "export/index.html",
        title="Anki",
        status=status,
        error=error,
        refused=(request.view_args or {}).get("deck"),
        decks=_anki().decks(),
        catalog=catalog,
        attributes={
            deck: asked_attributes(card for card in catalog.cards.values() if card.key.deck == deck)
            for deck in catalog.decks
        },
        shapes=_anki().shapes,
        left_out={deck: texts.left_out(deck) for deck in catalog.decks},
        hard=Standing.HARD,
        is_this_machine=is_this_machine(),
    )


def _anki() -> AnkiExport:
    export: AnkiExport = current_app.extensions["studyapp"].anki
    return export


def _texts() -> TextExport:
    texts: TextExport = current_app.extensions["studyapp"].texts
    return texts


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions["studyapp"].jobs
    return jobs
