"""The differential's pages: an address for every choice, and the form again for what makes no sense."""

from dataclasses import replace

import pytest
from made_differential import catalog, deck, made, muscle
from made_muscles import action
from parsed import Page

HURTS = "/differential?zone=calf"


@pytest.fixture
def leg(browse):
    """A browser on the pages of a deck of two muscles and four conditions."""
    return browse(catalog(made()))


def test_before_anything_is_chosen_the_page_says_what_choosing_does(leg):
    page = Page(leg.get("/differential").text)
    assert page.one("h1").text == "Where does it hurt?"
    assert [box.attributes["value"] for box in page.all("input", name="zone")] == ["thigh", "calf", "heel", "toe"]
    assert "Nothing chosen yet." in page.one("div", id="found").text


def test_chosen_zones_stay_chosen_and_show_muscles_conditions_and_red_flags(leg):
    page = Page(leg.get(HURTS).text)
    assert [box.attributes["value"] for box in page.all("input", name="zone") if "checked" in box.attributes] == [
        "calf"
    ]
    found = page.one("div", id="found").text
    assert found.startswith("Pain in the calf Red flags: refer today Clot Swelling")
    assert found.index("Clot") < found.index("1 muscle") < found.index("Long") < found.index("2 conditions beside them")


def test_how_regularly_is_said_in_words_not_by_colour_alone(leg):
    (reach,) = [one for one in Page(leg.get(HURTS).text).all("ul", **{"class": "reach"}) if "sometimes" in one.text]
    assert reach.text == "calf , sometimes"


def test_a_complaint_is_an_address_of_its_own_and_is_marked(leg):
    page = Page(leg.get("/differential?complaint=leg-pain").text)
    (current,) = [link for link in page.all("a", **{"aria-current": "true"}) if link.text == "Leg pain"]
    assert current.attributes["href"] == "/differential?complaint=leg-pain"
    assert "Leg pain: pain in the thigh and calf" in page.one("div", id="found").text


def test_a_muscle_that_is_listed_under_the_complaint_says_by_whom(leg):
    assert "listed by Manual" in Page(leg.get("/differential?complaint=leg-pain").text).one("div", id="found").text
    assert "listed by" not in Page(leg.get(HURTS).text).one("div", id="found").text


def test_a_muscle_that_is_listed_though_no_map_reaches_the_zones_is_told_apart(browse):
    complaint = replace(made().complaints[0], zones=("heel",))
    page = Page(browse(catalog(replace(made(), complaints=(complaint,)))).get("/differential?complaint=leg-pain").text)
    (told,) = [one.text for one in page.all("div", **{"class": "why"})]
    assert told.startswith("Listed under this complaint, though no map that was read reaches its zones: Long")


def test_htmx_gets_the_fragment(leg):
    page = Page(leg.get(HURTS, htmx=True).text)
    assert not page.is_whole
    assert page.ids.count("found") == 1


def test_both_candidates_and_their_links_lead_on(leg):
    page = Page(leg.get(HURTS).text)
    assert [box.attributes["value"] for box in page.all("input", name="pick")] == [
        "long",
        "condition.palsy",
        "condition.sprain",
    ]
    assert page.all("a", href="/atlas/long")
    assert page.all("a", href="/atlas/condition/clot")


@pytest.mark.parametrize("path", ["/differential?zone=elbow", "/differential?complaint=headache"])
def test_what_is_not_there_is_said_to_be_not_there(leg, path):
    response = leg.get(path)
    assert response.status_code == 404
    assert "There is no" in Page(response.text).one("p", role="alert").text


def test_two_are_put_side_by_side_and_can_be_changed(leg):
    page = Page(leg.get("/differential/compare?pick=long&pick=condition.palsy").text)
    assert page.one("h1").text == "Long and palsy"
    assert [one.text for one in page.all("option", selected="")] == ["Long", "Palsy"]
    table = page.one("table").text
    assert "What tells them apart" in table
    assert "No taut band" in table
    assert "Gray" in table


def test_a_comparison_leads_back_to_where_it_was_asked(leg):
    page = Page(leg.get(HURTS).text)
    assert {"zone": "calf"}.items() <= page.hidden.items()
    page = Page(leg.get("/differential/compare?zone=calf&pick=long&pick=condition.palsy").text)
    assert page.all("a", href="/differential?zone=calf")
    page = Page(leg.get("/differential/compare?complaint=leg-pain&pick=long&pick=condition.palsy").text)
    assert page.all("a", href="/differential?complaint=leg-pain")


def test_nothing_chosen_is_a_form_to_choose_by(leg):
    response = leg.get("/differential/compare")
    page = Page(response.text)
    assert response.status_code == 200
    assert len(page.all("select", name="pick")) == 2
    assert not page.all("table")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("pick=long", "here one is chosen"),
        ("pick=long&pick=long", "here one is chosen"),
        ("pick=long&pick=short&pick=condition.gout", "here 3 are chosen"),
        ("pick=long&pick=", "here one is chosen"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_one_or_three_is_refused_with_the_form(leg, query, said, htmx):
    response = leg.get(f"/differential/compare?{query}", htmx=htmx)
    page = Page(response.text)
    assert response.status_code == 422
    assert said in page.one("p", role="alert").text
    assert len(page.all("select", name="pick")) == 2


def test_a_condition_has_a_page_in_the_atlas_with_its_sources(leg):
    page = Page(leg.get("/atlas/condition/palsy").text)
    assert page.one("h1").text == "Palsy"
    assert "Where pain is felt" in [heading.text for heading in page.all("h2")]
    assert "Gray" in page.one("ul", **{"class": "references"}).text


def test_a_condition_that_no_deck_names_is_not_there(leg):
    response = leg.get("/atlas/condition/flu")
    assert response.status_code == 404
    assert "There is no condition “flu” in the atlas." in response.text


def test_the_atlas_lists_conditions_the_urgent_ones_first(leg):
    page = Page(leg.get("/atlas").text)
    links = [link.text for link in page.all("a") if "/atlas/condition/" in link.attributes["href"]]
    assert links == ["Clot", "Gout", "Palsy", "Sprain"]
    assert "refer today" in page.one("div", id="muscles").text


def test_an_error_within_the_page_takes_its_place_for_htmx(leg):
    response = leg.get("/differential?zone=elbow", htmx=True)
    assert response.status_code == 404
    told = {name: response.headers[name] for name in ("HX-Retarget", "HX-Reselect", "HX-Replace-Url", "HX-Push-Url")}
    assert told == {"HX-Retarget": "#main", "HX-Reselect": "#error", "HX-Replace-Url": "false", "HX-Push-Url": "false"}
    assert Page(response.text).one("section", id="error")
    assert "HX-Retarget" not in leg.get("/differential?zone=elbow").headers
    assert "HX-Retarget" not in leg.get(HURTS, htmx=True).headers


def test_a_red_flag_shows_by_which_signs_and_by_whom(leg):
    flags = Page(leg.get(HURTS).text).one("section", **{"class": "flags"}).text
    assert "Clot Swelling" in flags
    assert "Itching" not in flags  # contested
    assert "Both legs Palsy and Sprain" in flags
    assert flags.endswith("Gray")


def test_only_red_flags_leave_nothing_to_be_put_side_by_side(browse):
    clot = made().conditions[2]
    page = Page(browse(catalog(deck(conditions=(clot,)))).get(HURTS).text)
    assert "0 muscles" not in page.one("main").text
    assert not page.all("button", **{"class": "button"})


def test_a_case_is_told_before_its_question(leg):
    page = Page(leg.get("/study/made/vignette.long.only.forward").text)
    (scene,) = page.all("p", **{"class": "scene"})
    assert scene.text.startswith("Someone complains of leg pain: it hurts in the thigh and calf.")
    assert page.one("main").text.index(scene.text) < page.one("main").text.index("trigger points in which muscle")


def test_a_fact_that_follows_from_others_says_so(browse):
    up, down = (muscle(name, actions=[action(move)]) for name, move in (("up", "raising"), ("down", "lowering")))
    page = Page(browse(catalog(deck(up, down))).get("/atlas/up").text)
    (derived,) = [one.text for one in page.all("p") if "follows from other facts" in one.text]
    assert derived.startswith("Down")
