"""Who asks: the one student of local mode, with what is set and where the browser says that it is."""

from urllib.parse import unquote

from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from studyapp.domain.session import Session
from studyapp.errors import StudyappError
from studyapp.services.agenda import Today
from studyapp.services.preferences import Preferences
from studyapp.services.study import Study, StudySettings

LONGEST_ZONE = 40
ZONE_COOKIE = "zone"
"""Set by app.js: the IANA name of the browser's time zone."""


def preferences() -> Preferences:
    """What the student has set, read once a request."""
    if "preferences" not in g:
        g.preferences = current_app.extensions["studyapp"].preferences.load()
    kept: Preferences = g.preferences
    return kept


def browser_zone() -> str:
    """The time zone that the browser tells, by its IANA name; empty when it does not."""
    return unquote(request.cookies.get(ZONE_COOKIE, ""))[:LONGEST_ZONE]


def studying() -> Study:
    """Studying under these preferences, with days in the student's zone."""
    if "study" not in g:
        g.study = current_app.extensions["studyapp"].study.under(study_settings())
    study: Study = g.study
    return study


def todays(session: Session) -> Today:
    """What is left of a session, read once a request: whatever a request records, it records before it asks."""
    known: dict[Session, Today] = g.setdefault("todays", {})
    if session not in known:
        known[session] = studying().today(session)
    return known[session]


def study_settings() -> StudySettings:
    """The student's preferences as studying needs them."""
    kept = preferences()
    zone = kept.zone(browser_zone(), current_app.extensions["studyapp"].zone)
    return StudySettings(zone, kept.rollover_hour, kept.limits, kept.asking)


def forget() -> None:
    """Read the preferences anew: they were changed within this request."""
    g.pop("preferences", None)
    g.pop("study", None)


def register_student(app: Flask) -> None:
    """Let templates ask for `preferences()` and `page_look()`."""
    app.jinja_env.globals.update(preferences=preferences, page_look=_page_look)


def _page_look() -> Preferences:
    """What is set about every page; an error page stands even where the database does not answer."""
    try:
        return preferences()
    except (SQLAlchemyError, StudyappError):
        default: Preferences = current_app.extensions["studyapp"].preferences.default
        return default
