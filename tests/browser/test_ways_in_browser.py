"""Choosing, typing, listing in a real browser: by keyboard, without JavaScript, without anything jumping about."""

import pytest
from playwright.sync_api import expect

DECK = "/study/trigger-points"
NERVE = f"{DECK}/gluteus-minimus.innervation.forward"
SYNERGISTS = f"{DECK}/gluteus-minimus.synergists.hip-abduction.forward"
KEY = "superior gluteal nerve"


def test_an_option_is_chosen_by_its_number_and_the_grade_by_one_more_key(open_page):
    page = open_page(f"{NERVE}?way=choose")
    options = page.locator(".option span").all_inner_texts()
    page.keyboard.press(str([text.lower() for text in options].index(KEY) + 1))
    expect(page.locator(".verdict")).to_contain_text("Right.")
    expect(page.locator(".proposed")).to_contain_text("Good")
    page.keyboard.press("Space")
    expect(page.locator("#card")).to_be_visible()
    expect(page.locator(".undo button")).to_be_visible()


def test_a_wrong_option_is_told_what_it_is(open_page):
    page = open_page(f"{NERVE}?way=choose")
    page.locator(".option", has_not_text=KEY.capitalize()).first.click()
    expect(page.locator(".verdict")).to_contain_text("Not quite.")
    expect(page.locator(".mistakes .why .cited").first).to_be_visible()
    expect(page.locator(".proposed")).to_contain_text("Again")


def test_typing_begins_at_once_and_enter_checks(open_page):
    page = open_page(f"{NERVE}?way=reveal")
    page.get_by_role("link", name="Type", exact=True).click()
    expect(page.locator("#given")).to_be_focused()
    page.keyboard.type("superior glutael nerve")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("but for a slip")
    page.keyboard.press("3")
    expect(page.locator("#card")).to_be_visible()


def test_one_button_is_the_clear_one_before_and_after_something_is_typed(open_page):
    page = open_page(f"{NERVE}?way=type", reduced_motion="reduce")
    buttons = "[...document.querySelectorAll('.bar .button, .bar .check')]"
    colours = f"{buttons}.map(one => getComputedStyle(one).backgroundColor)"
    unknown, check = page.evaluate(colours)
    assert unknown != check
    page.locator("#given").fill("femoral nerve")
    assert page.evaluate(colours) == [check, unknown]


def test_letters_that_are_typed_press_no_buttons(open_page):
    page = open_page(f"{NERVE}?way=type")
    page.locator("#given").focus()
    page.keyboard.type("sub c?")
    expect(page.locator("#given")).to_have_value("sub c?")
    expect(page.locator("#keys")).not_to_be_visible()


def test_an_item_is_ticked_as_it_is_written_and_the_next_can_be_written_at_once(open_page):
    page = open_page(f"{SYNERGISTS}?way=list")
    page.locator("#item").focus()
    page.keyboard.type("gluteus med", delay=30)
    page.wait_for_timeout(500)
    expect(page.locator("#item")).to_have_value("gluteus med")
    page.keyboard.type("ius", delay=30)
    expect(page.locator(".ticked li")).to_have_count(1)
    expect(page.locator("#item")).to_be_focused()
    expect(page.locator("#item")).to_have_value("")
    page.keyboard.type("tfl", delay=30)
    expect(page.locator(".ticked li")).to_have_count(2)
    page.keyboard.type("femoral nerve")
    page.keyboard.press("Enter")
    expect(page.locator(".ticked .missed")).to_have_count(1)
    page.get_by_role("button", name="Check my list").click()
    expect(page.locator(".verdict")).to_contain_text("found")
    expect(page.locator(".mistakes .wrong")).to_contain_text("femoral nerve")


def test_what_is_half_written_counts_when_the_list_is_checked(open_page):
    page = open_page(f"{SYNERGISTS}?way=list")
    page.locator("#item").fill("gluteus med")
    page.get_by_role("button", name="Check my list").click()
    expect(page.locator(".answers .found")).to_have_count(1)


@pytest.mark.parametrize("way", ["choose", "type", "list"])
def test_every_way_works_without_javascript(open_page, way):
    page = open_page(f"{SYNERGISTS if way == 'list' else NERVE}?way={way}", java_script_enabled=False)
    match way:
        case "choose":
            page.get_by_role("button", name=KEY.capitalize()).click()
        case "type":
            page.locator("#given").fill(KEY)
            page.get_by_role("button", name="Check").click()
        case "list":
            page.locator("#item").fill("gluteus medius")
            page.get_by_role("button", name="Add").click()
            expect(page.locator(".ticked li")).to_have_count(1)
            page.locator("#item").fill("tensor fasciae latae")
            page.get_by_role("button", name="Check my list").click()
            expect(page.locator(".answers .found")).to_have_count(2)
    page.locator(".proposed").click()
    expect(page.locator("#card")).to_be_visible()


@pytest.mark.parametrize(
    ("buttons", "number"), [("Again, Hard, Good, Easy", 4), ("six grades", 6), ("Not yet, Knew it", 2)]
)
def test_the_grades_fill_their_bar_whatever_their_number(open_page, buttons, number):
    page = open_page("/settings", width=375)
    page.get_by_label(buttons).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_focused()
    page.goto(page.url.partition("/settings")[0] + f"{NERVE}/answer")
    grades = page.locator(".grades button")
    expect(grades).to_have_count(number)
    boxes = [grade.bounding_box() for grade in grades.all()]
    assert min(box["x"] for box in boxes) < 30
    assert max(box["x"] + box["width"] for box in boxes) > 345
    assert not page.evaluate(
        "[...document.querySelectorAll('.grades button')].filter(one => one.scrollWidth > one.clientWidth).length"
    )


def test_a_filter_is_chosen_by_the_keyboard_without_losing_ones_place(open_page):
    page = open_page("/study/by")
    page.get_by_label("Muscle").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(300)
    expect(page.get_by_label("Muscle")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("to cram")


def test_the_verdict_is_told_to_who_does_not_see_it(open_page):
    page = open_page(f"{NERVE}?way=type")
    page.locator("#given").fill("femoral nerve")
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("Not quite.")


def test_after_setting_aside_u_takes_that_back_and_no_grade(open_page):
    page = open_page("/study")
    page.keyboard.press("Space")
    expect(page.locator(".answers")).to_be_visible()
    page.keyboard.press("3")
    expect(page.locator("#card")).to_be_visible()
    expect(page.locator(".undo button")).to_be_visible()
    suspended = page.locator("h1").inner_text()
    page.keyboard.press("s")
    expect(page.locator(".put")).to_contain_text(suspended)
    expect(page.locator(".undo")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text(suspended)
    expect(page.locator(".undo button")).to_be_visible()


def test_a_question_mark_lists_the_keys_of_the_page_and_escape_closes_them(open_page):
    page = open_page(f"{NERVE}?way=choose")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys")).to_contain_text("Superior gluteal nerve", ignore_case=True)
    expect(page.locator("#keys")).to_contain_text("Bury until tomorrow")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()


@pytest.mark.parametrize("path", [f"{NERVE}?way=choose", f"{SYNERGISTS}?way=list"])
def test_nothing_moves_when_a_fragment_arrives(open_page, watch_moves, path):
    page = open_page(path)
    moved = watch_moves(page)
    if "list" in path:
        page.locator("#item").fill("gluteus medius")
        expect(page.locator(".ticked li")).to_have_count(1)
    else:
        page.locator(".option").first.click()
        expect(page.locator(".verdict")).to_be_visible()
    assert moved() < 0.01


def test_a_card_is_buried_and_suspended_by_key_and_taken_back_on_its_page(open_page):
    page = open_page("/study")
    first = page.locator("h1").inner_text()
    page.keyboard.press("b")
    expect(page.locator("h1")).not_to_have_text(first)
    second = page.locator("h1").inner_text()
    page.keyboard.press("s")
    expect(page.locator("h1")).not_to_have_text(second)
    page.goto(page.url.partition("/study")[0] + "/study/aside")
    expect(page.locator(".rows li")).to_have_count(2)
    page.locator(".rows button").first.click()
    expect(page.locator(".rows li")).to_have_count(1)


def test_a_change_of_filter_shows_at_once_what_there_is(open_page):
    page = open_page("/study/by")
    page.get_by_label("Muscle").select_option("piriformis")
    expect(page.locator(".offers")).to_contain_text("Cram")
    page.wait_for_url("**muscle=piriformis**")
    page.get_by_role("link", name="Cram").click()
    expect(page.locator(".counts")).to_contain_text("the schedule stays as it is")


def test_text_can_be_larger_and_settings_are_told_as_saved(open_page):
    page = open_page("/settings")
    before = page.evaluate("getComputedStyle(document.body).fontSize")
    page.get_by_label("Larger").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 1.2 * float(
        before.removesuffix("px")
    )
