"""The atlas: every muscle, and everything known of it."""

from flask import Blueprint, Response, current_app, request

from studyapp.services.atlas import Atlas
from studyapp.web.respond import page_or_fragment

LONGEST_SEARCH = 100

bp = Blueprint("atlas", __name__, url_prefix="/atlas")


@bp.get("")
def index() -> Response:
    """The muscles, searched as one types."""
    text = request.args.get("q", "")[:LONGEST_SEARCH]
    return page_or_fragment("atlas/index.html", title="Atlas", text=text, muscles=_atlas().search(text))


@bp.get("/<muscle>")
def muscle(muscle: str) -> Response:
    """A muscle with all its facts and their sources."""
    atlas = _atlas()
    name = atlas.name(muscle)
    return page_or_fragment(
        "atlas/muscle.html",
        title=name.label,
        name=name,
        pages=atlas.muscle(muscle),
        decks=atlas.catalog.decks,
    )


def _atlas() -> Atlas:
    atlas: Atlas = current_app.extensions["studyapp"].atlas
    return atlas
