"""A phone beside the laptop: real Chromium pairs with a real `studyapp serve --lan` over the real network."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lan_server import LanServer, lan_server, own_address
from playwright.sync_api import Browser, BrowserContext, Page, expect

PHONE = {
    "viewport": {"width": 375, "height": 812},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36",
}
Open = Callable[..., Page]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LanServer]:
    """A server with a data folder of its own."""
    own_address()
    with lan_server(tmp_path) as running:
        yield running


@pytest.fixture
def open_at(chromium: Browser) -> Iterator[Open]:
    """Open an address in a browser of its own, by default a phone's; a refused script or style fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(url: str, **options: object) -> Page:
        contexts.append(chromium.new_context(**{**PHONE, **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def laptop(open_at: Open, server: LanServer) -> Page:
    """The laptop's own browser on its page of devices."""
    return open_at(
        f"{server.laptop}/devices", viewport={"width": 1280, "height": 860}, is_mobile=False, user_agent=None
    )


def pair(page: Page, code: str) -> None:
    page.get_by_label("Pairing code").fill(code)
    page.get_by_role("button", name="Pair this device").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_phone_is_paired_by_the_square_and_studies(open_at, server, script):
    page = open_at(f"{server.address}/pair?code={server.code.replace('-', '')}", java_script_enabled=script)
    expect(page.get_by_label("Pairing code")).to_have_value(server.code.replace("-", ""))
    page.get_by_role("button", name="Pair this device").click()
    expect(page).to_have_url(f"{server.address}/")
    page.get_by_role("link", name="Start").click()
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.get_by_role("link", name="Show answer")).to_be_visible()
    page.goto(server.address)
    expect(page.locator("#today")).to_contain_text("1 card done today.")


def test_the_phone_and_the_laptop_share_one_progress(open_at, server, laptop):
    phone = open_at(server.address)
    pair(phone, server.code)
    phone.get_by_role("link", name="Start").click()
    phone.get_by_role("link", name="Show answer").click()
    phone.get_by_role("button", name="Good").click()
    expect(phone.get_by_role("link", name="Show answer")).to_be_visible()
    laptop.goto(server.laptop)
    expect(laptop.locator("#today")).to_contain_text("1 card done today.")


def test_the_code_is_typed_in_ones_own_way_and_a_wrong_one_is_told(open_at, server):
    phone = open_at(f"{server.address}/atlas")
    expect(phone).to_have_url(f"{server.address}/pair")
    pair(phone, "7k3 mq2 xwh")
    expect(phone.get_by_role("alert")).to_contain_text("9 tries are left")
    pair(phone, server.code.lower().replace("-", " "))
    expect(phone).to_have_url(f"{server.address}/")


def test_what_the_phone_keeps_is_not_within_reach_of_scripts(open_at, server):
    phone = open_at(server.address)
    pair(phone, server.code)
    expect(phone.locator("#today")).to_be_visible()
    (cookie,) = (cookie for cookie in phone.context.cookies() if cookie["name"] == "studyapp_device")
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert "studyapp_device" not in phone.evaluate("document.cookie")


def test_from_the_laptops_page_a_second_device_is_paired_named_and_shown_out(open_at, server, laptop):
    expect(laptop.locator("p.code")).to_have_text(server.code)
    laptop.get_by_role("button", name="Another code").click()
    code = laptop.locator("p.code").inner_text()
    assert code != server.code
    phone = open_at(server.address)
    pair(phone, code)
    expect(phone.locator("#today")).to_be_visible()
    laptop.reload()
    expect(laptop.locator("h3")).to_have_text("Android phone")
    expect(laptop.get_by_role("button", name="Show a code")).to_be_visible()
    laptop.get_by_text("Rename").click()
    laptop.get_by_label("Name").fill("Kitchen")
    laptop.get_by_role("button", name="Save").click()
    expect(laptop.locator("h3")).to_have_text("Kitchen")
    laptop.get_by_role("button", name="Unpair Kitchen").click()
    expect(laptop.get_by_text("No device is paired.")).to_be_visible()
    phone.goto(f"{server.address}/study")
    expect(phone).to_have_url(f"{server.address}/pair")


def test_a_phone_that_was_unpaired_is_told_so_in_the_midst_of_studying(open_at, server, laptop):
    phone = open_at(server.address)
    pair(phone, server.code)
    phone.get_by_role("link", name="Start").click()
    phone.get_by_role("link", name="Show answer").click()
    laptop.reload()
    laptop.get_by_role("button", name="Unpair Android phone").click()
    phone.get_by_role("button", name="Good").click()
    expect(phone.get_by_role("alert")).to_contain_text("This device is not paired, or no longer, so nothing was done.")
    laptop.goto(server.laptop)
    expect(laptop.locator("#today")).not_to_contain_text("done today")


def test_a_website_in_the_phones_browser_cannot_act_for_it(open_at, server):
    phone = open_at(server.address)
    pair(phone, server.code)
    expect(phone.locator("#today")).to_be_visible()
    with phone.expect_response("**/export/anki/**") as refused:
        phone.goto("about:blank")  # an origin of its own, in the browser that keeps the phone's cookie
        phone.set_content(
            f'<form method="post" action="{server.address}/export/anki/trigger-points"><button>Win</button></form>'
        )
        phone.get_by_role("button").click()
    assert refused.value.status in {401, 403}


def test_the_square_is_readable_on_a_dark_page_too(open_at, server, laptop):
    dark = open_at(laptop.url, color_scheme="dark")
    for page in (laptop, dark):
        assert page.locator(".qr svg").evaluate(
            "svg => [...svg.querySelectorAll('path')].map(p => [p.getAttribute('fill'), p.getAttribute('stroke')])"
        ) == [["#fff", None], [None, "#000"]]


def pages(open_at: Open, server: LanServer, **options: object) -> Iterator[Page]:
    """Each new page in each of its states."""
    door = open_at(server.address, **options)
    yield door
    pair(door, "wrong")
    expect(door.get_by_role("alert")).to_be_visible()
    yield door
    devices = open_at(f"{server.laptop}/devices", **options)
    yield devices
    pair(door, server.code)
    devices.reload()
    devices.get_by_text("Rename").click()
    yield devices
    devices.get_by_label("Name").fill(" ")
    devices.get_by_role("button", name="Save").click()
    expect(devices.get_by_role("alert")).to_be_visible()
    yield devices
    door.goto(f"{server.address}/devices")
    yield door


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_pages_of_pairing(open_at, server, scheme):
    seen = 0
    for page in pages(open_at, server, color_scheme=scheme):
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        expect(page.locator("h1")).to_have_count(1)
        seen += 1
    assert seen == 6


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_pages_of_pairing_fit_and_their_buttons_are_large_enough(open_at, server, width):
    for page in pages(open_at, server, viewport={"width": width, "height": 812}, is_mobile=False):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll("button, .button, main input")]
                .filter(control => control.checkVisibility())
                .map(control => control.getBoundingClientRect().height).filter(height => height < 44)"""
            )
            == []
        )


def test_pages_of_pairing_fit_a_phone_with_text_of_twice_the_size(open_at, server):
    options = {"viewport": {"width": 375, "height": 812}, "is_mobile": False}
    for page in pages(open_at, server, **options):
        with closing(page.context.new_page()) as large:
            large.context.new_cdp_session(large).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
            large.goto(page.url)
            assert large.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            assert large.evaluate("document.documentElement.scrollWidth") <= 375
