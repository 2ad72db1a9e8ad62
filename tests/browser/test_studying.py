"""A student studies the shipped deck: over days with the keyboard, and without JavaScript."""

import re

from playwright.sync_api import Page, expect

SAME_DAY_CARDS = 200


def heading(page: Page) -> str:
    return page.locator("main h1").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key and wait for the page that it leads to."""
    before = page.locator("#main > section").evaluate("section => section.dataset.seen = '1'")
    assert before == "1"
    page.keyboard.press(key)
    page.locator("#main > section:not([data-seen])").wait_for()


def study_to_the_end(page: Page, grade_of: str = "3", first_grades: str = "") -> int:
    """Study with the keyboard alone until the finished page; returns how many answers it took."""
    grades = iter(first_grades)
    press(page, "Space")
    for answered in range(SAME_DAY_CARDS):
        if page.locator("#finished").count():
            return answered
        press(page, "Space")
        press(page, next(grades, grade_of))
    raise AssertionError("the day does not end")


def test_the_deck_is_studied_over_days_with_the_keyboard_alone(site, open_page):
    page = open_page("/")
    expect(page.locator("h1")).to_contain_text("20 cards for today, all new")
    assert study_to_the_end(page, first_grades="1") == 21, "twenty cards, one of them drilled"
    expect(page.locator("h1")).to_have_text("Done for today.")
    expect(page.locator("main")).to_contain_text("20 cards answered and saved.")
    expect(page.locator("main")).to_contain_text("The next card is due tomorrow, Tuesday 24 November.")

    site.clock.next_day()
    page.goto(site.url)
    expect(page.locator("h1")).to_contain_text("40 cards for today: 20 due, 20 new.")
    assert study_to_the_end(page) == 40

    site.clock.next_day()
    page.goto(site.url)
    expect(page.locator("h1")).to_contain_text("new.")
    study_to_the_end(page)
    for _ in range(4):
        site.clock.next_day()
        page.goto(site.url)
        if page.locator("#today .button").count():
            study_to_the_end(page)
    expect(page.locator("main")).to_contain_text("The next card is due")
    with site.app.extensions["studyapp"].study.database.read() as connection:
        seen = connection.exec_driver_sql("SELECT count(*) FROM schedules").scalar()
    assert seen == 7 * 20, "twenty new cards on each of seven days"


def test_a_restart_keeps_every_review(site, open_page):
    page = open_page("/")
    press(page, "Space")
    for _ in range(3):
        press(page, "Space")
        press(page, "3")
    site.restart()
    page.goto(site.url)
    expect(page.locator("h1")).to_contain_text("17 cards for today")
    expect(page.locator("main")).to_contain_text("3 cards done today.")


def test_undo_brings_the_last_card_back_any_number_of_times(open_page):
    page = open_page("/study")
    prompts = []
    for _ in range(3):
        prompts.append(heading(page))
        press(page, "Space")
        press(page, "4")
    for prompt in reversed(prompts):
        press(page, "u")
        expect(page.locator("main h1")).to_have_text(prompt)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_every_grade_key_gives_its_grade(site, open_page):
    page = open_page("/study")
    for key in "1234":
        press(page, "Space")
        press(page, key)
    with site.app.extensions["studyapp"].study.database.read() as connection:
        grades = connection.exec_driver_sql("SELECT grade FROM reviews ORDER BY answered_at").scalars().all()
    assert grades == [1, 3, 4, 5]


def test_space_on_an_answer_gives_the_proposed_grade(site, open_page):
    page = open_page("/study")
    press(page, "Space")
    press(page, "Space")
    with site.app.extensions["studyapp"].study.database.read() as connection:
        assert connection.exec_driver_sql("SELECT grade FROM reviews").scalars().all() == [4]


def test_a_day_is_studied_without_javascript(site, open_page):
    site.environment["STUDYAPP_NEW_CARDS_A_DAY"] = "4"
    site.restart()
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("link", name="Start").click()
    grades = iter(["Again", "Good", "Easy", "Hard"])
    for _ in range(20):
        if page.locator("#finished").count():
            break
        page.get_by_role("link", name="Show answer").click()
        page.get_by_role("button", name=re.compile(f"^{next(grades, 'Good')}")).click()
    expect(page.locator("h1")).to_have_text("Done for today.")
    expect(page.locator("main")).to_contain_text("4 cards answered and saved.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("once more today")


def test_a_double_click_on_a_grade_is_one_review(site, open_page):
    page = open_page("/study")
    press(page, "Space")
    page.evaluate("() => { const good = document.querySelector('button.proposed'); good.click(); good.click(); }")
    page.locator("#card").wait_for()
    with site.app.extensions["studyapp"].study.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM reviews").scalar() == 1


def test_a_grade_that_does_not_arrive_is_told_and_can_be_given_again(site, open_page):
    page = open_page("/study")
    press(page, "Space")
    page.context.set_offline(True)
    page.keyboard.press("3")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    message, bar = page.get_by_role("status").bounding_box(), page.locator(".bar").bounding_box()
    assert message["y"] + message["height"] <= bar["y"], "the message leaves the grades free"
    page.context.set_offline(False)
    press(page, "3")
    expect(page.get_by_role("status")).to_be_empty()
    with site.app.extensions["studyapp"].study.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM reviews").scalar() == 1


def test_question_and_answer_take_the_focus_in_turn(open_page):
    page = open_page("/")
    press(page, "Space")
    expect(page.locator("main h1")).to_be_focused()
    press(page, "Space")
    expect(page.locator(".answers")).to_be_focused()
    press(page, "3")
    expect(page.locator("main h1")).to_be_focused()


def test_a_key_with_ctrl_is_left_to_the_browser(open_page):
    page = open_page("/study")
    press(page, "Space")
    page.keyboard.press("Control+3")
    page.wait_for_timeout(200)
    expect(page.locator("#answer")).to_be_visible()


def test_back_leads_from_the_answer_to_the_question(open_page):
    page = open_page("/study")
    prompt = heading(page)
    press(page, "Space")
    page.go_back()
    expect(page.locator("#card h1")).to_have_text(prompt)


def test_an_answer_that_does_not_arrive_is_told_without_talk_of_saving(open_page):
    page = open_page("/study")
    page.context.set_offline(True)
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("studyapp does not answer. Is it still running? Then try again.")


def test_going_back_to_a_card_that_is_done_offers_undo_and_no_second_grade(open_page):
    page = open_page("/study")
    prompt = heading(page)
    press(page, "Space")
    press(page, "3")
    page.go_back()
    expect(page.locator("main h1")).to_have_text(prompt)
    expect(page.locator("#main")).to_contain_text("answered today")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.locator("button[name=grade]")).to_have_count(0)
    press(page, "Space")
    expect(page.locator("main h1")).not_to_have_text(prompt)


def test_a_double_click_on_undo_takes_one_grade_back(site, open_page):
    page = open_page("/study")
    for _ in range(2):
        press(page, "Space")
        press(page, "3")
    page.evaluate("() => { const undo = document.querySelector('.undo button'); undo.click(); undo.click(); }")
    expect(page.locator(".undo button")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert site.app.extensions["studyapp"].study.today().done == 1
