"""Studying a selection, on schedule or as cram; cards put aside; objections; settings."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from browsing import Browser, study_of
from made_catalog import catalog_of, deck, free_cards, key_of, muscle
from parsed import Page

from studyapp.domain.instant import to_ms
from studyapp.domain.scheduler import Grade
from studyapp.services.study import GivenAnswer

PLACE = "/study/small/minimus.nickname.friend.forward"
FREE = "/study/small/card.c00.forward"


@pytest.fixture
def app(make_app):
    return make_app(catalog_of(deck(free_cards(3), [muscle("minimus", "Minimus"), muscle("medius", "Medius")])))


@pytest.fixture
def browser(app):
    return Browser(app.test_client())


def queue(app):
    return [key.card for key in study_of(app).today().queue.cards]


def graded(browser, path, grade="4"):
    """Answer a card within the session of its address."""
    place = urlsplit(path)
    query = f"?{place.query}" if place.query else ""
    page = Page(browser.get(f"{place.path}/answer{query}").text)
    return browser.post(f"{place.path}/review{query}", {**page.hidden, "grade": grade})


def followed(browser, response):
    """Where redirects lead."""
    while response.status_code == 303:
        path = response.headers["Location"]
        response = browser.get(path)
    return path, response


class TestSelections:
    """What is studied, and what its answers change."""

    def test_a_muscle_is_studied_alone_and_every_address_stays_within_the_session(self, app, browser):
        path, response = followed(browser, browser.get("/study?muscle=medius"))
        assert path.startswith("/study/small/medius.nickname")
        links = [
            e.attributes[name]
            for e in Page(response.text).elements
            for name in ("href", "action")
            if name in e.attributes
        ]
        study_links = [link for link in links if link.startswith("/study/small")]
        assert study_links
        assert all("muscle=medius" in link for link in study_links)
        path, response = followed(browser, graded(browser, path))
        assert path == "/study/finished?muscle=medius"
        assert "Nothing left of this selection" in response.text
        assert len(queue(app)) == 4, "the rest of today is untouched"

    def test_a_selection_knows_no_daily_limit(self, make_app):
        few = make_app(catalog_of(deck(free_cards(30))), new_cards_a_day=2)
        page = Page(Browser(few.test_client()).get("/study/by?attribute=free").text)
        assert any("Study 30 cards" in link.text for link in page.all("a"))

    def test_cram_asks_everything_until_it_is_known_and_leaves_the_schedule_alone(self, app, browser, clock):
        browser.post(f"{FREE}/review", {"grade": "4", "review": str(uuid4())})
        before = study_of(app).card(key_of("c00")).outcomes
        page = Page(browser.get("/study/by?attribute=free").text)
        (cram,) = (link.attributes["href"] for link in page.all("a") if link.text.startswith("Cram 3"))
        seen = []
        path, response = followed(browser, browser.get(cram))
        for grade in "14144":
            seen.append(urlsplit(path).path)
            assert "the schedule stays as it is" in response.text
            clock.pass_time(seconds=5)
            path, response = followed(browser, graded(browser, path, grade))
        assert len(set(seen)) == 3
        assert "All known once" in response.text
        assert study_of(app).card(key_of("c00")).outcomes == before
        assert [key for key in queue(app) if key.startswith("card.")] == ["card.c01.forward", "card.c02.forward"]

    def test_certain_cards_are_crammed_by_their_addresses(self, app, browser, clock):
        cram = to_ms(clock())
        path, _ = followed(browser, browser.get(f"/study?cards=card.c00.forward,card.c02.forward&cram={cram}"))
        asked = set()
        while not path.startswith("/study/finished"):
            asked.add(urlsplit(path).path.rpartition("/")[2])
            clock.pass_time(seconds=10)
            path, _ = followed(browser, graded(browser, path))
        assert asked == {"card.c00.forward", "card.c02.forward"}
        assert len(queue(app)) == 5, "the schedule is as it was"

    def test_a_cram_of_an_earlier_hour_does_not_count_in_a_new_one(self, app, browser, clock):
        first = Page(browser.get("/study/by?attribute=free").text)
        (cram,) = (link.attributes["href"] for link in first.all("a") if link.text.startswith("Cram"))
        path, _ = followed(browser, browser.get(cram))
        clock.pass_time(seconds=5)
        graded(browser, path)
        clock.pass_time(seconds=5)
        assert any("Cram 3 cards" in link.text for link in Page(browser.get("/study/by?attribute=free").text).all("a"))

    def test_a_cram_answer_can_be_undone(self, app, browser):
        page = Page(browser.get("/study/by?attribute=free").text)
        (cram,) = (link.attributes["href"] for link in page.all("a") if link.text.startswith("Cram"))
        path, _ = followed(browser, browser.get(cram))
        next_path, _ = followed(browser, graded(browser, path))
        page = Page(browser.get(next_path).text)
        undo = page.one("form", **{"class": "undo"})
        back = browser.post(undo.attributes["action"], {"review": page.hidden["review"]})
        assert followed(browser, back)[0] == path

    def test_undo_within_a_cram_leaves_what_was_studied_and_the_other_way_round(self, app, browser, clock):
        graded(browser, FREE)
        (cram,) = (
            link.attributes["href"]
            for link in Page(browser.get("/study/by?attribute=free").text).all("a")
            if link.text.startswith("Cram")
        )
        path, response = followed(browser, browser.get(cram))
        assert Page(response.text).all("form", **{"class": "undo"}) == [], "nothing was crammed yet"
        clock.pass_time(seconds=5)
        crammed = urlsplit(path).path
        path, response = followed(browser, graded(browser, path))
        page = Page(response.text)
        action = page.one("form", **{"class": "undo"}).attributes["action"]
        back, _ = followed(browser, browser.post(action, {"review": page.hidden["review"]}))
        assert urlsplit(back).path == crammed
        assert study_of(app).today().done == 1
        studied = str(study_of(app).today().last_review)
        assert followed(browser, browser.post("/study/undo", {"review": studied}))[0] == FREE

    def test_the_weakest_are_those_forgotten_most(self, app, browser, clock):
        study = study_of(app)
        for card in ("c00", "c01"):
            study.answer(GivenAnswer(uuid4(), key_of(card), Grade.GOOD))
        clock.next_morning()
        study.answer(GivenAnswer(uuid4(), key_of("c01"), Grade.WRONG))
        page = Page(browser.get("/study/by?standing=weakest").text)
        (cram,) = (link.attributes["href"] for link in page.all("a") if link.text.startswith("Cram"))
        assert "Cram 2 cards" in " ".join(link.text for link in page.all("a"))
        assert parse_qs(urlsplit(cram).query)["standing"] == ["weakest"]

    @pytest.mark.parametrize("query", ["attribute=nothing", "standing=best", "cram=yesterday"])
    def test_a_selection_that_makes_no_sense_is_told(self, browser, query):
        assert browser.get(f"/study/by?{query}").status_code == 422
        assert browser.get(f"/study?{query}").status_code == 422

    def test_a_muscle_that_no_deck_has_leaves_nothing_to_study(self, browser):
        response = browser.get("/study/by?muscle=<script>")
        assert response.status_code == 200
        assert "There are no such cards" in response.text


class TestAside:
    """Buried, suspended, objected to, noted."""

    @pytest.mark.parametrize(("do", "told"), [("bury", "Buried"), ("suspend", "Suspended")])
    def test_a_card_is_put_aside_the_next_one_comes_and_it_can_be_taken_back(self, app, browser, do, told):
        for htmx in (True, False):
            response = browser.post(f"{FREE}/aside", {"do": do}, htmx=htmx)
            response = response if htmx else followed(browser, response)[1]
            notice = Page(response.text).one("form", **{"class": "put"})
            assert "What is c00?" in notice.text
            at_once, _ = followed(browser, browser.post(notice.attributes["action"], {"at-once": "1"}))
            assert at_once == FREE
            assert "card.c00.forward" in queue(app)
        browser.post(f"{FREE}/aside", {"do": do})
        assert "card.c00.forward" not in queue(app)
        page = browser.get("/study/aside").text
        assert told in page
        browser.post(f"{FREE}/back")
        assert "card.c00.forward" in queue(app)
        assert "Nothing is set aside" in browser.get("/study/aside").text

    def test_what_is_neither_is_refused(self, app, browser):
        assert browser.post(f"{FREE}/aside", {"do": "burn"}).status_code == 422
        assert "card.c00.forward" in queue(app)

    def test_a_note_to_self_stands_on_its_card(self, browser):
        kept = {"text": "think of <b>fans</b>"}
        path, _ = followed(browser, browser.post(f"{FREE}/note?muscle=minimus", kept))
        assert path == f"{FREE}/answer?muscle=minimus"
        assert browser.post(f"{FREE}/note?muscle=minimus", kept, htmx=True).status_code == 204
        assert "think of &lt;b&gt;fans&lt;/b&gt;" in browser.get(f"{FREE}/answer").text
        assert "fans" not in browser.get(FREE).text, "it would give the answer away"

    def test_what_is_held_to_be_wrong_is_listed_with_card_and_sources_and_can_be_taken_back(self, browser):
        sent = {"objection": str(uuid4()), "text": "The nerve is another."}
        for _ in range(2):
            browser.post(f"{FREE}/objection", sent)
        html = browser.get("/study/objections").text
        assert html.count("The nerve is another.") == 1
        assert "small card.c00.forward" in html
        assert "rests on gray" in html
        browser.post("/study/objections/withdraw", sent)
        assert "Nothing yet" in browser.get("/study/objections").text

    def test_an_objection_without_words_is_refused(self, browser):
        response = browser.post(f"{FREE}/objection", {"objection": str(uuid4()), "text": "  "})
        assert response.status_code == 422

    @pytest.mark.parametrize("path", ["aside", "note", "objection", "back"])
    def test_a_card_that_no_deck_holds_is_named(self, browser, path):
        sent = {"do": "bury", "text": "x", "objection": str(uuid4())}
        assert browser.post(f"/study/small/gone/{path}", sent).status_code == 404


class TestSettings:
    """What is set holds at once, and bad input keeps what was typed."""

    GIVEN = {  # noqa: RUF012  # a form, never changed
        "new_cards_a_day": "2",
        "reviews_a_day": "9",
        "rollover_hour": "5",
        "timezone": "Asia/Tokyo",
        "asking": "reveal",
        "buttons": "six",
        "text_size": "large",
        "keys": "off",
    }

    def test_what_is_saved_holds_at_once(self, browser):
        response = browser.post("/settings", self.GIVEN)
        assert response.status_code == 200
        assert "Saved." in response.text
        assert 'data-text="large"' in response.text
        assert '<html lang="en" data-text="large" data-keys="off">' in browser.get("/").text
        assert "2 cards for today" in " ".join(Page(browser.get("/").text).one("h1").text.split())
        grades = Page(browser.get(f"{FREE}/answer").text).all("button", name="grade")
        assert [button.attributes["value"] for button in grades] == list("012345")

    def test_two_buttons_pass_and_fail(self, browser):
        browser.post("/settings", {**self.GIVEN, "buttons": "two"})
        grades = Page(browser.get(f"{FREE}/answer").text).all("button", name="grade")
        assert [button.attributes["value"] for button in grades] == ["1", "4"]

    def test_bad_input_is_told_with_what_was_typed_and_nothing_is_saved(self, browser):
        response = browser.post("/settings", {**self.GIVEN, "new_cards_a_day": "many"})
        assert response.status_code == 422
        assert "New cards a day: a whole number from 0 to 9999." in response.text
        assert Page(response.text).one("input", name="new_cards_a_day").attributes["value"] == "many"
        assert "5 cards" not in response.text
        assert 'data-text="normal"' in browser.get("/").text

    def test_everything_can_be_set_back(self, browser):
        browser.post("/settings", self.GIVEN)
        browser.post("/settings/reset")
        assert Page(browser.get("/settings").text).one("input", name="new_cards_a_day").attributes["value"] == "20"

    def test_days_are_counted_where_the_browser_is_unless_a_zone_is_set(self, make_app, clock):
        """At three in the afternoon in London it is Tuesday morning in Kiritimati, and Monday morning in Honolulu."""
        app = make_app(catalog_of(deck(free_cards(3))), {})
        client = app.test_client()
        clock.now = clock.now.replace(hour=15)
        days = {}
        for zone in ("Pacific/Kiritimati", "Pacific/Honolulu", "nowhere", "%2e%2e/x"):
            client.set_cookie("zone", zone)
            days[zone] = Page(client.get("/").text).all("p")[0].text
        assert days["Pacific/Kiritimati"] == "Tuesday 24 November"
        assert days["Pacific/Honolulu"] == days["nowhere"] == days["%2e%2e/x"] == "Monday 23 November"
        client.set_cookie("zone", "Pacific/Honolulu")
        Browser(client).post("/settings", {**self.GIVEN, "timezone": "Pacific/Kiritimati"})
        assert Page(client.get("/").text).all("p")[0].text == "Tuesday 24 November"

    def test_a_card_grows_with_its_maturity_when_that_is_wished(self, make_app, clock):
        app = make_app(catalog_of(deck(free_cards(1))))
        browser = Browser(app.test_client())
        browser.post("/settings", {**self.GIVEN, "asking": "maturity"})
        assert Page(browser.get(FREE).text).all("form", id="type") == []
        for days in (1, 6):
            graded(browser, FREE)
            clock.pass_time(days=days)
        assert Page(browser.get(FREE).text).all("form", id="type")
