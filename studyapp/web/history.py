"""Bringing home what was answered in Anki."""

from typing import IO

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from studyapp.counting import counted
from studyapp.errors import AnkiFileError, NotFoundError
from studyapp.services.anki_history import AnkiHistory, Skipped
from studyapp.services.homecomings import Homecomings
from studyapp.web.errors import BadInputError
from studyapp.web.respond import fragment_or_redirect, page_or_fragment
from studyapp.web.student import studying

bp = Blueprint("history", __name__, url_prefix="/export/history")

MEGA = 1_000_000
LARGEST_UPLOAD = 300 * MEGA
LEFT_OUT = {
    Skipped.NO_ANSWER: "Cards that were moved or rescheduled by hand, without an answer",
    Skipped.PART: "Answers to single gaps or single covered zones",
    Skipped.GONE: "Answers to cards that no deck here has any more",
    Skipped.FUTURE: "Answers of a time that is still to come, by this machine’s clock",
    Skipped.TOO_OLD: "Answers from before 2006, when there was no Anki",
}
"""What a row of Anki's log is that is left where it is."""


@bp.get("")
def index(undone: str = "") -> Response:
    """How to get the file out of Anki, and where to put it; after an undo, that it was undone."""
    return _index(undone=_told_undone(undone or request.args.get("undone", "")))


@bp.post("")
def take_in() -> Response:
    """Take in what the file holds; sent twice it takes nothing twice."""
    request.max_content_length = LARGEST_UPLOAD
    try:
        file, name = _file()
        taken = _history().take_in(studying(), file)
    except RequestEntityTooLarge:
        return _index(status=413, error=f"A page takes files of up to {LARGEST_UPLOAD // MEGA} MB.", is_large=True)
    except (BadInputError, AnkiFileError) as error:
        return _index(status=422, error=str(error))
    return fragment_or_redirect("history.taken", ident=_homecomings().keep(taken, name).id)


@bp.get("/taken/<ident>")
def taken(ident: str) -> Response:
    """What an import brought, and how to undo it."""
    kept = _homecomings().find(ident)
    return page_or_fragment("history/taken.html", title="Your Anki history", kept=kept, left_out=LEFT_OUT)


@bp.post("/taken/<ident>/undo")
def undo(ident: str) -> Response:
    """Bring back what was there before an import."""
    return fragment_or_redirect("history.index", undone=_homecomings().undo(ident).id)


@bp.errorhandler(NotFoundError)
def gone(error: NotFoundError) -> Response:
    """An import that is kept no more: its backup still is."""
    return page_or_fragment("history/gone.html", title="Kept no more", status=404, error=error)


def _file() -> tuple[IO[bytes], str]:
    """What was sent, and what the file is called."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadInputError("Choose the file that Anki exported.")
    return file.stream, file.filename


def _told_undone(ident: str) -> str | None:
    """That an import was undone, in a sentence."""
    if not ident:
        return None
    try:
        kept = _homecomings().find(ident)
    except NotFoundError:
        return None
    if not kept.is_undone:
        return None
    return f"Undone: {counted(kept.taken.taken, 'answer is', 'answers are')} out again."


def _index(
    *, status: int = 200, error: str | None = None, is_large: bool = False, undone: str | None = None
) -> Response:
    return page_or_fragment(
        "history/index.html",
        title=undone or "Your Anki history",
        status=status,
        error=error,
        is_large=is_large,
        undone=undone,
    )


def _history() -> AnkiHistory:
    history: AnkiHistory = current_app.extensions["studyapp"].anki_history
    return history


def _homecomings() -> Homecomings:
    homecomings: Homecomings = current_app.extensions["studyapp"].homecomings
    return homecomings
