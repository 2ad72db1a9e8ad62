"""The form of a new exam: every field of a blueprint, every problem at its field, what can be had before it is made."""

from dataclasses import fields
from io import BytesIO

import pytest
from browsing import Browser
from exam_site import DECK, FULL, ONE_OF_EACH, SMALL, as_form, as_sent, catalog_with, shipped, shipped_bank
from parsed import Page

from studyapp.content.blueprint_text import blueprint_text
from studyapp.content.exams import parse_blueprint
from studyapp.domain.exam.blueprint import Cell, ExamBlueprint
from studyapp.domain.exam.item import ItemType

NEW, CHECK, YAML, READ = "/exams/new", "/exams/new/check", "/exams/new/blueprint.yaml", "/exams/new/read"
PAYLOAD = "<script>alert(1)</script>\"' onload='x' {{ 7*7 }} &amp; ]]>"
WRONG = [
    ("title", "", "A title has 1 to 200 characters"),
    ("title", "x" * 201, "A title has 1 to 200 characters"),
    ("deck", "nowhere", "Name one of the decks"),
    ("forms", "27", "“forms” goes from 1 to 26, and is 27"),
    ("forms", "three", "“three” is no whole number"),
    ("forms", "²", "is no whole number"),
    ("options", "2", "“options” goes from 3 to 5"),
    ("options", "1e1", "is no whole number"),
    ("seed", "-1", "“seed” goes from 0"),
    ("seed", "9" * 40, "is no whole number"),
    ("points", "0", "“points” goes from 1 to 100"),
    ("minutes", "0", "“minutes” goes from 1"),
    ("avoid_last", "many", "is no whole number"),
    ("difficulty.easy", "-1", "A share is not negative"),
    ("difficulty.hard", "half", "is no whole number"),
    ("muscles", "heart", "“heart” is not among the muscles"),
    ("groups", "wings", "“wings” is not among the groups"),
    ("complaints", "boredom", "“boredom” is not among the complaints"),
    ("attributes", "courage", "There is no “courage”"),
    ("exclude", "tail", "“tail” is no muscle, card or fact"),
    ("0.count", "0", "“count” is at least 1"),
    ("0.count", "", "Say how many items"),
    ("0.count", "ten", "is no whole number"),
    ("0.type", "essay", "There is no “essay”"),
    ("0.points", "101", "“points” goes from 1 to 100"),
    ("0.muscles", "heart", "“heart” is not among the muscles"),
    ("0.attributes", "courage", "There is no “courage”"),
]


@pytest.fixture
def catalog(tmp_path):
    return catalog_with(
        tmp_path / "deck", small=blueprint_text(SMALL), full=blueprint_text(FULL), each=blueprint_text(ONE_OF_EACH)
    )


@pytest.fixture
def browser(browse, catalog) -> Browser:
    return browse(catalog)


def form_of(browser: Browser, name: str, **changes: object) -> dict[str, object]:
    """The form of a blueprint as it would be sent, with some fields changed."""
    html = browser.get(f"{NEW}?from={DECK}/{name}").text
    return {**as_form(as_sent(html)), **changes}


def wrong(html: str, name: str) -> str:
    """What the page says below a field."""
    return Page(html).one("p", id=f"wrong-{name.replace('.', '-').replace('_', '-')}").text


class TestFields:
    """The page and the file have the same fields."""

    def test_every_field_of_a_blueprint_and_of_a_cell_is_on_the_page(self, browser):
        names = {name.partition(".")[2] if name[0].isdigit() else name for name in form_of(browser, "full")}
        boxes = {e.attributes.get("name", "") for e in Page(browser.get(NEW).text).elements}
        names |= {name.removeprefix("0.") for name in boxes}
        wanted = {field.name for shape in (ExamBlueprint, Cell) for field in fields(shape)} - {"cells", "difficulty"}
        assert wanted <= names
        assert {"difficulty.easy", "difficulty.medium", "difficulty.hard"} <= names

    def test_every_field_has_a_label(self, browser):
        page = Page(browser.get(f"{NEW}?from={DECK}/full").text)
        labelled = {e.attributes["for"] for e in page.all("label") if "for" in e.attributes}
        asked = [*page.all("select"), *page.all("textarea"), *page.all("input")]
        asked = [e for e in asked if e.attributes.get("type") not in {"hidden", "checkbox"}]
        assert {e.attributes["id"] for e in asked} <= labelled

    @pytest.mark.parametrize(("name", "blueprint"), [("small", SMALL), ("full", FULL), ("each", ONE_OF_EACH)])
    def test_a_file_that_fills_in_the_form_comes_back_as_the_same_blueprint(self, browser, name, blueprint):
        response = browser.post(YAML, form_of(browser, name))
        assert response.status_code == 200
        assert "attachment" in response.headers["Content-Disposition"]
        assert parse_blueprint(response.text, "it", shipped()) == blueprint

    def test_a_new_form_has_one_cell_and_a_seed_of_its_own(self, browser):
        first, second = (as_form(as_sent(browser.get(NEW).text)) for _ in range(2))
        assert first["row"] == ["0"]
        assert first["seed"] != second["seed"] or first["seed"] != as_form(as_sent(browser.get(NEW).text))["seed"]

    def test_what_is_typed_is_shown_as_typed_and_never_run(self, browser):
        form = form_of(browser, "small", title=PAYLOAD, instructions=PAYLOAD, exclude=PAYLOAD, seed=PAYLOAD)
        form |= {"0.count": PAYLOAD, "0.muscles": [PAYLOAD], "attributes": [PAYLOAD]}
        page = Page(html := browser.post(CHECK, form).text)
        assert "<script>alert" not in html
        assert page.one("input", name="title").attributes["value"] == PAYLOAD
        assert page.one("input", name="seed").attributes["value"] == PAYLOAD
        assert page.one("input", name="0.count").attributes["value"] == PAYLOAD
        assert not [e for e in page.elements if any(name.startswith("on") for name in e.attributes)]

    def test_hostile_titles_survive_the_way_into_a_file_and_back(self, browser):
        for title in (
            PAYLOAD,
            "- a: b # c",
            "null",
            "~",
            "*x",
            "&y",
            "%z",
            "@",
            "\t tab",
            "nel\x85line",
            "line\u2028line",
            "'",
            "\U0001f9b4",
        ):
            text = browser.post(YAML, form_of(browser, "small", title=title)).text
            assert parse_blueprint(text, "it", shipped()).title == title.strip(), title


class TestProblems:
    """What is wrong is told at its field, and nothing that was typed is lost."""

    @pytest.mark.parametrize(("name", "value", "message"), WRONG)
    def test_a_problem_is_told_at_its_field_with_422(self, browser, name, value, message):
        form = form_of(browser, "small", **{name: value})
        for path in (CHECK, NEW, YAML):
            response = browser.post(path, form)
            assert response.status_code == 422, path
            assert message in wrong(response.text, name), path
            page = Page(response.text)
            kept = [e for e in page.elements if e.attributes.get("name") == name]
            kept += [e for e in page.elements if e.tag == "option" and "selected" in e.attributes]
            assert name in {"deck", "0.type"} or value in [
                *(e.attributes.get("value") for e in kept),
                *(e.text for e in kept),
            ]
        assert "None yet" in browser.get("/exams").text

    def test_a_form_without_cells_or_with_too_many_items_says_so(self, browser):
        none = {name: value for name, value in form_of(browser, "small").items() if name != "row"}
        assert "at least one cell" in wrong(browser.post(NEW, none).text, "cells")
        many = form_of(browser, "small", **{"0.count": "10000"})
        assert "at most 500" in wrong(browser.post(NEW, many).text, "cells")

    def test_an_empty_post_is_the_form_again(self, browser):
        for path in (NEW, CHECK, YAML):
            response = browser.post(path, {})
            assert response.status_code == 422
            assert Page(response.text).one("h1").text == "New exam"

    def test_rows_that_make_no_sense_are_no_traceback(self, browser):
        for row in ("-1", "x", "0.count", "9" * 5000, "", "\0"):
            assert browser.post(CHECK, form_of(browser, "small", row=["0", row])).status_code == 422

    @pytest.mark.parametrize(
        "address", ["nowhere/small", f"{DECK}/nothing", f"{DECK}/../../vocabulary", f"{DECK}/", DECK]
    )
    def test_a_blueprint_that_is_not_there_is_not_found(self, browser, address):
        assert browser.get(f"{NEW}?from={address}").status_code == 404


class TestCapacity:
    """How many items each cell could choose from, gets, and lacks, before anything is made."""

    def test_each_cell_tells_what_it_gets(self, browser):
        page = Page(browser.post(CHECK, form_of(browser, "each")).text)
        for at in range(len(ItemType)):
            assert (
                "to choose from; gets" in page.one("p", id=f"has-{at}").text
                or "Falls short" in page.one("p", id=f"has-{at}").text
            )
        assert "can be had" in page.one("div", id="outlook").text

    def test_what_falls_short_is_told_in_words_beside_its_cell(self, browser):
        response = browser.post(CHECK, form_of(browser, "small", **{"0.type": "matching", "0.count": "90"}))
        assert response.status_code == 200
        page = Page(response.text)
        assert page.one("p", id="has-0").text.startswith("Falls short by")
        assert "Cell 1 asks for 90 and gets" in page.one("div", id="outlook").text

    def test_ones_own_items_that_break_a_rule_are_named_beside_what_can_be_had(self, browser, catalog):
        own = shipped_bank().replace("text: gluteus maximus", "text: gluteus medius, or both")
        folder = next(iter(catalog.decks.values())).folder
        (folder / "exams" / "bank.yaml").write_text(own.replace("text: piriformis", "text: Gluteus medius!"))
        told = Page(browser.post(CHECK, form_of(browser, "small")).text).one("div", id="outlook").text
        assert "1 item of your own breaks a rule and stays out: over-gluteus-minimus." in told

    @pytest.mark.parametrize("address", [CHECK, NEW])
    def test_a_bank_that_cannot_be_read_is_told_with_its_line(self, browser, catalog, address):
        folder = next(iter(catalog.decks.values())).folder
        form = form_of(browser, "small")
        (folder / "exams" / "bank.yaml").write_text("items:\n  - colour: red\n")
        response = browser.post(address, form)
        assert response.status_code == 422
        told = Page(response.text).one("div", id="refused").text
        assert "The bank of your own items cannot be read" in told
        assert "bank.yaml:2: “colour” is no field here" in told

    def test_the_page_is_there_before_anything_is_reckoned(self, browser):
        page = Page(browser.get(NEW).text)
        assert page.one("p", id="has-0").text == ""
        assert page.all("button", formaction=CHECK)[0].attributes["hx-trigger"].startswith("load")

    def test_htmx_is_answered_with_the_fragment(self, browser):
        response = browser.post(CHECK, form_of(browser, "small"), htmx=True)
        assert not Page(response.text).is_whole
        assert 'hx-trigger="load' not in response.text


class TestCells:
    """Cells come and go without JavaScript too."""

    def test_a_cell_is_added_below_the_others_and_nothing_is_lost(self, browser):
        before = form_of(browser, "full")
        after = as_form(as_sent(browser.post(CHECK, {**before, "add": "1"}).text))
        assert after["row"] == ["0", "1", "2"]
        assert after["2.type"] == [str(ItemType.SINGLE)]
        assert {name: after[name] for name in before if name != "row"} == {
            n: v for n, v in before.items() if n != "row"
        }

    def test_a_cell_is_removed_and_those_below_move_up(self, browser):
        after = as_form(as_sent(browser.post(CHECK, {**form_of(browser, "full"), "remove": "0"}).text))
        assert after["row"] == ["0"]
        assert after["0.type"] == [str(ItemType.HOTSPOT)]
        assert after["0.groups"] == ["gluteal-muscles"]

    def test_to_remove_what_is_not_there_removes_nothing(self, browser):
        for place in ("7", "-1", "x", ""):
            page = browser.post(CHECK, {**form_of(browser, "full"), "remove": place}).text
            assert as_form(as_sent(page))["row"] == ["0", "1"]


class TestMaking:
    """The exam is made, or every shortfall is named."""

    def test_the_exam_that_was_asked_for_is_shown(self, browser):
        response = browser.post(NEW, form_of(browser, "small"))
        assert response.status_code == 303
        page = Page(browser.get(response.headers["Location"]).text)
        assert "Small" in page.one("h1").text
        assert len([li for li in page.all("li") if li.attributes.get("class") == "exam-item"]) == 4

    def test_too_much_is_refused_and_every_shortfall_named(self, browser):
        form = form_of(browser, "small", row=["0", "1"], **{"0.type": "matching", "0.count": "90"})
        response = browser.post(NEW, {**form, "1.type": "ordering", "1.count": "80"})
        assert response.status_code == 422
        told = Page(response.text).one("div", role="alert").text
        assert "Cell 1 (Matching) asks for 90 items and gets" in told
        assert "Cell 2 (Ordering) asks for 80 items and gets" in told
        assert "Falls short" in Page(response.text).one("p", id="has-1").text
        assert "None yet" in browser.get("/exams").text

    def test_it_may_be_short_when_that_is_wished(self, browser):
        form = form_of(browser, "small", allow_short="on", **{"0.type": "ordering", "0.count": "80"})
        assert browser.post(NEW, form).status_code == 303

    def test_htmx_gets_the_exam_and_its_address(self, browser):
        response = browser.post(NEW, form_of(browser, "small"), htmx=True)
        assert response.status_code == 200
        assert response.headers["HX-Push-Url"].startswith("/exams/")
        assert not Page(response.text).is_whole


class TestYaml:
    """A blueprint comes as a file or as text."""

    def test_a_text_fills_in_the_form(self, browser):
        response = browser.post(READ, {"yaml": blueprint_text(FULL)})
        assert response.status_code == 200
        assert parse_blueprint(browser.post(YAML, as_form(as_sent(response.text))).text, "it", shipped()) == FULL

    def test_a_file_fills_in_the_form(self, browser):
        sent = {"file": (BytesIO(b"\xef\xbb\xbf" + blueprint_text(SMALL).encode()), "quiz.yaml"), "yaml": ""}
        response = browser.post(READ, sent)
        assert Page(response.text).one("input", name="title").attributes["value"] == "Small"

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "Line 1: is empty"),
            ("title: x\ncels: []\n", "Line 2: “cels” is no field here"),
            ("title: x\ncells:\n  - type: essay\n    count: 1\n", "Line 3:"),
            ("title: x\ncells:\n  - {type: cloze, count: -1}\n", "“count” is at least 1"),
            ("title: x\nseed: one\ncells:\n  - {type: cloze, count: 1}\n", "Line 2: “seed”"),
            ("a: &b c\n", "uses an anchor"),
            ("\t- x", "is not valid YAML"),
            (PAYLOAD, "is not valid YAML"),
        ],
    )
    def test_what_cannot_be_read_is_told_with_its_line_and_stays(self, browser, text, told):
        response = browser.post(READ, {"yaml": text})
        assert response.status_code == 422
        page = Page(response.text)
        assert told in page.one("div", id="unread").text or "must be" in page.one("div", id="unread").text
        assert "".join(page.one("textarea", name="yaml").words) == text
        assert "<script>alert" not in response.text

    def test_bytes_that_are_no_text_are_told_too(self, browser):
        assert browser.post(READ, {"file": (BytesIO(b"\xff\xfe\0\0"), "x.yaml")}).status_code == 422


def test_without_any_deck_the_page_still_stands(browse):
    page = browse()
    assert page.get(NEW).status_code == 200
    assert page.post(NEW, as_form([*as_sent(page.get(NEW).text), ("title", "x")])).status_code == 422
