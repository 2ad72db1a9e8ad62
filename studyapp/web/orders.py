"""An order in a form and in an address: which cards are wanted, in which forms, and what goes along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request
from werkzeug.datastructures import MultiDict

from studyapp.domain.session import Session
from studyapp.errors import StudyappError
from studyapp.services.choosing import chosen_decks
from studyapp.services.packages import Order, Packages
from studyapp.services.texts import TextExport
from studyapp.web.errors import BadInputError
from studyapp.web.sessions import parse_session, query_of

TABLE, PACKAGE = "table", "deck"
"""By what a form names its deck, and by that what it is for."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as someone filled it in: a package's or a table's, of a deck."""

    kind: str = ""
    deck: str = ""
    form: MultiDict[str, str] = field(default_factory=MultiDict)

    def of(self, kind: str, deck: str) -> MultiDict[str, str] | None:
        """What stands in the form of that kind and deck; None when it is another that was filled in."""
        return self.form if (self.kind, self.deck) == (kind, deck) else None


def filled_in(chosen: Mapping[str, Any] | None = None) -> Filled:
    """The form that was sent, or whose choices stand in the address, or are these."""
    if chosen:
        return Filled(PACKAGE, chosen[PACKAGE], MultiDict(chosen))
    if request.method == "POST":
        kind = TABLE if request.endpoint == "export.text" else PACKAGE
        return Filled(kind, (request.view_args or {}).get("deck", ""), request.form)
    kind = TABLE if TABLE in request.args else PACKAGE
    return Filled(kind, request.args.get(kind, ""), request.args)


def order_of(deck: str, form: MultiDict[str, str]) -> Order:
    """What a form orders of a deck; raises NotFoundError, BadInputError and ExportError for what makes no sense."""
    decks = tuple(chosen_decks(packages().export.catalog, [deck]))
    shapes = form.getlist("shape")
    if form and not shapes:
        raise BadInputError("Choose at least one form of card.")
    selection = parse_session(form).selection
    wanted = packages().export.wanted(
        selection, shapes, with_progress="progress" in form, with_retired="retired" in form
    )
    return Order(decks, wanted)


def query_of_order(order: Order) -> dict[str, Any]:
    """What an address says of an order, so that its form is there as it was filled in."""
    wanted = order.wanted
    query = query_of(Session(selection=wanted.selection)) | {PACKAGE: order.decks[0]}
    besides = {"progress": wanted.with_progress, "retired": wanted.with_retired}
    ticked = {name: "on" for name, is_wanted in besides.items() if is_wanted}
    return {**query, "shape": [str(shape) for shape in wanted.shapes], **ticked}


def holds(filled: Filled) -> str:
    """What would come of a form, or why nothing would, in a sentence; nothing while none is filled in."""
    if not filled.deck:
        return ""
    try:
        if filled.kind == TABLE:
            return str(texts().contents(filled.deck, parse_session(filled.form).selection))
        return str(packages().contents(order_of(filled.deck, filled.form)))
    except StudyappError as error:
        return str(error)


def packages() -> Packages:
    """The orders that are taken here."""
    found: Packages = current_app.extensions["studyapp"].packages
    return found


def texts() -> TextExport:
    """The tables that are made here."""
    found: TextExport = current_app.extensions["studyapp"].texts
    return found
