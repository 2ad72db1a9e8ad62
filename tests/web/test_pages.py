"""The pages: one address each, a page for everyone and its fragment for htmx, and errors that help."""

import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from browsing import HTMX, study_of
from made_catalog import catalog_of, deck, free_card, key_of, muscle, small_catalog
from parsed import Page

from studyapp.domain.vocabulary import Term
from studyapp.services.study import Study
from studyapp.web.words import interval

CARD = "/study/small/card.c00.forward"
NEXT = "/study/small/card.c01.forward"
SHOWN = "1795424400000"
PAGES = {
    "/": "today",
    "/study/finished": "finished",
    CARD: "card",
    f"{CARD}/answer?shown={SHOWN}": "answer",
    f"{CARD}/answer": "answer",
    "/atlas": "atlas",
    "/atlas?q=glut": "atlas",
    "/atlas/minimus": "subject",
    "/atlas/tensor": "subject",
    "/export": "export",
}

BAD = [
    {"grade": "6"},
    {"grade": "-1"},
    {"grade": "4.0"},
    {"grade": "good"},
    {"grade": ""},
    {"grade": "٤"},
    {"grade": " 4"},
    {"review": "not a number"},
    {"review": ""},
    {"review": "8b9cad0e-1f20-4212-8343"},
    {"shown": "yesterday"},
    {"shown": "9" * 30},
    {"shown": "-" + "9" * 15},
    {"shown": "1e9"},
    {"shown": "\0"},
]

UNKNOWN = {
    "/nowhere": "There is nothing at this address.",
    "/study/small/card.gone.forward": "There is no card “card.gone.forward” in the deck “small”.",
    "/study/small/card.gone.forward/answer": "There is no card “card.gone.forward” in the deck “small”.",
    "/study/large/card.c00.forward": "There is no card “card.c00.forward” in the deck “large”.",
    "/atlas/biceps": "There is no muscle “biceps” in the atlas.",
    "/static/nothing.css": "There is nothing at this address.",
}


def graded(grade: object = 4, **changes: str) -> dict[str, str]:
    """What the form under an answer sends."""
    return {"grade": str(grade), "review": str(uuid4()), "shown": SHOWN, **changes}


@pytest.fixture
def study(browser) -> Study:
    """What stands behind the browser's pages."""
    return study_of(browser.client.application)


@pytest.fixture
def reader(browse):
    """A browser on pages of every kind."""
    tensor = Term(label="Tensor fasciae latae", aliases=("TFL",))
    minimus = muscle("minimus", "Gluteus minimus", aliases=("least gluteal",))
    return browse(catalog_of(deck([free_card("c00"), free_card("c01")], [minimus]), named={"tensor": tensor}))


class TestPageAndFragment:
    """One address, one template."""

    @pytest.mark.parametrize(("path", "root"), PAGES.items())
    def test_a_page_stands_by_itself(self, reader, path, root):
        response = reader.get(path)
        page = Page(response.text)
        assert response.status_code == 200
        assert response.mimetype == "text/html"
        assert page.is_whole
        assert page.one("html").attributes["lang"] == "en"
        assert page.one("title").text.endswith(" · studyapp")
        assert root in page.ids
        assert len(page.all("h1")) == len(page.all("main")) == 1
        assert "For learning, not for diagnosis." in page.one("footer").text

    @pytest.mark.parametrize(("path", "root"), PAGES.items())
    def test_htmx_gets_the_fragment_with_the_title(self, reader, path, root):
        response = reader.get(path, htmx=True)
        fragment = Page(response.text)
        assert response.status_code == 200
        assert not fragment.all("html")
        assert not fragment.all("head")
        assert not fragment.all("main")
        assert fragment.one("title").text == Page(reader.get(path).text).one("title").text
        assert next(e for e in fragment.elements if e.tag != "title").attributes["id"] == root

    @pytest.mark.parametrize("path", PAGES)
    def test_the_fragment_is_what_the_page_holds(self, reader, path):
        page, fragment = reader.get(path).text, reader.get(path, htmx=True).text
        inside = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
        assert without_ids(inside) == without_ids(fragment.partition("</title>")[2])

    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
    def test_boosted_links_and_pages_from_the_history_are_whole(self, reader, path, header):
        assert Page(reader.get(path, htmx=True, headers={header: "true"}).text).is_whole

    @pytest.mark.parametrize("path", PAGES)
    def test_ids_are_unique_and_hold_nothing_of_a_card(self, reader, path):
        ids = Page(reader.get(path).text).ids
        assert len(ids) == len(set(ids))
        assert not [ident for ident in ids if "." in ident]

    @pytest.mark.parametrize("path", PAGES)
    def test_everything_that_htmx_asks_for_is_also_a_link_or_a_form(self, reader, path):
        for element in Page(reader.get(path).text).elements:
            for ours, theirs in (("hx-get", "href"), ("hx-post", "action")):
                # What only counts or lists while one chooses is missed by nobody who has to press a button.
                if ours in element.attributes and element.tag not in {"input", "details"}:
                    assert element.attributes[ours] == element.attributes[theirs]

    @pytest.mark.parametrize("path", PAGES)
    def test_every_link_of_a_page_leads_somewhere(self, reader, path):
        links = {e.attributes["href"] for e in Page(reader.get(path).text).all("a")}
        for link in links - {"#main"}:
            assert reader.get(link).status_code in {200, 303}


def without_ids(html: str) -> str:
    """The HTML but for the number of the answer that is about to be given."""
    for element in [*Page(html).all("input", name="review"), *Page(html).all("input", name="objection")]:
        html = html.replace(element.attributes["value"], "")
    return html.strip()


class TestStudying:
    """A question, its answer, a grade, the next question."""

    def test_start_leads_to_the_first_card(self, browser):
        response = browser.get("/study")
        assert (response.status_code, response.headers["Location"]) == (303, CARD)

    def test_start_brings_htmx_the_first_card_at_once_and_its_address(self, browser):
        response = browser.get("/study", htmx=True)
        assert (response.status_code, response.headers["HX-Push-Url"]) == (200, CARD)
        assert Page(response.text).one("h1").text == "What is c00?"

    def test_the_question_does_not_hold_the_answer(self, browser):
        page = browser.get(CARD).text
        assert "What is c00?" in page
        assert "the c00" not in page
        assert "Gray" not in page

    def test_the_answer_holds_the_question_the_answer_and_its_sources(self, browser):
        text = Page(browser.get(f"{CARD}/answer?shown={SHOWN}").text).one("main").text
        assert "What is c00?" in text
        assert "the c00" in text
        assert "Gray (1918), p. 475" in text

    def test_the_time_at_which_the_question_was_shown_goes_along(self, browser, study, clock):
        link = Page(browser.get(CARD).text).one("a", **{"class": "button"}).attributes["href"]
        assert link == f"{CARD}/answer?shown={SHOWN}"
        clock.pass_time(seconds=5)
        sent = Page(browser.get(link).text).hidden
        assert sent["shown"] == SHOWN
        browser.post(f"{CARD}/review", {**sent, "grade": "4"})
        assert elapsed(study) == [5_000]

    def test_every_answer_page_has_a_number_of_its_own(self, browser):
        numbers = {Page(browser.get(f"{CARD}/answer").text).hidden["review"] for _ in range(5)}
        assert len(numbers) == 5

    def test_a_grade_leads_to_the_next_card_by_a_redirect(self, browser, study):
        response = browser.post(f"{CARD}/review", graded())
        assert response.status_code == 303
        followed = browser.get(response.headers["Location"])
        assert (followed.status_code, followed.headers["Location"]) == (303, NEXT)
        assert study.today().done == 1

    def test_a_grade_brings_htmx_the_next_card_at_once_and_its_address(self, browser, study):
        response = browser.post(f"{CARD}/review", graded(), htmx=True)
        fragment = Page(response.text)
        assert (response.status_code, response.headers["HX-Push-Url"]) == (200, NEXT)
        assert not fragment.is_whole
        assert fragment.one("title").text == "What is c01? · studyapp"
        assert fragment.one("h1").text == "What is c01?"
        assert study.today().done == 1

    def test_the_last_grade_brings_the_finished_page_and_its_address(self, browse):
        browser = browse(small_catalog(1))
        response = browser.post(f"{CARD}/review", graded(), htmx=True)
        assert response.headers["HX-Push-Url"] == "/study/finished"
        assert Page(response.text).one("h1").text == "Done for today."
        assert browser.get("/study").headers["Location"] == "/study/finished"

    def test_a_double_click_is_one_review_and_both_clicks_see_the_next_card(self, browser, study):
        form = graded()
        responses = [browser.post(f"{CARD}/review", form, htmx=True) for _ in range(2)]
        assert [response.headers["HX-Push-Url"] for response in responses] == [NEXT, NEXT]
        assert len(elapsed(study)) == 1

    def test_a_grade_for_a_card_that_was_renamed_meanwhile_is_taken(self, browse):
        browser = browse(catalog_of(deck([free_card("new", formerly=("c00",))])))
        assert browser.post(f"{CARD}/review", graded()).status_code == 303
        assert study_of(browser.client.application).today().done == 1
        assert Page(browser.get(CARD).text).one("h1").text == "What is new?"

    def test_undo_brings_back_the_card_of_the_last_grade(self, browser, study):
        browser.post(f"{CARD}/review", graded())
        assert can_undo(browser, NEXT)
        response = undo(browser)
        assert (response.status_code, response.headers["Location"]) == (303, CARD)
        assert study.today().done == 0
        assert not can_undo(browser, CARD)

    def test_undo_brings_htmx_the_card_at_once_and_its_address(self, browser):
        browser.post(f"{CARD}/review", graded())
        response = undo(browser, htmx=True)
        assert (response.status_code, response.headers["HX-Push-Url"]) == (200, CARD)
        assert Page(response.text).one("h1").text == "What is c00?"

    def test_undo_with_nothing_to_take_back_goes_on(self, browser):
        form = {"review": str(uuid4())}
        assert browser.post("/study/undo", form).headers["Location"] == "/study"
        assert browser.post("/study/undo", form, htmx=True).headers["HX-Push-Url"] == CARD

    def test_an_undo_that_names_no_review_is_422_and_takes_nothing_back(self, browser, study):
        browser.post(f"{CARD}/review", graded())
        assert browser.post("/study/undo").status_code == 422
        assert study.today().done == 1

    def test_undo_of_a_card_that_vanished_from_the_deck_leads_to_a_page_that_there_is(self, browse, clock):
        browse(small_catalog(2)).post(f"{NEXT}/review", graded())
        browser = browse(small_catalog(1))
        assert undo(browser, htmx=True).status_code == 200


def undo(browser, *, htmx: bool = False):
    """Press the undo button of the finished page, which every day has."""
    review = Page(browser.get("/study/finished").text).one("input", name="review").attributes["value"]
    return browser.post("/study/undo", {"review": review}, htmx=htmx)


def can_undo(browser, path: str) -> bool:
    """Whether a page offers to take the last grade back."""
    return bool(Page(browser.get(path).text).all("form", action="/study/undo"))


def elapsed(study: Study) -> list[int]:
    """How long the reviews in the log took."""
    with study.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT elapsed_ms FROM reviews").scalars())


class TestBadInput:
    """What makes no sense is told beside the answer, and nothing is recorded."""

    @pytest.mark.parametrize("bad", BAD, ids=repr)
    def test_it_is_refused_with_the_answer_and_a_message(self, browser, study, bad):
        for htmx in (False, True):
            response = browser.post(f"{CARD}/review", graded(**bad) | bad, htmx=htmx)
            page = Page(response.text)
            assert response.status_code == 422
            assert page.is_whole is not htmx
            assert page.one("p", role="alert").text
            assert "answer" in page.ids
            assert len(page.buttons) == 4
        assert elapsed(study) == []

    @pytest.mark.parametrize("bad", BAD, ids=repr)
    def test_the_page_that_comes_back_can_be_graded(self, browser, study, bad):
        again = Page(browser.post(f"{CARD}/review", graded() | bad).text).hidden
        assert browser.post(f"{CARD}/review", {**again, "grade": "4"}).status_code == 303
        assert len(elapsed(study)) == 1

    @pytest.mark.parametrize("name", ["grade", "review"])
    def test_a_form_that_lacks_something_is_refused(self, browser, study, name):
        form = graded()
        del form[name]
        assert browser.post(f"{CARD}/review", form).status_code == 422
        assert elapsed(study) == []

    def test_a_page_that_does_not_say_when_the_card_was_shown_is_taken(self, browser, study):
        form = graded()
        del form["shown"]
        assert browser.post(f"{CARD}/review", form).status_code == 303
        assert elapsed(study) == [0]

    def test_an_answer_page_with_an_instant_that_makes_no_sense_is_refused(self, browser):
        response = browser.get(f"{CARD}/answer?shown=yesterday")
        assert response.status_code == 422
        assert "makes no sense" in Page(response.text).one("p", role="alert").text

    def test_a_search_may_be_as_long_as_it_likes(self, browser):
        assert browser.get("/atlas?q=" + "x" * 5_000).status_code == 200


class TestErrors:
    """Pages that say what happened and where to go from here."""

    @pytest.mark.parametrize(("path", "message"), UNKNOWN.items())
    @pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
    def test_what_is_not_there_is_named_with_a_way_out(self, browser, path, message, htmx):
        response = browser.get(path, htmx=htmx)
        page = Page(response.text)
        assert response.status_code == 404
        assert page.is_whole is not htmx
        assert page.one("title").text == "Not found · studyapp"
        assert page.one("p", role="alert").text == message
        assert {"/", "/atlas"} <= {e.attributes["href"] for e in page.all("a")}

    @pytest.mark.parametrize("path", ["/study/small/card.gone.forward/review", "/export/anki/large"])
    def test_what_is_done_to_something_that_is_not_there_is_refused_as_kindly(self, browser, study, path):
        response = browser.post(path, graded())
        assert response.status_code == 404
        assert "There is no" in Page(response.text).one("p", role="alert").text
        assert elapsed(study) == []

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("GET", "/study/undo", {"POST", "OPTIONS"}),
            ("GET", f"{CARD}/review", {"POST", "OPTIONS"}),
            ("GET", "/export/anki/small", {"POST", "OPTIONS"}),
            ("POST", "/", {"GET", "HEAD", "OPTIONS"}),
            ("POST", "/atlas", {"GET", "HEAD", "OPTIONS"}),
        ],
    )
    def test_a_way_that_is_not_allowed_is_told_with_those_that_are(self, browser, method, path, allowed):
        response = browser.post(path) if method == "POST" else browser.get(path)
        assert response.status_code == 405
        assert set(response.allow) == allowed
        assert Page(response.text).one("h1").text == "Not that way"

    @pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
    def test_what_breaks_is_a_page_without_a_word_of_the_program(self, browser, htmx):
        def broken() -> None:
            raise RuntimeError("the inner works")

        browser.client.application.add_url_rule("/broken", view_func=broken)
        response = browser.get("/broken", htmx=htmx)
        page = Page(response.text)
        assert response.status_code == 500
        assert page.is_whole is not htmx
        assert page.one("h1").text == "Something broke"
        assert "Your reviews are safe" in page.one("p", role="alert").text
        assert not any(word in response.text for word in ("inner works", "Traceback", "RuntimeError", ".py"))

    def test_a_database_that_breaks_is_a_page_too_and_the_grade_is_not_shown_as_saved(self, browser, study):
        with study.database.write() as connection:
            connection.exec_driver_sql("DROP TABLE schedules")
        response = browser.post(f"{CARD}/review", graded(), htmx=True)
        assert response.status_code == 500
        assert "SELECT" not in response.text
        assert elapsed(study) == []

    def test_a_form_that_is_too_large_is_refused(self, browser, study):
        response = browser.post(f"{CARD}/review", graded(review="x" * 100_000))
        assert response.status_code == 413
        assert Page(response.text).one("h1").text == "Too much at once"
        assert elapsed(study) == []

    def test_a_deck_without_cards_is_no_failure_of_the_program(self, browse):
        response = browse(catalog_of(deck())).post("/export/anki/small")
        assert response.status_code < 500
        assert "There are no cards to export." in response.text


class TestWords:
    """What the pages say."""

    def buttons(self, browser) -> dict[str, str]:
        """What stands below each grade of the first card."""
        return {
            grade: text.split(" ", 2)[2] for grade, text in Page(browser.get(f"{CARD}/answer").text).buttons.items()
        }

    def test_a_new_card_comes_again_tomorrow_and_what_failed_today_as_well(self, browser):
        assert self.buttons(browser) == {
            "1": "tomorrow, and again today",
            "3": "tomorrow, and again today",
            "4": "tomorrow",
            "5": "tomorrow",
        }

    def test_a_known_card_tells_the_interval_of_each_grade(self, browser, clock):
        for days in (1, 6):
            browser.post(f"{CARD}/review", graded())
            clock.pass_time(days=days)
        assert self.buttons(browser) == {
            "1": "tomorrow, and again today",
            "3": "15 days, and again today",  # 6 x 2.36
            "4": "15 days",  # 6 x 2.5
            "5": "16 days",  # 6 x 2.6
        }

    def test_a_drill_changes_no_interval_and_says_so(self, browser):
        browser.post(f"{CARD}/review", graded(1))
        assert "once more today" in Page(browser.get(CARD).text).one("main").text
        assert self.buttons(browser) == {
            "1": "once more today",
            "3": "once more today",
            "4": "done for today",
            "5": "done for today",
        }

    def test_a_new_card_is_called_new_and_a_known_one_is_not(self, browser, clock):
        def chips() -> list[str]:
            return [e.text for e in Page(browser.get(CARD).text).all("span", **{"class": "chip"})]

        assert chips() == ["new"]
        browser.post(f"{CARD}/review", graded())
        clock.next_morning()
        assert chips() == []

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (1, "tomorrow"),
            (6, "6 days"),
            (59, "59 days"),
            (60, "2 months"),
            (91, "3 months"),
            (730, "24 months"),
            (731, "2 years"),
            (913, "2.5 years"),
            (36_500, "99.9 years"),
        ],
    )
    def test_intervals_are_told_as_a_person_says_them(self, days, words):
        assert interval(days) == words

    def test_today_tells_the_day_the_cards_and_the_time(self, browser, clock):
        text = Page(browser.get("/").text).one("main").text
        for words in ("Monday 23 November", "3 cards for today", "new", "About 2 minutes"):
            assert words in text
        browser.post(f"{CARD}/review", graded(1))
        clock.next_morning()
        browser.post(f"{NEXT}/review", graded(1))
        text = Page(browser.get("/").text).one("main").text
        for words in ("Tuesday 24 November", "3 cards for today", "1 due", "1 new", "1 to drill"):
            assert words in text

    def test_the_day_is_that_of_the_students_zone(self, browser, clock):
        clock.pass_time(hours=17, minutes=59)  # 02:59 UTC, 03:59 in Vienna
        assert "Monday 23 November" in browser.get("/").text
        clock.pass_time(minutes=1)
        assert "Tuesday 24 November" in browser.get("/").text

    def test_the_finished_page_says_when_the_next_card_is_due(self, browse, clock):
        browser = browse(small_catalog(1))
        browser.post(f"{CARD}/review", graded())
        text = Page(browser.get("/study/finished").text).one("main").text
        assert "Done for today." in text
        assert "1 card answered and saved." in text
        assert "The next card is due tomorrow, Tuesday 24 November." in text
        clock.next_morning()
        browser.post(f"{CARD}/review", graded())
        assert "due on Monday 30 November." in browser.get("/study/finished").text
        assert "due on Monday 30 November." in browser.get("/").text

    def test_a_date_of_another_year_tells_the_year(self, browse, clock):
        browser = browse(small_catalog(1))
        clock.pass_time(days=37)
        browser.post(f"{CARD}/review", graded())
        clock.pass_time(days=1)
        browser.post(f"{CARD}/review", graded())
        assert "due on Wednesday 6 January 2027." in browser.get("/").text

    def test_the_finished_page_of_an_unfinished_day_leads_on(self, browser):
        page = Page(browser.get("/study/finished").text)
        assert "3 cards to go" in page.one("main").text
        assert page.all("a", href="/study")

    def test_without_cards_every_page_says_what_there_is_to_do(self, browse):
        browser = browse(catalog_of())
        assert "Nothing to study today." in browser.get("/").text
        assert "no deck holds any" in browser.get("/").text
        assert browser.get("/study").headers["Location"] == "/study/finished"
        assert "Read in the atlas" in browser.get("/study/finished").text
        assert browser.get("/atlas").status_code == 200
        assert "There is no deck to export." in browser.get("/export").text


class TestAtlas:
    """Finding a muscle and reading about it."""

    def found(self, browser, text: str, *, htmx: bool = False) -> list[str]:
        """The muscles that the atlas lists."""
        response = browser.client.get("/atlas", query_string={"q": text}, headers=HTMX if htmx else {})
        links = [e.attributes["href"] for e in Page(response.text).all("a")]
        return [link.removeprefix("/atlas/") for link in links if link.startswith("/atlas/")]

    @pytest.mark.parametrize(
        ("text", "muscles"),
        [("", ["minimus", "tensor"]), ("tfl", ["tensor"]), ("LEAST glut", ["minimus"]), ("biceps", [])],
    )
    def test_a_search_lists_what_it_finds_on_the_page_and_as_one_types(self, reader, text, muscles):
        assert self.found(reader, text) == self.found(reader, text, htmx=True) == muscles

    def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_typed(self, reader):
        page = Page(reader.get("/atlas?q=biceps").text)
        assert "Nothing is called “biceps” here" in page.one("main").text
        assert page.one("input", id="q").attributes["value"] == "biceps"

    def test_a_muscle_is_told_with_its_names_facts_and_sources(self, reader):
        text = Page(reader.get("/atlas/minimus").text).one("main").text
        for words in ("Gluteus minimus", "Musculus gluteus minimus", "least gluteal", "False friend", "Gray (1918)"):
            assert words in text

    def test_a_muscle_that_is_only_named_says_so(self, reader):
        assert "No deck describes this muscle yet" in reader.get("/atlas/tensor").text


class TestExport:
    """Taking the cards elsewhere."""

    def test_the_decks_are_listed_with_what_they_hold(self, browser):
        page = Page(browser.get("/export").text)
        assert "Small deck" in page.one("main").text
        assert "3 notes, 3 cards" in page.one("main").text
        assert page.one("form", **{"class": "package"}).attributes["action"] == "/export/anki/small"

    def test_the_download_is_a_package_under_the_decks_name(self, browser):
        response = browser.post("/export/anki/small")
        assert response.status_code == 200
        assert response.headers["Content-Disposition"] == "attachment; filename=small.apkg"
        with zipfile.ZipFile(BytesIO(response.data)) as package:
            assert package.testzip() is None
            assert "collection.anki2" in package.namelist()

    def test_the_second_download_is_the_same_file(self, browser, clock):
        first = browser.post("/export/anki/small").data
        clock.pass_time(hours=1)
        assert browser.post("/export/anki/small").data == first

    def test_htmx_cannot_save_a_file_so_it_gets_the_page_that_links_to_it(self, browser):
        page = Page(browser.post("/export/anki/small", htmx=True).text)
        link = page.one("a", download="").attributes["href"]
        assert browser.get(link).data == browser.post("/export/anki/small").data


def test_the_first_card_of_these_tests_is_what_they_take_it_for():
    assert next(iter(small_catalog().cards)) == key_of("c00")
