"""Taking the cards elsewhere."""

from io import BytesIO

from flask import Blueprint, Response, current_app, send_file

from studyapp.services.anki import AnkiExport
from studyapp.web.respond import page_or_fragment
from studyapp.web.security import is_this_machine

bp = Blueprint("export", __name__, url_prefix="/export")


@bp.get("")
def index() -> Response:
    """The decks that can be taken to Anki."""
    return page_or_fragment(
        "export/index.html", title="Take it to Anki", decks=_anki().decks(), is_this_machine=is_this_machine()
    )


@bp.post("/anki/<deck>")
def anki(deck: str) -> Response:
    """A deck as an Anki package, to download."""
    package = _anki().package([deck])
    return send_file(
        BytesIO(package.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"{deck}.apkg",
    )


def _anki() -> AnkiExport:
    export: AnkiExport = current_app.extensions["studyapp"].anki
    return export
