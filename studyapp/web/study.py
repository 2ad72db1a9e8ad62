"""Studying: today, one card after the other, finished."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, make_response, request, url_for

from studyapp.domain.card import Card
from studyapp.domain.deck import CardKey
from studyapp.domain.instant import to_ms
from studyapp.domain.marking import Given
from studyapp.domain.session import Session
from studyapp.domain.way import Way
from studyapp.services.study import CardToStudy
from studyapp.web.errors import BadInputError
from studyapp.web.forms import parse_answer, parse_given, parse_instant, parse_review_id, parse_way
from studyapp.web.respond import fragment_or_redirect, page_or_fragment, wants_fragment
from studyapp.web.sessions import parse_session, query_of
from studyapp.web.student import studying, todays

bp = Blueprint("study", __name__)


@bp.get("/")
def today() -> Response:
    """What the study day brings, and one button."""
    return page_or_fragment("study/today.html", title="Today", today=todays(Session()))


@bp.get("/study")
def next_card(put: str = "", **_: str) -> Response:
    """The next card of the queue, or the finished page; `put` tells which card was put aside just now."""
    session = parse_session(request.args)
    cards, query = todays(session).queue.cards, query_of(session)
    known = studying().catalog.cards
    put = put or request.args.get("put", "")
    told = {"put": put} if put else {}
    if not cards:
        return fragment_or_redirect("study.finished", **query)
    return fragment_or_redirect("study.card", deck=cards[0].deck, card=known[cards[0]].address, **query, **told)


@bp.get("/study/<deck>/<card>")
def card(deck: str, card: str, put: str = "", **_: str) -> Response:
    """A card's question, and the card that was put aside just before it."""
    session = parse_session(request.args)
    asked = studying().card(CardKey(deck, card), way=parse_way(request.args), session=session)
    return _question_page(asked, session, put or request.args.get("put", ""))


@bp.get("/study/<deck>/<card>/list")
def list_so_far(deck: str, card: str) -> Response:
    """A card's question with the list so far; what is being written is ticked once it is an answer."""
    session, listed = parse_session(request.args), tuple(request.args.getlist("given"))
    adding, study = "add" in request.args, studying()
    asked = study.card(CardKey(deck, card), Given(Way.LIST, listed), Way.LIST, session)
    more = study.answering.tick(asked.card, listed, request.args.get("item", ""), adding=adding)
    if wants_fragment() and not adding and more == listed:
        return make_response("", 204)  # nothing to show yet: who writes is not disturbed
    return _question_page(study.card(CardKey(deck, card), Given(Way.LIST, more), Way.LIST, session), session)


@bp.get("/study/<deck>/<card>/answer")
def answer(deck: str, card: str, **_: str) -> Response:
    """A card's answer, with the grades."""
    session, given = parse_session(request.args), parse_given(request.args)
    asked = studying().card(CardKey(deck, card), given, parse_way(request.args), session)
    return _answer_page(asked, session, shown=request.args.get("shown", ""))


@bp.post("/study/<deck>/<card>/review")
def review(deck: str, card: str) -> Response:
    """Record a grade, and go on."""
    session = parse_session(request.args)
    try:
        given = parse_answer(request.form, CardKey(deck, card), is_cram=session.is_cram)
    except BadInputError as error:
        asked = studying().card(CardKey(deck, card), parse_given(request.form), session=session)
        return _answer_page(asked, session, status=422, error=str(error))
    studying().answer(given)
    return fragment_or_redirect("study.next_card", **query_of(session))


@bp.post("/study/undo")
def undo() -> Response:
    """Take the last grade of today back, and show its card again."""
    session = parse_session(request.args)
    query = query_of(session)
    key = studying().undo(parse_review_id(request.form), is_cram=session.is_cram)
    if key is None:
        return fragment_or_redirect("study.next_card", **query)
    address = studying().catalog.cards[key].address
    return fragment_or_redirect("study.card", deck=key.deck, card=address, **query)


@bp.get("/study/finished")
def finished(**_: str) -> Response:
    """Nothing more to study today, and when the next card is due."""
    session = parse_session(request.args)
    return _page("study/finished.html", session, title="Done for today")


def _question_page(asked: CardToStudy, session: Session, put: str = "") -> Response:
    study = studying()
    return _page(
        "study/card.html",
        session,
        title=asked.card.prompt,
        asked=asked,
        put=_put_aside(put),
        areas=study.catalog.words.vocabulary.areas(),
        shown=to_ms(study.clock()),
    )


def _put_aside(told: str) -> Card | None:
    """The card that an address tells was put aside, as deck and card; None where it tells of none that there is."""
    deck, _, card = told.partition("/")
    try:
        return studying().catalog.card(CardKey(deck, card))
    except KeyError:
        return None


def _answer_page(
    asked: CardToStudy, session: Session, *, shown: str = "", status: int = 200, error: str | None = None
) -> Response:
    shown_at = parse_instant(shown)
    return _page(
        "study/answer.html",
        session,
        title=asked.card.prompt,
        status=status,
        asked=asked,
        sources=studying().catalog.decks[asked.card.key.deck].sources,
        review_id=uuid4(),
        shown=to_ms(shown_at) if shown_at else "",
        error=error,
    )


def _page(template: str, session: Session, *, title: str, status: int = 200, **context: Any) -> Response:
    """A page within a session: every address on it leads on within the same one."""
    study = studying()
    query = query_of(session)
    return page_or_fragment(
        template,
        title=title,
        status=status,
        today=todays(session),
        session=session,
        query=query,
        here=lambda endpoint, **values: url_for(endpoint, **{**query, **values}),
        decks=study.catalog.decks,
        **context,
    )
