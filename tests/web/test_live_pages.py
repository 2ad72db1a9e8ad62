"""The page that sends to a running Anki: what it tells before, after, and when there is none."""

import socket

import pytest
from anki.collection import Collection
from anki_connect_server import RunningAnki, listening
from browsing import Browser, study_of
from made_catalog import small_catalog
from parsed import Page

from studyapp.anki import connect

CARD = "/study/small/card.c00.forward"
GRADED = {"grade": "4", "review": "8b9cad0e-1f20-4212-8343-000000000001", "shown": ""}


@pytest.fixture
def anki(tmp_path):
    """A running Anki with an empty collection."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    with listening(RunningAnki(collection)) as running:
        yield running
    collection.close()


@pytest.fixture
def browse_to(make_app):
    """A browser on the pages of three free cards, beside what listens at an address."""

    def _browse(address: str, **more: str) -> Browser:
        environment = {"STUDYAPP_TIMEZONE": "UTC", "STUDYAPP_ANKI_CONNECT": address, **more}
        return Browser(make_app(small_catalog(), environment).test_client())

    return _browse


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_it_tells_what_would_be_sent_sends_it_and_tells_what_arrived(browse_to, anki, htmx):
    browser = browse_to(anki.url)
    page = Page(browser.get("/export/live", htmx=htmx).text)
    assert page.is_whole is not htmx
    assert "Anki is open on this machine. New to it: 3 notes." in page.one("section", id="live-anki").text
    assert [button.text for button in page.all("button") if "data-close" not in button.attributes] == ["Send to Anki"]
    assert anki.open.note_count() == 0
    sent = Page(browser.post("/export/live", htmx=htmx).text)
    assert sent.one("h1").text == "Sent to Anki"
    assert [row.text for row in sent.all("li")] == ["3 new notes"]
    assert anki.open.note_count() == 3


def test_progress_goes_along_when_it_is_ticked(browse_to, anki):
    browser = browse_to(anki.url)
    browser.post(f"{CARD}/review", GRADED)
    browser.post("/export/live", {"progress": ""})
    assert anki.open.card_count() == 3
    assert anki.open.find_cards("is:review") == []
    page = Page(browser.get("/export/live").text)
    assert "holds every note as it is here: 3 notes." in page.one("section", id="live-anki").text
    progress = page.one("input", type="hidden").attributes
    sent = Page(browser.post("/export/live", {progress["name"]: progress["value"]}).text)
    assert sent.all("li")[1].text == "1 card now scheduled as here, 1 review added to Anki’s log"
    assert len(anki.open.find_cards("is:review")) == 1


def test_without_anki_the_page_tells_in_three_steps_how_to_get_it(browse_to):
    page = Page(browse_to("http://127.0.0.1:9").get("/export/live").text)
    assert page.one("h1").text == "Anki does not answer"
    assert len(page.all("li")) == 3
    assert connect.ADD_ON in page.all("li")[1].text
    assert page.one("a", href="/export/live").text == "Look again"


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_sending_to_no_anki_is_no_success(browse_to, htmx):
    response = browse_to("http://127.0.0.1:9").post("/export/live", htmx=htmx)
    assert (response.status_code, Page(response.text).one("h1").text) == (503, "Anki does not answer")


def test_an_anki_that_refuses_says_why(browse_to, anki):
    anki.key = "secret"
    page = Page(browse_to(anki.url).get("/export/live").text)
    assert page.one("h1").text == "Anki will not yet"
    assert "STUDYAPP_ANKI_CONNECT_KEY" in page.one("p", **{"class": "error"}).text
    assert page.all("ol") == []


def test_the_key_of_the_settings_opens_it(browse_to, anki):
    anki.key = "secret"
    page = Page(browse_to(anki.url, STUDYAPP_ANKI_CONNECT_KEY="secret").get("/export/live").text)
    assert page.one("h1").text == "Send it to Anki"


def test_a_program_that_hangs_does_not_hang_the_page(browse_to, monkeypatch):
    monkeypatch.setattr(connect, "KNOCK_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        browser = browse_to(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert "did not answer in time" in browser.get("/export/live").text


def test_half_arrived_progress_is_told_as_such(browse_to, anki):
    browser = browse_to(anki.url)
    browser.post(f"{CARD}/review", GRADED)
    anki.broken = {"getReviewsOfCards"}
    page = Page(browser.post("/export/live", {"progress": "1"}).text)
    assert "3 new notes" in page.all("li")[0].text
    assert "Of your progress not all arrived" in page.one("p", **{"class": "error"}).text


def test_the_page_of_exports_leads_here(browse_to):
    page = Page(browse_to("http://127.0.0.1:9").get("/export").text)
    assert page.all("a", href="/export/live")


def test_looking_writes_nothing(browse_to, anki, tmp_path):
    browser = browse_to(anki.url)
    browser.get("/settings")
    before = sorted(tmp_path.rglob("*"))
    browser.get("/export/live")
    assert sorted(tmp_path.rglob("*")) == before


def test_it_tells_which_notes_will_be_tagged_and_which_are_left_alone(browse_to, anki, make_app):
    browse_to(anki.url).post("/export/live")
    first = anki.open.get_note(anki.open.find_notes("Id:card.c00")[0])
    first["Remarks"] = "My own mnemonic"
    anki.open.update_note(first)
    environment = {"STUDYAPP_TIMEZONE": "UTC", "STUDYAPP_ANKI_CONNECT": anki.url}
    browser = Browser(make_app(small_catalog(2), environment).test_client())
    page = Page(browser.get("/export/live").text)
    assert "lacks no note: it holds 2 notes" in page.one("p", **{"class": "lead"}).text
    assert [row.text for row in page.all("li")] == [
        "1 note that these decks have no more: to be tagged studyapp::status::retired",
        "1 note changed in Anki since: left alone",
    ]
    assert [button.text for button in page.all("button") if "data-close" not in button.attributes] == ["Send to Anki"]
    sent = Page(browser.post("/export/live").text)
    assert [row.text for row in sent.all("li")] == [
        "1 note that these decks have no more, now tagged studyapp::status::retired",
        "No note: Anki lacked none",
        "1 note changed in Anki since: left alone",
    ]
    browser = Browser(make_app(small_catalog(3), environment).test_client())
    page = Page(browser.get("/export/live").text)
    assert "1 note that these decks have again: to lose the tag" in page.one("section", id="live-anki").text
    sent = Page(browser.post("/export/live").text)
    assert "1 note that these decks have again, without the tag" in sent.all("li")[0].text


def test_looking_and_sending_leave_the_log_here_as_it_is(browse_to, anki, make_app):
    browser = browse_to(anki.url)
    browser.post(f"{CARD}/review", GRADED)
    study = study_of(browser.client.application)
    before = study.today()
    browser.post("/export/live", {"progress": "1"})
    assert study.today() == before
