"""Sending to a running Anki, as one sees it: with and without JavaScript, by day and by night."""

import pytest
from anki.collection import Collection
from anki_connect_server import RunningAnki, listening
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


@pytest.fixture
def anki(tmp_path):
    """A running Anki with an empty collection."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    with listening(RunningAnki(collection)) as running:
        yield running
    collection.close()


@pytest.fixture
def site(site, anki):
    """The site beside that Anki."""
    site.environment["STUDYAPP_ANKI_CONNECT"] = anki.url
    site.restart()
    return site


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_one_button_sends_and_the_page_tells_what_arrived(open_page, anki, scripted):
    page = open_page("/export/live", width=375, height=780, java_script_enabled=scripted)
    page.get_by_label("My progress too").check()
    page.get_by_role("button", name="Send to Anki").click()
    expect(page.locator("h1")).to_have_text("Sent to Anki", timeout=30_000)
    expect(page.locator(".rows li").first).to_have_text(f"{anki.open.note_count()} new notes")
    page.get_by_role("link", name="Look again").click()
    expect(page.locator(".lead")).to_contain_text("holds every note as it is here")


def test_axe_finds_no_violation_and_nothing_scrolls_sideways(open_page):
    page = open_page("/export/live", width=320, height=780)
    for step in ("Send to Anki", "Look again", "Send my progress"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            results = Axe().run(page)
            assert results.violations_count == 0, f"{step}, {scheme}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator("#live-anki .button, #live-anki .secondary").filter(has_text=step).click()
        expect(page.get_by_text(step, exact=True)).to_have_count(0, timeout=30_000)
