"""The page of exports: what is chosen is what comes, long work tells how far it is, nonsense is the form again."""

import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from browsing import Browser, study_of
from made_catalog import catalog_of, deck, free_cards, key_of, muscle
from parsed import Page
from slow_pictures import HeldBack

from studyapp.anki.shape import Shape
from studyapp.content.loader import load_catalog
from studyapp.domain.mark import LEECH_LAPSES
from studyapp.domain.scheduler import Grade
from studyapp.domain.selection import Selection
from studyapp.services.jobs import Jobs
from studyapp.services.study import GivenAnswer

ANKI, TEXT = "/export/anki/small", "/export/text/small"
SHIPPED = "/export/anki/trigger-points"
QUESTION = {"shape": "question"}
MEDIUS = "muscle=medius"
PATIENCE_SECONDS = 60

NONSENSE = [
    {"attribute": "courage"},
    {"standing": "upright"},
    {"muscle": "maximus"},
    {"muscle": "x" * 10_000},
    {"muscle": "<script>alert(1)</script>"},
    {"muscle": "minimus' OR 1=1 --"},
    {"complaint": "boredom"},
    {"complaint": "\0"},
    {"muscle": "minimus", "attribute": "red-flag"},
    {"standing": "hard"},
    {"within": "large"},
    {"cram": "yesterday"},
]


@pytest.fixture
def app(make_app):
    """Three free cards and two muscles."""
    return make_app(catalog_of(deck(free_cards(3), [muscle("minimus", "Minimus"), muscle("medius", "Medius")])))


@pytest.fixture
def browser(app) -> Browser:
    return Browser(app.test_client())


def notes_in(package: bytes, tmp_path: Path) -> set[str]:
    """The ids of the notes in a package."""
    path = tmp_path / "collection.anki2"
    path.write_bytes(zipfile.ZipFile(BytesIO(package)).read("collection.anki2"))
    with closing(sqlite3.connect(path)) as connection:
        return {fields.split("\x1f")[0] for (fields,) in connection.execute("SELECT flds FROM notes")}


class TestChoosing:
    """The form, and what it brings."""

    def test_one_action_stands_out_and_its_defaults_are_every_card_as_a_question(self, browser, tmp_path):
        page = Page(browser.get("/export").text)
        assert page.one("button", **{"class": "button"}).text == "Download for Anki"
        assert [box.attributes["value"] for box in page.all("input", name="shape") if "checked" in box.attributes] == [
            "question"
        ]
        assert [
            box.attributes["name"] for box in page.all("input", type="checkbox") if "checked" in box.attributes
        ] == ["shape"]
        assert "open" not in page.all("details")[0].attributes
        everything = browser.post(ANKI, {**QUESTION, "muscle": "", "attribute": "", "complaint": "", "standing": ""})
        assert everything.data == browser.post(ANKI).data
        assert len(notes_in(everything.data, tmp_path)) == 5

    def test_every_muscle_every_attribute_that_is_asked_and_every_shape_can_be_chosen(self, browser):
        page = Page(browser.get("/export").text)
        values = {e.attributes["value"] for e in page.all("option")}
        assert values == {"", "minimus", "medius", "nickname", "free", "hard"}
        assert [e.attributes["value"] for e in page.all("input", name="shape")] == list(map(str, Shape))
        for shape in Shape:
            assert shape.label in page.one("main").text

    @pytest.mark.parametrize(
        ("form", "notes"),
        [
            ({"muscle": "minimus"}, {"minimus.nickname.friend"}),
            ({"attribute": "nickname"}, {"minimus.nickname.friend", "medius.nickname.friend"}),
            ({"attribute": "free"}, {"card.c00", "card.c01", "card.c02"}),
            ({"muscle": "medius", "attribute": "nickname"}, {"medius.nickname.friend"}),
        ],
    )
    def test_a_filter_brings_its_notes_alone(self, browser, tmp_path, form, notes):
        response = browser.post(ANKI, {**QUESTION, **form})
        assert response.status_code == 200
        assert notes_in(response.data, tmp_path) == notes

    def test_what_the_student_finds_hard_comes_alone(self, app, browser, clock, tmp_path):
        study = study_of(app)
        for grade in (Grade.GOOD, *[Grade.WRONG] * LEECH_LAPSES):
            study.answer(GivenAnswer(uuid4(), key_of("c01"), grade))
            clock.next_morning()
        study.answer(GivenAnswer(uuid4(), key_of("c02"), Grade.EASY))
        assert notes_in(browser.post(ANKI, {**QUESTION, "standing": "hard"}).data, tmp_path) == {"card.c01"}
        assert browser.post(TEXT, {"kind": "tsv", "standing": "hard"}).text == "What is c01?\tthe c01\n"
        assert "1 card" in browser.get("/study/by?standing=hard").text

    def test_what_is_wanted_besides_is_passed_on(self, app, browser, monkeypatch):
        wanted = []
        export = app.extensions["studyapp"].anki
        real = export.package
        monkeypatch.setattr(export, "package", lambda decks, one, steps: wanted.append(one) or real(decks))
        browser.post(ANKI, {"shape": ["choice", "question"], "progress": "on", "retired": "on"})
        browser.post(ANKI, QUESTION)
        assert [(one.shapes, one.with_progress, one.with_retired) for one in wanted] == [
            ((Shape.CHOICE, Shape.QUESTION), True, True),
            ((Shape.QUESTION,), False, False),
        ]

    def test_the_page_says_when_progress_arrives_and_what_differs(self, browser):
        text = Page(browser.get("/export").text).one("main").text
        assert "It goes with questions, not with the other forms" in text
        assert "tick “Import any learning progress”" in text
        assert "What Anki understands differently" in text


class TestWhatItHolds:
    """What a package holds is said before and after, by the same sentence."""

    def test_it_is_counted_as_one_chooses(self, browser):
        page = Page(browser.get(f"/export?deck=small&{MEDIUS}&shape=type-in", htmx=True).text)
        assert page.one("p", id="holds-0").text == "1 note, 2 cards."
        details = page.all("details")[0].attributes
        assert (details["hx-get"], details["hx-select"]) == ("/export", "#holds-0 > *")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("standing=hard&shape=question", "None of these cards has been hard for you so far."),
            ("muscle=medius&attribute=free&shape=question", "No card fits all that was chosen."),
            ("muscle=medius", "Choose at least one form of card."),
            ("muscle=nobody&shape=question", "There is no muscle “nobody”"),
            ("muscle=medius&shape=square", "Cards come in these shapes only"),
            ("attribute=free&shape=occlusion", "3 notes were chosen that can have no such form."),
        ],
    )
    def test_a_choice_that_leaves_nothing_says_why(self, browser, query, told):
        response = browser.get(f"/export?deck=small&{query}")
        assert response.status_code == 200
        assert Page(response.text).one("p", id="holds-0").text.startswith(told)

    def test_a_deck_that_is_not_there_fills_no_form(self, browser):
        page = Page(browser.get("/export?deck=large&muscle=medius").text)
        assert not [one for one in page.all("option") if "selected" in one.attributes]

    def test_the_shipped_deck_holds_what_was_told(self, make_app):
        browser = Browser(make_app(load_catalog()).test_client())
        page = Page(browser.post(SHIPPED, {"muscle": "piriformis", "shape": "type-in"}, htmx=True).text)
        told = page.all("p", **{"class": "lead"})[0].text
        assert re.fullmatch(r"(\d+) notes, \1 cards; \d+ further notes have no such form\.", told)
        query = "deck=trigger-points&muscle=piriformis&shape=type-in"
        assert Page(browser.get(f"/export?{query}").text).one("p", id="holds-0").text == told

    @pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
    def test_with_progress_the_page_says_what_to_tick_before_anyone_imports(self, browser, htmx):
        response = browser.post(ANKI, {**QUESTION, "progress": "on"}, htmx=htmx)
        if not htmx:
            assert response.status_code == 303
            response = browser.get(response.headers["Location"])
        page = Page(response.text)
        assert page.one("strong").text == "Tick “Import any learning progress”"
        back = next(a.attributes["href"] for a in page.all("a") if a.text == "Back to what you chose")
        filled = Page(browser.get(back).text)
        boxes = [e.attributes for e in filled.all("input", type="checkbox") if "checked" in e.attributes]
        assert [box.get("value", box["name"]) for box in boxes] == ["question", "progress"]

    def test_without_progress_there_is_nothing_to_tick(self, browser):
        assert not Page(browser.post(ANKI, QUESTION, htmx=True).text).all("strong")
        assert not Page(browser.post(ANKI, {"shape": "type-in", "progress": "on"}, htmx=True).text).all("strong")

    def test_forms_whose_single_gaps_stay_in_anki_say_so(self, browser):
        labels = [label.text for label in Page(browser.get("/export").text).all("label") if "home" in label.text]
        assert [text.split(" Answers")[0].strip() for text in labels] == ["Fill the gap", "Name the covered zone"]


class TestNonsense:
    """What no page sends."""

    @pytest.mark.parametrize("form", NONSENSE, ids=str)
    @pytest.mark.parametrize("path", [ANKI, TEXT])
    @pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
    def test_what_makes_no_sense_is_the_form_again_with_a_sentence(self, browser, path, form, htmx):
        response = browser.post(path, {**QUESTION, "kind": "csv", **form}, htmx=htmx)
        assert response.status_code == 422
        page = Page(response.text)
        assert page.one("p", role="alert").text.endswith("Nothing was made.")
        assert {form.attributes["action"] for form in page.all("form")} == {ANKI, TEXT}
        assert len(response.data) < 30_000

    def test_the_form_keeps_what_was_chosen(self, browser):
        form = {
            "muscle": "medius",
            "attribute": "free",
            "shape": ["cloze", "choice"],
            "progress": "on",
            "retired": "on",
        }
        page = Page(browser.post(ANKI, form).text)
        assert {e.attributes["value"] for e in page.all("option") if "selected" in e.attributes} == {"medius", "free"}
        boxes = [e.attributes for e in page.all("input", type="checkbox") if "checked" in e.attributes]
        assert [box.get("value", box["name"]) for box in boxes] == ["choice", "cloze", "progress", "retired"]
        assert "open" in page.all("details")[0].attributes

    def test_no_kind_of_card_and_a_made_up_one_are_refused(self, browser):
        assert "Choose at least one form of card." in browser.post(ANKI, {"muscle": ""}).text
        response = browser.post(ANKI, {"shape": "square"})
        assert (response.status_code, "these shapes only" in response.text) == (422, True)

    @pytest.mark.parametrize("path", ["/export/anki/large", "/export/text/large", "/export/making/x/cancel"])
    def test_what_is_not_there_is_not_found(self, browser, path):
        assert browser.post(path, {**QUESTION, "kind": "csv"}).status_code == 404

    @pytest.mark.parametrize("kind", ["", "pdf", "csv/../../x"])
    def test_a_made_up_kind_of_table_is_refused(self, browser, kind):
        assert browser.post(TEXT, {"kind": kind}).status_code == 422

    @pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
    def test_a_file_that_is_kept_no_more_is_told_so(self, browser, htmx):
        for path in ("/export/making/gone", "/export/made/gone"):
            response = browser.get(path, htmx=htmx)
            assert (response.status_code, "make it again" in response.text) == (404, True)
            assert Page(response.text).one("a", href="/export", **{"class": "button"})


class TestTables:
    """A table for Quizlet or a spreadsheet."""

    def test_it_has_a_form_of_its_own_with_the_filters_it_honours(self, browser):
        page = Page(browser.get(f"/export?table=small&{MEDIUS}").text)
        assert page.one("form", **{"class": "tabled"}).attributes["action"] == TEXT
        assert [button.attributes["value"] for button in page.all("button", name="kind")] == ["tsv", "csv"]
        names = [select.attributes["name"] for select in page.all("select")]
        assert names == 2 * ["muscle", "attribute", "complaint", "standing"]
        assert [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes] == ["medius"]

    def test_the_table_is_sent_under_a_name_that_tells_what_is_inside(self, browser):
        response = browser.post(TEXT, {"kind": "tsv", "attribute": "free"})
        assert response.headers["Content-Disposition"] == "attachment; filename=small-free.tsv"
        assert response.headers["Content-Type"] == "text/tab-separated-values; charset=utf-8"
        assert response.text == "".join(f"What is c0{n}?\tthe c0{n}\n" for n in range(3))
        response = browser.post(TEXT, {"kind": "csv"})
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.data.startswith(b"\xef\xbb\xbfid,subject,")

    def test_pictures_that_stay_behind_are_counted_aloud(self, make_app):
        catalog = load_catalog()
        pictures = sum(card.shows_chart_first for card in catalog.cards.values())
        browser = Browser(make_app(catalog).test_client())
        assert f"; {pictures} whose question is a picture stay here." in browser.get("/export").text
        page = Page(browser.get("/export?table=trigger-points&muscle=piriformis").text)
        own = sum(card.shows_chart_first for card in Selection(muscle="piriformis").chosen(catalog))
        assert f"; {own} whose question is a picture" in page.one("p", id="table-0").text

    def test_where_there_are_none_nothing_is_said_of_them(self, browser):
        assert Page(browser.get("/export").text).one("p", id="table-0").text == "7 cards."


class TestLongWork:
    """A file that takes longer than anyone waits without being told."""

    @pytest.fixture
    def app(self, make_app, monkeypatch):
        """The shipped deck; every export is a long one."""
        monkeypatch.setattr("studyapp.web.export.AT_ONCE_SECONDS", 0)
        return make_app(load_catalog())

    @pytest.fixture
    def pictures(self, app) -> Iterator[HeldBack]:
        """Pictures of which all but three are held back."""
        export = app.extensions["studyapp"].anki
        export.charts = pictures = HeldBack(export.charts, free=3)
        yield pictures
        pictures.let_go.set()
        for job in list(jobs_of(app)._jobs.values()):
            assert job.wait(PATIENCE_SECONDS)

    @pytest.fixture
    def address(self, browser, pictures) -> str:
        """Where it is told how far the export is."""
        response = browser.post(SHIPPED, {**QUESTION, "muscle": "gluteus-minimus"})
        assert response.status_code == 303
        return response.headers["Location"]

    def test_its_page_has_a_bar_a_way_out_and_a_way_without_javascript(self, browser, address):
        response = browser.get(address)
        page = Page(response.text)
        assert page.one("progress").attributes["aria-label"] == "How much of it is made"
        assert page.one("p", id="told").attributes["role"] == "status"
        assert page.one("form").attributes["action"] == f"{address}/cancel"
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in response.text
        assert page.one("div", id="bar").attributes["hx-get"].startswith(address)

    def test_a_screen_reader_is_told_of_quarters_only(self, app, browser, address):
        (job,) = jobs_of(app)._jobs.values()
        said = []
        for job.done, job.total, told in ((0, 0, 0), (1, 8, 0), (2, 8, 0), (3, 8, 1), (4, 8, 1), (7, 8, 2), (8, 8, 3)):
            page = Page(browser.get(f"{address}?told={told}", htmx=True).text)
            said.append([e.text for e in page.all("p", id="told")])
        assert said == [
            [],
            [],
            ["A quarter is made."],
            [],
            ["Half is made."],
            ["Three quarters are made."],
            ["Nearly there."],
        ]

    def test_in_the_end_the_file_takes_the_bars_place(self, app, browser, pictures, address):
        pictures.let_go.set()
        (job,) = jobs_of(app)._jobs.values()
        assert job.wait(PATIENCE_SECONDS)
        response = browser.get(address, htmx=True)
        assert (response.headers["HX-Retarget"], response.headers["HX-Reselect"]) == ("#main", "#making")
        link = Page(response.text).one("a", download="").attributes["href"]
        file = browser.get(link)
        assert file.headers["Content-Disposition"] == "attachment; filename=trigger-points-gluteus-minimus.apkg"
        assert zipfile.ZipFile(BytesIO(file.data)).testzip() is None
        whole = Page(browser.get(address).text)
        assert whole.one("a", download="").attributes["href"] == link
        assert not whole.all("meta", **{"http-equiv": "refresh"})
        assert browser.get(link).data == file.data

    def test_a_file_is_not_sent_before_it_is_there(self, browser, address):
        response = browser.get(address.replace("making", "made"))
        assert (response.status_code, "not there yet" in response.text) == (422, True)

    def test_two_clicks_build_once(self, app, browser, pictures, address):
        again = browser.post(SHIPPED, {**QUESTION, "muscle": "gluteus-minimus"}).headers["Location"]
        assert again == address
        other = browser.post(SHIPPED, {**QUESTION, "muscle": "gluteus-medius"}).headers["Location"]
        assert other != address
        assert len(jobs_of(app)) == 2

    def test_a_job_that_is_given_up_leads_back_and_is_gone(self, browser, address):
        response = browser.post(f"{address}/cancel")
        assert response.status_code == 303
        page = Page(browser.get(response.headers["Location"]).text)
        chosen = [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes]
        assert chosen == ["gluteus-minimus"]
        assert "open" in page.all("details")[0].attributes
        assert browser.get(address).status_code == 404
        assert browser.post(f"{address}/cancel").status_code == 404

    def test_a_failure_is_told_in_its_sentence(self, app, browser, pictures, address):
        pictures.charts = None  # type: ignore[assignment]  # it breaks
        pictures.let_go.set()
        (job,) = jobs_of(app)._jobs.values()
        assert job.wait(PATIENCE_SECONDS)
        response = browser.get(address)
        assert response.status_code == 200
        assert "Something broke while the file was made." in Page(response.text).one("p", role="alert").text
        assert browser.get(address.replace("making", "made")).status_code == 500

    def test_too_many_at_once_are_refused_in_a_sentence(self, app, browser, pictures, address):
        jobs_of(app)._most = 1
        response = browser.post(SHIPPED, {**QUESTION, "muscle": "gluteus-medius"})
        assert (response.status_code, "Too many files" in response.text) == (422, True)


def test_no_temporary_file_is_left_behind(make_app, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("studyapp.web.export.AT_ONCE_SECONDS", PATIENCE_SECONDS)
    browser = Browser(make_app(load_catalog()).test_client())
    for _ in range(2):
        browser.post(SHIPPED, {**QUESTION, "muscle": "gluteus-minimus"})
        browser.post("/export/text/trigger-points", {"kind": "csv"})
    assert list((tmp_path / "temporary").iterdir()) == []


def jobs_of(app) -> Jobs:
    """The jobs behind the pages."""
    jobs: Jobs = app.extensions["studyapp"].jobs
    return jobs
