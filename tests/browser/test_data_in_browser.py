"""Your data in a real browser: by keyboard, without JavaScript, and when something was mistyped."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from studyapp.domain.deck import CardKey
from studyapp.domain.scheduler import Grade
from studyapp.services.study import GivenAnswer

WORD = "Type the word “delete”"


@pytest.fixture
def studied(site):
    """A site on which one card was answered."""
    services = site.app.extensions["studyapp"]
    key: CardKey = next(iter(services.study.catalog.cards))
    services.study.answer(GivenAnswer(id=UUID(int=1), card=key, grade=Grade.GOOD))
    services.automatic_backups.wait()
    return site


def told(page: Page) -> str:
    return page.locator("#data .lead").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "plain"])
@pytest.mark.usefixtures("studied")
def test_everything_is_deleted_by_keyboard_and_brought_back_by_one_button(open_page, javascript):
    page = open_page("/data", width=375, height=780, java_script_enabled=javascript)
    assert told(page).startswith("1 review of 1 card.")
    page.get_by_label(WORD).focus()
    page.keyboard.type("delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is deleted")
    expect(page).to_have_title("Everything is deleted · studyapp")
    expect(page).to_have_url(page.url.rpartition("/data")[0] + "/data/deleted")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your data")
    assert told(page).startswith("1 review of 1 card.")


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "plain"])
@pytest.mark.usefixtures("studied")
def test_a_mistyped_word_is_told_where_one_looks(open_page, javascript):
    page = open_page("/data", width=375, height=780, java_script_enabled=javascript)
    page.get_by_label(WORD).fill("no")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was deleted")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("studied")
def test_axe_finds_no_violation_on_the_pages_that_follow(open_page, scheme):
    page = open_page("/data", color_scheme=scheme)
    for word, follows in (("no", "[role=alert]"), ("delete", "#deleted")):
        page.get_by_label(WORD).fill(word)
        page.get_by_role("button", name="Delete everything").click()
        expect(page.locator(follows)).to_be_visible()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_page_with_backups_scrolls_sideways(open_page, studied, width):
    for _ in range(8):
        studied.app.extensions["studyapp"].backups.back_up()
    page = open_page("/data", width=width)
    page.get_by_text("Earlier ones").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label(WORD).fill("delete")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.locator("#deleted")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.usefixtures("studied")
def test_everything_is_downloaded(open_page):
    page = open_page("/data")
    for link, name in (("Download JSON", "studyapp-data.json"), ("Download CSV", "studyapp-data.zip")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.suggested_filename == name
        if name.endswith("json"):
            assert len(json.loads(Path(download.value.path()).read_text("utf-8"))["reviews"]) == 1


@pytest.mark.usefixtures("studied")
def test_a_backup_made_at_a_press_stands_first(open_page):
    page = open_page("/data")
    page.get_by_role("button", name="Back up now").click()
    expect(page.locator(".backups tbody tr").first).to_contain_text("by you")
