"""The pages of made exams: keys told in words, items changed one by one, frozen for good, taken along as one zip."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from threading import Event
from uuid import UUID, uuid4

import pytest
from browsing import Browser
from exam_site import ONE_OF_EACH, SMALL, catalog_with, shipped
from parsed import Element, Page

from studyapp.content.blueprint_text import blueprint_text
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import Item, ItemType
from studyapp.services.exam_charts import ExamCharts
from studyapp.services.exams import Edited, Exams, MadeExam
from studyapp.services.jobs import Jobs

PAYLOAD = "<script>alert(1)</script>\"' onload='x' {{ 7*7 }} &amp;?"
PATIENCE_SECONDS = 60


NOWHERE = UUID(int=404)


class HeldBack:
    """Paints as `ExamCharts` does, but not before it is let go."""

    def __init__(self, charts: ExamCharts, jobs: Jobs) -> None:
        """Hold the pictures of these charts back."""
        self.charts, self.jobs, self.going = charts, jobs, Event()

    def picture(self, item: Item) -> bytes:
        assert self.going.wait(PATIENCE_SECONDS), "the test has forgotten its pictures"
        return self.charts.picture(item)

    def alt(self, item: Item) -> str:
        return self.charts.alt(item)

    def let_go(self) -> None:
        """Let the pictures be painted, and wait until every file is there."""
        self.going.set()
        assert all(job.wait(PATIENCE_SECONDS) for job in list(self.jobs._jobs.values()))


@pytest.fixture
def app(make_app, tmp_path):
    return make_app(catalog_with(tmp_path / "deck", small=blueprint_text(SMALL), broken="title: x\ncels: 1\n"))


@pytest.fixture
def browser(app) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def exams(app) -> Exams:
    service: Exams = app.extensions["studyapp"].exams
    return service


@pytest.fixture
def small(exams) -> MadeExam:
    return exams.make(SMALL)


def page_of(browser: Browser, made: MadeExam) -> Page:
    return Page(browser.get(f"/exams/{made.id}").text)


def at(made: MadeExam, deed: str, item: str = "") -> str:
    return f"/exams/{made.id}/items/{item or made.exam.items[0].id}/{deed}"


def items_on(page: Page) -> list[Element]:
    return [li for li in page.all("li") if li.attributes.get("class") == "exam-item"]


class TestList:
    """Exams made so far, and what a new one may begin with."""

    def test_at_first_it_says_that_there_is_none_and_offers_one(self, browser):
        page = Page(browser.get("/exams").text)
        assert "None yet" in page.one("main").text
        assert page.one("a", **{"class": "button"}).text == "New exam"

    def test_blueprints_beside_decks_are_offered_and_a_broken_one_is_told(self, browser):
        page = Page(browser.get("/exams").text)
        (link,) = [a for a in page.all("a") if "from=" in a.attributes["href"]]
        assert link.text == "Small"
        assert browser.get(link.attributes["href"]).status_code == 200
        assert "“cels” is no field here" in page.one("main").text

    def test_an_exam_is_listed_with_its_size_state_and_warnings(self, browser, exams, small):
        exams.edit(small.id, small.exam.items[0].id, Edited(stem="Which is never so?"))
        told = Page(browser.get("/exams").text).one("main").text
        assert "Small draft 4 items, 1 form, 1 open warning · 23 November 2026, 10:00" in told
        exams.freeze(small.id)
        assert "Small frozen" in Page(browser.get("/exams").text).one("main").text

    def test_the_exams_that_used_a_fact_are_found_with_the_items(self, browser, small):
        fact = small.exam.items[2].facts[0]
        page = Page(browser.get(f"/exams/uses?fact={fact}").text)
        assert "Form A, item 3" in page.one("main").text
        assert page.one("input", name="fact").attributes["value"] == fact

    def test_a_fact_that_no_exam_used_or_no_deck_holds_is_told(self, browser):
        told = Page(browser.get("/exams/uses", headers=None).text).one("main").text
        assert "No exam" not in told
        told = browser.client.get("/exams/uses", query_string={"fact": PAYLOAD}).text
        assert "No exam rests on it" in told
        assert "No deck holds a fact" in told
        assert "<script>alert" not in told


class TestReadingAnExam:
    """What an instructor needs to defend an exam."""

    @pytest.fixture
    def made(self, exams) -> MadeExam:
        return exams.make(ONE_OF_EACH, allow_short=True)

    def test_an_item_of_each_type_is_shown_with_its_key_in_words(self, browser, made):
        page = page_of(browser, made)
        shown = items_on(page)
        assert {one.item.type for one in made.exam.forms[0].items} == set(ItemType)
        for one, li in zip(made.exam.forms[0].items, shown, strict=True):
            item = one.item
            assert li.text.startswith(f"{one.number}. {item.type.label}")
            assert " ".join(item.stem.split()) in li.text
            assert f"predicted: {item.difficulty}" in li.text
            assert all(option.text in li.text for option in item.options)
            assert all(f"{key.text} ✓ key" in li.text for key in item.keys)
            assert li.text.count("✓ key") == len(item.keys)
            assert all(blank.answer in li.text for blank in item.blanks)
            assert all(fact in li.text for fact in item.facts)
            letters = {option.id: "ABCDEFGHIJ"[place] for place, option in enumerate(item.options)}
            assert all(f"{premise.text} → {letters[premise.key]}" in li.text for premise in item.premises)
            if item.order:
                assert f"Right order: {' → '.join(letters[ident] for ident in item.order)}" in li.text

    def test_every_option_tells_what_it_really_is_with_its_sources(self, browser, made):
        for one, li in zip(made.exam.forms[0].items, items_on(page_of(browser, made)), strict=True):
            for why in (one.item.why, *(option.why for option in one.item.options)):
                assert " ".join(why.text.split()) in li.text
                assert all(" ".join(source.split()) in li.text for source in why.sources)

    def test_what_shows_a_picture_shows_it_with_words_for_it(self, browser, made):
        pictures = page_of(browser, made).all("img")
        assert len(pictures) == len([item for item in made.exam.items if item.picture])
        for picture in pictures:
            assert len(picture.attributes["alt"]) > 20
            response = browser.get(picture.attributes["src"])
            assert (response.mimetype, response.data[:4]) == ("image/png", b"\x89PNG")

    def test_the_head_tells_forms_points_and_where_keys_stand(self, browser, made):
        page = page_of(browser, made)
        told = page.one("main").text
        assert f"{len(made.exam.items)} items, {made.exam.forms[0].points} points, 2 forms" in told
        rows = [tr.text.split() for tr in page.all("tr")]
        assert rows[0] == ["Form", "A", "B", "C", "D"]
        assert [row[0] for row in rows[1:]] == ["A", "B"]
        for row in rows[1:]:
            numbers = [int(number) for number in row[1:]]
            assert sum(numbers) == 3
            assert max(numbers) - min(numbers) <= 1

    def test_facts_that_the_deck_lost_are_told_and_their_items_marked(self, browser, small, app):
        lost = small.exam.items[0].facts[0]
        examiner = app.extensions["studyapp"].exams.examiner
        examiner.catalog = replace(shipped(), facts=tuple(fact for fact in shipped().facts if fact.id != lost))
        page = page_of(browser, small)
        told = "Since this exam was drawn the deck has dropped 1 fact behind it, or tells it otherwise"
        assert told in page.one("main").text
        mark = f"Stale: the deck does not say any more what it said of “{lost}”"
        marked = [li for li in items_on(page) if mark in li.text]
        assert marked[0].text.startswith("1.")

    @pytest.mark.parametrize("path", [f"/exams/{NOWHERE}", "/exams/none", f"/exams/{NOWHERE}/items/x/picture.png"])
    def test_what_is_not_there_is_not_found(self, browser, path):
        assert browser.get(path).status_code == 404

    def test_an_item_that_is_not_there_is_not_found(self, browser, small):
        assert browser.get(at(small, "picture.png", "nothing")).status_code == 404
        assert browser.get(at(small, "picture.png")).status_code == 404, "this one shows nothing"
        for deed in ("lock", "swap", "edit", "waive"):
            form = {"stem": "x?", "reason": "because", "rule": "S4"}
            assert browser.post(at(small, deed, "nothing"), form).status_code == 404
            assert browser.post(f"/exams/{uuid4()}/items/x/{deed}", form).status_code == 404


class TestChangingItems:
    """Lock, swap, edit, waive: each leads back to its item."""

    def test_a_locked_item_can_be_unlocked_but_not_swapped(self, browser, small, exams):
        item = small.exam.items[0].id
        response = browser.post(at(small, "lock"), {"locked": "yes"})
        assert response.headers["Location"].endswith("?at=1")
        assert exams.find(small.id).locked == {item}
        shown = items_on(page_of(browser, small))[0].text
        assert "locked" in shown
        assert "Swap for another" not in shown
        refused = browser.post(at(small, "swap"))
        assert refused.status_code == 422
        assert "This item is locked" in items_on(Page(refused.text))[0].text
        browser.post(at(small, "lock"), {"locked": "no"})
        assert exams.find(small.id).locked == frozenset()

    def test_a_swapped_item_gives_way_to_another_and_the_rest_stays(self, browser, small, exams):
        response = browser.post(at(small, "swap"))
        after = [item.id for item in exams.find(small.id).exam.items]
        before = [item.id for item in small.exam.items]
        assert before[0] not in after
        assert set(before[1:]) < set(after)
        (new,) = set(after) - set(before)
        assert response.headers["Location"].endswith(f"?at={after.index(new) + 1}")
        headings = Page(browser.get(response.headers["Location"]).text).all("h3")
        assert [after.index(new)] == [place for place, h3 in enumerate(headings) if "autofocus" in h3.attributes]

    def test_the_last_item_of_a_cell_that_can_be_swapped_for_none_stays(self, browser, exams):
        made = exams.make(replace(SMALL, muscles=("gluteus-minimus",), cells=(replace(SMALL.cells[0], count=1),)))
        for _ in range(40):
            item = exams.find(made.id).exam.items[0].id
            response = browser.post(at(made, "swap", item))
            if response.status_code == 422:
                break
        assert "There is no other item of this cell" in items_on(Page(response.text))[0].text
        assert exams.find(made.id).exam.items[0].id == item

    def test_new_words_are_kept_and_the_item_is_locked(self, browser, small, exams):
        item = small.exam.items[0]
        wrong = next(option for option in item.options if not option.is_key)
        form = {"stem": "Which one?\r\nChoose.", f"option.{wrong.id}": "something of my own", "why": "I say so."}
        assert browser.post(at(small, "edit"), form).status_code == 303
        after = exams.find(small.id)
        assert after.exam.items[0].stem == "Which one?\nChoose."
        assert "something of my own" in [option.text for option in after.exam.items[0].options]
        assert after.exam.items[0].why.text == "I say so."
        assert after.locked == {item.id}

    def test_words_that_break_a_rule_are_refused_with_the_form_as_it_was_filled_in(self, browser, small, exams):
        key = small.exam.items[0].keys[0]
        wrong = next(option for option in small.exam.items[0].options if not option.is_key)
        form = {"stem": f"Mine? {PAYLOAD}", f"option.{wrong.id}": key.text}
        response = browser.post(at(small, "edit"), form)
        assert response.status_code == 422
        page = Page(response.text)
        assert "would break a rule" in items_on(page)[0].text
        assert "".join(page.all("textarea", name="stem")[0].words) == f"Mine? {PAYLOAD}"
        assert page.all("input", name=f"option.{wrong.id}")[0].attributes["value"] == key.text
        assert exams.find(small.id) == small

    @pytest.mark.parametrize("form", [{"stem": " "}, {"stem": "x?", "why": ""}, {"stem": "x" * 5001}])
    def test_empty_or_endless_words_are_refused(self, browser, small, exams, form):
        response = browser.post(at(small, "edit"), form)
        assert response.status_code == 422
        assert "nothing was changed" in items_on(Page(response.text))[0].text
        assert exams.find(small.id) == small

    def test_what_is_right_in_a_gap_is_edited_a_line_an_answer(self, browser, exams):
        made = exams.make(ExamBlueprint(title="Gaps", cells=(Cell(type=ItemType.CLOZE, count=1),)))
        item = made.exam.items[0]
        page = page_of(browser, made)
        assert page.one("textarea", name="blank.1").words[0].split("\n")[0] == item.blanks[0].answer
        answers = f"{item.blanks[0].answer}\r\n\r\n  in my own words  "
        assert browser.post(at(made, "edit", item.id), {"blank.1": answers}).status_code == 303
        (blank,) = exams.find(made.id).exam.items[0].blanks
        assert blank.accepted == (item.blanks[0].answer, "in my own words")
        refused = browser.post(at(made, "edit", item.id), {"stem": "No gap at all."})
        assert refused.status_code == 422
        assert "0 gaps in its stem and answers for 1" in items_on(Page(refused.text))[0].text

    def test_the_premises_of_a_matching_are_edited_and_keep_their_options(self, browser, exams):
        made = exams.make(ExamBlueprint(title="Pairs", cells=(Cell(type=ItemType.MATCHING, count=1),)))
        item = made.exam.items[0]
        assert len(page_of(browser, made).all("textarea", name="premise.p1")) == 1
        assert browser.post(at(made, "edit", item.id), {"premise.p1": "That muscle"}).status_code == 303
        after = exams.find(made.id).exam.items[0].premises
        assert [one.text for one in after] == ["That muscle", *(one.text for one in item.premises[1:])]
        assert [one.key for one in after] == [one.key for one in item.premises]

    def test_hostile_words_are_read_as_they_were_written(self, browser, small):
        browser.post(at(small, "edit"), {"stem": PAYLOAD})
        html = browser.get(f"/exams/{small.id}").text
        assert "<script>alert" not in html
        assert PAYLOAD in items_on(Page(html))[0].text

    def test_items_with_open_warnings_are_told_once_each_in_their_order(self, browser, small, exams):
        exams.edit(small.id, small.exam.items[1].id, Edited(stem="Which is always so?"))
        exams.edit(small.id, small.exam.items[0].id, Edited(stem="It is never so."))
        links = [
            link.text
            for link in page_of(browser, small).all("a")
            if (link.attributes.get("href") or "").startswith("#item-")
        ]
        assert len(exams.find(small.id).exam.open_warnings) == 3
        assert links == ["item 1", "item 2"]

    def test_a_warning_is_waived_with_a_reason_that_stays(self, browser, small, exams):
        exams.edit(small.id, small.exam.items[0].id, Edited(stem="Which is never so?"))
        assert "Warning S4" in items_on(page_of(browser, small))[0].text
        refused = browser.post(at(small, "waive"), {"rule": "S4", "reason": "so"})
        assert refused.status_code == 422
        assert "Say why the warning may stay" in items_on(Page(refused.text))[0].text
        assert Page(refused.text).one("input", name="reason").attributes["value"] == "so"
        assert browser.post(at(small, "waive"), {"rule": "S4", "reason": "It is quoted."}).status_code == 303
        page = page_of(browser, small)
        assert "Waived: It is quoted." in items_on(page)[0].text
        assert "No warning is open" in page.one("main").text
        assert browser.post(at(small, "waive"), {"rule": "T1", "reason": "because"}).status_code == 404

    def test_what_is_not_locked_is_drawn_again(self, browser, small, exams):
        kept = small.exam.items[1].id
        exams.lock(small.id, kept, locked=True)
        assert browser.post(f"/exams/{small.id}/redraw").status_code == 303
        after = {item.id for item in exams.find(small.id).exam.items}
        assert after & {item.id for item in small.exam.items} == {kept}

    def test_htmx_gets_the_exam_at_the_item(self, browser, small):
        response = browser.post(at(small, "lock"), {"locked": "yes"}, htmx=True)
        assert not Page(response.text).is_whole
        assert "data-focus" in Page(response.text).all("h3")[0].attributes
        assert response.headers["HX-Push-Url"].endswith("?at=1")


class TestFreezing:
    """A frozen exam stays as it is."""

    def test_nothing_of_it_can_be_changed_any_more(self, browser, small, exams):
        assert browser.post(f"/exams/{small.id}/freeze").status_code == 303
        page = page_of(browser, small)
        assert "Frozen on 23 November 2026, 10:00: it stays as it is" in page.one("main").text
        assert [b.text for b in page.all("button") if b.text != "Close"] == ["Download", "Delete it for good"]
        frozen = exams.find(small.id)
        for deed in ("lock", "swap", "edit", "waive"):
            form = {"stem": "Mine?", "rule": "S4", "reason": "because", "locked": "yes"}
            response = browser.post(at(small, deed), form)
            assert response.status_code == 422, deed
            assert "This exam is frozen" in response.text
        assert browser.post(f"/exams/{small.id}/redraw").status_code == 422
        assert browser.post(f"/exams/{small.id}/freeze").status_code == 422
        assert exams.find(small.id) == frozen

    def test_it_asks_once_before_it_deletes(self, browser, small, exams):
        page = page_of(browser, small)
        assert [s for s in page.all("summary") if s.text == "Delete this exam"]
        assert "open" not in page.all("details")[-1].attributes
        assert browser.post(f"/exams/{small.id}/delete").headers["Location"] == "/exams"
        assert exams.all() == []
        assert browser.get(f"/exams/{small.id}").status_code == 404


class TestTakingItAlong:
    """One zip, in the formats that were ticked."""

    @pytest.fixture
    def held_back(self, app) -> Iterator[HeldBack]:
        """Pictures of exams that are not painted before they are let go."""
        services = app.extensions["studyapp"]
        services.papers.charts = held = HeldBack(services.papers.charts, services.jobs)
        yield held
        held.let_go()

    @pytest.fixture(autouse=True)
    def _patient(self, monkeypatch):
        """Every file comes at once, however busy the machine is."""
        monkeypatch.setattr("studyapp.web.export.AT_ONCE_SECONDS", PATIENCE_SECONDS)

    def test_paper_and_word_are_ticked_at_first(self, browser, small):
        boxes = page_of(browser, small).all("input", name="format")
        assert len(boxes) == 10
        assert [box.attributes["value"] for box in boxes if "checked" in box.attributes] == ["pdf", "docx"]

    def test_the_zip_holds_what_was_ticked(self, browser, small):
        response = browser.post(f"/exams/{small.id}/download", {"format": ["json", "csv"]})
        assert response.mimetype == "application/zip"
        assert "small-exam.zip" in response.headers["Content-Disposition"]
        names = zipfile.ZipFile(BytesIO(response.data)).namelist()
        assert {name.rpartition(".")[2] for name in names} >= {"json", "csv"}

    def test_changed_words_are_in_the_next_zip(self, browser, small, exams):
        first = browser.post(f"/exams/{small.id}/download", {"format": "json"}).data
        exams.edit(small.id, small.exam.items[0].id, Edited(stem="Quite another question?"))
        second = zipfile.ZipFile(BytesIO(browser.post(f"/exams/{small.id}/download", {"format": "json"}).data))
        assert first != second.fp
        assert any(b"Quite another question?" in second.read(name) for name in second.namelist())

    @pytest.mark.parametrize(("formats", "told"), [([], "at least one format"), (["papyrus"], "no format “papyrus”")])
    def test_no_format_or_one_that_there_is_not_is_told(self, browser, small, formats, told):
        response = browser.post(f"/exams/{small.id}/download", {"format": formats})
        assert response.status_code == 422
        assert told in Page(response.text).one("p", role="alert").text

    def test_waiting_for_it_is_told_in_its_own_words_and_leads_back(self, browser, exams, monkeypatch, held_back):
        monkeypatch.setattr("studyapp.web.export.AT_ONCE_SECONDS", 0)
        made = exams.make(replace(SMALL, cells=(Cell(type=ItemType.HOTSPOT, count=1),)))
        address = browser.post(f"/exams/{made.id}/download", {"format": ["json", "html"]}).headers["Location"]
        assert re.fullmatch(r"/export/making/.+", address)
        page = Page(browser.get(address).text)
        assert page.one("h1").text == "Your zip file is being made"
        (current,) = [a for a in page.all("a") if "aria-current" in a.attributes]
        assert current.text == "Exams"
        again = browser.post(f"/exams/{made.id}/download", {"format": ["json", "html"]}).headers["Location"]
        assert again == address, "two clicks make one file"
        held_back.let_go()
        page = Page(browser.get(address).text)
        assert page.one("h1").text == "Your zip file is ready"
        assert "Anki: File" not in page.one("main").text
        assert page.all("a", href=f"/exams/{made.id}")
        assert browser.post(f"{address}/cancel").headers["Location"] == f"/exams/{made.id}"
