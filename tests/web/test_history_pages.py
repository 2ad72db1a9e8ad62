"""The page that brings home what was answered in Anki."""

from io import BytesIO

import pytest
from browsing import Browser, study_of
from flask import Flask
from made_catalog import small_catalog
from made_profile import Answered, package_with
from parsed import Page

from studyapp.domain.instant import to_ms
from studyapp.web import history

HISTORY = "/export/history"


@pytest.fixture
def app(make_app) -> Flask:
    """The application on three free cards."""
    return make_app(small_catalog())


@pytest.fixture
def browser(app) -> Browser:
    """A browser on it."""
    return Browser(app.test_client())


@pytest.fixture
def rows(clock) -> list[Answered]:
    """Two answers of two days, and one of a wrong clock."""
    now = to_ms(clock())
    return [Answered("c00", now - 86_400_000), Answered("c01", now - 1), Answered("c00", now + 1)]


def upload(browser: Browser, content: bytes, name: str = "mine.apkg"):
    return browser.post(HISTORY, {"file": (BytesIO(content), name)})


def shown(response, ident: str) -> str:
    return Page(response.text).one("section", id=ident).text


def done(app: Flask) -> int:
    return app.extensions["studyapp"].everything.numbers()["reviews"]


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_the_page_tells_how_to_get_the_file_and_has_one_field_and_one_button(browser, htmx):
    page = Page(browser.get(HISTORY, htmx=htmx).text)
    assert page.is_whole is not htmx
    assert "File, Export" in page.one("section", id="history").text
    form = page.one("form", **{"class": "upload"})
    assert form.attributes["enctype"] == "multipart/form-data"
    assert (page.one("label").attributes["for"], page.one("input", type="file").attributes["id"]) == ("file", "file")
    assert [button.text for button in page.all("button", **{"class": "button"})] == ["Take it in"]


def test_it_is_found_from_the_page_of_anki(browser):
    links = [link.attributes.get("href") for link in Page(browser.get("/export").text).all("a")]
    assert HISTORY in links


def test_what_was_taken_and_skipped_is_told_with_its_reasons(app, browser, rows):
    response = upload(browser, package_with(rows))
    page = Page(response.text)
    assert (response.status_code, page.one("h1").text) == (200, "2 answers taken in")
    assert "From Sunday 22 November 2026 to Monday 23 November 2026." in shown(response, "taken")
    assert [row.text for row in page.all("tr")[1:]] == [
        "Entries answered in the future, by the clock of this machine 1"
    ]
    assert "/progress" in [link.attributes.get("href") for link in page.all("a", **{"class": "button"})]
    assert done(app) == 2


def test_a_second_time_nothing_is_new_and_there_is_nothing_to_undo(app, browser, rows):
    upload(browser, package_with(rows))
    page = Page(upload(browser, package_with(rows)).text)
    assert page.one("h1").text == "Nothing new"
    assert "Answers that were here already 2" in [row.text for row in page.all("tr")]
    assert page.hidden == {}
    assert done(app) == 2


def test_a_file_without_answers_of_ours_asks_whether_scheduling_was_exported(browser):
    response = upload(browser, package_with([]))
    assert "Include scheduling information" in shown(response, "taken")


def test_undo_brings_back_what_was_there_before(app, browser, rows):
    browser.post("/study/small/card.c02.forward/review", {"grade": "4", "review": f"{1:032x}", "shown": ""})
    page = Page(upload(browser, package_with(rows)).text)
    assert done(app) == 3
    assert browser.post("/data/undelete", page.hidden).status_code == 303
    assert done(app) == 1
    assert study_of(app).today().done == 1
    assert "before your history came from Anki" in browser.get("/data").text


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "", "Choose the file"),
        (b"", "mine.apkg", "no whole Anki package"),
        (b"x" * 99, "x", "no whole Anki package"),
    ],
)
def test_a_file_that_is_none_is_told_at_the_field(app, browser, content, name, told):
    response = upload(browser, content, name)
    page = Page(response.text)
    alert = page.one("div", role="alert")
    assert response.status_code == 422
    assert told in alert.text
    assert page.one("input", type="file").attributes["aria-describedby"] == alert.attributes["id"]
    assert (done(app), app.extensions["studyapp"].backups.kept()) == (0, [])


def test_no_file_at_all_is_told_too(browser):
    assert "Choose the file" in Page(browser.post(HISTORY, {}).text).one("div", role="alert").text


def test_a_large_file_is_taken_though_forms_are_small(app, browser, rows):
    large = package_with(rows, "UPDATE notes SET flds = hex(randomblob(200000))")
    assert len(large) > 2 * app.config["MAX_CONTENT_LENGTH"]
    assert Page(upload(browser, large).text).one("h1").text == "2 answers taken in"
    assert browser.post("/settings", {"timezone": "x" * 100_000}).status_code == 413


def test_one_that_is_too_large_is_told_the_command_that_takes_it(app, browser, rows, monkeypatch):
    monkeypatch.setattr(history, "LARGEST_UPLOAD", 500)
    response = upload(browser, package_with(rows))
    assert response.status_code == 413
    assert "studyapp import anki FILE" in Page(response.text).one("div", role="alert").text
    assert done(app) == 0


def test_answers_get_the_day_of_the_students_zone_and_hour(app, browser, clock):
    browser.post("/settings", {"rollover_hour": "0", "timezone": "Pacific/Auckland"})
    page = Page(upload(browser, package_with([Answered("c00", to_ms(clock()) - 1)])).text)
    assert "All of Monday 23 November 2026." in page.one("section", id="taken").text
    browser.post("/settings", {"rollover_hour": "23", "timezone": "Pacific/Auckland"})
    page = Page(upload(browser, package_with([Answered("c01", to_ms(clock()) - 2)])).text)
    assert "All of Sunday 22 November 2026." in page.one("section", id="taken").text
