"""Studying: today, one card after the other, finished."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from flask import Blueprint, Response, current_app, request

from studyapp.domain.deck import CardKey
from studyapp.domain.instant import to_ms
from studyapp.services.study import Study
from studyapp.web.errors import BadInputError
from studyapp.web.forms import parse_answer, parse_instant, parse_review_id
from studyapp.web.respond import fragment_or_redirect, page_or_fragment

bp = Blueprint("study", __name__)


@bp.get("/")
def today() -> Response:
    """What the study day brings, and one button."""
    return page_or_fragment("study/today.html", title="Today", today=_study().today())


@bp.get("/study")
def next_card() -> Response:
    """The next card of the queue, or the finished page."""
    cards = _study().today().queue.cards
    if not cards:
        return fragment_or_redirect("study.finished")
    return fragment_or_redirect("study.card", deck=cards[0].deck, card=cards[0].card)


@bp.get("/study/<deck>/<card>")
def card(deck: str, card: str) -> Response:
    """A card's question."""
    study = _study()
    asked = study.card(CardKey(deck, card))
    return page_or_fragment(
        "study/card.html",
        title=asked.card.prompt,
        today=study.today(),
        asked=asked,
        decks=study.catalog.decks,
        areas=study.catalog.words.vocabulary.areas(),
        shown=to_ms(study.clock()),
    )


@bp.get("/study/<deck>/<card>/answer")
def answer(deck: str, card: str) -> Response:
    """A card's answer, with the grades."""
    shown = parse_instant(request.args.get("shown", ""))
    return _answer_page(CardKey(deck, card), request.args.getlist("zone"), shown=shown)


@bp.post("/study/<deck>/<card>/review")
def review(deck: str, card: str) -> Response:
    """Record a grade, and go on."""
    try:
        given = parse_answer(request.form, CardKey(deck, card))
    except BadInputError as error:
        return _answer_page(CardKey(deck, card), status=422, error=str(error))
    _study().answer(given)
    return fragment_or_redirect("study.next_card")


@bp.post("/study/undo")
def undo() -> Response:
    """Take the last grade of today back, and show its card again."""
    key = _study().undo(parse_review_id(request.form))
    if key is None:
        return fragment_or_redirect("study.next_card")
    return fragment_or_redirect("study.card", deck=key.deck, card=key.card)


@bp.get("/study/finished")
def finished() -> Response:
    """Nothing more to study today, and when the next card is due."""
    return page_or_fragment("study/finished.html", title="Done for today", today=_study().today())


def _answer_page(
    key: CardKey,
    taps: Iterable[str] = (),
    *,
    shown: datetime | None = None,
    status: int = 200,
    error: str | None = None,
) -> Response:
    study = _study()
    asked = study.card(key, taps)
    return page_or_fragment(
        "study/answer.html",
        title=asked.card.prompt,
        status=status,
        today=study.today(),
        asked=asked,
        decks=study.catalog.decks,
        sources=study.catalog.decks[asked.card.key.deck].sources,
        labels=study.catalog.words.vocabulary.zones,
        review_id=uuid4(),
        shown=to_ms(shown) if shown else "",
        error=error,
    )


def _study() -> Study:
    study: Study = current_app.extensions["studyapp"].study
    return study
