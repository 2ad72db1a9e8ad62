"""Taking cards along in a real browser: one click for the usual, a bar for what takes long, no JavaScript needed."""

import re
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
        waiting.get_by_role("link", name="Download").click()
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
    job.done = (job.total + 1) // 2
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
        page.get_by_role("link", name="Download").click()
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
    page.get_by_text("Choose cards and forms").click()
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
def test_what_is_chosen_is_counted_kept_and_what_comes(open_page):
    page = open_page("/export")
    page.get_by_text("Choose cards and forms").click()
    package = page.locator("form.package")
    package.get_by_label("Muscle").select_option("Piriformis")
    package.get_by_label("Type the answer").check()
    package.get_by_label("Question and answer").uncheck()
    expect(page.locator("#holds-0")).to_contain_text("further notes have no such form")
    expect(page).to_have_url(re.compile("muscle=piriformis"))
    told = page.locator("#holds-0").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Anki").click()
    assert download.value.suggested_filename == "trigger-points-piriformis-type-in.apkg"
    assert notes_in(download.value)
    expect(page.locator("#making .lead")).to_have_text(told)
    page.go_back()
    expect(package.get_by_label("Muscle")).to_have_value("piriformis")
    expect(page.locator("#holds-0")).to_have_text(told)


@pytest.mark.usefixtures("_patient")
def test_without_javascript_a_package_with_progress_comes_with_what_to_tick_and_the_way_back(open_page):
    page = open_page("/export", java_script_enabled=False)
    page.get_by_text("Choose cards and forms").click()
    page.get_by_label("My progress").check()
    page.get_by_role("button", name="Download for Anki").click()
    expect(page.get_by_text("Tick “Import any learning progress”")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert notes_in(download.value)
    page.get_by_role("link", name="Back to what you chose").click()
    expect(page.get_by_label("My progress")).to_be_checked()


def test_while_it_is_made_the_button_shows_it(open_page, pictures):
    page = open_page("/export")
    page.evaluate(
        """() => document.addEventListener("htmx:beforeSend", ({ detail }) => {
            if (!detail.elt.matches(".package")) return;
            const button = document.querySelector(".package .button");
            window.seen = [button.disabled, document.querySelector(".working").innerText];
        })"""
    )
    page.get_by_role("button", name="Download for Anki").click()
    expect(page.get_by_role("heading", name="Your package is being made")).to_be_visible()
    assert page.evaluate("window.seen") == [True, "Being made …"]


@pytest.mark.parametrize("java_script", [True, False])
def test_a_table_has_choices_of_its_own(open_page, java_script):
    page = open_page("/export", java_script_enabled=java_script)
    page.get_by_text("Choose cards", exact=True).click()
    table = page.locator("form.tabled")
    table.get_by_label("Muscle").select_option("Gluteus minimus")
    table.get_by_label("What is asked").select_option("action")
    if java_script:
        expect(page.locator("#table-0")).to_have_text("1 card.")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Quizlet (.tsv)").click()
    assert downloaded.value.suggested_filename == "trigger-points-gluteus-minimus-action.tsv"
    (line,) = Path(downloaded.value.path()).read_text("utf-8").splitlines()
    assert line.startswith("What are the actions of gluteus minimus?\t")


@pytest.mark.usefixtures("_patient")
def test_a_choice_that_leaves_nothing_is_told_and_can_be_mended(open_page):
    page = open_page("/export")
    page.get_by_text("Choose cards and forms").click()
    page.locator("form.package").get_by_label("Difficulty").select_option("those I find hard")
    page.get_by_role("button", name="Download for Anki").click()
    expect(page.get_by_role("alert")).to_have_text(
        "None of these cards has been hard for you so far. Nothing was made."
    )
    expect(page.locator("form.package").get_by_label("Difficulty")).to_have_value("hard")
