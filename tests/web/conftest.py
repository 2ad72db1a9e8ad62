"""The pages on a data folder of their own: a browser that asks as a page, and htmx inside it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser, Client, study_of
from flask import Flask
from made_catalog import Clock, small_catalog

from studyapp.app import create_app
from studyapp.domain.catalog import Catalog
from studyapp.lan import Lan
from studyapp.settings import settings_from

NOWHERE = {"STUDYAPP_ANKI_CONNECT": "http://127.0.0.1:9"}
"""Nothing listens there: a test must not reach the Anki of whoever runs it."""
VIENNA = {"STUDYAPP_TIMEZONE": "Europe/Vienna", **NOWHERE}


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, nine o'clock (UTC)."""
    return Clock(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def make_app(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Flask]]:
    """Start the application on the test's data folder with a catalog, by default three free cards."""
    made: list[Flask] = []

    def _make(
        catalog: Catalog | None = None,
        environment: Mapping[str, str] = VIENNA,
        *,
        served_on: Lan | None = None,
        **given: Any,
    ) -> Flask:
        settings = settings_from(environment, data=tmp_path / "data", **given)
        made.append(create_app(settings, catalog=catalog or small_catalog(), clock=clock, lan=served_on))
        made[-1].test_client_class = Client
        return made[-1]

    yield _make
    for app in made:
        app.extensions["studyapp"].automatic_backups.wait()
        study_of(app).database.engine.dispose()


@pytest.fixture
def browse(make_app: Callable[..., Flask]) -> Callable[..., Browser]:
    """Start the application and open a browser on it."""
    return lambda catalog=None, **given: Browser(make_app(catalog, **given).test_client())


@pytest.fixture
def browser(browse: Callable[..., Browser]) -> Browser:
    """A browser on the pages of three free cards."""
    return browse()
