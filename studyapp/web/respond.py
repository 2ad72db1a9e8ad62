"""All that is known of htmx: one URL answers it with a fragment, everyone else with the page around it."""

from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, url_for
from flask_htmx import HTMX
from markupsafe import escape

htmx = HTMX()


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page that it shows already."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(template: str, *, title: str, status: int = 200, **context: Any) -> Response:
    """`study/card.html` as a page, or its `study/_card.html` with the page's new title for htmx."""
    if wants_fragment():
        folder, _, name = template.rpartition("/")
        fragment = render_template(f"{folder}/_{name}".lstrip("/"), **context)
        body = f"<title>{escape(title)} · studyapp</title>{fragment}"
    else:
        body = render_template(template, title=title, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def in_place_of_the_page(response: Response, select: str) -> Response:
    """For htmx: what the selector names in the response takes the page's place, whatever part of it was asked for."""
    if wants_fragment():
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
        response.headers["HX-Reselect"] = select
        response.headers["HX-Replace-Url"] = response.headers["HX-Push-Url"] = "false"
    return response


def fragment_or_redirect(endpoint: str, **values: Any) -> Response:
    """After something was done: another page, at once as a fragment for htmx, by a redirect for everyone else."""
    url = url_for(endpoint, **values)
    if not wants_fragment():
        return make_response(redirect(url, 303))
    response = make_response(current_app.view_functions[endpoint](**values))
    if response.headers.get("HX-Push-Url", "false") == "false":  # it took no address, and led to no other page
        response.headers["HX-Push-Url"] = url
    return response
