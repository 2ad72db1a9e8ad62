"""Taking cards along in a real browser: one click for the usual, a bar for what takes long, no JavaScript needed."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Page, expect
from slow_pictures import HeldBack

PATIENCE_SECONDS = 60


@pytest.fixture
def pictures(site) -> Iterator[HeldBack]:
    """Pictures of which all but twelve are held back."""
    export = site.app.extensions["studyapp"].anki
    export.charts = pictures = HeldBack(export.charts, free=12)
    yield pictures
    pictures.let_go.set()
    for job in list(site.app.extensions["studyapp"].jobs._jobs.values()):
        assert job.wait(PATIENCE_SECONDS)


@pytest.fixture
def _patient(monkeypatch):
    """Every file comes at once, however busy the machine is."""
    monkeypatch.setattr("studyapp.web.export.AT_ONCE_SECONDS", PATIENCE_SECONDS)


@pytest.fixture
def waiting(open_page, pictures) -> Page:
    """The page that tells how far an export is."""
    page = open_page("/export", width=375, height=780)
    page.get_by_role("button", name="Download for Anki").click()
    expect(page.get_by_role("heading", name="Your package is being made")).to_be_visible()
    return page


def notes_in(download: Download) -> bool:
    """Whether it is a whole package."""
    with zipfile.ZipFile(Path(download.path())) as package:
        return package.testzip() is None and "collection.anki2" in package.namelist()


def test_a_long_export_shows_how_far_it_is_and_ends_with_the_download(waiting, pictures):
    bar = waiting.get_by_role("progressbar", name="How much of it is made")
    expect(bar).to_have_attribute("value", "12")
    expect(waiting.locator("#told")).to_have_attribute("role", "status")
    with waiting.expect_download() as download:
        pictures.let_go.set()
    assert download.value.suggested_filename == "trigger-points.apkg"
    assert notes_in(download.value)
    expect(waiting.get_by_role("heading", name="Your package is ready")).to_be_focused()
    with waiting.expect_download() as again:
        waiting.get_by_role("link", name="Download trigger-points.apkg").click()
    assert Path(again.value.path()).read_bytes() == Path(download.value.path()).read_bytes()


def test_the_file_is_fetched_once_by_itself(waiting, pictures):
    fetched = []
    waiting.on("download", lambda one: fetched.append(one.suggested_filename))
    with waiting.expect_download():
        pictures.let_go.set()
    waiting.wait_for_load_state("networkidle")
    assert fetched == ["trigger-points.apkg"]


def test_a_screen_reader_hears_of_a_quarter_once_while_the_bar_is_looked_at_again_and_again(waiting, site):
    expect(waiting.get_by_role("progressbar")).to_have_attribute("value", "12")
    waiting.evaluate(
        """() => {
            const told = document.getElementById("told");
            window.told = [];
            const hear = new MutationObserver(() => window.told.push(told.textContent));
            hear.observe(told, { childList: true, subtree: true });
        }"""
    )
    (job,) = site.app.extensions["studyapp"].jobs._jobs.values()
    job.done = job.total // 2
    for _ in range(3):
        with waiting.expect_response("**/export/making/**"):
            pass
    expect(waiting.locator("#told")).to_have_text("Half is made.")
    assert waiting.evaluate("window.told") == ["Half is made."]


def test_the_way_out_keeps_the_focus_and_leads_back(waiting):
    cancel = waiting.get_by_role("button", name="Cancel")
    cancel.focus()
    with waiting.expect_response("**/export/making/**"):
        pass
    expect(cancel).to_be_focused()
    waiting.keyboard.press("Enter")
    expect(waiting.get_by_role("heading", name="Anki", exact=True)).to_be_focused()


def test_without_javascript_the_page_looks_again_by_itself_and_ends_in_the_link(open_page, pictures):
    page = open_page("/export", java_script_enabled=False)
    page.get_by_role("button", name="Download for Anki").click()
    expect(page.get_by_role("heading", name="Your package is being made")).to_be_visible()
    expect(page.get_by_role("link", name="Look now")).to_be_visible()
    pictures.let_go.set()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download trigger-points.apkg").click()
    assert notes_in(download.value)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_waiting_page_is_accessible_and_fits_a_small_phone(waiting, scheme):
    waiting.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    results = Axe().run(waiting)
    assert results.violations_count == 0, results.generate_report()
    waiting.set_viewport_size({"width": 320, "height": 600})
    assert waiting.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_choices_are_accessible_and_fit_a_small_phone(open_page, scheme):
    page = open_page("/export", width=320, color_scheme=scheme)
    page.get_by_text("Choose what goes along").click()
    page.get_by_text("What Anki understands differently").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main summary, main select, main label.tick")]
            .filter(control => control.getBoundingClientRect().height < 44).map(control => control.innerText)"""
    )
    assert small == []


@pytest.mark.usefixtures("_patient")
def test_what_is_chosen_is_what_comes_as_a_package_and_as_a_table(open_page):
    page = open_page("/export")
    page.get_by_text("Choose what goes along").click()
    page.get_by_label("Muscle").select_option("Gluteus minimus")
    page.get_by_label("What of it").select_option("action")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Anki").click()
    assert notes_in(download.value)
    with page.expect_download() as table:
        page.get_by_role("button", name="Quizlet (.tsv)").click()
    assert table.value.suggested_filename == "trigger-points.tsv"
    (line,) = Path(table.value.path()).read_text("utf-8").splitlines()
    assert line.startswith("What are the actions of gluteus minimus?\t")


@pytest.mark.usefixtures("_patient")
def test_a_choice_that_leaves_nothing_is_told_and_can_be_mended(open_page):
    page = open_page("/export")
    page.get_by_text("Choose what goes along").click()
    page.get_by_label("How I stand with them").select_option("those I find hard")
    page.get_by_role("button", name="Download for Anki").click()
    expect(page.get_by_role("alert")).to_have_text("There are no cards to export. Nothing was made.")
    expect(page.get_by_label("How I stand with them")).to_have_value("hard")
