"""The body to tap: by mouse, finger and keyboard, beside the list that does the same."""

import re

import pytest
from playwright.sync_api import expect

CARD = "/study/trigger-points/gluteus-minimus.trigger-point.posterior.referral.forward?way=tap"


def region(page, view, zone):
    """A zone of one view."""
    return page.get_by_role("group", name=view, exact=True).get_by_role("checkbox", name=zone, exact=True)


def boxes(page):
    """The zones that are ticked in the list."""
    return page.locator("input[name=zone]:checked").evaluate_all("all => all.map(box => box.value)")


def press_in_the_middle(page, place, *, touch=False):
    """Press where the zone itself is painted, not merely within its box."""
    point = place.evaluate(
        """zone => {
            zone.scrollIntoView({ block: "center", inline: "center" });
            const path = zone.querySelector("path");
            const box = path.getBoundingClientRect();
            for (let row = 1; row < 20; row++) for (let column = 1; column < 20; column++) {
                const [x, y] = [box.left + (box.width * column) / 20, box.top + (box.height * row) / 20];
                if (document.elementFromPoint(x, y)?.closest(".region") === zone) return [x, y];
            }
        }"""
    )
    (page.touchscreen.tap if touch else page.mouse.click)(*point)


def test_a_click_chooses_a_zone_and_another_takes_it_back(open_page):
    page = open_page(CARD)
    calf = region(page, "Back", "calf")
    expect(calf).not_to_be_checked()
    press_in_the_middle(page, calf)
    expect(calf).to_be_checked()
    assert boxes(page) == ["calf"]
    expect(page.locator(".chosen")).to_have_text("Chosen: calf.")
    press_in_the_middle(page, calf)
    expect(calf).not_to_be_checked()
    assert boxes(page) == []


def test_a_zone_is_chosen_in_every_view_at_once(open_page):
    page = open_page(CARD)
    press_in_the_middle(page, region(page, "Left side", "lateral thigh"))
    for view in ("Left side", "Right side", "Back"):
        expect(region(page, view, "lateral thigh")).to_be_checked()


def test_zones_are_chosen_with_a_finger_on_a_phone(open_page):
    page = open_page(CARD, width=375, height=780, has_touch=True, is_mobile=True)
    press_in_the_middle(page, region(page, "Back", "calf"), touch=True)
    press_in_the_middle(page, region(page, "Soles", "heel"), touch=True)
    assert sorted(boxes(page)) == ["calf", "heel"]


def test_the_keyboard_leads_from_zone_to_zone_and_chooses(open_page):
    page = open_page(CARD)
    first = page.get_by_role("group", name="Back", exact=True).locator("[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    names = set()
    for key in ["ArrowUp"] * 6 + ["ArrowRight"] * 2:
        page.keyboard.press(key)
        names.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len(names) > 3
    focused = page.locator(".region:focus")
    expect(page.locator(".pointed")).to_have_text(focused.get_attribute("aria-label"))
    page.keyboard.press("Space")
    expect(focused).to_be_checked()
    page.keyboard.press("Enter")
    expect(focused).not_to_be_checked()
    expect(page.get_by_role("group", name="Back", exact=True).locator("[tabindex='0']")).to_have_count(1)


def test_every_zone_of_a_view_is_reached_by_the_arrows(open_page):
    page = open_page(CARD)
    missed = page.evaluate(
        """() => [...document.querySelectorAll(".bodymap svg")].flatMap(view => {
            const zones = [...view.querySelectorAll(".region")];
            const reached = new Set([zones[0]]);
            for (const zone of reached) for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
                zone.focus();
                zone.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
                reached.add(document.activeElement);
            }
            return zones.filter(zone => !reached.has(zone)).map(zone => zone.dataset.zone);
        })"""
    )
    assert missed == []


def test_every_zone_announces_its_name_and_whether_it_is_chosen(open_page):
    page = open_page(CARD)
    told = page.locator(".region").evaluate_all(
        "all => all.map(zone => [zone.getAttribute('role'), zone.getAttribute('aria-label'), "
        "zone.getAttribute('aria-checked')])"
    )
    assert len(told) > 60
    assert {(role, checked) for role, _, checked in told} == {("checkbox", "false")}
    assert all(name for _, name, _ in told)


def test_the_list_and_the_body_tell_the_same(open_page):
    page = open_page(CARD)
    page.locator("summary", has_text="Choose from a list").click()
    page.locator("summary", has_text="Pelvis and buttock").click()
    page.locator("input[name=zone][value=buttock]").check()
    expect(region(page, "Back", "upper buttock")).to_be_checked()
    press_in_the_middle(page, region(page, "Back", "upper buttock"))
    assert boxes(page) == [], "the part of a chosen whole takes the whole back"


def test_what_was_tapped_is_checked_and_the_true_pattern_is_drawn_over_it(open_page):
    page = open_page(CARD)
    for view, zone in (("Back", "calf"), ("Back", "back of the knee"), ("Front", "groin")):
        press_in_the_middle(page, region(page, view, zone))
    page.get_by_role("button", name="Check my zones").click()
    expect(page.locator(".answers .found")).to_have_count(2)
    expect(page.locator(".answers .missed")).to_have_count(2)
    expect(page.locator(".wrong strong")).to_have_text("Not here:")
    expect(page.locator(".plate .tapped")).not_to_have_count(0)
    expect(page.locator(".plate .dots").first).to_be_attached()
    expect(page.locator(".proposed .grade")).to_contain_text("Again")
    page.keyboard.press("Space")
    expect(page.locator("#card, #finished")).to_be_visible()


def test_space_on_a_zone_chooses_it_and_elsewhere_shows_the_answer(open_page):
    page = open_page(CARD)
    region(page, "Back", "calf").focus()
    page.keyboard.press("Space")
    expect(page.locator("#card")).to_be_visible()
    page.locator("h1").focus()
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_visible()


def test_the_pain_finder_shows_what_is_behind_the_tapped_zones(open_page):
    page = open_page("/differential")
    press_in_the_middle(page, region(page, "Back", "calf"))
    expect(page.locator("#found h2")).to_have_text("Pain in the calf")
    expect(page).to_have_url(re.compile(r"zone=calf"))
    press_in_the_middle(page, region(page, "Left side", "lateral thigh"))
    expect(page.locator("#found h2")).to_have_text("Pain in the lateral thigh and calf")


def test_without_javascript_the_list_serves_for_tapping_too(open_page):
    page = open_page(CARD, java_script_enabled=False)
    page.locator("summary", has_text="Choose from a list").click()
    page.locator("summary", has_text="Lower leg").click()
    page.locator("input[name=zone][value=calf]").check()
    page.get_by_role("button", name="Check my zones").click()
    expect(page.locator(".answers .found")).to_have_text(re.compile("calf", re.IGNORECASE))


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_when_an_answer_with_its_chart_arrives(open_page, watch_moves, width):
    page = open_page(CARD, width=width)
    moved = watch_moves(page)
    page.get_by_role("link", name="I don’t know").click()
    expect(page.locator(".plate svg").first).to_be_visible()
    assert moved() < 0.01
