"""Taking the cards elsewhere."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, current_app, request, send_file

from studyapp.domain.selection import Standing
from studyapp.errors import ExportError, NotFoundError, StudyappError
from studyapp.services.anki import AnkiExport
from studyapp.services.jobs import Errand, Job, Jobs, MadeFile
from studyapp.services.packages import SINGLE_GAPS, Order
from studyapp.web.errors import BadInputError
from studyapp.web.orders import TABLE, Filled, filled_in, holds, order_of, packages, query_of_order, texts
from studyapp.web.respond import fragment_or_redirect, in_place_of_the_page, page_or_fragment, wants_fragment
from studyapp.web.security import is_this_machine
from studyapp.web.selections import asked_attributes
from studyapp.web.sessions import parse_session

bp = Blueprint("export", __name__, url_prefix="/export")

AT_ONCE_SECONDS = 1.0
"""A file that is made by then needs no page that tells how far it is."""
QUARTERS = ("", "A quarter is made.", "Half is made.", "Three quarters are made.", "Nearly there.")
"""What a screen reader says of a job: seldom enough to be listened to."""


@bp.get("")
def index(**chosen: Any) -> Response:
    """What can be taken to Anki, and the other ways; choices in the address come filled in and counted."""
    return _index(filled_in(chosen))


@bp.post("/anki/<deck>")
def anki(deck: str) -> Response:
    """What is wanted of a deck as a package: at once, or by a page that tells how far it is and what comes next."""
    order = order_of(deck, request.form)
    # Progress arrives only by a tick in Anki's dialog, and a bare download could not say so.
    return waited_for(_begin(order), by_its_page=wants_fragment() or order.has_progress)


@bp.post("/text/<deck>")
def text(deck: str) -> Response:
    """The chosen cards of a deck as a table."""
    table = texts().table(request.form.get("kind", ""), [deck], parse_session(request.form).selection)
    return _sent(MadeFile(table.content, table.name, table.mimetype))


@bp.get("/making/<job>")
def making(job: str) -> Response:
    """How far a file is; once it is there, or cannot be, that takes the page's place."""
    found = _jobs().find(job)
    title = _how_it_stands(found)
    page = page_or_fragment("export/making.html", title=title, heading=title, job=found, **_told(found))
    return in_place_of_the_page(page, "#making") if found.is_over else page


@bp.get("/made/<job>")
def made(job: str) -> Response:
    """The file that was made, to download."""
    return _download(_jobs().find(job))


@bp.post("/making/<job>/cancel")
def cancel(job: str) -> Response:
    """Give up a file that is being made, and go back to what was chosen."""
    errand = _jobs().find(job).errand
    _jobs().cancel(job)
    return fragment_or_redirect(errand.back, **errand.back_to)


@bp.errorhandler(BadInputError)
@bp.errorhandler(ExportError)
def refused(error: StudyappError) -> Response:
    """The form again, as it was filled in, with what is wrong about it."""
    return in_place_of_the_page(_index(filled_in(), 422, str(error)), "#export")


@bp.errorhandler(NotFoundError)
def gone(error: NotFoundError) -> Response:
    """What is not there, as a file is not that waited too long; and the way to another."""
    page = page_or_fragment("export/gone.html", title="Not there", status=404, error=error)
    return in_place_of_the_page(page, "#gone")


def waited_for(job: Job, *, by_its_page: bool = False) -> Response:
    """The file of a job when it is there soon, else, or always, the page that tells how far it is."""
    if job.wait(AT_ONCE_SECONDS) and not by_its_page:
        return _download(job)
    return fragment_or_redirect("export.making", job=job.id)


def _how_it_stands(job: Job) -> str:
    """What a page about a job is called."""
    thing = job.errand.thing
    if job.file:
        return f"Your {thing} is ready"
    return f"No {thing} was made" if job.is_over else f"Your {thing} is being made"


def _begin(order: Order) -> Job:
    """The job that makes what is ordered, or the one underway that makes the same; raises when that is nothing."""
    maker = packages()
    maker.contents(order)
    errand = Errand(thing="package", steps="pictures", back="export.index", back_to=query_of_order(order))
    return _jobs().begin(order, lambda steps: maker.make(order, steps), errand)


def _told(job: Job) -> dict[str, Any]:
    """What is told beside a job: how far it is, and whether its file is for Anki."""
    return {
        "quarter": min(4 * job.done // job.total, 4) if job.total else 0,
        "told": QUARTERS,
        "order": job.what if isinstance(job.what, Order) else None,
    }


def _download(job: Job) -> Response:
    """The file of a job; raises why there is none."""
    if job.error or job.file is None:
        raise job.error or ExportError("That file is not there yet.")
    return _sent(job.file)


def _sent(file: MadeFile) -> Response:
    return send_file(BytesIO(file.content), mimetype=file.mimetype, as_attachment=True, download_name=file.name)


def _index(filled: Filled, status: int = 200, error: str | None = None) -> Response:
    catalog = _anki().catalog
    return page_or_fragment(
        "export/index.html",
        title="Anki",
        status=status,
        error=error,
        filled=filled,
        holds=holds(filled) if error is None else "",
        table_holds={deck: holds(Filled(TABLE, deck)) for deck in catalog.decks},
        decks=_anki().decks(),
        catalog=catalog,
        attributes={
            deck: asked_attributes(card for card in catalog.cards.values() if card.key.deck == deck)
            for deck in catalog.decks
        },
        shapes=_anki().shapes,
        single_gaps=SINGLE_GAPS,
        hard=Standing.HARD,
        is_this_machine=is_this_machine(),
    )


def _anki() -> AnkiExport:
    export: AnkiExport = current_app.extensions["studyapp"].anki
    return export


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions["studyapp"].jobs
    return jobs
