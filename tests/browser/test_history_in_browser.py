"""Bringing Anki's history home in a real browser: a file is chosen and sent, and what became of it is told."""

import re

from axe_playwright_python.sync_playwright import Axe
from made_profile import Answered, package_with
from playwright.sync_api import expect

from studyapp.anki.identity import guid_of

CARD = "gluteus-minimus.actions"


def history(tmp_path, site):
    """A file with two answers to a card of the shipped deck, one by a clock that is ahead, and another deck's card."""
    now = int(site.clock.now.timestamp() * 1000)
    guid = guid_of("trigger-points", CARD)
    answers = [Answered(CARD, at, guid=guid) for at in (now - 86_400_000, now - 1, now + 1)]
    others = ("INSERT INTO notes VALUES (2, 'other', 1, '', '')", "INSERT INTO cards VALUES (2, 2, 0)")
    path = tmp_path / "mine.apkg"
    path.write_bytes(package_with(answers, *others))
    return path


def assert_fits_and_is_accessible(page):
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"


def test_a_history_is_taken_in_told_and_taken_back(open_page, site, tmp_path):
    page = open_page("/export")
    page.get_by_role("link", name="Bring your Anki history home").click()
    page.get_by_label("The .colpkg or .apkg file").set_input_files(history(tmp_path, site))
    page.get_by_role("button", name="Bring it home").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 answers taken in")
    expect(page.locator("#taken")).to_contain_text("Cards of other decks, not read")
    assert_fits_and_is_accessible(page)
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 2 answers are out again.")).to_have_attribute("role", "status")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Anki")).to_have_attribute(
        "aria-current", "true"
    )
    assert_fits_and_is_accessible(page)
    page.goto(site.url + "/data")
    expect(page.locator("#data")).to_contain_text("0 reviews of 0 cards")


def test_it_goes_without_javascript_too(open_page, site, tmp_path):
    page = open_page("/export/history", java_script_enabled=False)
    field = page.get_by_label("The .colpkg or .apkg file")
    for _ in range(2):
        field.set_input_files(history(tmp_path, site))
        page.get_by_role("button", name="Bring it home").click()
        page.get_by_role("link", name=re.compile("another file")).click()
    page.goto(site.url + "/data")
    expect(page.locator("#data")).to_contain_text("2 reviews of 1 card")
    page.goto(site.url + "/progress")
    expect(page.locator("h1")).to_have_count(1)


def test_a_file_that_is_none_is_told_where_it_was_chosen(open_page, site, tmp_path):
    path = tmp_path / "mine.apkg"
    path.write_text("no package", encoding="utf-8")
    page = open_page("/export/history")
    page.get_by_label("The .colpkg or .apkg file").set_input_files(path)
    page.get_by_role("button", name="Bring it home").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was taken in")
    expect(page.get_by_label("The .colpkg or .apkg file")).to_be_focused()
    assert_fits_and_is_accessible(page)
