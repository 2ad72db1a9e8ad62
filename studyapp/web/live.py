"""Sending cards, and progress if wished, to the Anki that is open on this machine."""

from flask import Blueprint, Response, current_app, request

from studyapp.errors import AnkiConnectError, NoAnkiError
from studyapp.services.live_anki import LiveAnki, wanted_with
from studyapp.web.respond import page_or_fragment
from studyapp.web.student import studying

bp = Blueprint("live", __name__, url_prefix="/export/live")


@bp.get("")
def index() -> Response:
    """Whether Anki answers, and what would be sent to it."""
    try:
        outlook = _live().look(studying().day())
    except AnkiConnectError as error:
        return _unreached(error, status=200)
    return page_or_fragment("live/index.html", title="Send it to Anki", outlook=outlook)


@bp.post("")
def send() -> Response:
    """Send what Anki lacks, and tell what arrived."""
    try:
        sent = _live().push(studying().day(), wanted_with(progress=bool(request.form.get("progress"))))
    except AnkiConnectError as error:
        return _unreached(error, status=503)
    return page_or_fragment("live/sent.html", title="Sent to Anki", sent=sent)


def _unreached(error: AnkiConnectError, status: int) -> Response:
    return page_or_fragment(
        "live/unreached.html",
        title="Anki does not answer",
        status=status,
        error=error,
        is_absent=isinstance(error, NoAnkiError),
        add_on=_live().add_on,
    )


def _live() -> LiveAnki:
    live: LiveAnki = current_app.extensions["studyapp"].live
    return live
