"""The door for other devices: only paired ones pass, and a code pairs one."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from studyapp.errors import PairingError
from studyapp.services.pairing import Pairing
from studyapp.web.respond import fragment_or_redirect, page_or_fragment, wants_fragment
from studyapp.web.security import is_this_machine

bp = Blueprint("pairing", __name__)

COOKIE = "studyapp_device"
COOKIE_LASTS = timedelta(days=365)
OPEN_TO_ALL = {"static", "pairing.form", "pairing.pair"}
"""Endpoints that a device needs to become paired."""
THIS_MACHINE_ONLY = {"devices", "data", "history", "live", "exams", "drafts"}
"""What paired devices may not use: what lets others in, fills the disk, is undone by a backup, drives Anki here,
or shows the keys of exams."""
LONGEST_SHOWN = 40


def admit_paired_devices(app: Flask) -> None:
    """Let requests of this machine and of paired devices pass, and lead all others to the page that pairs."""
    app.before_request(_stop_strangers)


def _stop_strangers() -> AnyResponse | None:
    if is_this_machine() or request.endpoint in OPEN_TO_ALL:
        return None
    if not is_paired():
        return _to_the_door()
    if request.blueprint in THIS_MACHINE_ONLY:
        abort(403, "That is done on the laptop alone.")
    return None


def _to_the_door() -> AnyResponse:
    if request.method not in {"GET", "HEAD"} or wants_fragment():
        abort(401, "This device is not paired, or no longer, so nothing was done. Reload the page to pair it.")
    return redirect(url_for("pairing.form"), 303)


def is_paired() -> bool:
    """Whether a request brings the token of a paired device."""
    token = request.cookies.get(COOKIE, "")
    return bool(token) and _pairing().admit(token) is not None


@bp.get("/pair")
def form() -> Response:
    """Where a new device gives the code; it may come filled in, by a QR code."""
    if is_this_machine():
        return fragment_or_redirect("devices.index")
    if is_paired():
        return fragment_or_redirect("study.today")
    return _form(request.args.get("code", ""))


@bp.post("/pair")
def pair() -> Response:
    """Pair the device that sends the open code."""
    if is_this_machine():
        abort(403, "This is the laptop itself; open this page on the phone.")
    try:
        token = _pairing().pair(request.form.get("code", ""), request.user_agent.string)
    except PairingError as error:
        return _form(request.form.get("code", ""), status=422, error=str(error))
    response = fragment_or_redirect("study.today")
    response.set_cookie(COOKIE, token, max_age=COOKIE_LASTS, path="/", httponly=True, samesite="Strict")
    return response


def _form(code: str, *, status: int = 200, error: str | None = None) -> Response:
    return page_or_fragment(
        "pairing/form.html", title="Pair this device", status=status, code=code[:LONGEST_SHOWN], error=error
    )


def _pairing() -> Pairing:
    pairing: Pairing = current_app.extensions["studyapp"].pairing
    return pairing
