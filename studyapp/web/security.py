"""No sign-in, so every request must come from this machine or a paired device, and unsafe ones from our own pages.

A page of another site that the browser also shows could otherwise act as the student: by a form sent across sites
(refused by its origin), or by a name of its own that resolves to this machine (refused by the Host header). What a
proxy might say of where a request came from (X-Forwarded-For and its like) is never read.
"""

import re
from ipaddress import ip_address

from flask import Flask, Response, abort, current_app, request

from studyapp.lan import Lan

HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:(?P<port>[0-9]{1,5}))?", re.IGNORECASE)
HIGHEST_PORT = 65535
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask, lan: Lan | None = None) -> None:
    """Check every request before its view, and set the headers on every response, errors too."""
    app.config["LAN"] = lan
    app.jinja_env.globals.update(on_this_machine=is_this_machine)
    app.before_request(_refuse_foreign_hosts)
    app.before_request(_refuse_foreign_origins)
    app.after_request(_set_headers)


def served_lan() -> Lan | None:
    """Where the local network reaches this program, if it may."""
    lan: Lan | None = current_app.config["LAN"]
    return lan


def is_this_machine() -> bool:
    """Whether a request was made on this machine: over loopback, to a name that means loopback."""
    host = HOST.fullmatch(request.headers.get("Host", ""))
    if host is None or int(host["port"] or 0) > HIGHEST_PORT:
        return False
    return _is_loopback(request.environ.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _refuse_foreign_hosts() -> None:
    lan = served_lan()
    if is_this_machine() or (lan and request.headers.get("Host") == lan.host):
        return
    abort(400, "studyapp answers only to 127.0.0.1 and localhost, and with --lan to the address that it printed.")


def _refuse_foreign_origins() -> None:
    if request.method in SAFE_METHODS:
        return
    fetched_from = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    ours = request.host_url.rstrip("/")
    if origin not in (None, ours) or fetched_from not in (None, "same-origin"):
        abort(403, "This was sent from another site, so nothing was done.")
    if origin is None and fetched_from is None:
        abort(403, "The browser did not say which page sent this, so nothing was done.")


def _set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(["Cookie", "HX-Request"])
    return response
