"""Sitting an exam in a real browser: each answer is kept, whatever ends the program, the page or the time."""

from datetime import timedelta

import pytest
from made_sitting import EXAM, ITEMS, SITTING, answer_all, put_made_exam
from playwright.sync_api import Page, expect

PAPER = f"/sittings/{SITTING}"
TIME_UP = "Your time was up."


@pytest.fixture
def sittings(site):
    """The sittings of a student who has an exam to sit."""
    service = site.app.extensions["studyapp"].sittings
    put_made_exam(service.exams)
    return service


@pytest.fixture
def timed(sittings):
    """Form A, begun against the clock."""
    sittings.begin(SITTING, EXAM, "A", timed=True)
    return sittings


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and").click()


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved.")


def answer_every_question(page: Page) -> None:
    """By what each question shows, with a click on its button after each."""
    for number in range(1, ITEMS + 1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {number} of {ITEMS}")
        if page.locator("[name=option]").count():
            page.locator("[name=option]").nth(1).check()
        if page.locator("[name=text]").count():
            page.locator("[name=text]").fill("answer and so on")
        for place in range(page.locator("#main select").count()):
            page.locator("#main select").nth(place).select_option(index=place + 1)
        go_on(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_exam_is_sat_from_its_start_to_its_result(open_page, sittings, javascript):
    page = open_page(f"/sittings/new/{EXAM}", width=375, height=780, java_script_enabled=javascript)
    page.get_by_label("Form").select_option("A")
    page.get_by_label("As long as it takes").check()
    page.get_by_role("button", name="Begin").click()
    answer_every_question(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hand in?")
    expect(page.locator("#main")).to_contain_text("All 10 are answered")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 10 points")
    expect(page.locator(".outcomes > li")).to_have_count(ITEMS)
    (sat,) = sittings.all()
    assert sat.answered == ITEMS


def test_a_choice_is_saved_as_soon_as_it_is_made_and_is_there_after_the_program_ended(open_page, site, timed):
    page = open_page(f"{PAPER}/1")
    page.get_by_label("second and so on").check()
    saved(page)
    expect(page.locator("#count")).to_have_text("1 of 10 answered")
    site.restart()
    page = open_page(PAPER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2 of 10")
    page.goto(f"{site.url}{PAPER}/1")
    expect(page.get_by_label("second and so on")).to_be_checked()


def test_what_is_being_written_is_saved_without_leaving_the_field(open_page, site, timed):
    page = open_page(f"{PAPER}/7")
    page.get_by_label("Your answer").press_sequentially("gluteus")
    saved(page)
    expect(page.get_by_label("Your answer")).to_be_focused()
    expect(page.get_by_label("Your answer")).to_have_value("gluteus")
    site.restart()
    assert [one.texts for one in site.app.extensions["studyapp"].sittings.find(SITTING).answers.values()] == [
        ("gluteus",)
    ]


def test_a_change_of_mind_is_what_counts(open_page, timed):
    page = open_page(f"{PAPER}/1")
    for label in ("first", "third", "first", "second"):
        page.get_by_label(f"{label} and so on").check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    assert [one.options for one in timed.find(SITTING).answers.values()] == [("o2",)]


def test_an_exam_is_sat_with_the_keyboard_alone(open_page, timed):
    page = open_page(f"{PAPER}/1")
    page.get_by_label("first and so on").focus()
    page.keyboard.press("ArrowDown")
    saved(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save and go on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    page.go_back()
    expect(page.get_by_label("second and so on")).to_be_checked()


def test_two_that_have_one_place_are_told_at_once_and_nothing_is_saved(open_page, timed):
    page = open_page(f"{PAPER}/9")
    page.get_by_label("red and so on").select_option("1")
    saved(page)
    page.get_by_label("blue and so on").select_option("1")
    expect(page.locator("#saved")).to_contain_text("Two of them have place 1")
    expect(page.get_by_label("blue and so on")).to_have_value("1")
    page.get_by_label("red and so on").select_option("2")
    saved(page)
    assert [one.order for one in timed.find(SITTING).answers.values()] == [("o3", "o1")]


def test_in_two_tabs_the_one_that_only_looks_changes_nothing(open_page, timed):
    one, other = open_page(f"{PAPER}/1"), open_page(f"{PAPER}/1")
    one.get_by_label("second and so on").check()
    saved(one)
    go_on(other)
    expect(other.get_by_role("heading", level=1)).to_contain_text("Question 2")
    assert [answer.options for answer in timed.find(SITTING).answers.values()] == [("o2",)]


def test_what_one_tab_submits_the_other_cannot_change(open_page, timed):
    one, other = open_page(f"{PAPER}/1"), open_page(f"{PAPER}/hand-in")
    other.get_by_role("button", name="Submit").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("0 of 10 points")
    one.get_by_label("second and so on").click()
    expect(one.get_by_role("alert")).to_contain_text("not taken")
    expect(one.get_by_role("heading", level=1)).to_contain_text("0 of 10 points")


def test_a_page_that_is_left_open_shows_the_result_when_the_time_is_up(open_page, site, timed):
    answer_all(timed, SITTING, range(1, 3))
    site.clock.now += timedelta(minutes=29, seconds=59.5)
    page = open_page(f"{PAPER}/3")
    expect(page.locator("#clock")).to_contain_text("Less than a minute left")
    site.clock.now += timedelta(minutes=1)
    expect(page.locator("#result")).to_contain_text(TIME_UP)
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 of 10 points")


def test_the_clock_is_spoken_when_five_minutes_are_left(open_page, site, timed):
    site.clock.now += timedelta(minutes=24, seconds=59.5)
    page = open_page(f"{PAPER}/3")
    expect(page.locator("#clock")).to_contain_text("6 minutes left")
    expect(page.locator("#told")).to_be_empty()
    site.clock.now += timedelta(seconds=1)
    expect(page.locator("#told")).to_have_text("5 minutes left")


def test_an_exam_whose_time_ran_out_while_the_program_was_off_is_handed_in(open_page, site, timed):
    answer_all(timed, SITTING, range(1, 3))
    site.stop()
    site.clock.now += timedelta(days=1)
    site.start()
    page = open_page(PAPER)
    expect(page.locator("#result")).to_contain_text(TIME_UP)


def test_any_question_is_reached_from_the_overview(open_page, timed):
    page = open_page(f"{PAPER}/1", width=375, height=780)
    page.get_by_text("All questions").click()
    page.get_by_role("link", name="Question 8, open").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 8")
    page.get_by_text("All questions").click()
    page.get_by_role("link", name="Hand in").click()
    expect(page.locator("#main")).to_contain_text("10 questions of 10 are open")


def test_what_was_wrong_is_gone_through_as_cards(open_page, timed):
    timed.submit(SITTING)
    page = open_page(f"{PAPER}/result")
    page.get_by_role("link", name="Go through 1 card").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("gluteus minimus")
    expect(page.get_by_role("link", name="Show answer")).to_be_visible()
