"""Asking from the pain, as a student does: by mouse, by keyboard, without JavaScript, on a phone."""

import re

from playwright.sync_api import expect


def zone(page, label):
    """The checkbox of a zone in the list."""
    return page.locator(f"input[name=zone][data-label='{label}']")


def test_a_complaint_shows_the_strongest_muscle_first_with_red_flags_above(open_page):
    page = open_page("/differential")
    page.get_by_role("link", name="Sciatica").click()
    expect(page).to_have_url(re.compile(r"complaint=sciatica"))
    expect(page.locator(".who a").first).to_have_text("Gluteus minimus")
    flags, muscles = page.locator(".flags").bounding_box(), page.locator(".candidates").bounding_box()
    assert flags["y"] < muscles["y"]
    expect(page.locator(".flags")).to_contain_text("Cauda equina syndrome")


def test_ticking_a_zone_shows_what_is_behind_it_at_once_and_changes_the_address(open_page):
    page = open_page("/differential")
    page.locator("summary", has_text="Choose from a list").click()
    page.locator("summary", has_text="Lower leg").click()
    zone(page, "calf").check()
    expect(page.locator("#found h2")).to_have_text("Pain in the calf")
    expect(page).to_have_url(re.compile(r"zone=calf"))
    expect(zone(page, "calf")).to_be_focused()
    zone(page, "lateral lower leg").check()
    expect(page.locator("#found h2")).to_have_text("Pain in the lateral lower leg and calf")
    page.reload()
    expect(zone(page, "calf")).to_be_checked()


def test_ticking_a_zone_leaves_the_complaint(open_page):
    page = open_page("/differential?complaint=buttock-pain")
    expect(page.locator("#complaints [aria-current]")).to_have_text("Buttock pain")
    page.locator(".zones > summary").click()
    page.locator("summary", has_text="Choose from a list").click()
    page.locator("summary", has_text="Lower leg").click()
    zone(page, "calf").check()
    expect(page.locator("#complaints [aria-current]")).to_have_count(0)
    expect(page.locator("#found h2")).to_have_text("Pain in the buttock and calf")


def test_two_ticked_candidates_are_put_side_by_side_by_keyboard_alone(open_page):
    page = open_page("/differential?complaint=sciatica")
    for name in ("Compare Gluteus minimus", "Compare S1 radiculopathy"):
        page.get_by_label(name).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Put two side by side").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gluteus minimus and S1 radiculopathy")
    expect(page.locator(".comparison tbody th").first).to_contain_text("What tells them apart")


def test_a_single_candidate_is_refused_with_a_form_to_choose_by(open_page):
    page = open_page("/differential?complaint=sciatica")
    page.get_by_label("Compare Gluteus minimus").check()
    page.get_by_role("button", name="Put two side by side").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose two")
    page.get_by_label("with").select_option("Piriformis")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gluteus minimus and piriformis")


def test_it_all_works_without_javascript(open_page):
    page = open_page("/differential", java_script_enabled=False, width=375, height=780)
    page.locator("summary", has_text="Choose from a list").click()
    page.locator("summary", has_text="Lower leg").click()
    zone(page, "calf").check()
    page.get_by_role("button", name="Show what may cause it").click()
    expect(page.locator("#found h2")).to_have_text("Pain in the calf")
    page.locator(".candidates input[type=checkbox]").nth(0).check()
    page.locator(".candidates input[type=checkbox]").nth(1).check()
    page.get_by_role("button", name="Put two side by side").click()
    expect(page.locator(".comparison")).to_be_visible()


def test_every_cell_of_a_comparison_can_show_its_source(open_page):
    page = open_page("/differential/compare?pick=gluteus-minimus&pick=condition.s1-radiculopathy")
    for cell in page.locator(".comparison td").all():
        if cell.locator("li").count():
            expect(cell.locator(".cited")).to_have_count(1)


def test_an_error_takes_the_place_of_the_page_that_it_broke(open_page):
    page = open_page("/differential?zone=calf")
    zone(page, "calf").evaluate("box => { box.value = 'elbow'; box.click(); box.click(); }")
    expect(page.locator("#main h1")).to_have_text("Not found")
    expect(page.get_by_role("alert")).to_have_text("There is no zone “elbow”.")
