"""Local mode: no sign-in, so every request must come from this machine and unsafe ones from our own pages.

A page of another site that the browser also shows could otherwise act as the student: by a form sent across sites
(refused by its origin), or by a name of its own that resolves to this machine (refused by the Host header).
"""

import re

from flask import Flask, Response, abort, request

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


def protect(app: Flask) -> None:
    """Check every request before its view, and set the headers on every response, errors too."""
    app.before_request(_refuse_foreign_hosts)
    app.before_request(_refuse_foreign_origins)
    app.after_request(_set_headers)


def _refuse_foreign_hosts() -> None:
    host = HOST.fullmatch(request.headers.get("Host", ""))
    if host is None or int(host["port"] or 0) > HIGHEST_PORT:
        abort(400, "studyapp answers only to 127.0.0.1 and localhost.")


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
