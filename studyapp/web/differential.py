"""The differential: choose where it hurts, see what may stand behind it, put any two of these side by side."""

from flask import Blueprint, Response, current_app, request

from studyapp.domain.fact import lower_first
from studyapp.services.comparison import Comparer, Comparison
from studyapp.services.differential import Differential
from studyapp.web.errors import BadInputError
from studyapp.web.forms import parse_pair
from studyapp.web.respond import page_or_fragment

bp = Blueprint("differential", __name__, url_prefix="/differential")


@bp.get("")
def index() -> Response:
    """What may stand behind a complaint, or behind pain in some zones."""
    differential = _differential()
    complaint = request.args.get("complaint", "")
    labels = differential.catalog.words.vocabulary.zones
    zones = differential.zones_of(complaint) if complaint else tuple(dict.fromkeys(request.args.getlist("zone")))
    return page_or_fragment(
        "differential/index.html",
        title="Differential",
        complaints=differential.complaints(),
        areas=differential.areas(zones),
        complaint=complaint,
        complaint_name=next((one.name for one in differential.complaints() if one.id == complaint), None),
        asked=zones,
        labels=labels,
        where=[labels[zone].label for zone in zones if zone in labels],
        found=differential.findings(zones, complaint or None),
        names=differential.catalog.words.muscles,
    )


@bp.get("/compare")
def compare() -> Response:
    """Two muscles or conditions, side by side."""
    try:
        pair = parse_pair(request.args)
    except BadInputError as error:
        return _compare_page(status=422, error=str(error))
    return _compare_page(pair and _comparer().compare(*pair))


def _compare_page(comparison: Comparison | None = None, *, status: int = 200, error: str | None = None) -> Response:
    names = f"{comparison.one.name} and {lower_first(comparison.other.name)}" if comparison else "Side by side"
    return page_or_fragment(
        "differential/compare.html",
        title=names,
        status=status,
        names=names,
        comparison=comparison,
        comparable=_comparer().comparable(),
        picked=request.args.getlist("pick"),
        asked=request.args,
        error=error,
    )


def _differential() -> Differential:
    differential: Differential = current_app.extensions["studyapp"].differential
    return differential


def _comparer() -> Comparer:
    comparer: Comparer = current_app.extensions["studyapp"].comparer
    return comparer
