"""Sitting an exam on pages: saved answer by answer, and nothing tells a key before it is submitted."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from browsing import HTMX, Browser
from flask import Flask
from made_exam import HOSTILE
from made_sitting import (
    EXAM,
    FIELDS,
    ITEMS,
    OTHER_SITTING,
    PLAIN,
    SITTING,
    answer_all,
    put_made_exam,
    rewrite,
    with_other_ids,
    with_other_keys,
)
from parsed import Page
from werkzeug.test import TestResponse

from studyapp.content.loader import load_catalog
from studyapp.services.sittings import Sittings

START = f"/sittings/new/{EXAM}"
PAPER = f"/sittings/{SITTING}"
RESULT = f"{PAPER}/result"
KINDS = list(FIELDS)
NUMBERS = range(1, ITEMS + 1)
BAD = {"option": "77", "premise-1": "77", "place-1": "77", "text": "x" * 300}
"""What no kind of item takes."""


@pytest.fixture(scope="module")
def shipped():
    """The shipped decks: pictures need their zones."""
    return load_catalog()


@pytest.fixture
def app(make_app, shipped) -> Flask:
    """The application with a made-up exam that has an item of every kind."""
    app = make_app(shipped)
    put_made_exam(app.extensions["studyapp"].exams)
    return app


@pytest.fixture
def sittings(app) -> Sittings:
    """The sittings behind the pages."""
    return app.extensions["studyapp"].sittings


@pytest.fixture
def browser(app) -> Browser:
    """A browser on it."""
    return Browser(app.test_client())


@pytest.fixture
def sat(browser) -> Browser:
    """A browser in which form A is being sat against the clock."""
    browser.post(START, {"sitting": str(SITTING), "form": "A", "clock": "on"})
    return browser


def at(kind: str) -> str:
    """The address of the item of that kind in form A."""
    return f"{PAPER}/{KINDS.index(kind) + 1}"


def order_of_form_a(sittings: Sittings) -> list[str]:
    return [one.item.type.value for one in sittings.find(SITTING).form.items]


class TestBeginning:
    """One page, one button."""

    def test_the_start_offers_the_forms_and_the_clock_that_the_exam_has(self, browser):
        page = Page(browser.get(START).text)
        assert [one.attributes["value"] for one in page.all("option")] == ["A", "B"]
        assert [one.attributes["value"] for one in page.all("input", name="clock")] == ["off", "on"]
        assert "cannot be changed any more" in page.one("main").text

    def test_it_begins_with_the_first_question(self, browser):
        response = browser.post(START, {"sitting": str(SITTING), "form": "B", "clock": "off"})
        assert (response.status_code, response.location) == (303, f"{PAPER}/1")
        fragment = browser.post(START, {"sitting": str(OTHER_SITTING), "form": "B", "clock": "off"}, htmx=True)
        assert fragment.headers["HX-Push-Url"] == f"/sittings/{OTHER_SITTING}/1"
        assert not Page(fragment.text).is_whole

    @pytest.mark.parametrize("bad", [{"form": "Z"}, {"form": ""}, {"sitting": "no"}, {"sitting": ""}])
    def test_a_form_that_makes_no_sense_comes_back_as_it_was_filled_in(self, browser, sittings, bad):
        response = browser.post(START, {"sitting": str(SITTING), "form": "B", "clock": "on", **bad})
        page = Page(response.text)
        assert response.status_code == 422
        assert page.one("p", role="alert").text.endswith("Nothing was begun.")
        assert "checked" in page.one("input", name="clock", value="on").attributes
        assert sittings.all() == []

    def test_every_exam_is_listed_to_be_sat(self, browser, app):
        assert [e.text for e in Page(browser.get("/sittings").text).all("a", href=START)] == [
            f"Sit it : An exam {PLAIN}"
        ]
        app.extensions["studyapp"].exams.delete(EXAM)
        assert "There is no exam to sit yet." in Page(browser.get("/sittings").text).one("main").text

    def test_an_exam_that_is_not_there_is_not_found(self, browser):
        for path in (f"/sittings/new/{uuid4()}", "/sittings/new/1", "/sittings/new/"):
            assert browser.get(path).status_code == 404


class TestAnswering:
    """Each answer is saved at once, whatever the kind of item."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_the_form_of_each_kind_of_item_sends_is_what_it_means(self, sat, sittings, kind):
        assert order_of_form_a(sittings) == KINDS
        assert sat.post(at(kind), FIELDS[kind]).status_code == 200
        sittings.submit(SITTING)
        outcome = sittings.result(SITTING).outcomes[KINDS.index(kind)]
        assert outcome.mark.is_right, outcome

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_form_comes_back_as_it_was_answered(self, sat, kind):
        sat.post(at(kind), FIELDS[kind])
        page = Page(sat.get(at(kind)).text)
        wanted = {
            (name, one) for name, value in FIELDS[kind].items() for one in ([value] * isinstance(value, str) or value)
        }
        assert filled_in(page) == wanted

    def test_going_on_saves_and_leads_to_the_next_question_and_from_the_last_to_what_is_open(self, sat):
        response = sat.post(f"{PAPER}/1", {**FIELDS["single-best-answer"], "go": "on"})
        assert (response.status_code, response.location) == (303, f"{PAPER}/2")
        response = sat.post(f"{PAPER}/{ITEMS}", {"go": "on"})
        assert response.location == f"{PAPER}/hand-in"
        assert f"{ITEMS - 1} questions of {ITEMS} are open" in Page(sat.get(f"{PAPER}/hand-in").text).one("main").text

    def test_saving_by_htmx_tells_so_quietly_and_counts(self, sat):
        page = Page(sat.post(f"{PAPER}/1", FIELDS["single-best-answer"], htmx=True).text)
        assert page.one("span", id="saved-words").text == "Saved."
        assert page.one("span", id="count").text == f"1 of {ITEMS} answered"
        assert len(page.all("a", **{"class": "answered"})) == 1

    def test_one_resumes_where_the_first_question_is_open(self, sat, sittings):
        answer_all(sittings, SITTING, range(1, 4))
        assert sat.get(PAPER).location == f"{PAPER}/4"
        answer_all(sittings, SITTING)
        assert sat.get(PAPER).location == f"{PAPER}/hand-in"

    def test_an_untouched_form_in_another_tab_does_not_take_back_what_was_answered_since(self, sat, sittings):
        stale = Page(sat.get(f"{PAPER}/1").text).hidden
        sat.post(f"{PAPER}/1", FIELDS["single-best-answer"])
        sat.post(f"{PAPER}/1", {**stale, "go": "on"})
        assert sittings.find(SITTING).open[0] == 2

    def test_what_was_changed_in_the_last_tab_counts(self, sat):
        stale = Page(sat.get(f"{PAPER}/1").text).hidden
        sat.post(f"{PAPER}/1", {"option": "1", **stale, "go": "on"})
        sat.post(f"{PAPER}/1", {"option": "3", **stale, "go": "on"})
        assert filled_in(Page(sat.get(f"{PAPER}/1").text)) == {("option", "3")}

    @pytest.mark.parametrize(
        ("kind", "fields", "sentence"),
        [
            ("single-best-answer", {"option": "9"}, "does not fit"),
            ("single-best-answer", {"option": "o2"}, "does not fit"),
            ("single-best-answer", {"option": "²"}, "does not fit"),
            ("single-best-answer", {"option": ["1", "2"]}, "Choose one"),
            ("multiple-response", {"option": ["1", "0"]}, "does not fit"),
            ("matching", {"premise-1": "-1"}, "does not fit"),
            ("ordering", {"place-1": "2", "place-2": "2", "place-3": "1"}, "Two of them have place 2"),
            ("ordering", {"place-1": "4"}, "does not fit"),
            ("short-answer", {"text": "x" * 201}, "too long"),
        ],
    )
    def test_what_makes_no_sense_is_told_and_not_saved(self, sat, sittings, kind, fields, sentence):
        for headers in ({}, HTMX):
            response = sat.post(at(kind), fields, headers=headers)
            assert response.status_code == 422
            assert sentence in Page(response.text).one("span", id="saved-words").text
        assert sittings.find(SITTING).answers == {}

    def test_a_mistaken_order_is_shown_as_it_was_filled_in(self, sat):
        fields = {"place-1": "2", "place-2": "2", "place-3": "1"}
        assert filled_in(Page(sat.post(at("ordering"), fields).text)) == set(fields.items())

    def test_an_order_that_is_half_done_keeps_its_places(self, sat):
        sat.post(at("ordering"), {"place-3": "2"})
        assert filled_in(Page(sat.get(at("ordering")).text)) == {("place-3", "2")}

    def test_questions_that_are_not_there_are_not_found(self, sat):
        for path in (f"{PAPER}/0", f"{PAPER}/{ITEMS + 1}", f"{PAPER}/x", f"/sittings/{uuid4()}/1", "/sittings/1"):
            assert sat.get(path).status_code == 404, path
        assert sat.post(f"{PAPER}/{ITEMS + 1}", {"option": "1"}).status_code == 404
        assert sat.post(f"/sittings/{uuid4()}/submit").status_code == 404

    def test_only_items_with_a_picture_have_one(self, sat):
        response = sat.get(f"{at('hotspot')}/picture.png")
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert sat.get(f"{PAPER}/1/picture.png").status_code == 404


class TestTheKey:
    """Nothing that a student receives before submitting tells a key (rule P5)."""

    def test_no_byte_of_a_page_changes_when_every_key_does(self, sat, app, sittings):
        before = seen(sat)
        rewrite(app.extensions["studyapp"].exams, with_other_keys(sittings.find(SITTING).exam))
        assert seen(sat) == before

    def test_nor_after_answers_were_given_nor_what_saving_them_answers(self, sat, app, sittings):
        answer_all(sittings, SITTING)
        before = (seen(sat), saved(sat))
        rewrite(app.extensions["studyapp"].exams, with_other_keys(sittings.find(SITTING).exam))
        assert (seen(sat), saved(sat)) == before

    def test_nor_when_every_id_does_for_an_own_orderings_ids_stand_in_its_order(self, sat, app, sittings):
        before = seen(sat)
        rewrite(app.extensions["studyapp"].exams, with_other_ids(sittings.find(SITTING).exam))
        assert seen(sat) == before

    def test_the_comparison_sees_keys_where_they_are_told(self, sat, app, sittings):
        sittings.submit(SITTING)
        before = sat.get(RESULT).text
        rewrite(app.extensions["studyapp"].exams, with_other_keys(sittings.find(SITTING).exam))
        assert sat.get(RESULT).text != before

    def test_the_result_is_not_shown_before_submission(self, sat):
        response = sat.get(RESULT)
        assert (response.status_code, response.location) == (303, PAPER)
        assert "what it really is" not in sat.get(RESULT, htmx=True).text


class TestTheClock:
    """It runs on, and ends the sitting by itself."""

    def test_it_shows_the_minutes_and_looks_again_when_they_change(self, sat, clock):
        clock.pass_time(minutes=10, seconds=20)
        page = Page(sat.get(f"{PAPER}/1").text)
        assert page.one("p", id="clock").text == "20 minutes left · ends at 10:30"
        assert page.one("p", id="clock").attributes["hx-trigger"] == "load delay:40s, every 60s"

    @pytest.mark.parametrize(("minute", "told", "spoken"), [(15, "", ""), (21, "", "9 minutes left"), (22, "10", "")])
    def test_it_is_spoken_only_when_a_mark_is_passed(self, sat, clock, minute, told, spoken):
        clock.pass_time(minutes=minute)
        page = Page(sat.get(f"{PAPER}/1", htmx=True, headers={}).text)
        assert page.one("p", id="told").text == ""
        page = Page(sat.client.get(f"{PAPER}/1", query_string={"told": told}, headers=HTMX).text)
        assert page.one("p", id="told").text == spoken

    def test_without_a_clock_none_is_shown(self, browser):
        browser.post(START, {"sitting": str(SITTING), "form": "A", "clock": "off"})
        assert not Page(browser.get(f"{PAPER}/1").text).all("p", id="clock")

    def test_when_the_time_is_up_every_page_leads_to_the_result(self, sat, clock):
        clock.pass_time(minutes=31)
        for path in (PAPER, f"{PAPER}/1", f"{PAPER}/hand-in"):
            assert sat.get(path).location == RESULT
        looked = sat.get(f"{PAPER}/1?told=1", htmx=True)
        assert looked.headers["HX-Retarget"] == "#main"
        assert "Your time was up." in Page(looked.text).one("section", id="result").text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_an_answer_that_comes_too_late_is_refused_with_the_result(self, sat, sittings, clock, headers):
        clock.pass_time(minutes=31)
        for given in ({**FIELDS["single-best-answer"], "go": "on"}, BAD):
            response = sat.post(f"{PAPER}/1", given, headers=headers)
            assert response.status_code == 422
            assert "not taken" in Page(response.text).one("p", role="alert").text
        assert sittings.find(SITTING).answers == {}


class TestTheResult:
    """Marks and reasons, once it is submitted."""

    def test_it_tells_what_was_given_what_is_right_why_and_by_whom(self, sat):
        sat.post(f"{PAPER}/1", {"option": "1"})
        assert sat.post(f"{PAPER}/submit").location == RESULT
        told = Page(sat.get(RESULT).text).one("ol", **{"class": "outcomes"}).text
        assert "Wrong 0 of 1 point" in told
        assert "You first and so on Right second and so on" in told
        assert "Why single-best-answer is so Gray (1918), p. 475" in told
        assert "What you chose really is: first and so on first and so on: what it really is" in told

    def test_submitting_twice_shows_the_same_result(self, sat):
        first = sat.post(f"{PAPER}/submit", htmx=True)
        assert first.headers["HX-Push-Url"] == RESULT
        again = sat.post(f"{PAPER}/submit", htmx=True)
        assert re.sub("cram=[0-9]+", "", again.text) == re.sub("cram=[0-9]+", "", first.text)

    def test_it_offers_the_cards_that_ask_what_was_wrong_to_be_studied(self, sat, browser):
        sat.post(f"{PAPER}/submit")
        page = Page(sat.get(RESULT).text)
        cards = [
            e.attributes["href"] for e in page.all("a") if e.attributes["href"].startswith("/study/trigger-points/")
        ]
        assert cards == ["/study/trigger-points/gluteus-minimus.origin.forward"]
        (through,) = [e for e in page.all("a", **{"class": "button"}) if e.attributes["href"].startswith("/study?")]
        assert through.text == "Go through 1 card"
        assert browser.get(through.attributes["href"]).location.startswith(f"{cards[0]}?")

    def test_the_list_leads_to_it_and_deletes_it(self, sat):
        assert "0 of 10 answered · ends at 10:30" in Page(sat.get("/sittings").text).one("main").text
        sat.post(f"{PAPER}/submit")
        page = Page(sat.get("/sittings").text)
        assert "0 of 10 points" in page.one("main").text
        assert page.all("a", href=PAPER)
        assert sat.post(f"{PAPER}/delete").location == "/sittings"
        assert "Handed in" not in Page(sat.get("/sittings").text).one("main").text
        assert sat.get(RESULT).status_code == 404


def test_what_an_exam_says_is_shown_and_never_run(make_app, shipped):
    app = make_app(shipped)
    text = f"<script>alert(1)</script><img src=x onerror=alert(2)> {HOSTILE}"
    put_made_exam(app.extensions["studyapp"].exams, text)
    browser = Browser(app.test_client())
    browser.post(START, {"sitting": str(SITTING), "form": "A", "clock": "on"})
    pages = [browser.get(path).text for path in (START, "/sittings", *(f"{PAPER}/{number}" for number in NUMBERS))]
    browser.post(at("short-answer"), {"text": text[:150]})
    pages.append(browser.get(at("short-answer")).text)
    browser.post(f"{PAPER}/submit")
    for html in (*pages, browser.get(RESULT).text):
        for element in Page(html).elements:
            assert element.tag != "script" or element.attributes["src"].startswith("/static/")
            assert element.tag != "img" or element.attributes["src"].startswith("/sittings/")
            assert not any(name.startswith("on") or name == "style" for name in element.attributes)
    assert "&lt;script&gt;" in pages[2]


def seen(browser: Browser) -> dict[str, tuple[int, bytes, list[tuple[str, str]]]]:
    """Everything that a student can receive before submitting: bodies and headers."""
    answers = {path: told(browser.get(path)) for path in (START, "/sittings", f"{PAPER}/hand-in", RESULT, PAPER)}
    for number in NUMBERS:
        path = f"{PAPER}/{number}"
        answers |= {f"{path} {htmx}": told(browser.get(path, htmx=htmx)) for htmx in (False, True)}
        answers |= {f"{path} bad {htmx}": told(browser.post(path, BAD, htmx=htmx)) for htmx in (False, True)}
        answers[f"{path} picture"] = told(browser.get(f"{path}/picture.png"))
    return answers


def saved(browser: Browser) -> list[tuple[int, bytes, list[tuple[str, str]]]]:
    """What is answered to whoever saves every answer, in each way."""
    ways = (({}, True), ({"go": "on"}, True), ({"go": "on"}, False))
    return [
        told(browser.post(f"{PAPER}/{number}", {**fields, **more}, htmx=htmx))
        for more, htmx in ways
        for number, fields in enumerate(FIELDS.values(), start=1)
    ]


def told(response: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """A response without its time and the id that each start page makes anew."""
    body = re.sub(rb'name="sitting" value="[^"]+"', b"", response.data)
    headers = sorted((name, value) for name, value in response.headers if name != "Date")
    return response.status_code, body, headers


def filled_in(page: Page) -> set[tuple[str, str]]:
    """What a browser would send of what the form shows."""
    return set(_filled_in(page))


def _filled_in(page: Page) -> Iterator[tuple[str, str]]:
    select = ""
    for element in page.elements:
        attributes = element.attributes
        if element.tag == "select":
            select = attributes["name"]
        elif element.tag == "option" and "selected" in attributes:
            yield select, attributes["value"]
        elif element.tag == "input" and "checked" in attributes:
            yield attributes["name"], attributes["value"]
        elif element.tag == "input" and attributes.get("name") == "text" and attributes["value"]:
            yield "text", attributes["value"]
