"""Other devices: what each threat to an open door comes to, and the pages that open and close it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from browsing import HTMX, OURS, Client, study_of
from flask import Flask
from made_catalog import Clock
from made_sitting import EXAM as SAT_EXAM
from made_sitting import SITTING, put_made_exam
from parsed import Page
from werkzeug.test import TestResponse

from studyapp.domain.pairing import MOST_WRONG
from studyapp.lan import Lan
from studyapp.services.pairing import Pairing

LAN = Lan("192.168.1.5", 8321)
LAPTOP = "http://127.0.0.1:8321"
ANDROID = "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"
COOKIE = "studyapp_device"
CARD = "/study/small/card.c00.forward"
EXAM = "/exams/8b9cad0e-1f20-4212-8343-000000000001"
GRADED = {"grade": "4", "review": "8b9cad0e-1f20-4212-8343-000000000001", "shown": "1795424400000"}
PAGES = ["/", "/study", CARD, f"{CARD}/answer", "/atlas", "/differential", "/export", "/devices", "/nowhere"]
POSTS = [f"{CARD}/review", "/study/undo", "/export/anki/small", "/devices/code", "/devices/unpair", "/nowhere"]
PROXY_HEADERS = [
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1:8321", "X-Forwarded-Proto": "https"},
    {"X-Real-Ip": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1;host=localhost"},
    {"Client-Ip": "127.0.0.1", "True-Client-Ip": "::1", "Via": "127.0.0.1"},
    {"X-Original-Url": "/pair", "X-Rewrite-Url": "/pair"},
    {"X-Http-Method-Override": "GET"},
]


@dataclass(frozen=True)
class Device:
    """A browser on another machine of the network: what comes from it comes from its address."""

    client: Client
    address: str = "192.168.1.20"
    origin: str = LAN.origin

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, data: object = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, data, **{"Origin": self.origin, **headers})

    def ask(self, method: str, path: str, data: object = None, **headers: str) -> TestResponse:
        sent = {"User-Agent": ANDROID, **headers}
        came_from = {"REMOTE_ADDR": self.address}
        return self.client.open(
            path, method=method, data=data, headers=sent, base_url=self.origin, environ_overrides=came_from
        )

    @property
    def token(self) -> str | None:
        cookie = self.client.get_cookie(COOKIE, domain=LAN.address)
        return cookie.value if cookie else None


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application, served to the local network too."""
    return make_app(served_on=LAN)


@pytest.fixture
def pairing(app: Flask) -> Pairing:
    service: Pairing = app.extensions["studyapp"].pairing
    return service


@pytest.fixture
def device(app: Flask) -> Callable[..., Device]:
    """Another machine's browser, without a cookie."""
    return lambda **given: Device(app.test_client(), **given)


@pytest.fixture
def stranger(device: Callable[..., Device]) -> Device:
    """A browser that was never paired."""
    return device()


@pytest.fixture
def phone(device: Callable[..., Device], pairing: Pairing) -> Device:
    """A phone that was paired."""
    phone = device()
    assert phone.post("/pair", {"code": pairing.new_code().grouped}).status_code == 303
    return phone


@pytest.fixture
def laptop(app: Flask) -> Device:
    """The browser of this machine itself."""
    return Device(app.test_client(), address="127.0.0.1", origin=LAPTOP)


class TestStrangerInTheNetwork:
    """Who is not paired sees the door and nothing behind it."""

    @pytest.mark.parametrize("path", PAGES)
    def test_every_page_leads_to_the_door(self, stranger, path):
        for method in ("GET", "HEAD"):
            response = stranger.ask(method, path)
            assert (response.status_code, response.headers["Location"]) == (303, "/pair")

    @pytest.mark.parametrize("path", PAGES)
    def test_a_fragment_is_refused_in_a_sentence(self, stranger, path):
        response = stranger.get(path, **HTMX)
        assert response.status_code == 401
        assert "This device is not paired" in response.text
        assert response.headers["HX-Retarget"] == "#main"

    @pytest.mark.parametrize("path", POSTS)
    def test_nothing_that_is_sent_does_anything(self, app, stranger, pairing, path):
        response = stranger.post(path, GRADED)
        assert response.status_code == 401
        assert "nothing was done" in response.text
        assert study_of(app).today().done == 0
        assert pairing.open_code() is None

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    def test_no_other_method_is_a_way_in(self, stranger, method):
        assert stranger.ask(method, CARD, Origin=LAN.origin).status_code == 401

    @pytest.mark.parametrize("path", ["/static/app.css", "/static/app.js", "/pair"])
    def test_the_door_and_what_dresses_it_are_open(self, stranger, path):
        assert stranger.get(path).status_code == 200

    def test_the_door_tells_nothing_of_decks_devices_or_codes(self, stranger, phone, pairing):
        code = pairing.new_code()
        told = stranger.get("/pair").text
        assert not any(word in told for word in ("Small deck", "Android phone", code.text, code.grouped))

    @pytest.mark.parametrize("path", ["/static/../studyapp/app.py", "/static/%2e%2e/LICENSE", "/static//app.css"])
    def test_static_files_are_no_way_around(self, stranger, path):
        assert stranger.get(path).status_code in {303, 404}

    @pytest.mark.parametrize("value", ["", "x", "é", "\x00", "'" * 5_000, '"a\\012b"', "\u200b"])
    def test_a_made_up_cookie_is_no_way_in(self, stranger, value):
        response = stranger.get("/", Cookie=f"{COOKIE}={value}".encode().decode("latin1"))
        assert response.status_code == 303


class TestForgedHost:
    """What a request says of where it goes or comes from opens nothing."""

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1:8321",
            "127.0.0.1",
            "localhost:8321",
            "[::1]:8321",
            "192.168.1.5",
            "192.168.1.5:8322",
            "192.168.1.6:8321",
            "192.168.1.5:8321.evil.example",
            "192.168.1.5:8321@evil.example",
            "evil.example",
            "192.168.1.5:8321, 127.0.0.1:8321",
            "192.168.1.5:08321",
            "192.168.001.005:8321",
            "",
        ],
    )
    def test_from_the_network_only_the_exact_address_and_port_are_answered(self, phone, host):
        assert phone.get("/", Host=host).status_code == 400
        assert phone.get("/devices", Host=host).status_code == 400
        assert phone.get("/", Host=LAN.host).status_code == 200

    @pytest.mark.parametrize("headers", PROXY_HEADERS, ids=repr)
    def test_what_a_proxy_might_say_is_not_believed(self, stranger, headers):
        assert stranger.get("/", **headers).status_code == 303
        assert stranger.post("/devices/code", **headers).status_code == 401
        assert stranger.get("/", Host="127.0.0.1:8321", **headers).status_code == 400

    @pytest.mark.parametrize("address", ["", "unknown", "127.0.0.1.evil", "::ffff:192.168.1.20", "::", "128.0.0.1"])
    def test_an_address_that_is_not_loopback_is_not_this_machine(self, device, address):
        assert device(address=address).get("/").status_code == 303

    def test_without_lan_its_address_is_refused_like_any_other_host(self, make_app):
        client = make_app().test_client()
        for address in ("127.0.0.1", "192.168.1.5", "192.168.1.20"):
            for path in ("/", "/pair", "/static/app.css"):
                response = Device(client, address=address).get(path)
                assert response.status_code == 400
                assert "answers only to 127.0.0.1" in response.text

    def test_a_name_that_is_rebound_to_the_laptops_address_is_refused(self, phone):
        rebound = {"Host": "evil.example:8321", "Origin": "http://evil.example:8321"}
        assert phone.get("/", **rebound).status_code == 400
        assert phone.post(f"{CARD}/review", GRADED, **rebound).status_code == 400


class TestThisMachine:
    """Over loopback, under a loopback name, all is as without --lan."""

    @pytest.mark.parametrize("origin", [LAPTOP, "http://localhost:8321", "http://[::1]:8321"])
    @pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
    def test_this_machine_needs_no_pairing_over_either_loopback(self, device, origin, address):
        own = device(address=address, origin=origin)
        assert own.get("/").status_code == 200
        assert own.post(f"{CARD}/review", GRADED).status_code == 303
        assert own.get("/devices").status_code == 200

    def test_even_over_loopback_the_address_in_the_network_asks_for_pairing(self, device):
        assert device(address="127.0.0.1").get("/").status_code == 303

    def test_this_machine_has_no_need_of_the_door(self, laptop, pairing):
        assert laptop.get("/pair").headers["Location"] == "/devices"
        response = laptop.post("/pair", {"code": pairing.new_code().text})
        assert response.status_code == 403
        assert pairing.open_code() is not None
        assert pairing.devices() == []


class TestWebsiteInTheBrowser:
    """A page of another site, in the browser of a paired phone or of a stranger, does nothing."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": ""},
            {"Origin": "http://192.168.1.5"},
            {"Origin": "http://192.168.1.5:8322"},
            {"Origin": "https://192.168.1.5:8321"},
            {"Origin": "http://127.0.0.1:8321"},
            {"Origin": LAN.origin, "Sec-Fetch-Site": "cross-site"},
        ],
        ids=repr,
    )
    def test_what_another_site_sends_is_refused(self, app, phone, headers):
        assert phone.post(f"{CARD}/review", GRADED, **headers).status_code == 403
        assert study_of(app).today().done == 0

    def test_without_an_origin_nothing_is_done_as_browsers_send_no_more_over_plain_http(self, app, phone):
        assert phone.ask("POST", f"{CARD}/review", GRADED).status_code == 403
        assert phone.ask("POST", f"{CARD}/review", GRADED, Referer=f"{LAN.origin}/").status_code == 403
        assert study_of(app).today().done == 0

    def test_the_phones_own_pages_are_believed_by_their_origin_alone(self, app, phone):
        assert phone.post(f"{CARD}/review", GRADED).status_code == 303
        assert study_of(app).today().done == 1

    def test_a_pairing_from_another_site_is_refused_and_costs_no_try(self, stranger, pairing):
        code = pairing.new_code()
        for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}):
            assert stranger.post("/pair", {"code": code.text}, **headers).status_code == 403
        assert stranger.ask("POST", "/pair", {"code": code.text}).status_code == 403
        assert pairing.open_code() == code
        assert pairing.devices() == []

    def test_the_laptops_browser_makes_no_code_for_another_site(self, laptop, pairing):
        assert laptop.post("/devices/code", Origin="http://evil.example").status_code == 403
        assert laptop.post("/devices/code", Origin=LAN.origin).status_code == 403
        assert pairing.open_code() is None


class TestCode:
    """The one thing that lets in is given out on the laptop, and used up at once."""

    def test_the_code_pairs_however_it_is_typed(self, stranger, pairing):
        code = pairing.new_code().grouped.lower().replace("-", " ")
        response = stranger.post("/pair", {"code": f" {code} "})
        assert (response.status_code, response.headers["Location"]) == (303, "/")
        assert stranger.get("/").status_code == 200
        assert [device.name for device in pairing.devices()] == ["Android phone"]

    def test_the_cookie_is_kept_for_a_year_and_out_of_reach_of_scripts_and_other_sites(self, stranger, pairing):
        response = stranger.post("/pair", {"code": pairing.new_code().text})
        (header,) = response.headers.getlist("Set-Cookie")
        cookie = SimpleCookie(header)[COOKIE]
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", cookie.value)
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        assert (int(cookie["max-age"]), cookie["domain"]) == (365 * 24 * 3600, "")

    def test_a_guess_is_answered_on_the_same_form_and_ten_end_the_code(self, stranger, pairing):
        code = pairing.new_code()
        for left in range(MOST_WRONG, 0, -1):
            response = stranger.post("/pair", {"code": "7K3-MQ2-XWH"})
            page = Page(response.text)
            assert response.status_code == 422
            assert (
                page.one("input", id="code").attributes["aria-describedby"]
                == page.one("p", role="alert").attributes["id"]
            )
            assert left < 3 or f"{left - 1} tries are left" in page.one("p", role="alert").text
            assert "Set-Cookie" not in response.headers
        assert "laptop" in stranger.post("/pair", {"code": code.text}).text
        assert stranger.get("/").status_code == 303

    def test_guesses_count_together_from_wherever_they_come(self, device, pairing):
        code = pairing.new_code()
        for number in range(MOST_WRONG):
            device(address=f"192.168.1.{number + 30}").post("/pair", {"code": "0"}, **{"X-Forwarded-For": str(number)})
        assert device().post("/pair", {"code": code.text}).status_code == 422

    def test_a_stolen_old_code_opens_nothing(self, stranger, pairing, clock: Clock):
        code = pairing.new_code()
        clock.pass_time(minutes=10)
        response = stranger.post("/pair", {"code": code.text})
        assert response.status_code == 422
        assert "Make a new one on the laptop" in Page(response.text).one("p", role="alert").text

    def test_a_second_device_with_a_used_code_stays_outside(self, phone, device, pairing):
        code = pairing.new_code()
        first, second = device(), device(address="192.168.1.66")
        assert first.post("/pair", {"code": code.text}).status_code == 303
        assert second.post("/pair", {"code": code.text}).status_code == 422
        assert second.get("/").status_code == 303
        assert len(pairing.devices()) == 2

    def test_following_the_qr_code_fills_in_and_pairs_nobody(self, stranger, pairing):
        code = pairing.new_code()
        for _ in range(MOST_WRONG + 1):
            page = Page(stranger.get(f"/pair?code={code.text}").text)
        assert page.one("input", id="code").attributes["value"] == code.text
        assert pairing.devices() == []
        assert pairing.open_code() == code

    def test_what_an_address_fills_in_is_shown_and_never_run(self, stranger):
        payload = '"><script>alert(1)</script>'
        page = Page(stranger.ask("GET", "/pair?code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text)
        assert page.one("input", id="code").attributes["value"] == payload
        assert all(script.attributes.get("src", "").startswith("/static/") for script in page.all("script"))

    def test_a_paired_device_is_led_past_the_door(self, phone):
        assert phone.get("/pair?code=7K3MQ2XWH").headers["Location"] == "/"


class TestUnpaired:
    """Whoever is unpaired is out with the next request."""

    def test_the_cookie_of_an_unpaired_device_is_worth_nothing(self, app, phone, laptop, pairing):
        (device,) = pairing.devices()
        assert laptop.post(f"/devices/{device.id}/unpair").headers["Location"] == "/devices"
        assert phone.token is not None
        assert phone.get("/").status_code == 303
        assert phone.post(f"{CARD}/review", GRADED).status_code == 401
        assert study_of(app).today().done == 0

    def test_unpairing_twice_is_no_error(self, phone, laptop, pairing):
        (device,) = pairing.devices()
        assert [laptop.post(f"/devices/{device.id}/unpair").status_code for _ in range(2)] == [303, 303]

    def test_all_are_unpaired_at_once(self, phone, device, laptop, pairing):
        tablet = device(address="192.168.1.21")
        tablet.post("/pair", {"code": pairing.new_code().text})
        laptop.post("/devices/unpair")
        assert [phone.get("/").status_code, tablet.get("/").status_code] == [303, 303]


class TestPageOfAnki:
    """Cards go to Anki from anywhere; what was answered there comes home on the laptop alone."""

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_paired_device_may_bring_no_history(self, phone, method):
        response = phone.ask(method, "/export/history", Origin=LAN.origin)
        assert response.status_code == 403
        assert "on the laptop alone" in response.text

    def test_it_is_not_even_offered_to_one(self, phone, laptop):
        assert "/export/history" not in phone.get("/export").text
        assert "/export/history" in laptop.get("/export").text


class TestExams:
    """Exams are made on the laptop alone: a student's phone must not read their keys."""

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/exams"),
            ("GET", "/exams/uses"),
            ("GET", "/exams/new"),
            ("POST", "/exams/new"),
            ("POST", "/exams/new/check"),
            ("POST", "/exams/new/read"),
            ("POST", "/exams/new/blueprint.yaml"),
            ("GET", EXAM),
            ("GET", f"{EXAM}/items/x/picture.png"),
            *(("POST", f"{EXAM}/{deed}") for deed in ("redraw", "freeze", "delete", "download")),
            *(("POST", f"{EXAM}/items/x/{deed}") for deed in ("lock", "swap", "edit", "waive")),
        ],
    )
    def test_a_paired_device_may_not_use_their_pages(self, phone, method, path):
        response = phone.ask(method, path, Origin=LAN.origin)
        assert response.status_code == 403
        assert "on the laptop alone" in response.text

    def test_every_address_of_exams_is_among_those_that_were_tried(self, app):
        rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/exams")]
        assert {rule.endpoint.partition(".")[0] for rule in rules} == {"exams", "drafts"}
        assert len(rules) == 17

    def test_they_are_not_even_offered_to_one(self, phone, laptop):
        assert 'href="/exams"' not in phone.get("/").text
        assert 'href="/exams"' in laptop.get("/").text


class TestPageOfDevices:
    """On the laptop alone devices are invited, named and shown out."""

    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/devices"), ("POST", "/devices/code"), ("POST", "/devices/unpair")]
    )
    def test_a_paired_device_may_not_use_it(self, phone, pairing, method, path):
        response = phone.ask(method, path, Origin=LAN.origin)
        assert response.status_code == 403
        assert "on the laptop alone" in response.text
        assert pairing.open_code() is None
        assert len(pairing.devices()) == 1

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_paired_device_may_not_send_to_the_anki_of_the_laptop(self, phone, method):
        response = phone.ask(method, "/export/live", Origin=LAN.origin)
        assert response.status_code == 403
        assert "on the laptop alone" in response.text
        assert "/export/live" not in phone.get("/export").text

    def test_a_paired_device_can_unpair_or_name_no_other(self, phone, pairing):
        (device,) = pairing.devices()
        for deed in ("unpair", "name"):
            assert phone.post(f"/devices/{device.id}/{deed}", {"name": "Mine"}).status_code == 403
        assert [device.name for device in pairing.devices()] == ["Android phone"]

    def test_without_a_device_it_says_so_and_shows_no_code_until_asked(self, laptop, pairing):
        page = Page(laptop.get("/devices").text)
        assert "No device is paired." in page.one("main").text
        assert page.all("p", **{"class": "code"}) == []
        assert pairing.open_code() is None, "looking writes nothing"

    def test_a_code_is_shown_with_its_square_for_ten_minutes(self, laptop, pairing, clock: Clock):
        assert laptop.post("/devices/code").headers["Location"] == "/devices"
        code = pairing.open_code()
        page = Page(laptop.get("/devices").text)
        assert page.one("p", **{"class": "code"}).text == code.grouped
        assert "10:10" in page.one("main").text, "ten minutes from nine in UTC, read in Vienna"
        assert len([svg for svg in page.all("svg") if svg.attributes.get("class") != "icon"]) == 1
        assert LAN.origin in page.one("main").text
        assert "not encrypted" in page.one("main").text
        clock.now += timedelta(minutes=10)
        assert code.grouped not in laptop.get("/devices").text

    def test_the_code_that_the_terminal_shows_stays_when_the_page_is_looked_at(self, laptop, stranger, pairing):
        code = pairing.new_code()
        assert code.grouped in laptop.get("/devices").text
        assert stranger.post("/pair", {"code": code.text}).status_code == 303

    def test_the_square_keeps_to_the_policy_of_styles(self, laptop):
        laptop.post("/devices/code")
        for headers in ({}, HTMX):
            elements = Page(laptop.get("/devices", **headers).text).elements
            assert not [e.tag for e in elements if "style" in e.attributes or e.tag == "style"]

    def test_devices_are_listed_with_when_they_were_paired_and_seen(self, phone, laptop, clock: Clock):
        clock.pass_time(days=1)
        text = Page(laptop.get("/devices").text).one("main").text
        assert "Android phone" in text
        assert "Paired yesterday, last seen yesterday." in text
        phone.get("/")
        assert "Paired yesterday, last seen today." in Page(laptop.get("/devices").text).one("main").text
        clock.pass_time(days=1)
        assert (
            "Paired on Monday 23 November, last seen yesterday." in Page(laptop.get("/devices").text).one("main").text
        )

    def test_a_device_gets_another_name(self, phone, laptop, pairing):
        (device,) = pairing.devices()
        response = laptop.post(f"/devices/{device.id}/name", {"name": "  Anna’s \n phone <b> "})
        assert response.headers["Location"] == "/devices"
        assert [device.name for device in pairing.devices()] == ["Anna’s phone <b>"]
        assert Page(laptop.get("/devices").text).one("h3").text == "Anna’s phone <b>"

    @pytest.mark.parametrize(("name", "said"), [(" ", "needs a name"), ("x" * 101, "at most 100 characters")])
    def test_a_name_that_cannot_be_is_refused_on_the_same_form(self, phone, laptop, pairing, name, said):
        (device,) = pairing.devices()
        response = laptop.post(f"/devices/{device.id}/name", {"name": name})
        page = Page(response.text)
        assert response.status_code == 422
        assert said in page.one("p", role="alert").text
        assert "open" in page.one("details").attributes
        assert [device.name for device in pairing.devices()] == ["Android phone"]

    def test_naming_a_device_that_is_gone_is_told(self, laptop):
        response = laptop.post("/devices/8b9cad0e-1f20-4212-8343-000000000001/name", {"name": "Gone"})
        assert response.status_code == 404
        assert "no longer paired" in response.text

    def test_without_lan_it_says_how_to_begin(self, make_app):
        client = make_app().test_client()
        page = Page(client.get("/devices").text)
        assert page.one("code").text == "studyapp serve --lan"
        client.post("/devices/code", headers=OURS)
        assert Page(client.get("/devices").text).all("p", **{"class": "code"}) == []

    def test_without_lan_devices_can_be_unpaired_all_the_same(self, phone, make_app, pairing):
        client = make_app().test_client()
        assert "Android phone" in client.get("/devices").text
        client.post("/devices/unpair", headers=OURS)
        assert pairing.devices() == []


class TestResponses:
    """What a device receives is confined as on the laptop."""

    def test_every_answer_to_a_device_carries_the_headers_and_is_not_kept(self, stranger, phone, pairing):
        code = pairing.new_code()
        answers = [
            stranger.get("/"),
            stranger.get("/", **HTMX),
            stranger.get("/pair"),
            stranger.post("/pair", {"code": "0"}),
            stranger.post("/pair", {"code": code.text}),
            stranger.get("/", Host="evil.example"),
            phone.get("/"),
            phone.get("/devices"),
        ]
        assert [answer.status_code for answer in answers] == [303, 401, 200, 422, 303, 400, 200, 403]
        for answer in answers:
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store"
            assert "cookie" in {name.lower() for name in answer.vary}
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_phone_may_sit_an_exam_as_it_is_the_student_who_holds_it(app, phone):
    put_made_exam(app.extensions["studyapp"].exams)
    begun = phone.post(f"/sittings/new/{SAT_EXAM}", {"sitting": str(SITTING), "form": "A", "clock": "off"})
    assert (begun.status_code, begun.headers["Location"]) == (303, f"/sittings/{SITTING}/1")
    assert phone.post(f"/sittings/{SITTING}/1", {"option": "2"}).status_code == 200
    phone.post(f"/sittings/{SITTING}/submit")
    assert "1 of 10 questions fully right" in phone.get(f"/sittings/{SITTING}/result").text
