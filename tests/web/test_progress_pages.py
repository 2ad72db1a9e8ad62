"""The page of progress: every chart has a table of the same numbers, and every choice an address."""

from datetime import timedelta

import pytest
from browsing import study_of
from made_catalog import catalog_of, deck, free_card, free_cards, key_of, muscle
from made_log import log_row, put_log
from parsed import Page

from studyapp.web.plot import BASE, TOP

DAY = timedelta(days=1)
MINIMUS, MEDIUS = muscle("minimus", "Minimus"), muscle("medius", "Medius")
CARDS = [free_card("who", "Who?", "Minimus"), *free_cards(30)]


@pytest.fixture
def studied(make_app, clock):
    """A browser on the pages of a student who has been answering for two months."""
    app = make_app(catalog_of(deck(CARDS, [MINIMUS, MEDIUS])))
    study = study_of(app)
    rows = []
    for place in range(30):
        first = clock.now - 60 * DAY + place * timedelta(minutes=1)
        for days, grade in ((0, 4), (1, 4), (7, 4), (22, 4), (60 - place, 1 if place % 3 else 4)):
            rows.append(log_row(key_of(f"c{place:02}"), first + days * DAY, grade, elapsed_ms=30_000))
    mixed = {"given": ["Medius"], "mistaken": ["Medius"], "way": "choose"}
    rows.append(log_row(key_of("who"), clock.now - DAY, 1, **mixed))
    put_log(study, {row["answered_at"]: row for row in rows}.values())
    return app.test_client()


def page_at(client, path: str = "/progress") -> Page:
    response = client.get(path)
    assert response.status_code == 200
    return Page(response.text)


def rows_of(page: Page, name: str) -> list[list[str]]:
    """The body of the table of that name, as the cells' words."""
    cells: list[list[str]] = []
    within = False
    for element in page.elements:
        if element.attributes.get("role") == "region":
            within = element.attributes["aria-label"] == f"Table: {name}"
        elif within and element.tag == "tr":
            cells.append([])
        elif within and element.tag in {"td", "th"} and element.attributes.get("scope") != "col":
            cells[-1].append(element.text)
    return [row for row in cells if row]


def chart_of(page: Page, ident: str) -> dict[int, float]:
    """What the bars of each kind in a chart come to, in the units of its axis."""
    at = next(n for n, e in enumerate(page.elements) if e.attributes.get("aria-labelledby") == f"{ident}-title")
    marks = page.elements[at + 1 :]
    end = next(n for n, e in enumerate(marks) if e.tag in {"svg", "details", "p"})
    highest = max(float(e.text.replace(",", "")) for e in marks[:end] if e.attributes.get("class") == "value")
    sums: dict[int, float] = {}
    for element in marks[:end]:
        kind = element.attributes.get("class", "")
        if element.tag == "rect" and kind.startswith("bar-"):
            height = float(element.attributes["height"]) * highest / (BASE - TOP)
            sums[int(kind[-1])] = sums.get(int(kind[-1]), 0) + height
    return sums


def test_a_new_student_is_led_to_today(browser):
    page = Page(browser.get("/progress").text)
    assert page.one("section", id="progress").text == (
        "Progress Nothing is answered yet. What you keep and what is coming shows here after your first cards: "
        "begin with Today ."
    )
    assert not page.all("svg", role="img")


def test_the_page_is_in_the_navigation_after_today(browser):
    page = Page(browser.get("/progress").text)
    nav = page.one("nav", **{"aria-label": "Main"})
    assert nav.text.startswith("Today Progress Atlas")
    assert page.one("a", href="/progress").attributes["aria-current"] == "page"


def test_htmx_gets_the_fragment(browser):
    page = Page(browser.get("/progress", htmx=True).text)
    assert not page.is_whole
    assert page.ids == ["progress"]


def test_retention_is_told_with_its_interval_and_where_there_are_too_few_it_says_so(studied):
    rows = rows_of(page_at(studied), "what you keep")
    assert rows[:3] == [
        ["Young", "Last 30 days", "too few to tell", "–", "0", "0"],
        ["Mature", "Last 30 days", "33 %", "19 % to 51 %", "10", "30"],
        ["Young", "Last 90 days", "100 %", "96 % to 100 %", "90", "90"],
    ]
    assert [row[1] for row in rows] == [time for time in ("Last 30 days", "Last 90 days", "Ever") for _ in range(2)]


def test_a_share_in_the_chart_stands_in_the_table_too(studied):
    page = page_at(studied)
    told = [e.text for e in page.all("text", **{"class": "value"}) if "%" in e.text]
    in_table = [row[2] for row in rows_of(page, "what you keep") if "%" in row[2]]
    assert sorted(told) == sorted(in_table) != []


@pytest.mark.parametrize("days", [30, 90, 365])
def test_the_forecast_and_its_table_tell_the_same(studied, days):
    page = page_at(studied, f"/progress?days={days}")
    rows = rows_of(page, "what is coming")
    assert len(rows) == {30: 30, 90: 13, 365: 53}[days]
    drawn = chart_of(page, "coming")
    for kind in range(3):
        assert sum(int(row[1 + kind]) for row in rows) == pytest.approx(drawn.get(kind, 0), rel=0.01), kind
    answers = sum(int(row[1 + kind]) for row in rows for kind in range(3))
    assert f"The next {days} days bring about {answers:,} answers" in page.one("section", id="progress").text


def test_the_minutes_and_their_table_tell_the_same(studied):
    page = page_at(studied)
    rows = rows_of(page, "time spent")
    assert len(rows) == 30
    assert sum(float(row[1]) for row in rows) == pytest.approx(chart_of(page, "spent")[0], abs=0.2)


def test_the_year_shows_as_many_days_as_its_table_and_the_fuller_the_larger(studied):
    page = page_at(studied)
    squares = [e for e in page.all("rect") if e.attributes.get("class", "").startswith("heat-")]
    counts = [int(cell) for row in rows_of(page, "a year of study days") for cell in row[1:] if cell]
    assert len(squares) == len(counts)
    assert sum(not e.attributes["class"].startswith("heat-0") for e in squares) == sum(count > 0 for count in counts)
    assert (
        f"{sum(counts)} answers on {sum(count > 0 for count in counts)} days" in page.one("section", id="progress").text
    )


def test_a_cell_of_the_grid_says_its_stage_in_words_and_leads_to_its_cards(studied):
    page = page_at(studied)
    (cell,) = page.all("a", href="/study/by?muscle=minimus&attribute=nickname")
    assert cell.text == "Minimus, nickname: new, 0 % of 2 cards"
    assert [row[0] for row in rows_of(page, "mastery of every attribute of every muscle")][1:] == ["Minimus", "Medius"]


def test_stages_are_summed_up_in_a_sentence(studied):
    text = Page(studied.get("/progress").text).one("section", id="progress").text
    assert "Of 35 cards, " in text
    assert "are new." in text


def test_what_is_mixed_up_leads_to_the_comparison(studied):
    page = page_at(studied)
    (link,) = page.all("a", href="/differential/compare?pick=medius&pick=minimus")
    assert link.text == "Compare Medius and Minimus"
    assert "Medius and Minimus 1 time, on 22 Nov 2026" in page.one("section", id="progress").text


def test_until_anything_is_mixed_up_it_is_told_where_that_comes_from(browse, clock):
    browser = browse()
    put_log(study_of(browser.client.application), [log_row(key_of("c00"), clock.now - DAY)])
    assert "cards that you only reveal cannot tell" in browser.get("/progress").text


class TestDecks:
    """Several decks: each has an address."""

    @pytest.fixture
    def two(self, browse, clock):
        browser = browse(catalog_of(deck(free_cards(2)), deck([free_card("o1")], id="other", title="Other deck")))
        put_log(study_of(browser.client.application), [log_row(key_of("c00"), clock.now - DAY)])
        return browser

    def test_a_single_deck_is_no_choice(self, studied):
        assert not Page(studied.get("/progress").text).all("nav", **{"aria-label": "Deck"})

    def test_a_choice_of_deck_keeps_the_days_and_the_other_way_round(self, two):
        page = Page(two.get("/progress?deck=other&days=90").text)
        nav = page.one("nav", **{"aria-label": "Deck"})
        assert nav.text == "All decks Small deck Other deck"
        assert page.one("a", href="/progress?deck=other&days=90").attributes["aria-current"] == "true"
        assert page.all("a", href="/progress?deck=other&days=365#forecast")
        assert "Of 1 card, 0 are mature" in page.one("section", id="progress").text

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("deck=gone", "There is no such deck: here is your progress in all of them."),
            ("days=31", "A forecast covers 30, 90 or 365 days: here are 30."),
            ("days=<script>", "A forecast covers 30, 90 or 365 days: here are 30."),
        ],
    )
    def test_a_choice_that_makes_no_sense_shows_the_page_and_says_so(self, two, query, sentence):
        response = two.get(f"/progress?{query}")
        page = Page(response.text)
        assert response.status_code == 422
        assert page.one("p", role="alert").text == sentence
        assert page.all("nav", **{"aria-label": "Deck"})


def test_no_element_has_a_style_and_every_picture_has_a_name(studied):
    page = page_at(studied)
    assert not [e for e in page.elements if "style" in e.attributes]
    named = {e.attributes["aria-labelledby"] for e in page.all("svg", role="img")}
    assert named == {"kept-title", "coming-title", "half-1-title", "half-2-title", "spent-title"}
    assert all(ident in page.ids for ident in named)
    assert len(page.ids) == len(set(page.ids))
