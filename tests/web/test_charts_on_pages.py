"""Charts on pages: beside answers, as questions, in the atlas, over each other; and zones tapped on the body."""

import gzip
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlencode

import made_muscles as made
import pytest
from browsing import HTMX, OURS
from parsed import Page
from PIL import Image

from studyapp.content.loader import load_catalog
from studyapp.domain.catalog import build_catalog

CATALOG = load_catalog()
POINT = "/study/trigger-points/gluteus-minimus.trigger-point.posterior"
REFERRAL, PATTERN = f"{POINT}.referral.forward", f"{POINT}.pattern.forward"
PAIR = "/study/trigger-points/look-alike.gluteus-minimus.piriformis.forward"
FIRST_PAGE = 60_000
"""Bytes over the wire that a card with its chart may take, without its base pictures."""
WITH_CHART = [f"/study/{key.deck}/{key.card}" for key, card in CATALOG.cards.items() if card.chart is not None]


@pytest.fixture
def client(make_app):
    return make_app(CATALOG).test_client()


def tapped(*zones):
    return f"{REFERRAL}/answer?{urlencode([('zone', zone) for zone in zones])}"


def plates(page):
    return [svg for svg in page.all("svg", role="img") if "aria-labelledby" in svg.attributes]


def test_the_answer_of_a_referral_card_shows_its_chart_with_title_and_description(client):
    page = Page(client.get(f"{REFERRAL}/answer").text)
    (plate,) = plates(page)
    title, words = plate.attributes["aria-labelledby"].split()
    assert page.one("title", id=title).text == "Where the pain is felt"
    assert page.one("desc", id=words).text.startswith(
        "Pain is felt as a rule in the buttock (most of it), posterior thigh"
    )


def test_the_question_does_not_show_the_chart_before_its_answer(client):
    assert plates(Page(client.get(REFERRAL).text)) == []


def test_whose_pattern_a_chart_shows_is_asked_without_telling(client):
    page = Page(client.get(PATTERN).text)
    assert len(plates(page)) == 1
    assert "whose pattern of referred pain is this?" in page.one("h1").text
    assert "minimus" not in page.one("section", id="card").text.lower()
    assert "Gluteus minimus" in Page(client.get(f"{PATTERN}/answer").text).one("ul", **{"data-focus": ""}).text


def test_look_alikes_are_laid_over_each_other_in_marks_that_differ(client):
    page = Page(client.get(f"{PAIR}/answer").text)
    assert len(plates(page)) == 1
    assert page.all("path", **{"class": "dots pattern-0"})
    assert page.all("path", **{"class": "line pattern-1"})


@pytest.mark.parametrize("other", ["piriformis", "condition.s1-radiculopathy"])
def test_any_two_are_compared_on_one_chart(client, other):
    page = Page(client.get(f"/differential/compare?pick=gluteus-minimus&pick={other}").text)
    assert len(plates(page)) == 1
    assert page.all("path", **{"class": "line pattern-1"})


def test_the_atlas_shows_the_chart_of_every_group_of_trigger_points_and_each_as_a_file(client):
    page = Page(client.get("/atlas/quadratus-lumborum").text)
    assert len(plates(page)) == 5
    files = [link.attributes["href"] for link in page.all("a", download="")]
    assert len(files) == 5
    response = client.get(files[0])
    assert response.mimetype == "image/png"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=quadratus-lumborum-")
    assert Image.open(BytesIO(response.data)).format == "PNG"


def test_the_atlas_shows_where_a_condition_hurts(client):
    assert len(plates(Page(client.get("/atlas/condition/s1-radiculopathy").text))) == 1


@pytest.mark.parametrize(
    "path",
    ["gluteus-minimus/trigger-points/nothing", "nobody/trigger-points/anterior", "gluteus-minimus/nothing/anterior"],
)
def test_a_chart_that_is_not_there_is_named(client, path):
    response = client.get(f"/atlas/{path}.png")
    assert response.status_code == 404
    assert "No deck describes" in response.text


def test_each_of_two_decks_has_its_own_chart_of_a_muscle(make_app):
    decks = [made.deck(made.muscle("longus", made.point(calf="essential"))) for _ in range(2)]
    decks[1] = replace(
        decks[1],
        manifest=replace(decks[1].manifest, id="other", title="Other"),
        muscles=(made.muscle("longus", made.point(thigh="essential")),),
    )
    client = make_app(build_catalog(decks, made.words(decks[0]))).test_client()
    files = [link.attributes["href"] for link in Page(client.get("/atlas/longus").text).all("a", download="")]
    assert files == [f"/atlas/longus/{deck}/only.png" for deck in ("made", "other")]
    one, other = (client.get(file).data for file in files)
    assert one != other


def test_a_chart_that_would_be_empty_is_not_offered_and_not_found(make_app):
    one_muscle = made.deck(made.muscle("longus", made.point(depth="essential")))
    client = make_app(made.catalog(one_muscle)).test_client()
    html = client.get("/atlas/longus").text
    assert Page(html).all("a", download="") == []
    assert "depth of the seat" in html
    response = client.get("/atlas/longus/made/only.png")
    assert response.status_code == 404
    assert "There is nothing to draw" in response.text


def test_all_ids_of_a_page_of_charts_differ(client):
    ids = Page(client.get("/atlas/quadratus-lumborum").text).ids
    assert len(ids) == len(set(ids))


def test_a_base_picture_is_kept_for_ever(client):
    (picture, *_) = Page(client.get(f"{REFERRAL}/answer").text).all("image")
    response = client.get(picture.attributes["href"])
    assert response.mimetype == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", [*WITH_CHART, *(f"{path}/answer" for path in WITH_CHART)])
def test_a_card_with_its_chart_is_light_on_the_wire(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert len(gzip.compress(response.data)) <= FIRST_PAGE


# --- Tapping --------------------------------------------------------------------------------------------------------


def test_a_card_about_zones_can_be_answered_on_the_body_or_from_a_list(client):
    page = Page(client.get(f"{REFERRAL}?way=tap").text)
    form = page.one("form", id="tap")
    assert form.attributes["action"].startswith(f"{REFERRAL}/answer")
    listed = {box.attributes["value"] for box in page.all("input", type="checkbox", name="zone")}
    assert listed == set(CATALOG.words.vocabulary.zones)
    regions = {region.attributes["data-zone"] for region in page.all("g") if "data-zone" in region.attributes}
    assert regions <= listed
    assert {"calf", "heel", "buttock-upper", "foot-instep", "knee-medial"} <= regions


def test_a_card_about_anything_else_has_no_body_to_tap(client):
    assert Page(client.get("/study/trigger-points/gluteus-minimus.actions.forward").text).all("form", id="tap") == []


def test_taps_are_marked_and_the_grade_is_proposed(client):
    page = Page(client.get(tapped("buttock", "posterior-thigh", "thigh-posterior", "calf")).text)
    marks = [(item.text, item.attributes.get("class")) for item in page.all("li") if "class" in item.attributes]
    assert [kind for _, kind in marks][:4] == ["found", "found", "missed", "found"]
    assert page.one("button", **{"class": "proposed"}).attributes["value"] == "3"
    assert page.all("path", **{"class": "tapped"})


def test_a_wrong_zone_is_named_drawn_and_lowers_the_grade(client):
    page = Page(client.get(tapped("buttock", "thigh-posterior", "calf", "knee-posterior", "groin")).text)
    assert page.one("p", **{"class": "wrong"}).text == "Not here: groin."
    assert page.all("path", **{"class": "tapped wrong"})
    assert page.one("button", **{"class": "proposed"}).attributes["value"] == "3"


def test_without_taps_the_answer_is_only_shown(client):
    page = Page(client.get(f"{REFERRAL}/answer").text)
    assert page.one("button", **{"class": "proposed"}).attributes["value"] == "4"
    assert "missed" not in page.one("section", id="answer").text


def test_zones_that_do_not_exist_are_passed_over(client):
    response = client.get(tapped("<script>", "calf"))
    assert response.status_code == 200
    assert "<script>" not in response.text.partition("</head>")[2]
    nothing_else = client.get(tapped("nowhere"))
    assert Page(nothing_else.text).one("button", **{"class": "proposed"}).attributes["value"] == "4"
    assert "missed" not in Page(nothing_else.text).one("section", id="answer").text


def test_a_tap_where_pain_is_contested_is_not_called_wrong(make_app):
    told, contested = (
        made.point(calf="essential", thigh="essential"),
        made.point(evidence=made.CONTESTED, heel="essential"),
    )
    longus = made.muscle("longus", replace(told, referrals=(*told.referrals, *contested.referrals)))
    client = make_app(made.catalog(made.deck(longus))).test_client()
    asked = "/study/made/longus.trigger-point.only.referral.forward/answer"
    html = client.get(f"{asked}?zone=calf&zone=thigh&zone=heel").text
    assert "Not here" not in html
    assert Page(html).one("button", **{"class": "proposed"}).attributes["value"] == "4"
    assert "Not here:</strong> toe." in client.get(f"{asked}?zone=calf&zone=thigh&zone=toe").text


def test_taps_on_a_card_that_asks_for_no_zones_change_nothing(client):
    path = "/study/trigger-points/gluteus-minimus.actions.forward/answer"
    assert client.get(f"{path}?zone=calf").status_code == 200
    assert "missed" not in client.get(f"{path}?zone=calf").text


def test_a_tapped_answer_is_graded_like_any_other(client):
    page = Page(client.get(tapped("calf"), headers=HTMX).text)
    given = client.post(f"{REFERRAL}/review", data={**page.hidden, "grade": "1"}, headers=OURS)
    assert given.status_code == 303


# --- The pain finder ------------------------------------------------------------------------------------------------


def test_the_body_of_the_differential_shows_what_is_chosen(client):
    page = Page(client.get("/differential?zone=calf&zone=buttock").text)
    on = {region.attributes["data-zone"] for region in page.all("g") if region.attributes.get("class") == "region on"}
    assert on == {"calf", "buttock-upper", "buttock-mid", "buttock-lower-medial", "buttock-lower-lateral"}


def test_only_zones_that_can_be_ticked_are_places_on_the_body(client):
    page = Page(client.get("/differential").text)
    listed = {box.attributes["value"] for box in page.all("input", type="checkbox", name="zone")}
    regions = {region.attributes["data-zone"] for region in page.all("g") if "data-zone" in region.attributes}
    assert regions
    assert regions <= listed
