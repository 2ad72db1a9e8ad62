"""The page of progress on a real screen: what is told is readable on a small phone and reached by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_log import months_of_study, put_log
from playwright.sync_api import expect


@pytest.fixture
def progress(open_page, site):
    """Open the page of a student of two months."""
    study = site.app.extensions["studyapp"].study
    put_log(study, months_of_study(study))
    return lambda path="/progress", **options: open_page(path, **options)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_label_of_a_chart_is_smaller_than_eleven_pixels(progress, width):
    page = progress(width=width)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".graph text")].map(text =>
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert sizes
    assert min(sizes) >= 11


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_label_of_a_chart_lies_over_another_or_beside_the_page(progress, width):
    page = progress(width=width)
    faults = page.evaluate(
        """width => [...document.querySelectorAll(".graph")].flatMap(graph => {
            const texts = [...graph.querySelectorAll("text")];
            const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
            const meet = (one, other) => one.left < other.right && other.left < one.right
                && one.top + 3 < other.bottom && other.top + 3 < one.bottom;
            return boxes.flatMap(([name, box], place) => [
                ...(box.left < 0 || box.right > width ? [name] : []),
                ...boxes.slice(place + 1).filter(([, other]) => meet(box, other)).map(other => name + other[0]),
            ]);
        })""",
        width,
    )
    assert faults == []


def test_the_grid_scrolls_by_keyboard_and_keeps_its_muscles_in_sight(progress):
    page = progress(width=320, height=780)
    grid = page.get_by_role("region", name="Table: mastery")
    grid.focus()
    name = page.get_by_role("rowheader", name="Gluteus minimus")
    before = name.bounding_box()["x"]
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.mastery').scrollLeft > 200")
    assert abs(name.bounding_box()["x"] - before) < 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_table_of_numbers_opens_without_javascript_and_stays_within_a_phone(progress):
    page = progress(width=320, java_script_enabled=False)
    summary = page.get_by_text("The numbers of a year of study days")
    summary.click()
    table = page.get_by_role("region", name="Table: a year of study days")
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_tables_either(progress, scheme):
    page = progress(width=375, color_scheme=scheme)
    for summary in page.locator(".numbers > summary").all():
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_new_student_sees_a_page_that_axe_has_nothing_against(open_page):
    page = open_page("/progress", width=320)
    expect(page.get_by_role("link", name="begin with Today")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_kinds_of_bars_and_steps_differ_without_colour(progress):
    page = progress(forced_colors="active")
    fills = page.evaluate("[0, 1, 2].map(kind => document.querySelector(`.bar-${kind}`)?.getAttribute('fill'))")
    assert fills[1] == "url(#hatch)"
    pies = page.evaluate(
        """() => ["new", "learning", "young", "mature"].map(name => {
            const style = getComputedStyle(document.querySelector(`.pie.${name}`));
            return style.backgroundImage + style.backgroundColor;
        })"""
    )
    assert len(set(pies)) == 4
