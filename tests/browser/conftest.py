"""A real Chromium on a real server whose clock the test moves."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from studyapp.app import create_app
from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import Catalog
from studyapp.settings import settings_from
from tools.find_chromium import find_chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOWHERE = {"STUDYAPP_ANKI_CONNECT": "http://127.0.0.1:9"}
"""Nothing listens there: a test must not reach the Anki of whoever runs it."""
FIRST_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@cache
def shipped() -> Catalog:
    """The catalog of the shipped decks, read once for all tests."""
    return load_catalog()


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = FIRST_MORNING

    def __call__(self) -> datetime:
        return self.now

    def next_day(self) -> None:
        self.now += timedelta(days=1)


@dataclass
class Site:
    """A running studyapp on its data folder; `restart` ends it and starts another on the same folder."""

    data: Path
    clock: Clock = field(default_factory=Clock)
    environment: dict[str, str] = field(default_factory=lambda: {"STUDYAPP_TIMEZONE": "UTC", **NOWHERE})
    url: str = ""

    def start(self) -> None:
        settings = settings_from(self.environment, data=self.data)
        self.app = create_app(settings, catalog=None if settings.decks else shipped(), clock=self.clock)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.app.extensions["studyapp"].automatic_backups.wait()
        self.app.extensions["studyapp"].study.database.engine.dispose()

    def restart(self) -> None:
        self.stop()
        self.start()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    assert path is not None, "make test finds Chromium or installs it; set STUDYAPP_CHROMIUM to its path"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    site.start()
    yield site
    site.stop()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a page of the site; a script error or a refused script or style fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(path: str = "/", *, width: int = 1280, height: int = 860, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_refusal(message.text) else None)
        page.goto(site.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def _is_refusal(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text


@pytest.fixture
def watch_moves() -> Callable[[Page], Callable[[], float]]:
    """Watch a page once it stands still; what this returns tells how much of it moved since by itself."""

    def watch(page: Page) -> Callable[[], float]:
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.evaluate(
            """() => { window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
                if (!entry.hadRecentInput) window.moved += entry.value;
            })).observe({ type: "layout-shift" }); }"""
        )

        def moved() -> float:
            page.wait_for_load_state("networkidle")
            return float(page.evaluate("window.moved"))

        return moved

    return watch
