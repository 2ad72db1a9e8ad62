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
    """Send a file; what became of it, on a page of its own."""
    response = browser.post(HISTORY, {"file": (BytesIO(content), name)})
    return browser.get(response.headers["Location"]) if response.status_code == 303 else response


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
    assert [button.text for button in page.all("button", **{"class": "button"})] == ["Bring it home"]


def test_it_is_found_from_the_page_of_anki(browser):
    links = [link.attributes.get("href") for link in Page(browser.get("/export").text).all("a")]
    assert HISTORY in links


def test_what_was_taken_and_skipped_is_told_with_its_reasons(app, browser, rows):
    response = upload(browser, package_with(rows))
    page = Page(response.text)
    assert (response.status_code, page.one("h1").text) == (200, "2 answers taken in")
    assert "From Sunday 22 November 2026 to Monday 23 November 2026." in shown(response, "taken")
    assert [row.text for row in page.all("tr")[1:]] == [
        "Answers of a time that is still to come, by this machine’s clock 1"
    ]
    assert "/progress" in [link.attributes.get("href") for link in page.all("a", **{"class": "button"})]
    assert done(app) == 2


def test_a_second_time_nothing_is_new_and_there_is_nothing_to_undo(app, browser, rows):
    upload(browser, package_with(rows))
    page = Page(upload(browser, package_with(rows)).text)
    assert page.one("h1").text == "Nothing new"
    assert "Answers that were here already 2" in [row.text for row in page.all("tr")]
    assert page.one("a", **{"class": "button"}).attributes["href"] == HISTORY
    assert page.all("form") == []
    assert done(app) == 2


@pytest.mark.parametrize(("name", "asks"), [("mine.apkg", True), ("mine.COLPKG", False)])
def test_a_file_without_answers_asks_whether_scheduling_was_exported_where_it_might_not_have_been(browser, name, asks):
    response = upload(browser, package_with([]), name)
    assert ("Include scheduling information" in shown(response, "taken")) is asks
    assert Page(response.text).one("a", **{"class": "button"}).text == "Choose another file"


def test_undo_brings_back_what_was_there_before(app, browser, rows):
    browser.post("/study/small/card.c02.forward/review", {"grade": "4", "review": f"{1:032x}", "shown": ""})
    address = browser.post(HISTORY, {"file": (BytesIO(package_with(rows)), "mine.apkg")}).headers["Location"]
    assert done(app) == 3
    undo = Page(browser.get(address).text).one("form").attributes["action"]
    assert Page(browser.get(address).text).one("form").attributes["action"] == undo  # it survives a reload
    undone = browser.post(undo)
    assert undone.status_code == 303
    page = Page(browser.get(undone.headers["Location"]).text)
    assert page.one("p", role="status", **{"class": "saved"}).text == "Undone: 2 answers are out again."
    assert page.one("title").text.startswith("Undone: 2 answers are out again.")
    assert "aria-current" in page.one("a", href="/export").attributes
    assert done(app) == 1
    assert study_of(app).today().done == 1
    assert "before your history came from Anki" in browser.get("/data").text


def test_undone_twice_takes_nothing_that_was_answered_since(app, browser, rows):
    address = browser.post(HISTORY, {"file": (BytesIO(package_with(rows)), "mine.apkg")}).headers["Location"]
    browser.post(f"{address}/undo")
    browser.post("/study/small/card.c02.forward/review", {"grade": "4", "review": f"{1:032x}", "shown": ""})
    assert browser.post(f"{address}/undo").status_code == 303
    assert done(app) == 1
    page = Page(browser.get(address).text)
    assert (page.one("h1").text, page.all("form")) == ("Undone", [])


@pytest.mark.parametrize("ask", ["get", "post"])
def test_a_result_that_is_kept_no_more_leads_to_the_backups(browser, ask):
    path = f"{HISTORY}/taken/gone" + ("/undo" if ask == "post" else "")
    response = getattr(browser, ask)(path)
    page = Page(response.text)
    assert response.status_code == 404
    assert page.one("h1").text == "Kept no more"
    assert {"/data", HISTORY} <= {link.attributes.get("href") for link in page.all("a")}


def test_an_address_that_only_claims_an_undo_is_not_believed(app, browser, rows):
    address = browser.post(HISTORY, {"file": (BytesIO(package_with(rows)), "mine.apkg")}).headers["Location"]
    for claimed in ("gone", address.rpartition("/")[2]):
        assert "Undone" not in browser.get(f"{HISTORY}?undone={claimed}").text


def test_of_many_imports_the_newest_are_kept(app, browser):
    homecomings = app.extensions["studyapp"].homecomings
    homecomings._most = 2
    addresses = [
        browser.post(HISTORY, {"file": (BytesIO(package_with()), "mine.apkg")}).headers["Location"] for _ in range(3)
    ]
    assert [browser.get(address).status_code for address in addresses] == [404, 200, 200]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "", "Choose the file"),
        (b"", "mine.apkg", "This file is empty"),
        (b"x" * 99, "x", "This is no file that Anki exported"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "photo.jpg", "This is no file that Anki exported"),
        (package_with()[:-50], "mine.apkg", "The file broke off: export it again in Anki"),
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
