"""Making exams in a real browser: told as one types, item by item, with the keyboard, without JavaScript."""

import re
import zipfile
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType
from studyapp.services.exams import Exams

NEW = "/exams/new"
FOUR = ExamBlueprint(title="Four", cells=(Cell(type=ItemType.SINGLE, count=4),))


@pytest.fixture
def exams(site) -> Exams:
    service: Exams = site.app.extensions["studyapp"].exams
    return service


@pytest.fixture(autouse=True)
def _in_no_hurry() -> Iterator[None]:
    """What can be had takes as long to reckon as the machine needs."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def _patient(monkeypatch):
    """Every file comes at once, however busy the machine is."""
    monkeypatch.setattr("studyapp.web.export.AT_ONCE_SECONDS", 60)


@pytest.fixture
def form(open_page) -> Page:
    """The form of a new exam, once it has told what can be had."""
    page = open_page(NEW)
    expect(page.locator("#outlook")).to_have_text("All 10 items can be had.")
    expect(page.locator("#wrong-title")).to_have_text("")
    page.get_by_label("Title").fill("Mine")
    return page


def test_what_falls_short_is_told_as_one_types_and_one_stays_where_one_is(form):
    form.get_by_label("Type").select_option("matching")
    expect(form.locator("#outlook")).to_contain_text("of 10 items can be had.")
    form.get_by_label("How many").fill("")
    form.get_by_label("How many").press_sequentially("90")
    expect(form.locator("#has-0")).to_contain_text("Falls short by")
    expect(form.locator("#outlook")).to_contain_text("Cell 1 asks for 90 and gets")
    expect(form.locator("#live")).to_contain_text("of 90 items can be had.")
    expect(form.get_by_label("How many")).to_be_focused()
    expect(form).to_have_url(re.compile("/exams/new$"))


def test_a_problem_comes_and_goes_below_its_field_as_one_types(form):
    form.get_by_label("Forms").fill("27")
    expect(form.locator("#wrong-forms")).to_have_text("“forms” goes from 1 to 26, and is 27.")
    expect(form.locator("#outlook")).to_contain_text("once the fields are right")
    form.get_by_label("Forms").fill("2")
    expect(form.locator("#wrong-forms")).to_have_text("")
    expect(form.locator("#outlook")).to_have_text("All 10 items can be had.")


def test_enter_in_a_field_looks_but_makes_nothing(form, exams):
    form.get_by_label("How many").fill("3")
    form.get_by_label("How many").press("Enter")
    expect(form.locator("#outlook")).to_have_text("All 3 items can be had.")
    expect(form.get_by_label("How many")).to_be_focused()
    assert exams.all() == []


def test_cells_come_and_go_by_keyboard_with_the_focus_on_what_is_next(form):
    form.get_by_role("button", name="Add a cell").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_role("group", name="Cell 2").get_by_label("Type")).to_be_focused()
    expect(form.get_by_label("Title")).to_have_value("Mine")
    form.get_by_role("button", name="Remove cell 1").focus()
    form.keyboard.press("Space")
    expect(form.locator(".cell")).to_have_count(1)
    expect(form.get_by_role("group", name="Cell 1").get_by_label("Type")).to_be_focused()


def test_narrowing_a_cell_by_keyboard_counts_at_once(form):
    form.get_by_text("Narrow it down").focus()
    form.keyboard.press("Enter")
    cell = form.get_by_role("group", name="Cell 1")
    cell.locator("summary", has_text=re.compile("^Muscles$")).press("Enter")
    cell.get_by_label("Soleus").press("Space")
    expect(form.locator("#outlook")).to_contain_text("of 10 items can be had.")


def test_what_cannot_be_made_is_refused_in_front_of_the_reader_and_then_made_short(form, exams):
    form.get_by_label("Type").select_option("ordering")
    form.get_by_label("How many").fill("90")
    form.get_by_role("button", name="Make the exam").click()
    refused = form.get_by_role("alert")
    expect(refused).to_contain_text("Cell 1 (Ordering) asks for 90 items and gets")
    expect(refused).to_be_focused()
    form.get_by_label("Make it even if it falls short").check()
    form.get_by_role("button", name="Make the exam").click()
    expect(form.get_by_role("heading", name="Mine")).to_be_focused()
    expect(form).to_have_url(re.compile(f"/exams/{exams.all()[0].id}$"))


def test_the_alarm_over_the_form_goes_once_one_goes_on_typing(form):
    form.get_by_label("Title").fill("")
    form.get_by_role("button", name="Make the exam").click()
    expect(form.get_by_role("alert")).to_be_focused()
    form.get_by_label("Title").fill("Mine")
    expect(form.locator("#wrong-title")).to_have_text("")
    expect(form.get_by_role("alert")).to_have_count(0)


def test_an_exam_is_made_without_javascript(open_page, exams):
    page = open_page(NEW, java_script_enabled=False)
    page.get_by_label("Title").fill("Plain")
    page.get_by_role("button", name="Add a cell").click()
    page.get_by_role("group", name="Cell 2").get_by_label("Type").select_option("cloze")
    page.get_by_role("group", name="Cell 2").get_by_label("How many").fill("2")
    page.get_by_role("button", name="Check what can be had").click()
    expect(page.locator("#outlook")).to_have_text("All 12 items can be had.")
    page.get_by_role("button", name="Make the exam").click()
    expect(page.locator(".exam-item")).to_have_count(12)
    page.get_by_role("button", name="Swap for another in place of item 3").click()
    (made,) = exams.all()
    expect(page.locator("h3:focus")).to_have_count(1)
    assert len(made.refused) == 1


def test_a_blueprint_goes_out_as_a_file_and_comes_back(form, tmp_path):
    with form.expect_download() as download:
        form.get_by_role("button", name="Download as YAML").click()
    download.value.save_as(tmp_path / "mine.yaml")
    form.goto(form.url)
    form.get_by_text("Begin with a blueprint in YAML").click()
    form.get_by_label("A file").set_input_files(tmp_path / "mine.yaml")
    form.get_by_role("button", name="Fill in the form").click()
    expect(form.get_by_label("Title")).to_have_value("Mine")


class TestExam:
    """An exam that was made, item by item."""

    @pytest.fixture
    def page(self, open_page, exams) -> Page:
        self.made = exams.make(FOUR)
        return open_page(f"/exams/{self.made.id}", width=375, height=780)

    def test_after_a_swap_one_stands_at_the_new_item(self, page, exams):
        page.get_by_role("button", name="Swap for another in place of item 2").click()
        heading = page.locator("h3[data-focus]")
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
        numbers = [
            one.number
            for one in exams.find(self.made.id).exam.forms[0].items
            if one.item.id not in {item.id for item in self.made.exam.items}
        ]
        expect(heading).to_contain_text(f"{numbers[0]}. ")
        expect(page).to_have_url(re.compile(rf"at={numbers[0]}$"))

    def test_words_that_break_a_rule_stay_in_the_open_form(self, page):
        item = page.locator("#item-1")
        item.locator("summary", has_text="Edit").click()
        item.get_by_label("Stem").fill("Which is mine?")
        item.get_by_label("Option A").fill(item.get_by_label("Option B").input_value())
        item.get_by_role("button", name="Keep these words").click()
        expect(item.get_by_role("alert")).to_be_focused()
        expect(item.get_by_label("Stem")).to_have_value("Which is mine?")
        item.get_by_label("Option A").fill("something else")
        item.get_by_role("button", name="Keep these words").click()
        expect(page.locator("#item-1 .stem")).to_have_text("Which is mine?")

    def test_it_is_locked_and_unlocked_by_keyboard(self, page, exams):
        page.get_by_role("button", name="Lock item 3").press("Enter")
        expect(page.locator("#item-3 h3")).to_be_focused()
        page.get_by_role("button", name="Unlock item 3").press("Enter")
        expect(page.get_by_role("button", name="Lock item 3", exact=True)).to_be_visible()
        assert exams.find(self.made.id).locked == frozenset()

    @pytest.mark.usefixtures("_patient")
    def test_it_is_downloaded_as_one_zip(self, page):
        page.get_by_text("Formats to download").click()
        page.get_by_label("PDF").uncheck()
        page.get_by_label("The exam as data").check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert download.value.suggested_filename == "four-exam.zip"
        names = zipfile.ZipFile(download.value.path()).namelist()
        assert {name.rpartition(".")[2] for name in names} == {"docx", "json"}

    def test_it_is_frozen_and_deleted_after_asking_once(self, page, exams):
        page.get_by_role("button", name="Freeze this exam").click()
        expect(page.get_by_text("it stays as it is, and its facts count as asked")).to_be_visible()
        expect(page.get_by_role("button", name="Lock item 1")).to_have_count(0)
        expect(page.get_by_role("button", name="Delete it for good")).to_be_hidden()
        page.get_by_text("Delete this exam").click()
        page.get_by_role("button", name="Delete it for good").click()
        expect(page.get_by_role("heading", name="Exams", exact=True)).to_be_visible()
        assert exams.all() == []

    def test_axe_finds_no_violation_with_everything_unfolded(self, page):
        for path in (page.url, re.sub(r"/exams/.*", NEW, page.url)):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                results = Axe().run(page)
                assert results.violations_count == 0, f"{path} {scheme}: {results.generate_report()}"
            for width in (320, 375):
                page.set_viewport_size({"width": width, "height": 780})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
