"""Ways of answering on pages: chosen, typed and listed, graded with one press, written into the log."""

import re
from urllib.parse import urlencode

import pytest
from browsing import OURS, Browser, study_of
from parsed import Page

from studyapp.content.loader import load_catalog
from studyapp.domain.deck import CardKey
from studyapp.domain.way import Way
from studyapp.storage.reviews import reviews_of

CATALOG = load_catalog()
DECK = "/study/trigger-points"
NERVE = f"{DECK}/gluteus-minimus.innervation.forward"
SYNERGISTS = f"{DECK}/gluteus-minimus.synergists.hip-abduction.forward"
REFERRAL = f"{DECK}/gluteus-minimus.trigger-point.posterior.referral.forward"


@pytest.fixture
def app(make_app):
    return make_app(CATALOG)


@pytest.fixture
def browser(app):
    return Browser(app.test_client())


def page_of(browser, path, **query):
    return Page(browser.get(f"{path}?{urlencode(query, doseq=True)}").text)


def logged(app, path):
    study = study_of(app)
    with study.database.read() as connection:
        return reviews_of(connection, study.user, [CardKey("trigger-points", path.rpartition("/")[2])])


def proposed(page):
    return page.one("button", **{"class": "proposed"}).attributes["value"]


def grade(browser, page, path, value="1"):
    """Send the grade form of an answer page as a browser does."""
    fields = [(e.attributes["name"], e.attributes["value"]) for e in page.all("input", type="hidden")]
    form = {"grade": [value]}
    for name, text in fields:
        form.setdefault(name, []).append(text)
    return browser.client.post(f"{path}/review", data=form, headers=OURS)


def test_steps_are_told_as_a_numbered_list_and_other_answers_as_they_were(browser):
    (steps,) = Page(browser.get(f"{DECK}/card.slump-test.forward/answer").text).all("ol", **{"class": "answers"})
    (card,) = (card for key, card in CATALOG.cards.items() if key.card == "card.slump-test.forward")
    assert steps.text == " ".join(answer.text for answer in card.answers)
    plain = Page(browser.get(f"{SYNERGISTS}/answer").text)
    assert len(plain.all("ul", **{"class": "answers"})) == 1
    assert plain.all("ol", **{"class": "answers"}) == []


def test_a_card_says_how_it_can_be_answered_and_is_asked_as_wished(browser):
    page = page_of(browser, NERVE)
    ways = [link.text for link in page.all("a") if "way=" in link.attributes.get("href", "")]
    assert ways == ["Think and reveal", "Choose", "Type"]
    assert page.all("form", id="choose") == []
    assert len(page_of(browser, NERVE, way="choose").all("button", name="given")) == 4
    assert page_of(browser, NERVE, way="type").one("input", id="given").attributes["maxlength"] == "500"


def test_the_key_is_not_told_before_it_is_chosen(browser):
    html = browser.get(f"{NERVE}?way=choose").text
    buttons = Page(html).all("button", name="given")
    assert len({tuple(sorted(set(b.attributes) - {"value", "aria-keyshortcuts"})) for b in buttons}) == 1
    assert html.count("superior gluteal nerve") == 2, "once as the value, once as the words of an option"


def test_options_stand_alike_until_the_card_was_answered(browser):
    def places():
        return [b.attributes["value"] for b in page_of(browser, NERVE, way="choose").all("button", name="given")]

    assert places() == places()


def test_the_right_choice_proposes_good_and_a_wrong_one_again_with_what_it_really_is(browser):
    right = page_of(browser, f"{NERVE}/answer", way="choose", given="superior gluteal nerve")
    assert proposed(right) == "4"
    html = browser.get(f"{NERVE}/answer?{urlencode({'way': 'choose', 'given': 'femoral nerve'})}").text
    assert proposed(Page(html)) == "1"
    assert re.search(r"Rectus femoris is supplied by the femoral nerve\. <span class=\"cited\">\w", html)


def test_a_slip_is_shown_and_proposes_hard(browser):
    html = browser.get(f"{NERVE}/answer?{urlencode({'way': 'type', 'given': 'superior glutael nerve'})}").text
    assert proposed(Page(html)) == "3"
    assert "Right, but for a slip" in html


def test_the_proposed_grade_is_changed_by_one_press_and_the_log_tells_how_it_was_answered(app, browser):
    page = page_of(browser, f"{NERVE}/answer", way="type", given="Femoral nerve")
    assert grade(browser, page, NERVE, value="4").status_code == 303
    (review,) = logged(app, NERVE)
    assert (review.grade, review.way, review.given) == (4, Way.TYPE, ("femoral nerve",))
    assert review.mistaken == ("femoral nerve",)


def test_a_card_that_was_revealed_is_logged_as_revealed(app, browser):
    grade(browser, page_of(browser, f"{NERVE}/answer"), NERVE, value="3")
    (review,) = logged(app, NERVE)
    assert (review.way, review.given, review.mistaken) == (Way.REVEAL, (), ())


@pytest.mark.parametrize("way", ["choose", "type"])
def test_who_does_not_know_is_proposed_again(browser, way):
    page = page_of(browser, NERVE, way=way)
    (link,) = (e for e in page.all("a", **{"class": "button"}))
    assert "I don’t know" in link.text
    assert proposed(Page(browser.get(link.attributes["href"]).text)) == "1"


def test_bad_input_with_a_grade_keeps_what_was_given(browser):
    form = {"review": "no number", "grade": "4", "way": "type", "given": "femoral nerve"}
    response = browser.post(f"{NERVE}/review", form)
    assert response.status_code == 422
    assert proposed(Page(response.text)) == "1"
    assert Page(response.text).one("input", type="hidden", name="given").attributes["value"] == "femoral nerve"


def test_wrong_zones_of_a_list_are_crossed_however_they_are_written(browser):
    page = page_of(browser, f"{REFERRAL}/list", way="list", given=["Lower back", "calf"])
    crossed = [item.text for item in page.all("li", **{"class": "missed"})]
    assert len(crossed) == 1
    assert "Lower back" in crossed[0]


def test_a_list_grows_and_is_marked_with_what_is_missing(browser):
    page = page_of(browser, f"{SYNERGISTS}/list", way="list", given="gluteus medius", item="femoral nerve", add="1")
    listed = [e.attributes["value"] for e in page.all("input", type="hidden", name="given")]
    assert listed == ["gluteus medius", "femoral nerve"]
    answer = page_of(browser, f"{SYNERGISTS}/answer", way="list", given=listed)
    missed = [item.text for item in answer.all("li", **{"class": "missed"})]
    assert missed
    assert all("Gluteus medius" not in text for text in missed)


def test_what_also_counts_does_not_count_against_what_was_asked_for(browser):
    html = browser.get(f"{SYNERGISTS}/answer?way=list&given=gluteus+medius&given=piriformis").text
    assert "1 of 2 found</strong>, and 1 more that counts" in html


def test_what_is_being_written_is_ticked_once_it_is_an_answer_and_disturbs_nobody_before(browser):
    half = browser.get(f"{SYNERGISTS}/list?way=list&item=gluteus+med", htmx=True)
    assert (half.status_code, half.text) == (204, "")
    whole = browser.get(f"{SYNERGISTS}/list?way=list&item=gluteus+medius", htmx=True)
    assert Page(whole.text).one("input", type="hidden", name="given").attributes["value"] == "gluteus medius"


def test_what_still_stands_in_the_field_counts_when_the_list_is_checked(browser):
    page = page_of(browser, f"{SYNERGISTS}/answer", way="list", given="gluteus medius", item="tensor fasciae latae")
    assert len(page.all("li", **{"class": "found"})) == 2


def test_tapped_zones_are_logged_by_their_ids_and_mistakes_by_their_names(app, browser):
    page = page_of(browser, f"{REFERRAL}/answer", zone=["calf", "groin"])
    grade(browser, page, REFERRAL)
    (review,) = logged(app, REFERRAL)
    assert (review.way, review.given, review.mistaken) == (Way.TAP, ("calf", "groin"), ("groin",))


@pytest.mark.parametrize(
    "query",
    [
        {"way": "shout", "given": "x"},
        {"way": "tap", "given": "x"},
        {"way": "type", "given": "<script>alert(1)</script>"},
        {"way": "type", "given": "x" * 20_000},
        {"way": "choose", "given": ""},
        {"way": "list", "given": ["a"] * 500},
    ],
)
def test_whatever_is_given_is_answered_without_harm(browser, query):
    response = browser.get(f"{NERVE}/answer?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert len(response.text) < 60_000


def test_every_way_of_every_card_has_its_page(app):
    client = app.test_client()
    answering = study_of(app).answering
    seen = set()
    for key, card in CATALOG.cards.items():
        for way in answering.ways(card):
            if (way, card.attribute, card.face) not in seen:
                seen.add((way, card.attribute, card.face))
                response = client.get(f"/study/{key.deck}/{key.card}?way={way}")
                assert response.status_code == 200, (key, way)
                assert Page(response.text).all("form", id=str(way)) or way is Way.REVEAL, (key, way)
    assert {way for way, *_ in seen} == set(Way)


def test_no_address_on_the_way_to_an_answer_tells_whom_the_question_asks_for(app, browser):
    asked = [card for card in CATALOG.cards.values() if card.address != card.key.card]
    assert len(asked) >= 40
    for card in asked:
        html = browser.get(f"/study/{card.key.deck}/{card.address}").text
        names = ("href", "action", "hx-get", "hx-post")
        links = {e.attributes.get(name, "") for e in Page(html).elements for name in names}
        assert not [link for link in links if card.key.card in link or card.subject.id in link], card.key


def test_a_card_that_goes_by_a_digest_is_studied_and_undone_like_any_other(app, browser):
    card = next(card for card in CATALOG.cards.values() if card.shows_chart_first)
    path = f"/study/trigger-points/{card.address}"
    grade(browser, page_of(browser, f"{path}/answer"), path, value="4")
    (review,) = logged(app, f"x/{card.key.card}")
    back = browser.post("/study/undo", {"review": str(review.id)})
    assert back.headers["Location"] == path
    assert browser.get(f"/study/trigger-points/{card.key.card}").status_code == 200, "an old address still leads there"
