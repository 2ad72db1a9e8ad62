"""Choosing what to study: by muscle, attribute, complaint; what is hard, the weakest, the leeches."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from studyapp.domain.card import Card
from studyapp.domain.fact import Attribute
from studyapp.domain.selection import Standing
from studyapp.domain.session import Session
from studyapp.web.respond import page_or_fragment
from studyapp.web.sessions import parse_session, query_of
from studyapp.web.student import studying

bp = Blueprint("selections", __name__)


@bp.get("/study/by")
def index() -> Response:
    """What could be studied of a selection, on schedule and as cram."""
    study, chosen = studying(), parse_session(request.args).selection
    cram = Session(selection=chosen, cram_since=study.clock())
    return page_or_fragment(
        "study/by.html",
        title="Choose what to study",
        chosen=chosen,
        today=study.today(Session(selection=chosen)),
        cram=study.today(cram),
        query=query_of(Session(selection=chosen)),
        cram_query=query_of(cram),
        decks=study.catalog.decks,
        attributes=asked_attributes(study.catalog.cards.values()),
        standings=tuple(Standing),
    )


def asked_attributes(cards: Iterable[Card]) -> tuple[Attribute, ...]:
    """The attributes that any card asks about, in their order."""
    asked = {card.attribute for card in cards}
    return tuple(attribute for attribute in Attribute if attribute in asked)
