"""Pictures of exam items: what they show, and that neither they nor their words tell a key."""

from dataclasses import replace
from io import BytesIO

import pytest
from made_exam import TOPIC
from PIL import Image

from studyapp.content.bodychart import load_body_chart
from studyapp.content.loader import load_catalog
from studyapp.domain.chart import Chart, Pattern
from studyapp.domain.drawing import draw
from studyapp.domain.exam.choosing import Choosing
from studyapp.domain.exam.item import Item, ItemType, Option
from studyapp.domain.exam.workshop import Workshop
from studyapp.domain.framing import PATTERN_VIEWS
from studyapp.domain.labelling import labelling_of
from studyapp.domain.muscle import Extent, ReferredZone
from studyapp.errors import NotFoundError
from studyapp.exports.picture import INKS
from studyapp.services.exam_charts import SEEN, ExamCharts

CATALOG = load_catalog()
BODY = load_body_chart()
VOCABULARY = CATALOG.words.vocabulary
CHARTS = ExamCharts(VOCABULARY)
ZONES = ("calf", "buttock-lower", "heel")
PRINTED = 250 / 25.4
"""Pixels to the millimetre that print asks for."""


def chart(*zones, name="marked places"):
    return Chart((Pattern(name, tuple(ReferredZone(zone=zone, extent=Extent.ESSENTIAL) for zone in zones)),))


def hotspot(zones=ZONES, key=0):
    marked = chart(*zones)
    names = {ident: zone.label for ident, zone in VOCABULARY.zones.items()}
    labelling = labelling_of(draw(marked, BODY), BODY, names)
    at = {one.zone: (one.at[0] / labelling.width, one.at[1] / labelling.drawing.height) for one in labelling.labels}
    options = tuple(
        Option(id=f"o{place}", text=names[zone], is_key=place == key, at=at[zone]) for place, zone in enumerate(zones)
    )
    return Item(
        id="x", type=ItemType.HOTSPOT, stem="Where?", topic=TOPIC, facts=("f",), options=options, picture=marked
    )


def pattern(*patterns):
    return replace(hotspot(), type=ItemType.SINGLE, picture=Chart(patterns))


def opened(item):
    return Image.open(BytesIO(CHARTS.picture(item))).convert("RGB")


def near(pixel, ink):
    return max(abs(a - b) for a, b in zip(pixel, ink, strict=True)) < 40


def inked(image):
    """How many pixels are of the ink of patterns."""
    return sum(times for times, pixel in image.getcolors(image.width * image.height) if near(pixel, INKS[0]))


def around(image, at, reach=8):
    """The pixels about a place in shares of the picture."""
    x, y = round(at[0] * image.width), round(at[1] * image.height)
    return image.crop((x - reach, y - reach, x + reach, y + reach))


def test_a_hotspot_shows_the_body_without_the_dots_of_its_zones():
    assert inked(opened(pattern(*chart(*ZONES).patterns))) > 1000
    assert inked(opened(hotspot())) == 0


def test_a_letter_stands_on_a_white_disc_at_the_place_of_each_option():
    item = hotspot()
    image = opened(item)
    for option in item.options:
        colours = around(image, option.at).getcolors(1000)
        assert any(pixel == (255, 255, 255) for _, pixel in colours)
        assert any(max(pixel) < 60 for _, pixel in colours)


def test_letters_follow_the_order_of_the_options():
    item = hotspot()
    turned = replace(item, options=item.options[::-1])
    first = item.options[0].at
    one, other = opened(item), opened(turned)
    assert around(one, first).tobytes() != around(other, first).tobytes()
    assert around(one, item.options[1].at).tobytes() == around(other, item.options[1].at).tobytes()


@pytest.mark.parametrize("key", range(3))
def test_a_picture_and_its_words_are_the_same_whichever_place_is_right(key):
    assert CHARTS.picture(hotspot(key=key)) == ExamCharts(VOCABULARY).picture(hotspot())
    assert CHARTS.alt(hotspot(key=key)) == CHARTS.alt(hotspot())


def test_the_words_of_a_hotspot_name_letters_and_views_but_no_zone():
    words = CHARTS.alt(hotspot())
    assert words == "The body, seen from the back; places are marked A, B and C."
    assert not any(option.text in words for option in hotspot().options)


def test_every_view_of_a_chart_has_its_words():
    assert SEEN.keys() == PATTERN_VIEWS.keys()


def test_a_pattern_is_told_without_whose_it_is():
    one, other = chart("calf", name="soleus").patterns + chart("heel", name="piriformis").patterns
    assert CHARTS.alt(pattern(one)) == "Pain is felt as a rule in the calf."
    words = CHARTS.alt(pattern(one, other))
    assert "soleus" not in words.lower()
    assert "piriformis" not in words.lower()
    assert words.startswith("The first pattern: pain is felt as a rule in the calf.")


def test_pictures_are_sharp_in_print_and_not_larger():
    for item in (hotspot(), hotspot(("calf", "groin", "thigh-lateral")), pattern(*chart("calf", "groin").patterns)):
        image = opened(item)
        tallest = 120 if item.type is ItemType.HOTSPOT else 70
        assert image.height / tallest > 0.9 * PRINTED or image.width > 1300
        assert len(CHARTS.picture(item)) < 300_000


def test_the_picture_of_every_hotspot_of_the_deck_can_be_painted():
    (deck,) = CATALOG.decks.values()
    choosing = Choosing(Workshop(CATALOG, deck, BODY), 4, "1")
    made = [item for card in choosing.workshop.cards[:400] if (item := choosing.hotspot(card)) is not None]
    assert made
    for item in made[:5]:
        assert inked(opened(item)) == 0
        assert not any(option.text in CHARTS.alt(item) for option in item.options)


def test_an_item_without_a_picture_or_without_places_is_a_sentence():
    with pytest.raises(NotFoundError, match="The item shows no picture"):
        CHARTS.picture(replace(hotspot(), picture=None))
    placeless = tuple(replace(option, at=None) for option in hotspot().options)
    with pytest.raises(NotFoundError, match="an option of the item has no place"):
        CHARTS.picture(replace(hotspot(), options=placeless))
    with pytest.raises(NotFoundError, match="There is nothing to draw"):
        CHARTS.picture(pattern(*chart("perineum").patterns))
