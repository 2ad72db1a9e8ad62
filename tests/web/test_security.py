"""Only this machine's own pages are answered, and nothing that a deck says becomes part of a program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest
from browsing import HTMX, OURS, study_of
from flask import Flask
from made_catalog import catalog_of, deck, free_card, key_of, muscle
from parsed import Page
from werkzeug.test import TestResponse

from studyapp.domain.catalog import Catalog
from studyapp.domain.complaint import Complaint, ComplaintMuscle, Support
from studyapp.domain.condition import Condition, Urgency
from studyapp.domain.evidence import Citation, Source, SourceKind, Status, View
from studyapp.domain.fact import SubjectKind
from studyapp.domain.muscle import (
    Attachment,
    End,
    Extent,
    Location,
    Referral,
    ReferredZone,
    Statement,
    TriggerPoint,
)
from studyapp.domain.vocabulary import Term, Vocabulary, Zone

CARD = "/study/small/card.c00.forward"
NUMBER = "8b9cad0e-1f20-4212-8343-000000000001"
GRADED = {"grade": "4", "review": NUMBER, "shown": "1795424400000"}
POSTS = [
    f"{CARD}/review",
    "/study/undo",
    "/export/anki/small",
    "/export/live",
    "/export/text/small",
    "/export/making/none/cancel",
    "/export/history",
    f"/sittings/new/{NUMBER}",
    f"/sittings/{NUMBER}/1",
    f"/sittings/{NUMBER}/submit",
    f"/sittings/{NUMBER}/delete",
    "/export/history/taken/none/undo",
    "/data/backup",
    "/data/delete",
    "/data/undelete",
    "/exams/new",
    "/exams/new/check",
    "/exams/new/read",
    f"/exams/{NUMBER}/freeze",
    f"/exams/{NUMBER}/delete",
    f"/exams/{NUMBER}/items/none/edit",
]

GOOD_HOSTS = ["127.0.0.1", "127.0.0.1:8321", "localhost", "localhost:65535", "[::1]", "[::1]:8321", "LOCALHOST:1"]
FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:8321",
    "127.0.0.1.evil.example",
    "127.0.0.1.evil.example:8321",
    "localhost.evil.example",
    "evil.example:127.0.0.1",
    "evil@127.0.0.1",
    "127.0.0.1@evil.example",
    "127.0.0.2",
    "127.1",
    "2130706433",
    "0.0.0.0",  # noqa: S104  # refused, not bound to
    "::1",
    "[::1",
    "[::1]evil",
    "[::1]evil.example:80",
    "localhost.",
    "local host",
    "127.0.0.1:80:80",
    ":8321",
    "",
]
MADE_UP_PORTS = ["127.0.0.1:99999", "127.0.0.1:abc", "127.0.0.1:-1", "127.0.0.1:8321@evil.example", "localhost:٣"]

REFUSED = [
    {},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost:9999"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Referer": "http://localhost/"},
    {"HX-Request": "true"},
]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' style='x' onclick='y' {{ 7*7 }} &amp;"
AFTER = 'a" onmouseover="alert(3)'


def broken() -> None:
    raise RuntimeError(NUMBER)


@pytest.fixture
def app(make_app) -> Flask:
    """The application, and one page of it that breaks."""
    app = make_app()
    app.add_url_rule("/broken", view_func=broken, methods=["GET", "POST"])
    return app


def pages_of(app: Flask, card: str, muscle: str) -> list[str]:
    """Every address that a GET may ask for."""
    known = {
        "deck": "small",
        "card": card,
        "muscle": muscle,
        "condition": "sore",
        "filename": "app.css",
        "point": "belly",
        "job": "none",
        "exam": UUID(NUMBER),
        "sitting": UUID(NUMBER),
        "number": 1,
        "item": "none",
        "ident": "none",
    }
    with app.test_request_context():
        addresses = app.create_url_adapter(None) if app.config["SERVER_NAME"] else app.url_map.bind("localhost")
        return [
            addresses.build(rule.endpoint, {name: known[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint != "broken"
        ]


class TestHost:
    """A name that merely leads to this machine is not ours."""

    @pytest.mark.parametrize("host", GOOD_HOSTS)
    def test_a_name_of_this_machine_is_answered(self, app, host):
        assert app.test_client().get("/", headers={"Host": host}).status_code == 200
        ours = {"Host": host, "Origin": f"http://{host.lower()}"}
        assert app.test_client().post("/study/undo", headers=ours).status_code in {422, 403 if host.isupper() else 422}

    @pytest.mark.parametrize("host", FOREIGN_HOSTS)
    def test_any_other_is_refused_before_anything_is_looked_up(self, app, host):
        for path in ("/", "/nowhere", "/static/app.css", "/broken", CARD):
            response = app.test_client().get(path, headers={"Host": host})
            assert response.status_code == 400, path
            assert "answers only to 127.0.0.1" in response.text

    @pytest.mark.parametrize("host", MADE_UP_PORTS)
    def test_a_port_that_there_cannot_be_is_refused(self, app, host):
        assert app.test_client().get("/nowhere", headers={"Host": host}).status_code == 400

    @pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"])
    def test_a_proxys_headers_are_not_believed(self, app, header):
        client = app.test_client()
        assert client.get("/", headers={"Host": "evil.example", header: "127.0.0.1"}).status_code == 400
        assert "evil.example" not in client.get("/study", headers={header: "evil.example"}).headers["Location"]

    def test_a_post_to_a_foreign_host_records_nothing(self, app):
        response = app.test_client().post(
            f"{CARD}/review", data=GRADED, headers={"Host": "evil.example", "Origin": "http://evil.example"}
        )
        assert response.status_code == 400
        assert study_of(app).today().done == 0


class TestOrigin:
    """What does something must come from our own pages."""

    @pytest.mark.parametrize("headers", REFUSED, ids=repr)
    def test_what_does_not_come_from_our_pages_is_refused_and_does_nothing(self, app, headers):
        for path in (*POSTS, "/nowhere", "/"):
            response = app.test_client().post(path, data=GRADED, headers=headers)
            assert response.status_code == 403, path
            assert "nothing was done" in response.text
        assert study_of(app).today().done == 0

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
    def test_any_method_that_is_not_safe_is_refused_too(self, app, method):
        assert app.test_client().open(f"{CARD}/review", method=method).status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [OURS, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {**OURS, **HTMX}],
        ids=repr,
    )
    def test_our_own_pages_are_believed(self, app, headers):
        response = app.test_client().post(f"{CARD}/review", data=GRADED, headers=headers)
        assert response.status_code in {200, 303}
        assert study_of(app).today().done == 1

    def test_an_origin_of_another_port_of_this_machine_is_foreign(self, app):
        headers = {"Host": "127.0.0.1:8321", "Origin": "http://127.0.0.1:8000"}
        assert app.test_client().post("/study/undo", headers=headers).status_code == 403


class TestReading:
    """GET, HEAD and OPTIONS change nothing."""

    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_no_page_writes(self, app, method, headers):
        client = app.test_client()
        client.post(f"{CARD}/review", data={**GRADED, "grade": "1"}, headers=OURS)
        app.extensions["studyapp"].automatic_backups.wait()
        folder = study_of(app).database.folder
        with closing(sqlite3.connect(study_of(app).database.path)) as watching:

            def state() -> tuple[object, ...]:
                version = watching.execute("PRAGMA data_version").fetchone()
                return version, list(watching.iterdump()), sorted(path.name for path in folder.rglob("*"))

            before = state()
            for path in pages_of(app, "card.c00.forward", "minimus"):
                assert client.open(path, method=method, headers=headers).status_code < 500
            assert state() == before


class TestHeaders:
    """Every response carries them, and errors too."""

    @pytest.fixture
    def responses(self, app) -> list[TestResponse]:
        """A response of every kind and status that there is."""
        asked = [
            ("GET", "/", {}, 200),
            ("GET", "/", HTMX, 200),
            ("GET", "/study", {}, 303),
            ("GET", "/nowhere", {}, 404),
            ("GET", "/nowhere", HTMX, 404),
            ("GET", "/atlas/nobody", {}, 404),
            ("GET", "/static/nothing.css", {}, 404),
            ("GET", "/static/../pyproject.toml", {}, 404),
            ("GET", "/static/app.css", {}, 200),
            ("GET", "/static/app.js?v=1", {}, 200),
            ("GET", "/static/app.css", {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}, 304),
            ("GET", "/static//app.css", {}, 308),
            ("GET", "/study/undo", {}, 405),
            ("POST", "/", OURS, 405),
            ("GET", "/", {"Host": "evil.example"}, 400),
            ("POST", "/study/undo", {}, 403),
            ("POST", f"{CARD}/review", OURS, 422),
            ("POST", f"{CARD}/review", {**OURS, **HTMX}, 422),
            ("POST", "/study/undo", OURS, 422),
            ("POST", "/export/anki/small", OURS, 200),
            ("POST", "/export/text/small", OURS, 422),
            ("GET", "/export/making/none", HTMX, 404),
            ("GET", "/broken", {}, 500),
            ("POST", "/broken", {**OURS, **HTMX}, 500),
            ("OPTIONS", "/", {}, 200),
            ("HEAD", "/", {}, 200),
        ]
        client = app.test_client()
        responses = [client.open(path, method=method, headers=headers) for method, path, headers, _ in asked]
        assert [response.status_code for response in responses] == [status for *_, status in asked]
        return responses

    def test_headers_that_confine_the_page(self, responses):
        for response in responses:
            assert {name: response.headers.get(name) for name in HEADERS} == HEADERS, response.request

    def test_a_policy_without_loopholes(self, responses):
        for response in responses:
            (policy,) = response.headers.getlist("Content-Security-Policy")
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
            assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
            assert not any(word in policy for word in ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http"))

    def test_no_other_site_may_read(self, responses):
        names = {name.lower() for response in responses for name, _ in response.headers}
        assert not {name for name in names if name.startswith("access-control-")}

    def test_nothing_is_remembered_between_visits(self, responses):
        assert not [response.request for response in responses if "Set-Cookie" in response.headers]

    def test_no_page_but_static_files_is_kept_by_a_browser(self, responses):
        for response in responses:
            if not response.request.path.startswith("/static/"):
                assert response.headers["Cache-Control"] == "no-store", response.request
                assert {"cookie", "hx-request"} <= {name.lower() for name in response.vary}, response.request


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_personal_pages_are_never_kept_by_a_browser(app, headers):
    client = app.test_client()
    paths = pages_of(app, "card.c00.forward", "minimus")
    for path in [path for path in paths if not path.startswith("/static/")]:
        response = client.get(path, headers=headers)
        assert response.headers["Cache-Control"] == "no-store"
        assert {"Cookie", "HX-Request"} <= set(response.vary)


def test_what_a_post_answers_is_never_kept_by_a_browser(app):
    for path in POSTS:
        response = app.test_client().post(path, data=GRADED, headers=OURS)
        assert response.headers["Cache-Control"] == "no-store"
        assert {"cookie", "hx-request"} <= {name.lower() for name in response.vary}


def test_static_files_may_be_kept_for_ever_under_the_address_of_their_content(app):
    client = app.test_client()
    page = Page(client.get("/").text)
    linked = [e.attributes["src"] for e in page.all("script")]
    linked += [e.attributes["href"] for e in page.all("link")]
    assert len(linked) >= 4
    for address in linked:
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/static/../studyapp/app.py", "/static/%2e%2e/pyproject.toml", "/static//etc/passwd"])
def test_no_file_outside_the_static_ones_is_served(app, path):
    response = app.test_client().get(path, follow_redirects=True)
    assert response.status_code == 404


def hostile_catalog() -> Catalog:
    """A deck in which every text that a deck can give is an attack."""
    sources = (
        Source(id="gray", kind=SourceKind.BOOK, short=PAYLOAD, title=PAYLOAD, year=1918),
        Source(id="page", kind=SourceKind.PAGE, short=AFTER, title=AFTER),
    )
    cited = Citation(source="gray", locator=PAYLOAD, reporting="page", via="page")
    single = {"status": Status.SINGLE_SOURCE, "sources": (cited,), "remark": PAYLOAD}
    attributed = {"status": Status.ATTRIBUTED, "sources": (cited,), "according_to": "gray", "remark": AFTER}
    contested = {
        "status": Status.CONTESTED,
        "sources": (cited,),
        "views": (View(statement=PAYLOAD, sources=(cited,)), View(statement=AFTER, sources=(cited,))),
    }
    felt = (ReferredZone(zone="zone", extent=Extent.ESSENTIAL, remark=PAYLOAD),)
    minimus = muscle(
        "minimus",
        PAYLOAD,
        latin=AFTER,
        aliases=(PAYLOAD, AFTER),
        nicknames=(Statement(id="friend", text=PAYLOAD, accept=(PAYLOAD,), **attributed),),
        attachments=(
            Attachment(id="ilium", end=End.ORIGIN, bone="ilium", landmark=PAYLOAD, accept=(AFTER,), **single),
            Attachment(id="spine", end=End.ORIGIN, bone="ilium", landmark=PAYLOAD, **contested),
        ),
        trigger_points=(
            TriggerPoint(
                id="only",
                name=PAYLOAD,
                location=Location(text=PAYLOAD, **single),
                referrals=(Referral(zones=felt, **attributed),),
            ),
        ),
    )
    sore = Condition(
        id="sore",
        name=PAYLOAD,
        aliases=(AFTER,),
        pain=(Referral(zones=felt, **single),),
        signs=(Statement(id="sign", text=PAYLOAD, **single),),
        red_flags=(Statement(id="flag", text=PAYLOAD, **single),),
    )
    urgent = replace(sore, id="urgent", urgency=Urgency.RED_FLAG)
    cards = [
        replace(free_card("c00", PAYLOAD, PAYLOAD), **single),
        replace(free_card("c01", AFTER, PAYLOAD, AFTER), **attributed),
    ]
    complaint = Complaint(
        id="pain",
        name=PAYLOAD,
        aliases=(AFTER,),
        zones=("zone",),
        muscles=(ComplaintMuscle(muscle="minimus", support=Support.ARTICLE, **single),),
    )
    made = deck(
        cards, [minimus], title=PAYLOAD, version=PAYLOAD, licence=AFTER, description=PAYLOAD, bibliography=sources
    )
    named = {"other": Term(label=PAYLOAD, latin=AFTER, aliases=(PAYLOAD,))}
    vocabulary = Vocabulary(zones={"zone": Zone(label=PAYLOAD, views=(), aliases=(AFTER,), area=PAYLOAD)})
    whole = replace(made, complaints=(complaint,), conditions=(sore, urgent))
    return catalog_of(whole, named=named, vocabulary=vocabulary)


class TestContent:
    """Whatever stands in a deck or an address is shown, never run."""

    @pytest.fixture
    def hostile(self, make_app) -> Flask:
        """The application on a hostile deck."""
        return make_app(hostile_catalog())

    def pages(self, app: Flask, headers: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Every page of every card and muscle, some errors, and what a post answers."""
        client = app.test_client()
        catalog = study_of(app).catalog
        muscles = [c.subject.id for c in catalog.cards.values() if c.subject.kind is SubjectKind.MUSCLE]
        paths = {
            path
            for key in catalog.cards
            for ident in (*muscles, "other")
            for path in pages_of(app, key.card, ident)
            if not path.startswith(("/static/", "/data/everything"))
        }
        paths |= {"/nowhere/<script>alert(1)</script>", f"/atlas/{AFTER}", f"/study/small/{AFTER}"}
        paths |= {"/differential?complaint=pain", "/differential?zone=zone", f"/differential?zone={AFTER}"}
        paths |= {"/differential/compare?pick=minimus&pick=condition.sore", f"/differential/compare?pick={AFTER}"}
        for path in sorted(paths):
            yield path, client.get(path, headers=headers).text
        for search in (PAYLOAD, AFTER, "img"):
            yield f"search {search}", client.get("/atlas", query_string={"q": search}, headers=headers).text
        for name in ("grade", "shown", "review"):
            form = {**GRADED, name: PAYLOAD}
            yield f"bad {name}", client.post(f"{CARD}/review", data=form, headers={**OURS, **headers}).text
        shown = {"shown": AFTER}
        yield "bad shown", client.get(f"{CARD}/answer", query_string=shown, headers=headers).text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_no_page_holds_a_program_or_a_style_of_its_own(self, hostile, headers):
        seen = 0
        for path, html in self.pages(hostile, headers):
            for element in Page(html).elements:
                where = f"<{element.tag}> on {path}"
                assert element.tag not in {"style", "iframe", "object", "embed", "base", "img"}, where
                if element.tag == "script":
                    assert element.attributes.get("src", "").startswith("/static/"), where
                    assert element.text == "", where
                for name, value in element.attributes.items():
                    assert not name.startswith(("on", "hx-on", "data-hx-on")), where
                    assert name not in {"style", "srcdoc", "hx-vars"}, where
                    assert not value.strip().lower().startswith(("javascript:", "js:", "data:")), where
            seen += 1
        assert seen > 20

    def test_what_a_deck_says_is_read_as_it_was_written(self, hostile):
        client = hostile.test_client()
        answer = Page(client.get(f"{CARD}/answer").text)
        assert PAYLOAD in answer.one("h1").text
        assert PAYLOAD in answer.one("ul", **{"class": "answers single"}).text
        assert PAYLOAD in answer.one("title").text
        assert PAYLOAD in Page(client.get(CARD, headers=HTMX).text).one("title").text
        assert PAYLOAD in Page(client.get("/atlas/minimus").text).one("h1").text
        assert PAYLOAD in Page(client.get("/export").text).all("h2")[0].text
        assert (
            Page(client.get("/atlas", query_string={"q": AFTER}).text).one("input", id="q").attributes["value"] == AFTER
        )

    def test_a_location_holds_nothing_that_an_address_brought(self, hostile):
        response = hostile.test_client().get("/study\r\nX-Evil: 1")
        assert "X-Evil" not in response.headers

    def test_the_cards_of_the_hostile_deck_are_what_these_tests_take_them_for(self, hostile):
        assert key_of("c00") in study_of(hostile).catalog.cards
        assert study_of(hostile).catalog.card(key_of("c00")).remarks == (PAYLOAD,)
