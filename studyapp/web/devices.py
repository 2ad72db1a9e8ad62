"""Paired devices, on this machine alone: a code for another one, names, and the way out."""

from datetime import date
from uuid import UUID

import segno
from flask import Blueprint, Response, current_app, request
from markupsafe import Markup

from studyapp.domain.device import LONGEST_NAME
from studyapp.domain.pairing import PairingCode
from studyapp.services.pairing import Pairing
from studyapp.web.errors import BadInputError
from studyapp.web.respond import fragment_or_redirect, page_or_fragment
from studyapp.web.security import served_lan
from studyapp.web.words import long_date

bp = Blueprint("devices", __name__, url_prefix="/devices")


@bp.get("")
def index() -> Response:
    """The code that is open, and the devices that are paired."""
    return _index()


@bp.post("/code")
def code() -> Response:
    """A new code, in place of the one before."""
    _pairing().new_code()
    return fragment_or_redirect("devices.index")


@bp.post("/<uuid:device>/name")
def rename(device: UUID) -> Response:
    """Another name for a device."""
    try:
        name = _name(request.form.get("name", ""))
    except BadInputError as error:
        return _index(status=422, error=str(error), mistaken=device)
    _pairing().rename(device, name)
    return fragment_or_redirect("devices.index")


@bp.post("/<uuid:device>/unpair")
def unpair(device: UUID) -> Response:
    """Shut a device out."""
    _pairing().unpair(device)
    return fragment_or_redirect("devices.index")


@bp.post("/unpair")
def unpair_all() -> Response:
    """Shut every device out."""
    _pairing().unpair_all()
    return fragment_or_redirect("devices.index")


def day_past(day: date, today: date) -> str:
    """“today”, “yesterday”, “on Tuesday 24 November”."""
    words = {0: "today", 1: "yesterday"}
    year = f" {day.year}" if day.year != today.year else ""
    return words.get((today - day).days, f"on {long_date(day)}{year}")


def _index(*, status: int = 200, error: str | None = None, mistaken: UUID | None = None) -> Response:
    pairing, lan = _pairing(), served_lan()
    code = pairing.open_code() if lan else None
    return page_or_fragment(
        "devices/index.html",
        title="Devices",
        status=status,
        lan=lan,
        code=code,
        qr=_qr(code, lan.origin) if code and lan else None,
        devices=pairing.devices(),
        zone=pairing.zone,
        today=pairing.clock().astimezone(pairing.zone).date(),
        day_past=day_past,
        longest=LONGEST_NAME,
        error=error,
        mistaken=mistaken,
    )


def _qr(code: PairingCode, origin: str) -> Markup:
    """The address that pairs, as a picture to point a phone at: dark on light in the dark too, as cameras want it."""
    drawn = segno.make(pairing_url(origin, code), micro=False)
    svg = drawn.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704  # numbers and our own two colours


def pairing_url(origin: str, code: PairingCode) -> str:
    """The page that pairs, with the code filled in."""
    return f"{origin}/pair?code={code.text}"


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise BadInputError("A device needs a name.")
    if len(name) > LONGEST_NAME:
        raise BadInputError(f"A name has at most {LONGEST_NAME} characters; this has {len(name)}.")
    return name


def _pairing() -> Pairing:
    pairing: Pairing = current_app.extensions["studyapp"].pairing
    return pairing
