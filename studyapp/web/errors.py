"""Errors as pages that help: what happened, and where to go from here."""

from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

from studyapp.errors import AnkiFileError, DeckError, ExamError, ExportError, NotFoundError, StorageError, StudyappError
from studyapp.web.respond import in_place_of_the_page, page_or_fragment

HEADINGS = {
    400: "That request cannot be read",
    401: "Not paired",
    403: "Not from here",
    404: "Not found",
    405: "Not that way",
    413: "Too much at once",
    422: "That cannot be taken",
    500: "Something broke",
    503: "Not right now",
}


class BadInputError(StudyappError):
    """A form value that makes no sense."""


STATUSES: dict[type[StudyappError], int] = {
    NotFoundError: 404,
    BadInputError: 422,
    ExportError: 422,
    ExamError: 422,
    DeckError: 422,
    AnkiFileError: 422,
    StorageError: 503,
}


def register_errors(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StudyappError, _our_error)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    message = error.description or ""
    if status == InternalServerError.code:
        message = "Your reviews are safe: nothing is shown as saved before it is."
    elif status == NotFound.code:
        message = "There is nothing at this address."
    response = _page(status, message)
    response.allow.update(getattr(error, "valid_methods", None) or ())
    return response


def _our_error(error: StudyappError) -> Response:
    return _page(STATUSES.get(type(error), 500), str(error))


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("An unexpected error", exc_info=error)
    return _http_error(InternalServerError())


def _page(status: int, message: str) -> Response:
    heading = HEADINGS.get(status, "That did not work")
    response = page_or_fragment("error.html", title=heading, status=status, heading=heading, message=message)
    return in_place_of_the_page(response, "#error")
