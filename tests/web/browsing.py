"""A browser for tests: it says where it comes from, as browsers do, and reads every response to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyapp.services.study import Study

HTMX = {"HX-Request": "true"}
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


class Client(FlaskClient):
    """A client that closes the files it is sent."""

    def open(self, *arguments: Any, buffered: bool = True, **options: Any) -> TestResponse:
        """Send a request and read the response to its end."""
        return super().open(*arguments, buffered=buffered, **options)


@dataclass(frozen=True)
class Browser:
    """What a browser sends by itself on our own pages; `htmx` for what the library in them asks for."""

    client: FlaskClient

    def get(self, path: str, *, htmx: bool = False, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Ask for a page or a fragment."""
        return self.client.get(path, headers={**(HTMX if htmx else {}), **(headers or {})})

    def post(
        self, path: str, data: Any = None, *, htmx: bool = False, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        """Send a form from one of our own pages."""
        return self.client.post(path, data=data, headers={**OURS, **(HTMX if htmx else {}), **(headers or {})})


def study_of(app: Flask) -> Study:
    """The study service behind the pages."""
    study: Study = app.extensions["studyapp"].study
    return study
