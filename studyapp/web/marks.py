"""What is done to a card beside grading it: put aside, noted, objected to; and lists of what was."""

from flask import Blueprint, Response, current_app, make_response, request

from studyapp.domain.deck import CardKey
from studyapp.services.marks import Marks
from studyapp.web.errors import BadInputError
from studyapp.web.forms import parse_review_id
from studyapp.web.respond import fragment_or_redirect, page_or_fragment, wants_fragment
from studyapp.web.sessions import parse_session, query_of
from studyapp.web.student import studying

bp = Blueprint("marks", __name__)


@bp.post("/study/<deck>/<card>/aside")
def put_aside(deck: str, card: str) -> Response:
    """Bury or suspend a card, and go on with the next."""
    key, query = CardKey(deck, card), query_of(parse_session(request.args))
    match request.form.get("do", ""):
        case "bury":
            _marks().bury(key, studying().day())
        case "suspend":
            _marks().suspend(key)
        case _:
            raise BadInputError("Choose to bury the card or to suspend it: nothing was done.")
    return fragment_or_redirect("study.next_card", **query, put=f"{deck}/{card}")


@bp.post("/study/<deck>/<card>/back")
def take_back(deck: str, card: str) -> Response:
    """Ask a card again that was buried, suspended or set aside as a leech: at once, or when its turn comes."""
    _marks().take_back(CardKey(deck, card))
    if "at-once" in request.form:
        return fragment_or_redirect("study.card", deck=deck, card=card, **query_of(parse_session(request.args)))
    return fragment_or_redirect("marks.aside")


@bp.post("/study/<deck>/<card>/note")
def write_note(deck: str, card: str) -> Response:
    """Keep a note to self."""
    _marks().write_note(CardKey(deck, card), request.form.get("text", ""))
    if wants_fragment():
        return make_response("", 204)  # what was given, and the page around it, stay as they are
    return fragment_or_redirect("study.answer", deck=deck, card=card, **query_of(parse_session(request.args)))


@bp.post("/study/<deck>/<card>/objection")
def object_to(deck: str, card: str) -> Response:
    """Write down that a card is held to be wrong."""
    text = request.form.get("text", "")
    if not text.strip():
        raise BadInputError("Say in a sentence what is wrong: nothing was written down.")
    _marks().object_to(CardKey(deck, card), parse_review_id(request.form, "objection"), text)
    if wants_fragment():
        return make_response("", 204)
    return fragment_or_redirect("marks.objections")


@bp.post("/study/objections/withdraw")
def withdraw() -> Response:
    """Take an objection back."""
    _marks().withdraw(parse_review_id(request.form, "objection"))
    return fragment_or_redirect("marks.objections")


@bp.get("/study/aside")
def aside() -> Response:
    """Every card that is set aside, and why."""
    found = _marks().aside(studying().day())
    return page_or_fragment("study/aside.html", title="Set aside", aside=found, decks=studying().catalog.decks)


@bp.get("/study/objections")
def objections() -> Response:
    """What was held to be wrong, to hand to the authors of the decks."""
    return page_or_fragment(
        "study/objections.html",
        title="Held to be wrong",
        objections=_marks().objections(),
        catalog=studying().catalog,
    )


def _marks() -> Marks:
    marks: Marks = current_app.extensions["studyapp"].marks
    return marks
