"""The atlas: every muscle, and everything known of it."""

from io import BytesIO

from flask import Blueprint, Response, current_app, request, send_file

from studyapp.domain.fact import SubjectKind
from studyapp.domain.vocabulary import Term
from studyapp.services.atlas import Atlas, SubjectPage
from studyapp.services.charts import Charts
from studyapp.web.respond import page_or_fragment

LONGEST_SEARCH = 100

bp = Blueprint("atlas", __name__, url_prefix="/atlas")


@bp.get("")
def index() -> Response:
    """The muscles, searched as one types."""
    text = request.args.get("q", "")[:LONGEST_SEARCH]
    atlas = _atlas()
    return page_or_fragment(
        "atlas/index.html", title="Atlas", text=text, muscles=atlas.search(text), conditions=atlas.conditions(text)
    )


@bp.get("/<muscle>")
def muscle(muscle: str) -> Response:
    """A muscle with all its facts and their sources."""
    return _subject_page(SubjectKind.MUSCLE, muscle, _atlas().name(muscle), _atlas().muscle(muscle))


@bp.get("/<muscle>/<deck>/<point>.png")
def chart(muscle: str, deck: str, point: str) -> Response:
    """The chart of a group of trigger points as a picture for papers and slides."""
    charts: Charts = current_app.extensions["studyapp"].charts
    picture = charts.png(_atlas().chart(muscle, point, deck))
    name = f"{muscle}-{point}.png"
    return send_file(BytesIO(picture), mimetype="image/png", as_attachment=True, download_name=name)


@bp.get("/condition/<condition>")
def condition(condition: str) -> Response:
    """A condition with all its facts and their sources."""
    return _subject_page(
        SubjectKind.CONDITION, condition, _atlas().condition_name(condition), _atlas().condition(condition)
    )


def _subject_page(kind: SubjectKind, ident: str, name: Term, pages: list[SubjectPage]) -> Response:
    return page_or_fragment(
        "atlas/subject.html",
        title=name.label,
        kind=kind,
        ident=ident,
        name=name,
        pages=pages,
        decks=_atlas().catalog.decks,
    )


def _atlas() -> Atlas:
    atlas: Atlas = current_app.extensions["studyapp"].atlas
    return atlas
