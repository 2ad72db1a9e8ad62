"""Bringing home what was answered in Anki."""

from typing import IO

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from studyapp.errors import AnkiFileError
from studyapp.services.anki_history import AnkiHistory
from studyapp.web.errors import BadInputError
from studyapp.web.respond import page_or_fragment
from studyapp.web.student import studying

bp = Blueprint("history", __name__, url_prefix="/export/history")

MEGA = 1_000_000
LARGEST_UPLOAD = 300 * MEGA


@bp.get("")
def index() -> Response:
    """How to get the file out of Anki, and where to put it."""
    return _index()


@bp.post("")
def take_in() -> Response:
    """Take in what the file holds; sent twice it takes nothing twice, so the answer is shown at once."""
    request.max_content_length = LARGEST_UPLOAD
    try:
        taken = _history().take_in(studying(), _file())
    except RequestEntityTooLarge:
        return _index(status=413, error=f"A page takes files of up to {LARGEST_UPLOAD // MEGA} MB.", is_large=True)
    except (BadInputError, AnkiFileError) as error:
        return _index(status=422, error=str(error))
    return page_or_fragment("history/taken.html", title="Your Anki history", taken=taken)


def _file() -> IO[bytes]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadInputError("Choose the file that Anki exported.")
    return file.stream


def _index(*, status: int = 200, error: str | None = None, is_large: bool = False) -> Response:
    return page_or_fragment(
        "history/index.html", title="Your Anki history", status=status, error=error, is_large=is_large
    )


def _history() -> AnkiHistory:
    history: AnkiHistory = current_app.extensions["studyapp"].anki_history
    return history
