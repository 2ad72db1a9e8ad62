"""The page of your data: take it along, back it up, delete it, and bring it back."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from browsing import Browser, study_of
from made_catalog import small_catalog
from parsed import Page

CARD = "/study/small/card.c00.forward"
GRADED = {"grade": "4", "review": "8b9cad0e-1f20-4212-8343-000000000001", "shown": ""}


@pytest.fixture
def app(make_app):
    """The application on three free cards."""
    return make_app(small_catalog())


@pytest.fixture
def browser(app) -> Browser:
    """A browser on it, after one answer."""
    browser = Browser(app.test_client())
    browser.post(f"{CARD}/review", GRADED)
    app.extensions["studyapp"].automatic_backups.wait()
    return browser


def rows(page: Page) -> list[str]:
    return [" ".join(row.text.split()) for row in page.all("tr")][1:]


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_it_tells_where_the_data_is_and_what_there_is_of_it(app, browser, htmx):
    page = Page(browser.get("/data", htmx=htmx).text)
    assert page.is_whole is not htmx
    assert page.one("h1").text == "Your data"
    assert str(study_of(app).database.folder) in page.all("code")[0].text
    assert "1 review of 1 card." in page.one("section", id="data").text


def test_backups_are_listed_newest_first_in_the_students_zone_with_their_size(browser, clock):
    clock.pass_time(hours=14, minutes=30)
    browser.post("/data/backup")
    listed = rows(Page(browser.get("/data").text))
    assert [row.rpartition(" kB")[0].rpartition(" ")[0] for row in listed] == [
        "24 November 2026, 00:30 by you",
        "23 November 2026, 10:00 by itself, while you studied",
    ]
    assert all(row.endswith(" kB") for row in listed)


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_a_backup_is_made_at_a_press(app, browser, htmx):
    response = browser.post("/data/backup", htmx=htmx)
    assert (response.status_code, response.headers.get("Location")) == ((200, None) if htmx else (303, "/data"))
    assert response.headers.get("HX-Push-Url") == ("/data" if htmx else None)
    assert len(app.extensions["studyapp"].backups.kept()) == 2


def test_everything_is_downloaded_as_json(browser):
    response = browser.get("/data/everything.json")
    assert response.headers["Content-Disposition"] == "attachment; filename=studyapp-data.json"
    assert response.mimetype == "application/json"
    assert [one["card"] for one in json.loads(response.data)["reviews"]] == ["card.c00.forward"]


def test_everything_is_downloaded_as_tables(browser):
    response = browser.get("/data/everything.zip")
    assert response.headers["Content-Disposition"] == "attachment; filename=studyapp-data.zip"
    with ZipFile(BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        assert b"card.c00.forward" in archive.read("reviews.csv")


@pytest.mark.parametrize("word", ["", "no", "delete everything", "löschen"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_another_word_deletes_nothing_and_says_what_to_type(app, browser, word, htmx):
    response = browser.post("/data/delete", {"word": word}, htmx=htmx)
    page = Page(response.text)
    assert response.status_code == 422
    assert page.one("p", role="alert").text == "Nothing was deleted: type the word “delete” if you mean it."
    assert page.one("input", id="word").attributes["aria-describedby"] == page.one("p", role="alert").attributes["id"]
    assert study_of(app).today().done == 1


@pytest.mark.parametrize("word", ["delete", " Delete "])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_everything_is_deleted_and_brought_back(app, browser, word, htmx):
    response = browser.post("/data/delete", {"word": word}, htmx=htmx)
    assert study_of(app).today().done == 0
    after = Page(response.text if htmx else browser.get(response.headers["Location"]).text)
    assert after.one("h1").text == "Everything is deleted"
    assert "23 November 2026, 10:00" in after.one("section", id="deleted").text
    assert "0 reviews" in browser.get("/data").text
    assert browser.get("/").status_code == 200
    back = browser.post("/data/undelete", after.hidden, htmx=htmx)
    assert back.status_code == (200 if htmx else 303)
    assert study_of(app).today().done == 1


def test_after_deleting_the_next_answer_is_recorded_as_ever(app, browser, clock):
    browser.post("/data/delete", {"word": "delete"})
    clock.now += timedelta(seconds=1)
    assert browser.post(f"{CARD}/review", GRADED).status_code == 303
    assert study_of(app).today().done == 1


def test_where_nothing_was_deleted_there_is_nothing_to_bring_back(browser):
    assert browser.get("/data/deleted").status_code == 404


@pytest.mark.parametrize("name", ["", "../studyapp.sqlite3", "/etc/passwd", "2026-11-23T090000.000Z-by-hand.sqlite3"])
def test_only_a_backup_that_is_kept_is_brought_back(app, browser, name):
    response = browser.post("/data/undelete", {"backup": name})
    assert response.status_code == 404
    assert study_of(app).today().done == 1


def test_a_backup_that_fails_is_told_on_the_page_and_deletes_nothing(app, browser, clock):
    services = app.extensions["studyapp"]
    for path in services.backups.folder.iterdir():
        path.unlink()
    services.backups.folder.rmdir()
    services.backups.folder.write_text("in the way")
    clock.pass_time(hours=1)
    browser.post("/study/small/card.c01.forward/review", {**GRADED, "review": GRADED["review"][:-1] + "2"})
    services.automatic_backups.wait()
    assert "The last automatic backup failed:" in browser.get("/data").text
    assert browser.post("/data/backup").status_code == 503
    assert browser.post("/data/delete", {"word": "delete"}).status_code == 503
    assert study_of(app).today().done == 2


def test_many_backups_are_folded_away(app, browser, clock):
    for _ in range(10):
        clock.pass_time(minutes=1)
        app.extensions["studyapp"].backups.back_up()
    page = Page(browser.get("/data").text)
    assert page.one("summary").text == "Earlier ones: 5"
    assert len(page.all("th", scope="row")) == 11
