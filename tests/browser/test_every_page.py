"""Every page, as different people see it: on a phone, in the dark, enlarged, by keyboard."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_log import months_of_study, put_log
from made_sitting import EXAM as SAT_EXAM
from made_sitting import ITEMS, OTHER_SITTING, SITTING, answer_all, put_made_exam
from playwright.sync_api import expect

from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType
from studyapp.services.exams import Edited

REFERRAL = "/study/trigger-points/gluteus-minimus.trigger-point.anterior.referral.forward"
PATTERN = REFERRAL.replace(".referral.", ".pattern.")
LOOK_ALIKE = "/study/trigger-points/look-alike.gluteus-minimus.piriformis.forward/answer"
NERVE = "/study/trigger-points/gluteus-minimus.innervation.forward"
SYNERGISTS = "/study/trigger-points/gluteus-minimus.synergists.hip-abduction.forward"
VIGNETTE = "/study/trigger-points/vignette.gluteus-minimus.anterior.forward"
EXAM = UUID("8b9cad0e-1f20-4212-8343-000000000001")
MADE = f"/exams/{EXAM}"
PAGES = [
    "/",
    REFERRAL,
    f"{REFERRAL}/answer",
    f"{REFERRAL}/answer?zone=thigh-lateral&zone=groin",
    PATTERN,
    f"{PATTERN}/answer",
    LOOK_ALIKE,
    "/study/finished",
    "/atlas",
    "/atlas/gluteus-minimus",
    "/atlas/adductor-magnus",
    "/atlas/condition/l5-radiculopathy",
    "/differential",
    "/differential?complaint=sciatica",
    "/differential/compare?pick=gluteus-minimus&pick=condition.s1-radiculopathy",
    "/differential/compare?pick=gluteus-minimus",
    VIGNETTE,
    f"{VIGNETTE}/answer",
    f"{NERVE}?way=choose",
    f"{NERVE}/answer?way=choose&given=femoral+nerve",
    f"{NERVE}?way=type",
    f"{NERVE}/answer?way=type&given=superior+glutael+nerve",
    f"{SYNERGISTS}/list?way=list&given=gluteus+medius&item=femoral+nerve&add=1",
    f"{SYNERGISTS}/answer?way=list&given=gluteus+medius&given=femoral+nerve",
    f"{REFERRAL}?way=tap",
    "/study/by",
    "/study/by?muscle=gluteus-minimus&attribute=referral",
    "/study/finished?muscle=gluteus-minimus&cram=1795800000000",
    "/study/aside",
    "/study/objections",
    "/settings",
    "/export",
    "/export?deck=trigger-points&muscle=piriformis&shape=type-in&progress=on",
    "/export?table=trigger-points&muscle=piriformis",
    "/export/making/gone",
    "/export/live",
    "/export/history",
    "/export/history/taken/gone",
    "/progress",
    "/progress?days=365",
    "/data",
    "/sittings",
    f"/sittings/new/{SAT_EXAM}",
    *(f"/sittings/{SITTING}/{number}" for number in range(1, ITEMS + 1)),
    f"/sittings/{SITTING}/hand-in",
    f"/sittings/{OTHER_SITTING}/result",
    "/exams",
    "/exams/new",
    "/exams/uses?fact=gluteus-minimus.action.hip-abduction",
    MADE,
    "/nowhere",
]
ONE_OF_EACH = ExamBlueprint(title="One of each", forms=2, cells=tuple(Cell(type=kind, count=1) for kind in ItemType))


@pytest.fixture(autouse=True)
def _studied_for_months(request, site):
    """The page of progress, as one sees it who has something to see there."""
    path = getattr(request.node, "callspec", None) and request.node.callspec.params.get("path", "")
    if path and path.startswith("/progress"):
        study = site.app.extensions["studyapp"].study
        put_log(study, months_of_study(study))


@pytest.fixture(autouse=True)
def _sits_an_exam(request, site):
    """The pages of sittings, as one sees them who is in the midst of one and has handed in another."""
    path = getattr(request.node, "callspec", None) and request.node.callspec.params.get("path", "")
    if path and path.startswith("/sittings"):
        sittings = site.app.extensions["studyapp"].sittings
        put_made_exam(sittings.exams)
        for ident in (SITTING, OTHER_SITTING):
            sittings.begin(ident, SAT_EXAM, "A", timed=ident == SITTING)
            answer_all(sittings, ident, range(1, 4))
        sittings.submit(OTHER_SITTING)


def _made_an_exam(request, site):
    """The pages of exams, as one sees them who has made one, with a warning that is open and an item that is locked."""
    path = getattr(request.node, "callspec", None) and request.node.callspec.params.get("path", "")
    if path in {"/exams", MADE}:
        exams = site.app.extensions["studyapp"].exams
        exams._keep(replace(exams.make(ONE_OF_EACH, allow_short=True), id=EXAM))
        exams.edit(EXAM, exams.find(EXAM).exam.items[0].id, Edited(stem="Which is never so?"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_says_what_it_is_not_for_and_never_scrolls_sideways(open_page, path):
    page = open_page(path)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".colophon")).to_have_text("For learning, not for diagnosis.")
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("path", PAGES)
def test_what_is_pressed_is_large_enough_for_a_thumb(open_page, path):
    page = open_page(path, width=375, height=780)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, nav a, summary, .gear")]
            .filter(control => control.checkVisibility())
            .map(control => [control.innerText, control.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_phone_the_way_around_keeps_to_one_row_also_in_the_largest_text(open_page, width):
    page = open_page("/settings", width=width)
    for size in ("As it is", "Larger"):
        boxes = [link.bounding_box() for link in page.locator(".masthead a:visible").all()]
        assert len(boxes) == 7
        assert len({round(box["y"] + box["height"] / 2) for box in boxes}) == 1, size
        page.get_by_label("Larger").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        page.reload()


def test_the_end_of_an_answer_is_not_hidden_by_the_grades(open_page):
    page = open_page(f"{REFERRAL}/answer", width=375, height=600)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    sources = page.locator(".sources").bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert sources["y"] + sources["height"] <= bar["y"]


def test_the_dark_page_is_dark(open_page):
    page = open_page("/", color_scheme="dark")
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert all(int(part) < 60 for part in background.removeprefix("rgb(").removesuffix(")").split(","))


def test_the_atlas_is_searched_as_one_types(open_page):
    page = open_page("/atlas")
    page.get_by_label("Find a muscle or a condition").press_sequentially("perone", delay=20)
    expect(page.locator("#muscles li")).to_have_count(4)  # three muscles and the palsy of a nerve
    expect(page.locator("#muscles")).to_contain_text("Fibularis longus")
    expect(page).to_have_url(re.compile(r"/atlas\?q=perone$"))


def test_conditions_are_found_by_what_people_call_them(open_page):
    page = open_page("/atlas?q=piriformis syndrome")
    expect(page.locator("#muscles li")).to_have_count(1)
    expect(page.locator("#muscles")).to_contain_text("Deep gluteal syndrome")


def test_a_muscles_page_leads_to_each_of_its_parts(open_page):
    page = open_page("/atlas/soleus", width=375, height=780)
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Where pain is felt").click()
    expect(page.get_by_role("heading", name="Where pain is felt")).to_be_in_viewport()


@pytest.mark.parametrize("height", [640, 780])
def test_the_answer_of_a_long_case_is_not_left_under_the_grades(open_page, height):
    page = open_page(VIGNETTE, width=375, height=height)
    page.get_by_role("link", name="Show answer").click()
    expect(page.locator(".answers")).to_be_visible()
    page.wait_for_function(
        """() => document.querySelector(".answers").getBoundingClientRect().bottom
            <= document.querySelector(".bar").getBoundingClientRect().top"""
    )


def test_the_atlas_is_searched_without_javascript(open_page):
    page = open_page("/atlas", java_script_enabled=False)
    page.get_by_label("Find a muscle or a condition").fill("TFL")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#muscles li")).to_have_count(1)


def test_a_letter_typed_into_the_search_is_no_shortcut(open_page):
    page = open_page("/atlas")
    page.get_by_label("Find a muscle or a condition").press_sequentially("u 1", delay=20)
    expect(page.get_by_label("Find a muscle or a condition")).to_have_value("u 1")


def test_the_deck_is_downloaded_for_anki(open_page):
    page = open_page("/export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "trigger-points.apkg"


def test_a_skip_link_leads_to_the_content(open_page):
    page = open_page("/atlas")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_by_day_and_by_night(open_page, path):
    page = open_page(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"


def test_on_a_phone_on_its_side_the_grades_do_not_cover_the_answer(open_page):
    page = open_page(f"{REFERRAL}/answer", width=667, height=375)
    answers, bar = page.locator(".answers").bounding_box(), page.locator(".bar").bounding_box()
    assert answers["y"] + answers["height"] <= bar["y"]


@pytest.mark.parametrize("path", PAGES)
def test_text_of_twice_the_size_still_fits_a_phone(open_page, path):
    page = open_page("/", width=375, height=780)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.goto(page.url.rstrip("/") + path)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
