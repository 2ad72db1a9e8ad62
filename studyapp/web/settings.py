"""Settings: what a student may set, on one page."""

from dataclasses import fields
from functools import cache
from zoneinfo import available_timezones

from flask import Blueprint, Response, current_app, request

from studyapp.domain.way import Asking
from studyapp.services.preferences import Buttons, Keys, PreferenceError, PreferenceKeeper, Preferences, TextSize
from studyapp.web.respond import fragment_or_redirect, page_or_fragment
from studyapp.web.security import is_this_machine
from studyapp.web.student import browser_zone, forget, preferences

_FIELDS = fields(Preferences)
_TECHNICAL = ("Etc/", "SystemV/", "posix/", "right/")

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
def index() -> Response:
    """What is set."""
    return _page()


@bp.post("")
def save() -> Response:
    """Keep what was set, all of it or nothing."""
    try:
        _keeper().save(request.form)
    except PreferenceError as error:
        return _page(status=422, error=str(error))
    forget()
    return _page(saved=True)


@bp.post("/reset")
def reset() -> Response:
    """Set everything back."""
    _keeper().reset()
    forget()
    return fragment_or_redirect("settings.index")


def _page(*, status: int = 200, error: str | None = None, saved: bool = False) -> Response:
    return page_or_fragment(
        "settings/index.html",
        title="Settings",
        status=status,
        values={field.name: request.form.get(field.name, str(getattr(preferences(), field.name))) for field in _FIELDS},
        browser_zone=browser_zone(),
        zones=_zones(),
        is_this_machine=is_this_machine(),
        askings=tuple(Asking),
        buttons=tuple(Buttons),
        sizes=tuple(TextSize),
        keys=tuple(Keys),
        error=error,
        saved=saved,
    )


@cache
def _zones() -> tuple[str, ...]:
    """The zones to choose from, without those that are but other names."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith(_TECHNICAL)))


def _keeper() -> PreferenceKeeper:
    keeper: PreferenceKeeper = current_app.extensions["studyapp"].preferences
    return keeper
